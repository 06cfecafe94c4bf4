package org.asrlang.borrow;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.PlaceConflict.Depth;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Cfg.Block;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.source.Span;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;

/** Walks a body's points and holds every access against moves, mutability and loans in scope. */
final class AccessCheck {
  /** What an access does to its place. */
  enum Rw {
    COPY,
    BORROW,
    RESERVE,
    ACTIVATE,
    BORROW_MUT,
    MOVE,
    MUTATE,
    REPLACE,
    STORAGE_DEAD
  }

  private final Cfg cfg;
  private final BodyCtxt cx;
  private final MoveAnalysis moves;
  private final LoanFlow loans;
  private final MoveErrors moveErrors;
  private final IllegalMoves illegalMoves;
  private final ConflictErrors conflicts;
  private final Mutability mutability;
  private final ReportedAccesses reported;
  private final Set<Loan> badReservations = new HashSet<>();

  /** Variables whose drop a loan forbids, of which one is told. */
  private final Set<MirPlace> disturbedDrops = new HashSet<>();

  /** Before the statement that is being looked at. */
  private MoveAnalysis.State state;

  AccessCheck(
      Cfg cfg,
      BodyCtxt cx,
      MoveAnalysis moves,
      LoanFlow loans,
      MoveErrors moveErrors,
      IllegalMoves illegalMoves,
      ConflictErrors conflicts,
      ReportedAccesses reported,
      Mutability mutability) {
    this.cfg = cfg;
    this.cx = cx;
    this.moves = moves;
    this.loans = loans;
    this.moveErrors = moveErrors;
    this.illegalMoves = illegalMoves;
    this.conflicts = conflicts;
    this.reported = reported;
    this.mutability = mutability;
  }

  void run() {
    for (Block b : cfg.blocks) {
      state = moves.entry(b);
      for (Stmt s : b.stmts) {
        statement(s, state);
        moves.apply(s, state);
      }
    }
    leftByUnwinding();
  }

  /**
   * Where a panic leaves the body all of its variables end, without a statement of their own. What
   * is borrowed there still is borrowed for ever.
   */
  private void leftByUnwinding() {
    BitSet there = new BitSet();
    for (Loan l : cfg.loans) {
      if (endsWithBody(l) || isDropped(l)) {
        there.set(l.id, loans.isEverywhere(l));
      }
    }
    if (there.isEmpty()) {
      return;
    }
    BitSet left = new BitSet();
    for (Stmt s : cfg.points) {
      if (s.unwinds || s.kind == Stmt.Kind.DROP) {
        for (int i : loans.at(s.point)) {
          left.set(i);
        }
      }
    }
    Span end = cfg.body.span().shrinkToEnd();
    Stmt exit = new Stmt(Stmt.Kind.NOP, null, List.of(), null, end);
    left.and(there);
    List<Loan> lasting = left.stream().mapToObj(cfg.loans::get).toList();
    for (Loan l : lasting) {
      if (isDropped(l) && disturbedDrops.add(l.place.root())) {
        conflicts.report(exit, l.place.root(), end, Rw.STORAGE_DEAD, l, null);
      }
    }
    for (Loan l : lasting) {
      if (endsWithBody(l)) {
        conflicts.report(exit, l.place, end, Rw.STORAGE_DEAD, l, null);
      }
    }
  }

  /** Whether what is borrowed is disturbed when the variable is dropped. */
  private boolean isDropped(Loan l) {
    MirPlace root = l.place.root();
    return root.isLocal()
        && cx.rules.needsDrop(root.ty)
        && PlaceConflict.conflict(cx.rules, l.place, root, Depth.DROP);
  }

  private boolean endsWithBody(Loan l) {
    MirPlace root = l.place.root();
    return (root.isLocal() || root.kind == MirPlace.Kind.UPVAR && takesCaptures())
        && PlaceConflict.conflict(cx.rules, l.place, root, Depth.SHALLOW);
  }

  private boolean takesCaptures() {
    return cfg.parent != null && cfg.kind == ClosureKind.FN_ONCE;
  }

