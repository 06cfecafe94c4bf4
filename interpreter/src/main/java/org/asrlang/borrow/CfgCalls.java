package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.How;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.thir.Body;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Capture;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.traits.Obligation;

/** Lowers calls, aggregates with declared types, coercions, and closures with their bodies. */
final class CfgCalls {
  private final CfgBuilder b;
  private final BodyCtxt cx;

  CfgCalls(CfgBuilder b) {
    this.b = b;
    this.cx = b.cx;
  }

  // ---- calls

  void call(ThirExpr.Call e, MirPlace dest) {
    Span span = e.span();
    List<Operand> args = new ArrayList<>();
    b.at(Category.BORING, span);
    cx.tasks.call(e);
    CallShape shape = cx.shape(e);
    if (shape != null && shape.isKnown()) {
      again(e, shape, dest);
      return;
    }
    boolean writes = shape != null && shape.write();
    if (writes) {
      shape.begin(cx.regions);
    }
    List<GenericArg> generic = arguments(e, args);
    if (writes) {
      shape.end(cx.regions);
      shape.begin(cx.regions);
    }
    b.at(Category.GENERIC_ARG, e.fnSpan());
    cx.userArgs(e.fnSpan(), e.callee().def, generic);
    cx.userArgs(span, e.callee().def, generic);
    b.at(Category.BORING, span);
    Def callee = e.callee().def;
    FnSig sig = opened(Subst.apply(cx.types, cx.tcx.fnSig(callee), generic));
    if (writes) {
      shape.end(cx.regions);
    }
    args.addAll(0, b.operands(e.args()));
    b.at(Category.BORING, span);
    if (writes) {
      shape.begin(cx.regions);
    }
    cx.rules.together(true);
    List<Ty> inputs = cx.rules.normalize(sig.inputs());
    Ty output = cx.rules.normalize(sig.output());
    if (writes) {
      shape.end(cx.regions);
      shape.inputs = inputs;
      shape.output = output;
    }
    take(args, inputs, span);
    if (writes) {
      shape.begin(cx.regions);
    }
    wellFormed(inputs, output, span);
    if (writes) {
      shape.end(cx.regions);
    }
    b.flow(output, dest, span);
    if (writes) {
      shape.begin(cx.regions);
    }
    if (!generic.isEmpty()) {
      b.at(Category.PREDICATE, span);
      demand(callee, generic, span);
      Def impl = callee.parent();
      if (impl.kind() == Def.Kind.IMPL && cx.tcx.implTraitRef(impl) == null) {
        cx.rules.wellFormed(
            cx.rules.normalize(Subst.apply(cx.types, cx.tcx.typeOf(impl), generic)));
      }
    }
    cx.rules.together(false);
    if (writes) {
      shape.end(cx.regions);
      shape.written();
    }
    finish(args, generic, dest, span, e.fnSpan(), callee.name());
  }

  /** A call as there has been one before. */
  private void again(ThirExpr.Call e, CallShape shape, MirPlace dest) {
    Span span = e.span();
    CallShape.Again again = shape.new Again(cx);
    again.step();
    List<GenericArg> generic = again.first();
    again.step();
    List<Operand> args = b.operands(e.args());
    b.at(Category.BORING, span);
    again.step();
    Ty output = again.output();
    take(args, again.inputs(), span);
    b.at(Category.BORING, span);
    again.step();
    b.flow(output, dest, span);
    if (!e.callee().args.isEmpty()) {
      b.at(Category.PREDICATE, span);
    }
    again.step();
    finish(args, generic, dest, span, e.fnSpan(), e.callee().def.name());
  }

  /**
   * The callee's generic arguments, with the regions of the place that holds it if there is one.
   */
  private List<GenericArg> arguments(ThirExpr.Call e, List<Operand> uses) {
    if (e.via() != null && !(e.via() instanceof Place.Temp)) {
      MirPlace held = b.places.place(e.via());
      if (held.ty instanceof Ty.FnDef f && f.def == e.callee().def) {
        uses.add(new Operand(held, How.COPY, e.fnSpan()));
        return f.args;
      }
    }
    return cx.freshArgs(e.callee().args);
  }

  private void finish(
      List<Operand> args,
      List<GenericArg> generic,
      MirPlace dest,
      Span span,
      Span fnSpan,
      String callee) {
    Stmt s = new Stmt(Stmt.Kind.ASSIGN, dest, args, null, span);
    s.call = true;
    s.callee = callee;
    s.generic = generic;
    s.fnSpan = fnSpan;
    if (dest.isLocal() && callee != null && !args.isEmpty()) {
      dest.local.callee = callee;
      dest.local.calleeSelf = args.get(0).place().ty;
    }
    b.emit(s);
    b.unwinds();
    if (dest.ty instanceof Ty.Never) {
      // nothing comes after it
      b.cur = new Cfg.Block();
    }
  }

