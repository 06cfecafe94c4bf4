package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;

/** Expressions as places, adjustments, borrows, and captured places inside of closures. */
final class Places {
  /** What an expression evaluates to: a place that exists, or a new value. */
  sealed interface Category {}

  record OfPlace(Place place) implements Category {}

  record OfValue(ThirExpr value) implements Category {}

  private final ThirBuilder b;

  Places(ThirBuilder b) {
    this.b = b;
  }

  /** The place of an expression, adjustments applied; a temporary for values. */
  Place build(Expr e) {
    return finish(raw(e));
  }

  /** As {@link #build}, but a place of a captured variable is not yet replaced by its capture. */
  Place raw(Expr e) {
    return toPlace(adjusted(e), e);
  }

  /** As {@link #raw}, of what is matched: patterns may refer to a constant's value for ever. */
  Place matched(Expr e, List<Pat> pats) {
    Category at = adjusted(e);
    if (!b.patterns.onlyRefers(pats)) {
      return toPlace(at, e);
    }
    return switch (at) {
      case OfValue v when b.promotion.isPromotable(v.value) ->
          new Place.Promoted(v.value, e.span());
      case OfPlace p when b.promotion.part(p.place) instanceof Place part -> part;
      case Category c -> toPlace(c, e);
    };
  }

  ThirExpr value(Expr e) {
    return toValue(adjusted(e), e);
  }

  private Category adjusted(Expr e) {
    Category at = plain(e);
    List<Adjustment> steps = b.results.adjustmentsOf(e);
    for (int i = 0; i < steps.size(); i++) {
      if (at instanceof OfValue v && i + 1 < steps.size()) {
        ThirExpr.Borrow again = reborrowed(v.value, steps.get(i), steps.get(i + 1));
        if (again != null) {
          at = new OfValue(again);
          i++;
          continue;
        }
      }
      at = apply(at, steps.get(i), e, at(e, steps.get(i)));
    }
    return at;
  }

  /** What is done to the value of a block is told of its last expression. */
  private static Span at(Expr e, Adjustment step) {
    boolean looksThrough = step instanceof Adjustment.Deref || step instanceof Adjustment.Borrow;
    return looksThrough && e instanceof Expr.Block x && x.tail() != null
        ? x.tail().span()
        : e.span();
  }

  /** {@code &*&place} is {@code &place}; null where it is something else. */
  private static ThirExpr.Borrow reborrowed(ThirExpr value, Adjustment first, Adjustment then) {
    return value instanceof ThirExpr.Borrow w
            && first instanceof Adjustment.Deref d
            && d.overloaded() == null
            && then instanceof Adjustment.Borrow again
            && !again.twoPhase()
            && w.kind() == (again.mutable() ? ThirExpr.BorrowKind.MUT : ThirExpr.BorrowKind.SHARED)
        ? new ThirExpr.Borrow(w.kind(), w.place(), again.target(), true, w.span())
        : null;
  }

  private Category apply(Category at, Adjustment step, Expr e, Span span) {
    return switch (step) {
      case Adjustment.NeverToAny n -> new OfValue(new ThirExpr.Coerce(n, toValue(at, e), span));
      case Adjustment.ReifyFn f -> new OfValue(new ThirExpr.Coerce(f, toValue(at, e), span));
      case Adjustment.ClosureFn f -> new OfValue(new ThirExpr.Coerce(f, toValue(at, e), span));
      case Adjustment.Unsize u -> new OfValue(new ThirExpr.Coerce(u, toValue(at, e), span));
      case Adjustment.Borrow w -> {
        ThirExpr.BorrowKind kind =
            !w.mutable()
                ? ThirExpr.BorrowKind.SHARED
                : w.twoPhase() ? ThirExpr.BorrowKind.TWO_PHASE : ThirExpr.BorrowKind.MUT;
        yield new OfValue(borrow(kind, at, w.target(), e, span));
      }
      case Adjustment.Deref d ->
          new OfPlace(
              d.overloaded() == null
                  ? new Place.Deref(toPlace(at, e), d.target(), span)
                  : overloadedDeref(d.overloaded(), at, d.target(), e));
    };
  }

  private Place overloadedDeref(Callee callee, Category at, Ty target, Expr e) {
    Span span = e.span();
    boolean mutable = b.tcx.lang().is(callee.def().parent(), "deref_mut");
    Ty self = at instanceof OfPlace p ? p.place.ty() : ((OfValue) at).value.ty();
    ThirExpr arg =
        borrow(
            mutable ? ThirExpr.BorrowKind.MUT : ThirExpr.BorrowKind.SHARED,
            at,
            b.types.ref(self, mutable),
            e,
            span);
    return derefOf(callee, List.of(arg), target, mutable, e);
  }

