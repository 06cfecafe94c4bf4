package org.asrlang.types.coherence;

import java.util.LinkedHashSet;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.GenericArg;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.collect.GlobalCtxt;

/** Who may write an impl: E0117, E0210, E0116, E0118, E0390. */
public final class OrphanChecker {
  private final GlobalCtxt tcx;

  public OrphanChecker(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  /**
   * @return whether the impl may stand there
   */
  public boolean check(Def impl) {
    int before = tcx.diagnostics().errorCount();
    look(impl);
    return tcx.diagnostics().errorCount() == before;
  }

  private void look(Def impl) {
    Item.Impl syntax = (Item.Impl) impl.node();
    if (syntax.trait() == null) {
      inherent(impl, syntax);
      return;
    }
    TraitRef ref = tcx.implTraitRef(impl);
    if (ref == null || OverlapChecker.hasError(ref.args()) || isLocal(tcx, ref.trait())) {
      return;
    }
    // The first local type in order; no parameter may stand uncovered before it.
    Ty uncovered = null;
    for (GenericArg a : ref.args()) {
      if (!(a instanceof Ty ty)) {
        continue;
      }
      Ty head = throughFundamental(tcx, ty);
      if (localHead(tcx, head)) {
        if (uncovered != null) {
          uncovered(syntax, uncovered, head);
        }
        return;
      }
      if (head instanceof Ty.Param && uncovered == null) {
        uncovered = head;
      }
    }
    if (uncovered != null) {
      uncovered(syntax, uncovered, null);
      return;
    }
    Ty self = ref.self();
    String what =
        self instanceof Ty.Adt
            ? "types defined outside of the crate"
            : self instanceof Ty.Int
                    || self instanceof Ty.Uint
                    || self instanceof Ty.Float
                    || self instanceof Ty.Bool
                    || self instanceof Ty.Char
                    || self instanceof Ty.Str
                ? "primitive types"
                : "arbitrary types";
    Diagnostic.error(
            "E0117",
            impl.span(),
            "only traits defined in the current crate can be implemented for " + what)
        .label(
            syntax.self().span(),
            self instanceof Ty.Adt
                ? "`" + ((Ty.Adt) self).def.name() + "` is not defined in the current crate"
                : "this is not defined in the current crate because "
                    + (self instanceof Ty.Tuple
                        ? "tuples are always foreign"
                        : self instanceof Ty.Slice
                            ? "slices are always foreign"
                            : self instanceof Ty.Array
                                ? "arrays are always foreign"
                                : "this is a foreign type"))
        .note("impl doesn't have any local type before any uncovered type parameters")
        .note("define and implement a trait or new type instead")
        .to(tcx.diagnostics());
  }

  private void uncovered(Item.Impl syntax, Ty param, Ty local) {
    Span at = paramSpan(syntax, param);
    String extra =
        local == null
            ? "type parameter `"
                + param
                + "` must be used as the type parameter for some local "
                + "type (e.g., `MyStruct<"
                + param
                + ">`)"
            : "type parameter `"
                + param
                + "` must be covered by another type when it appears "
                + "before the first local type (`"
                + local
                + "`)";
    Diagnostic.error("E0210", at, extra)
        .label(extra)
        .note(
            "implementing a foreign trait is only possible if at least one of the types for which "
                + "it is implemented is local")
        .note("only traits defined in the current crate can be implemented for a type parameter")
        .to(tcx.diagnostics());
  }

  private static Span paramSpan(Item.Impl syntax, Ty param) {
    for (var p : syntax.generics().params()) {
      if (p instanceof org.asrlang.syntax.Generics.TypeParam t
          && t.name().equals(param.toString())) {
        return t.ident().span();
      }
    }
    return syntax.self().span();
  }

  private void inherent(Def impl, Item.Impl syntax) {
    Ty self = tcx.typeOf(impl);
    Def head =
        switch (self) {
          case Ty.Adt a -> a.def;
          case Ty.Dynamic d -> d.principal == null ? null : d.principal.trait();
          case Ty other -> null;
        };
    if (self instanceof Ty.Error
        || head != null && isLocal(tcx, head)
        || head == null && isStd(impl) && !(self instanceof Ty.Param)) {
      return;
    }
    if (head != null) {
      Diagnostic.error(
              "E0116",
              impl.span(),
              "cannot define inherent `impl` for a type outside of the crate where the type is "
                  + "defined")
          .label("impl for type defined outside of crate")
          .help(
              "consider defining a trait and implementing it for the type or using a newtype "
                  + "wrapper like `struct MyType(ExternalType);` and implement it")
          .to(tcx.diagnostics());
    } else if (self instanceof Ty.Param || self instanceof Ty.Projection) {
      Diagnostic.error(
              "E0118", syntax.self().span(), "no nominal type found for inherent implementation")
          .label("impl requires a nominal type")
          .note("either implement a trait on it or create a newtype to wrap it instead")
          .to(tcx.diagnostics());
    } else {
      Diagnostic.error("E0390", impl.span(), "cannot define inherent `impl` for primitive types")
          .help("consider using an extension trait instead")
          .to(tcx.diagnostics());
    }
  }

  /** Std's own crates may do what the language's own types need. */
  static boolean isStd(Def def) {
    String crate = def.crate().name();
    return crate.equals("std") || crate.equals("asr");
  }

  static boolean isLocal(GlobalCtxt tcx, Def def) {
    return def.crate() == tcx.checkedCrate();
  }

  /** {@code &T}, {@code &mut T} and {@code Box<T>} count as what is inside of them. */
  static Ty throughFundamental(GlobalCtxt tcx, Ty ty) {
    while (true) {
      if (ty instanceof Ty.Ref r) {
        ty = r.target;
      } else if (ty instanceof Ty.Adt a && tcx.adt(a.def).isBox()) {
        ty = (Ty) a.args.get(0);
      } else {
        return ty;
      }
    }
  }

  static boolean localHead(GlobalCtxt tcx, Ty ty) {
    return switch (throughFundamental(tcx, ty)) {
      case Ty.Adt a -> isLocal(tcx, a.def);
      case Ty.Dynamic d -> d.principal != null && isLocal(tcx, d.principal.trait());
      case Ty.Closure c -> isLocal(tcx, c.def);
      case Ty.Error e -> true;
      case Ty other -> false;
    };
  }

  /** E0207: parameters of an impl that neither the trait nor the type mention. */
  public void unconstrained(Def impl) {
    TraitRef ref = tcx.implTraitRef(impl);
    Ty self = tcx.typeOf(impl);
    boolean unknown = ref == null && ((Item.Impl) impl.node()).trait() != null;
    if (self.has(Ty.HAS_ERROR) || unknown || ref != null && OverlapChecker.hasError(ref.args())) {
      return;
    }
    Set<Integer> known = new LinkedHashSet<>();
    ConstrainedParams.collect(self, known);
    if (ref != null) {
      for (GenericArg a : ref.args()) {
        ConstrainedParams.collect(a, known);
      }
    }
    ConstrainedParams.follow(tcx.predicates(impl), known);
    for (var p : tcx.generics(impl).own()) {
      boolean lifetime = p.kind() == org.asrlang.types.GenericsOf.Kind.LIFETIME;
      if (p.def() == null
          || known.contains(p.index())
          || lifetime && !usedInAssocType(impl, p.index())) {
        continue;
      }
      String kind =
          switch (p.kind()) {
            case LIFETIME -> "lifetime";
            case TYPE -> "type";
            case CONST -> "const";
          };
      Diagnostic.error(
              "E0207",
              p.def().span(),
              "the "
                  + kind
                  + " parameter `"
                  + (lifetime ? "'" : "")
                  + p.name()
                  + "` is not constrained by the impl trait, self type, or predicates")
          .label("unconstrained " + kind + " parameter")
          .to(tcx.diagnostics());
    }
  }

  private boolean usedInAssocType(Def impl, int index) {
    for (Def item : tcx.assocItems(impl)) {
      if (item.kind() == Def.Kind.ASSOC_TYPE) {
        Set<Integer> used = new LinkedHashSet<>();
        ConstrainedParams.mentioned(tcx.typeOf(item), used);
        if (used.contains(index)) {
          return true;
        }
      }
    }
    return false;
  }
}
