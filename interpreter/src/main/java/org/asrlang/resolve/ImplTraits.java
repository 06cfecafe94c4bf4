package org.asrlang.resolve;

import java.util.function.Consumer;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/** Finds the {@code impl Trait}s of an argument's type, in order, outer ones first. */
final class ImplTraits {
  private ImplTraits() {}

  static void find(TypeExpr type, Consumer<TypeExpr.ImplType> found) {
    switch (type) {
      case TypeExpr.ImplType t -> {
        found.accept(t);
        for (Generics.Bound b : t.bounds()) {
          if (b instanceof Generics.TraitBound tb) {
            path(tb.path(), found);
          }
        }
      }
      case TypeExpr.PathType t -> path(t.path(), found);
      case TypeExpr.RefType t -> find(t.target(), found);
      case TypeExpr.SliceType t -> find(t.element(), found);
      case TypeExpr.ArrayType t -> find(t.element(), found);
      case TypeExpr.TupleType t -> t.elements().forEach(e -> find(e, found));
      case TypeExpr.ParenType t -> find(t.inner(), found);
      case TypeExpr.RawPtrType t -> find(t.target(), found);
      case TypeExpr.DynType t -> {
        for (Generics.Bound b : t.bounds()) {
          if (b instanceof Generics.TraitBound tb) {
            path(tb.path(), found);
          }
        }
      }
      case TypeExpr.NeverType t -> {}
      case TypeExpr.InferType t -> {}
      case TypeExpr.FnPtrType t -> {}
      case TypeExpr.MacroType t -> {}
      case TypeExpr.ErrorType t -> {}
    }
  }

  private static void path(Path p, Consumer<TypeExpr.ImplType> found) {
    if (p.qself() != null) {
      return; // there it is not allowed
    }
    for (Path.Segment s : p.segments()) {
      if (s.args() instanceof GenericArgs.AngleBracketed a) {
        for (GenericArgs.GenericArg g : a.args()) {
          if (g instanceof GenericArgs.TypeArg t) {
            find(t.type(), found);
          }
        }
        for (GenericArgs.AssocConstraint c : a.constraints()) {
          if (c.type() != null) {
            find(c.type(), found);
          }
        }
      }
    }
  }
}
