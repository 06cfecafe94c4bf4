package org.asrlang.tests.model;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.tests.model.ModelState.SetState;
import org.asrlang.tests.model.TaskState.Wait;

/** Sets of tasks: the results come in the order in which the children end (T8). */
final class Sets {
  private Sets() {}

  static void add(ModelState s, TaskState child, Stmt.SpawnInSet c) {
    SetState set = s.sets[c.set()];
    List<Integer> places = new ArrayList<>(set.places());
    List<Integer> free = new ArrayList<>(set.free());
    int place = free.isEmpty() ? places.size() : free.removeLast();
    if (place == places.size()) {
      places.add(child.id);
    } else {
      places.set(place, child.id);
    }
    s.sets[c.set()] = new SetState(List.copyOf(places), List.copyOf(free), set.ended(), -1);
    child.push(new Frame.BeginInSet(c, place));
  }

  /** How what a closure owns is dropped, or null. */
  static Frame owned(Stmt.Capture capture) {
    return switch (capture) {
      case null -> null;
      case Stmt.Capture.Value(Noisy v) -> new Frame.DropValue(v);
      case Stmt.Capture.Receiver(int channel) -> new Frame.DropReceiver(channel);
      case Stmt.Capture.Sender(int channel) -> new Frame.DropSender(channel, false);
      case Stmt.Capture.OnlySender(int channel) -> new Frame.DropOnlySender(channel);
    };
  }

  /** T10: one that never ran drops its captures in their order, that which tells the set first. */
  static void begin(TaskState t, Stmt.SpawnInSet c, int place) {
    Frame tells = new Frame.TellSet(c.set(), place);
    Frame owned = owned(c.capture());
    if (t.unwinding == null) {
      t.push(tells);
    }
    if (owned != null) {
      t.push(owned);
    }
    if (t.unwinding == null) {
      t.push(new Frame.Body(c.body(), 0));
    } else {
      t.push(tells);
    }
  }

  static void tell(ModelState s, int id, int place) {
    SetState set = s.sets[id];
    if (set.waiter() >= 0) {
      TaskState w = s.own(set.waiter());
      String mark = ((Wait.Set) w.wait).mark();
      w.wait = null;
      s.sets[id] = new SetState(set.places(), set.free(), set.ended(), -1);
      take(s, w, id, place, mark);
      return;
    }
    List<Integer> ended = new ArrayList<>(set.ended());
    ended.add(place);
    s.sets[id] = new SetState(set.places(), set.free(), List.copyOf(ended), -1);
  }

  static void joinNext(ModelState s, TaskState t, int id, String mark) {
    SetState set = s.sets[id];
    if (set.isEmpty()) {
      t.push(new Frame.PrintMark(mark + "none"));
    } else if (Model.cancelled(s, t)) {
      t.unwinding = Model.request(s, t);
    } else if (set.ended().isEmpty()) {
      s.sets[id] = new SetState(set.places(), set.free(), set.ended(), t.id);
      t.wait = new Wait.Set(id, mark);
    } else {
      List<Integer> ended = new ArrayList<>(set.ended());
      int place = ended.removeFirst();
      s.sets[id] = new SetState(set.places(), set.free(), List.copyOf(ended), -1);
      take(s, t, id, place, mark);
    }
  }

  private static void take(ModelState s, TaskState t, int id, int place, String mark) {
    SetState set = s.sets[id];
    List<Integer> places = new ArrayList<>(set.places());
    List<Integer> free = new ArrayList<>(set.free());
    int child = places.set(place, -1);
    free.add(place);
    s.sets[id] = new SetState(List.copyOf(places), List.copyOf(free), set.ended(), -1);
    t.push(new Frame.JoinTaken(child, mark));
  }

  /** The child has as good as ended: to be cancelled here would lose its result. */
  static void joinTaken(ModelState s, TaskState t, int child, String mark) {
    if (s.tasks[child].ended) {
      Scopes.joined(s, t, child, mark);
    } else {
      t.wait = new Wait.Join(child, mark, true);
    }
  }

  /** A request has reached a task that waits for a child of a set. */
  static void stopWaiting(ModelState s, int id) {
    SetState set = s.sets[id];
    s.sets[id] = new SetState(set.places(), set.free(), set.ended(), -1);
  }

  static void drop(ModelState s, TaskState t, int id) {
    for (int child : s.sets[id].places().reversed()) {
      if (child >= 0) {
        t.push(new Frame.DropHandle(child));
      }
    }
  }
}
