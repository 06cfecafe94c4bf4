import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Formats the project's Java files in google-java-format's style, or checks that they are: {@code
 * Format check|apply ROOT}. Maven runs it on the selected tool chain's Java, because
 * google-java-format parses with the compiler of the Java it runs on.
 */
class Format {
  private enum Outcome {
    CLEAN,
    CHANGED,
    BROKEN
  }

  private record Result(Path file, Outcome outcome, String problem) {}

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]).toRealPath();
    Queue<Result> results = new ConcurrentLinkedQueue<>();
    javaFiles(root).parallelStream().forEach(f -> results.add(format(f, apply)));
    boolean failed = false;
    for (Result r : results.stream().sorted((a, b) -> a.file.compareTo(b.file)).toList()) {
      Path shown = root.relativize(r.file);
      switch (r.outcome) {
        case CLEAN -> {}
        case CHANGED -> {
          System.err.println((apply ? "formatted " : "not formatted: ") + shown);
          failed |= !apply;
        }
        case BROKEN -> {
          System.err.println("cannot format " + shown + ": " + r.problem);
          failed = true;
        }
      }
    }
    if (failed) {
      if (!apply) {
        System.err.println("run: mvn -q -N -Pformat validate");
      }
      System.exit(1);
    }
  }

  private static Result format(Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (after.equals(before)) {
        return new Result(file, Outcome.CLEAN, "");
      }
      if (apply) {
        Files.writeString(file, after);
      }
      return new Result(file, Outcome.CHANGED, "");
    } catch (IOException | FormatterException e) {
      return new Result(file, Outcome.BROKEN, e.getMessage());
    }
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean skip = name.equals("target") || name.startsWith(".") && !name.equals(".ci");
            return skip && !dir.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
