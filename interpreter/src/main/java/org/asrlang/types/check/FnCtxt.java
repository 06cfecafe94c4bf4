package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.collect.AstConv;
import org.asrlang.types.collect.AstConvCtx;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.Elaborator;
import org.asrlang.types.traits.FulfillmentCtxt;
import org.asrlang.types.traits.FulfillmentError;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitSolver;

/**
 * The state of type checking one body, and what its parts share; rustc's {@code FnCtxt}. The parts
 * are classes of this package, one for each family of expressions.
 */
final class FnCtxt implements AstConvCtx {
  final TyCtxt tcx;

  /** Types whose dereferences have no end, as was told. */
  final Set<Ty> endless = new HashSet<>();

  final TyInterner types;
  final Def owner;
  final Resolutions resolutions;
  final InferCtxt infcx;
  final FulfillmentCtxt fulfill;
  final TraitSolver solver;
  final ParamEnv env;
  final AstConv conv;
  final TypeckResults results;

  final Expressions exprs = new Expressions(this);
  final Blocks blocks = new Blocks(this);
  final Flow flow = new Flow(this);
  final Operators operators = new Operators(this);
  final Places places = new Places(this);
  final Patterns patterns = new Patterns(this);
  final Paths paths = new Paths(this);
  final Calls calls = new Calls(this);
  final SizedCalls sizedCalls = new SizedCalls(this);
  final MethodProbe probe = new MethodProbe(this);
  final InferredArgs inferredArgs = new InferredArgs(this);
  final Fields fields = new Fields(this);
  final Closures closures = new Closures(this);
  final Casts casts = new Casts(this);
  final Coercion coercion = new Coercion(this);
  final Suggest suggest = new Suggest(this);
  final TraitErrors traitErrors;

  /** Whether what was last checked certainly does not come to its end. */
  boolean diverges;

  /** What {@code return} and {@code ?} leave with; null in constants. */
  CoerceMany returns;

  /** Loops and labelled blocks that can be left with a value. */
  final Map<Expr, CoerceMany> jumps = new IdentityHashMap<>();

  /** What can only be decided when the closures' kinds are known. */
  final Map<Def, List<Runnable>> deferredCalls = new HashMap<>();

  final List<Runnable> deferredChecks = new ArrayList<>();

  /** Whether the function's own parameters are looked at: their types are told where written. */
  boolean inParameters;

  /** What is told of a body only if nothing else is wrong with its types. */
  final List<Diagnostic.Builder> ifSound = new ArrayList<>();

  private final List<Ty> diverging = new ArrayList<>();
  private Function<Span, Region> elided = span -> Region.ERASED;
  private int silent;

  final BodySyntax syntax;

  FnCtxt(TyCtxt tcx, Def owner, Resolutions resolutions, ParamEnv env) {
    this.syntax = new BodySyntax(tcx.defs(), owner);
    this.tcx = tcx;
    this.types = tcx.types();
    this.owner = owner;
    this.resolutions = resolutions;
    this.env = env;
    this.infcx = new InferCtxt(tcx);
    this.fulfill = new FulfillmentCtxt(infcx);
    this.solver = new TraitSolver(infcx);
    this.conv = new AstConv(tcx, this);
    this.results = new TypeckResults(owner);
    this.traitErrors = new TraitErrors(this);
  }

  // ---- variables

  Ty freshTy(Span span) {
    return infcx.freshTy(span);
  }

  /** What is known of the type by now. The body is in error if that is. */
  Ty resolve(Ty ty) {
    Ty known = infcx.resolve(ty);
    results.tainted |= silent == 0 && known.has(Ty.HAS_ERROR);
    return known;
  }

  Const resolveConst(Const c) {
    return tcx.evaluate(infcx.resolve(c));
  }

  /** Resolves, and proves what is pending where that may tell what a variable inside is. */
  Ty structurally(Ty ty) {
    Ty known = resolve(ty);
    if (known.has(Ty.HAS_INFER)) {
      select();
      known = resolve(known);
    }
    return known.has(Ty.HAS_ALIAS) ? resolve(normalize(Span.NONE, known)) : known;
  }

  boolean unify(Ty a, Ty b) {
    return infcx.unify(a, b);
  }

