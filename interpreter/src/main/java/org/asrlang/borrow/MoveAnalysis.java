package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Cfg.Block;
import org.asrlang.borrow.cfg.LoopOrder;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.How;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;

/**
 * Which places may be uninitialized, which locals may hold something, and which may have been
 * assigned before, at each point. A place that was moved out of takes everything inside with it.
 */
final class MoveAnalysis {
  private final Cfg cfg;
  private final TypeRules rules;
  private final BitSet[] uninitAt;
  private final BitSet[] initAt;
  private final BitSet[] everAt;

  /** How many bits stand for what is known of at the ends of blocks; the others follow. */
  private int shared;

  /** Of each block, how many bits stand for what it alone knows. */
  private final int[] locals;

  /** By place, null until asked. */
  private final Illegal[] illegal;

  /** By place: the how manieth it is that got a move path, from 1; null until asked. */
  private Map<MirPlace, Integer> named;

  /** Why a place cannot be moved out of. */
  enum Illegal {
    NONE,
    BORROWED,
    INDEX,
    DROP_TYPE,
    STATIC,
    UPVAR
  }

  MoveAnalysis(Cfg cfg, TypeRules rules) {
    this.cfg = cfg;
    this.rules = rules;
    int n = cfg.blocks.size();
    uninitAt = new BitSet[n];
    initAt = new BitSet[n];
    everAt = new BitSet[n];
    locals = new int[n];
    illegal = new Illegal[cfg.places.size()];
    number();
    solve();
  }

  /**
   * Values on their way that one block makes and uses have no state where blocks begin: those of
   * all blocks have the same bits. Graphs of long functions consist of little else.
   */
  private void number() {
    int[] home = new int[cfg.places.size()];
    for (Block b : cfg.blocks) {
      for (Stmt s : b.stmts) {
        for (Operand o : s.uses) {
          at(home, o.place().root(), b);
        }
        if (s.loan != null) {
          at(home, s.loan.place.root(), b);
        }
        if (s.dest != null) {
          at(home, s.dest.root(), b);
        }
      }
    }
    for (MirPlace p : cfg.places) {
      if (home[p.root().id] < 0) {
        p.bit = shared++;
      }
    }
    for (MirPlace p : cfg.places) {
      int block = home[p.root().id];
      if (block >= 0) {
        // block 0 for what is never reached, and so never looked at
        p.bit = shared + locals[Math.max(0, block - 1)]++;
      }
    }
  }

  private static void at(int[] home, MirPlace root, Block b) {
    boolean own = root.isLocal() && root.local.decl == null && !root.local.isReturn;
    int known = home[root.id];
    home[root.id] = own && (known == 0 || known == b.index + 1) ? b.index + 1 : -1;
  }

  /**
   * Where a place may have been moved.
   *
   * @param again whether it was in an earlier turn of a loop
   */
  record Site(Stmt stmt, boolean again) {}

  /** Walks the points of a block with the state before each. */
  static final class State {
    final BitSet uninit;
    final BitSet init;
    final BitSet ever;

    State(BitSet uninit, BitSet init, BitSet ever) {
      this.uninit = uninit;
      this.init = init;
      this.ever = ever;
    }
  }

  State entry(Block b) {
    BitSet uninit = (BitSet) uninitAt[b.index].clone();
    uninit.set(shared, shared + locals[b.index]);
    return new State(uninit, (BitSet) initAt[b.index].clone(), (BitSet) everAt[b.index].clone());
  }

  private void solve() {
    for (int i = 0; i < uninitAt.length; i++) {
      uninitAt[i] = new BitSet();
      initAt[i] = new BitSet();
      everAt[i] = new BitSet();
    }
    BitSet start = uninitAt[0];
    for (MirPlace p : cfg.places) {
      if (p.bit < shared) {
        (p.root().kind == MirPlace.Kind.LOCAL ? start : initAt[0]).set(p.bit);
      }
    }
    int[] rank = LoopOrder.of(cfg.blocks);
    int[] ranked = new int[rank.length];
    for (int i = 0; i < rank.length; i++) {
      ranked[rank[i]] = i;
    }
    BitSet todo = new BitSet();
    boolean[] reached = new boolean[uninitAt.length];
    todo.set(rank[0]);
    reached[0] = true;
    for (int first = rank[0]; first >= 0; first = todo.nextSetBit(0)) {
      todo.clear(first);
      int i = ranked[first];
      Block b = cfg.blocks.get(i);
      State s = entry(b);
      for (Stmt stmt : b.stmts) {
        apply(stmt, s);
      }
      forgetOwn(s.uninit);
      forgetOwn(s.init);
      forgetOwn(s.ever);
      for (Block next : b.succs) {
        int j = next.index;
        boolean more = !reached[j];
        reached[j] = true;
        if (more) {
          uninitAt[j] = (BitSet) s.uninit.clone();
          initAt[j] = (BitSet) s.init.clone();
          everAt[j] = (BitSet) s.ever.clone();
        } else {
          more = add(uninitAt[j], s.uninit);
          more |= add(initAt[j], s.init);
          more |= add(everAt[j], s.ever);
        }
        if (more) {
          todo.set(rank[j]);
        }
      }
    }
  }

