package org.asrlang.stdlib;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.Unwind;

/** {@code std::io}: the standard streams. */
public final class IoNatives implements NativeModule {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  /** The text of one print. */
  private static final class Sink extends ByteArrayOutputStream {
    Sink() {
      super(64);
    }

    byte[] buffer() {
      return buf;
    }
  }

  @Override
  public void register(Registrar r) {
    r.longBody(
        "io::write",
        s -> {
          Slice b = (Slice) s.getRef(0);
          return write(s, s.getLong(0), (byte[]) b.array, b.offset, b.length);
        });
    r.longBody("io::flush", s -> flush(s, s.getLong(0)));
    r.objectBody("io::sink_new", s -> new Sink());
    r.voidBody(
        "io::sink_push",
        s -> {
          Slice text = (Slice) s.getRef(1);
          ((Sink) s.getRef(0)).write((byte[]) text.array, text.offset, text.length);
        });
    r.longBody(
        "io::sink_write",
        s -> {
          Sink sink = (Sink) s.getRef(0);
          return write(s, s.getLong(0), sink.buffer(), 0, sink.size());
        });
    r.longBody("io::is_terminal", s -> isTerminal(s, s.getLong(0)) ? 1 : 0);
    r.voidBody("io::stdin_lock", s -> StandardStreams.of(s.machine).inputLock.lock(s.task));
    r.voidBody("io::stdin_unlock", s -> StandardStreams.of(s.machine).inputLock.unlock(s.task));
    r.generic("io::stdin_fill", IoNatives::fill);
    r.voidBody("io::stdin_consume", s -> StandardStreams.of(s.machine).consume((int) s.getLong(0)));
  }

  private static long write(Stack s, long stream, byte[] bytes, int offset, int length) {
    s.task.endFirstRun(); // whoever reads the output may keep us waiting
    try {
      StandardStreams streams = StandardStreams.of(s.machine);
      if (stream == STDOUT) {
        streams.writeOutput(bytes, offset, length);
      } else {
        streams.writeError(bytes, offset, length);
      }
      return 0;
    } catch (IOException e) {
      return Errno.of(e);
    }
  }

  private static long flush(Stack s, long stream) {
    s.task.endFirstRun();
    try {
      if (stream == STDOUT) {
        StandardStreams.of(s.machine).flushOutput();
      }
      return 0;
    } catch (IOException e) {
      return Errno.of(e);
    }
  }

  private static boolean isTerminal(Stack s, long stream) {
    Console console = System.console();
    return stream == STDIN
        && StandardStreams.capabilities(s.machine).input() == System.in
        && console != null
        && console.isTerminal();
  }

  private static Object fill(NativeCall call) {
    StandardStreams streams = StandardStreams.of(call.stack().machine);
    try {
      streams.fill(call.task());
    } catch (IOException e) {
      return call.err((long) Errno.of(e));
    } catch (Unwind u) {
      throw Guest.announced(call, u);
    } catch (Exception e) {
      throw Guest.unchecked(e);
    }
    return call.ok(new Slice(streams.chunk(), streams.position(), streams.available()));
  }
}
