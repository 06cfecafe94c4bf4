package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.types.TypeckResults.ClosureKind;

/** At which points each loan is in scope, and where a two-phase one is active. */
final class LoanFlow {
  private final Cfg cfg;
  private final RegionSolver solver;
  private final BitSet[] inScope;
  private final BitSet[] active;
  final List<List<Loan>> activations = new ArrayList<>();

  LoanFlow(Cfg cfg, RegionSolver solver) {
    this.cfg = cfg;
    this.solver = solver;
    int n = cfg.points.size();
    inScope = new BitSet[n];
    active = new BitSet[cfg.loans.size()];
    for (int i = 0; i < n; i++) {
      activations.add(null);
    }
    for (Loan l : cfg.loans) {
      if (l.point >= 0 && !ignored(cfg, l)) {
        if (l.twoPhase) {
          activation(l);
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

  private void activation(Loan l) {
    for (Stmt s : cfg.points) {
      if (s.point == l.point) {
        continue;
      }
      for (Stmt.Operand o : s.uses) {
        if (o.place().local == l.dest && l.dest != null) {
          l.activation = s.point;
        }
      }
      if (s.loan != null && s.loan.place.rootLocal() == l.dest && l.dest != null) {
        l.activation = s.point;
      }
    }
    if (l.activation >= 0) {
      int at = l.activation - cfg.firstPoint;
      if (activations.get(at) == null) {
        activations.set(at, new ArrayList<>());
      }
      activations.get(at).add(l);
    }
  }

  private void flow(Loan l) {
    BitSet seen = new BitSet();
    List<Integer> todo = new ArrayList<>();
    for (int next : cfg.succPoints[l.point - cfg.firstPoint]) {
      todo.add(next);
    }
    while (!todo.isEmpty()) {
      int at = todo.removeLast();
      if (seen.get(at) || !solver.contains(l.region, cfg.firstPoint + at)) {
        continue;
      }
      seen.set(at);
      if (inScope[at] == null) {
        inScope[at] = new BitSet();
      }
      inScope[at].set(l.id);
      Stmt s = cfg.points.get(at);
      if (kills(s, l)) {
        continue;
      }
      for (int next : cfg.succPoints[at]) {
        todo.add(next);
      }
    }
    if (l.twoPhase && l.activation >= 0) {
      BitSet on = new BitSet();
      todo.add(l.activation - cfg.firstPoint);
      while (!todo.isEmpty()) {
        int at = todo.removeLast();
        if (on.get(at) || at == l.point - cfg.firstPoint) {
          continue;
        }
        on.set(at);
        for (int next : cfg.succPoints[at]) {
          todo.add(next);
        }
      }
      active[l.id] = on;
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
    return n > 0 && solver.value(l.region).nextClearBit(cfg.firstPoint) >= cfg.firstPoint + n;
  }

  /** The loans in scope before the statement; null for none. */
  BitSet at(int point) {
    return inScope[point - cfg.firstPoint];
  }

  boolean isActive(Loan l, int point) {
    return !l.twoPhase || active[l.id] != null && active[l.id].get(point - cfg.firstPoint);
  }
}
