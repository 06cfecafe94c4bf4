package org.asrlang.types.coherence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitSolver;

/** The traits that the language knows have rules of their own: Copy, Drop, Sized, Fn. */
public final class BuiltinImpls {
  private final GlobalCtxt tcx;

  public BuiltinImpls(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  public void check(Def impl) {
    TraitRef ref = tcx.implTraitRef(impl);
    if (ref == null || ref.self() instanceof Ty.Error || tcx.isNegativeImpl(impl)) {
      return;
    }
    Def trait = ref.trait();
    if (!OrphanChecker.isStd(impl)
        && trait.node() instanceof Item.Trait t
        && t.isUnsafe()
        && impl.node() instanceof Item.Impl i
        && !i.isUnsafe()) {
      Diagnostic.error(
              "E0200",
              impl.span(),
              "the trait `" + trait.name() + "` requires an `unsafe impl` declaration")
          .note(
              "the trait `"
                  + trait.name()
                  + "` promises what the compiler cannot check, and `unsafe` is not part of ASR")
          .to(tcx.diagnostics());
    }
    if (trait == tcx.lang().get("copy")) {
      copy(impl, ref.self());
    } else if (trait == tcx.lang().get("drop")) {
      drop(impl, ref.self());
    } else if (trait == tcx.lang().get("sized") || trait == tcx.lang().get("unsize")) {
      Diagnostic.error(
              "E0322",
              impl.span(),
              "explicit impls for the `" + trait.name() + "` trait are not permitted")
          .label("impl of `" + trait.name() + "` not allowed")
          .to(tcx.diagnostics());
    } else if (!OrphanChecker.isStd(impl)
        && (trait == tcx.lang().get("fn")
            || trait == tcx.lang().get("fn_mut")
            || trait == tcx.lang().get("fn_once"))) {
      Diagnostic.error(
              "E0183",
              impl.span(),
              "manual implementations of `" + trait.name() + "` are experimental")
          .label("manual implementations of `" + trait.name() + "` are experimental")
          .to(tcx.diagnostics());
    }
  }

  private void copy(Def impl, Ty self) {
    Item.Impl syntax = (Item.Impl) impl.node();
    if (!(self instanceof Ty.Adt adt)) {
      Diagnostic.error(
              "E0206", syntax.self().span(), "the trait `Copy` cannot be implemented for this type")
          .label("type is not a structure or enumeration")
          .to(tcx.diagnostics());
      return;
    }
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    ParamEnv env = tcx.paramEnv(impl);
    Def copy = tcx.lang().get("copy");
    for (AdtDef.Variant v : tcx.adt(adt.def).variants()) {
      for (AdtDef.Field f : v.fields()) {
        Ty ty = Subst.apply(tcx.types(), f.ty(), adt.args);
        Predicate wanted = new Predicate.Trait(new TraitRef(copy, List.of(ty)));
        ty =
            solver.normalize(
                env, ty, org.asrlang.types.traits.Cause.NONE, new java.util.ArrayList<>());
        wanted = new Predicate.Trait(new TraitRef(copy, List.of(ty)));
        if (!ty.has(Ty.HAS_ERROR) && !solver.holds(env, wanted)) {
          Diagnostic.error(
                  "E0204",
                  syntax.self().span(),
                  "the trait `Copy` cannot be implemented for this type")
              .label(
                  f.def().node() instanceof Item.FieldDef d ? d.span() : f.def().span(),
                  "this field does not implement `Copy`")
              .to(tcx.diagnostics());
          return;
        }
      }
    }
    if (tcx.dropImpl(adt.def) != null) {
      Diagnostic.error(
              "E0184",
              syntax.self().span(),
              "the trait `Copy` cannot be implemented for this type; the type has a destructor")
          .label("`Copy` not allowed on types with destructors")
          .label(tcx.dropImpl(adt.def).span(), "destructor declared here")
          .to(tcx.diagnostics());
    }
  }

  private void drop(Def impl, Ty self) {
    Item.Impl syntax = (Item.Impl) impl.node();
    if (!(self instanceof Ty.Adt adt) || !OrphanChecker.isLocal(tcx, adt.def)) {
      Diagnostic.error(
              "E0120",
              syntax.self().span(),
              "the `Drop` trait may only be implemented for local structs, enums, and unions")
          .label("must be a struct, enum, or union in the current crate")
          .to(tcx.diagnostics());
      return;
    }
    Set<GenericArg> params = new HashSet<>();
    for (GenericArg a : adt.args) {
      boolean param =
          switch (a) {
            case Ty t -> t instanceof Ty.Param;
            case Region r -> r instanceof Region.EarlyParam;
            case Const c -> c instanceof Const.Param;
          };
      if (!param || !params.add(a)) {
        Diagnostic.error("E0366", impl.span(), "`Drop` impls cannot be specialized")
            .note(
                param
                    ? "`" + a + "` is mentioned multiple times"
                    : "`" + a + "` is not a generic parameter")
            .label(
                adt.def.span(),
                "use the same sequence of generic lifetime, type and const parameters as the "
                    + "struct definition")
            .to(tcx.diagnostics());
        return;
      }
    }
    // What the impl demands the type must demand too.
    ParamEnv env = tcx.paramEnv(adt.def);
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    List<GenericArg> toAdt = new java.util.ArrayList<>(tcx.identityArgs(impl));
    List<GenericArg> identity = tcx.identityArgs(adt.def);
    for (int i = 0; i < toAdt.size(); i++) {
      int at = adt.args.indexOf(toAdt.get(i));
      if (at >= 0) {
        toAdt.set(i, identity.get(at));
      }
    }
    for (Predicate p : tcx.predicates(impl)) {
      Predicate mapped = Subst.apply(tcx.types(), p, toAdt);
      if (!solver.holds(env, mapped)) {
        Diagnostic.error(
                "E0367",
                impl.span(),
                "`Drop` impl requires `"
                    + org.asrlang.types.traits.TraitMessages.describe(mapped)
                    + "` but the struct it is implemented for does not")
            .label(adt.def.span(), "the implementor must specify the same requirement")
            .to(tcx.diagnostics());
        return;
      }
    }
  }
}