  private void forgetOwn(BitSet state) {
    if (state.length() > shared) {
      state.clear(shared, state.length());
    }
  }

  /** Whether that makes it more. */
  private static boolean add(BitSet to, BitSet state) {
    int before = to.cardinality();
    to.or(state);
    return to.cardinality() != before;
  }

  void apply(Stmt stmt, State s) {
    for (Operand o : stmt.uses) {
      if (moves(stmt, o)) {
        set(o.place(), s.uninit, s.init, true);
      }
    }
    switch (stmt.kind) {
      case ASSIGN -> {
        if (stmt.dest != null) {
          set(stmt.dest, s.uninit, s.init, false);
          if (stmt.dest.isLocal()) {
            s.ever.set(stmt.dest.bit);
          }
        }
      }
      case STORAGE_DEAD -> {
        set(stmt.dest, s.uninit, s.init, true);
        s.ever.clear(stmt.dest.root().bit);
      }
      case DROP, DROP_REPLACE -> set(stmt.dest, s.uninit, s.init, true);
      case FAKE_READ, RETURN, NOP -> {}
    }
  }

  /** Whether the operand makes its place uninitialized. */
  boolean moves(Stmt s, Operand o) {
    return o.how() == How.MOVE
        && !s.isGuarded(o.place().rootLocal())
        && illegal(o.place()) == Illegal.NONE;
  }

  private void set(MirPlace p, BitSet uninit, BitSet init, boolean gone) {
    if (gone) {
      uninit.set(p.bit);
      init.clear(p.bit);
    } else {
      uninit.clear(p.bit);
      init.set(p.bit);
    }
    for (MirPlace c : cfg.children(p)) {
      if (!c.derefsRef()) {
        set(c, uninit, init, gone);
      }
    }
    if (gone && p.kind == MirPlace.Kind.SUBSLICE) {
      for (MirPlace c : cfg.children(p.base)) {
        if (c.kind == MirPlace.Kind.CONST_INDEX && ArrayParts.overlap(c, p)) {
          set(c, uninit, init, true);
        }
      }
    }
  }

  /** Whether something inside of it may be moved out (itself not asked): in rustc's order. */
  MirPlace movedPart(MirPlace p, BitSet uninit) {
    boolean gone = false;
    for (MirPlace c : cfg.children(p)) {
      gone |= isGone(c, uninit);
    }
    if (gone) {
      return cfg.children(p).stream()
          .filter(c -> isGone(c, uninit))
          .max(Comparator.comparingInt(c -> named().getOrDefault(c, 0)))
          .get();
    }
    for (MirPlace c : cfg.children(p)) {
      MirPlace inner = c.derefsRef() ? null : movedPart(c, uninit);
      if (inner != null) {
        return inner;
      }
    }
    return p.kind == MirPlace.Kind.SUBSLICE ? movedElement(p, uninit) : null;
  }

  private static boolean isGone(MirPlace part, BitSet uninit) {
    return !part.derefsRef() && uninit.get(part.bit);
  }

  private MirPlace movedElement(MirPlace slice, BitSet uninit) {
    for (MirPlace c : cfg.children(slice.base)) {
      if (ArrayParts.overlap(c, slice)) {
        MirPlace inner =
            uninit.get(c.bit)
                ? c
                : c.kind == MirPlace.Kind.CONST_INDEX ? movedPart(c, uninit) : null;
        if (inner != null) {
          return inner;
        }
      }
    }
    return null;
  }

  /** The outermost place around, or itself, that may be gone: not through pointers; or null. */
  MirPlace widest(MirPlace p, BitSet uninit) {
    MirPlace widest = null;
    for (MirPlace at = p; at != null; at = at.base) {
      if (movePath(at) == at && uninit.get(at.bit)) {
        widest = at;
      }
      if (at.kind == MirPlace.Kind.DEREF) {
        break;
      }
    }
    return widest;
  }

  /** The innermost place around, or itself, that can be moved out of as such: not behind a ref. */
  static MirPlace movePath(MirPlace p) {
    MirPlace path = p;
    for (MirPlace at = p; at.base != null; at = at.base) {
      if (at.derefsRef() || at.kind == MirPlace.Kind.INDEX) {
        path = at.base;
      }
    }
    return path;
  }

  /** The innermost place around, or itself, that the body moves, initializes or drops as such. */
  MirPlace known(MirPlace p) {
    MirPlace at = p;
    while (at.base != null && !named().containsKey(at)) {
      at = at.base;
    }
    return at;
  }

