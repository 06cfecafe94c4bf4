package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.asrlang.embed.Capabilities;

/** The files of the machine, as the {@code asr} command grants them to programs. */
final class RealFileSystem implements Capabilities.FileSystem {
  @Override
  public byte[] read(String path) throws IOException {
    return Files.readAllBytes(Path.of(path));
  }

  @Override
  public void write(String path, byte[] content) throws IOException {
    Files.write(Path.of(path), content);
  }

  @Override
  public void append(String path, byte[] content) throws IOException {
    Files.write(Path.of(path), content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(Path.of(path));
  }

  @Override
  public boolean isDirectory(String path) {
    return Files.isDirectory(Path.of(path));
  }

  @Override
  public void remove(String path) throws IOException {
    Files.delete(Path.of(path));
  }

  @Override
  public void createDirectory(String path, boolean withParents) throws IOException {
    if (withParents) {
      Files.createDirectories(Path.of(path));
    } else {
      Files.createDirectory(Path.of(path));
    }
  }

  @Override
  public void removeDirectory(String path) throws IOException {
    Files.delete(Path.of(path));
  }

  @Override
  public List<String> list(String path) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(path))) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
