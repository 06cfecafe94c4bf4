package org.asrlang.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the corpus with what its comments expect (tests/corpus/README.md).
 *
 * @param stdout expected lines, or the content of the {@code .out} file beside it
 * @param errors expected error codes by line; an empty text for an error without a code
 */
record CorpusFile(
    Path path,
    String source,
    String stdout,
    boolean fixedOutput,
    List<String> stderr,
    int exit,
    List<String> args,
    Map<Integer, List<String>> errors) {
  private static final Pattern EXPECT = Pattern.compile("// expect:(?: (.*))?$");
  private static final Pattern STDERR = Pattern.compile("// expect-stderr: (.*)$");
  private static final Pattern EXIT = Pattern.compile("// expect-exit: (\\d+)");
  private static final Pattern ARGS = Pattern.compile("// args:(.*)$");
  private static final Pattern ERROR = Pattern.compile("//~ ERROR(?: ([EA]\\d{4}))?");

  static CorpusFile read(Path path) throws IOException {
    Path recorded = path.resolveSibling(path.getFileName().toString().replace(".asr", ".out"));
    String output = Files.exists(recorded) ? Files.readString(recorded) : null;
    return parse(path, Files.readString(path), output);
  }

  /**
   * A program that says in its comments what it does.
   *
   * @param path for messages
   * @param output what it prints; null if the comments say that too
   */
  static CorpusFile parse(Path path, String source, String output) {
    StringBuilder out = new StringBuilder();
    List<String> stderr = new ArrayList<>();
    List<String> args = new ArrayList<>();
    Map<Integer, List<String>> errors = new TreeMap<>();
    int exit = 0;
    int number = 0;
    for (String line : source.split("\n", -1)) {
      number++;
      Matcher m = EXPECT.matcher(line);
      if (m.find()) {
        out.append(m.group(1) == null ? "" : m.group(1)).append('\n');
      }
      m = STDERR.matcher(line);
      if (m.find()) {
        stderr.add(m.group(1));
      }
      m = EXIT.matcher(line);
      if (m.find()) {
        exit = Integer.parseInt(m.group(1));
      }
      m = ARGS.matcher(line);
      if (m.find() && !m.group(1).isBlank()) {
        args.addAll(List.of(m.group(1).trim().split("\\s+")));
      }
      m = ERROR.matcher(line);
      while (m.find()) {
        errors
            .computeIfAbsent(number, n -> new ArrayList<>())
            .add(m.group(1) == null ? "" : m.group(1));
      }
    }
    boolean fixed = out.length() > 0 || output != null;
    String stdout = output != null ? output : out.toString();
    errors.values().forEach(codes -> codes.sort(null));
    return new CorpusFile(path, source, stdout, fixed, stderr, exit, args, errors);
  }

  boolean isRejected() {
    return !errors.isEmpty();
  }
}
