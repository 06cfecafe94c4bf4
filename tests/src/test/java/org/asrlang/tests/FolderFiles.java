package org.asrlang.tests;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asrlang.embed.Capabilities;

/** Files below a folder, as programs of the corpus see them. */
record FolderFiles(Path folder) implements Capabilities.FileSystem {
  @Override
  public byte[] read(String path) throws IOException {
    return Files.readAllBytes(folder.resolve(path));
  }

  @Override
  public void write(String path, byte[] content) throws IOException {
    throw new AccessDeniedException(path);
  }

  @Override
  public void append(String path, byte[] content) throws IOException {
    throw new AccessDeniedException(path);
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(folder.resolve(path));
  }

  @Override
  public boolean isDirectory(String path) {
    return Files.isDirectory(folder.resolve(path));
  }

  @Override
  public void remove(String path) throws IOException {
    throw new AccessDeniedException(path);
  }

  @Override
  public void createDirectory(String path, boolean withParents) throws IOException {
    throw new AccessDeniedException(path);
  }

  @Override
  public void removeDirectory(String path) throws IOException {
    throw new AccessDeniedException(path);
  }

  @Override
  public List<String> list(String path) throws IOException {
    return List.of();
  }
}
