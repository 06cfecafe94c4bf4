package org.asrlang.stdlib;

import java.io.IOException;
import java.util.Arrays;
import org.asrlang.embed.Capabilities.FileSystem;

/**
 * {@code std::fs::File} over a file system of whole files: reading sees the content of the first
 * read, writing at the end appends, writing elsewhere replaces the file. Thread-safe.
 */
final class OpenFile {
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int APPEND = 4;
  private static final int TRUNCATE = 8;
  private static final int CREATE = 16;
  private static final int CREATE_NEW = 32;
  private static final int FROM_START = 0;
  private static final int FROM_END = 1;

  /** A failure that has a number, but no exception in the JDK. */
  static final class Failure extends IOException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    Failure(int errno) {
      super("error " + errno);
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  private volatile FileSystem files; // as the task that uses it sees it
  private final String path;
  private final int options;

  // Guarded by this.
  private byte[] content; // null if it has to be read again
  private long length = -1; // -1 if it has to be asked for
  private long position;

  private OpenFile(FileSystem files, String path, int options) {
    this.files = files;
    this.path = path;
    this.options = options;
  }

  /** Opens, with {@code options} as the bits that std gives. */
  static OpenFile open(FileSystem files, String path, int options) throws IOException {
    OpenFile file = new OpenFile(files, path, options);
    boolean exists = files.exists(path);
    if (exists && (options & CREATE_NEW) != 0) {
      throw new Failure(Errno.EXIST);
    }
    if (!exists && (options & (CREATE | CREATE_NEW)) == 0) {
      throw new Failure(Errno.NOENT);
    }
    boolean writes = (options & (WRITE | APPEND)) != 0;
    if (files.isDirectory(path)) {
      if (writes) {
        throw new Failure(Errno.ISDIR);
      }
      return file;
    }
    if (!exists || (options & TRUNCATE) != 0) {
      files.write(path, new byte[0]);
      file.length = 0;
    } else if (!writes) {
      file.load(); // a file that must not be read fails here, not when it is read
    } else if ((options & APPEND) != 0) {
      files.append(path, new byte[0]);
    }
    return file;
  }

  /** For an operation of a task. */
  OpenFile on(FileSystem system) {
    files = system;
    return this;
  }

  String path() {
    return path;
  }

  private byte[] load() throws IOException {
    if (content == null) {
      content = files.read(path);
      length = content.length;
    }
    return content;
  }

  synchronized long length() throws IOException {
    return length >= 0 ? length : load().length;
  }

  synchronized byte[] read(long max) throws IOException {
    if ((options & READ) == 0) {
      throw new Failure(Errno.BADF);
    }
    byte[] all = load();
    if (position >= all.length) {
      return new byte[0];
    }
    int from = (int) position;
    // The maximum is an unsigned number.
    int n = Long.compareUnsigned(max, all.length - from) < 0 ? (int) max : all.length - from;
    position += n;
    return Arrays.copyOfRange(all, from, from + n);
  }

  synchronized void write(byte[] bytes) throws IOException {
    if ((options & (WRITE | APPEND)) == 0) {
      throw new Failure(Errno.BADF);
    }
    if (bytes.length == 0) {
      return;
    }
    boolean append = (options & APPEND) != 0;
    if (append || position == length()) {
      files.append(path, bytes);
      content = null;
      length = append ? -1 : length + bytes.length;
      position = append ? length() : length;
      return;
    }
    byte[] old = load();
    int at = (int) position;
    byte[] all = Arrays.copyOf(old, Math.max(old.length, at + bytes.length));
    System.arraycopy(bytes, 0, all, at, bytes.length);
    replace(all);
    position += bytes.length;
  }

  synchronized void setLength(long size) throws IOException {
    if ((options & (WRITE | APPEND)) == 0) {
      throw new Failure(Errno.INVAL);
    }
    replace(Arrays.copyOf(load(), (int) size));
  }

  private void replace(byte[] all) throws IOException {
    files.write(path, all);
    content = all;
    length = all.length;
  }

  synchronized long seek(int from, long offset) throws IOException {
    long base = from == FROM_START ? 0 : from == FROM_END ? length() : position;
    long target = base + offset;
    if (target < 0) {
      throw new Failure(Errno.INVAL);
    }
    position = target;
    return target;
  }
}
