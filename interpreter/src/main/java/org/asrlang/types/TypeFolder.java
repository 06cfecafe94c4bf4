package org.asrlang.types;

import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds a type with some of its parts replaced. What does not change is returned as the same
 * object, lists included. Every {@link FnSig}, every {@link Predicate} and the inside of every
 * {@code dyn} is a binder: {@link #binders} tells how many of them are around the part looked at.
 */
public abstract class TypeFolder {
  protected final TyInterner types;

  /** How many binders the walk is inside of. */
  protected int binders;

  protected TypeFolder(TyInterner types) {
    this.types = types;
  }

  /** Override to replace types; {@link #superTy} goes on inside. */
  public Ty ty(Ty t) {
    return superTy(t);
  }

  public Region region(Region r) {
    return r;
  }

  public Const constant(Const c) {
    return superConst(c);
  }

  public final GenericArg arg(GenericArg a) {
    return switch (a) {
      case Ty t -> ty(t);
      case Region r -> region(r);
      case Const c -> constant(c);
    };
  }

  public final List<GenericArg> args(List<GenericArg> args) {
    List<GenericArg> changed = null;
    for (int i = 0; i < args.size(); i++) {
      GenericArg old = args.get(i);
      GenericArg now = arg(old);
      if (changed != null) {
        changed.add(now);
      } else if (now != old) {
        changed = new ArrayList<>(args.size());
        changed.addAll(args.subList(0, i));
        changed.add(now);
      }
    }
    return changed == null ? args : changed;
  }

  public final List<Ty> tys(List<Ty> tys) {
    List<Ty> changed = null;
    for (int i = 0; i < tys.size(); i++) {
      Ty old = tys.get(i);
      Ty now = ty(old);
      if (changed != null) {
        changed.add(now);
      } else if (now != old) {
        changed = new ArrayList<>(tys.size());
        changed.addAll(tys.subList(0, i));
        changed.add(now);
      }
    }
    return changed == null ? tys : changed;
  }

  /** Goes inside the signature's binder. */
  public final FnSig sig(FnSig s) {
    binders++;
    FnSig result = sigInside(s);
    binders--;
    return result;
  }

  /** The parts of a signature whose binder the caller has opened. */
  public final FnSig sigInside(FnSig s) {
    List<Ty> inputs = tys(s.inputs());
    Ty output = ty(s.output());
    return inputs == s.inputs() && output == s.output()
        ? s
        : new FnSig(inputs, output, s.boundRegions());
  }

  public final TraitRef traitRef(TraitRef t) {
    List<GenericArg> args = args(t.args());
    return args == t.args() ? t : new TraitRef(t.trait(), args);
  }

  /** Goes inside the predicate's binder. */
  public final Predicate predicate(Predicate p) {
    binders++;
    Predicate result = predicateInside(p);
    binders--;
    return result;
  }

  /** The parts of a predicate whose binder the caller has opened (or that binds nothing). */
  public final Predicate predicateInside(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> {
        TraitRef r = traitRef(t.traitRef());
        yield r == t.traitRef() ? t : new Predicate.Trait(r, t.bound());
      }
      case Predicate.Projection j -> {
        List<GenericArg> args = args(j.alias().args);
        Ty ty = ty(j.ty());
        yield args == j.alias().args && ty == j.ty()
            ? j
            : new Predicate.Projection(
                (Ty.Projection) types.projection(j.alias().assocType, args), ty, j.bound());
      }
      case Predicate.TypeOutlives o ->
          new Predicate.TypeOutlives(ty(o.ty()), region(o.region()), o.bound());
      case Predicate.RegionOutlives o ->
          new Predicate.RegionOutlives(region(o.longer()), region(o.shorter()), o.bound());
      case Predicate.Subtype s -> new Predicate.Subtype(ty(s.ty()), s.made());
    };
  }

  protected final Const superConst(Const c) {
    return switch (c) {
      case Const.Unevaluated u -> {
        List<GenericArg> args = args(u.args());
        yield args == u.args() ? u : new Const.Unevaluated(u.def(), args);
      }
      case Const.Value v -> v;
      case Const.Param p -> p;
      case Const.Infer i -> i;
      case Const.Error e -> e;
    };
  }

  protected final Ty superTy(Ty t) {
    return switch (t) {
      case Ty.Bool b -> t;
      case Ty.Char c -> t;
      case Ty.Int i -> t;
      case Ty.Uint u -> t;
      case Ty.Float f -> t;
      case Ty.Str s -> t;
      case Ty.Never n -> t;
      case Ty.Param p -> t;
      case Ty.Infer i -> t;
      case Ty.Error e -> t;
      case Ty.Tuple u -> {
        List<Ty> elements = tys(u.elements);
        yield elements == u.elements ? t : types.tuple(elements);
      }
      case Ty.Adt a -> {
        List<GenericArg> args = args(a.args);
        yield args == a.args ? t : types.adt(a.def, args);
      }
      case Ty.Ref r -> {
        Region region = region(r.region);
        Ty target = ty(r.target);
        yield region == r.region && target == r.target ? t : types.ref(region, target, r.mutable);
      }
      case Ty.Slice s -> {
        Ty element = ty(s.element);
        yield element == s.element ? t : types.slice(element);
      }
      case Ty.Array a -> {
        Ty element = ty(a.element);
        Const length = constant(a.length);
        yield element == a.element && length == a.length ? t : types.array(element, length);
      }
      case Ty.FnDef f -> {
        List<GenericArg> args = args(f.args);
        yield args == f.args ? t : types.fnDef(f.def, args);
      }
      case Ty.FnPtr f -> {
        FnSig sig = sig(f.sig);
        yield sig == f.sig ? t : types.fnPtr(sig);
      }
      case Ty.Closure c -> {
        List<GenericArg> args = args(c.args);
        yield args == c.args ? t : types.closure(c.def, args);
      }
      case Ty.Dynamic d -> dynamic(d);
      case Ty.Projection p -> {
        List<GenericArg> args = args(p.args);
        yield args == p.args ? t : types.projection(p.assocType, args);
      }
      case Ty.Opaque o -> {
        List<GenericArg> args = args(o.args);
        yield args == o.args ? t : types.opaque(o.def, args);
      }
    };
  }

  private Ty dynamic(Ty.Dynamic d) {
    binders++;
    Ty.ExistentialTraitRef principal = d.principal;
    boolean changed = false;
    if (principal != null) {
      List<GenericArg> args = args(principal.args());
      if (args != principal.args()) {
        principal = new Ty.ExistentialTraitRef(principal.trait(), List.copyOf(args));
        changed = true;
      }
    }
    List<Ty.ExistentialProjection> projections = new ArrayList<>(d.projections.size());
    for (Ty.ExistentialProjection p : d.projections) {
      List<GenericArg> args = args(p.args());
      Ty ty = ty(p.ty());
      if (args != p.args() || ty != p.ty()) {
        changed = true;
        projections.add(new Ty.ExistentialProjection(p.assocType(), List.copyOf(args), ty));
      } else {
        projections.add(p);
      }
    }
    binders--;
    Region region = region(d.region);
    return changed || region != d.region
        ? types.dynamic(principal, projections, d.autoTraits, region)
        : d;
  }
}
