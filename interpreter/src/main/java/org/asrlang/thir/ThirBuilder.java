package org.asrlang.thir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Ice;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;
import org.asrlang.types.Capture;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.TypeckResults.BindingMode;

/**
 * Builds the desugared typed tree of a body out of its syntax and what type checking learnt: every
 * adjustment, desugaring, temporary and drop scope becomes a node. After rustc's {@code
 * rustc_mir_build::thir::cx} and {@code region}. Patterns are checked on the way ({@link
 * PatternCheck}); its errors mark the results as tainted.
 */
public final class ThirBuilder {
  final TyCtxt tcx;
  final Def owner;
  final TypeckResults results;
  final Resolutions resolutions;
  final BodyTypes types;
  final Scopes scopes;
  final Operands operands = new Operands(this);
  final Promotion promotion;
  final Places places;
  final Values values;
  final Calls calls;
  final Blocks blocks;
  final Flow flow;
  final Patterns patterns;
  final PatternCheck check;
  final PartialCaptures partial = new PartialCaptures(this);

  /** The captures of the closure that is built. */
  final List<Capture> captures;

  private final List<LocalDecl> params = new ArrayList<>();
  private final List<LocalDecl> all = new ArrayList<>();
  private final Map<Local, LocalDecl> locals = new IdentityHashMap<>();

  /** Stand-ins for variables of the enclosing body, until {@link Places#finish} has its capture. */
  final Map<LocalDecl, Local> outer = new IdentityHashMap<>();

  private final Map<Local, LocalDecl> outerDecls = new IdentityHashMap<>();
  private final Map<Expr, ThirExpr.Target> targets = new IdentityHashMap<>();

  /** Whether what is built is a closure of the owner's. */
  private final boolean closure;

  private ThirBuilder(TyCtxt tcx, Def owner, boolean closure, List<Capture> captures) {
    this.closure = closure;
    this.tcx = tcx;
    this.owner = owner;
    this.results = tcx.typeck(owner);
    this.resolutions = tcx.defs().body(owner);
    this.types = new BodyTypes(tcx, owner);
    this.scopes = new Scopes(types);
    this.promotion = new Promotion(types);
    this.places = new Places(this);
    this.values = new Values(this);
    this.calls = new Calls(this);
    this.blocks = new Blocks(this);
    this.flow = new Flow(this);
    this.patterns = new Patterns(this);
    this.check = new PatternCheck(types, owner, results);
    this.captures = captures;
    scopes.constructors(p -> {
      var target = results.pathTargets.get(p.path());
      return target != null
          && (target.def().kind() == Def.Kind.STRUCT || target.def().kind() == Def.Kind.VARIANT);
    });
  }

  /**
   * @param owner a FN or ASSOC_FN, CONST, ASSOC_CONST, STATIC, ANON_CONST or CLOSURE, whose types
   *     are not tainted
   * @return null if there is no body, of which only an error can be the reason
   */
  public static Body build(TyCtxt tcx, Def owner) {
    if (owner.kind() == Def.Kind.CLOSURE) {
      return buildClosure(tcx, owner);
    }
    if (tcx.defs().expandedBody(owner) == null) {
      Ice.delay(tcx.diagnostics(), owner.span(), "there is no body");
      return null;
    }
    ThirBuilder b = new ThirBuilder(tcx, owner, false, List.of());
    return owner.isFnLike() ? b.function() : b.constant();
  }

  /** What a named constant is computed by; null if it has no body, or one with errors. */
  public static Body ofConstant(TyCtxt tcx, Def constant) {
    return tcx.defs().expandedBody(constant) == null || tcx.typeck(constant).tainted
        ? null
        : tcx.thir(constant);
  }

  /** The body whose type check covers the closure. */
  public static Def typeckOwner(Def def) {
    Def d = def;
    while (d.kind() == Def.Kind.CLOSURE) {
      d = d.parent();
    }
    return d;
  }

  public static Body buildClosure(TyCtxt tcx, Def closure) {
    Def owner = typeckOwner(closure);
    TypeckResults.ClosureInfo info = tcx.typeck(owner).closures.get(closure);
    return new ThirBuilder(tcx, owner, true, info.captures()).closure(info);
  }

  // ---- bodies

  private Body function() {
    Item.Fn fn = tcx.defs().function(owner);
    Expr body = tcx.defs().expandedBody(owner);
    Scopes.Open scope = scopes.open(ThirExpr.Scope.Kind.FUNCTION);
    List<ThirExpr> stmts = new ArrayList<>();
    if (fn.self() != null) {
      Local self = resolutions.selfParam(fn.self());
      param(scope, self, results.localTypes.get(self), fn.self().span());
    }
    for (Item.Param p : fn.params()) {
      param(scope, p.pat(), patterns.scrutineeTy(p.pat()), stmts);
    }
    FnSig sig = types.sig(owner, tcx.identityArgs(owner));
    return finish(owner, scope, stmts, body, sig.output());
  }

  private Body closure(TypeckResults.ClosureInfo info) {
    Scopes.Open scope = scopes.open(ThirExpr.Scope.Kind.FUNCTION);
    List<ThirExpr> stmts = new ArrayList<>();
    for (Expr.ClosureParam p : info.node().params()) {
      param(scope, p.pat(), patterns.scrutineeTy(p.pat()), stmts);
    }
    Ty output = EraseRegions.of(types.types, info.sig().output());
    return finish(info.def(), scope, stmts, info.node().body(), types.normalize(output));
  }