  private void statement(Stmt s, MoveAnalysis.State state) {
    List<Loan> activated = loans.activations.get(s.point - cfg.firstPoint);
    if (activated != null) {
      for (Loan l : activated) {
        if (loans.isInScope(l, s.point) && !isReported(l)) {
          access(s, l.place, s.span, Depth.DEEP, Rw.ACTIVATE, l, null);
        }
      }
    }
    for (Operand o : s.uses) {
      use(s, o, state);
    }
    if (s.loan != null && s.loan.held == null) {
      Loan l = s.loan;
      Rw rw = !l.mutable ? Rw.BORROW : l.twoPhase ? Rw.RESERVE : Rw.BORROW_MUT;
      access(s, l.place, l.span, Depth.DEEP, rw, null, l);
      moved(s, l.place, l.span, state, MoveErrors.Action.BORROW, l.closureUse);
    }
    switch (s.kind) {
      case ASSIGN -> {
        if (s.dest != null) {
          mutate(s, state);
        }
      }
      case STORAGE_DEAD -> access(s, s.dest, s.span, Depth.SHALLOW, Rw.STORAGE_DEAD, null, null);
      case DROP -> {
        if (access(s, s.dest, s.span, Depth.DROP, Rw.STORAGE_DEAD, null, null)) {
          disturbedDrops.add(s.dest);
        }
      }
      case DROP_REPLACE -> access(s, s.dest, s.span, Depth.DROP, Rw.REPLACE, null, null);
      case RETURN -> capturesEnd(s);
      case FAKE_READ, NOP -> {}
    }
  }

  /** Parameters, and what a closure that runs once has taken, end with the body. */
  private void capturesEnd(Stmt s) {
    int[] in = loans.at(s.point);
    if (dropsCaptures()) {
      // the closure is dropped as one thing: the first that is in the way is told
      for (int i : in) {
        Loan l = cfg.loans.get(i);
        MirPlace root = l.place.root();
        if (root.kind == MirPlace.Kind.UPVAR
            && PlaceConflict.conflict(cx.rules, l.place, root, Depth.DROP)) {
          conflicts.report(s, root, s.span, Rw.STORAGE_DEAD, l, null);
          break;
        }
      }
    }
    for (int i : in) {
      Loan l = cfg.loans.get(i);
      if (endsWithBody(l)) {
        conflicts.report(s, l.place, s.span, Rw.STORAGE_DEAD, l, null);
      }
    }
  }

  private boolean dropsCaptures() {
    return takesCaptures() && cfg.upvarTys.stream().anyMatch(cx.rules::needsDrop);
  }

  /** Whether it was in the way already when the place was lent, there or elsewhere. */
  private boolean isReported(Loan l) {
    return badReservations.contains(l)
        || MoveErrors.comparable(l.place)
            && badReservations.stream().anyMatch(x -> x.place == l.place);
  }

  private void use(Stmt s, Operand o, MoveAnalysis.State state) {
    switch (o.how()) {
      case COPY -> access(s, o.place(), o.span(), Depth.DEEP, Rw.COPY, null, null);
      case MOVE -> {
        if (s.isGuarded(o.place().rootLocal()) && isMove(o)) {
          illegalMoves.inGuard(o);
          break;
        }
        // that what is returned cannot be is told with the signature
        if (isUnsized(o.place().ty)
            && !(o.place().rootLocal() != null && o.place().rootLocal().isReturn)) {
          illegalMoves.unsizedMove(o);
        }
        if (moves.illegal(o.place()) != MoveAnalysis.Illegal.NONE) {
          if (isMove(o)) {
            illegalMoves.illegalMove(o, s);
          }
          access(s, o.place(), o.span(), Depth.DEEP, isMove(o) ? Rw.MOVE : Rw.COPY, null, null);
        } else {
          access(s, o.place(), o.span(), Depth.DEEP, Rw.MOVE, null, null);
        }
      }
      case INSPECT -> {
        // what is only named as the value of a match is not used by it, its patterns do that
        if (s.kind == Stmt.Kind.FAKE_READ) {
          if (s.indexing) {
            moved(s, o.place(), o.span(), state, MoveErrors.Action.USE, null);
          }
          mentioned(s, o, state);
          return;
        }
        boolean length = o.place().ty instanceof Ty.Slice;
        access(s, o.place(), o.span(), length ? Depth.LENGTH : Depth.SHALLOW, Rw.COPY, null, null);
      }
    }
    moved(s, o.place(), o.span(), state, MoveErrors.Action.USE, o.closure());
  }

  /** But what patterns in a closure are held against must be there when the closure is made. */
  private void mentioned(Stmt s, Operand o, MoveAnalysis.State state) {
    if (o.closure() != null) {
      // told of the closure in which it is, where it is the very place that is gone
      boolean own = MoveErrors.comparable(o.place()) && moves.known(o.place()) == o.place();
      moved(s, o.place(), own ? o.closure() : o.span(), state, MoveErrors.Action.USE, null);
    }
  }

