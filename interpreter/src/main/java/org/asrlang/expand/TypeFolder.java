package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/** The half of {@link Folder} for types, paths and generics. */
abstract class TypeFolder {
  /** Maps a list; the same list where every element stayed the same. */
  static <T> List<T> each(List<T> list, Function<? super T, ? extends T> f) {
    ArrayList<T> out = null;
    for (int i = 0; i < list.size(); i++) {
      T old = list.get(i);
      T now = f.apply(old);
      if (out == null && now != old) {
        out = new ArrayList<>(list.size());
        out.addAll(list.subList(0, i));
      }
      if (out != null) {
        out.add(now);
      }
    }
    return out == null ? list : out;
  }

  /** Maps every element to any number of elements; the same list where nothing changed. */
  static <T> List<T> flat(List<T> list, Function<? super T, List<T>> f) {
    ArrayList<T> out = null;
    for (int i = 0; i < list.size(); i++) {
      T old = list.get(i);
      List<T> now = f.apply(old);
      if (out == null && !(now.size() == 1 && now.get(0) == old)) {
        out = new ArrayList<>(list.size() + now.size());
        out.addAll(list.subList(0, i));
      }
      if (out != null) {
        out.addAll(now);
      }
    }
    return out == null ? list : out;
  }

  /** Whether a part with these attributes stays (cfg). */
  boolean keep(List<Attribute> attrs) {
    return true;
  }

  final <T> List<T> kept(List<T> list, Function<T, List<Attribute>> attrs) {
    return flat(list, x -> keep(attrs.apply(x)) ? List.of(x) : List.of());
  }

  abstract Expr expr(Expr expr);

  final Expr maybe(Expr e) {
    return e == null ? null : expr(e);
  }

  final TypeExpr maybe(TypeExpr t) {
    return t == null ? null : type(t);
  }

  TypeExpr type(TypeExpr type) {
    return switch (type) {
      case TypeExpr.PathType t -> {
        Path p = path(t.path());
        yield p == t.path() ? t : new TypeExpr.PathType(p, t.span());
      }
      case TypeExpr.RefType t -> {
        Lifetime l = t.lifetime() == null ? null : lifetime(t.lifetime());
        TypeExpr i = type(t.target());
        yield i == t.target() && l == t.lifetime()
            ? t
            : new TypeExpr.RefType(l, t.mutable(), i, t.span());
      }
      case TypeExpr.SliceType t -> {
        TypeExpr i = type(t.element());
        yield i == t.element() ? t : new TypeExpr.SliceType(i, t.span());
      }
      case TypeExpr.ArrayType t -> {
        TypeExpr i = type(t.element());
        Expr n = expr(t.length());
        yield i == t.element() && n == t.length() ? t : new TypeExpr.ArrayType(i, n, t.span());
      }
      case TypeExpr.TupleType t -> {
        List<TypeExpr> l = each(t.elements(), this::type);
        yield l == t.elements() ? t : new TypeExpr.TupleType(l, t.span());
      }
      case TypeExpr.NeverType t -> t;
      case TypeExpr.InferType t -> t;
      case TypeExpr.FnPtrType t -> {
        List<Generics.LifetimeParam> f = each(t.forLifetimes(), this::lifetimeParam);
        List<TypeExpr> l = each(t.inputs(), this::type);
        TypeExpr o = maybe(t.output());
        yield l == t.inputs() && o == t.output() && f == t.forLifetimes()
            ? t
            : new TypeExpr.FnPtrType(f, l, o, t.span());
      }
      case TypeExpr.DynType t -> {
        List<Generics.Bound> b = each(t.bounds(), this::bound);
        yield b == t.bounds() ? t : new TypeExpr.DynType(b, t.span());
      }
      case TypeExpr.ImplType t -> {
        List<Generics.Bound> b = each(t.bounds(), this::bound);
        yield b == t.bounds() ? t : new TypeExpr.ImplType(b, t.span());
      }
      case TypeExpr.MacroType t -> macroType(t);
      case TypeExpr.ParenType t -> {
        TypeExpr i = type(t.inner());
        yield i == t.inner() ? t : new TypeExpr.ParenType(i, t.span());
      }
      case TypeExpr.RawPtrType t -> rawPtr(t);
      case TypeExpr.ErrorType t -> t;
    };
  }

  TypeExpr macroType(TypeExpr.MacroType t) {
    return t;
  }

  TypeExpr rawPtr(TypeExpr.RawPtrType t) {
    TypeExpr i = type(t.target());
    return i == t.target() ? t : new TypeExpr.RawPtrType(t.mutable(), i, t.span());
  }

  Path path(Path p) {
    TypeExpr q = maybe(p.qself());
    List<Path.Segment> s = each(p.segments(), this::segment);
    return q == p.qself() && s == p.segments()
        ? p
        : new Path(p.global(), q, p.qselfPosition(), s, p.span());
  }

  Path.Segment segment(Path.Segment s) {
    if (s.args() == null) {
      return s;
    }
    GenericArgs a = genericArgs(s.args());
    return a == s.args() ? s : new Path.Segment(s.ident(), a);
  }