  /** {@code *callee(args)}: the place that a {@code deref} or {@code index} leads to. */
  private Place derefOf(Callee callee, List<ThirExpr> args, Ty target, boolean mutable, Expr e) {
    // who asks for the caller of an `index` gets the brackets, as in rustc
    Span caller = e instanceof Expr.Index i ? i.brackets() : e.span();
    ThirExpr call =
        b.operands.use(
            args,
            false,
            e.span(),
            ops ->
                new ThirExpr.Call(
                    b.fnDef(callee.def(), callee.args()),
                    ops,
                    b.types.ref(target, mutable),
                    caller,
                    e.span()));
    return new Place.Deref(temp(call, e), target, e.span());
  }

  // ---- expressions without their adjustments

  private Category plain(Expr e) {
    return switch (e) {
      case Expr.Paren p -> adjusted(p.inner());
      case Expr.PathExpr p -> {
        Res base = b.resolutions.path(p.path()).base();
        if (base instanceof Res.Var v) {
          yield new OfPlace(b.variable(v.local(), p.span()));
        }
        Callee target = b.results.pathTargets.get(p.path());
        yield target != null && target.def().kind() == Def.Kind.STATIC
            ? new OfPlace(new Place.Static(target.def(), b.typeOf(p), p.span()))
            : new OfValue(b.values.plain(e));
      }
      case Expr.Field f -> {
        Place object = part(f.object());
        yield new OfPlace(
            new Place.Field(object, 0, b.results.fieldIndices.get(f), b.typeOf(f), f.span()));
      }
      case Expr.Index i -> new OfPlace(index(i));
      case Expr.Unary u when u.op() == Expr.UnOp.DEREF -> {
        Callee callee = b.results.callees.get(u);
        if (callee == null) {
          yield new OfPlace(new Place.Deref(raw(u.operand()), b.typeOf(u), u.span()));
        }
        boolean mutable = b.tcx.lang().is(callee.def().parent(), "deref_mut");
        yield new OfPlace(derefOf(callee, List.of(value(u.operand())), b.typeOf(u), mutable, u));
      }
      case Expr x -> new OfValue(b.values.plain(x));
    };
  }

  private Place index(Expr.Index i) {
    Callee callee = b.results.callees.get(i);
    if (callee == null) {
      Place base = part(i.object());
      return new Place.Index(base, value(i.index()), b.typeOf(i), i.span());
    }
    boolean mutable = b.tcx.lang().is(callee.def().parent(), "index_mut");
    List<ThirExpr> args = b.operands.build(List.of(i.object(), i.index()));
    return derefOf(callee, args, b.typeOf(i), mutable, i);
  }

  /**
   * A place to take a part of. Of a named constant only the part is copied, if that makes sense.
   */
  private Place part(Expr e) {
    Category at = adjusted(e);
    return at instanceof OfValue v
            && v.value instanceof ThirExpr.NamedConst c
            && b.promotion.isPlain(c)
        ? new Place.Promoted(c, e.span())
        : toPlace(at, e);
  }

  // ---- values and places

  private ThirExpr toValue(Category at, Expr e) {
    return switch (at) {
      case OfValue v -> v.value;
      case OfPlace p -> b.use(p.place, e.span());
    };
  }

  private Place toPlace(Category at, Expr e) {
    return switch (at) {
      case OfPlace p -> p.place;
      case OfValue v -> temp(v.value, e);
    };
  }

  private Place temp(ThirExpr value, Expr e) {
    return temp(value, e, e.span());
  }

  /**
   * A temporary that lives as long as the expression's temporaries do.
   *
   * @param e null for one of the innermost scope
   */
  Place temp(ThirExpr value, Expr e, Span span) {
    Scopes.Open scope = b.scopes.ofTemp(e);
    if (scope == Scopes.FOREVER) {
      return new Place.Promoted(value, span);
    }
    LocalDecl temp = b.temp(value.ty(), value.span());
    scope.locals.add(temp);
    return new Place.Temp(temp, value, span);
  }

  // ---- borrows

  /** {@code &e}, {@code &mut e} with the operand's adjustments. */
  ThirExpr borrow(ThirExpr.BorrowKind kind, Expr operand, Ty ty, Span span) {
    return borrow(kind, adjusted(operand), ty, operand, span);
  }

  private ThirExpr borrow(ThirExpr.BorrowKind kind, Category at, Ty ty, Expr operand, Span span) {
    if (at instanceof OfValue v) {
      if (kind != ThirExpr.BorrowKind.SHARED && b.scopes.ofTemp(operand) == Scopes.FOREVER) {
        mutableForEver(span);
      }
      boolean shared = kind == ThirExpr.BorrowKind.SHARED;
      boolean empty = v.value instanceof ThirExpr.Array a && a.elements().isEmpty();
      if (shared && b.promotion.isPromotable(v.value) || empty) {
        return new ThirExpr.Borrow(kind, new Place.Promoted(v.value, operand.span()), ty, span);
      }
    }
    if (kind == ThirExpr.BorrowKind.SHARED
        && at instanceof OfPlace p
        && (p.place instanceof Place.Field || p.place instanceof Place.Index)
        && b.promotion.part(p.place) instanceof Place part) {
      return new ThirExpr.Borrow(kind, part, ty, span);
    }
    return borrow(kind, toPlace(at, operand), ty, span);
  }