  private Body constant() {
    Expr body = tcx.defs().expandedBody(owner);
    Scopes.Open scope = scopes.open(ThirExpr.Scope.Kind.FUNCTION);
    scopes.extendConstant(body);
    return finish(owner, scope, List.of(), body, types.normalize(tcx.typeOf(owner)));
  }

  private Body finish(Def def, Scopes.Open scope, List<ThirExpr> stmts, Expr body, Ty returnTy) {
    Scopes.Open temps = scopes.open(ThirExpr.Scope.Kind.STATEMENT);
    ThirExpr value = scopes.close(temps, values.build(body), body.span());
    ThirExpr whole =
        stmts.isEmpty() ? value : new ThirExpr.Block(stmts, value, value.ty(), body.span());
    ThirExpr root = scopes.close(scope, whole, body.span());
    return new Body(
        def,
        List.copyOf(params),
        List.copyOf(all),
        root,
        returnTy,
        captures,
        scopes.count(),
        def.span());
  }

  private void param(Scopes.Open scope, Local local, Ty ty, Span span) {
    LocalDecl decl = add(LocalDecl.Kind.PARAM, local.name(), ty, local.mutable(), span);
    locals.put(local, decl);
    params.add(decl);
    scope.locals.add(decl);
  }

  private void param(Scopes.Open scope, Pat pat, Ty ty, List<ThirExpr> stmts) {
    Local simple = simpleBinding(pat);
    if (simple != null) {
      param(scope, simple, ty, pat.span());
      return;
    }
    LocalDecl decl = add(LocalDecl.Kind.PARAM, null, ty, false, pat.span());
    params.add(decl);
    scope.locals.add(decl);
    ThirPat built = patterns.build(pat, scope);
    check.irrefutable(built, pat, PatternCheck.Source.PARAMETER, null);
    if (built instanceof ThirPat.Wild) {
      return;
    }
    Place.Local place = new Place.Local(decl, pat.span());
    patterns.markBorrows(built, place);
    stmts.add(new ThirExpr.LetPat(built, place, null, unit(), pat.span()));
  }

  // ---- what the parts share

  /** The variable of a pattern that only names the whole by value, else null. */
  Local simpleBinding(Pat pat) {
    return switch (pat) {
      case Pat.ParenPat p -> simpleBinding(p.inner());
      case Pat.IdentPat p ->
          p.sub() == null
                  && results.bindingModes.get(p) == BindingMode.MOVE
                  && !results.patAdjustments.containsKey(p)
                  && resolutions.identPat(p) instanceof Res.Var v
              ? v.local()
              : null;
      case Pat p -> null;
    };
  }

  private LocalDecl add(LocalDecl.Kind kind, String name, Ty ty, boolean mutable, Span span) {
    LocalDecl decl = new LocalDecl(all.size(), kind, name, ty, mutable, span);
    all.add(decl);
    return decl;
  }

  /** A temporary that no scope lists yet. */
  LocalDecl temp(Ty ty, Span span) {
    return add(LocalDecl.Kind.TEMP, null, ty, true, span);
  }

  /** The declaration of a variable bound here; the alternatives of an or-pattern share it. */
  LocalDecl declare(Local local, Scopes.Open scope) {
    LocalDecl known = locals.get(local);
    if (known != null) {
      return known;
    }
    Ty ty = results.localTypes.get(local);
    LocalDecl decl = add(LocalDecl.Kind.USER, local.name(), ty, local.mutable(), local.span());
    locals.put(local, decl);
    scope.locals.add(decl);
    return decl;
  }

  /** The variable: a local of this body, or a stand-in for one of the enclosing body. */
  LocalDecl local(Local local) {
    LocalDecl own = locals.get(local);
    if (own != null) {
      return own;
    }
    return outerDecls.computeIfAbsent(
        local,
        l -> {
          LocalDecl decl =
              new LocalDecl(
                  -1,
                  LocalDecl.Kind.USER,
                  l.name(),
                  results.localTypes.get(l),
                  l.mutable(),
                  l.span());
          outer.put(decl, l);
          return decl;
        });
  }

  /** As a place; a variable of a session's earlier entry is where that has left it. */
  Place variable(Local local, Span span) {
    Def place = closure ? null : tcx.defs().place(local);
    return place == null
        ? new Place.Local(local(local), span)
        : new Place.Static(place, results.localTypes.get(local), span);
  }

  ThirExpr.Target target(Expr loopOrBlock, String label, boolean isLoop) {
    return targets.computeIfAbsent(loopOrBlock, e -> new ThirExpr.Target(label, isLoop));
  }

  ThirExpr.Target target(Expr jump) {
    return targets.get(resolutions.jumpTarget(jump));
  }

  Ty unit() {
    return types.types.unit;
  }

  Ty never() {
    return types.types.never;
  }

  Ty bool() {
    return types.types.bool;
  }

  Ty typeOf(Expr e) {
    return results.typeOf(e);
  }

  Ty.FnDef fnDef(Def def, List<GenericArg> args) {
    return (Ty.FnDef) types.types.fnDef(def, args);
  }

  /** Copies or moves out of a place. */
  ThirExpr use(Place place, Span span) {
    Place done = places.finish(place);
    return new ThirExpr.Use(done, types.isCopy(done.ty()), span);
  }
}
