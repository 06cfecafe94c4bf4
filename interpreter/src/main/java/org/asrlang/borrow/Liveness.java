package org.asrlang.borrow;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Cfg.Block;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** Where locals are live: their types' regions contain these points. */
final class Liveness {
  private final Cfg cfg;
  private final BodyCtxt cx;
  private final RegionSolver solver;

  /** By local, in which chain of {@link #next} the points are at which it is used; or dropped. */
  private final int[] uses;

  private final int[] drops;
  private int[] points = new int[64];
  private int[] next = new int[64];
  private int count;

  /** The last round of {@link #live} that came to a point. */
  private final int[] seen;

  private int round;
  private int[] todo = new int[64];

  Liveness(Cfg cfg, BodyCtxt cx, RegionSolver solver) {
    this.cfg = cfg;
    this.cx = cx;
    this.solver = solver;
    this.uses = new int[cfg.locals.size()];
    this.drops = new int[cfg.locals.size()];
    this.seen = new int[cfg.points.size()];
    Arrays.fill(uses, -1);
    Arrays.fill(drops, -1);
  }

  void run(MoveAnalysis moves) {
    BitSet everywhere = everywhere();
    // what is dropped and may look at borrows then, with the points after which it is there
    Map<MirLocal, BitSet> full = new LinkedHashMap<>();
    for (Stmt s : cfg.points) {
      collect(s);
      if (dropped(s) != null && !cx.rules.dropRegions(dropped(s).ty).isEmpty()) {
        full.computeIfAbsent(dropped(s), l -> new BitSet());
      }
    }
    if (!full.isEmpty()) {
      full(moves, full);
    }
    for (MirLocal l : cfg.locals) {
      if (uses[l.id] < 0 && drops[l.id] < 0 || !l.ty.has(Ty.HAS_REGION)) {
        continue;
      }
      Set<Integer> vars = cx.regions.vars(l.ty);
      if (vars.stream().allMatch(everywhere::get)) {
        continue;
      }
      if (uses[l.id] >= 0 && !vars.isEmpty()) {
        live(uses[l.id], l, null, vars);
      }
      if (drops[l.id] >= 0) {
        live(drops[l.id], l, full.get(l), cx.rules.dropRegions(l.ty));
      }
    }
  }

  /** The local that the statement drops as a whole; null for other statements. */
  private static MirLocal dropped(Stmt s) {
    return (s.kind == Stmt.Kind.DROP || s.kind == Stmt.Kind.DROP_REPLACE) && s.dest.isLocal()
        ? s.dest.local
        : null;
  }

  /** The regions that contain the whole body, whatever is live. */
  private BitSet everywhere() {
    BitSet set = new BitSet();
    for (Cfg c = cfg; c != null; c = c.parent) {
      for (Universal u : cx.regions.universals) {
        if (u.owner == c || u.owner == null) {
          set.set(u.var);
        }
      }
      c.external.forEach(set::set);
    }
    solver.addLonger(set);
    return set;
  }

  private void add(Set<Integer> vars, int local) {
    for (int v : vars) {
      solver.addPoint(v, cfg.firstPoint + local);
    }
  }

  private void collect(Stmt s) {
    int at = s.point - cfg.firstPoint;
    if (s.kind == Stmt.Kind.DROP || s.kind == Stmt.Kind.DROP_REPLACE) {
      if (!s.dest.isLocal()) {
        use(s.dest, at);
      }
      return;
    }
    if (s.kind == Stmt.Kind.STORAGE_DEAD) {
      return;
    }
    for (GenericArg a : s.generic) {
      if (a instanceof Region r) {
        int v = cx.regions.var(r);
        if (v >= 0) {
          solver.addPoint(v, cfg.firstPoint + at);
        }
      } else if (a instanceof Ty t && t.has(Ty.HAS_REGION)) {
        add(cx.regions.vars(t), at);
      }
    }
    for (Operand o : s.uses) {
      use(o.place(), at);
    }
    if (s.loan != null) {
      use(s.loan.place, at);
    }
    if (s.dest != null && !s.dest.isLocal()) {
      use(s.dest, at);
    }
  }

  private void use(MirPlace p, int at) {
    MirLocal l = p.rootLocal();
    if (l != null) {
      chain(uses, l, at);
    }
  }

  private void chain(int[] heads, MirLocal l, int at) {
    if (count == points.length) {
      points = Arrays.copyOf(points, count * 2);
      next = Arrays.copyOf(next, count * 2);
    }
    points[count] = at;
    next[count] = heads[l.id];
    heads[l.id] = count++;
  }

  /** Where locals are dropped that may hold something, and after which points they may. */
  private void full(MoveAnalysis moves, Map<MirLocal, BitSet> full) {
    MirLocal[] locals = full.keySet().toArray(new MirLocal[0]);
    for (Block b : cfg.blocks) {
      MoveAnalysis.State state = moves.entry(b);
      for (Stmt s : b.stmts) {
        MirLocal dropped = dropped(s);
        if (dropped != null && full.containsKey(dropped) && state.init.get(s.dest.bit)) {
          chain(drops, dropped, s.point - cfg.firstPoint);
        }
        moves.apply(s, state);
        for (MirLocal l : locals) {
          if (state.init.get(cfg.local(l).bit)) {
            full.get(l).set(s.point - cfg.firstPoint);
          }
        }
      }
    }
  }

  /**
   * Puts into regions the points from which one of the given ones is reached without the local
   * being written.
   *
   * @param from the head of a chain
   * @param full for drops, which only concern what holds something; else null
   */
  private void live(int from, MirLocal l, BitSet full, Set<Integer> vars) {
    round++;
    int n = 0;
    for (int at = from; at >= 0; at = next[at]) {
      n = reach(points[at], n, vars);
    }
    while (n > 0) {
      int at = todo[--n];
      for (int prev : cfg.predPoints[at]) {
        if (seen[prev] != round) {
          Stmt s = cfg.points.get(prev);
          if (!defines(s, l) && (full == null || full.get(prev) && !movesWhole(s, l))) {
            n = reach(prev, n, vars);
          }
        }
      }
    }
  }

  private int reach(int at, int n, Set<Integer> vars) {
    if (seen[at] == round) {
      return n;
    }
    seen[at] = round;
    add(vars, at);
    if (n == todo.length) {
      todo = Arrays.copyOf(todo, n * 2);
    }
    todo[n] = at;
    return n + 1;
  }

  private static boolean defines(Stmt s, MirLocal l) {
    return s.dest != null
        && s.dest.local == l
        && (s.kind == Stmt.Kind.ASSIGN || s.kind == Stmt.Kind.STORAGE_DEAD);
  }

  private static boolean movesWhole(Stmt s, MirLocal l) {
    for (Operand o : s.uses) {
      if (o.how() == Stmt.How.MOVE && o.place().local == l) {
        return true;
      }
    }
    return s.kind == Stmt.Kind.DROP && s.dest.local == l;
  }
}
