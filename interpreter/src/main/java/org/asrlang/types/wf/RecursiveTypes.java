package org.asrlang.types.wf;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/** E0072: types that contain themselves without indirection. */
public final class RecursiveTypes {
  private final TyCtxt tcx;
  private final Set<Def> reported = new HashSet<>();

  public RecursiveTypes(TyCtxt tcx) {
    this.tcx = tcx;
  }

  public void check(Def adt) {
    if (reported.contains(adt)) {
      return;
    }
    for (AdtDef.Variant v : tcx.adt(adt).variants()) {
      for (AdtDef.Field f : v.fields()) {
        Set<Ty> seen = new HashSet<>();
        if (contains(f.ty(), adt, seen)) {
          report(adt, f);
          reported.add(adt);
          for (Ty t : seen) {
            if (t instanceof Ty.Adt a && contains(a, adt, new HashSet<>()) && isLocal(a.def, adt)) {
              reported.add(a.def);
            }
          }
          return;
        }
      }
    }
  }

  private static boolean isLocal(Def def, Def like) {
    return def.crate() == like.crate();
  }

  private boolean contains(Ty ty, Def what, Set<Ty> seen) {
    return switch (ty) {
      case Ty.Adt a -> {
        if (a.def == what) {
          yield true;
        }
        AdtDef adt = tcx.adt(a.def);
        if (adt.isBox() || !seen.add(a) || seen.size() > 1000) {
          yield false;
        }
        for (AdtDef.Variant v : adt.variants()) {
          for (AdtDef.Field f : v.fields()) {
            if (contains(Subst.apply(tcx.types(), f.ty(), a.args), what, seen)) {
              yield true;
            }
          }
        }
        yield false;
      }
      case Ty.Tuple t -> {
        for (Ty e : t.elements) {
          if (contains(e, what, seen)) {
            yield true;
          }
        }
        yield false;
      }
      case Ty.Array a -> contains(a.element, what, seen);
      case Ty other -> false;
    };
  }

  private void report(Def adt, AdtDef.Field f) {
    Span at = f.def().node() instanceof Item.FieldDef d ? inner(d, adt) : f.def().span();
    String name = at.text();
    Diagnostic.error("E0072", adt.span(), "recursive type `" + adt.name() + "` has infinite size")
        .label(at, "recursive without indirection")
        .suggestion(
            new Diagnostic.Suggestion(
                "insert some indirection (e.g., a `Box`, `Rc`, or `&`) to break the cycle",
                java.util.List.of(new Diagnostic.Edit(at, "Box<" + name + ">")),
                false))
        .to(tcx.diagnostics());
  }

  /** The place in the field's type where the type itself is named, as in {@code Option<Self>}. */
  private static Span inner(Item.FieldDef d, Def adt) {
    Span[] found = {null};
    find(d.type(), adt.name(), found);
    return found[0] != null ? found[0] : d.type().span();
  }

  /** All paths in a type, those in arguments too. */
  static void paths(
      org.asrlang.syntax.TypeExpr type, java.util.function.Consumer<org.asrlang.syntax.Path> to) {
    switch (type) {
      case org.asrlang.syntax.TypeExpr.PathType p -> {
        to.accept(p.path());
        if (p.path().qself() != null) {
          paths(p.path().qself(), to);
        }
        p.path().segments().forEach(s -> paths(s.args(), to));
      }
      case org.asrlang.syntax.TypeExpr.RefType t -> paths(t.target(), to);
      case org.asrlang.syntax.TypeExpr.SliceType t -> paths(t.element(), to);
      case org.asrlang.syntax.TypeExpr.ArrayType t -> paths(t.element(), to);
      case org.asrlang.syntax.TypeExpr.TupleType t -> t.elements().forEach(e -> paths(e, to));
      case org.asrlang.syntax.TypeExpr.ParenType t -> paths(t.inner(), to);
      case org.asrlang.syntax.TypeExpr.FnPtrType t -> {
        t.inputs().forEach(i -> paths(i, to));
        if (t.output() != null) {
          paths(t.output(), to);
        }
      }
      case org.asrlang.syntax.TypeExpr.DynType t -> bounds(t.bounds(), to);
      case org.asrlang.syntax.TypeExpr.ImplType t -> bounds(t.bounds(), to);
      case org.asrlang.syntax.TypeExpr.RawPtrType t -> paths(t.target(), to);
      case org.asrlang.syntax.TypeExpr.NeverType t -> {}
      case org.asrlang.syntax.TypeExpr.InferType t -> {}
      case org.asrlang.syntax.TypeExpr.MacroType t -> {}
      case org.asrlang.syntax.TypeExpr.ErrorType t -> {}
    }
  }

  private static void bounds(
      List<org.asrlang.syntax.Generics.Bound> bounds,
      java.util.function.Consumer<org.asrlang.syntax.Path> to) {
    for (org.asrlang.syntax.Generics.Bound b : bounds) {
      if (b instanceof org.asrlang.syntax.Generics.TraitBound t) {
        t.path().segments().forEach(s -> paths(s.args(), to));
      }
    }
  }

  private static void paths(
      org.asrlang.syntax.GenericArgs args,
      java.util.function.Consumer<org.asrlang.syntax.Path> to) {
    switch (args) {
      case org.asrlang.syntax.GenericArgs.AngleBracketed a -> {
        for (var g : a.args()) {
          if (g instanceof org.asrlang.syntax.GenericArgs.TypeArg t) {
            paths(t.type(), to);
          }
        }
        for (var c : a.constraints()) {
          if (c.type() != null) {
            paths(c.type(), to);
          }
        }
      }
      case org.asrlang.syntax.GenericArgs.Parenthesized p -> {
        p.inputs().forEach(i -> paths(i, to));
        if (p.output() != null) {
          paths(p.output(), to);
        }
      }
      case null -> {}
    }
  }

  private static void find(org.asrlang.syntax.TypeExpr type, String name, Span[] found) {
    switch (type) {
      case org.asrlang.syntax.TypeExpr.PathType p -> {
        if (p.path().last().name().equals(name)) {
          found[0] = p.span();
        } else {
          for (var s : p.path().segments()) {
            if (s.args() instanceof org.asrlang.syntax.GenericArgs.AngleBracketed a) {
              for (var g : a.args()) {
                if (g instanceof org.asrlang.syntax.GenericArgs.TypeArg t) {
                  find(t.type(), name, found);
                }
              }
            }
          }
        }
      }
      case org.asrlang.syntax.TypeExpr.TupleType t ->
          t.elements().forEach(e -> find(e, name, found));
      case org.asrlang.syntax.TypeExpr.ArrayType a -> find(a.element(), name, found);
      case org.asrlang.syntax.TypeExpr.ParenType p -> find(p.inner(), name, found);
      default -> {}
    }
  }
}