  private FnSig opened(FnSig sig) {
    return BoundRegions.instantiate(cx.types, sig, r -> cx.regions.freshRegion());
  }

  private void relate(List<Operand> args, List<Ty> inputs, Ty output, MirPlace dest, Span span) {
    take(args, inputs, span);
    wellFormed(inputs, output, span);
    b.flow(output, dest, span);
  }

  private void take(List<Operand> args, List<Ty> inputs, Span span) {
    for (int i = 0; i < args.size() && i < inputs.size(); i++) {
      boolean object = isOfObject(args.get(i).place().ty) && isOfObject(inputs.get(i));
      b.at(object ? Category.UNSIZE_OBJECT : Category.CALL_ARGUMENT, span);
      cx.rules.sub(args.get(i).place().ty, inputs.get(i));
    }
  }

  private void wellFormed(List<Ty> inputs, Ty output, Span span) {
    b.at(Category.BORING, span);
    inputs.forEach(cx.rules::wellFormed);
    cx.rules.wellFormed(output);
  }

  /** The where clauses of what is called. */
  private void demand(Def item, List<GenericArg> args, Span span) {
    List<Obligation> out = new ArrayList<>();
    for (Predicate p : cx.tcx.predicates(item)) {
      if (cx.rules.isOfKnownSize(p, args)) {
        continue;
      }
      Predicate now = Subst.apply(cx.types, p, args);
      if (cx.rules.mayConstrain(now)) {
        out.add(new Obligation(now, cx.rules.env, cx.rules.cause(span)));
      }
    }
    cx.rules.prove(out);
  }

  void callPtr(ThirExpr.CallPtr e, MirPlace dest) {
    MirPlace f = b.operand(e.callee());
    List<Operand> args = new ArrayList<>(b.operands(e.args()));
    if (f.ty instanceof Ty.FnPtr p) {
      FnSig sig = opened(p.sig);
      b.at(Category.BORING, e.span());
      relate(
          args, cx.rules.normalize(sig.inputs()), cx.rules.normalize(sig.output()), dest, e.span());
    }
    args.add(b.use(f, e.callee().span()));
    finish(args, List.of(), dest, e.span(), e.callee().span(), null);
  }

  // ---- aggregates

  void adt(ThirExpr.Adt e, MirPlace dest) {
    Ty ty = cx.fresh(e.ty());
    if (ty instanceof Ty.Adt a) {
      b.at(Category.GENERIC_ARG, e.span());
      cx.userArgs(e.span(), a.def, a.args);
    }
    List<Operand> ops = new ArrayList<>();
    List<Integer> given = new ArrayList<>();
    for (ThirExpr.FieldValue f : e.fields()) {
      MirPlace v = b.fieldValue(f.value());
      b.at(Category.BORING, f.value().span());
      cx.rules.sub(v.ty, cx.rules.field(ty, e.variant(), f.field()));
      ops.add(b.use(v, f.value().span()));
      given.add(f.field());
    }
    if (e.base() != null && ty instanceof Ty.Adt a) {
      MirPlace base = b.places.place(e.base());
      int count = cx.tcx.adt(a.def).variants().get(e.variant()).fields().size();
      for (int i = 0; i < count; i++) {
        if (!given.contains(i)) {
          MirPlace field = b.places.field(base, e.variant(), i);
          b.at(Category.BORING, e.base().span());
          cx.rules.sub(field.ty, cx.rules.field(ty, e.variant(), i));
          How how = cx.rules.isCopy(field.ty) ? How.COPY : How.MOVE;
          ops.add(new Operand(field, how, e.span()));
        }
      }
    }
    if (ty instanceof Ty.Adt a && !a.args.isEmpty()) {
      b.at(Category.PREDICATE, e.span());
      demand(a.def, a.args, e.span());
    }
    b.flow(ty, dest, e.span());
    b.assign(dest, ops, e.span());
  }

  // ---- coercions

