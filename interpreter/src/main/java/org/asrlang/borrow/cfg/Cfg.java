package org.asrlang.borrow.cfg;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.asrlang.source.Span;
import org.asrlang.thir.Body;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;

/** The control-flow graph of a function's or closure's body. */
public final class Cfg {
  public static final class Block {
    public final List<Stmt> stmts = new ArrayList<>();
    public final List<Block> succs = new ArrayList<>(2);
    public final List<Block> preds = new ArrayList<>(2);
    public int index = -1;

    /** Whether it is gone through only by a panic. */
    public boolean unwinding;

    public void to(Block next) {
      if (!succs.contains(next)) {
        succs.add(next);
      }
    }
  }

  public final Body body;

  /** Null for the outermost body. */
  public final Cfg parent;

  /** Null for what is no closure. */
  public final ClosureKind kind;

  public final List<Capture> captures;
  public final List<MirLocal> locals = new ArrayList<>();
  public final List<MirPlace> places = new ArrayList<>();
  public final List<Loan> loans = new ArrayList<>();
  private final List<MirPlace> roots = new ArrayList<>();
  private final Map<MirLocal, MirPlace> ofLocals = new IdentityHashMap<>();

  /** Of the borrow of the closure's own environment; -1 for none. */
  public int envRegion = -1;

  /** Of the closure's fields, with regions. */
  public List<Ty> upvarTys = List.of();

  public Span closureSpan;

  /** The regions that come from outside of the closure. */
  public final Set<Integer> external = new TreeSet<>();

  public final Block entry = new Block();

  /** The reachable blocks in reverse postorder, after {@link #finish}. */
  public List<Block> blocks;

  /** By point, from {@link #firstPoint}. */
  public final List<Stmt> points = new ArrayList<>();

  public int firstPoint;
  public int[][] succPoints;
  public int[][] predPoints;

  /** Each point's block. */
  public Block[] blockOf;

  public Cfg(Body body, Cfg parent, ClosureKind kind, List<Capture> captures) {
    this.body = body;
    this.parent = parent;
    this.kind = kind;
    this.captures = captures;
  }

  public MirPlace local(MirLocal l) {
    MirPlace known = ofLocals.get(l);
    if (known == null) {
      known = root(MirPlace.Kind.LOCAL, l.id, l.ty, l);
      ofLocals.put(l, known);
    }
    return known;
  }

  public MirPlace root(MirPlace.Kind kind, int index, Ty ty, MirLocal local) {
    MirPlace p = new MirPlace(null, kind, index, 0, ty, local, places.size());
    places.add(p);
    roots.add(p);
    return p;
  }

  public MirPlace upvar(int index, Ty ty) {
    return only(MirPlace.Kind.UPVAR, index, ty);
  }

  /** A static, by its definition's id. */
  public MirPlace statics(int index, Ty ty) {
    return only(MirPlace.Kind.STATIC, index, ty);
  }

  private MirPlace only(MirPlace.Kind kind, int index, Ty ty) {
    for (MirPlace p : roots) {
      if (p.kind == kind && p.index == index) {
        return p;
      }
    }
    return root(kind, index, ty, null);
  }

  /** The projection if it was made before, else null. */
  public MirPlace known(MirPlace base, MirPlace.Kind kind, int index, int extra) {
    for (MirPlace c : base.children) {
      if (c.kind == kind && c.index == index && c.extra == extra) {
        return c;
      }
    }
    return null;
  }

  public MirPlace project(MirPlace base, MirPlace.Kind kind, int index, int extra, Ty ty) {
    MirPlace p = new MirPlace(base, kind, index, extra, ty, null, places.size());
    places.add(p);
    base.children.add(p);
    return p;
  }

  public List<MirPlace> children(MirPlace p) {
    return p.children;
  }

  /**
   * Of several loans in the way of an access the first is told: that on the way looked at first.
   */
  private void number(List<Block> found) {
    Set<Loan> first = new LinkedHashSet<>();
    for (Block b : found) {
      for (Stmt s : b.stmts) {
        if (s.loan != null) {
          first.add(s.loan);
        }
      }
    }
    first.addAll(loans);
    loans.clear();
    for (Loan l : first) {
      l.id = loans.size();
      loans.add(l);
    }
  }

  /** Numbers blocks and points. */
  public void finish(int first) {
    firstPoint = first;
    blocks = new ArrayList<>();
    List<Block> order = new ArrayList<>();
    List<Block> found = new ArrayList<>();
    List<int[]> stack = new ArrayList<>();
    List<Block> path = new ArrayList<>();
    entry.index = -2;
    found.add(entry);
    path.add(entry);
    stack.add(new int[] {0});
    while (!path.isEmpty()) {
      Block b = path.getLast();
      int[] next = stack.getLast();
      if (next[0] < b.succs.size()) {
        Block s = b.succs.get(next[0]++);
        if (s.index == -1) {
          s.index = -2;
          found.add(s);
          path.add(s);
          stack.add(new int[] {0});
        }
      } else {
        order.add(b);
        path.removeLast();
        stack.removeLast();
      }
    }
    blocks.addAll(order.reversed());
    number(found);
    for (int i = 0; i < blocks.size(); i++) {
      Block b = blocks.get(i);
      b.index = i;
      if (b.stmts.isEmpty()) {
        b.stmts.add(new Stmt(Stmt.Kind.NOP, null, List.of(), null, body.span()));
      }
      for (Stmt s : b.stmts) {
        s.point = first + points.size();
        points.add(s);
        if (s.loan != null) {
          s.loan.point = s.point;
        }
      }
      for (Block s : b.succs) {
        s.preds.add(b);
      }
    }
    int n = points.size();
    succPoints = new int[n][];
    predPoints = new int[n][];
    blockOf = new Block[n];
    for (Block b : blocks) {
      int start = b.stmts.getFirst().point - first;
      int end = b.stmts.getLast().point - first;
      for (int p = start; p <= end; p++) {
        blockOf[p] = b;
        succPoints[p] =
            p < end
                ? new int[] {p + 1}
                : b.succs.stream().mapToInt(s -> s.stmts.getFirst().point - first).toArray();
        predPoints[p] =
            p > start
                ? new int[] {p - 1}
                : b.preds.stream().mapToInt(s -> s.stmts.getLast().point - first).toArray();
      }
    }
  }
}