  private Map<MirPlace, Integer> named() {
    if (named == null) {
      named = new HashMap<>();
      List<Stmt> inOrder = new ArrayList<>(cfg.points);
      // the arms of a branch as they are written
      inOrder.sort(Comparator.comparingInt(s -> s.span.lo()));
      for (Stmt s : inOrder) {
        for (Operand o : s.uses) {
          // what is only held against patterns in a closure is known by its name, too
          if (o.how() == How.MOVE || s.kind == Stmt.Kind.FAKE_READ && o.closure() != null) {
            name(o.place());
          }
        }
        if (s.dest != null) {
          name(s.dest);
        }
      }
    }
    return named;
  }

  /** What is behind a reference counts as a use of the reference. */
  private void name(MirPlace p) {
    for (MirPlace at = movePath(p); at != null; at = at.base) {
      named.putIfAbsent(at, named.size() + 1);
    }
  }

  /** The first step from the root on that nothing can be moved through. */
  Illegal illegal(MirPlace p) {
    if (p.base == null && p.local != null) {
      return Illegal.NONE;
    }
    if (p.id >= illegal.length) {
      return firstIllegal(p);
    }
    Illegal known = illegal[p.id];
    return known != null ? known : (illegal[p.id] = firstIllegal(p));
  }

  private Illegal firstIllegal(MirPlace p) {
    MirPlace root = p.root();
    Illegal first =
        switch (root.kind) {
          case STATIC -> Illegal.STATIC;
          case CONSTANT -> Illegal.NONE; // has no drop: only the part that is used is copied
          case UPVAR -> cfg.kind == ClosureKind.FN_ONCE ? Illegal.NONE : Illegal.UPVAR;
          default -> Illegal.NONE;
        };
    Illegal step = Illegal.NONE;
    for (MirPlace at = p; at.base != null; at = at.base) {
      if (at.derefsRef()) {
        step = isEnv(at) && byRefUpvar(at) ? Illegal.UPVAR : Illegal.BORROWED;
      } else if (at.kind == MirPlace.Kind.INDEX
          || at.kind != MirPlace.Kind.DEREF && at.base.ty instanceof Ty.Slice) {
        step = Illegal.INDEX;
      } else if (at.kind == MirPlace.Kind.FIELD
          && rules.dropImpl(at.base.ty) != null
          && !rules.isBox(at.base.ty)) {
        step = Illegal.DROP_TYPE;
      }
    }
    return step != Illegal.NONE && (root.kind != MirPlace.Kind.UPVAR || first == Illegal.NONE)
        ? step
        : step == Illegal.BORROWED ? step : first;
  }

  private boolean isEnv(MirPlace at) {
    return at.base.kind == MirPlace.Kind.UPVAR;
  }

  private boolean byRefUpvar(MirPlace at) {
    return cfg.captures.get(at.base.index).mode() != org.asrlang.types.Capture.Mode.BY_VALUE;
  }

  /**
   * The statements that may have moved the place, or something around it, when the point is
   * reached. Those of an earlier turn of a loop count only where the place was whole on entry to
   * it.
   *
   * @return in the order found; empty where it was never initialized
   */
  List<Site> movesBefore(MirPlace p, int point) {
    List<Site> found = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    List<Integer> todo = new ArrayList<>();
    List<Integer> back = new ArrayList<>();
    predecessors(point - cfg.firstPoint, todo, back);
    boolean fromStart = false;
    while (!todo.isEmpty()) {
      int at = todo.removeLast();
      if (ends(p, at, seen, found, false)) {
        continue;
      }
      fromStart |= cfg.predPoints[at].length == 0;
      predecessors(at, todo, back);
    }
    MirLocal local = p.rootLocal();
    if (!found.isEmpty() || fromStart && local != null && !local.isParam()) {
      return found;
    }
    while (!back.isEmpty()) {
      int at = back.removeLast();
      if (!ends(p, at, seen, found, true)) {
        predecessors(at, back, back);
      }
    }
    return found;
  }

  /** Points are in reverse postorder: an edge that does not go up goes back to a loop's start. */
  private void predecessors(int at, List<Integer> forward, List<Integer> back) {
    for (int prev : cfg.predPoints[at]) {
      (prev < at ? forward : back).add(prev);
    }
  }

  /** Whether the point has been looked at, or moves (which is noted), or initializes the place. */
  private boolean ends(MirPlace p, int at, Set<Integer> seen, List<Site> found, boolean again) {
    if (!seen.add(at)) {
      return true;
    }
    Stmt s = cfg.points.get(at);
    if (s.kind == Stmt.Kind.ASSIGN && s.dest != null && p.isWithin(s.dest)) {
      return true;
    }
    for (Operand o : s.uses) {
      if (moves(s, o) && ArrayParts.touches(p, o.place())) {
        found.add(new Site(s, again));
        return true;
      }
    }
    return s.kind == Stmt.Kind.STORAGE_DEAD && p.rootLocal() == s.dest.local;
  }
}