  void coerce(ThirExpr.Coerce e, MirPlace dest) {
    MirPlace v = b.operand(e.operand());
    Ty from = v.ty;
    b.at(Category.CAST, e.span());
    switch (e.adjustment()) {
      case Adjustment.NeverToAny n -> {}
      case Adjustment.Deref d -> cx.rules.sub(from, dest.ty);
      case Adjustment.Borrow d -> cx.rules.sub(from, dest.ty);
      case Adjustment.ReifyFn r -> {
        if (from instanceof Ty.FnDef f) {
          FnSig sig = Subst.apply(cx.types, cx.tcx.fnSig(f.def), f.args);
          demand(f.def, f.args, e.span());
          Ty pointer = cx.rules.normalize(cx.types.fnPtr(sig));
          toPointer(pointer, dest.ty);
        } else {
          cx.rules.sub(from, dest.ty);
        }
      }
      case Adjustment.ClosureFn c -> {
        if (from instanceof Ty.Closure k) {
          toPointer(k.sigTy(), dest.ty);
        }
      }
      case Adjustment.Unsize u -> {
        Ty target = cx.fresh(u.target());
        b.at(isOfObject(target) ? Category.UNSIZE_OBJECT : Category.UNSIZE, e.span());
        unsize(from, target, e.span());
        b.at(b.into(dest) == Category.RETURN ? Category.RETURN : Category.CAST, e.span());
        cx.rules.sub(target, dest.ty);
      }
    }
    b.assign(dest, List.of(b.use(v, e.operand().span())), e.span());
  }

  private void toPointer(Ty from, Ty to) {
    cx.regions.leakChecked(true);
    cx.rules.sub(from, to);
    cx.regions.leakChecked(false);
  }

  /** {@code from as to}, where both are of one kind. */
  void cast(Ty from, Ty to, Span span) {
    if (from instanceof Ty.Ref && to instanceof Ty.Ref
        || from instanceof Ty.Adt a && to instanceof Ty.Adt b && a.def == b.def) {
      unsize(from, to, span);
    }
  }

  private static boolean isOfObject(Ty target) {
    return target instanceof Ty.Adt a && a.args.stream().anyMatch(x -> x instanceof Ty.Dynamic);
  }

  private void unsize(Ty from, Ty to, Span span) {
    if (from instanceof Ty.Ref r && to instanceof Ty.Ref s) {
      cx.regions.outlives(r.region, s.region);
      pointee(r.target, s.target, s.mutable, span);
    } else if (from instanceof Ty.Adt a
        && to instanceof Ty.Adt c
        && a.def == c.def
        && a.args.size() == c.args.size()) {
      for (int i = 0; i < a.args.size(); i++) {
        if (a.args.get(i) instanceof Ty x && c.args.get(i) instanceof Ty y) {
          pointee(x, y, false, span);
        }
      }
    } else {
      cx.rules.sub(from, to);
    }
  }

  private void pointee(Ty from, Ty to, boolean invariant, Span span) {
    if (from instanceof Ty.Array a && to instanceof Ty.Slice s) {
      cx.rules.sub(a.element, s.element);
      if (invariant) {
        cx.rules.sub(s.element, a.element);
      }
    } else if (to instanceof Ty.Dynamic d && !(from instanceof Ty.Dynamic)) {
      cx.regions.outlives(from, d.region);
      object(from, d, span);
    } else if (from instanceof Ty.Dynamic x && to instanceof Ty.Dynamic d) {
      cx.regions.outlives(x.region, d.region);
      if (x.principal != null
          && d.principal != null
          && x.principal.trait() == d.principal.trait()) {
        cx.rules.sub(
            cx.types.dynamic(x.principal, x.projections, List.of(), d.region),
            cx.types.dynamic(d.principal, d.projections, List.of(), d.region));
      }
    } else if (from instanceof Ty.Adt && to instanceof Ty.Adt) {
      unsize(from, to, span);
    } else {
      cx.rules.sub(from, to);
    }
  }

  /** The type implements the trait of the object type. */
  private void object(Ty self, Ty.Dynamic d, Span span) {
    if (d.principal == null) {
      return;
    }
    int[] bound = {0};
    TypeFolder counter =
        new TypeFolder(cx.types) {
          @Override
          public Region region(Region r) {
            if (r instanceof Region.Bound x && x.depth() == binders) {
              bound[0] = Math.max(bound[0], x.index() + 1);
            }
            return r;
          }
        };
    counter.args(d.principal.args());
    d.projections.forEach(p -> counter.ty(p.ty()));
    List<Def> binder = new ArrayList<>();
    for (int i = 0; i < bound[0]; i++) {
      binder.add(null);
    }
    List<Obligation> out = new ArrayList<>();
    List<GenericArg> args = new ArrayList<>();
    args.add(self);
    args.addAll(d.principal.args());
    out.add(
        new Obligation(
            new Predicate.Trait(new TraitRef(d.principal.trait(), args), binder),
            cx.rules.env,
            cx.rules.cause(span)));
    for (Ty.ExistentialProjection p : d.projections) {
      List<GenericArg> own = new ArrayList<>();
      own.add(self);
      own.addAll(p.args());
      out.add(
          new Obligation(
              new Predicate.Projection(
                  (Ty.Projection) cx.types.projection(p.assocType(), own), p.ty(), binder),
              cx.rules.env,
              cx.rules.cause(span)));
    }
    cx.rules.prove(out);
  }

