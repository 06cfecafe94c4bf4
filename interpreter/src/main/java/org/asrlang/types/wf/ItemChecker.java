package org.asrlang.types.wf;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Repr;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.coherence.ConstrainedParams;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.FulfillmentCtxt;
import org.asrlang.types.traits.FulfillmentError;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitErrorReporter;
import org.asrlang.types.traits.TraitSolver;

/** The types in an item's signature are well-formed, and its parts are Sized where they must be. */
public final class ItemChecker {
  private final GlobalCtxt tcx;
  private final RecursiveTypes recursive;
  private final ReprLayout layout;

  public ItemChecker(GlobalCtxt tcx) {
    this.tcx = tcx;
    this.recursive = new RecursiveTypes(tcx);
    this.layout = new ReprLayout(tcx);
  }

  public void check(Def def) {
    switch (def.kind()) {
      case STRUCT, ENUM -> adt(def);
      case FN, ASSOC_FN -> function(def);
      case CONST, ASSOC_CONST, STATIC -> constant(def);
      case TRAIT -> trait(def);
      case IMPL -> impl(def);
      case TYPE_ALIAS -> alias(def);
      case ASSOC_TYPE -> assocType(def);
      case CRATE,
          MODULE,
          VARIANT,
          FIELD,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CONST_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO -> {}
    }
  }

  /** Obligations of one item, proved together. */
  private final class Scope {
    final Def item;
    final ParamEnv env;
    final InferCtxt infcx = new InferCtxt(tcx);
    final FulfillmentCtxt fulfillment = new FulfillmentCtxt(infcx);
    final TraitSolver solver = TraitSolver.of(infcx);

    Scope(Def item) {
      this.item = item;
      this.env = tcx.paramEnv(item);
    }

    void wf(Ty ty, Span span) {
      require(WellFormed.obligations(tcx, env, ty, Cause.of(span, Cause.What.WELL_FORMED, item)));
    }

    void require(List<Obligation> obligations) {
      for (Obligation o : obligations) {
        List<Obligation> more = new ArrayList<>();
        Predicate p = solver.normalize(env, o.predicate(), o.cause(), more);
        fulfillment.register(o.withPredicate(p));
        fulfillment.register(more);
      }
    }

    void sized(Ty ty, Span span, Cause.What what) {
      Def sized = tcx.lang().get("sized");
      if (sized != null) {
        require(
            List.of(
                new Obligation(
                    new Predicate.Trait(new TraitRef(sized, List.of(ty))),
                    env,
                    Cause.of(span, what, item))));
      }
    }

    void finish() {
      List<FulfillmentError> errors = fulfillment.selectAllOrError();
      new TraitErrorReporter(infcx).report(errors);
    }
  }

  /** The where clauses themselves: what they name has to make sense. */
  private void clauses(Scope s) {
    GenericsOf generics = tcx.generics(s.item);
    for (GenericsOf.Param p : generics.own()) {
      if (p.hasDefault() || p.kind() == GenericsOf.Kind.CONST) {
        tcx.typeOf(p.def());
      }
    }
    for (Predicate p : tcx.predicates(s.item)) {
      if (p instanceof Predicate.Trait t && t.bound().isEmpty() && t.traitRef().trait() != s.item) {
        named(s, t);
        if (ParamEnv.isGlobal(t)) {
          holdsAnyhow(s, t);
        }
      } else if (p instanceof Predicate.Projection j && j.bound().isEmpty()) {
        s.wf(j.ty(), s.item.span());
        if (ParamEnv.isGlobal(j)) {
          holdsAnyhow(s, j);
        }
      }
    }
  }