  GenericArgs genericArgs(GenericArgs args) {
    return switch (args) {
      case GenericArgs.AngleBracketed a -> {
        List<GenericArgs.GenericArg> l = each(a.args(), this::genericArg);
        List<GenericArgs.AssocConstraint> c = each(a.constraints(), this::constraint);
        yield l == a.args() && c == a.constraints()
            ? a
            : new GenericArgs.AngleBracketed(l, c, a.span());
      }
      case GenericArgs.Parenthesized a -> {
        List<TypeExpr> l = each(a.inputs(), this::type);
        TypeExpr o = maybe(a.output());
        yield l == a.inputs() && o == a.output()
            ? a
            : new GenericArgs.Parenthesized(l, o, a.span());
      }
    };
  }

  private GenericArgs.GenericArg genericArg(GenericArgs.GenericArg arg) {
    return switch (arg) {
      case GenericArgs.LifetimeArg a -> {
        Lifetime l = lifetime(a.lifetime());
        yield l == a.lifetime() ? a : new GenericArgs.LifetimeArg(l);
      }
      case GenericArgs.TypeArg a -> {
        TypeExpr t = type(a.type());
        yield t == a.type() ? a : new GenericArgs.TypeArg(t);
      }
      case GenericArgs.ConstArg a -> {
        Expr e = expr(a.value());
        yield e == a.value() ? a : new GenericArgs.ConstArg(e);
      }
    };
  }

  private GenericArgs.AssocConstraint constraint(GenericArgs.AssocConstraint c) {
    GenericArgs a = c.args() == null ? null : genericArgs(c.args());
    TypeExpr t = maybe(c.type());
    Expr v = maybe(c.value());
    List<Generics.Bound> b = c.bounds() == null ? null : each(c.bounds(), this::bound);
    return a == c.args() && t == c.type() && v == c.value() && b == c.bounds()
        ? c
        : new GenericArgs.AssocConstraint(c.name(), a, t, v, b, c.span());
  }

  Generics.Bound bound(Generics.Bound bound) {
    return switch (bound) {
      case Generics.TraitBound b -> {
        List<Generics.LifetimeParam> f = each(b.forLifetimes(), this::lifetimeParam);
        Path p = path(b.path());
        yield p == b.path() && f == b.forLifetimes()
            ? b
            : new Generics.TraitBound(f, b.maybe(), p, b.span());
      }
      case Generics.OutlivesBound b -> {
        Lifetime l = lifetime(b.lifetime());
        yield l == b.lifetime() ? b : new Generics.OutlivesBound(l);
      }
      case Generics.UseBound b -> b;
    };
  }

  Generics generics(Generics g) {
    List<Generics.Param> ps = each(g.params(), this::genericParam);
    List<Generics.WherePredicate> w = each(g.where(), this::wherePredicate);
    return ps == g.params() && w == g.where() ? g : new Generics(ps, w, g.span());
  }

  private Generics.Param genericParam(Generics.Param param) {
    return switch (param) {
      case Generics.LifetimeParam p -> lifetimeParam(p);
      case Generics.TypeParam p -> {
        List<Generics.Bound> b = each(p.bounds(), this::bound);
        TypeExpr d = maybe(p.defaultType());
        yield b == p.bounds() && d == p.defaultType()
            ? p
            : new Generics.TypeParam(p.attrs(), p.ident(), b, d, p.span());
      }
      case Generics.ConstParam p -> {
        TypeExpr t = type(p.type());
        Expr d = maybe(p.defaultValue());
        yield t == p.type() && d == p.defaultValue()
            ? p
            : new Generics.ConstParam(p.attrs(), p.ident(), t, d, p.span());
      }
    };
  }

  Lifetime lifetime(Lifetime l) {
    return l;
  }

  private Generics.LifetimeParam lifetimeParam(Generics.LifetimeParam p) {
    Lifetime l = lifetime(p.lifetime());
    List<Lifetime> b = each(p.bounds(), this::lifetime);
    return l == p.lifetime() && b == p.bounds()
        ? p
        : new Generics.LifetimeParam(p.attrs(), l, b, p.span());
  }

  private Generics.WherePredicate wherePredicate(Generics.WherePredicate predicate) {
    return switch (predicate) {
      case Generics.TypePredicate p -> {
        List<Generics.LifetimeParam> f = each(p.forLifetimes(), this::lifetimeParam);
        TypeExpr t = type(p.type());
        List<Generics.Bound> b = each(p.bounds(), this::bound);
        yield t == p.type() && b == p.bounds() && f == p.forLifetimes()
            ? p
            : new Generics.TypePredicate(f, t, b, p.span());
      }
      case Generics.LifetimePredicate p -> {
        Lifetime l = lifetime(p.lifetime());
        List<Lifetime> b = each(p.bounds(), this::lifetime);
        yield l == p.lifetime() && b == p.bounds()
            ? p
            : new Generics.LifetimePredicate(l, b, p.span());
      }
    };
  }
}
