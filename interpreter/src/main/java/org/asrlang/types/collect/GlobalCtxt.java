package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.diagnostic.Ice;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.DefMap;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.source.Timings;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.thir.Body;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.LangItems;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.ValTree;
import org.asrlang.types.check.TypeChecker;
import org.asrlang.types.infer.Variance;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitCache;
import org.asrlang.types.wf.EndlessDrops;

/**
 * The queries, computed from the syntax when first asked for and remembered. Diagnostics come with
 * the first answer.
 */
public final class GlobalCtxt implements TyCtxt {
  private final TyInterner types;
  private final DefMap defs;
  private final Diagnostics diagnostics;
  private final LangItems lang;
  private final TraitCache traitCache = new TraitCache();
  private boolean traitMissing;

  private final GenericsCollector genericsCollector;
  private final PredicateCollector predicateCollector;
  private final Signatures signatures;
  private final AdtCollector adts;
  private final ImplIndex impls;
  private final VarianceInference variances;
  private final DynCompatibility dyn;
  private final TypeOf typeOf;

  private BiFunction<GlobalCtxt, Def, TypeckResults> typeckBuilder = TypeChecker::check;
  private BiFunction<GlobalCtxt, Def, Body> thirBuilder;
  private ConstEvaluator constEvaluator;

  private final Map<Def, Ty> anonConstTypes = new IdentityHashMap<>();
  private final Map<Def, Ty> placeTypes = new IdentityHashMap<>();
  private final Map<Span, Def> dynToCheck = new LinkedHashMap<>();

  private final Query<GenericsOf> genericsQ;
  private final Query<List<GenericArg>> identityQ;
  private final Query<Ty> typeQ;
  private final Query<GenericArg> defaultQ;
  private final Query<FnSig> sigQ;
  private final Query<List<Predicate>> predicatesQ;
  private final Query<List<Predicate>> superQ;
  private final Query<List<Predicate>> boundsQ;
  private final Query<AdtDef> adtQ;
  private final Query<Boolean> endlessQ;
  private final Query<Long> discriminantQ;
  private final Query<TraitRef> implTraitQ;
  private final Query<ParamEnv> envQ;
  private final Query<List<Variance>> varianceQ;
  private final Query<List<Def>> lateQ;
  private final Query<List<Def>> superTraitsQ;
  private final Query<List<Def>> assocQ;
  private final ItemsByName itemsByName = new ItemsByName(this::assocItems);
  private final Query<Boolean> dynQ;
  private final Query<TypeckResults> typeckQ;
  private final Query<Body> thirQ;

  public GlobalCtxt(TyInterner types, DefMap defs, Diagnostics diagnostics) {
    this.types = types;
    this.defs = defs;
    this.diagnostics = diagnostics;
    this.lang = new LangItems(defs);
    this.genericsCollector = new GenericsCollector(this);
    this.predicateCollector = new PredicateCollector(this);
    this.signatures = new Signatures(this);
    this.adts = new AdtCollector(this);
    this.impls = new ImplIndex(this);
    this.variances = new VarianceInference(this);
    this.dyn = new DynCompatibility(this);
    this.typeOf = new TypeOf(this);

    genericsQ = new Query<>(genericsCollector::generics, d -> new GenericsOf(d, null, List.of()));
    identityQ = new Query<>(this::identity, d -> List.of());
    typeQ = new Query<>(typeOf::compute, d -> cyclicType(d, "type"));
    defaultQ = new Query<>(typeOf::defaultOf, d -> types.error);
    sigQ =
        new Query<>(
            signatures::sig,
            d -> {
              cyclic(d, "computing function signature of");
              return new FnSig(List.of(), types.error, List.of());
            });
    predicatesQ = new Query<>(predicateCollector::predicates, d -> List.of());
    superQ =
        new Query<>(
            predicateCollector::superPredicates,
            d -> {
              cyclic(d, "computing the super predicates of");
              return List.of();
            });
    boundsQ = new Query<>(predicateCollector::itemBounds, d -> List.of());
    adtQ = new Query<>(adts::adt, this::cyclicAdt);
    endlessQ = new Query<>(adt -> EndlessDrops.of(this, adt), adt -> false);
    discriminantQ =
        new Query<>(
            adts::discriminant,
            d -> {
              cyclic(d, "evaluating the discriminant of");
              return 0L;
            });
    implTraitQ = new Query<>(this::lowerImplTrait, d -> null);
    envQ = new Query<>(d -> ParamEnvs.of(this, d), d -> ParamEnv.EMPTY);
    varianceQ = new Query<>(variances::variances, d -> List.of());
    lateQ = new Query<>(genericsCollector::lateBound, d -> List.of());
    superTraitsQ = new Query<>(this::collectSupertraits, List::of);
    assocQ = new Query<>(d -> d.children().stream().filter(Def::isAssoc).toList(), d -> List.of());
    dynQ = new Query<>(d -> dyn.violations(d).isEmpty(), d -> true);
    typeckQ =
        new Query<>(
            d -> {
              TypeckResults results =
                  Ice.guard(
                      diagnostics,
                      d.span(),
                      "the type checker failed on this",
                      () -> typeckBuilder.apply(this, d),
                      null);
              return results != null ? results : tainted(d);
            },
            d -> {
              cyclic(d, "type-checking");
              return tainted(d);
            });
    thirQ =
        new Query<>(
            d ->
                Ice.guard(
                    diagnostics,
                    d.span(),
                    "the body of this could not be built",
                    () -> thirBuilder.apply(this, d),
                    null),
            d -> {
              cyclic(d, "building the body of");
              return null;
            });
  }