  /** As {@link #unify}, where the first need only be a subtype of the second. */
  boolean sub(Span span, Ty a, Ty b) {
    Ty x = infcx.shallow(a);
    Ty y = infcx.shallow(b);
    if (x instanceof Ty.Error || y instanceof Ty.Error) {
      return true;
    }
    List<Ty> ordered = infcx.subtype(x, y);
    if (ordered != null) {
      boolean made = span.expansion().callSite() != null;
      ordered.forEach(t -> register(span, new Predicate.Subtype(t, made)));
    }
    return ordered != null;
  }

  /** A value goes where any type will do, which then is the value's or a supertype of it. */
  void givenTo(Expr value, Ty ty) {
    Ty known = resolve(ty);
    if (known.has(Ty.HAS_INFER) && !(known instanceof Ty.Infer)) {
      sub(value.span(), known, freshTy(value.span()));
    }
  }

  <T> T probe(Supplier<T> work) {
    silent++;
    try {
      return infcx.probe(work);
    } finally {
      silent--;
    }
  }

  /** What other types become if {@code a} and {@code b} agree, without making them agree. */
  List<Ty> fudge(Ty a, Ty b, List<Ty> others) {
    return probe(() -> unify(a, b) ? others.stream().map(this::resolve).toList() : null);
  }

  void divergingDefault(Ty var) {
    diverging.add(var);
  }

  List<Ty> divergingVars() {
    return diverging;
  }

  // ---- obligations

  private Cause cause(Span span, Cause.What what) {
    return Cause.of(span, what, owner);
  }

  void register(Span span, Predicate p) {
    if (silent == 0) {
      fulfill.register(new Obligation(p, env, cause(span, Cause.What.MISC)));
    }
  }

  void register(Span span, TraitRef ref) {
    register(span, new Predicate.Trait(ref));
  }

  void registerFor(Span span, TraitRef ref, String what) {
    register(span, ref, Cause.What.FOR_LOOP);
  }

  void registerTry(Span span, TraitRef ref) {
    register(span, ref, Cause.What.TRY);
  }

  void register(Span span, TraitRef ref, Cause.What what) {
    if (silent == 0) {
      fulfill.register(Obligation.of(ref, env, cause(span, what)));
    }
  }

  void registerSized(Span span, Ty ty, Cause.What what) {
    Def sized = tcx.lang().get("sized");
    if (sized == null || ty instanceof Ty.Error) {
      return;
    }
    Ty known = resolve(ty);
    if (what == Cause.What.SIZED_VARIABLE
        && (known instanceof Ty.Slice || known instanceof Ty.Str)) {
      // a type of its own for each variable, so that it is told of each
      Ty own = freshTy(span);
      register(span, new TraitRef(sized, List.of(own)), what);
      unify(own, known);
    } else {
      register(span, new TraitRef(sized, List.of(ty)), what);
    }
  }

  /** What a placeholder asks of its argument, which is taken by reference, but is none itself. */
  void registerFormat(Span span, Def trait, Ty ty, Expr.FormatPlaceholder p) {
    register(span, new TraitRef(trait, List.of(ty)));
    boolean plain =
        switch (resolve(ty)) {
          case Ty.Ref r -> true;
          case Ty.Int i -> true;
          case Ty.Uint i -> true;
          case Ty.Float f -> true;
          case Ty.Bool b -> true;
          case Ty.Char c -> true;
          case Ty.Error e -> true;
          case Ty t -> false;
        };
    Def sized = tcx.lang().get("sized");
    if (!plain && sized != null) {
      // a parameter of its own for each placeholder: what fails of one hides none of another's
      Ty parameter = freshTy(span);
      register(span, new TraitRef(sized, List.of(parameter)));
      unify(parameter, ty);
    }
  }

  /**
   * Demands the mutable twin of an operator, if the type may have it. Without it the shared one
   * stays, and the borrow checker says that the place cannot be written.
   */
  boolean registerMutable(Span span, TraitRef ref) {
    boolean may = mayHold(new Predicate.Trait(ref));
    if (may) {
      register(span, ref);
    }
    return may;
  }

  private final Map<Expr, Expr.Call> callees = new IdentityHashMap<>();

