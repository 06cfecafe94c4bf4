package org.asrlang.repl;

/** What the {@code asr} command exits with, where it is not the program that decides. */
final class ExitCode {
  static final int OK = 0;

  /** {@code main} returned an {@code Err}. */
  static final int ERR = 1;

  /** The command line makes no sense, or names a file that cannot be read. */
  static final int USAGE = 2;

  /** The program does not compile: sysexits' EX_DATAERR. */
  static final int DOES_NOT_COMPILE = 65;

  /** The asr command itself failed: sysexits' EX_SOFTWARE. */
  static final int INTERNAL = 70;

  /** The root task panicked, or a test failed, as in Rust. */
  static final int PANIC = 101;

  private ExitCode() {}

  /** After a signal, as shells count: 130 for SIGINT, 143 for SIGTERM. */
  static int ofSignal(int number) {
    return 128 + number;
  }
}
