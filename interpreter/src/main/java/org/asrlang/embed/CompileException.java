package org.asrlang.embed;

import java.util.List;
import java.util.stream.Collectors;
import org.asrlang.diagnostic.Diagnostic;

/** A program with errors. The message is the first of them; all are in {@link #diagnostics}. */
public final class CompileException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<Diagnostic> diagnostics;

  CompileException(List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream()
            .filter(Diagnostic::isError)
            .map(d -> d.primary().shown() + ": " + d.message())
            .limit(1)
            .collect(Collectors.joining()));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** Errors and warnings in the order in which they were found. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
