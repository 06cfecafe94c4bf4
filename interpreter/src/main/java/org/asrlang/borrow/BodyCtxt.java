package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Callee;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeckResults;

/** What the graphs of a function and its closures share. */
public final class BodyCtxt {
  final UnusedMut unusedMut = new UnusedMut();
  public final TyCtxt tcx;
  public final Def owner;
  public final TyInterner types;
  public final TypeckResults results;
  public final RegionCtxt regions;
  public final TypeRules rules;
  final TaskNotes tasks;
  final Renumber renumber;
  final BodySyntax syntax;
  private final ImpliedBounds bounds;

  /** The graphs, closures after the bodies that make them. */
  public final List<Cfg> cfgs = new ArrayList<>();

  /** The statics that the body names, by id. */
  final Map<Integer, Def> statics = new HashMap<>();

  /** Variables of a session's earlier entries out of which the body moves. */
  final Set<Def> movedVariables = new HashSet<>();

  private final Map<Span, Ty> annotations = new HashMap<>();
  private final Map<Span, List<GenericArg>> userArgs = new HashMap<>();
  private final Map<Span, Ty> userSelf = new HashMap<>();

  /** The constants that patterns name by types with lifetimes. */
  private final Map<Span, Callee> patConstants = new HashMap<>();

  BodyCtxt(TyCtxt tcx, Def owner) {
    this.tcx = tcx;
    this.owner = owner;
    this.types = tcx.types();
    this.results = tcx.typeck(owner);
    this.regions = new RegionCtxt(types);
    this.syntax = new BodySyntax(tcx.defs(), owner);
    this.rules = new TypeRules(tcx, owner, regions);
    this.tasks = new TaskNotes(tcx);
    this.bounds = new ImpliedBounds(tcx, regions);
    this.renumber = new Renumber(tcx, regions, results, owner);
    for (Map.Entry<Node, Ty> e : results.userTypes.entrySet()) {
      if (e.getKey() instanceof Stmt.LetStmt l) {
        putOnce(annotations, l.pat().span(), e.getValue());
        if (l.pat() instanceof Pat.IdentPat p && !p.byRef()) {
          putOnce(annotations, p.ident().span(), e.getValue());
        }
      } else if (e.getKey() instanceof Expr.Cast c) {
        putOnce(annotations, c.span(), e.getValue());
      }
    }
    results.userArgs.forEach((n, args) -> putOnce(userArgs, n.span(), args));
    results.userSelf.forEach((n, self) -> putOnce(userSelf, n.span(), self));
    results.patConstants.forEach((pat, c) -> {
      if (userArgs.get(pat.span()) != null || userSelf.get(pat.span()) != null) {
        patConstants.put(pat.span(), c);
      }
    });
  }

  /** What a macro makes several times from the same tokens has no meaning by its span. */
  private static <T> void putOnce(Map<Span, T> map, Span span, T value) {
    if (!map.containsKey(span)) {
      map.put(span, value);
    } else if (!value.equals(map.get(span))) {
      map.put(span, null); // for good
    }
  }

  /**
   * What is known, or to be known, of calls like that; null where it may be like no other: where
   * what is called is a value, arguments are written, or types depend on the body.
   */
  CallShape shape(ThirExpr.Call e) {
    boolean plain =
        rules.shared != null
            && (e.via() == null || e.via() instanceof Place.Temp)
            && !written(e.span())
            && !written(e.fnSpan());
    return plain ? rules.shared.of(e.callee().def, e.callee().args) : null;
  }

  private boolean written(Span span) {
    return userArgs.containsKey(span) || userSelf.containsKey(span);
  }

  /** Holds the generic arguments that the user wrote at a place against those with regions. */
  void userArgs(Span span, Def item, List<GenericArg> args) {
    List<GenericArg> written = userArgs.get(span);
    for (int i = 0; written != null && written.size() == args.size() && i < args.size(); i++) {
      equal(args.get(i), written.get(i));
    }
    Ty self = userSelf.get(span);
    if (self != null && item.parent() != null && item.parent().kind() == Def.Kind.IMPL) {
      equal(rules.normalize(Subst.apply(types, tcx.typeOf(item.parent()), args)), self);
    }
  }

