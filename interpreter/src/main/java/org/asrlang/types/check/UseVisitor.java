package org.asrlang.types.check;

import java.util.List;
import java.util.function.Consumer;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureInfo;

/** How a body uses places: moves, copies, borrows, writes. After rustc's {@code ExprUseVisitor}. */
final class UseVisitor {
  enum How {
    COPY,
    SHARED,
    UNIQUE,
    MUT,
    MOVE
  }

  interface Delegate {
    void use(PlaceUse place, How how, Span at);

    /**
     * Patterns are held against the place: it must be there, whatever they look at.
     *
     * @param closure the closure around the pattern that is not the one looked at, or null
     */
    void mention(PlaceUse place, Span at, Span closure);
  }

  private final FnCtxt fcx;
  private final UsePlaces places;
  private final UsePatterns patterns;
  private final Delegate delegate;

  UseVisitor(FnCtxt fcx, Delegate delegate) {
    this.fcx = fcx;
    this.places = new UsePlaces(fcx);
    this.patterns = new UsePatterns(fcx, this);
    this.delegate = delegate;
  }

  void body(Expr e) {
    consume(e);
  }

  /** The value of the expression is taken: copied or moved out of a place, or just made. */
  private void consume(Expr e) {
    if (e == null) {
      return;
    }
    PlaceUse place = places.adjusted(e);
    if (place != null) {
      take(place, e.span());
      walkPlaceAdjusted(e);
    } else {
      walkAdjusted(e);
    }
  }

  void take(PlaceUse place, Span at) {
    // nothing is moved out of an array by an index: the borrow checker says so
    boolean copy = place.inside() != null || isCopy(place.ty());
    delegate.use(place, copy ? How.COPY : How.MOVE, at);
  }

  boolean isCopy(Ty ty) {
    return fcx.solver.implementsLang(fcx.env, fcx.resolve(ty), "copy");
  }

  void borrow(PlaceUse place, boolean mutable, Span at) {
    delegate.use(place, mutable ? How.MUT : How.SHARED, at);
  }

  /** The parts of a place expression that are evaluated to get there. */
  private void walkPlace(Expr e) {
    switch (e) {
      case Expr.Paren p -> walkPlaceAdjusted(p.inner());
      case Expr.PathExpr p -> {}
      case Expr.Field f -> walkPlaceAdjusted(f.object());
      case Expr.Unary u when u.op() == Expr.UnOp.DEREF -> {
        if (fcx.results.callees.containsKey(u)) {
          consume(u.operand());
        } else {
          walkPlaceAdjusted(u.operand());
        }
      }
      case Expr.Index i when places.plain(i) != null -> {
        walkPlaceAdjusted(i.object());
        consume(i.index());
      }
      case Expr x -> walk(x);
    }
  }

