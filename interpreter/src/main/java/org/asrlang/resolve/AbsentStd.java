package org.asrlang.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.Unsupported;
import org.asrlang.source.Span;

/**
 * Names of Rust's std that ASR's does not have: left out with what they serve, or not there yet.
 * Asked only where a name was not found; the table is read then.
 */
public final class AbsentStd {
  private static final String TABLE = "absent-std.txt";

  /** Read when it is first asked for. */
  private static final class Codes {
    static final Map<String, String> BY_PATH = read();
  }

  private AbsentStd() {}

  /**
   * Whether the path, such as {@code std::process::Command}, is one of them; then it is reported.
   */
  static boolean report(String path, Span at, Diagnostics diagnostics) {
    String code = Codes.BY_PATH.get(path);
    if (code != null) {
      report(code, path, at, diagnostics);
    }
    return code != null;
  }

  /**
   * The same for a method or associated item.
   *
   * @param type the name of a type of std, such as {@code Vec}, {@code str}, {@code [T]}
   */
  public static boolean reportMember(String type, String name, Span at, Diagnostics diagnostics) {
    String code = Codes.BY_PATH.get("." + type + "::" + name);
    if (code != null) {
      report(code, type + "::" + name, at, diagnostics);
    }
    return code != null;
  }

  private static void report(String code, String path, Span at, Diagnostics diagnostics) {
    switch (code) {
      case Unsupported.FUTURE -> Unsupported.futurePath(at, path, diagnostics);
      case Unsupported.UNSAFE -> leftOut(code, path, at, "it serves `unsafe` code", diagnostics);
      case Unsupported.RAW_POINTER ->
          leftOut(code, path, at, "there are no raw pointers", diagnostics);
      case Unsupported.EXTERN ->
          leftOut(code, path, at, "there are no foreign functions", diagnostics);
      default -> Diagnostic.error(code, at, "not in ASR yet: `" + path + "`").to(diagnostics);
    }
  }

  private static void leftOut(
      String code, String path, Span at, String why, Diagnostics diagnostics) {
    Diagnostic.error(code, at, "`" + path + "` is not part of ASR").label(why).to(diagnostics);
  }

  private static Map<String, String> read() {
    Map<String, String> out = new HashMap<>();
    try (InputStream in = AbsentStd.class.getResourceAsStream(TABLE)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] words = line.split(" ");
        for (int i = 2; i < words.length && !line.startsWith("#"); i++) {
          out.put(words[1] + "::" + words[i], words[0]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }
}
