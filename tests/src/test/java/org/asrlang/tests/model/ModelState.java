package org.asrlang.tests.model;

import java.util.Arrays;
import java.util.List;

/** All that a run of the model is at one moment. What it is made of is replaced, never changed. */
final class ModelState {
  /**
   * @param parent −1 for the root
   * @param owner the task that opened it
   * @param isolated requests from outside stop here: a drop or a shield (T6)
   * @param request the scope whose cancellation has reached this one first, or −1
   * @param live children that have not ended
   * @param deadline when it is cancelled, or −1
   * @param panic the first one that left a child or the body, or null
   * @param childCancelled whether one ended by a cancellation
   * @param err the first one of a scope of mode TRY
   * @param expired whether its clean-up takes too long: drops, too, end where they would wait (T6)
   * @param cleanup when that is, or −1
   * @param offers what the arms of a race have returned, in their order
   * @param over whether the race is decided: who returns from now on drops its value itself
   */
  record ScopeState(
      int parent,
      int owner,
      Kind kind,
      boolean isolated,
      int request,
      int live,
      int deadline,
      String panic,
      boolean childCancelled,
      Noisy err,
      List<Offer> offers,
      boolean over,
      boolean closed,
      boolean expired,
      int cleanup) {
    static ScopeState open(
        int parent, int owner, Kind kind, boolean isolated, int request, boolean expired) {
      return new ScopeState(
          parent, owner, kind, isolated, request, 0, -1, null, false, null, List.of(), false, false,
          expired, -1);
    }

    ScopeState requested(int by) {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          by,
          live,
          deadline,
          panic,
          childCancelled,
          err,
          offers,
          over,
          closed,
          expired,
          cleanup);
    }

    ScopeState live(int n) {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          n,
          deadline,
          panic,
          childCancelled,
          err,
          offers,
          over,
          closed,
          expired,
          cleanup);
    }

    ScopeState deadline(int at) {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          at,
          panic,
          childCancelled,
          err,
          offers,
          over,
          closed,
          expired,
          cleanup);
    }

    ScopeState panic(String mark) {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          deadline,
          panic == null ? mark : panic,
          childCancelled,
          err,
          offers,
          over,
          closed,
          expired,
          cleanup);
    }

    ScopeState withChildCancelled() {
      return new ScopeState(
          parent, owner, kind, isolated, request, live, deadline, panic, true, err, offers, over,
          closed, expired, cleanup);
    }

    ScopeState err(Noisy error) {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          deadline,
          panic,
          childCancelled,
          error,
          offers,
          over,
          closed,
          expired,
          cleanup);
    }

    ScopeState offers(List<Offer> list) {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          deadline,
          panic,
          childCancelled,
          err,
          list,
          over,
          closed,
          expired,
          cleanup);
    }

    ScopeState decided() {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          deadline,
          panic,
          childCancelled,
          err,
          offers,
          true,
          closed,
          expired,
          cleanup);
    }

    ScopeState closing() {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          -1,
          panic,
          childCancelled,
          err,
          offers,
          over,
          true,
          expired,
          -1);
    }

    /**
     * @param at when what is not cleaned up by then is given up
     */
    ScopeState cleanup(int at) {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          deadline,
          panic,
          childCancelled,
          err,
          offers,
          over,
          closed,
          expired,
          at);
    }

    ScopeState hasExpired() {
      return new ScopeState(
          parent,
          owner,
          kind,
          isolated,
          request,
          live,
          deadline,
          panic,
          childCancelled,
          err,
          offers,
          over,
          closed,
          true,
          -1);
    }
  }

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
