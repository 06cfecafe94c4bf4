package org.asrlang.tests.model;

import java.util.Arrays;
import java.util.List;

/** All that a run of the model is at one moment. What it is made of is replaced, never changed. */
final class ModelState {
  /** What an arm of a race has returned. */
  record Offer(int arm, Noisy value) {}

  /** What kinds of scopes there are. */
  enum Kind {
    ROOT,
    /** Of a task, a timeout, a drop: where {@code task::spawn} belongs (T3, T11, T15). */
    REGION,
    SCOPE,
    SUPERVISE,
    TRY,
    RACE,
    /** {@code std::thread::scope}. */
    THREADS
  }

  /**
   * @param owner the task that holds it, or −1
   * @param queue who waits, first come first served
   */
  record LockState(int owner, boolean poisoned, List<Integer> queue) {}

  /**
   * @param buffer what is in it
   * @param senders tasks that wait to send; of a oneshot channel the task that owns the sender
   * @param handles how many senders there are
   * @param original whether the first of them is still there
   * @param receiver the task that owns the receiver, or −1 when that is gone
   */
  record ChannelState(
      int capacity,
      List<Noisy> buffer,
      List<Integer> senders,
      int handles,
      boolean original,
      int receiver) {}

  /**
   * @param places the child at each place, or −1
   * @param free places, the one freed last at the end
   * @param ended places of children that have ended, in that order
   * @param waiter the task that waits for one, or −1
   */
  record SetState(List<Integer> places, List<Integer> free, List<Integer> ended, int waiter) {
    boolean isEmpty() {
      return places.size() == free.size();
    }
  }

  TaskState[] tasks;
  ScopeState[] scopes;
  LockState[] locks;
  ChannelState[] channels;
  SetState[] sets;
  int now;

  /** How many marks of the trace are printed. */
  int at;

  /** The value that the last step has made, or null; no part of the state. */
  Noisy made;

  ModelState(int ids) {
    tasks = new TaskState[ids];
    scopes = new ScopeState[ids];
    locks = new LockState[ids];
    channels = new ChannelState[ids];
    sets = new SetState[ids];
  }

  private ModelState(ModelState s) {
    tasks = s.tasks.clone();
    scopes = s.scopes.clone();
    locks = s.locks.clone();
    channels = s.channels.clone();
    sets = s.sets.clone();
    now = s.now;
    at = s.at;
  }

  ModelState copy() {
    return new ModelState(this);
  }

  /** A task that may be changed. */
  TaskState own(int id) {
    return tasks[id] = tasks[id].copy();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ModelState s
        && s.at == at
        && s.now == now
        && Arrays.equals(s.tasks, tasks)
        && Arrays.equals(s.scopes, scopes)
        && Arrays.equals(s.locks, locks)
        && Arrays.equals(s.channels, channels)
        && Arrays.equals(s.sets, sets);
  }

  @Override
  public int hashCode() {
    return ((Arrays.hashCode(tasks) * 31 + Arrays.hashCode(scopes)) * 31 + at) * 31
        + Arrays.hashCode(channels)
        + Arrays.hashCode(sets)
        + now;
  }
}