  private static boolean isUnsized(Ty ty) {
    return ty instanceof Ty.Dynamic || ty instanceof Ty.Slice || ty instanceof Ty.Str;
  }

  private boolean isMove(Operand o) {
    return !cx.rules.isCopy(o.place().ty);
  }

  private void moved(
      Stmt s,
      MirPlace p,
      Span span,
      MoveAnalysis.State state,
      MoveErrors.Action action,
      Span closureUse) {
    MirPlace path = MoveAnalysis.movePath(p);
    if (state.uninit.get(path.bit)) {
      moveErrors.moved(s, p, path, span, action, false, closureUse);
    } else if (path == p) {
      MirPlace part = moves.movedPart(path, state.uninit);
      if (part != null) {
        moveErrors.moved(s, p, part, span, action, true, closureUse);
      }
    }
  }

  private void mutate(Stmt s, MoveAnalysis.State state) {
    MirPlace p = s.dest;
    if (p.isLocal()) {
      cx.unusedMut.assigned(p.local, !s.binding && state.ever.get(p.bit));
      if (!p.local.mutable()
          && !p.local.isReturn
          && state.ever.get(p.bit)
          && !reported.contains(s, p, s.span)) {
        mutability.reassigned(s, p.local);
      }
    } else {
      assigned(s, state);
    }
    access(s, p, s.span, Depth.SHALLOW, Rw.MUTATE, null, null);
  }

  /** What is assigned to a part of must be there, as far as it is not the part itself. */
  private void assigned(Stmt s, MoveAnalysis.State state) {
    for (MirPlace at = s.dest; at.base != null; at = at.base) {
      MirPlace base = at.base;
      if (at.kind == MirPlace.Kind.DEREF) {
        MirPlace path = MoveAnalysis.movePath(base);
        if (state.uninit.get(path.bit)) {
          moveErrors.moved(s, base, path, s.span, MoveErrors.Action.USE, false, null);
        }
        return;
      }
      if (at.kind == MirPlace.Kind.FIELD) {
        // what is told is where the widest part that is gone went
        MirPlace gone = moves.widest(base, state.uninit);
        if (gone != null) {
          moveErrors.moved(s, base, gone, s.span, MoveErrors.Action.ASSIGN, false, null);
        }
        if (cx.rules.dropImpl(base.ty) != null) {
          return;
        }
      }
    }
  }

  /** Whether it changes what a match has looked at, of which what is inside may change. */
  private static boolean disturbs(MirPlace p, Rw rw, Loan l) {
    return switch (rw) {
      case MUTATE, REPLACE, BORROW_MUT, ACTIVATE -> p.depth <= l.place.depth;
      case COPY, BORROW, RESERVE, MOVE, STORAGE_DEAD -> false;
    };
  }

  // ---- one access

  /**
   * @return whether something is wrong with it
   */
  private boolean access(
      Stmt s, MirPlace p, Span span, Depth depth, Rw rw, Loan activating, Loan making) {
    if (reported.contains(s, p, span)) {
      return true;
    }
    // where it has never been initialized, that is what is wrong
    MirLocal root = p.rootLocal();
    boolean immutable =
        (root == null || state.ever.get(p.root().bit)) && mutability.check(s, p, span, rw, making);
    boolean inTheWay = conflict(s, p, span, depth, rw, activating, making);
    if (immutable || inTheWay) {
      reported.add(s, p, span);
    }
    if (inTheWay && rw == Rw.RESERVE) {
      badReservations.add(making);
    }
    return immutable || inTheWay;
  }

  private boolean conflict(
      Stmt s, MirPlace p, Span span, Depth depth, Rw rw, Loan activating, Loan making) {
    for (int i : loans.at(s.point)) {
      Loan l = cfg.loans.get(i);
      if (l.place.root() != p.root() || l == activating) {
        continue;
      }
      boolean write =
          switch (rw) {
            case COPY, BORROW -> false;
            default -> true;
          };
      if (!write && (!l.mutable || !loans.isActive(l, s.point))) {
        continue;
      }
      if (rw == Rw.RESERVE && !l.mutable) {
        continue;
      }
      if (l.held != null && !disturbs(p, rw, l)) {
        continue;
      }
      if (!PlaceConflict.conflict(cx.rules, l.place, p, depth)) {
        continue;
      }
      conflicts.report(s, p, span, rw, l, making);
      return true;
    }
    return false;
  }
}