  /** The trait of a bound may be named with its arguments. */
  private void named(Scope s, Predicate.Trait t) {
    List<Obligation> needed =
        WellFormed.ofTraitRef(
            tcx, s.env, t.traitRef(), Cause.of(s.item.span(), Cause.What.WELL_FORMED, s.item));
    if (needed.isEmpty()) {
      return;
    }
    Span at = tcx.boundSpan(s.item, t);
    s.require(
        at == null
            ? needed
            : WellFormed.ofTraitRef(
                tcx, s.env, t.traitRef(), Cause.of(at, Cause.What.WELL_FORMED, s.item)));
  }

  /** What names no parameter is no assumption: it has to hold. */
  private void holdsAnyhow(Scope s, Predicate clause) {
    Span at = tcx.boundSpan(s.item, clause);
    if (at != null) {
      Cause cause = Cause.of(at, Cause.What.WELL_FORMED, s.item);
      s.fulfillment.register(new Obligation(clause, ParamEnv.EMPTY, cause));
    }
  }

  private void adt(Def def) {
    Scope s = new Scope(def);
    clauses(s);
    AdtDef adt = tcx.adt(def);
    boolean packed = Repr.of(def).packed();
    boolean error = false;
    for (AdtDef.Variant v : adt.variants()) {
      for (int i = 0; i < v.fields().size(); i++) {
        AdtDef.Field f = v.fields().get(i);
        Span span = f.def().node() instanceof Item.FieldDef d ? d.type().span() : f.def().span();
        error |= f.ty().has(Ty.HAS_ERROR);
        s.wf(f.ty(), span);
        forEver(def, f.ty(), span);
        if (adt.isEnum() || i < v.fields().size() - 1 || packed && mayNeedDrop(f.ty())) {
          s.sized(f.ty(), span, Cause.What.SIZED_FIELD);
        }
      }
    }
    s.finish();
    if (error) {
      return;
    }
    recursive.check(def);
    layout.check(def);
    Set<Integer> used = used(def);
    for (GenericsOf.Param p : tcx.generics(def).own()) {
      if (p.kind() != GenericsOf.Kind.CONST
          && p.def() != null
          && !used.contains(p.index())
          && hasOwnName(def, p)
          && !tcx.lang().is(def, "phantom_data")) {
        boolean lifetime = p.kind() == GenericsOf.Kind.LIFETIME;
        if (!lifetime && recursively(adt, p) || written(def, adt, p.def())) {
          continue;
        }
        String shown = lifetime ? "'" + p.name() : p.name();
        String kind = lifetime ? "lifetime" : "type";
        Diagnostic.error("E0392", p.def().span(), kind + " parameter `" + shown + "` is never used")
            .label("unused " + kind + " parameter")
            .help(
                "consider removing `"
                    + shown
                    + "`, referring to it in a field, or using a "
                    + "marker such as `PhantomData`")
            .to(tcx.diagnostics());
      }
    }
  }

