package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.DefMap;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/** Looks at the syntax of items that needs no types. */
final class Syntax {
  private Syntax() {}

  /** The item of a definition, a function's free of macros; null where it is no item. */
  static Item item(DefMap defs, Def def) {
    if (def.isFnLike()) {
      Item.Fn fn = defs.function(def);
      if (fn != null) {
        return fn;
      }
    }
    return def.node() instanceof Item i ? i : null;
  }

  static Generics generics(Item item) {
    return switch (item) {
      case Item.Fn i -> i.generics();
      case Item.Struct i -> i.generics();
      case Item.Enum i -> i.generics();
      case Item.Trait i -> i.generics();
      case Item.Impl i -> i.generics();
      case Item.TypeAlias i -> i.generics();
      case Item.Const i -> i.generics();
      case Item.Union i -> i.generics();
      case Item.Static i -> Generics.NONE;
      case Item.Module i -> Generics.NONE;
      case Item.Use i -> Generics.NONE;
      case Item.MacroRules i -> Generics.NONE;
      case Item.MacroItem i -> Generics.NONE;
      case Item.ExternCrate i -> Generics.NONE;
      case Item.ExternBlock i -> Generics.NONE;
      case null -> Generics.NONE;
    };
  }

  /** The definitions of the item's written parameters, in the order of the syntax. */
  static List<Def> paramDefs(Def def) {
    List<Def> found = new ArrayList<>();
    for (Generics.Param p : generics(def.node() instanceof Item i ? i : null).params()) {
      for (Def child : def.children()) {
        if (child.node() == p) {
          found.add(child);
          break;
        }
      }
    }
    return found;
  }

  /** The type parameters that {@code impl Trait} arguments stand for. */
  static List<Def> synthetic(Def fn) {
    List<Def> found = new ArrayList<>();
    for (Def child : fn.children()) {
      if (child.kind() == Def.Kind.TYPE_PARAM && child.node() instanceof TypeExpr.ImplType) {
        found.add(child);
      }
    }
    return found;
  }

  static TypeExpr strip(TypeExpr type) {
    while (type instanceof TypeExpr.ParenType p) {
      type = p.inner();
    }
    return type;
  }

  /** Whether the type is nothing but the parameter (or, for a trait, {@code Self}). */
  static boolean isParam(Resolutions res, TypeExpr type, Def param) {
    if (!(strip(type) instanceof TypeExpr.PathType p) || p.path().qself() != null) {
      return false;
    }
    Res.Partial found = res.path(p.path());
    return found.unresolved() == 0
        && (found.base() instanceof Res.Item i && i.def() == param
            || found.base() instanceof Res.SelfType s && s.owner() == param);
  }

  /** The trait that a bound names; null if it is in error. */
  static Def traitOf(Resolutions res, Generics.TraitBound bound) {
    return res.path(bound.path()).base() instanceof Res.Item i && i.def().kind() == Def.Kind.TRAIT
        ? i.def()
        : null;
  }

  /** The supertraits as the trait's header names them, {@code where Self: …} included. */
  static List<Def> directSupertraits(DefMap defs, Def trait) {
    List<Def> found = new ArrayList<>();
    if (!(trait.node() instanceof Item.Trait t)) {
      return found;
    }
    Resolutions res = defs.signature(trait);
    for (Generics.Bound b : superBounds(res, trait, t)) {
      if (b instanceof Generics.TraitBound tb && !tb.maybe()) {
        Def def = traitOf(res, tb);
        if (def != null && !found.contains(def)) {
          found.add(def);
        }
      }
    }
    return found;
  }

  private static List<Generics.Bound> superBounds(Resolutions res, Def trait, Item.Trait t) {
    List<Generics.Bound> bounds = new ArrayList<>(t.supertraits());
    for (Generics.WherePredicate w : t.generics().where()) {
      if (w instanceof Generics.TypePredicate p && isParam(res, p.type(), trait)) {
        bounds.addAll(p.bounds());
      }
    }
    return bounds;
  }

  static boolean hasDefault(Def traitItem) {
    return switch (traitItem.node()) {
      case Item.Fn f -> f.body() != null;
      case Item.TypeAlias t -> t.type() != null;
      case Item.Const c -> c.value() != null;
      case null, default -> false;
    };
  }

