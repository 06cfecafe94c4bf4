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
    Waiter w = null;
    synchronized (this) {
      if (!t.isOvertaken()) {
        Sent now = offer(value, null);
        if (now != Sent.FULL) {
          return now;
        }
        w = t.newWaiter(SuspensionPoint.SEND, this, Waiter.NO_DEADLINE);
        w.slot = value;
        senders.add(w);
      }
    }
    if (w == null) {
      throw t.pendingUnwind();
    }
    if (t.await(w) != Waiter.SIGNALLED) {
      synchronized (this) {
        senders.remove(w);
      }
      throw t.pendingUnwind();
    }
    return ended(t, w) ? Sent.DISCONNECTED : Sent.SENT;
  }

  /**
   * Whether a wait was ended because the other side has gone. Between the look at the channel and
   * the wait, all may have been cancelled and those of the other side be gone already.
   */
  private static boolean ended(Task t, Waiter w) {
    if (w.slot != DISCONNECTED) {
      return false;
    }
    if (t.isOvertaken()) {
      throw t.pendingUnwind();
    }
    return true;
  }

  /** Sends if that needs no waiting. A seeded choice; neither suspends nor cancels. */
  public Sent trySend(Task t, Object value) {
    t.enter(SuspensionPoint.ATOMIC);
    synchronized (this) {
      return offer(value, null);
    }
  }

  /** With the monitor held; {@code self} is the arm of a select that sends, or null. */
  private Sent offer(Object value, Waiter self) {
    if (receiverGone) {
      return Sent.DISCONNECTED;
    }
    Waiter receiver = receivers.handOver(value, self);
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
      return poll(null);
    }
  }

  private Object receive(Task t, long deadline) {
    Waiter reserved = t.takeReserved(received);
    if (reserved != null) {
      return reserved.slot;
    }
    t.enter(SuspensionPoint.RECV);
    Waiter w = null;
    synchronized (this) {
      if (!t.isOvertaken()) {
        Object now = poll(null);
        if (now != EMPTY) {
          return now;
        }
        w = t.newWaiter(SuspensionPoint.RECV, this, deadline);
        receivers.add(w);
      }
    }
    if (w == null) {
      throw t.pendingUnwind();
    }
    int end = t.await(w);
    if (end == Waiter.SIGNALLED) {
      return ended(t, w) ? DISCONNECTED : w.slot;
    }
    synchronized (this) {
      receivers.remove(w);
    }
    if (end == Waiter.CANCELLED) {
      throw t.pendingUnwind();
    }
    return TIMED_OUT;
  }

  /** With the monitor held; {@code self} is the arm of a select that receives, or null. */
  private Object poll(Waiter self) {
    Object value = buffer.poll();
    Waiter sender = senders.signalFirst(self);
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

  // ---------------------------------------------------------------- as arms of a select

  /**
   * That there is something to receive, or that all senders are gone; the operation to run then is
   * {@link #recv}.
   */
  public Event received() {
    return received;
  }

  private final Event received =
      new Event() {
        @Override
        public boolean arm(Waiter w) {
          synchronized (TaskChannel.this) {
            if (buffer.isEmpty() && senderCount > 0 && !senders.hasFor(w)) {
              receivers.add(w);
              return false;
            }
            if (!w.claim(Waiter.SIGNALLED)) {
              return true;
            }
            w.slot = poll(w);
            if (w.slot != EMPTY) {
              return true;
            }
            w.unclaim(); // the senders that waited have gone
            receivers.add(w);
            return false;
          }
        }

        @Override
        public void disarm(Waiter w) {
          synchronized (TaskChannel.this) {
            receivers.remove(w);
          }
        }

        @Override
        public boolean isReady() {
          synchronized (TaskChannel.this) {
            return !buffer.isEmpty() || !senders.isEmpty() || senderCount == 0;
          }
        }

        @Override
        public Object source() {
          return this;
        }

        @Override
        public SuspensionPoint point() {
          return SuspensionPoint.RECV;
        }
      };

  /**
   * A value that is to be sent: that it has been, or that the receiver is gone. There is no
   * operation to run then: {@link #outcome} tells what became of it. Whoever made it owns the value
   * until it is sent.
   */
  public final class Sending implements Event {
    private final Object value;
    private boolean owned = true;

    private Sending(Object value) {
      this.value = value;
    }

    /** To be asked once, when the arm has won: what became of the value. */
    public Sent outcome(Task t) {
      Waiter won = t.takeReserved(this);
      if (won == null) {
        return null;
      }
      if (won.slot == TaskChannel.DISCONNECTED) {
        return Sent.DISCONNECTED;
      }
      owned = false;
      return Sent.SENT;
    }

    /** Whether the value is here: neither sent nor taken back. */
    public boolean isOwned() {
      return owned;
    }

    /** Takes the value back. */
    public Object take() {
      owned = false;
      return value;
    }

    @Override
    public boolean arm(Waiter w) {
      synchronized (TaskChannel.this) {
        w.slot = value;
        if (!receiverGone && buffer.size() >= capacity && !receivers.hasFor(w)) {
          senders.add(w);
          return false;
        }
        if (!w.claim(Waiter.SIGNALLED)) {
          return true;
        }
        switch (offer(value, w)) {
          case SENT -> w.slot = null;
          case DISCONNECTED -> w.slot = TaskChannel.DISCONNECTED;
          case FULL -> {
            w.unclaim(); // the receivers that waited have gone
            senders.add(w);
            return false;
          }
        }
        return true;
      }
    }

    @Override
    public void disarm(Waiter w) {
      synchronized (TaskChannel.this) {
        senders.remove(w);
      }
    }

    @Override
    public boolean isReady() {
      synchronized (TaskChannel.this) {
        return receiverGone || buffer.size() < capacity || !receivers.isEmpty();
      }
    }

    @Override
    public Object source() {
      return this;
    }

    @Override
    public SuspensionPoint point() {
      return SuspensionPoint.SEND;
    }
  }

  public Sending sending(Object value) {
    return new Sending(value);
  }

  /** One sender more. */
  public void cloneSender() {
    synchronized (this) {
      senderCount++;
    }
  }

  /** A sender is dropped; after the last one receivers get the rest and then DISCONNECTED. */
  public void dropSender(Task t) {
    t.touch();
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
    t.touch();
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