  void callee(Expr.Call call) {
    callees.put(call.callee(), call);
  }

  /** The call of which that is the callee; null if it is none. */
  Expr.Call callOf(Expr callee) {
    return callees.get(callee);
  }

  void registerPredicates(Span span, Expr expr, Def item, List<GenericArg> args) {
    if (silent > 0) {
      return;
    }
    inferredArgs.add(expr instanceof Expr.MethodCall ? expr.span() : span, args);
    for (Predicate p : tcx.predicates(item)) {
      List<Obligation> nested = new ArrayList<>();
      Cause cause = Cause.item(span, item, p, expr, owner);
      Predicate done = solver.normalize(env, Subst.apply(types, p, args), cause, nested);
      fulfill.register(nested);
      fulfill.register(new Obligation(done, env, cause));
    }
  }

  boolean predicatesMayHold(Def item, List<GenericArg> args) {
    for (Predicate p : tcx.predicates(item)) {
      if (p instanceof Predicate.Trait || p instanceof Predicate.Projection) {
        List<Obligation> nested = new ArrayList<>();
        Predicate done =
            solver.normalize(
                env, Subst.apply(types, p, args), cause(Span.NONE, Cause.What.MISC), nested);
        if (!mayHold(done)) {
          return false;
        }
      }
    }
    return true;
  }

  void select() {
    if (silent == 0) {
      report(fulfill.selectWherePossible());
    }
  }

  void report(List<FulfillmentError> errors) {
    // What is left of `Sized` says least; what is written says more than what a macro makes of it.
    errors.stream()
        .sorted(Comparator.comparing(FnCtxt::isMade).thenComparing(this::isSized))
        .forEach(traitErrors::report);
  }

  /** Whether it is demanded by what a macro, a loop or a {@code ?} stands for. */
  private static boolean isMade(FulfillmentError e) {
    Cause cause = e.obligation().root().cause();
    return cause.what() == Cause.What.FOR_LOOP
        || cause.what() == Cause.What.TRY
        || cause.span().expansion().callSite() != null;
  }

  boolean mayHold(Predicate p) {
    return solver.mayHold(env, p);
  }

  boolean cannotHold(Def trait, Ty self) {
    return solver.cannotHold(env, trait, self);
  }

  boolean isSized(Ty ty) {
    return solver.implementsLang(env, ty, "sized");
  }

  /** Whether what the variable stands for must have a size. */
  boolean isPendingSized(Ty.Infer v) {
    Def sized = tcx.lang().get("sized");
    return fulfill.pendingFor(v).stream()
        .anyMatch(o -> o.predicate() instanceof Predicate.Trait t && t.traitRef().trait() == sized);
  }

  Ty normalize(Span span, Ty ty) {
    if (!ty.has(Ty.HAS_ALIAS)) {
      return ty;
    }
    List<Obligation> nested = new ArrayList<>();
    Ty done = solver.normalize(env, ty, cause(span, Cause.What.NORMALIZE), nested);
    if (silent == 0) {
      fulfill.register(nested);
    }
    return done;
  }

  Ty normalizeInProbe(Ty ty) {
    return normalize(Span.NONE, ty);
  }

  FnSig normalizeSig(Span span, FnSig sig) {
    List<Ty> inputs = new ArrayList<>();
    for (Ty t : sig.inputs()) {
      inputs.add(normalize(span, t));
    }
    return new FnSig(inputs, normalize(span, sig.output()), sig.boundRegions());
  }

  // ---- items

  Ty subst(Ty ty, List<GenericArg> args) {
    return Subst.apply(types, ty, args);
  }

  /** Opens a binder: regions do not matter to type inference. */
  FnSig liberate(FnSig sig) {
    return BoundRegions.instantiate(types, sig, b -> Region.ERASED);
  }

  Ty eraseBound(FnSig sig, Ty part) {
    return BoundRegions.instantiate(types, part, b -> Region.ERASED);
  }

  Ty eraseRegions(Ty ty) {
    return EraseRegions.of(types, ty);
  }

  FnSig instantiateSig(Ty.FnDef f) {
    return Subst.apply(types, liberate(tcx.fnSig(f.def)), f.args);
  }

