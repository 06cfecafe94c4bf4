package org.asrlang.task;

/**
 * Why a runtime ends without running drops (T16).
 *
 * @param kind for code
 * @param exitCode what the process should return
 * @param message for people
 */
public record KillReason(Kind kind, int exitCode, String message) {
  /** The closed list of causes. */
  public enum Kind {
    /** {@code process::exit}. */
    EXIT,
    /** One of {@link Limits} is exceeded. */
    LIMIT,
    /** A second SIGINT or SIGTERM. */
    SIGNAL,
    /** The deadline of {@link TaskRuntime#close} has passed. */
    CLOSED,
    /** A deadlock that survived cancellation. */
    DEADLOCK
  }

  public static KillReason exit(int code) {
    return new KillReason(Kind.EXIT, code, "process exited with code " + code);
  }

  public static KillReason limit(String message) {
    return new KillReason(Kind.LIMIT, 101, message);
  }

  public static KillReason signal(int code) {
    return new KillReason(Kind.SIGNAL, code, "killed");
  }
}
