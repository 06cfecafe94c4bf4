package org.asrlang.types.collect;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/** Lowers written types, paths and bounds to types; rustc's {@code HirTyLowerer}. */
public final class AstConv {
  public AstConv(TyCtxt tcx, AstConvCtx cx) {}

  public Ty lower(TypeExpr type) {
    throw new UnsupportedOperationException();
  }

  public Region region(Lifetime lifetime) {
    throw new UnsupportedOperationException();
  }

  /** A whole path in type position. */
  public Ty lowerPath(Path path) {
    throw new UnsupportedOperationException();
  }

  /**
   * The type that the resolved part of a path names: for an expression {@code Vec::<T>::new} (one
   * segment unresolved) {@code Vec<T>}; for {@code <T>::f} the {@code T}.
   */
  public Ty lowerPathBase(Path path, Res.Partial partial) {
    throw new UnsupportedOperationException();
  }

  /** {@code base::Segment} for an associated type: E0220, E0221, E0223. */
  public Ty assocType(Ty base, Res baseRes, Path.Segment segment, Span span) {
    throw new UnsupportedOperationException();
  }

  /** {@code <T as Trait<…>>} of a qualified path. */
  public TraitRef qualifiedTrait(Path path) {
    throw new UnsupportedOperationException();
  }

  /**
   * The trait of a path that names it (or, for {@code Trait::method}, starts with it).
   *
   * @param segments how many segments of the path name the trait
   */
  public TraitRef traitRef(Path path, int segments, Ty self) {
    throw new UnsupportedOperationException();
  }

  /**
   * The arguments of an item from what stands behind its name; what was left out is inferred
   * (bodies) or takes its default. E0107 and the like.
   *
   * @param parentArgs those of its parent; its own follow
   * @param segment null where nothing can have been written
   * @param valuePath in expressions defaults are not used
   */
  public List<GenericArg> genericArgs(
      Def item, List<GenericArg> parentArgs, Path.Segment segment, Span span, boolean valuePath) {
    throw new UnsupportedOperationException();
  }

  /** E0109 for segments that take no arguments. */
  public void prohibitArgs(List<Path.Segment> segments) {
    throw new UnsupportedOperationException();
  }

  /** The predicates of bounds on a type, associated type constraints included; no implied Sized. */
  public List<Predicate> bounds(Ty self, List<Generics.Bound> bounds) {
    throw new UnsupportedOperationException();
  }

  /** An array length or const argument. */
  public Const lowerConst(Expr expr, Ty ty) {
    throw new UnsupportedOperationException();
  }
}