  /** In the body that defines them, opaque types are variables with the opaque types' bounds. */
  Ty openOwnOpaques(Ty ty) {
    if (!ty.has(Ty.HAS_ALIAS)) {
      return ty;
    }
    return new TypeFolder(types) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Opaque o && o.def.parent() == owner) {
          Ty known = results.opaqueTypes.get(o.def);
          if (known == null) {
            Ty var = freshTy(o.def.span());
            results.opaqueTypes.put(o.def, var);
            hiddenTypeMeetsBounds(o, var);
            known = var;
          }
          return known;
        }
        return superTy(t);
      }
    }.ty(ty);
  }

  private void hiddenTypeMeetsBounds(Ty.Opaque o, Ty hidden) {
    for (Predicate p : tcx.itemBounds(o.def)) {
      Predicate opened =
          new TypeFolder(types) {
            @Override
            public Ty ty(Ty t) {
              return t instanceof Ty.Opaque q && q.def == o.def ? hidden : openOwn(t);
            }

            private Ty openOwn(Ty t) {
              return t instanceof Ty.Opaque q && q.def.parent() == owner
                  ? openOwnOpaques(t)
                  : superTy(t);
            }
          }.predicate(p);
      List<Obligation> nested = new ArrayList<>();
      Cause cause = cause(o.def.span(), Cause.What.RETURN_OPAQUE);
      Predicate done = solver.normalize(env, opened, cause, nested);
      fulfill.register(nested);
      fulfill.register(new Obligation(done, env, cause));
    }
  }

  Def assoc(Def trait, String name) {
    for (Def item : tcx.assocItems(trait)) {
      if (item.name().equals(name)) {
        return item;
      }
    }
    throw new IllegalStateException("std's trait " + trait.path() + " lacks " + name);
  }

  /** The first method of an operator's trait. */
  Def onlyMethod(Def trait) {
    for (Def item : tcx.assocItems(trait)) {
      if (item.kind() == Def.Kind.ASSOC_FN) {
        return item;
      }
    }
    throw new IllegalStateException("std's trait " + trait.path() + " has no method");
  }

  Def langMethod(String traitLang) {
    return onlyMethod(tcx.lang().get(traitLang));
  }

  /** The traits that bounds in scope demand of a parameter, projection or opaque type. */
  List<TraitRef> traitBoundsOn(Ty ty) {
    List<TraitRef> out = new ArrayList<>();
    for (Predicate p : env.predicates()) {
      if (p instanceof Predicate.Trait t && t.traitRef().self() == ty) {
        out.add(opened(t));
      }
    }
    switch (ty) {
      case Ty.Projection p -> itemBounds(p.assocType, p.args, out);
      case Ty.Opaque o -> itemBounds(o.def, o.args, out);
      case Ty t -> {}
    }
    return out;
  }

  private void itemBounds(Def def, List<GenericArg> args, List<TraitRef> out) {
    for (Predicate p : tcx.itemBounds(def)) {
      if (Subst.apply(types, p, args) instanceof Predicate.Trait t) {
        out.add(opened(t));
      }
    }
  }

  private TraitRef opened(Predicate.Trait t) {
    return ((Predicate.Trait) BoundRegions.instantiate(types, t, b -> Region.ERASED)).traitRef();
  }

  List<TraitRef> elaborate(List<TraitRef> refs) {
    List<TraitRef> out = new ArrayList<>();
    for (TraitRef ref : refs) {
      for (Predicate.Trait t : Elaborator.supertraits(tcx, ref)) {
        TraitRef found = opened(t);
        if (!out.contains(found)) {
          out.add(found);
        }
      }
    }
    return out;
  }

  Ty localType(Local local) {
    Ty ty = results.localTypes.get(local);
    if (ty == null) {
      Def place = tcx.defs().place(local);
      ty = place == null ? freshTy(local.span()) : eraseRegions(tcx.typeOf(place));
      results.localTypes.put(local, ty);
    }
    return ty;
  }

  // ---- written types

  Ty lower(TypeExpr type) {
    return normalize(type.span(), conv.lower(type));
  }

  /** Lowers a type whose elided regions belong to a binder around it. */
  Ty lowerInBinder(TypeExpr type, Function<Span, Region> regions) {
    Function<Span, Region> before = elided;
    elided = regions;
    try {
      return lower(type);
    } finally {
      elided = before;
    }
  }

  Ty lowerPathType(Path path, Res base, int segments) {
    Res.Partial partial = resolutions.path(path);
    int left = path.segments().size() - segments;
    if (left == partial.unresolved()) {
      return normalize(path.span(), conv.lowerPathBase(path, partial));
    }
    if (left == 0) {
      return normalize(path.span(), conv.lowerPath(path));
    }
    // `T::Assoc::name`: the segments between are associated types
    int done = path.segments().size() - partial.unresolved();
    Ty ty = conv.lowerPathBase(path, partial);
    Res res = partial.base();
    for (int i = done; i < segments; i++) {
      ty = conv.assocType(ty, res, path.segments().get(i), path.span());
      res = null;
    }
    return normalize(path.span(), ty);
  }

  List<GenericArg> genericArgs(Span span, Def item, List<GenericArg> parent, Path.Segment segment) {
    return conv.genericArgs(item, parent, segment, span, true);
  }

  List<GenericArg> traitArgs(Path path, Def trait, Ty self, Path.Segment segment) {
    return conv.genericArgs(trait, List.of(self), segment, path.span(), true);
  }

  /** Keeps what the user wrote of the arguments: the borrow checker holds it against the rest. */
  List<GenericArg> recordUserArgs(Node at, List<GenericArg> args) {
    if (silent == 0 && args.stream().anyMatch(FnCtxt::namesRegion)) {
      // variables of this inference mean nothing to the borrow checker's
      List<GenericArg> written =
          args.stream().map(a -> a instanceof Region.Var ? Region.ERASED : a).toList();
      results.userArgs.put(at, written);
    }
    return args;
  }

  static boolean namesRegion(GenericArg arg) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        return t.has(Ty.HAS_REGION) ? superTy(t) : t;
      }

      @Override
      public Region region(Region r) {
        found[0] |= !(r instanceof Region.Erased || r instanceof Region.Bound);
        return r;
      }
    }.arg(arg);
    return found[0];
  }

  Const constant(Expr e) {
    return conv.lowerConst(e, types.usize);
  }

  @Override
  public Resolutions resolutions() {
    return resolutions;
  }

  @Override
  public Def item() {
    return owner;
  }

  @Override
  public Ty inferTy(Span span) {
    return freshTy(span);
  }

  @Override
  public GenericArg inferArg(GenericsOf.Param param, Span span) {
    return param.kind() == GenericsOf.Kind.LIFETIME ? Region.ERASED : infcx.freshArg(param, span);
  }

  @Override
  public Const inferConst(Ty ty, Span span) {
    return infcx.freshConst(ty);
  }

  @Override
  public Region elidedRegion(Span span) {
    return elided.apply(span);
  }

  @Override
  public Region lateBound(Def lifetime, int index) {
    return new Region.LateParam(owner, index, lifetime);
  }

  @Override
  public Ty projection(Ty.Projection projection, Span span) {
    return normalize(span, projection);
  }

  @Override
  public void require(List<Predicate> predicates, Def item, Span span) {
    for (Predicate p : predicates) {
      fulfill.register(new Obligation(p, env, Cause.item(span, item, null, null, owner)));
    }
  }

  @Override
  public Ty implTrait(TypeExpr.ImplType node) {
    return null;
  }

  // ---- what waits

  void deferCall(Def closure, Runnable work) {
    deferredCalls.computeIfAbsent(closure, d -> new ArrayList<>()).add(work);
  }

  void deferRepeat(Expr.Repeat r, Ty element, Const count) {
    if (silent > 0) {
      return;
    }
    deferredChecks.add(() -> {
      Const n = resolveConst(count);
      boolean few = n instanceof Const.Value v && v.value() instanceof Long l && l >= 0 && l <= 1;
      Expr value = r.value().withoutParens();
      boolean constant =
          value instanceof Expr.ConstBlock
              || value instanceof Expr.PathExpr p
                  && results.pathTargets.get(p.path()) != null
                  && results.pathTargets.get(p.path()).def().kind().name().endsWith("CONST");
      Def copy = tcx.lang().get("copy");
      if (!few && !constant && copy != null) {
        register(r.value().span(), new TraitRef(copy, List.of(element)), Cause.What.REPEAT_ELEMENT);
      }
    });
  }

  // ---- errors

  Diagnostics errors() {
    if (silent > 0) {
      return new Diagnostics();
    }
    results.tainted = true;
    return tcx.diagnostics();
  }

  private boolean isSized(FulfillmentError e) {
    return e.obligation().predicate() instanceof Predicate.Trait t
        && tcx.lang().is(t.traitRef().trait(), "sized");
  }

  /** What is not known may be so because of an error, in this body or in what it uses. */
  boolean isTainted() {
    return results.tainted |= infcx.hasMetError();
  }

  void error(Span span, String code, String message) {
    Diagnostic.error(code, span, message).to(errors());
  }

  /** Whether what goes wrong is not told. */
  boolean isSilent() {
    return silent > 0;
  }

  void notYet(Span span, String what) {
    error(span, "A0100", "not in ASR yet: " + what);
  }

  @Override
  public void missingTrait() {
    if (abandoned < 0) {
      abandoned = tcx.diagnostics().count();
    }
    results.tainted = true;
  }

  /** How many diagnostics there were when a trait was missing: what follows is not told; or -1. */
  int abandoned = -1;

  @Override
  public void taint() {
    results.tainted = true;
  }

  /**
   * @param unknown a type or constant in which something could not be inferred
   */
  void annotationsNeeded(Span span, GenericArg unknown) {
    if (!isTainted()) {
      InferSource.error(this, "E0282", span, unknown, false).to(errors());
    }
  }

  void mismatch(Span span, Ty expected, Ty found, String why) {
    suggest.mismatch(span, null, resolve(expected), resolve(found), why);
  }

  void mismatchAt(Expr e, Ty expected, Ty found, String why) {
    suggest.mismatch(blame(e), e, resolve(expected), resolve(found), why);
  }

  /** Where nothing can be returned, that is said of the signature, not of each result. */
  void resultMismatch(Expr e, Ty expected, Ty found, String why) {
    Ty returned = returns == null ? null : returns.declared();
    if (returned instanceof Ty.Str || returned instanceof Ty.Slice) {
      taint();
    } else {
      mismatchAt(e, expected, found, why);
    }
  }

  void mismatchPattern(Span span, Ty expected, Ty found) {
    suggest.mismatch(span, null, resolve(expected), resolve(found), "");
  }

  void missingTail(Expr.Block b, Ty wanted) {
    suggest.missingTail(b, resolve(wanted));
  }

  void tryOutside(Span mark, Ty returned) {
    Diagnostic.error(
            "E0277",
            mark,
            "the `?` operator can only be used in a function that returns `Result` or `Option`")
        .label("cannot use the `?` operator in a function that returns `" + resolve(returned) + "`")
        .label(owner.head(), "this function should return `Result` or `Option` to accept `?`")
        .to(errors());
  }

  /**
   * A type as messages show it: of a reference it is not said that it lives as long as the program,
   * which of a literal's everybody knows.
   */
  Ty shown(Ty ty) {
    return withoutStatic().ty(resolve(ty));
  }

  Predicate shown(Predicate p) {
    return withoutStatic().predicate(infcx.resolve(p));
  }

  private TypeFolder withoutStatic() {
    return new TypeFolder(types) {
      @Override
      public Region region(Region r) {
        return r instanceof Region.Static ? Region.ERASED : r;
      }
    };
  }

  /** The part of an expression to point at: a block's tail rather than the block. */
  Span blame(Expr e) {
    return switch (e) {
      case Expr.Block b when b.tail() != null && b.label() == null -> blame(b.tail());
      case Expr.Paren p -> p.span();
      case Expr x -> x.span();
    };
  }

  boolean isUnitLike(Ty ty) {
    return ty == types.unit || ty instanceof Ty.Infer || ty instanceof Ty.Error;
  }

  static String list(List<String> names) {
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      b.append(i == 0 ? "" : i == names.size() - 1 ? " and " : ", ")
          .append('`')
          .append(names.get(i))
          .append('`');
    }
    return b.toString();
  }
}
