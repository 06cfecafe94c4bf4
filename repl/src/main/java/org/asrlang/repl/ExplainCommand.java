package org.asrlang.repl;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.asrlang.diagnostic.ErrorCodes;
import org.asrlang.diagnostic.RustErrors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = "Explain an error code, such as A0001.",
    footer = {"", "Codes that start with E are Rust's, and mean what they mean there."})
final class ExplainCommand implements Callable<Integer> {
  @Mixin Help help;

  @Parameters(paramLabel = "CODE")
  String code;

  @Override
  public Integer call() {
    Optional<ErrorCodes> own = ErrorCodes.find(code);
    if (own.isPresent()) {
      System.out.println(own.get().code() + ": " + own.get().title() + "\n");
      System.out.print(own.get().explanation());
      return ExitCode.OK;
    }
    Optional<RustErrors.Entry> shared = RustErrors.find(code);
    if (shared.isPresent()) {
      RustErrors.Entry e = shared.get();
      System.out.println(e.code() + ": " + e.title() + "\n");
      if (!e.explanation().isEmpty()) {
        System.out.println(e.explanation() + "\n");
      }
      System.out.println(
          "The code is Rust's: https://doc.rust-lang.org/error_codes/" + e.code() + ".html");
      return ExitCode.OK;
    }
    if (code.matches("[Ee]\\d{4}")) {
      String rust = code.toUpperCase();
      System.out.println(rust + " is one of Rust's own codes and means the same in ASR:");
      System.out.println("https://doc.rust-lang.org/error_codes/" + rust + ".html");
      return ExitCode.OK;
    }
    System.err.println("asr: " + code + " is not an error code; they look like A0001 and E0308");
    return ExitCode.USAGE;
  }
}
