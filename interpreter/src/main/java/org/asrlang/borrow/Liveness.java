package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Cfg.Block;
import org.asrlang.borrow.cfg.MirLocal;
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
  private final Map<MirLocal, List<Integer>> uses = new HashMap<>();
  private final Map<MirLocal, List<Integer>> drops = new HashMap<>();

  Liveness(Cfg cfg, BodyCtxt cx, RegionSolver solver) {
    this.cfg = cfg;
    this.cx = cx;
    this.solver = solver;
  }

  void run(MoveAnalysis moves) {
    for (Block b : cfg.blocks) {
      MoveAnalysis.State state = moves.entry(b);
      for (Stmt s : b.stmts) {
        collect(s, state);
        moves.apply(s, state);
      }
    }
    BitSet everywhere = everywhere();
    Map<MirLocal, BitSet> full = full(moves);
    for (MirLocal l : cfg.locals) {
      if (!l.ty.has(Ty.HAS_REGION)
          || cx.regions.vars(l.ty).stream().allMatch(v -> everywhere.get(v))) {
        continue;
      }
      List<Integer> used = uses.get(l);
      if (used != null) {
        Set<Integer> vars = cx.regions.vars(l.ty);
        if (!vars.isEmpty()) {
          live(used, l, null).stream().forEach(p -> add(vars, p));
        }
      }
      List<Integer> dropped = drops.get(l);
      if (dropped != null) {
        Set<Integer> vars = cx.rules.dropRegions(l.ty);
        if (!vars.isEmpty()) {
          live(dropped, l, full.get(l)).stream().forEach(p -> add(vars, p));
        }
      }
    }
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

  private void collect(Stmt s, MoveAnalysis.State state) {
    int at = s.point - cfg.firstPoint;
    if (s.kind == Stmt.Kind.DROP || s.kind == Stmt.Kind.DROP_REPLACE) {
      MirLocal l = s.dest.rootLocal();
      if (l != null) {
        if (!s.dest.isLocal()) {
          uses.computeIfAbsent(l, x -> new ArrayList<>()).add(at);
        } else if (state.init.get(s.dest.id)) {
          drops.computeIfAbsent(l, x -> new ArrayList<>()).add(at);
        }
      }
      return;
    }
    if (s.kind == Stmt.Kind.STORAGE_DEAD) {
      return;
    }
    for (GenericArg a : s.generic) {
      add(a instanceof Ty t ? cx.regions.vars(t) : a instanceof Region r ? of(r) : Set.of(), at);
    }
    for (Operand o : s.uses) {
      use(o.place().rootLocal(), at);
    }
    if (s.loan != null) {
      use(s.loan.place.rootLocal(), at);
    }
    if (s.dest != null && !s.dest.isLocal()) {
      use(s.dest.rootLocal(), at);
    }
  }

  private Set<Integer> of(Region r) {
    int v = cx.regions.var(r);
    return v < 0 ? Set.of() : Set.of(v);
  }

  private void use(MirLocal l, int at) {
    if (l != null) {
      uses.computeIfAbsent(l, x -> new ArrayList<>()).add(at);
    }
  }

  /** After which points the locals that are dropped may hold something. */
  private Map<MirLocal, BitSet> full(MoveAnalysis moves) {
    Map<MirLocal, BitSet> full = new HashMap<>();
    for (MirLocal l : drops.keySet()) {
      if (!cx.rules.dropRegions(l.ty).isEmpty()) {
        full.put(l, new BitSet());
      }
    }
    for (Block b : full.isEmpty() ? List.<Block>of() : cfg.blocks) {
      MoveAnalysis.State state = moves.entry(b);
      for (Stmt s : b.stmts) {
        moves.apply(s, state);
        full.forEach((l, points) -> {
          if (state.init.get(cfg.local(l).id)) {
            points.set(s.point - cfg.firstPoint);
          }
        });
      }
    }
    return full;
  }

  /**
   * The points from which one of the given ones is reached without the local being written.
   *
   * @param full for drops, which only concern what holds something; else null
   */
  private BitSet live(List<Integer> from, MirLocal l, BitSet full) {
    BitSet live = new BitSet();
    List<Integer> todo = new ArrayList<>(from);
    from.forEach(live::set);
    while (!todo.isEmpty()) {
      int at = todo.removeLast();
      for (int prev : cfg.predPoints[at]) {
        Stmt s = cfg.points.get(prev);
        if (defines(s, l) || full != null && (!full.get(prev) || movesWhole(s, l))) {
          continue;
        }
        if (!live.get(prev)) {
          live.set(prev);
          todo.add(prev);
        }
      }
    }
    return live;
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