  /** Overloaded derefs among the adjustments borrow what they are applied to. */
  private void walkPlaceAdjusted(Expr e) {
    List<Adjustment> steps = fcx.results.adjustmentsOf(e);
    walkPlace(e);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Adjustment.Deref d && d.overloaded() != null) {
        PlaceUse place = places.adjusted(e, i);
        if (place != null) {
          borrow(place, fcx.tcx.lang().is(d.overloaded().def().parent(), "deref_mut"), e.span());
        }
      }
    }
  }

  private void walkAdjusted(Expr e) {
    List<Adjustment> steps = fcx.results.adjustmentsOf(e);
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case Adjustment.Borrow b -> {
          PlaceUse place = places.adjusted(e, i);
          if (place != null) {
            borrow(place, b.mutable(), e.span());
          }
        }
        case Adjustment.Deref d -> {
          if (d.overloaded() != null) {
            PlaceUse place = places.adjusted(e, i);
            if (place != null) {
              borrow(
                  place, fcx.tcx.lang().is(d.overloaded().def().parent(), "deref_mut"), e.span());
            }
          }
        }
        case Adjustment.NeverToAny n -> takeBefore(e, i);
        case Adjustment.Unsize u -> takeBefore(e, i);
        case Adjustment.ReifyFn r -> takeBefore(e, i);
        case Adjustment.ClosureFn r -> takeBefore(e, i);
      }
    }
    walkPlace(e);
  }

  private void takeBefore(Expr e, int i) {
    if (i == 0 || steps(e).get(i - 1) instanceof Adjustment.Deref) {
      PlaceUse place = places.adjusted(e, i);
      if (place != null) {
        take(place, e.span());
      }
    }
  }

  private List<Adjustment> steps(Expr e) {
    return fcx.results.adjustmentsOf(e);
  }

  private void mutate(Expr place) {
    PlaceUse p = places.adjusted(place);
    if (p != null) {
      delegate.use(p, How.MUT, place.span());
      walkPlaceAdjusted(place);
    } else {
      walkAdjusted(place);
    }
  }

  private void borrowExpr(Expr e, boolean mutable) {
    PlaceUse p = places.adjusted(e);
    if (p != null) {
      borrow(p, mutable, e.span());
      walkPlaceAdjusted(e);
    } else {
      walkAdjusted(e);
    }
  }

  private void walk(Expr e) {
    switch (e) {
      case Expr.Borrow b -> borrowExpr(b.operand(), b.mutable());
      case Expr.Assign a -> {
        assignTo(a.place());
        consume(a.value());
      }
      case Expr.AssignOp a -> {
        if (fcx.results.callees.containsKey(a)) {
          consume(a.place());
        } else {
          mutate(a.place());
        }
        consume(a.value());
      }
      case Expr.Let l -> {
        read(l.scrutinee());
        scrutinee(
            l.scrutinee(), place -> patterns.pattern(place, l.pat(), l.scrutinee().span(), false));
      }
      case Expr.Match m ->
          scrutinee(
              m.scrutinee(),
              place -> {
                for (Expr.Arm arm : m.arms()) {
                  if (place != null) {
                    patterns.pattern(place, arm.pat(), m.scrutinee().span(), arm.guard() != null);
                  }
                  consume(arm.guard());
                  consume(arm.body());
                }
              });
      case Expr.Block b -> {
        for (Stmt s : b.stmts()) {
          switch (s) {
            case Stmt.LetStmt l -> {
              if (l.init() != null) {
                scrutinee(
                    l.init(), place -> patterns.pattern(place, l.pat(), l.init().span(), false));
              }
              consume(l.otherwise());
            }
            case Stmt.ExprStmt x -> {
              // `place;` as a statement moves out of it, as in Rust
              consume(x.expr());
            }
            case Stmt.ItemStmt i -> {}
            case Stmt.MacroStmt i -> {}
            case Stmt.EmptyStmt i -> {}
          }
        }
        consume(b.tail());
      }
      case Expr.FormatArgs f -> f.args().forEach(a -> borrowExpr(a, false));
      case Expr.ForLoop f -> {
        consume(f.iterator());
        consume(f.body());
      }
      case Expr.StructLit s -> {
        s.fields().forEach(f -> consume(f.value()));
        if (s.base() != null) {
          base(s);
        }
      }
      case Expr.Closure c -> nested(c);
      case Expr x ->
          org.asrlang.syntax.Nodes.children(
              x,
              child -> {
                if (child instanceof Expr sub) {
                  consume(sub);
                }
              });
    }
  }

  private void assignTo(Expr place) {
    switch (place) {
      case Expr.Tuple t -> t.elements().forEach(this::assignTo);
      case Expr.Array t -> t.elements().forEach(this::assignTo);
      case Expr.StructLit s -> s.fields().forEach(f -> assignTo(f.value()));
      case Expr.Call c -> c.args().forEach(this::assignTo);
      case Expr.Paren p -> assignTo(p.inner());
      case Expr.Underscore u -> {}
      case Expr.Range r -> {}
      case Expr e -> mutate(e);
    }
  }

  private void base(Expr.StructLit s) {
    Ty ty = fcx.structurally(fcx.results.typeOf(s));
    PlaceUse p = places.adjusted(s.base());
    if (p == null || !(ty instanceof Ty.Adt a)) {
      consume(s.base());
      return;
    }
    var fields = fcx.tcx.adt(a.def).struct().fields();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).name();
      if (s.fields().stream().noneMatch(f -> f.name().name().equals(name))) {
        Ty fieldTy = fcx.normalize(s.span(), fcx.subst(fields.get(i).ty(), a.args));
        take(p.step(new Capture.FieldStep(0, i, fcx.resolve(fieldTy))), s.base().span());
      }
    }
    walkPlaceAdjusted(s.base());
  }

  private void nested(Expr.Closure c) {
    ClosureInfo info = fcx.results.closures.get(fcx.resolutions.def(c));
    if (info == null) {
      return;
    }
    for (ClosureInfo.Mention m : info.mentions()) {
      delegate.mention(places.captured(m.place()), m.place().use(), m.closure());
    }
    for (Capture capture : info.captures()) {
      PlaceUse place = places.captured(capture);
      switch (capture.mode()) {
        case BY_VALUE -> take(place, capture.use());
        case BY_REF -> borrow(place, false, capture.use());
        case BY_UNIQUE_REF -> delegate.use(place, How.UNIQUE, capture.use());
        case BY_MUT_REF -> borrow(place, true, capture.use());
      }
    }
  }

  /**
   * @param arms given the place, or null for a value
   */
  private void scrutinee(Expr e, Consumer<PlaceUse> arms) {
    PlaceUse place = places.adjusted(e);
    if (place == null) {
      walkAdjusted(e);
    } else {
      if (place.inside() == null) {
        delegate.mention(place, e.span(), null);
      }
      walkPlaceAdjusted(e);
    }
    arms.accept(place);
  }

  /** What a test decides by is read as a whole, before what the patterns look through. */
  private void read(Expr e) {
    PlaceUse place = places.adjusted(e);
    if (place != null) {
      borrow(place, false, e.span());
    }
  }
}