  /** What a constant in one of its own field's types sees of a struct or enum. */
  private AdtDef cyclicAdt(Def d) {
    cyclic(d, "computing the fields of");
    boolean isEnum = d.kind() == Def.Kind.ENUM;
    AdtDef.Variant empty = new AdtDef.Variant(d, d.name(), 0, AdtDef.Ctor.UNIT, List.of());
    return new AdtDef(d, isEnum, false, isEnum ? List.of() : List.of(empty));
  }

  private static TypeckResults tainted(Def owner) {
    TypeckResults results = new TypeckResults(owner);
    results.tainted = true;
    return results;
  }

  /** Who type-checks bodies. */
  public void setTypeckBuilder(BiFunction<GlobalCtxt, Def, TypeckResults> builder) {
    typeckBuilder = builder;
  }

  /** Who builds the desugared trees. */
  public void setThirBuilder(BiFunction<GlobalCtxt, Def, Body> builder) {
    thirBuilder = builder;
  }

  /** Who runs bodies of constants; without it only simple constants have values. */
  public void setConstEvaluator(ConstEvaluator evaluator) {
    constEvaluator = evaluator;
  }

  private void cyclic(Def d, String doing) {
    Diagnostic.error("E0391", d.span(), "cycle detected when " + doing + " `" + d.path() + "`")
        .note("...which immediately requires " + doing + " `" + d.path() + "` again")
        .to(diagnostics);
  }

  private Ty cyclicType(Def d, String what) {
    if (d.kind() == Def.Kind.OPAQUE) {
      Diagnostic.error("E0720", d.span(), "cannot resolve opaque type")
          .label("recursive opaque type")
          .to(diagnostics);
    } else if (d.kind() == Def.Kind.TYPE_ALIAS) {
      cyclic(d, "expanding type alias");
    } else {
      cyclic(d, "computing " + what + " of");
    }
    return types.error;
  }

  @Override
  public TyInterner types() {
    return types;
  }

  @Override
  public DefMap defs() {
    return defs;
  }

  @Override
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  @Override
  public LangItems lang() {
    return lang;
  }

  @Override
  public TraitCache traitCache() {
    return traitCache;
  }

  GenericsCollector genericsCollector() {
    return genericsCollector;
  }

  Signatures signatures() {
    return signatures;
  }

  // ---- generics

  @Override
  public GenericsOf generics(Def item) {
    return genericsQ.get(item);
  }

  @Override
  public List<GenericArg> identityArgs(Def item) {
    return identityQ.get(item);
  }

  private List<GenericArg> identity(Def item) {
    GenericsOf generics = generics(item);
    List<GenericArg> args = new ArrayList<>(generics.count());
    for (int i = 0; i < generics.count(); i++) {
      GenericsOf.Param p = generics.param(i);
      args.add(
          switch (p.kind()) {
            case LIFETIME -> new Region.EarlyParam(p.def(), i);
            case TYPE -> types.param(p.def(), i, p.name());
            case CONST -> new Const.Param(p.def(), i);
          });
    }
    return List.copyOf(args);
  }

  /** The lifetime parameters that a function binds late, in order. */
  public List<Def> lateBound(Def fn) {
    return lateQ.get(fn);
  }

