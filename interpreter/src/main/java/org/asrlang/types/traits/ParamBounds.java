package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.Ty;

/** Suggests a bound on a type parameter: rustc's {@code suggest_constraining_type_param}. */
public final class ParamBounds {
  private ParamBounds() {}

  /**
   * @param path the trait as it is written from anywhere, e.g. {@code std::fmt::Display}
   */
  public static void restrict(Diagnostic.Builder d, Ty.Param p, String trait, String path) {
    if (p.def == null || !(p.def.node() instanceof Generics.TypeParam t)) {
      return;
    }
    if (t.span().expansion().callSite() != null) {
      return;
    }
    List<Generics.Bound> bounds = t.bounds();
    Generics generics = generics(p.def.parent());
    for (Generics.WherePredicate w :
        generics == null ? List.<Generics.WherePredicate>of() : generics.where()) {
      if (w instanceof Generics.TypePredicate q
          && q.forLifetimes().isEmpty()
          && q.type() instanceof TypeExpr.PathType named
          && named.span().text().equals(p.name)
          && !q.bounds().isEmpty()) {
        bounds = q.bounds();
      }
    }
    if (bounds.isEmpty()) {
      d.fix(
          "consider restricting type parameter `" + p + "` with trait `" + trait + "`",
          t.ident().span().shrinkToEnd(),
          ": " + path);
    } else {
      Span last = bounds.getLast().span();
      d.fix(
          "consider further restricting type parameter `" + p + "` with trait `" + trait + "`",
          last.shrinkToEnd(),
          " + " + path);
    }
  }

  private static Generics generics(Def item) {
    return switch (item == null ? null : item.node()) {
      case Item.Fn f -> f.generics();
      case Item.Struct s -> s.generics();
      case Item.Enum e -> e.generics();
      case Item.Impl i -> i.generics();
      case Item.Trait t -> t.generics();
      case Item.TypeAlias a -> a.generics();
      case null, default -> null;
    };
  }
}
