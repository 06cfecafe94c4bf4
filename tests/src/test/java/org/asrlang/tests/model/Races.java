package org.asrlang.tests.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.asrlang.tests.model.ModelState.Offer;
import org.asrlang.tests.model.TaskState.Wait;

/** Who is first (T12). What a second arm returns before the race is decided is dropped there. */
final class Races {
  private Races() {}

  /** With arms that have returned, any of them wins, whatever is requested (T9). */
  static void await(ModelState s, TaskState t, int id, int choice) {
    List<Offer> offers = s.scopes[id].offers();
    if (!offers.isEmpty()) {
      decide(s, t, id, offers.get(choice).arm());
    } else if (Model.cancelled(s, t)) {
      decide(s, t, id, -1);
    } else {
      t.wait = new Wait.Race(id);
    }
  }

  static void decide(ModelState s, TaskState t, int id, int arm) {
    ScopeState race = s.scopes[id].decided();
    s.scopes[id] = race.offers(List.of());
    t.unwinding = arm < 0 ? Model.request(s, t) : null;
    for (Offer o : race.offers().reversed()) {
      if (o.arm() != arm) {
        t.push(new Frame.DropValue(o.value()));
      }
    }
    for (Offer o : race.offers()) {
      if (o.arm() == arm) {
        t.result = o.value();
      }
    }
  }

  static void arrive(ModelState s, TaskState t, int id, int arm) {
    if (t.unwinding instanceof Unwinding.Leave(Object result)) {
      t.unwinding = null;
      t.result = result;
    }
    if (t.unwinding != null) {
      return;
    }
    ScopeState race = s.scopes[id];
    Noisy value = (Noisy) t.result;
    t.result = null;
    if (race.over()) {
      Scopes.lose(t, value);
      return;
    }
    List<Offer> offers = new ArrayList<>(race.offers());
    offers.add(new Offer(arm, value));
    offers.sort(Comparator.comparing(Offer::arm));
    s.scopes[id] = race.offers(List.copyOf(offers));
    TaskState owner = s.tasks[race.owner()];
    if (owner.wait instanceof Wait.Race(int waited) && waited == id) {
      owner = s.own(owner.id);
      owner.wait = null;
      owner.push(new Frame.DecideRace(id, arm));
    }
  }
}
