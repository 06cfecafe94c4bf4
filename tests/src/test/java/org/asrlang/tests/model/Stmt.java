package org.asrlang.tests.model;

import java.util.List;

/**
 * What the programs are made of. Each statement stands once and runs at most once, so that its
 * number names what it makes: a scope, a task, a lock, a channel; and what is printed names who
 * printed it.
 */
sealed interface Stmt {
  /** How a scope treats failures. */
  enum Mode {
    SCOPE,
    SUPERVISE,
    TRY,
    /** {@code std::thread::scope}. */
    THREADS
  }

  record Print(String mark) implements Stmt {}

  record Yield() implements Stmt {}

  record Checkpoint() implements Stmt {}

  record Sleep(int units) implements Stmt {}

  /** A local of the block. */
  record Let(Noisy value) implements Stmt {}

  record Block(Code body) implements Stmt {}

  record Panic(String mark) implements Stmt {}

  /** Leaves the closure with its value, or with an {@code Err}. */
  record Return(Noisy value, boolean isErr) implements Stmt {}

  /** The value of the closure; last in it. */
  record Result(Noisy value) implements Stmt {}

  /** Its value becomes a local; in mode TRY, what happened is printed. */
  record Scope(int id, Mode mode, Code body) implements Stmt {}

  /**
   * @param id of the task and of its region
   * @param scope into which, {@link #TASK} or {@link #THREAD}
   * @param named whether the handle is kept in a local
   * @param capture what the closure owns, or null
   * @param inTry whether the scope is one of mode TRY
   */
  record Spawn(int id, int scope, boolean named, Capture capture, Code body, boolean inTry)
      implements Stmt {
    /** {@code task::spawn}. */
    static final int TASK = -1;

    /** {@code std::thread::spawn}. */
    static final int THREAD = -2;
  }

  /**
   * @param thread whether it is one of std
   */
  record Join(int task, boolean thread) implements Stmt {}

  record Cancel(int task) implements Stmt {}

  /** A {@code JoinSet}. */
  record NewSet(int id, int scope) implements Stmt {}

  /**
   * As {@link Spawn}, into a set.
   *
   * @param scope that the set is of
   */
  record SpawnInSet(int id, int set, int scope, Capture capture, Code body) implements Stmt {}

  record JoinNext(int id, int set) implements Stmt {}

  record CancelSet(int set) implements Stmt {}

  record Timeout(int id, int units, Code body) implements Stmt {}

  record Shield(int id, Code body) implements Stmt {}

  record Catch(int id, Code body) implements Stmt {}

  /** Arms have the numbers {@code id + 1 …}. */
  record Race(int id, List<Code> arms) implements Stmt {}

  record NewLock(int id) implements Stmt {}

  record Lock(int id, int lock, Code body) implements Stmt {}

  /**
   * A channel; its senders are either lent, or cloned and dropped.
   *
   * @param capacity below 0: unbounded
   */
  record NewChannel(int id, int capacity, boolean lent) implements Stmt {}

  record Send(int channel, Noisy value) implements Stmt {}

  record NewOneshot(int id) implements Stmt {}

  /** Uses up the sender of a oneshot channel. */
  record SendOnce(int channel, Noisy value) implements Stmt {}

  record Recv(int id, int channel) implements Stmt {}

  record TryRecv(int id, int channel) implements Stmt {}

  /**
   * A {@code select!} of registered arms: receives from one of the channels, or sleeps.
   *
   * @param units how long to sleep, or 0 for no such arm
   */
  record Select(int id, List<Integer> channels, int units, boolean biased) implements Stmt {}

  record DropSender(int channel) implements Stmt {}

  /** What a closure owns. */
  sealed interface Capture {
    record Value(Noisy value) implements Capture {}

    record Receiver(int channel) implements Capture {}

    record Sender(int channel) implements Capture {}

    /** Moved, not cloned. */
    record OnlySender(int channel) implements Capture {}
  }
}
