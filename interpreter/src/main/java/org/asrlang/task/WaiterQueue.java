package org.asrlang.task;

/** A FIFO of waiters. Not thread-safe: the lock of the object that owns it guards it. */
final class WaiterQueue {
  private Waiter head;
  private Waiter tail;

  boolean isEmpty() {
    return head == null;
  }

  Waiter peek() {
    return head;
  }

  void add(Waiter w) {
    w.prev = tail;
    w.next = null;
    if (tail == null) {
      head = w;
    } else {
      tail.next = w;
    }
    tail = w;
    w.queued = true;
  }

  /** Takes a waiter out, if it is still in. */
  void remove(Waiter w) {
    if (!w.queued) {
      return;
    }
    if (w.prev == null) {
      head = w.next;
    } else {
      w.prev.next = w.next;
    }
    if (w.next == null) {
      tail = w.prev;
    } else {
      w.next.prev = w.prev;
    }
    w.prev = null;
    w.next = null;
    w.queued = false;
  }

  /**
   * Takes out the first waiter that can still be signalled and claims it; null if there is none.
   * The caller must then make its task ready with {@link Task#wake}.
   */
  Waiter signalFirst() {
    return signalFirst(null);
  }

  /**
   * @param self an arm of a select that must not meet its other arms, or null; these stay
   */
  Waiter signalFirst(Waiter self) {
    Waiter next;
    for (Waiter w = head; w != null; w = next) {
      next = w.next;
      if (!w.sameSelect(self)) {
        remove(w);
        if (w.claim(Waiter.SIGNALLED)) {
          return w;
        }
      }
    }
    return null;
  }

  /** Whether somebody waits who could be signalled by this arm of a select. */
  boolean hasFor(Waiter self) {
    for (Waiter w = head; w != null; w = w.next) {
      if (!w.sameSelect(self)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #signalFirst}, handing a value over; it is visible before the claim is. */
  Waiter handOver(Object value) {
    return handOver(value, null);
  }

  /**
   * @param self an arm of a select that must not meet its other arms, or null; these stay
   */
  Waiter handOver(Object value, Waiter self) {
    Waiter next;
    for (Waiter w = head; w != null; w = next) {
      next = w.next;
      if (!w.sameSelect(self)) {
        remove(w);
        w.slot = value;
        if (w.claim(Waiter.SIGNALLED)) {
          return w;
        }
      }
    }
    return null;
  }
}
