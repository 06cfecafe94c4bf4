package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.BindingMode;
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

  /**
   * A place as far as a closure could capture it: up to the first index.
   *
   * @param root the variable, or null for temporaries and statics
   * @param before the type before each step
   * @param inside the type of the place if it lies behind an index, else null: then the steps lead
   *     to the array only, which is captured whole
   */
  record PlaceUse(Local root, Ty rootTy, List<Capture.Step> steps, List<Ty> before, Ty inside) {
    PlaceUse(Local root, Ty rootTy, List<Capture.Step> steps, List<Ty> before) {
      this(root, rootTy, steps, before, null);
    }

    Ty ty() {
      return inside != null ? inside : steps.isEmpty() ? rootTy : steps.getLast().ty();
    }

    PlaceUse inside(Ty ty) {
      return new PlaceUse(root, rootTy, steps, before, ty);
    }
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
  private final Delegate delegate;

  UseVisitor(FnCtxt fcx, Delegate delegate) {
    this.fcx = fcx;
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
    PlaceUse place = adjusted(e, fcx.results.adjustmentsOf(e).size());
    if (place != null) {
      take(place, e.span());
      walkPlaceAdjusted(e);
    } else {
      walkAdjusted(e);
    }
  }

  private void take(PlaceUse place, Span at) {
    // nothing is moved out of an array by an index: the borrow checker says so
    boolean copy = place.inside != null || isCopy(place.ty());
    delegate.use(place, copy ? How.COPY : How.MOVE, at);
  }

  private boolean isCopy(Ty ty) {
    return fcx.solver.implementsLang(fcx.env, fcx.resolve(ty), "copy");
  }

  private void borrow(PlaceUse place, boolean mutable, Span at) {
    delegate.use(place, mutable ? How.MUT : How.SHARED, at);
  }

  /** The place of an expression after some of its adjustments; null if it is a value then. */
  private PlaceUse adjusted(Expr e, int count) {
    List<Adjustment> steps = fcx.results.adjustmentsOf(e);
    PlaceUse place = null;
    if (count == 0) {
      place = plain(e);
    } else if (steps.get(count - 1) instanceof Adjustment.Deref d) {
      PlaceUse base = adjusted(e, count - 1);
      if (d.overloaded() != null) {
        return temp(d.target());
      }
      Ty before =
          base != null
              ? base.ty()
              : count > 1 ? steps.get(count - 2).target() : fcx.results.typeOf(e);
      return base == null
          ? temp(d.target())
          : step(base, before, new Capture.DerefStep(fcx.resolve(d.target())));
    }
    return place;
  }

  private PlaceUse temp(Ty ty) {
    return new PlaceUse(null, ty, List.of(), List.of());
  }

  private PlaceUse step(PlaceUse base, Ty before, Capture.Step step) {
    if (base.root == null) {
      return temp(step.ty());
    }
    if (base.inside != null) {
      return base.inside(step.ty());
    }
    List<Capture.Step> steps = new ArrayList<>(base.steps);
    List<Ty> befores = new ArrayList<>(base.before);
    steps.add(step);
    befores.add(fcx.resolve(before));
    return new PlaceUse(base.root, base.rootTy, steps, befores);
  }

  /** The place of an expression before adjustments, or null. */
  private PlaceUse plain(Expr e) {
    return switch (e) {
      case Expr.Paren p ->
          fcx.results.adjustmentsOf(p.inner()).isEmpty()
              ? plain(p.inner())
              : adjusted(p.inner(), fcx.results.adjustmentsOf(p.inner()).size());
      case Expr.PathExpr p ->
          fcx.resolutions.path(p.path()).base() instanceof Res.Var v
              ? new PlaceUse(v.local(), fcx.resolve(fcx.localType(v.local())), List.of(), List.of())
              : fcx.resolutions.path(p.path()).base() instanceof Res.Item i
                      && i.def().kind() == Def.Kind.STATIC
                  ? temp(fcx.results.typeOf(e))
                  : null;
      case Expr.Field f -> {
        Integer index = fcx.results.fieldIndices.get(f);
        PlaceUse base = adjusted(f.object(), fcx.results.adjustmentsOf(f.object()).size());
        if (base == null || index == null) {
          yield null;
        }
        yield step(
            base, base.ty(), new Capture.FieldStep(0, index, fcx.resolve(fcx.results.typeOf(f))));
      }
      case Expr.Unary u when u.op() == Expr.UnOp.DEREF -> {
        if (fcx.results.callees.containsKey(u)) {
          yield temp(fcx.results.typeOf(u));
        }
        PlaceUse base = adjusted(u.operand(), fcx.results.adjustmentsOf(u.operand()).size());
        yield base == null
            ? null
            : step(base, base.ty(), new Capture.DerefStep(fcx.resolve(fcx.results.typeOf(u))));
      }
      case Expr.Index i when !fcx.results.callees.containsKey(i) -> {
        PlaceUse base = adjusted(i.object(), fcx.results.adjustmentsOf(i.object()).size());
        Ty element = fcx.resolve(fcx.results.typeOf(i));
        yield base == null ? null : base.root == null ? temp(element) : base.inside(element);
      }
      case Expr x -> null;
    };
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
      case Expr.Index i when plain(i) != null -> {
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
        PlaceUse place = adjusted(e, i);
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
          PlaceUse place = adjusted(e, i);
          if (i == 0 || place != null) {
            if (place != null) {
              borrow(place, b.mutable(), e.span());
            }
          }
        }
        case Adjustment.Deref d -> {
          if (d.overloaded() != null) {
            PlaceUse place = adjusted(e, i);
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
      PlaceUse place = adjusted(e, i);
      if (place != null) {
        take(place, e.span());
      }
    }
  }

  private List<Adjustment> steps(Expr e) {
    return fcx.results.adjustmentsOf(e);
  }

  private void mutate(Expr place) {
    PlaceUse p = adjusted(place, steps(place).size());
    if (p != null) {
      delegate.use(p, How.MUT, place.span());
      walkPlaceAdjusted(place);
    } else {
      walkAdjusted(place);
    }
  }

  private void borrowExpr(Expr e, boolean mutable) {
    PlaceUse p = adjusted(e, steps(e).size());
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
        scrutinee(l.scrutinee(), place -> pattern(place, l.pat(), l.scrutinee().span(), false));
      }
      case Expr.Match m ->
          scrutinee(
              m.scrutinee(),
              place -> {
                for (Expr.Arm arm : m.arms()) {
                  if (place != null) {
                    pattern(place, arm.pat(), m.scrutinee().span(), arm.guard() != null);
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
                scrutinee(l.init(), place -> pattern(place, l.pat(), l.init().span(), false));
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
    PlaceUse p = adjusted(s.base(), steps(s.base()).size());
    if (p == null || !(ty instanceof Ty.Adt a)) {
      consume(s.base());
      return;
    }
    var fields = fcx.tcx.adt(a.def).struct().fields();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).name();
      if (s.fields().stream().noneMatch(f -> f.name().name().equals(name))) {
        Ty fieldTy = fcx.normalize(s.span(), fcx.subst(fields.get(i).ty(), a.args));
        take(step(p, p.ty(), new Capture.FieldStep(0, i, fcx.resolve(fieldTy))), s.base().span());
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
      delegate.mention(place(m.place()), m.place().use(), m.closure());
    }
    for (Capture capture : info.captures()) {
      PlaceUse place = place(capture);
      switch (capture.mode()) {
        case BY_VALUE -> take(place, capture.use());
        case BY_REF -> borrow(place, false, capture.use());
        case BY_UNIQUE_REF -> delegate.use(place, How.UNIQUE, capture.use());
        case BY_MUT_REF -> borrow(place, true, capture.use());
      }
    }
  }

  private PlaceUse place(Capture capture) {
    List<Ty> before = new ArrayList<>();
    Ty at = fcx.resolve(fcx.localType(capture.variable()));
    Ty root = at;
    for (Capture.Step s : capture.path()) {
      before.add(at);
      at = s.ty();
    }
    return new PlaceUse(capture.variable(), root, capture.path(), before);
  }

  /**
   * @param arms given the place, or null for a value
   */
  private void scrutinee(Expr e, Consumer<PlaceUse> arms) {
    PlaceUse place = adjusted(e, steps(e).size());
    if (place == null) {
      walkAdjusted(e);
    } else {
      if (place.inside == null) {
        delegate.mention(place, e.span(), null);
      }
      walkPlaceAdjusted(e);
    }
    arms.accept(place);
  }

  /** What a test decides by is read as a whole, before what the patterns look through. */
  private void read(Expr e) {
    PlaceUse place = adjusted(e, steps(e).size());
    if (place != null) {
      borrow(place, false, e.span());
    }
  }

  /**
   * @param place null for a value, in which no pattern finds anything to capture
   * @param guarded a guard sees what is bound by reference
   */
  private void pattern(PlaceUse place, Pat pat, Span at, boolean guarded) {
    if (place == null) {
      return;
    }
    for (Ty ref : fcx.results.patAdjustments.getOrDefault(pat, List.of())) {
      Ty target = ((Ty.Ref) fcx.resolve(ref)).target;
      place = step(place, ref, new Capture.DerefStep(target));
    }
    PlaceUse here = place;
    switch (pat) {
      case Pat.WildPat p -> {}
      case Pat.RestPat p -> {}
      case Pat.ErrorPat p -> {}
      case Pat.MacroPat p -> {}
      case Pat.ParenPat p -> pattern(here, p.inner(), at, guarded);
      case Pat.OrPat p -> p.alternatives().forEach(a -> pattern(here, a, at, guarded));
      case Pat.LiteralPat p -> borrow(here, false, at);
      case Pat.RangePat p -> borrow(here, false, at);
      case Pat.PathPat p -> readTag(here, at);
      case Pat.RefPat p -> {
        if (fcx.resolve(here.ty()) instanceof Ty.Ref r) {
          pattern(
              step(here, r, new Capture.DerefStep(fcx.resolve(r.target))), p.inner(), at, guarded);
        }
      }
      case Pat.IdentPat p -> {
        BindingMode mode = fcx.results.bindingModes.get(p);
        if (mode == null) {
          readTag(here, at);
        } else {
          if (guarded) {
            borrow(here, false, at);
          }
          switch (mode) {
            case MOVE -> take(here, at);
            case REF -> borrow(here, false, at);
            case REF_MUT -> borrow(here, true, at);
          }
          if (p.sub() != null) {
            pattern(here, p.sub(), at, guarded);
          }
        }
      }
      case Pat.TuplePat p -> {
        if (fcx.resolve(here.ty()) instanceof Ty.Tuple t) {
          sequence(here, 0, p.elements(), t.elements, at, guarded);
        }
      }
      case Pat.TupleStructPat p -> {
        variant(
            here,
            fcx.results.variants.get(p),
            at,
            (index, types) -> sequence(here, index, p.elements(), types, at, guarded));
      }
      case Pat.StructPat p -> {
        Def def = fcx.results.variants.get(p);
        variant(
            here,
            def,
            at,
            (index, types) -> {
              var fields = fieldsOf(def);
              for (Pat.FieldPat f : p.fields()) {
                for (int i = 0; i < fields.size(); i++) {
                  if (fields.get(i).name().equals(f.name().name())) {
                    pattern(
                        step(
                            here,
                            here.ty(),
                            new Capture.FieldStep(index, i, fcx.resolve(types.get(i)))),
                        f.pat(),
                        at,
                        guarded);
                  }
                }
              }
            });
      }
      case Pat.SlicePat p when readsNothing(p, here) -> {}
      case Pat.SlicePat p -> {
        // elements of slices and arrays are not captured one by one
        boolean mutable =
            Patterns.any(p, b -> fcx.results.bindingModes.get(b) == BindingMode.REF_MUT);
        boolean moves =
            Patterns.any(
                p,
                b ->
                    fcx.results.bindingModes.get(b) == BindingMode.MOVE
                        && !isCopy(fcx.results.patTypes.get(b)));
        if (moves) {
          take(here, at);
        } else {
          borrow(here, mutable, at);
        }
      }
    }
  }

  /** {@code [..]}, and of an array also {@code [_, ..]}: not even the length matters. */
  private boolean readsNothing(Pat.SlicePat p, PlaceUse here) {
    boolean array = fcx.resolve(here.ty()) instanceof Ty.Array;
    return (array || !p.elements().isEmpty())
        && p.elements().stream()
            .allMatch(e -> e instanceof Pat.RestPat || array && e instanceof Pat.WildPat);
  }

  private void readTag(PlaceUse place, Span at) {
    if (fcx.resolve(place.ty()) instanceof Ty.Adt a && fcx.tcx.adt(a.def).variants().size() == 1) {
      return;
    }
    borrow(place, false, at);
  }

  private interface Parts {
    void each(int variant, List<Ty> types);
  }

  private List<org.asrlang.types.AdtDef.Field> fieldsOf(Def def) {
    Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
    return fcx.tcx.adt(adt).variant(def).fields();
  }

  private void variant(PlaceUse place, Def def, Span at, Parts parts) {
    if (def == null || !(fcx.resolve(place.ty()) instanceof Ty.Adt a)) {
      return;
    }
    readTag(place, at);
    Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
    var v = fcx.tcx.adt(adt).variant(def);
    List<Ty> types = new ArrayList<>();
    for (var f : v.fields()) {
      types.add(fcx.resolve(fcx.normalize(at, fcx.subst(f.ty(), a.args))));
    }
    parts.each(v.index(), types);
  }

  private void sequence(
      PlaceUse place, int variant, List<Pat> pats, List<Ty> types, Span at, boolean guarded) {
    int rest = -1;
    for (int i = 0; i < pats.size(); i++) {
      if (pats.get(i) instanceof Pat.RestPat) {
        rest = i;
      }
    }
    for (int i = 0; i < pats.size(); i++) {
      if (i == rest) {
        continue;
      }
      int index = rest < 0 || i < rest ? i : types.size() - (pats.size() - i);
      if (index >= 0 && index < types.size()) {
        Ty ty = fcx.resolve(types.get(index));
        pattern(
            step(place, place.ty(), new Capture.FieldStep(variant, index, ty)),
            pats.get(i),
            at,
            guarded);
      }
    }
  }
}
