package org.asrlang.borrow;

import java.util.HashSet;
import java.util.Set;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.source.Span;

/**
 * The accesses of a body about which something has been said, so that nothing more is said of the
 * same place at the same span: rustc's {@code access_place_error_reported}.
 */
final class ReportedAccesses {
  private final Set<Object> keys = new HashSet<>();

  private record Key(MirPlace place, Span span) {}

  private record Own(Stmt stmt, MirPlace place) {}

  void add(Stmt s, MirPlace place, Span span) {
    keys.add(new Key(place, span));
    keys.add(new Own(evaluation(s), place));
  }

  /** The statement with which the place has been evaluated. */
  private static Stmt evaluation(Stmt s) {
    return s.replaces == null ? s : s.replaces;
  }

  boolean contains(Stmt s, MirPlace place, Span span) {
    return !keys.isEmpty()
        && (keys.contains(new Key(place, span)) && MoveErrors.comparable(place)
            || keys.contains(new Own(evaluation(s), place)) && MoveErrors.comparableAtOnce(place));
  }

  /**
   * Takes note that what a borrow at the span has borrowed ends too early.
   *
   * @return false if something has been said about it before
   */
  boolean endsTooEarly(MirPlace borrowed, Span span) {
    MirPlace root = borrowed.root();
    // whatever a closure has captured is a part of the closure itself
    return keys.add(new Key(root.kind == MirPlace.Kind.UPVAR ? null : root, span));
  }
}
