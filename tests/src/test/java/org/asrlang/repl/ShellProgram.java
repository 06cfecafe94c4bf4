package org.asrlang.repl;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A shell around a session that echoes, to be started in a pseudo-terminal. */
final class ShellProgram {
  private ShellProgram() {}

  /** {@code loop} runs until it is cancelled; braces make an entry incomplete. */
  private static final class EchoSession implements ReplSession {
    private volatile CountDownLatch running = new CountDownLatch(1);

    @Override
    public EntryResult eval(String text) {
      if (text.strip().equals("loop")) {
        running = new CountDownLatch(1);
        System.out.println("looping");
        try {
          running.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return new EntryResult("[cancelled]", List.of(), true);
      }
      return new EntryResult(
          "<<" + text.strip().replace("\n", "|").toUpperCase() + ">>", List.of(), false);
    }

    @Override
    public EntryResult typeOf(String expression) {
      return new EntryResult("TYPE OF " + expression, List.of(), false);
    }

    @Override
    public void cancelRunning() {
      running.countDown();
    }

    @Override
    public boolean isIncomplete(String text) {
      long open = text.chars().filter(c -> c == '{').count();
      return open > text.chars().filter(c -> c == '}').count();
    }

    @Override
    public void close() {}
  }

  public static void main(String[] args) throws IOException {
    System.exit(new Shell(new EchoSession(), new Output()).run());
  }
}
