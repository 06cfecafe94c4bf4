package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.types.TypeckResults.ClosureKind;

/** At which points each loan is in scope, and where a two-phase one is active. */
final class LoanFlow {
  private static final int[] NONE = {};
  private final Cfg cfg;
  private final RegionSolver solver;

  /** Of each point the ids of the loans, rising; how many tells {@link #counts}. */
  private final int[][] inScope;

  private final int[] counts;

  /** Of two-phase loans, found out when somebody asks. */
  private final BitSet[] active;

  /** The last loan that was followed to a point, plus one. */
  private final int[] seen;

  private int[] todo = new int[16];
  final List<List<Loan>> activations = new ArrayList<>();

  LoanFlow(Cfg cfg, RegionSolver solver) {
    this.cfg = cfg;
    this.solver = solver;
    int n = cfg.points.size();
    inScope = new int[n][];
    counts = new int[n];
    seen = new int[n];
    active = new BitSet[cfg.loans.size()];
    for (int i = 0; i < n; i++) {
      activations.add(null);
    }
    int[] lastUses = null;
    for (Loan l : cfg.loans) {
      if (l.point >= 0 && !ignored(cfg, l)) {
        if (l.twoPhase) {
          lastUses = lastUses == null ? lastUses() : lastUses;
          activation(l, lastUses);
        }
        flow(l);
      }
    }
  }

  /** What is behind a shared reference cannot be invalidated by anything done here. */
  static boolean ignored(Cfg cfg, Loan l) {
    if (cfg.kind == ClosureKind.FN && l.place.root().kind == MirPlace.Kind.UPVAR) {
      return true; // the closure itself is behind one
    }
    for (MirPlace p = l.place; p.base != null; p = p.base) {
      if (p.derefsShared()) {
        return true;
      }
    }
    return false;
  }

  /** The last point of each local at which it is used, or borrowed from; -1 for none. */
  private int[] lastUses() {
    int[] last = new int[cfg.locals.size()];
    Arrays.fill(last, -1);
    for (Stmt s : cfg.points) {
      for (Stmt.Operand o : s.uses) {
        if (o.place().local != null) {
          last[o.place().local.id] = s.point;
        }
      }
      if (s.loan != null && s.loan.place.rootLocal() != null) {
        last[s.loan.place.rootLocal().id] = s.point;
      }
    }
    return last;
  }

  private void activation(Loan l, int[] lastUses) {
    int last = l.dest == null ? -1 : lastUses[l.dest.id];
    if (last < 0 || last == l.point) {
      return; // what is borrowed is never the temporary itself
    }
    l.activation = last;
    int at = last - cfg.firstPoint;
    if (activations.get(at) == null) {
      activations.set(at, new ArrayList<>());
    }
    activations.get(at).add(l);
  }

  private int push(int n, int[] points) {
    if (n + points.length > todo.length) {
      todo = Arrays.copyOf(todo, Math.max(todo.length * 2, n + points.length));
    }
    System.arraycopy(points, 0, todo, n, points.length);
    return n + points.length;
  }

  private void flow(Loan l) {
    PointSet region = solver.value(l.region);
    int mark = l.id + 1;
    int n = push(0, cfg.succPoints[l.point - cfg.firstPoint]);
    while (n > 0) {
      int at = todo[--n];
      if (seen[at] == mark || !region.get(cfg.firstPoint + at)) {
        continue;
      }
      seen[at] = mark;
      if (inScope[at] == null) {
        inScope[at] = new int[2];
      } else if (counts[at] == inScope[at].length) {
        inScope[at] = Arrays.copyOf(inScope[at], counts[at] * 2);
      }
      inScope[at][counts[at]++] = l.id;
      if (!kills(cfg.points.get(at), l)) {
        n = push(n, cfg.succPoints[at]);
      }
    }
  }

  private static boolean kills(Stmt s, Loan l) {
    if (s.dest == null) {
      return false;
    }
    return switch (s.kind) {
      case ASSIGN -> PlaceConflict.certain(l.place, s.dest);
      case STORAGE_DEAD -> l.place.rootLocal() == s.dest.local;
      case DROP, DROP_REPLACE, FAKE_READ, RETURN, NOP -> false;
    };
  }

  /** Whether the region of the loan is the whole body: it comes from outside. */
  boolean isEverywhere(Loan l) {
    int n = cfg.points.size();
    return n > 0 && solver.value(l.region).containsAll(cfg.firstPoint, cfg.firstPoint + n);
  }

  /** The ids of the loans in scope before the statement. */
  int[] at(int point) {
    int at = point - cfg.firstPoint;
    if (counts[at] == 0) {
      return NONE;
    }
    if (inScope[at].length > counts[at]) {
      inScope[at] = Arrays.copyOf(inScope[at], counts[at]);
    }
    return inScope[at];
  }

  boolean isInScope(Loan l, int point) {
    return Arrays.binarySearch(at(point), l.id) >= 0;
  }

  boolean isActive(Loan l, int point) {
    if (!l.twoPhase) {
      return true;
    }
    if (l.activation < 0) {
      return false;
    }
    if (active[l.id] == null) {
      active[l.id] = activated(l);
    }
    return active[l.id].get(point - cfg.firstPoint);
  }

  /** What is reached from where it becomes active, until it is made anew. */
  private BitSet activated(Loan l) {
    BitSet on = new BitSet();
    int n = push(0, new int[] {l.activation - cfg.firstPoint});
    while (n > 0) {
      int at = todo[--n];
      if (!on.get(at) && at != l.point - cfg.firstPoint) {
        on.set(at);
        n = push(n, cfg.succPoints[at]);
      }
    }
    return on;
  }
}
