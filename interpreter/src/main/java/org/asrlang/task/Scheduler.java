package org.asrlang.task;

/**
 * Decides which task runs when (T13, T14), and owns the clock and the timers. All methods that take
 * the calling task are called on that task's thread.
 */
sealed interface Scheduler permits ParallelScheduler, DeterministicScheduler {
  /** A handle to an armed timer. */
  interface Timer {}

  /** So many more, or fewer, calls of the host are under way. Any thread; calls nothing back. */
  void countCalls(int change);

  /** A call of the host has been counted: is everything waiting already? Host threads. */
  void recheck();

  /**
   * The caller is about to end waits: between that and {@link #ready} a task that goes on is not
   * counted as such, so until {@link #release} nothing is a deadlock. Any thread; calls nothing
   * back.
   */
  void hold();

  /** As many times as {@link #hold}, by the same thread. */
  void release();

  /** Called while a deadlock is looked at: whether all is as still as when it was found. */
  boolean isStill();

  /** Makes a new task ready to run its first step. Any thread. */
  void start(Task t);

  /**
   * Parks the calling task until its waiter is claimed; claims TIMED_OUT itself at the deadline.
   */
  void block(Task t, Waiter w);

  /** Makes the task of a waiter ready that the caller has just claimed. Any thread. */
  void ready(Waiter w);

  /** The calling task's thread is about to end. */
  void exit(Task t);

  /** Lets other ready tasks run. */
  void yieldNow(Task t);

  /** A place where another task may run although nothing has to be waited for. */
  void choice(Task t);

  /** Which of so many possibilities, from 0, under a seed. */
  int choose(int n);

  /** The calling task has used up a slice. */
  void spentSlice(Task t);

  /** The calling task goes on on another thread ({@link Task#thread} is already that one). */
  void moved(Task t);

  /**
   * The calling task starts to wait for something outside; until {@link #leaveExternal}.
   *
   * @param instant whether it does not wait, since a replay knows the answer
   */
  void enterExternal(Task t, boolean instant);

  void leaveExternal(Task t, boolean instant);

  /** Nanoseconds since the runtime was made, without those for which the clock stood still. */
  long now();

  /** See {@link TaskRuntime#engineWork}. Any thread. */
  void stopClock();

  void restartClock();

  /** Runs an action at a time, on any thread, unless disarmed before. Any thread. */
  Timer arm(long atNanos, Runnable action);

  void disarm(Timer timer);
}