  /** The default of a type or const parameter, in terms of its item's parameters. */
  GenericArg defaultOf(Def param) {
    return defaultQ.get(param);
  }

  Ty typeOfParam(Def param) {
    return param.kind() == Def.Kind.TRAIT ? types.param(param, 0, "Self") : typeOf(param);
  }

  /** The parameter that an {@code impl Trait} argument stands for; null if it is none. */
  Ty syntheticParam(Def fn, TypeExpr.ImplType node, Resolutions res) {
    Def def = res.def(node);
    if (def == null || def.kind() != Def.Kind.TYPE_PARAM) {
      for (Def p : Syntax.synthetic(fn)) {
        if (p.node() == node || p.span().equals(node.span())) {
          def = p;
        }
      }
    }
    return def == null || def.kind() != Def.Kind.TYPE_PARAM ? null : typeOf(def);
  }

  void capturesTooLittle(Def opaque) {
    wrongCaptures.add(opaque);
  }

  @Override
  public boolean isWrongCapture(Def opaque) {
    return wrongCaptures.contains(opaque);
  }

  /** The opaque type of an {@code impl Trait} in a function's result; null if there is none. */
  Def opaqueOf(Def fn, TypeExpr.ImplType node) {
    Def def = defs.signature(fn).def(node);
    return def != null && def.kind() == Def.Kind.OPAQUE ? def : null;
  }

  // ---- types and signatures

  @Override
  public Ty typeOf(Def item) {
    return typeQ.get(item);
  }

  private final Set<Def> wrongCaptures = new HashSet<>();

  void setAnonConstType(Def anon, Ty ty) {
    anonConstTypes.put(anon, ty);
  }

  /** Whether a type in a signature or body uses it; const blocks belong to their body. */
  boolean isTypeConst(Def anon) {
    return anonConstTypes.containsKey(anon);
  }

  Ty anonConstType(Def anon) {
    return anonConstTypes.getOrDefault(anon, types.usize);
  }

  /** Says of which type a session's variable is; before anybody asks for the place's type. */
  public void setPlaceType(Def place, Ty ty) {
    placeTypes.put(place, ty);
  }

  Ty placeType(Def place) {
    return placeTypes.getOrDefault(place, types.error);
  }

  /**
   * Items have come or gone, in a session: what was answered about which impls there are is
   * forgotten.
   */
  public void itemsChanged() {
    impls.forget();
    traitCache.clear();
  }

  /** The tree of a body is built anew when it is next asked for. */
  public void forgetThir(Def owner) {
    thirQ.forget(owner);
  }

  @Override
  public FnSig fnSig(Def fn) {
    return sigQ.get(fn);
  }

  @Override
  public List<Predicate> predicates(Def item) {
    return predicatesQ.get(item);
  }

  @Override
  public Span boundSpan(Def item, Predicate predicate) {
    return new BoundSpans(this, predicateCollector).of(item, predicate);
  }

  @Override
  public List<Predicate> superPredicates(Def trait) {
    return superQ.get(trait);
  }

  @Override
  public List<Predicate> itemBounds(Def assocTypeOrOpaque) {
    return boundsQ.get(assocTypeOrOpaque);
  }

  /** See {@link PredicateCollector#paramBounds}. */
  List<Predicate.Trait> paramBounds(Def item, Def param, String assocName) {
    return predicateCollector.paramBounds(item, param, assocName);
  }

  @Override
  public AdtDef adt(Def def) {
    return adtQ.get(def);
  }

  @Override
  public long discriminant(Def variant) {
    return discriminantQ.get(variant);
  }

  @Override
  public Ty discriminantType(Def adt) {
    return adts.repr(adt);
  }

  /** Reports discriminants that an enum has twice, or that overflow. */
  void checkDiscriminants(Def adt) {
    adts.checkDiscriminants(adt);
  }

  @Override
  public ParamEnv paramEnv(Def item) {
    return switch (item.kind()) {
      case CLOSURE, ANON_CONST, OPAQUE, VARIANT, FIELD -> paramEnv(item.parent());
      default -> envQ.get(item);
    };
  }

  @Override
  public List<Variance> variances(Def item) {
    return varianceQ.get(item);
  }