  /** A field of a packed struct that does is moved to be dropped. */
  private static boolean mayNeedDrop(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> true;
      case Ty.Param p -> true;
      case Ty.Projection p -> true;
      case Ty.Opaque o -> true;
      case Ty.Dynamic d -> true;
      case Ty.Slice s -> mayNeedDrop(s.element);
      case Ty.Array a -> mayNeedDrop(a.element);
      case Ty.Tuple t -> t.elements.stream().anyMatch(ItemChecker::mayNeedDrop);
      case Ty t -> false;
    };
  }

  /**
   * Parameters that fields mention or that bounds determine from such: {@code I: Iterator<Item =
   * T>}.
   */
  private Set<Integer> used(Def def) {
    Set<Integer> used = new LinkedHashSet<>();
    for (GenericsOf.Param p : tcx.generics(def).own()) {
      if (!tcx.isUnused(def, p.index())) {
        used.add(p.index());
      }
    }
    ConstrainedParams.follow(tcx.predicates(def), used);
    return used;
  }

  /** Of parameters that have no name of their own nothing is said. */
  private boolean hasOwnName(Def def, GenericsOf.Param p) {
    if (p.kind() == GenericsOf.Kind.LIFETIME && p.name().equals("static")) {
      return false;
    }
    return tcx.generics(def).own().stream()
        .noneMatch(q -> q != p && q.kind() == p.kind() && q.name().equals(p.name()));
  }

  /** A parameter that only the type's own arguments mention. */
  private boolean recursively(AdtDef adt, GenericsOf.Param p) {
    Ty param = tcx.typeOf(p.def());
    for (AdtDef.Variant v : adt.variants()) {
      for (AdtDef.Field f : v.fields()) {
        if (TyWalk.any(f.ty(), t -> t == param)) {
          Span at = f.def().node() instanceof Item.FieldDef d ? d.type().span() : f.def().span();
          Diagnostic.error(null, at, "type parameter `" + p.name() + "` is only used recursively")
              .label(
                  p.def().span(), "type parameter must be used non-recursively in the definition")
              .help(
                  "consider removing `"
                      + p.name()
                      + "`, referring to it in a field, or using a "
                      + "marker such as `PhantomData`")
              .note(
                  "all type parameters must be used in a non-recursive way in order to constrain "
                      + "their variance")
              .to(tcx.diagnostics());
          return true;
        }
      }
    }
    return false;
  }

  /** E0310: {@code &'static T} needs {@code T: 'static}, which is never taken as said. */
  private void forEver(Def def, Ty ty, Span at) {
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Ref r && r.region == Region.STATIC) {
          for (GenericsOf.Param p : tcx.generics(def).own()) {
            if (p.kind() == GenericsOf.Kind.TYPE
                && p.def() != null
                && TyWalk.any(r.target, x -> x == tcx.typeOf(p.def()))
                && !isStatic(def, tcx.typeOf(p.def()))) {
              Diagnostic.error(
                      "E0310", at, "the parameter type `" + p.name() + "` may not live long enough")
                  .label(
                      "the parameter type `"
                          + p.name()
                          + "` must be valid for the static lifetime...")
                  .help("consider adding an explicit lifetime bound: `" + p.name() + ": 'static`")
                  .to(tcx.diagnostics());
              return t;
            }
          }
        }
        return superTy(t);
      }
    }.ty(ty);
  }

  private boolean isStatic(Def def, Ty param) {
    return tcx.predicates(def).stream()
        .anyMatch(q ->
            q instanceof Predicate.TypeOutlives o
                && o.ty() == param
                && o.region() == Region.STATIC);
  }

  /** A field names the parameter, so that something else is wrong with it. */
  private boolean written(Def def, AdtDef adt, Def param) {
    Resolutions names = tcx.defs().signature(def);
    boolean[] found = {false};
    for (AdtDef.Variant v : adt.variants()) {
      for (AdtDef.Field f : v.fields()) {
        if (f.def().node() instanceof Item.FieldDef d) {
          RecursiveTypes.paths(
              d.type(),
              p -> found[0] |= names.path(p).base() instanceof Res.Item i && i.def() == param);
        }
      }
    }
    return found[0] && tcx.diagnostics().errorCount() > 0;
  }

  private void function(Def def) {
    Scope s = new Scope(def);
    clauses(s);
    FnSig declared = tcx.fnSig(def);
    FnSig sig = BoundRegions.instantiate(tcx.types(), declared, b -> Region.ERASED);
    Item.Fn fn = tcx.defs().function(def);
    int at = fn.self() == null ? 0 : 1;
    for (int i = 0; i < sig.inputs().size(); i++) {
      Span span =
          i < at
              ? fn.self().span()
              : i - at < fn.params().size() ? fn.params().get(i - at).type().span() : def.span();
      s.wf(sig.inputs().get(i), span);
    }
    if (fn.output() != null) {
      s.wf(sig.output(), fn.output().span());
      if (sig.output() instanceof Ty.Dynamic && fn.body() != null) {
        Diagnostic.error(
                "E0746",
                fn.output().span(),
                "return type cannot be a trait object without pointer indirection")
            .label("doesn't have a size known at compile-time")
            .help("consider returning an `impl Trait` instead of a `dyn Trait`")
            .to(tcx.diagnostics());
      } else if (fn.body() != null) {
        s.sized(sig.output(), fn.output().span(), Cause.What.SIZED_RETURN);
      }
      Def termination = tcx.lang().get("termination");
      if (termination != null && def.isMain() && def.parent().name().isEmpty()) {
        s.require(
            List.of(
                new Obligation(
                    new Predicate.Trait(new TraitRef(termination, List.of(sig.output()))),
                    s.env,
                    Cause.of(fn.output().span(), Cause.What.MAIN_RETURN, def))));
      }
    }
    s.finish();
    if (fn.self() != null && fn.self().type() != null) {
      receiver(def, fn, sig.inputs().get(0), s);
    }
  }

  /** E0307: {@code self: T} where T does not lead to Self by dereferencing. */
  private void receiver(Def def, Item.Fn fn, Ty ty, Scope s) {
    Def owner = def.parent();
    Ty self =
        owner.kind() == Def.Kind.TRAIT ? tcx.types().param(owner, 0, "Self") : tcx.typeOf(owner);
    List<Obligation> ignored = new ArrayList<>();
    Ty target = s.solver.normalize(s.env, self, Cause.NONE, ignored);
    Ty at = s.solver.normalize(s.env, ty, Cause.NONE, ignored);
    Def deref = tcx.lang().get("deref");
    for (int i = 0; i < 20; i++) {
      if (i == 0 && at instanceof Ty.Param p && p.def.parent() == def) {
        Diagnostic.error(
                "E0801",
                fn.self().type().span(),
                "invalid generic `self` parameter type: `" + ty + "`")
            .note("type of `self` must not be a method generic parameter type")
            .help(
                "use a concrete type such as `self`, `&self`, `&mut self`, `self: Box<Self>`,"
                    + " `self: Rc<Self>`, or `self: Arc<Self>`")
            .to(tcx.diagnostics());
        return;
      }
      if (at.has(Ty.HAS_ERROR) || s.infcx.canUnify(at, target)) {
        return;
      }
      if (at instanceof Ty.Ref r) {
        at = r.target;
      } else if (at instanceof Ty.Adt a && tcx.adt(a.def).isBox()) {
        at = (Ty) a.args.get(0);
      } else if (deref != null
          && at instanceof Ty.Adt
          && s.solver.holds(s.env, new Predicate.Trait(new TraitRef(deref, List.of(at))))) {
        Def targetTy = tcx.assocItem(deref, "Target", Def.Kind.ASSOC_TYPE);
        at =
            s.infcx.resolve(
                s.solver.normalize(
                    s.env, tcx.types().projection(targetTy, List.of(at)), Cause.NONE, ignored));
      } else {
        break;
      }
    }
    Diagnostic.error(
            "E0307", fn.self().type().span(), "invalid `self` parameter type: `" + ty + "`")
        .note("type of `self` must be `Self` or a type that dereferences to it")
        .help(
            "consider changing to `self`, `&self`, `&mut self`, or a type implementing `Receiver` "
                + "such as `self: Box<Self>`, `self: Rc<Self>`, or `self: Arc<Self>`")
        .to(tcx.diagnostics());
  }

  private void constant(Def def) {
    Scope s = new Scope(def);
    Ty ty = tcx.typeOf(def);
    Span span =
        def.node() instanceof Item.Const c
            ? c.type().span()
            : def.node() instanceof Item.Static st ? st.type().span() : def.span();
    s.wf(ty, span);
    if (def.kind() != Def.Kind.ASSOC_CONST) {
      s.sized(ty, span, Cause.What.MISC);
    }
    if (def.kind() == Def.Kind.CONST
        && tcx.generics(def).count() == 0
        && (ty instanceof Ty.Int || ty instanceof Ty.Uint || ty instanceof Ty.Bool)) {
      // Constants are evaluated even where nobody uses them.
      tcx.evaluate(new Const.Unevaluated(def, List.of()));
    }
    Def sync = tcx.lang().get("sync");
    if (def.kind() == Def.Kind.STATIC && sync != null) {
      s.require(
          List.of(
              new Obligation(
                  new Predicate.Trait(new TraitRef(sync, List.of(ty))),
                  s.env,
                  Cause.of(span, Cause.What.STATIC_SYNC, def))));
    }
    s.finish();
  }

  /** An alias is looked at where it is used; its parameters must be. */
  private void alias(Def def) {
    Ty ty = tcx.typeOf(def);
    if (ty.has(Ty.HAS_ERROR)) {
      return;
    }
    Resolutions names = tcx.defs().signature(def);
    for (GenericsOf.Param p : tcx.generics(def).own()) {
      if (p.kind() == GenericsOf.Kind.TYPE
          && p.def() != null
          && !TyWalk.any(ty, t -> t == tcx.typeOf(p.def()))) {
        boolean[] found = {false};
        RecursiveTypes.paths(
            ((Item.TypeAlias) def.node()).type(),
            q -> found[0] |= names.path(q).base() instanceof Res.Item i && i.def() == p.def());
        if (!found[0]) {
          Diagnostic.error(
                  "E0091", p.def().span(), "type parameter `" + p.name() + "` is never used")
              .label("unused type parameter")
              .help(
                  "consider removing `"
                      + p.name()
                      + "` or referring to it in the body of the type alias")
              .to(tcx.diagnostics());
        }
      }
    }
  }

  private void trait(Def def) {
    Scope s = new Scope(def);
    tcx.superPredicates(def);
    cycle(def);
    clauses(s);
    s.finish();
  }

  /** E0391: a trait that is its own supertrait; told at the first of the circle. */
  private void cycle(Def def) {
    Set<Def> reached = new LinkedHashSet<>();
    List<Def> todo = new ArrayList<>(List.of(def));
    while (!todo.isEmpty()) {
      for (Predicate p : tcx.superPredicates(todo.removeLast())) {
        if (p instanceof Predicate.Trait t && reached.add(t.traitRef().trait())) {
          todo.add(t.traitRef().trait());
        }
      }
    }
    if (reached.contains(def)
        && reached.stream().noneMatch(t -> t.id() < def.id() && tcx.supertraits(t).contains(def))) {
      Diagnostic.error(
              "E0391",
              def.span(),
              "cycle detected when computing the super predicates of `" + def.name() + "`")
          .to(tcx.diagnostics());
    }
  }

  private void assocType(Def def) {
    Item.TypeAlias a = (Item.TypeAlias) def.node();
    if (def.parent().kind() == Def.Kind.TRAIT) {
      Scope bounds = new Scope(def);
      for (Predicate p : tcx.itemBounds(def)) {
        if (p instanceof Predicate.Trait t && t.bound().isEmpty()) {
          named(bounds, t);
        }
      }
      bounds.finish();
    }
    if (a.type() == null) {
      return;
    }
    Scope s = new Scope(def);
    s.wf(tcx.typeOf(def), a.type().span());
    s.finish();
  }

  private void impl(Def def) {
    if (!(def.node() instanceof Item.Impl i)) {
      return;
    }
    Scope s = new Scope(def);
    clauses(s);
    TraitRef ref = tcx.implTraitRef(def);
    Span span = i.trait() != null ? i.trait().span() : i.self().span();
    if (ref != null) {
      if (!tcx.isNegativeImpl(def)) {
        s.require(
            WellFormed.ofTraitRef(
                tcx, s.env, ref, Cause.of(i.self().span(), Cause.What.SUPERTRAIT, def)));
      }
      new PrivateInterfaces(tcx).check(def, ref);
    } else {
      s.wf(tcx.typeOf(def), span);
    }
    s.finish();
  }
}
