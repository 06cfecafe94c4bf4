package org.asrlang.tests.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code asr} launcher as a process of its own, with the jars that the build has just made. */
public final class AsrCommand {
  private static final long PATIENCE_SECONDS = 60;

  /** What a run left behind. */
  public record Result(int exit, String out, String err) {}

  private AsrCommand() {}

  /** What keeps the launcher from building in the middle of a build. */
  public static final Map<String, String> ENVIRONMENT = Map.of("ASR_NO_BUILD", "1");

  /** The project's top folder. */
  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isExecutable(at.resolve("asr"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new AssertionError("not within the project: " + Path.of("").toAbsolutePath());
    }
    return at;
  }

  /** The command line that starts the launcher; refuses jars that are older than the classes. */
  public static List<String> command(String... arguments) {
    Path root = root();
    requireFreshJar(root.resolve("repl/target"));
    List<String> command = new ArrayList<>(List.of(root.resolve("asr").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs to the end. Standard input is the text given. */
  public static Result run(Path folder, String input, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).directory(folder.toFile());
    builder.environment().putAll(ENVIRONMENT);
    try {
      Process process = builder.start();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // A program need not read its input.
      }
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: asr " + String.join(" ", arguments));
      }
      return new Result(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static CompletableFuture<String> read(java.io.InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /** {@code mvn test} packages nothing: then the launcher would run what was built before. */
  private static void requireFreshJar(Path target) {
    Path jar = target.resolve("asr.jar");
    try (Stream<Path> classes = Files.walk(target.resolve("classes"))) {
      if (!Files.exists(jar)) {
        throw new AssertionError("no jars yet: run `mvn verify`");
      }
      FileTime built = Files.getLastModifiedTime(jar);
      for (Path c : classes.filter(Files::isRegularFile).toList()) {
        // The launcher dates the jar to the start of its build.
        if (Files.getLastModifiedTime(c).toMillis() > built.toMillis() + 60_000) {
          throw new AssertionError("the jars are older than the classes: run `mvn verify`");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