  /** What a pattern's path says of the type of what is matched. */
  void userPattern(Span span, Ty.Adt matched) {
    List<GenericArg> written = userArgs.get(span);
    if (written != null
        && written.size() == matched.args.size()
        && !patConstants.containsKey(span)) {
      List<GenericArg> args = new ArrayList<>();
      for (int i = 0; i < written.size(); i++) {
        GenericArg w = written.get(i);
        Ty ty = w instanceof Ty t ? written(t) : null;
        args.add(
            ty != null
                ? ty
                : w instanceof Region r && r != Region.ERASED ? w : matched.args.get(i));
      }
      rules.sub(matched, types.adt(matched.def, args));
    }
  }

  /** The constant that a pattern names may stand for what is matched. */
  void patternConstant(Span span, Ty matched) {
    Callee constant = patConstants.isEmpty() ? null : patConstants.get(span);
    if (constant == null) {
      return;
    }
    List<GenericArg> args = freshArgs(constant.args());
    Ty declared = rules.normalize(Subst.apply(types, tcx.typeOf(constant.def()), args));
    if (EraseRegions.of(types, declared) == EraseRegions.of(types, matched)) {
      userArgs(span, constant.def(), args);
      rules.sub(declared, matched);
    }
  }

  private void equal(GenericArg arg, GenericArg written) {
    if (arg instanceof Ty t && written instanceof Ty w) {
      Ty fixed = written(w);
      if (fixed != null) {
        rules.sub(t, fixed);
        rules.sub(fixed, t);
        rules.wellFormed(fixed);
      }
    } else if (arg instanceof Region a
        && written instanceof Region b
        && !(b instanceof Region.Erased)) {
      Ty one = types.ref(a, types.unit, false);
      Ty other = types.ref(b, types.unit, false);
      rules.sub(one, other);
      rules.sub(other, one);
    }
  }

  /** The variable of a session's earlier entry that the place stands for; null if it is none. */
  Local variable(MirPlace root) {
    return root.kind == MirPlace.Kind.STATIC && statics.containsKey(root.index)
        ? tcx.defs().variable(statics.get(root.index))
        : null;
  }

  /** A type of the tree with fresh regions. */
  public Ty fresh(Ty erased) {
    return rules.normalize(renumber.ty(erased));
  }

  public List<GenericArg> freshArgs(List<GenericArg> args) {
    return renumber.args(args);
  }

  /** The type that the user wrote for what has this span, with fresh regions where elided. */
  public Ty annotation(Span span) {
    Ty written = annotations.get(span);
    return written == null ? null : written(written);
  }

  /** Null where there are errors. */
  private Ty written(Ty ty) {
    Ty user = renumber.user(ty);
    return user.has(Ty.HAS_INFER | Ty.HAS_ERROR) ? null : rules.normalize(rules.clean(user));
  }

  /** The function's signature, its late-bound regions made universal. */
  FnSig signature(Def fn, Cfg cfg) {
    FnSig sig = tcx.fnSig(fn);
    for (int i = 0; i < sig.boundRegions().size(); i++) {
      regions.universal(new Region.LateParam(fn, i, sig.boundRegions().get(i)), cfg);
    }
    return BoundRegions.instantiate(
        types, sig, b -> regions.declare(new Region.LateParam(fn, b.index(), b.def()), cfg));
  }

  /** The early-bound lifetimes of the owner and of what it stands in. */
  void earlyBound(Cfg cfg) {
    regions.declare(tcx.identityArgs(owner), cfg);
    for (Predicate p : rules.env.predicates()) {
      if (p.bound().isEmpty()) {
        bounds.assume(p);
      }
    }
    Def impl = owner.parent();
    if (impl != null && impl.kind() == Def.Kind.IMPL) {
      bounds.add(tcx.typeOf(impl));
      TraitRef ref = tcx.implTraitRef(impl);
      for (GenericArg a : ref == null ? List.<GenericArg>of() : ref.args()) {
        if (a instanceof Ty t) {
          bounds.add(t);
        }
      }
    }
  }

  TypeTests typeTests(RegionSolver solver) {
    return new TypeTests(tcx, regions, bounds, solver);
  }

  /** {@code &'a &'b T} as an input implies {@code 'b: 'a}; so do the where clauses of ADTs. */
  void implied(Ty input) {
    bounds.add(input);
  }
}
