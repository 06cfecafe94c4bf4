package org.asrlang.tests.pty;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program in a pseudo-terminal of its own, driven as a person would: type, press, wait until
 * something can be read. Used by one thread.
 */
public final class PseudoTerminal implements AutoCloseable {
  public static final String CTRL_C = "\u0003";
  public static final String CTRL_D = "\u0004";
  public static final String CTRL_P = "\u0010";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Colours, cursor movements, window titles, modes. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)|[ -/]*[0-Z\\\\^-~])");

  private final PtyProcess process;
  private final OutputStream keyboard;
  private final StringBuilder raw = new StringBuilder();
  private boolean ended;
  private int seen;

  private PseudoTerminal(PtyProcess process) {
    this.process = process;
    this.keyboard = process.getOutputStream();
    Thread reader = new Thread(() -> readAll(process.getInputStream()), "pty reader");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * @param environment what differs from this process's
   */
  public static PseudoTerminal start(
      List<String> command, Map<String, String> environment, Path folder) throws IOException {
    Map<String, String> all = new HashMap<>(System.getenv());
    all.put("TERM", "xterm-256color");
    all.remove("NO_COLOR");
    all.putAll(environment);
    return new PseudoTerminal(
        new PtyProcessBuilder(command.toArray(String[]::new))
            .setEnvironment(all)
            .setDirectory(folder.toString())
            .setInitialColumns(100)
            .setInitialRows(40)
            .start());
  }

  private void readAll(InputStream in) {
    char[] buffer = new char[4096];
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        synchronized (raw) {
          raw.append(buffer, 0, n);
          raw.notifyAll();
        }
      }
    } catch (IOException e) {
      // Linux reports the end of a terminal's other side as an error.
    }
    synchronized (raw) {
      ended = true;
      raw.notifyAll();
    }
  }

  /** Sends keys. */
  public void press(String keys) {
    try {
      keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot type; the screen shows:\n" + screen(), e);
    }
  }

  /** Types a line and presses Enter. */
  public void enter(String line) {
    press(line + "\r");
  }

  public void resize(int columns, int rows) {
    process.setWinSize(new WinSize(columns, rows));
  }

  /**
   * Waits until the text can be read behind what the last call found, and returns all up to its
   * end, without escape sequences and carriage returns.
   */
  public String expect(String text) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (raw) {
      while (true) {
        String screen = screen();
        int at = screen.indexOf(text, Math.min(seen, screen.length()));
        if (at >= 0) {
          String result = screen.substring(seen, at + text.length());
          seen = at + text.length();
          return result;
        }
        long left = deadline - System.nanoTime();
        if (ended || left <= 0) {
          throw new AssertionError(
              (ended ? "the program ended without: " : "waited in vain for: ")
                  + text
                  + "\nThe screen shows:\n"
                  + screen);
        }
        waitForMore(left);
      }
    }
  }

  private void waitForMore(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(raw, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted; the screen shows:\n" + screen(), e);
    }
  }

  /** All that has been shown so far, without escape sequences and carriage returns. */
  public String screen() {
    synchronized (raw) {
      // An escape sequence that is still on its way is not text.
      int end = raw.lastIndexOf("\u001b");
      boolean cut = end >= 0 && !ESCAPES.matcher(raw.substring(end)).lookingAt();
      String whole = cut ? raw.substring(0, end) : raw.toString();
      return ESCAPES.matcher(whole).replaceAll("").replace("\r", "");
    }
  }

  /** Waits for the program's end; its exit code. */
  public int waitFor() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the program does not end; the screen shows:\n" + screen());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
