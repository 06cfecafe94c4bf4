package org.asrlang.tests.model;

import java.util.Objects;

/** A task of the model. Copied before it is changed. */
final class TaskState implements Cloneable {
  /** What a task waits for. */
  sealed interface Wait {
    /** Until a time. */
    record Sleep(int until) implements Wait {}

    /**
     * @param mark what is printed then begins with it; a set prints the value, too
     * @param shielded whether a cancellation does not end it
     */
    record Join(int task, String mark, boolean shielded) implements Wait {}

    record Set(int set, String mark) implements Wait {}

    /** T3: never ended by a cancellation. */
    record Children(int scope) implements Wait {}

    record Lock(Stmt.Lock lock) implements Wait {}

    record Send(int channel, Noisy value) implements Wait {}

    record Recv(int channel, int id) implements Wait {}

    record Race(int scope) implements Wait {}

    /**
     * @param until when the arm that sleeps wins, or −1
     */
    record Select(Stmt.Select select, int until) implements Wait {}
  }

  /** Frames as a list that tasks' copies share; knows its hash. */
  static final class Frames {
    private final Frame top;
    private final Frames rest;
    private final int hash;

    Frames(Frame top, Frames rest) {
      this.top = top;
      this.rest = rest;
      this.hash = top.hashCode() * 31 + (rest == null ? 0 : rest.hash);
    }

    Frame top() {
      return top;
    }

    @Override
    public boolean equals(Object o) {
      return this == o
          || o instanceof Frames f
              && f.hash == hash
              && f.top.equals(top)
              && Objects.equals(f.rest, rest);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  final int id;
  final int home;

  /** Of the task's own {@code task::spawn} children. */
  final int region;

  Frames frames;
  Wait wait;
  Unwinding unwinding;

  /**
   * The value of the closure that is being left: null, a {@link Noisy} or an {@link Unwinding.Err}.
   */
  Object result;

  /** The innermost scope. */
  int scope;

  /** Panics that unwind through drops. */
  int panicking;

  boolean started;
  boolean ended;
  boolean detached;

  /** Somebody has joined it. */
  boolean taken;

  TaskState(int id, int home, int region) {
    this.id = id;
    this.home = home;
    this.region = region;
    this.scope = region;
  }

  TaskState copy() {
    try {
      return (TaskState) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  void push(Frame f) {
    frames = new Frames(f, frames);
  }

  Frame pop() {
    Frame f = frames.top();
    frames = frames.rest;
    return f;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || o instanceof TaskState t
            && t.id == id
            && t.scope == scope
            && t.panicking == panicking
            && t.started == started
            && t.ended == ended
            && t.detached == detached
            && t.taken == taken
            && Objects.equals(t.frames, frames)
            && Objects.equals(t.wait, wait)
            && Objects.equals(t.unwinding, unwinding)
            && Objects.equals(t.result, result);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, frames, wait, unwinding, result, scope, started, ended, detached);
  }
}
