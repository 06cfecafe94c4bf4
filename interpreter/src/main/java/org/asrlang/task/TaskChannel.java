package org.asrlang.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A channel as {@code std::sync::mpsc} has it: unbounded, bounded, or with capacity 0 a rendezvous.
 * Values arrive in the order of sending; senders and receivers wait in FIFO order.
 *
 * <p>Nothing is lost and nothing is delivered twice (T9): a value is with the sender, in the buffer
 * or with a receiver, and a cancelled wait decides which by {@link Waiter#claim}.
 */
public final class TaskChannel {
  /** The capacity of an unbounded channel. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Instead of a value: all senders are gone and the buffer is empty. */
  public static final Object DISCONNECTED = marker("disconnected");

  /** Instead of a value: nothing there now. */
  public static final Object EMPTY = marker("empty");

  /** Instead of a value: nothing came in time. */
  public static final Object TIMED_OUT = marker("timed out");

  /** What became of a value that was to be sent; unless SENT, the caller still owns it. */
  public enum Sent {
    SENT,
    FULL,
    /** The receiver is gone. */
    DISCONNECTED
  }

  /** ArrayDeque holds no null; a guest value may be one. */
  private static final Object NULL = marker("null");

  private final int capacity;

  // Guarded by this.
  private final ArrayDeque<Object> buffer = new ArrayDeque<>();
  private final WaiterQueue receivers = new WaiterQueue();
  private final WaiterQueue senders = new WaiterQueue(); // each with its value in `slot`
  private int senderCount = 1;
  private boolean receiverGone;

  /**
   * A channel with one sender and one receiver.
   *
   * @param capacity values that may wait in it; {@link #UNBOUNDED}, or 0 for a rendezvous
   */
  public TaskChannel(int capacity) {
    this.capacity = capacity;
  }

  private static Object marker(String name) {
    return new Object() {
      @Override
      public String toString() {
        return name;
      }
    };
  }

  /**
   * Sends a value. A seeded choice; delivers cancellation; suspends while a bounded channel is
   * full. If this throws, the value was not sent and the caller still owns it.
   *
   * @return SENT or DISCONNECTED
   */
  public Sent send(Task t, Object value) {
    t.enter(SuspensionPoint.SEND);
    Waiter w;
    synchronized (this) {
      Sent now = offer(value);
      if (now != Sent.FULL) {
        return now;
      }
      w = t.newWaiter(SuspensionPoint.SEND, this, Waiter.NO_DEADLINE);
      w.slot = value;
      senders.add(w);
    }
    if (t.await(w) != Waiter.SIGNALLED) {
      synchronized (this) {
        senders.remove(w);
      }
      throw t.pendingUnwind();
    }
    return w.slot == DISCONNECTED ? Sent.DISCONNECTED : Sent.SENT;
  }

  /** Sends if that needs no waiting. A seeded choice; neither suspends nor cancels. */
  public Sent trySend(Task t, Object value) {
    t.enter(SuspensionPoint.ATOMIC);
    synchronized (this) {
      return offer(value);
    }
  }

  /** With the monitor held. */
  private Sent offer(Object value) {
    if (receiverGone) {
      return Sent.DISCONNECTED;
    }
    Waiter receiver = receivers.handOver(value);
    if (receiver != null) {
      Task.wake(receiver);
      return Sent.SENT;
    }
    if (buffer.size() < capacity) {
      buffer.add(value == null ? NULL : value);
      return Sent.SENT;
    }
    return Sent.FULL;
  }

  /**
   * Receives. A seeded choice; delivers cancellation; suspends while the channel is empty.
   *
   * @return a value or {@link #DISCONNECTED}
   */
  public Object recv(Task t) {
    return receive(t, Waiter.NO_DEADLINE);
  }

  /** As {@link #recv}, for at most so long; {@link #TIMED_OUT} then. */
  public Object recvTimeout(Task t, long nanos) {
    return receive(t, t.deadlineIn(nanos));
  }

  /**
   * Receives what is there. A seeded choice; neither suspends nor cancels.
   *
   * @return a value, {@link #EMPTY} or {@link #DISCONNECTED}
   */
  public Object tryRecv(Task t) {
    t.enter(SuspensionPoint.ATOMIC);
    synchronized (this) {
      return poll();
    }
  }

  private Object receive(Task t, long deadline) {
    t.enter(SuspensionPoint.RECV);
    Waiter w;
    synchronized (this) {
      Object now = poll();
      if (now != EMPTY) {
        return now;
      }
      w = t.newWaiter(SuspensionPoint.RECV, this, deadline);
      receivers.add(w);
    }
    int end = t.await(w);
    if (end == Waiter.SIGNALLED) {
      return w.slot;
    }
    synchronized (this) {
      receivers.remove(w);
    }
    if (end == Waiter.CANCELLED) {
      throw t.pendingUnwind();
    }
    return TIMED_OUT;
  }

  /** With the monitor held. */
  private Object poll() {
    Object value = buffer.poll();
    Waiter sender = senders.signalFirst();
    if (sender != null) {
      Object sent = sender.slot;
      sender.slot = null;
      Task.wake(sender);
      if (value == null) {
        return sent; // a rendezvous
      }
      buffer.add(sent == null ? NULL : sent);
    }
    if (value != null) {
      return value == NULL ? null : value;
    }
    return senderCount == 0 ? DISCONNECTED : EMPTY;
  }

  /** One sender more. */
  public void cloneSender() {
    synchronized (this) {
      senderCount++;
    }
  }

  /** A sender is dropped; after the last one receivers get the rest and then DISCONNECTED. */
  public void dropSender(Task t) {
    synchronized (this) {
      if (--senderCount > 0) {
        return;
      }
      for (Waiter w = receivers.handOver(DISCONNECTED);
          w != null;
          w = receivers.handOver(DISCONNECTED)) {
        Task.wake(w);
      }
    }
  }

  /**
   * The receiver is dropped: waiting senders get their values back.
   *
   * @return the values that were in the channel, for the caller to drop in order
   */
  public List<Object> dropReceiver(Task t) {
    synchronized (this) {
      receiverGone = true;
      List<Object> left = new ArrayList<>(buffer.size());
      for (Object v : buffer) {
        left.add(v == NULL ? null : v);
      }
      buffer.clear();
      for (Waiter w = senders.handOver(DISCONNECTED);
          w != null;
          w = senders.handOver(DISCONNECTED)) {
        Task.wake(w);
      }
      return left;
    }
  }

  /** For reports; about right. */
  @Override
  public String toString() {
    int senders = senderCount;
    String who = senders == 1 ? "1 sender" : senders + " senders";
    int n = buffer.size();
    if (capacity == 0) {
      return "(a rendezvous, " + who + ")";
    }
    return n == 0
        ? "(empty, " + who + ")"
        : "(" + n + (n < capacity ? "" : ", full") + ", " + who + ")";
  }
}