  /** What a library's image keeps of its types: of each struct and enum, the variances. */
  public static Map<Def, byte[]> notes(DefMap libraries) {
    GlobalCtxt tcx = new GlobalCtxt(new TyInterner(), libraries, new Diagnostics());
    Map<Def, byte[]> notes = new IdentityHashMap<>();
    for (Def crate : libraries.crates()) {
      for (Def d : libraries.allDefs(crate)) {
        if (d.isAdt() && tcx.generics(d).count() > 0) {
          Variance[] raw = tcx.variances.raw(d);
          byte[] note = new byte[raw.length];
          for (int i = 0; i < raw.length; i++) {
            note[i] = (byte) raw[i].ordinal();
          }
          notes.put(d, note);
        }
      }
    }
    return notes;
  }

  /** Whether a struct's or enum's parameter is not used in any field (E0392). */
  public boolean isUnused(Def adt, int param) {
    Variance[] raw = variances.raw(adt);
    return param < raw.length && raw[param] == Variance.BIVARIANT;
  }

  // ---- traits and impls

  @Override
  public TraitRef implTraitRef(Def impl) {
    return implTraitQ.get(impl);
  }

  private TraitRef lowerImplTrait(Def impl) {
    if (!(impl.node() instanceof Item.Impl i) || i.trait() == null) {
      return null;
    }
    AstConv conv = new AstConv(this, new ItemCtx(this, impl, ItemCtx.anonymous(this, impl)));
    TraitRef ref = conv.traitRef(i.trait(), i.trait().segments().size(), typeOf(impl));
    if (ref == null) {
      missingTrait();
    }
    return ref;
  }

  @Override
  public boolean isNegativeImpl(Def impl) {
    return impl.node() instanceof Item.Impl i && i.negative();
  }

  @Override
  public boolean isAutoTrait(Def trait) {
    return trait.node() instanceof Item.Trait t && t.isAuto();
  }

  @Override
  public List<Def> traitImpls(Def trait, Object simplifiedSelf) {
    return impls.traitImpls(trait, simplifiedSelf);
  }

  @Override
  public List<Def> inherentImpls(Ty self) {
    return impls.inherentImpls(self);
  }

  @Override
  public List<Def> assocItems(Def traitOrImpl) {
    return assocQ.get(traitOrImpl);
  }

  @Override
  public List<Def> assocItems(List<Def> inScope, String name) {
    return itemsByName.of(inScope, name);
  }

  @Override
  public Def assocItem(Def traitOrImpl, String name, Def.Kind kind) {
    for (Def item : assocItems(traitOrImpl)) {
      if (item.kind() == kind && item.name().equals(name)) {
        return item;
      }
    }
    return null;
  }

  @Override
  public Def traitOf(Def item) {
    return item.isAssoc() && item.parent().kind() == Def.Kind.TRAIT ? item.parent() : null;
  }

  @Override
  public Def implementedBy(Def traitItem, Def impl) {
    Def own = assocItem(impl, traitItem.name(), traitItem.kind());
    return own != null ? own : Syntax.hasDefault(traitItem) ? traitItem : null;
  }

  @Override
  public Def traitItemOf(Def implItem) {
    Def impl = implItem.parent();
    if (impl.kind() != Def.Kind.IMPL
        || !(impl.node() instanceof Item.Impl i)
        || i.trait() == null
        || !(defs.signature(impl).path(i.trait()).base() instanceof Res.Item trait)
        || trait.def().kind() != Def.Kind.TRAIT) {
      return null;
    }
    return assocItem(trait.def(), implItem.name(), implItem.kind());
  }

  @Override
  public List<Def> supertraits(Def trait) {
    return superTraitsQ.get(trait);
  }

  private List<Def> collectSupertraits(Def trait) {
    Set<Def> found = new LinkedHashSet<>();
    found.add(trait);
    for (Def direct : Syntax.directSupertraits(defs, trait)) {
      found.addAll(supertraits(direct));
    }
    return List.copyOf(found);
  }

  @Override
  public boolean isDynCompatible(Def trait) {
    return dynQ.get(trait);
  }

  @Override
  public boolean isDispatchable(Def method) {
    return Methods.hasSelf(method) && !dyn.requiresSizedSelf(method);
  }

  @Override
  public boolean requiresSizedSelf(Def item) {
    return dyn.requiresSizedSelf(item);
  }

  /** Notes a {@code dyn Trait}, to be checked when signatures are known. */
  void requireDynCompatible(Def trait, Span span) {
    dynToCheck.putIfAbsent(span, trait);
  }

  /** Gives E0038 for the {@code dyn} types seen since the last call. */
  public void checkDynTypes() {
    while (!dynToCheck.isEmpty()) {
      Map<Span, Def> now = new LinkedHashMap<>(dynToCheck);
      dynToCheck.clear();
      now.forEach((span, trait) -> {
        if (!isDynCompatible(trait)) {
          dyn.report(trait, span);
        }
      });
    }
  }

