package org.asrlang.syntax;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;

/**
 * What the parser made of a text.
 *
 * @param value never null for files and blocks; null for a fragment that could not be parsed
 * @param diagnostics in the order of the text as far as possible; empty if all is well
 */
public record ParseResult<T>(T value, List<Diagnostic> diagnostics) {
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
