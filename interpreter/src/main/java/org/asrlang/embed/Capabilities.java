package org.asrlang.embed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program may touch outside of itself. An isolate has none of it unless its host grants it:
 * then {@code println!} goes nowhere, the environment is empty, and files are reported as not
 * permitted. All methods may be called from any thread, several at once, and may block: the calling
 * task waits meanwhile and no other.
 *
 * @param arguments {@code std::env::args}, the program's name first
 * @param environment {@code std::env::vars}
 * @param input standard input
 * @param output standard output
 * @param error standard error, panic messages included
 * @param files the file system, empty for none
 */
public record Capabilities(
    List<String> arguments,
    Map<String, String> environment,
    InputStream input,
    OutputStream output,
    OutputStream error,
    Optional<FileSystem> files) {

  /** Nothing at all. */
  public static final Capabilities NONE =
      new Capabilities(
          List.of(),
          Map.of(),
          InputStream.nullInputStream(),
          OutputStream.nullOutputStream(),
          OutputStream.nullOutputStream(),
          Optional.empty());

  public Capabilities {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  public Capabilities withOutput(OutputStream stream) {
    return new Capabilities(arguments, environment, input, stream, error, files);
  }

  public Capabilities withError(OutputStream stream) {
    return new Capabilities(arguments, environment, input, output, stream, files);
  }

  public Capabilities withInput(InputStream stream) {
    return new Capabilities(arguments, environment, stream, output, error, files);
  }

  public Capabilities withArguments(List<String> args) {
    return new Capabilities(args, environment, input, output, error, files);
  }

  public Capabilities withEnvironment(Map<String, String> vars) {
    return new Capabilities(arguments, vars, input, output, error, files);
  }

  public Capabilities withFiles(FileSystem system) {
    return new Capabilities(
        arguments, environment, input, output, error, Optional.ofNullable(system));
  }

  /**
   * Files as a program sees them. Paths are as the program wrote them. A failure is an {@link
   * IOException}; of the subclasses in {@code java.nio.file} those that std's {@code ErrorKind}
   * knows (no such file, already exists, access denied, not empty) keep their kind.
   */
  public interface FileSystem {
    byte[] read(String path) throws IOException;

    void write(String path, byte[] content) throws IOException;

    void append(String path, byte[] content) throws IOException;

    boolean exists(String path);

    boolean isDirectory(String path);

    void remove(String path) throws IOException;

    void createDirectory(String path, boolean withParents) throws IOException;

    void removeDirectory(String path) throws IOException;

    List<String> list(String path) throws IOException;
  }
}
