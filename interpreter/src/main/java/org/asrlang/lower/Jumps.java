package org.asrlang.lower;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.asrlang.thir.ThirExpr;

/** Which expressions may be left by {@code break}, {@code continue} or {@code return}. */
final class Jumps {
  private static final Object RETURN = new Object();

  private final Map<ThirExpr, Set<Object>> known = new IdentityHashMap<>();

  /** Whether control may leave the expression other than through its end and unwinding. */
  boolean escapes(ThirExpr e) {
    return !targets(e).isEmpty();
  }

  private Set<Object> targets(ThirExpr e) {
    Set<Object> found = known.get(e);
    if (found == null) {
      found = compute(e);
      known.put(e, found);
    }
    return found;
  }

  private Set<Object> compute(ThirExpr e) {
    Set<Object> all = null;
    for (ThirExpr child : Operands.children(e)) {
      Set<Object> of = targets(child);
      if (!of.isEmpty()) {
        if (all == null) {
          all = new HashSet<>();
        }
        all.addAll(of);
      }
    }
    return switch (e) {
      case ThirExpr.Return r -> with(all, RETURN);
      case ThirExpr.Break b -> with(all, b.target());
      case ThirExpr.Continue c -> with(all, c.target());
      case ThirExpr.Loop l -> without(all, l.target());
      case ThirExpr.Labelled l -> without(all, l.target());
      default -> all == null ? Set.of() : all;
    };
  }

  private static Set<Object> with(Set<Object> all, Object target) {
    if (all == null) {
      return Set.of(target);
    }
    all.add(target);
    return all;
  }

  private static Set<Object> without(Set<Object> all, Object target) {
    if (all == null) {
      return Set.of();
    }
    all.remove(target);
    return all;
  }
}
