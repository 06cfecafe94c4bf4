package org.asrlang.repl;

import java.io.Console;

/** When diagnostics are coloured. */
public enum ColorChoice {
  /** If standard error is a terminal and NO_COLOR is not set. */
  auto,
  always,
  never;

  boolean enabled() {
    return switch (this) {
      case always -> true;
      case never -> false;
      case auto -> !isSet("NO_COLOR") && !"dumb".equals(System.getenv("TERM")) && isTerminal(2);
    };
  }

  /**
   * Is the file descriptor a terminal? Java cannot ask, so the launcher says it; without it, the
   * answer for all is whether standard input and output both are.
   */
  static boolean isTerminal(int descriptor) {
    String known = System.getProperty("asr.tty");
    if (known != null) {
      return known.indexOf('0' + descriptor) >= 0;
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isEmpty();
  }
}
