package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;

/**
 * The impls of std's crates by the names that stand in their headers: std names traits and types by
 * their own names, so that a header need not be looked at before something of that name is asked
 * for. Thread-safe.
 */
public abstract class ImplNames {
  /** The head of self types that match every type: parameters and projections. */
  public static final String ANY = "*";

  /** The attribute of std's impls for a type parameter that stands for function pointers only. */
  public static final String FN_POINTERS = "fn_pointers";

  static final ImplNames NONE = new OfSyntax(List.of());

  /** Impls of traits that are called so, for self types whose head is written so. */
  public abstract List<Def> ofTrait(String trait, String head);

  /** All impls of traits that are called so. */
  public abstract List<Def> ofTrait(String trait);

  /** Impls without a trait. */
  public abstract List<Def> inherent(String head);

  static ImplNames of(List<Def> impls) {
    return new OfSyntax(impls);
  }

  /** What {@link #ofTrait} calls a self type: a type's name, or what its syntax begins with. */
  static String head(Item.Impl impl) {
    if (Attrs.of(impl).stream().anyMatch(a -> a.is(FN_POINTERS))) {
      return "fn";
    }
    TypeExpr self = impl.self();
    while (self instanceof TypeExpr.ParenType p) {
      self = p.inner();
    }
    return switch (self) {
      case TypeExpr.PathType p -> {
        boolean plain =
            p.path().qself() == null && !isParam(impl, p.path().segments().get(0).name());
        yield plain ? p.path().last().name() : ANY;
      }
      case TypeExpr.RefType r -> "&";
      case TypeExpr.SliceType s -> "[]";
      case TypeExpr.ArrayType a -> "[;]";
      case TypeExpr.TupleType u -> "()";
      case TypeExpr.FnPtrType f -> "fn";
      case TypeExpr.NeverType n -> "!";
      case TypeExpr.DynType d ->
          d.bounds().get(0) instanceof Generics.TraitBound b
              ? "dyn " + b.path().last().name()
              : "dyn";
      default -> ANY;
    };
  }

  private static boolean isParam(Item.Impl impl, String name) {
    for (Generics.Param p : impl.generics().params()) {
      if (p.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Out of the syntax of the headers. */
  static final class OfSyntax extends ImplNames {
    final Map<String, Map<String, List<Def>>> traits = new HashMap<>();
    final Map<String, List<Def>> inherent = new HashMap<>();

    private OfSyntax(List<Def> impls) {
      for (Def d : impls) {
        if (d.node() instanceof Item.Impl i) {
          Map<String, List<Def>> to =
              i.trait() == null
                  ? inherent
                  : traits.computeIfAbsent(i.trait().last().name(), t -> new HashMap<>());
          to.computeIfAbsent(head(i), h -> new ArrayList<>()).add(d);
        }
      }
    }

    @Override
    public List<Def> ofTrait(String trait, String head) {
      return traits.getOrDefault(trait, Map.of()).getOrDefault(head, List.of());
    }

    @Override
    public List<Def> ofTrait(String trait) {
      List<Def> all = new ArrayList<>();
      traits.getOrDefault(trait, Map.of()).values().forEach(all::addAll);
      return all;
    }

    @Override
    public List<Def> inherent(String head) {
      return inherent.getOrDefault(head, List.of());
    }
  }
}
