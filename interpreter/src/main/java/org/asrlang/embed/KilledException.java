package org.asrlang.embed;

import org.asrlang.task.KillReason;

/**
 * The isolate has ended without drops: the script called {@code process::exit}, a limit was
 * exceeded, or it did not clean up in time. It cannot be used any more.
 */
public final class KilledException extends CancelledException {
  private static final long serialVersionUID = 1;

  private final transient KillReason reason;

  KilledException(KillReason reason) {
    super(reason.message());
    this.reason = reason;
  }

  /** Which of the causes it was. */
  public KillReason.Kind kind() {
    return reason.kind();
  }

  /** What {@code process::exit} was given; else what a process would return. */
  public int exitCode() {
    return reason.exitCode();
  }
}
