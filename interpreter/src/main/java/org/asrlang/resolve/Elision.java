package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/** Lifetimes that were left out where no rule supplies them: E0106. */
final class Elision {
  private final SignatureResolver at;

  Elision(SignatureResolver at) {
    this.at = at;
  }

  /** A place in a type that has a lifetime, written or not. */
  private record Place(String name, Span span, boolean path) {
    boolean elided() {
      return name == null || name.equals("_");
    }
  }

  void field(TypeExpr type) {
    List<Place> places = new ArrayList<>();
    type(type, places);
    for (Place p : places) {
      if (p.elided()) {
        report(p, null, null);
      }
    }
  }

  void function(Item.Fn f) {
    if (f.output() == null) {
      return;
    }
    List<Place> outputs = new ArrayList<>();
    type(f.output(), outputs);
    outputs.removeIf(p -> !p.elided());
    if (outputs.isEmpty()) {
      return;
    }
    if (f.self() != null && selfIsReference(f.self())) {
      return;
    }
    List<Place> inputs = new ArrayList<>();
    if (f.self() != null && f.self().type() != null) {
      type(f.self().type(), inputs);
    }
    List<Integer> perParam = new ArrayList<>();
    for (Item.Param p : f.params()) {
      int before = inputs.size();
      type(p.type(), inputs);
      perParam.add(inputs.size() - before);
    }
    long distinct =
        inputs.stream().filter(p -> !p.elided()).map(Place::name).distinct().count()
            + inputs.stream().filter(Place::elided).count();
    if (distinct == 1) {
      return;
    }
    for (Place p : outputs) {
      report(p, inputs, f);
    }
  }

  private static boolean selfIsReference(Item.SelfParam self) {
    if (self.byRef()) {
      return true;
    }
    return self.type() != null && hasReference(self.type());
  }

  private static boolean hasReference(TypeExpr t) {
    return switch (t) {
      case TypeExpr.RefType r -> true;
      case TypeExpr.ParenType p -> hasReference(p.inner());
      case TypeExpr.PathType p -> {
        if (p.path().last().args() instanceof GenericArgs.AngleBracketed a) {
          for (GenericArgs.GenericArg g : a.args()) {
            if (g instanceof GenericArgs.TypeArg x && hasReference(x.type())) {
              yield true;
            }
          }
        }
        yield false;
      }
      default -> false;
    };
  }

  private void type(TypeExpr type, List<Place> out) {
    switch (type) {
      case TypeExpr.RefType t -> {
        Span amp = new Span(t.span().file(), t.span().lo(),
            Math.min(t.span().lo() + 1, t.span().hi()), t.span().expansion());
        out.add(
            t.lifetime() == null
                ? new Place(null, amp, false)
                : new Place(t.lifetime().name(), t.lifetime().span(), false));
        type(t.target(), out);
      }
      case TypeExpr.PathType t -> path(t.path(), out);
      case TypeExpr.SliceType t -> type(t.element(), out);
      case TypeExpr.ArrayType t -> type(t.element(), out);
      case TypeExpr.TupleType t -> t.elements().forEach(e -> type(e, out));
      case TypeExpr.ParenType t -> type(t.inner(), out);
      case TypeExpr.DynType t -> bounds(t.bounds(), out);
      case TypeExpr.ImplType t -> bounds(t.bounds(), out);
      case TypeExpr.FnPtrType t -> {}
      case TypeExpr.NeverType t -> {}
      case TypeExpr.InferType t -> {}
      case TypeExpr.MacroType t -> {}
      case TypeExpr.RawPtrType t -> type(t.target(), out);
      case TypeExpr.ErrorType t -> {}
    }
  }

  private void bounds(List<Generics.Bound> bounds, List<Place> out) {
    for (Generics.Bound b : bounds) {
      switch (b) {
        case Generics.TraitBound t -> {
          if (t.forLifetimes().isEmpty()) {
            path(t.path(), out);
          }
        }
        case Generics.OutlivesBound o ->
            out.add(new Place(o.lifetime().name(), o.lifetime().span(), false));
        case Generics.UseBound u -> {}
      }
    }
  }

  private void path(Path path, List<Place> out) {
    if (path.qself() != null) {
      type(path.qself(), out);
    }
    for (Path.Segment s : path.segments()) {
      if (!(s.args() instanceof GenericArgs.AngleBracketed a)) {
        continue;
      }
      for (GenericArgs.GenericArg g : a.args()) {
        switch (g) {
          case GenericArgs.LifetimeArg l ->
              out.add(new Place(l.lifetime().name(), l.lifetime().span(), false));
          case GenericArgs.TypeArg t -> type(t.type(), out);
          case GenericArgs.ConstArg c -> {}
        }
      }
      for (GenericArgs.AssocConstraint c : a.constraints()) {
        if (c.type() != null) {
          type(c.type(), out);
        }
        if (c.bounds() != null) {
          bounds(c.bounds(), out);
        }
      }
    }
    Res.Partial p = at.out.path(path);
    if (p.unresolved() == 0 && p.base() instanceof Res.Item i
        && (i.def().isAdt() || i.def().kind() == Def.Kind.TYPE_ALIAS)) {
      long wanted = lifetimes(i.def());
      boolean given =
          path.last().args() instanceof GenericArgs.AngleBracketed a
              && a.args().stream().anyMatch(g -> g instanceof GenericArgs.LifetimeArg);
      if (wanted > 0 && !given) {
        for (long n = 0; n < wanted; n++) {
          out.add(new Place(null, path.last().ident().span(), true));
        }
      }
    }
  }

  private static long lifetimes(Def d) {
    Generics g = SignatureResolver.genericsOf(d);
    return g == null
        ? 0
        : g.params().stream().filter(p -> p instanceof Generics.LifetimeParam).count();
  }

  private void report(Place p, List<Place> inputs, Item.Fn f) {
    Diagnostic.Builder d =
        Diagnostic.error("E0106", p.span(), "missing lifetime specifier")
            .label("expected named lifetime parameter");
    if (f != null) {
      long n = inputs.stream().filter(Place::elided).count();
      if (inputs.isEmpty()) {
        d.help(
            "this function's return type contains a borrowed value, but there is no value for it"
                + " to be borrowed from");
        if (!p.path()) {
          d.suggestion(
              Suggest.replace(
                  "consider using the `'static` lifetime, but this is likely not what you want",
                  p.span().shrinkToEnd(), "'static "));
        }
      } else {
        List<String> names = new ArrayList<>();
        for (Item.Param param : f.params()) {
          List<Place> one = new ArrayList<>();
          type(param.type(), one);
          if (one.isEmpty()) {
            continue;
          }
          d.label(param.type().span(), "");
          names.add(
              param.pat() instanceof org.asrlang.syntax.Pat.IdentPat i
                  ? "`" + i.ident().name() + "`"
                  : "argument " + (f.params().indexOf(param) + 1));
        }
        String which =
            names.size() == 1
                ? names.get(0) + "'s " + n + " lifetimes"
                : String.join(", ", names.subList(0, names.size() - 1))
                    + (names.size() > 2 ? ", or " : " or ") + names.get(names.size() - 1);
        d.help(
            "this function's return type contains a borrowed value, but the signature does not say"
                + (names.size() == 1 ? " which one of " : " whether it is borrowed from ") + which);
      }
    }
    d.to(at.diagnostics);
  }
}
