package org.asrlang.repl;

import java.io.PrintStream;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.JsonRenderer;
import org.asrlang.diagnostic.RenderOptions;
import org.asrlang.diagnostic.TextRenderer;
import picocli.CommandLine.Option;

/** How diagnostics come out: the options that every subcommand has. */
final class Output {
  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "Colour diagnostics: auto, always or never. NO_COLOR is obeyed by auto.")
  ColorChoice color = ColorChoice.auto;

  @Option(
      names = "--json",
      description = "Print diagnostics as JSON, one object a line, with rustc's fields.")
  boolean json;

  /** Writes diagnostics to standard error, as rustc does, and the summary if they stop a run. */
  void report(List<Diagnostic> diagnostics, PrintStream err) {
    report(diagnostics, err, true);
  }

  void report(List<Diagnostic> diagnostics, PrintStream err, boolean summarize) {
    if (diagnostics.isEmpty()) {
      return;
    }
    if (json) {
      err.print(new JsonRenderer().render(diagnostics));
    } else {
      TextRenderer text = new TextRenderer(new RenderOptions(color.enabled(), width()));
      err.print(text.render(diagnostics));
      String summary = summarize ? text.summary(diagnostics) : "";
      if (!summary.isEmpty()) {
        err.println(summary);
      }
    }
    err.flush();
  }

  private static int width() {
    try {
      return Math.max(40, Integer.parseInt(System.getenv("COLUMNS")));
    } catch (NumberFormatException e) {
      return RenderOptions.DEFAULT_WIDTH;
    }
  }
}