  @Override
  public boolean dropsEndlessly(Def adt) {
    return !adt.crate().name().equals("std") && endlessQ.get(adt);
  }

  @Override
  public Def dropImpl(Def adt) {
    Def drop = lang.get("drop");
    if (drop == null) {
      return null;
    }
    List<Def> found = traitImpls(drop, adt);
    return found.isEmpty() ? null : found.get(0);
  }

  // ---- constants

  @Override
  public Const evaluate(Const c) {
    if (!(c instanceof Const.Unevaluated u)) {
      return c;
    }
    Ty ty = typeOf(u.def());
    Expr body = defs.expandedBody(u.def());
    if (body == null && traitOf(u.def()) == null) {
      return u;
    }
    if (!evaluating.add(u)) {
      cyclic(u.def(), "evaluating the constant");
      return new Const.Error();
    }
    try {
      boolean overridable = traitOf(u.def()) != null;
      int before = diagnostics.errorCount();
      Object value =
          overridable ? null : new ConstFold(this, defs.body(u.def()), u.args()).fold(body, ty);
      boolean concrete =
          u.args().stream()
              .allMatch(a ->
                  switch (a) {
                    case Ty t -> !t.has(Ty.HAS_PARAM | Ty.HAS_INFER);
                    case Region r -> true;
                    case Const k -> k instanceof Const.Value;
                  });
      if (diagnostics.errorCount() > before) {
        return new Const.Error();
      }
      if (value == null && concrete && constEvaluator != null) {
        value = constEvaluator.evaluate(u.def(), u.args());
        if (value == null) {
          return new Const.Error();
        }
      }
      return value == null ? u : new Const.Value(value, ty);
    } finally {
      evaluating.remove(u);
    }
  }

  /** Evaluates a constant, which may be of any type, to see whether that succeeds. */
  public void demand(Def constant, List<GenericArg> args) {
    if (constEvaluator != null) {
      constEvaluator.demand(constant, args);
    }
  }

  @Override
  public ValTree evaluateTree(Def constant, List<GenericArg> args) {
    return constEvaluator == null ? null : constEvaluator.tree(constant, args);
  }

  private final Set<Const> evaluating = new LinkedHashSet<>();

  // ---- bodies

  @Override
  public TypeckResults typeck(Def owner) {
    Timings.Part before = Timings.enter(Timings.Part.CHECK);
    TypeckResults results = typeckQ.get(owner);
    Timings.back(before);
    return results;
  }

  @Override
  public Body thir(Def owner) {
    return thirQ.get(owner);
  }

  /**
   * Checks all items and bodies of the user's crate: collection, impls, well-formedness, types of
   * bodies. Everything that is found goes to the diagnostics.
   */
  public void checkCrate(Def crate) {
    checked = crate;
    new CrateChecker(this).check(crate);
  }

  /** The crate that is being checked: its items are "local". */
  public Def checkedCrate() {
    return checked != null ? checked : defs.crates().get(0);
  }

  private Def checked;

  /** As {@link #checkCrate}, for some definitions: an entry of an interactive session. */
  public void checkItems(List<Def> items) {
    new CrateChecker(this).check(items);
  }

  /** See {@link AstConvCtx#missingTrait}. */
  void missingTrait() {
    // with syntax errors it may well be there: nothing else is hidden by it
    traitMissing |= !diagnostics.isPartial();
  }

  /** Whether a signature names a trait that is not there, so that bodies are not looked at. */
  public boolean isTraitMissing() {
    return traitMissing;
  }

  /** Whether the definition has a body of its own that is type-checked. */
  public boolean hasBody(Def d) {
    return switch (d.kind()) {
      case FN, ASSOC_FN -> defs.expandedBody(d) != null;
      case CONST, ASSOC_CONST -> d.node() instanceof Item.Const c && c.value() != null;
      case STATIC -> d.node() instanceof Item.Static s && s.value() != null;
      case ANON_CONST -> isTypeConst(d);
      case CRATE,
          MODULE,
          STRUCT,
          ENUM,
          VARIANT,
          FIELD,
          TRAIT,
          TYPE_ALIAS,
          ASSOC_TYPE,
          IMPL,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CONST_PARAM,
          CLOSURE,
          OPAQUE,
          MACRO ->
          false;
    };
  }
}
