package org.asrlang.tests.model;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.tests.model.ModelState.ChannelState;
import org.asrlang.tests.model.TaskState.Wait;

/**
 * Oneshot channels: a value stays in the channel until the receiver comes to take it, so that a
 * receiver that is cancelled on the way leaves it there (T9).
 */
final class Oneshots {
  /** What tells them from other channels. */
  static final int CAPACITY = -100;

  private Oneshots() {}

  static boolean is(ModelState s, int channel) {
    return s.channels[channel].capacity() == CAPACITY;
  }

  static void send(ModelState s, TaskState t, int channel, Noisy value) {
    if (Model.cancelled(s, t)) {
      t.unwinding = Model.request(s, t);
      t.push(new Frame.DropOnlySender(channel));
      t.push(new Frame.DropValue(value));
      return;
    }
    ChannelState c = s.channels[channel];
    if (c.receiver() < 0) {
      t.push(new Frame.PrintMark("e" + value.id));
      t.push(new Frame.DropValue(value));
    } else {
      s.channels[channel] = Sync.withBuffer(c, List.of(value));
    }
    t.push(new Frame.DropOnlySender(channel));
  }

  static void dropSender(ModelState s, TaskState t, int channel) {
    if (s.channels[channel].senders().contains(t.id)) {
      s.channels[channel] = withOwner(s.channels[channel], -1);
      Sync.dropSender(s, channel, false);
    }
  }

  static ChannelState withOwner(ChannelState c, int task) {
    return Sync.withSenders(c, List.of(task));
  }

  static void take(ModelState s, TaskState t, int channel, String mark) {
    ChannelState c = s.channels[channel];
    if (Model.cancelled(s, t)) {
      t.unwinding = Model.request(s, t);
    } else if (!c.buffer().isEmpty()) {
      List<Noisy> rest = new ArrayList<>(c.buffer());
      Noisy value = rest.removeFirst();
      s.channels[channel] = Sync.withBuffer(c, rest);
      t.push(new Frame.DropValue(value));
      t.push(new Frame.PrintMark(mark + "=ok"));
    } else if (c.handles() == 0) {
      t.push(new Frame.PrintMark(mark + "=none"));
    } else {
      t.wait = new Wait.Recv(channel, Integer.parseInt(mark.substring(1)));
    }
  }
}
