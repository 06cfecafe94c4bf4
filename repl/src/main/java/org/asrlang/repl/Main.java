package org.asrlang.repl;

/** The {@code asr} command. */
public final class Main {
  private Main() {}

  /** Ends the JVM with the exit code that the command line asks for. */
  public static void main(String[] args) {
    System.err.println("asr: this build has no commands yet");
    System.exit(2);
  }
}
