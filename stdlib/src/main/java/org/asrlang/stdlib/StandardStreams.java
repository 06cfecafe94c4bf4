package org.asrlang.stdlib;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.asrlang.embed.Capabilities;
import org.asrlang.exec.Machine;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.Task;
import org.asrlang.task.TaskMutex;

/**
 * The standard streams of one run of a program. Output goes to the host's streams at once; they may
 * buffer, and are flushed soon after, before input is awaited and before anything goes to standard
 * error. The host flushes at the end. Thread-safe.
 */
final class StandardStreams {
  /** Output is visible after this time at the latest. */
  private static final long FLUSH_NANOS = 20_000_000;

  private static final int INPUT_CHUNK = 64 * 1024;

  private final OutputStream output;
  private final OutputStream error;
  private final InputStream input;
  private final ReentrantLock outputLock = new ReentrantLock();
  private long lastFlush = System.nanoTime() - 2 * FLUSH_NANOS; // guarded by outputLock
  private boolean unflushed; // guarded by outputLock
  private boolean flusherRuns; // guarded by outputLock

  /** Who may read; guest code holds it over several calls. */
  final TaskMutex inputLock = new TaskMutex();

  // Used by the holder of inputLock.
  private byte[] chunk = new byte[0];
  private int position;
  private int limit;

  /** A read that was begun for a task that has been cancelled meanwhile; its bytes are kept. */
  private CompletableFuture<byte[]> pending;

  private StandardStreams(Capabilities c) {
    output = c.output();
    error = c.error();
    input = c.input();
  }

  /** Those of a machine. */
  static StandardStreams of(Machine machine) {
    StandardStreams streams = machine.capability(StandardStreams.class);
    if (streams != null) {
      return streams;
    }
    synchronized (machine) {
      streams = machine.capability(StandardStreams.class);
      if (streams == null) {
        streams = new StandardStreams(capabilities(machine));
        machine.grant(StandardStreams.class, streams);
      }
      return streams;
    }
  }

  /** What the host has granted; nothing if it has said nothing. */
  static Capabilities capabilities(Machine machine) {
    Capabilities c = machine.capability(Capabilities.class);
    return c == null ? Capabilities.NONE : c;
  }

  /** Writes all of the bytes to standard output. Neither suspends nor cancels. */
  void writeOutput(byte[] bytes, int offset, int length) throws IOException {
    outputLock.lock();
    try {
      output.write(bytes, offset, length);
      unflushed = true;
      long now = System.nanoTime();
      if (now - lastFlush > FLUSH_NANOS) {
        flushNow(now);
      } else if (!flusherRuns) {
        flusherRuns = true;
        Thread flusher = new Thread(this::flushLater, "asr-stdout");
        flusher.setDaemon(true);
        flusher.start();
      }
    } finally {
      outputLock.unlock();
    }
  }

  private void flushNow(long now) throws IOException {
    unflushed = false;
    lastFlush = now;
    output.flush();
  }

  private void flushLater() {
    boolean again = true;
    while (again) {
      try {
        Thread.sleep(FLUSH_NANOS / 1_000_000);
      } catch (InterruptedException e) {
        // flush now and end
        again = false;
      }
      outputLock.lock();
      try {
        again &= unflushed;
        if (unflushed) {
          flushNow(System.nanoTime());
        }
        flusherRuns = again;
      } catch (IOException e) {
        again = false; // the next write reports it
        flusherRuns = false;
      } finally {
        outputLock.unlock();
      }
    }
  }

  void flushOutput() throws IOException {
    outputLock.lock();
    try {
      flushNow(System.nanoTime());
    } finally {
      outputLock.unlock();
    }
  }

  /** Writes all of the bytes to standard error, after what went to standard output before. */
  void writeError(byte[] bytes, int offset, int length) throws IOException {
    outputLock.lock();
    try {
      if (unflushed) {
        flushNow(System.nanoTime());
      }
      error.write(bytes, offset, length);
      error.flush();
    } finally {
      outputLock.unlock();
    }
  }

  /** Marks the bytes that {@link #fill} has shown as used. Holder of the input lock only. */
  void consume(int n) {
    position = Math.min(limit, position + n);
  }

  byte[] chunk() {
    return chunk;
  }

  int position() {
    return position;
  }

  int available() {
    return limit - position;
  }

  /**
   * Sees to it that bytes are there, unless the input is at its end. Suspends; delivers
   * cancellation, which loses no bytes. Holder of the input lock only.
   */
  void fill(Task t) throws Exception {
    if (position < limit) {
      return;
    }
    flushOutput();
    byte[] next =
        t.external(
            "standard input",
            true,
            () -> {
              ReplayLog log = t.runtime().options().log();
              return log == null ? next() : log.value(t, ReplayLog.Kind.INPUT, this::next);
            });
    chunk = next;
    position = 0;
    limit = next.length;
  }

  private byte[] next() throws Exception {
    if (pending == null) {
      if (input.available() > 0) {
        return read();
      }
      // A blocked read cannot be interrupted; waiting for one can.
      pending = new CompletableFuture<>();
      Thread reader = new Thread(() -> complete(pending), "asr-stdin");
      reader.setDaemon(true);
      reader.start();
    }
    try {
      byte[] bytes = pending.get();
      pending = null;
      return bytes;
    } catch (ExecutionException e) {
      pending = null;
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void complete(CompletableFuture<byte[]> read) {
    try {
      read.complete(read());
    } catch (IOException | RuntimeException e) {
      read.completeExceptionally(e);
    }
  }

  private byte[] read() throws IOException {
    byte[] buffer = new byte[INPUT_CHUNK];
    int n = input.read(buffer);
    return n <= 0 ? new byte[0] : java.util.Arrays.copyOf(buffer, n);
  }
}
