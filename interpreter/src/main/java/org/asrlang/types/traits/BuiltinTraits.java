package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.infer.InferCtxt;

/** The traits that hold by the shape of a type alone: Sized, Copy, Clone and auto traits. */
final class BuiltinTraits {
  private final InferCtxt infcx;
  private final TyCtxt tcx;

  BuiltinTraits(InferCtxt infcx) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
  }

  /** What decides: nothing more, these types, never, or a variable. */
  sealed interface Conditions {
    record Where(List<Ty> types) implements Conditions {}

    record Never() implements Conditions {}

    record Ambiguous() implements Conditions {}
  }

  private static final Conditions ALWAYS = new Conditions.Where(List.of());
  private static final Conditions NEVER = new Conditions.Never();
  private static final Conditions AMBIGUOUS = new Conditions.Ambiguous();

  Conditions sized(Ty self) {
    return switch (self) {
      case Ty.Str t -> NEVER;
      case Ty.Slice t -> NEVER;
      case Ty.Dynamic t -> NEVER;
      case Ty.Param t -> NEVER;
      case Ty.Projection t -> NEVER;
      case Ty.Opaque t -> NEVER;
      case Ty.Infer t -> t.kind == Ty.InferKind.GENERAL ? AMBIGUOUS : ALWAYS;
      case Ty.Tuple t -> where(t.elements.isEmpty() ? List.of() : lastOf(t.elements));
      case Ty.Adt t -> {
        Ty tail = sizedTail(t.def);
        yield tail == null ? ALWAYS : where(List.of(Subst.apply(tcx.types(), tail, t.args)));
      }
      case Ty.Bool t -> ALWAYS;
      case Ty.Char t -> ALWAYS;
      case Ty.Int t -> ALWAYS;
      case Ty.Uint t -> ALWAYS;
      case Ty.Float t -> ALWAYS;
      case Ty.Never t -> ALWAYS;
      case Ty.Ref t -> ALWAYS;
      case Ty.Array t -> ALWAYS;
      case Ty.FnDef t -> ALWAYS;
      case Ty.FnPtr t -> ALWAYS;
      case Ty.Closure t -> ALWAYS;
      case Ty.Error t -> ALWAYS;
    };
  }

  /** The only part of an ADT that can make it unsized: its last field, if that could be unsized. */
  private Ty sizedTail(Def adt) {
    AdtDef d = tcx.adt(adt);
    if (d.isEnum() || d.isBox() || d.struct().fields().isEmpty()) {
      return null;
    }
    List<AdtDef.Field> fields = d.struct().fields();
    Ty last = fields.get(fields.size() - 1).ty();
    return switch (last) {
      case Ty.Param p -> last;
      case Ty.Projection p -> last;
      case Ty.Opaque p -> last;
      case Ty.Str s -> last;
      case Ty.Slice s -> last;
      case Ty.Dynamic s -> last;
      case Ty.Tuple t -> last;
      // Its own tail decides; a recursive struct without indirection has been reported.
      case Ty.Adt a -> a.def == adt ? null : last;
      case Ty other -> null;
    };
  }

  private static List<Ty> lastOf(List<Ty> tys) {
    return List.of(tys.get(tys.size() - 1));
  }

  Conditions copyOrClone(Ty self) {
    return switch (self) {
      case Ty.Bool t -> ALWAYS;
      case Ty.Char t -> ALWAYS;
      case Ty.Int t -> ALWAYS;
      case Ty.Uint t -> ALWAYS;
      case Ty.Float t -> ALWAYS;
      case Ty.Never t -> ALWAYS;
      case Ty.FnDef t -> ALWAYS;
      case Ty.FnPtr t -> ALWAYS;
      case Ty.Error t -> ALWAYS;
      case Ty.Infer t -> t.kind == Ty.InferKind.GENERAL ? AMBIGUOUS : ALWAYS;
      case Ty.Ref t -> t.mutable ? NEVER : ALWAYS;
      case Ty.Tuple t -> where(t.elements);
      case Ty.Array t -> where(List.of(t.element));
      case Ty.Closure t -> upvars(t);
      case Ty.Str t -> NEVER;
      case Ty.Slice t -> NEVER;
      case Ty.Dynamic t -> NEVER;
      case Ty.Adt t -> NEVER;
      case Ty.Param t -> NEVER;
      case Ty.Projection t -> NEVER;
      case Ty.Opaque t -> NEVER;
    };
  }

  private Conditions upvars(Ty.Closure closure) {
    return infcx.shallow(closure.upvarsTy()) instanceof Ty.Tuple t ? where(t.elements) : AMBIGUOUS;
  }

  private static Conditions where(List<Ty> types) {
    return new Conditions.Where(types);
  }

  /**
   * What an auto trait asks of a type's parts; null if the structure says nothing, as of a
   * parameter. Variables have been dealt with before.
   */
  List<Predicate> auto(Def trait, Ty self) {
    List<Predicate> nested = new ArrayList<>();
    switch (self) {
      case Ty.Bool t -> {}
      case Ty.Char t -> {}
      case Ty.Int t -> {}
      case Ty.Uint t -> {}
      case Ty.Float t -> {}
      case Ty.Str t -> {}
      case Ty.Never t -> {}
      case Ty.FnDef t -> {}
      case Ty.FnPtr t -> {}
      case Ty.Error t -> {}
      case Ty.Infer t -> {}
      case Ty.Ref t -> {
        // &T is Send exactly if T is Sync; std states it, a small std may not.
        Def sync = tcx.lang().get("sync");
        boolean send = !t.mutable && sync != null && trait.name().equals("Send");
        require(nested, send ? sync : trait, t.target);
      }
      case Ty.Slice t -> require(nested, trait, t.element);
      case Ty.Array t -> require(nested, trait, t.element);
      case Ty.Tuple t -> t.elements.forEach(e -> require(nested, trait, e));
      // what it captures may be found later: the demand waits, not that it is one
      case Ty.Closure t -> require(nested, trait, infcx.shallow(t.upvarsTy()));
      case Ty.Adt t -> {
        AdtDef adt = tcx.adt(t.def);
        if (adt.isBox() || tcx.lang().is(t.def, "phantom_data")) {
          for (GenericArg a : t.args) {
            if (a instanceof Ty arg) {
              require(nested, trait, arg);
            }
          }
        }
        for (AdtDef.Variant v : adt.variants()) {
          for (AdtDef.Field f : v.fields()) {
            require(nested, trait, Subst.apply(tcx.types(), f.ty(), t.args));
          }
        }
      }
      case Ty.Opaque t ->
          require(nested, trait, Subst.apply(tcx.types(), tcx.typeOf(t.def), t.args));
      case Ty.Dynamic t -> {
        return t.autoTraits.contains(trait)
                || t.principal != null && tcx.supertraits(t.principal.trait()).contains(trait)
            ? nested
            : null;
      }
      case Ty.Param t -> {
        return null;
      }
      case Ty.Projection t -> {
        return null;
      }
    }
    return nested;
  }

  private static void require(List<Predicate> nested, Def trait, Ty ty) {
    nested.add(new Predicate.Trait(new TraitRef(trait, List.of(ty))));
  }
}
