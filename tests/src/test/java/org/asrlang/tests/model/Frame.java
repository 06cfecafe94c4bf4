package org.asrlang.tests.model;

/** What a task still has to do, innermost first; also on the way out. */
sealed interface Frame {
  record Body(Code code, int at) implements Frame {}

  record DropValue(Noisy value) implements Frame {}

  record DropHandle(int task) implements Frame {}

  record Unlock(int lock) implements Frame {}

  /**
   * @param original the one that the channel was made with, which may be dropped earlier
   */
  record DropSender(int channel, boolean original) implements Frame {}

  /** Of a oneshot channel, if it is still the task's. */
  record DropOnlySender(int channel) implements Frame {}

  record DropReceiver(int channel) implements Frame {}

  /** Takes what a oneshot channel holds, or waits again. */
  record TakeOnce(int channel, String mark) implements Frame {}

  /** The closure of a child of a set begins: what it owns, and that the set hears of its end. */
  record BeginInSet(Stmt.SpawnInSet spawn, int place) implements Frame {}

  record TellSet(int set, int place) implements Frame {}

  /** The set has heard that a child has ended. */
  record JoinTaken(int task, String mark) implements Frame {}

  record DropSet(int set) implements Frame {}

  record CancelTask(int task) implements Frame {}

  /** A suspension point has another look for cancellation. */
  record Check() implements Frame {}

  record PrintMark(String mark) implements Frame {}

  /** The end of a drop: goes on with what unwound before. */
  record EndDrop(int region, Unwinding before, int panicking, Object result) implements Frame {}

  /** As EndDrop, of a drop that is no region because nothing in it could tell. */
  record Resume(Unwinding before, int panicking, Object result) implements Frame {}

  record EndScope(Stmt.Scope scope) implements Frame {}

  record EndTimeout(Stmt.Timeout timeout) implements Frame {}

  record EndShield(int region) implements Frame {}

  record EndCatch(int id) implements Frame {}

  /** Waits for the first of a race. */
  record AwaitRace(int id) implements Frame {}

  /**
   * An arm was first, or −1: a request came before.
   *
   * @param arm from 0
   */
  record DecideRace(int id, int arm) implements Frame {}

  record EndRace(int id) implements Frame {}

  /** The closure of an arm has returned. */
  record Arrive(int race, int arm) implements Frame {}

  /** The closure of a task has returned. */
  record EndTask() implements Frame {}

  /** The task's children have ended, too; what it must drop is dropped. */
  record Complete() implements Frame {}
}