  /** What a constant's value borrows lives for ever, and is the same for all who use it. */
  private void mutableForEver(Span span) {
    b.results.tainted = true;
    Diagnostic.error(
            "E0764",
            span,
            "mutable borrows of temporaries that have their lifetime extended until the end of the"
                + " program are not allowed")
        .label("this mutable borrow refers to such a temporary")
        .note(
            "temporaries in constants and statics can have their lifetime extended until the end"
                + " of the program")
        .note(
            "to avoid accidentally creating global mutable state, such temporaries must be"
                + " immutable")
        .help(
            "if you really want global mutable state, try replacing the temporary by an interior"
                + " mutable `static`")
        .to(b.tcx.diagnostics());
  }

  ThirExpr borrow(ThirExpr.BorrowKind kind, Place place, Ty ty, Span span) {
    Place done = finish(place);
    if (kind != ThirExpr.BorrowKind.SHARED) {
      done = writable(done);
    }
    markBorrowed(done);
    return new ThirExpr.Borrow(kind, done, ty, span);
  }

  /** A place to write to: parts of named constants are written in a copy. */
  Place writable(Place place) {
    return switch (place) {
      case Place.Promoted p when p.value() instanceof ThirExpr.NamedConst c -> {
        LocalDecl temp = b.temp(p.ty(), p.span());
        b.scopes.top().locals.add(temp);
        yield new Place.Temp(temp, c, p.span());
      }
      case Place.Field x -> with(x, writable(x.base()));
      case Place.Index x -> with(x, writable(x.base()));
      case Place p -> p;
    };
  }

  /** A reference is made to the place, or to a part of it. */
  void markBorrowed(Place place) {
    switch (place) {
      case Place.Local x -> x.local().borrowed = true;
      case Place.Temp x -> x.local().borrowed = true;
      case Place.Field x -> markBorrowed(x.base());
      case Place.Index x -> markBorrowed(x.base());
      case Place.ConstIndex x -> markBorrowed(x.base());
      case Place.Subslice x -> markBorrowed(x.base());
      case Place.Deref x -> {}
      case Place.Upvar x -> {}
      case Place.Static x -> {}
      case Place.Promoted x -> {}
    }
  }

  // ---- captures

  /**
   * The place of a captured variable and its path, as seen from the body that makes the closure.
   */
  Place captured(Capture capture) {
    Place at = b.variable(capture.variable(), capture.use());
    for (Capture.Step s : capture.path()) {
      at =
          switch (s) {
            case Capture.FieldStep f ->
                new Place.Field(at, f.variant(), f.field(), f.ty(), capture.use());
            case Capture.DerefStep d -> new Place.Deref(at, d.ty(), capture.use());
          };
    }
    return at;
  }

  /** Puts the capture in the place of a variable of the enclosing body. */
  Place finish(Place place) {
    Place done = tryFinish(place);
    if (done == null) {
      throw new IllegalStateException("no capture for a place used at " + place.span());
    }
    return done;
  }

  /** Null where only parts of the place are captured. */
  Place tryFinish(Place place) {
    List<Place> chain = new ArrayList<>();
    for (Place p = place; p != null; p = p.base()) {
      chain.addFirst(p);
    }
    if (!(chain.getFirst() instanceof Place.Local root && b.outer.containsKey(root.local()))) {
      return place;
    }
    Local variable = b.outer.get(root.local());
    int best = -1;
    for (int i = 0; i < b.captures.size(); i++) {
      Capture c = b.captures.get(i);
      if (c.variable() == variable
          && leadsAlong(c.path(), chain)
          && (best < 0 || c.path().size() > b.captures.get(best).path().size())) {
        best = i;
      }
    }
    if (best < 0) {
      return null;
    }
    Capture c = b.captures.get(best);
    Place at = new Place.Upvar(best, c.placeTy(), chain.get(c.path().size()).span());
    for (Place p : chain.subList(c.path().size() + 1, chain.size())) {
      at = with(p, at);
    }
    return at;
  }

  private static boolean leadsAlong(List<Capture.Step> path, List<Place> chain) {
    if (path.size() >= chain.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      Place p = chain.get(i + 1);
      boolean same =
          switch (path.get(i)) {
            case Capture.DerefStep d -> p instanceof Place.Deref;
            case Capture.FieldStep f ->
                p instanceof Place.Field g && g.field() == f.field() && g.variant() == f.variant();
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static Place with(Place p, Place base) {
    return switch (p) {
      case Place.Field x -> new Place.Field(base, x.variant(), x.field(), x.ty(), x.span());
      case Place.Deref x -> new Place.Deref(base, x.ty(), x.span());
      case Place.Index x -> new Place.Index(base, x.index(), x.ty(), x.span());
      case Place.ConstIndex x ->
          new Place.ConstIndex(base, x.offset(), x.fromEnd(), x.ty(), x.span());
      case Place.Subslice x -> new Place.Subslice(base, x.from(), x.to(), x.ty(), x.span());
      case Place.Local x -> x;
      case Place.Temp x -> x;
      case Place.Upvar x -> x;
      case Place.Static x -> x;
      case Place.Promoted x -> x;
    };
  }
}