  // ---- lifetimes

  /** Hears of the lifetimes of a type, outer ones first. */
  interface LifetimeVisitor {
    void named(Lifetime lifetime);

    /** At {@code &} without a lifetime and at {@code '_}. */
    void elided(Span at);
  }

  /**
   * @param insideFn whether to look into {@code Fn(A) -> B} and {@code fn(A) -> B} too, where
   *     elided lifetimes belong to those
   */
  static void lifetimes(TypeExpr type, boolean insideFn, LifetimeVisitor to) {
    switch (type) {
      case TypeExpr.PathType t -> lifetimes(t.path(), insideFn, to);
      case TypeExpr.RefType t -> {
        if (t.lifetime() == null) {
          to.elided(t.span());
        } else {
          lifetime(t.lifetime(), to);
        }
        lifetimes(t.target(), insideFn, to);
      }
      case TypeExpr.SliceType t -> lifetimes(t.element(), insideFn, to);
      case TypeExpr.ArrayType t -> lifetimes(t.element(), insideFn, to);
      case TypeExpr.TupleType t -> t.elements().forEach(e -> lifetimes(e, insideFn, to));
      case TypeExpr.ParenType t -> lifetimes(t.inner(), insideFn, to);
      case TypeExpr.RawPtrType t -> lifetimes(t.target(), insideFn, to);
      case TypeExpr.DynType t -> bounds(t.bounds(), insideFn, to);
      case TypeExpr.ImplType t -> bounds(t.bounds(), insideFn, to);
      case TypeExpr.FnPtrType t -> {
        if (insideFn) {
          LifetimeVisitor named = namedOnly(to);
          t.inputs().forEach(i -> lifetimes(i, true, named));
          if (t.output() != null) {
            lifetimes(t.output(), true, named);
          }
        }
      }
      case TypeExpr.NeverType t -> {}
      case TypeExpr.InferType t -> {}
      case TypeExpr.MacroType t -> {}
      case TypeExpr.ErrorType t -> {}
    }
  }

  static void bounds(List<Generics.Bound> bounds, boolean insideFn, LifetimeVisitor to) {
    for (Generics.Bound b : bounds) {
      switch (b) {
        case Generics.TraitBound t -> lifetimes(t.path(), insideFn, to);
        case Generics.OutlivesBound o -> lifetime(o.lifetime(), to);
        case Generics.UseBound u -> {}
      }
    }
  }

  static void lifetimes(Path path, boolean insideFn, LifetimeVisitor to) {
    if (path.qself() != null) {
      lifetimes(path.qself(), insideFn, to);
    }
    for (Path.Segment s : path.segments()) {
      switch (s.args()) {
        case GenericArgs.AngleBracketed a -> {
          for (GenericArgs.GenericArg g : a.args()) {
            switch (g) {
              case GenericArgs.LifetimeArg l -> lifetime(l.lifetime(), to);
              case GenericArgs.TypeArg t -> lifetimes(t.type(), insideFn, to);
              case GenericArgs.ConstArg c -> {}
            }
          }
          for (GenericArgs.AssocConstraint c : a.constraints()) {
            if (c.type() != null) {
              lifetimes(c.type(), insideFn, to);
            }
            if (c.bounds() != null) {
              bounds(c.bounds(), insideFn, to);
            }
          }
        }
        case GenericArgs.Parenthesized p -> {
          if (insideFn) {
            LifetimeVisitor named = namedOnly(to);
            p.inputs().forEach(i -> lifetimes(i, true, named));
            if (p.output() != null) {
              lifetimes(p.output(), true, named);
            }
          }
        }
        case null -> {}
      }
    }
  }

  private static void lifetime(Lifetime l, LifetimeVisitor to) {
    if (l.name().equals("_")) {
      to.elided(l.span());
    } else {
      to.named(l);
    }
  }

  private static LifetimeVisitor namedOnly(LifetimeVisitor to) {
    return new LifetimeVisitor() {
      @Override
      public void named(Lifetime lifetime) {
        to.named(lifetime);
      }

      @Override
      public void elided(Span at) {}
    };
  }
}
