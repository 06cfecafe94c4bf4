package org.asrlang.tests.model;

import java.util.List;
import java.util.function.Consumer;
import org.asrlang.tests.model.ModelState.Kind;
import org.asrlang.tests.model.ModelState.Offer;

/**
 * A scope at one moment.
 *
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
    return with(s -> s.request = by);
  }

  ScopeState live(int n) {
    return with(s -> s.live = n);
  }

  ScopeState deadline(int at) {
    return with(s -> s.deadline = at);
  }

  ScopeState panic(String mark) {
    return panic == null ? with(s -> s.panic = mark) : this;
  }

  ScopeState withChildCancelled() {
    return with(s -> s.childCancelled = true);
  }

  ScopeState err(Noisy error) {
    return with(s -> s.err = error);
  }

  ScopeState offers(List<Offer> list) {
    return with(s -> s.offers = list);
  }

  ScopeState decided() {
    return with(s -> s.over = true);
  }

  ScopeState closing() {
    return with(s -> {
      s.closed = true;
      s.deadline = -1;
      s.cleanup = -1;
    });
  }

  /**
   * @param at when what is not cleaned up by then is given up
   */
  ScopeState cleanup(int at) {
    return with(s -> s.cleanup = at);
  }

  ScopeState hasExpired() {
    return with(s -> {
      s.expired = true;
      s.cleanup = -1;
    });
  }

  private ScopeState with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** What changes in a scope's life. */
  private static final class Draft {
    private final ScopeState of;
    int request;
    int live;
    int deadline;
    String panic;
    boolean childCancelled;
    Noisy err;
    List<Offer> offers;
    boolean over;
    boolean closed;
    boolean expired;
    int cleanup;

    Draft(ScopeState s) {
      of = s;
      request = s.request;
      live = s.live;
      deadline = s.deadline;
      panic = s.panic;
      childCancelled = s.childCancelled;
      err = s.err;
      offers = s.offers;
      over = s.over;
      closed = s.closed;
      expired = s.expired;
      cleanup = s.cleanup;
    }

    ScopeState done() {
      return new ScopeState(
          of.parent,
          of.owner,
          of.kind,
          of.isolated,
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
          cleanup);
    }
  }
}
