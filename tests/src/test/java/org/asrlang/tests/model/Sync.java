package org.asrlang.tests.model;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.tests.model.ModelState.ChannelState;
import org.asrlang.tests.model.ModelState.LockState;
import org.asrlang.tests.model.TaskState.Wait;

/** Locks and channels: a value is with the sender, in the channel or with the receiver (T9). */
final class Sync {
  private Sync() {}

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> out = new ArrayList<>(list);
    out.add(item);
    return List.copyOf(out);
  }

  private static <T> List<T> without(List<T> list, T item) {
    List<T> out = new ArrayList<>(list);
    out.remove(item);
    return List.copyOf(out);
  }

  // ---------------------------------------------------------------- locks

  static void lock(ModelState s, TaskState t, Stmt.Lock c) {
    LockState l = s.locks[c.lock()];
    if (l.owner() < 0) {
      acquired(s, t, c);
    } else {
      s.locks[c.lock()] = new LockState(l.owner(), l.poisoned(), plus(l.queue(), t.id));
      t.wait = new Wait.Lock(c);
    }
  }

  private static void acquired(ModelState s, TaskState t, Stmt.Lock c) {
    LockState l = s.locks[c.lock()];
    s.locks[c.lock()] = new LockState(t.id, l.poisoned(), without(l.queue(), t.id));
    t.push(new Frame.Unlock(c.lock()));
    t.push(new Frame.Body(c.body(), 0));
    t.push(new Frame.PrintMark("l" + c.id() + (l.poisoned() ? "=poisoned" : "=ok")));
  }

  /** A panic poisons, a cancellation does not. */
  static void unlock(ModelState s, TaskState t, int lock) {
    LockState l = s.locks[lock];
    boolean poisoned = l.poisoned() || t.unwinding instanceof Unwinding.Panic;
    s.locks[lock] = new LockState(-1, poisoned, l.queue());
    if (!l.queue().isEmpty()) {
      TaskState next = s.own(l.queue().getFirst());
      Stmt.Lock c = ((Wait.Lock) next.wait).lock();
      next.wait = null;
      acquired(s, next, c);
    }
  }

  // ---------------------------------------------------------------- channels

  static void send(ModelState s, TaskState t, int channel, Noisy value) {
    ChannelState c = s.channels[channel];
    if (c.receiver() < 0) {
      refused(t, value);
      return;
    }
    TaskState r = s.tasks[c.receiver()];
    String mark = waitsFor(r, channel);
    if (mark != null) {
      TaskState receiver = s.own(r.id);
      receiver.wait = null;
      received(receiver, mark, value);
    } else if (c.capacity() < 0 || c.buffer().size() < c.capacity()) {
      s.channels[channel] = withBuffer(c, plus(c.buffer(), value));
    } else {
      s.channels[channel] = withSenders(c, plus(c.senders(), t.id));
      t.wait = new Wait.Send(channel, value);
    }
  }

  private static void refused(TaskState t, Noisy value) {
    t.push(new Frame.PrintMark("e" + value.id));
    t.push(new Frame.DropValue(value));
  }

  /** By which mark the task receives from the channel that it waits for; null if it does not. */
  private static String waitsFor(TaskState t, int channel) {
    return switch (t.wait) {
      case Wait.Recv(int ch, int id) when ch == channel -> "r" + id;
      case Wait.Select(Stmt.Select c, int _) when c.channels().contains(channel) ->
          mark(c, channel);
      case null, default -> null;
    };
  }

  private static String mark(Stmt.Select c, int channel) {
    return "r" + c.id() + "." + channel;
  }

  /** The channels that a receive would not wait for, in the order of the arms. */
  static List<Integer> ready(ModelState s, Stmt.Select c) {
    return c.channels().stream()
        .filter(id -> {
          ChannelState ch = s.channels[id];
          return !ch.buffer().isEmpty()
              || !Oneshots.is(s, id) && !ch.senders().isEmpty()
              || ch.handles() == 0;
        })
        .toList();
  }

  /** T12: exactly one arm commits, any of those that are ready. */
  static void select(ModelState s, TaskState t, Stmt.Select c, int choice) {
    List<Integer> ready = ready(s, c);
    if (ready.isEmpty()) {
      t.wait = new Wait.Select(c, c.units() > 0 ? s.now + c.units() : -1);
    } else if (Oneshots.is(s, ready.get(choice))) {
      t.push(new Frame.TakeOnce(ready.get(choice), mark(c, ready.get(choice))));
    } else {
      recv(s, t, ready.get(choice), mark(c, ready.get(choice)), null);
    }
  }

  /**
   * @param wait if there is nothing; null: does not wait
   */
  static void recv(ModelState s, TaskState t, int channel, String mark, Wait wait) {
    ChannelState c = s.channels[channel];
    Noisy value = null;
    if (!c.buffer().isEmpty()) {
      value = c.buffer().getFirst();
      c = withBuffer(c, without(c.buffer(), value));
    }
    if (!c.senders().isEmpty()) {
      TaskState sender = s.own(c.senders().getFirst());
      Noisy sent = ((Wait.Send) sender.wait).value();
      sender.wait = null;
      c = withSenders(c, without(c.senders(), sender.id));
      if (value == null) {
        value = sent;
      } else {
        c = withBuffer(c, plus(c.buffer(), sent));
      }
    }
    s.channels[channel] = c;
    if (value != null) {
      received(t, mark, value);
    } else if (c.handles() == 0 || wait == null) {
      t.push(new Frame.PrintMark(mark + "=none"));
    } else {
      t.wait = wait;
    }
  }

  private static void received(TaskState t, String mark, Noisy value) {
    t.push(new Frame.DropValue(value));
    t.push(new Frame.PrintMark(mark + "=ok"));
  }

  static void dropSender(ModelState s, int channel, boolean original) {
    ChannelState c = s.channels[channel];
    if (original && !c.original()) {
      return;
    }
    c =
        new ChannelState(
            c.capacity(),
            c.buffer(),
            c.senders(),
            c.handles() - 1,
            c.original() && !original,
            c.receiver());
    s.channels[channel] = c;
    if (c.handles() == 0 && c.receiver() >= 0) {
      TaskState r = s.tasks[c.receiver()];
      String mark = waitsFor(r, channel);
      if (mark != null) {
        r = s.own(r.id);
        r.wait = null;
        r.push(
            Oneshots.is(s, channel)
                ? new Frame.TakeOnce(channel, mark)
                : new Frame.PrintMark(mark + "=none"));
      }
    }
  }

  /** What is in the channel is dropped, as a part of this drop. */
  static void dropReceiver(ModelState s, TaskState t, int channel) {
    ChannelState c = s.channels[channel];
    if (c.receiver() != t.id) {
      return; // moved into a task
    }
    s.channels[channel] =
        new ChannelState(c.capacity(), List.of(), List.of(), c.handles(), c.original(), -1);
    if (Oneshots.is(s, channel)) {
      s.channels[channel] = withSenders(s.channels[channel], c.senders());
      dropAll(t, c.buffer());
      return;
    }
    for (int id : c.senders()) {
      TaskState sender = s.own(id);
      Noisy value = ((Wait.Send) sender.wait).value();
      sender.wait = null;
      refused(sender, value);
    }
    dropAll(t, c.buffer());
  }

  private static void dropAll(TaskState t, List<Noisy> values) {
    if (!values.isEmpty()) {
      t.push(new Frame.Resume(t.unwinding, t.panicking, t.result));
      if (t.unwinding instanceof Unwinding.Panic) {
        t.panicking++;
      }
      t.unwinding = null;
      t.result = null;
      for (Noisy v : values.reversed()) {
        t.push(new Frame.DropValue(v));
      }
    }
  }

  static ChannelState withBuffer(ChannelState c, List<Noisy> buffer) {
    return new ChannelState(
        c.capacity(), buffer, c.senders(), c.handles(), c.original(), c.receiver());
  }

  static ChannelState withSenders(ChannelState c, List<Integer> senders) {
    return new ChannelState(
        c.capacity(), c.buffer(), senders, c.handles(), c.original(), c.receiver());
  }

  // ---------------------------------------------------------------- cancelled waits

  /** A request has reached a task that waits: it unwinds, and takes nothing with it. */
  static void cancelWait(ModelState s, int task) {
    if (s.tasks[task].wait instanceof Wait.Children
        || s.tasks[task].wait instanceof Wait.Join j
            && j.shielded()
            && !s.scopes[s.tasks[task].scope].expired()) {
      return;
    }
    TaskState t = s.own(task);
    Wait wait = t.wait;
    t.wait = null;
    if (wait instanceof Wait.Race(int id)) {
      t.push(new Frame.DecideRace(id, -1));
      return;
    }
    t.unwinding = Model.request(s, t);
    switch (wait) {
      case Wait.Sleep _, Wait.Recv _, Wait.Select _, Wait.Children _, Wait.Race _ -> {}
      case Wait.Join(int child, String _, boolean _) -> t.push(new Frame.DropHandle(child));
      case Wait.Set(int set, String _) -> Sets.stopWaiting(s, set);
      case Wait.Lock(Stmt.Lock c) -> {
        LockState l = s.locks[c.lock()];
        s.locks[c.lock()] = new LockState(l.owner(), l.poisoned(), without(l.queue(), t.id));
      }
      case Wait.Send(int channel, Noisy value) -> {
        s.channels[channel] =
            withSenders(s.channels[channel], without(s.channels[channel].senders(), t.id));
        t.push(new Frame.DropValue(value));
      }
    }
  }
}