  // ---- closures

  void closure(ThirExpr.Closure e, MirPlace dest) {
    Ty.Closure ty = (Ty.Closure) cx.fresh(e.ty());
    TypeckResults.ClosureInfo info = cx.results.closures.get(e.ty().def);
    Body body = cx.tcx.thir(e.ty().def);
    if (info == null || body == null) {
      throw new IllegalStateException("a closure without a body");
    }
    List<Ty> upvars = ty.upvarsTy() instanceof Ty.Tuple t ? t.elements : List.of();
    List<Operand> ops = new ArrayList<>();
    for (ThirExpr.Mention m : e.mentions()) {
      Span at = m.place().span();
      Operand looked =
          new Operand(b.places.place(m.place()), How.INSPECT, at, CfgPlaces.head(m.closure()));
      b.emit(Stmt.Kind.FAKE_READ, null, List.of(looked), at);
    }
    List<Capture> captures = body.captures();
    Span head = CfgPlaces.head(e.span());
    for (int i = 0; i < e.captures().size(); i++) {
      ThirExpr c = e.captures().get(i);
      Span use = i < captures.size() ? captures.get(i).use() : e.span();
      Ty upvar = i < upvars.size() ? upvars.get(i) : cx.fresh(c.ty());
      switch (c) {
        case ThirExpr.Borrow x -> {
          MirPlace t = b.temp(upvar, e.span());
          t.local.closure = e.span();
          Loan loan = b.places.borrow(x, t, head, use);
          if (loan != null && i < captures.size()) {
            loan.modeUse = captures.get(i).modeUse();
          }
          ops.add(b.use(t, e.span()));
        }
        case ThirExpr.Use x -> {
          MirPlace p = b.places.place(x.place());
          b.at(Category.CLOSURE_UPVAR, use);
          cx.rules.sub(p.ty, upvar);
          ops.add(new Operand(p, x.copy() ? How.COPY : How.MOVE, head, use));
        }
        case ThirExpr other -> {
          MirPlace t = b.operand(other);
          b.at(Category.CLOSURE_UPVAR, use);
          cx.rules.sub(t.ty, upvar);
          ops.add(b.use(t, e.span()));
        }
      }
    }
    b.flow(ty, dest, e.span());
    b.assign(dest, ops, e.span());
    // a closure has the where clauses of the function that it stands in, to be proved by its maker
    b.at(Category.BORING, e.span());
    for (Predicate p : cx.rules.env.predicates()) {
      if (p instanceof Predicate.RegionOutlives o && p.bound().isEmpty()) {
        cx.regions.outlives(o.longer(), o.shorter());
      }
    }
    body(ty, info, body, upvars, e.span());
  }

  private void body(
      Ty.Closure ty, TypeckResults.ClosureInfo info, Body body, List<Ty> upvars, Span span) {
    Cfg inner = new Cfg(body, b.cfg, info.kind(), body.captures());
    inner.upvarTys = upvars;
    inner.closureSpan = span;
    cx.cfgs.add(inner);
    FnSig sig = ((Ty.FnPtr) ty.sigTy()).sig;
    upvars.forEach(u -> inner.external.addAll(cx.regions.vars(u)));
    sig.inputs().forEach(u -> inner.external.addAll(cx.regions.vars(u)));
    inner.external.addAll(cx.regions.vars(sig.output()));
    FnSig open =
        BoundRegions.instantiate(
            cx.types,
            sig,
            x -> {
              Region late = new Region.LateParam(ty.def, x.index(), x.def());
              cx.regions.universal(late, inner);
              return late;
            });
    if (info.kind() != ClosureKind.FN_ONCE) {
      RegionCtxt.Universal env = cx.regions.universal(Region.ERASED, inner);
      env.env = true;
      inner.envRegion = env.var;
    }
    open.inputs().forEach(cx::implied);
    new CfgBuilder(cx, inner).build(open.inputs(), open.output());
  }
}
