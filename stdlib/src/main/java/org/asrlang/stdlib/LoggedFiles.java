package org.asrlang.stdlib;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.asrlang.embed.Capabilities.FileSystem;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.Task;

/**
 * The file system as one task sees it in a run that is recorded or replayed: a replay touches no
 * file.
 */
record LoggedFiles(FileSystem files, ReplayLog log, Task task) implements FileSystem {
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};

  private interface Action {
    void run() throws IOException;
  }

  private byte[] value(Callable<byte[]> real) throws IOException {
    try {
      return log.value(task, ReplayLog.Kind.FILE, real);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw Guest.unchecked(e);
    }
  }

  private void action(Action real) throws IOException {
    value(() -> {
      real.run();
      return NO;
    });
  }

  private boolean test(Callable<Boolean> real) {
    try {
      return value(() -> real.call() ? YES : NO)[0] != 0;
    } catch (IOException e) {
      throw new IllegalStateException(e); // these do not fail
    }
  }

  @Override
  public byte[] read(String path) throws IOException {
    return value(() -> files.read(path));
  }

  @Override
  public void write(String path, byte[] content) throws IOException {
    action(() -> files.write(path, content));
  }

  @Override
  public void append(String path, byte[] content) throws IOException {
    action(() -> files.append(path, content));
  }

  @Override
  public boolean exists(String path) {
    return test(() -> files.exists(path));
  }

  @Override
  public boolean isDirectory(String path) {
    return test(() -> files.isDirectory(path));
  }

  @Override
  public void remove(String path) throws IOException {
    action(() -> files.remove(path));
  }

  @Override
  public void createDirectory(String path, boolean withParents) throws IOException {
    action(() -> files.createDirectory(path, withParents));
  }

  @Override
  public void removeDirectory(String path) throws IOException {
    action(() -> files.removeDirectory(path));
  }

  @Override
  public List<String> list(String path) throws IOException {
    // no name holds a zero byte
    byte[] names =
        value(() -> String.join("\0", files.list(path)).getBytes(StandardCharsets.UTF_8));
    return names.length == 0
        ? List.of()
        : List.of(new String(names, StandardCharsets.UTF_8).split("\0"));
  }
}
