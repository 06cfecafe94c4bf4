package org.asrlang.stdlib;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import org.asrlang.embed.Capabilities.FileSystem;
import org.asrlang.exec.Slice;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.Unwind;

/** {@code std::fs}: the file system that the host has granted. */
public final class FsNatives implements NativeModule {
  /** An operation on the file system. */
  private interface Action {
    void run(FileSystem files) throws IOException;
  }

  /** An operation with a result, boxed. */
  private interface Query {
    Object run(FileSystem files) throws IOException;
  }

  @Override
  public void register(Registrar r) {
    r.generic(
        "fs::read",
        call -> {
          String path = call.text(0);
          return query(call, f -> Slice.bytes(f.read(path)));
        });
    r.generic(
        "fs::write",
        call -> {
          String path = call.text(0);
          byte[] content = call.bytes(1);
          return action(call, f -> f.write(path, content));
        });
    r.generic(
        "fs::remove_file",
        call -> {
          String path = call.text(0);
          return action(call, f -> f.remove(path));
        });
    r.generic(
        "fs::kind",
        call -> {
          String path = call.text(0);
          return query(call, f -> f.isDirectory(path) ? 3L : f.exists(path) ? 1L : 0L);
        });
    r.generic(
        "fs::len",
        call -> {
          String path = call.text(0);
          return query(call, f -> (long) f.read(path).length);
        });
    r.generic(
        "fs::create_dir",
        call -> {
          String path = call.text(0);
          boolean parents = call.getBoolean(1);
          return action(call, f -> f.createDirectory(path, parents));
        });
    r.generic(
        "fs::remove_dir",
        call -> {
          String path = call.text(0);
          return action(
              call,
              f -> {
                if (!f.exists(path)) {
                  throw new NoSuchFileException(path);
                }
                f.removeDirectory(path);
              });
        });
    r.generic(
        "fs::list",
        call -> {
          String path = call.text(0);
          return query(call, f -> f.list(path).stream().sorted().toList());
        });
    r.objectToLong("fs::list_len", list -> ((List<?>) list).size());
    r.objectBody(
        "fs::list_get", s -> Slice.str((String) ((List<?>) s.getRef(0)).get((int) s.getLong(0))));
    registerFiles(r);
  }

  private static void registerFiles(Registrar r) {
    r.generic(
        "file::open",
        call -> {
          String path = call.text(0);
          int options = (int) call.getLong(1);
          return query(call, f -> OpenFile.open(f, path, options));
        });
    r.generic(
        "file::read",
        call -> {
          OpenFile file = (OpenFile) call.get(0);
          long max = call.getLong(1);
          return query(call, f -> Slice.bytes(file.on(f).read(max)));
        });
    r.generic(
        "file::write",
        call -> {
          OpenFile file = (OpenFile) call.get(0);
          byte[] bytes = call.bytes(1);
          return action(call, f -> file.on(f).write(bytes));
        });
    r.generic(
        "file::seek",
        call -> {
          OpenFile file = (OpenFile) call.get(0);
          int from = (int) call.getLong(1);
          long offset = call.getLong(2);
          return query(call, f -> file.on(f).seek(from, offset));
        });
    r.generic("file::len", call -> query(call, f -> ((OpenFile) call.get(0)).on(f).length()));
    r.generic(
        "file::set_len",
        call -> {
          OpenFile file = (OpenFile) call.get(0);
          long length = call.getLong(1);
          return action(call, f -> file.on(f).setLength(length));
        });
    r.objectBody("file::path", s -> Slice.str(((OpenFile) s.getRef(0)).path()));
  }

  /** 0 or the number of an error. */
  private static Object action(NativeCall call, Action a) {
    FileSystem files = files(call);
    if (files == null) {
      return (long) Errno.ACCES;
    }
    try {
      external(
          call,
          () -> {
            a.run(files);
            return null;
          });
      return 0L;
    } catch (OpenFile.Failure e) {
      return (long) e.errno();
    } catch (IOException e) {
      return (long) Errno.of(e);
    }
  }

  /** {@code Result<_, i32>}. */
  private static Object query(NativeCall call, Query q) {
    FileSystem files = files(call);
    if (files == null) {
      return call.err((long) Errno.ACCES);
    }
    try {
      return call.ok(external(call, () -> q.run(files)));
    } catch (OpenFile.Failure e) {
      return call.err((long) e.errno());
    } catch (IOException e) {
      return call.err((long) Errno.of(e));
    }
  }

  private static FileSystem files(NativeCall call) {
    FileSystem files = StandardStreams.capabilities(call.stack().machine).files().orElse(null);
    ReplayLog log = call.task().runtime().options().log();
    return log == null || files == null ? files : new LoggedFiles(files, log, call.task());
  }

  private static Object external(NativeCall call, Callable<Object> c) throws IOException {
    try {
      return call.task().external("a file", false, c);
    } catch (IOException e) {
      throw e;
    } catch (Unwind u) {
      throw Guest.announced(call, u);
    } catch (Exception e) {
      throw Guest.unchecked(e);
    }
  }
}
