package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.types.Ty;

/** Suggests a bound on a type parameter: rustc's {@code suggest_constraining_type_param}. */
public final class ParamBounds {
  private ParamBounds() {}

  /**
   * @param path the trait as it is written from anywhere, e.g. {@code std::fmt::Display}
   */
  public static void restrict(Diagnostic.Builder d, Ty.Param p, String trait, String path) {
    Diagnostic.Edit edit = bound(p, path);
    if (edit != null) {
      d.fix(
          "consider "
              + (edit.replacement().startsWith(":") ? "" : "further ")
              + "restricting type parameter `"
              + p
              + "` with trait `"
              + trait
              + "`",
          edit.span(),
          edit.replacement());
    }
  }

  /** Suggests that the parameter outlives a lifetime. */
  public static void outlive(Diagnostic.Builder d, Ty.Param p, String lifetime) {
    Diagnostic.Edit edit = bound(p, lifetime);
    if (edit == null) {
      d.help("consider adding an explicit lifetime bound: `" + p + ": " + lifetime + "`");
    } else {
      d.maybe("consider adding an explicit lifetime bound", edit.span(), edit.replacement());
    }
  }

  /** Where a bound would be written, and how; null where nobody wrote the parameter. */
  private static Diagnostic.Edit bound(Ty.Param p, String more) {
    if (p.def == null
        || !(p.def.node() instanceof Generics.TypeParam t)
        || t.span().expansion().callSite() != null) {
      return null;
    }
    List<Generics.Bound> bounds = t.bounds();
    Generics generics = generics(p.def.parent());
    List<Generics.WherePredicate> where = generics == null ? List.of() : generics.where();
    for (Generics.WherePredicate w : where) {
      if (w instanceof Generics.TypePredicate q
          && q.forLifetimes().isEmpty()
          && q.type().span().text().equals(p.name)
          && !q.bounds().isEmpty()) {
        bounds = q.bounds();
      }
    }
    return bounds.isEmpty()
        ? new Diagnostic.Edit(t.ident().span().shrinkToEnd(), ": " + more)
        : new Diagnostic.Edit(bounds.getLast().span().shrinkToEnd(), " + " + more);
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
