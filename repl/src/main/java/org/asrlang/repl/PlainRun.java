package org.asrlang.repl;

import java.util.List;
import java.util.Set;

/**
 * The plain forms of {@code asr run}, understood without picocli: its classes are in the format of
 * Java 5, which the JVM's AOT cache does not take, and to load them costs more than to run a small
 * program. Whatever is not plain is left to {@link Main}.
 *
 * @param code for {@code -e}, or null
 * @param seed or null
 * @param timings whether to tell where the time went
 * @param words the file, unless there is code, and its arguments
 */
record PlainRun(String code, Long seed, boolean timings, List<String> words) {
  /**
   * {@code [run] [--timings] [--seed N] FILE [ARG...]} and the same with {@code -e CODE}; null for
   * all else.
   */
  static PlainRun of(Set<String> commands, String[] args) {
    int at = 0;
    Long seed = null;
    if (at < args.length && args[at].equals("run")) {
      at++;
    } else if (at < args.length && commands.contains(args[at])) {
      return null;
    }
    boolean timings = at < args.length && args[at].equals("--timings");
    if (timings) {
      at++;
    }
    if (at + 1 < args.length && args[at].equals("--seed")) {
      try {
        seed = Long.valueOf(args[at + 1]);
      } catch (NumberFormatException e) {
        return null;
      }
      at += 2;
    }
    List<String> rest = List.of(args).subList(at, args.length);
    if (rest.isEmpty()) {
      return null;
    }
    String first = rest.getFirst();
    if (first.equals("-e")
        && rest.size() > 1
        && rest.stream().skip(2).noneMatch(PlainRun::isOption)) {
      return new PlainRun(rest.get(1), seed, timings, rest.subList(2, rest.size()));
    }
    return isOption(first) ? null : new PlainRun(null, seed, timings, rest);
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && !word.equals("-");
  }
}
