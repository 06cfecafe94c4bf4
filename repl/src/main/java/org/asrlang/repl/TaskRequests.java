package org.asrlang.repl;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How {@code asr tasks PID} asks a running program: it leaves a request in a folder that only the
 * user can read and write, sends SIGUSR1, and waits for the answer's file there. A program does
 * nothing for it before the signal comes: no thread, no socket, no file.
 */
final class TaskRequests {
  /** A request: how to answer, and how many tasks. */
  record Request(boolean json, int limit) {
    String text() {
      return (json ? "json " : "text ") + limit;
    }

    static Request parse(String text) {
      Matcher m = REQUEST.matcher(text.strip());
      return m.matches()
          ? new Request(m.group(1).equals("json"), Integer.parseInt(m.group(2)))
          : null;
    }
  }

  private static final Pattern REQUEST = Pattern.compile("(text|json) (\\d{1,9})");
  private static final String PRIVATE = "rwx------";
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Path folder;

  private TaskRequests(Path folder) {
    this.folder = folder;
  }

  /**
   * The user's folder, made if need be.
   *
   * @throws IOException if it cannot be made, or is somebody else's or open to others
   */
  static TaskRequests open() throws IOException {
    return open(place());
  }

  static TaskRequests open(Path folder) throws IOException {
    TaskRequests requests = new TaskRequests(folder);
    try {
      Files.createDirectory(
          requests.folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    } catch (FileAlreadyExistsException e) {
      // whose it is has to be seen
    }
    requests.verify();
    return requests;
  }

  /** The user's folder if it is there. */
  static TaskRequests existing() throws IOException {
    return existing(place());
  }

  static TaskRequests existing(Path folder) throws IOException {
    TaskRequests requests = new TaskRequests(folder);
    if (!Files.exists(requests.folder, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    requests.verify();
    return requests;
  }

  private static Path place() {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_.-]", "_");
    return Path.of(System.getProperty("java.io.tmpdir"), "asr-tasks-" + user);
  }

  /** In a folder that everybody may write to, somebody else could have made it before us. */
  private void verify() throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Path probe = null;
    try {
      probe = Files.createTempFile(folder, "probe", null);
      boolean ours = found.owner().equals(Files.getOwner(probe));
      if (!ours
          || !found.isDirectory()
          || !PosixFilePermissions.toString(found.permissions()).equals(PRIVATE)) {
        throw new IOException(folder + " is not this user's alone");
      }
    } finally {
      if (probe != null) {
        Files.deleteIfExists(probe);
      }
    }
  }

  // ---- the running program

  /**
   * Answers all requests to a process.
   *
   * @return how many there were
   */
  int answer(long pid, Function<Request, String> answers) throws IOException {
    List<Path> asked = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pid + ".*.ask")) {
      files.forEach(asked::add);
    }
    for (Path ask : asked) {
      Request request = Request.parse(Files.readString(ask));
      Files.delete(ask);
      if (request != null) {
        write(sibling(ask, "ask", "answer"), answers.apply(request));
      }
    }
    return asked.size();
  }

  private static Path sibling(Path file, String from, String to) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - from.length()) + to);
  }

  /** It appears at once with all of its text. */
  private void write(Path file, String text) throws IOException {
    Path part = Files.createTempFile(folder, "part", null);
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  // ---- who asks

  /** Sends the signal; the process is known to wait for it. */
  interface Signaller {
    void signal() throws IOException, InterruptedException;
  }

  /**
   * Asks a process, one asker at a time, since two signals may arrive as one.
   *
   * @return the answer; null if none came in time
   */
  String ask(long pid, Request request, Signaller signaller)
      throws IOException, InterruptedException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Path answer = folder.resolve(pid + "." + ProcessHandle.current().pid() + ".answer");
      Path ask = sibling(answer, "answer", "ask");
      Files.deleteIfExists(answer);
      write(ask, request.text());
      try {
        signaller.signal();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(answer) && System.nanoTime() < end) {
          Thread.sleep(5);
        }
        return Files.exists(answer) ? Files.readString(answer) : null;
      } finally {
        Files.deleteIfExists(ask);
        Files.deleteIfExists(answer);
      }
    }
  }
}
