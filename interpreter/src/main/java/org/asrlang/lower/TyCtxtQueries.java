package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.thir.Body;
import org.asrlang.thir.ThirBuilder;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Const;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.traits.Instance;
import org.asrlang.types.traits.InstanceResolver;

/** The queries of a compilation. */
record TyCtxtQueries(TyCtxt tcx, InstanceResolver resolver) implements TypeQueries {
  @Override
  public TyInterner types() {
    return tcx.types();
  }

  @Override
  public Ty instantiate(Ty generic, List<GenericArg> args) {
    return resolver.instantiate(generic, args);
  }

  @Override
  public List<GenericArg> instantiate(List<GenericArg> generic, List<GenericArg> args) {
    return resolver.instantiate(generic, args);
  }

  @Override
  public Const instantiate(Const generic, List<GenericArg> args) {
    return resolver.instantiate(generic, args);
  }

  @Override
  public Instance resolve(Callee callee) {
    return resolver.resolve(callee);
  }

  @Override
  public Callee resolveConst(Def constant, List<GenericArg> args) {
    return resolver.resolveConst(constant, args);
  }

  @Override
  public boolean isCopy(Ty ty) {
    return resolver.implementsLang(ty, "copy");
  }

  @Override
  public List<Def> vtableMethods(Def trait) {
    return resolver.vtableMethods(trait);
  }

  @Override
  public AdtDef adt(Def def) {
    return tcx.adt(def);
  }

  @Override
  public boolean mayEndUnsized(Def struct) {
    List<AdtDef.Field> fields = tcx.adt(struct).struct().fields();
    if (fields.isEmpty()) {
      return false;
    }
    return switch (fields.getLast().ty()) {
      case Ty.Param p -> {
        Def sized = lang("sized");
        yield tcx.predicates(struct).stream()
            .noneMatch(b ->
                b instanceof Predicate.Trait t
                    && t.traitRef().trait() == sized
                    && t.traitRef().self() == p);
      }
      case Ty.Adt a -> a.def.kind() == Def.Kind.STRUCT && mayEndUnsized(a.def);
      case Ty.Projection p -> true;
      case Ty t -> false;
    };
  }

  @Override
  public long discriminant(Def variant) {
    return tcx.discriminant(variant);
  }

  @Override
  public Def dropImpl(Def adt) {
    return tcx.dropImpl(adt);
  }

  @Override
  public Def dropMethod(Def dropImpl) {
    return tcx.assocItem(dropImpl, "drop", Def.Kind.ASSOC_FN);
  }

  @Override
  public Def lang(String name) {
    return tcx.lang().get(name);
  }

  @Override
  public List<GenericArg> typeArgs(Def fn, Ty... given) {
    List<GenericArg> out = new ArrayList<>();
    int next = 0;
    GenericsOf generics = tcx.generics(fn);
    for (int i = 0; i < generics.count(); i++) {
      out.add(generics.param(i).kind() == GenericsOf.Kind.LIFETIME ? Region.ERASED : given[next++]);
    }
    return out;
  }

  @Override
  public List<GenericArg> supertraitArgs(Def trait, List<GenericArg> args, Def supertrait) {
    if (trait == supertrait) {
      return args;
    }
    for (Predicate p : tcx.superPredicates(trait)) {
      if (p instanceof Predicate.Trait t && t.traitRef().trait() != trait) {
        List<GenericArg> inner =
            resolver.instantiate(EraseRegions.of(types(), t.traitRef()).args(), args);
        List<GenericArg> found = supertraitArgs(t.traitRef().trait(), inner, supertrait);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  @Override
  public Def assocFn(Def trait, String name) {
    return tcx.assocItem(trait, name, Def.Kind.ASSOC_FN);
  }

  @Override
  public Ty projection(Def trait, String name, List<GenericArg> args) {
    Def assoc = tcx.assocItem(trait, name, Def.Kind.ASSOC_TYPE);
    return resolver.normalize(types().projection(assoc, args));
  }

  @Override
  public FnSig fnSig(Def fn) {
    return tcx.fnSig(fn);
  }

  @Override
  public Ty typeOf(Def item) {
    return tcx.typeOf(item);
  }

  @Override
  public Def traitOf(Def item) {
    return tcx.traitOf(item);
  }

  @Override
  public Const evaluate(Const c) {
    return tcx.evaluate(c);
  }

  @Override
  public Body thir(Def owner) {
    Body body = tcx.typeck(ThirBuilder.typeckOwner(owner)).tainted ? null : tcx.thir(owner);
    if (body == null) {
      throw new Tainted(owner);
    }
    return body;
  }

  @Override
  public boolean isEventArm(Def closure) {
    Def owner = closure;
    while (owner.kind() == Def.Kind.CLOSURE) {
      owner = owner.parent();
    }
    return tcx.typeck(owner).eventArms.contains(closure);
  }

  @Override
  public Def sibling(Def fn, String name) {
    for (Def d : fn.parent().children()) {
      if (d.isFnLike() && d.name().equals(name)) {
        return d;
      }
    }
    return null;
  }

  @Override
  public boolean hasAttr(Def def, String attribute) {
    return tcx.defs().hasAttr(def, attribute);
  }

  @Override
  public String attrText(Def def, String attribute) {
    return tcx.defs().attrText(def, attribute);
  }
}
