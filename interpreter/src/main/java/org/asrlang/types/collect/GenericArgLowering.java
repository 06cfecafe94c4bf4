package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;

/** What stands between {@code <} and {@code >}: matched with the parameters, counted, filled up. */
final class GenericArgLowering {
  private final AstConv conv;
  private final GlobalCtxt tcx;

  GenericArgLowering(AstConv conv) {
    this.conv = conv;
    this.tcx = conv.tcx;
  }

  List<GenericArg> lower(
      Def item, List<GenericArg> parentArgs, Path.Segment segment, Span span, boolean infer) {
    GenericsOf generics = tcx.generics(item);
    List<Lifetime> lifetimes = new ArrayList<>();
    List<GenericArgs.GenericArg> others = new ArrayList<>();
    GenericArgs written = segment == null ? null : segment.args();
    if (written instanceof GenericArgs.AngleBracketed a) {
      for (GenericArgs.GenericArg g : a.args()) {
        if (g instanceof GenericArgs.LifetimeArg l) {
          lifetimes.add(l.lifetime());
        } else {
          others.add(g);
        }
      }
      if (item.kind() != Def.Kind.TRAIT) {
        noConstraints(segment);
      }
    } else if (written instanceof GenericArgs.Parenthesized p) {
      Diagnostic.error(
              "E0214", p.span(), "parenthesized type parameters may only be used with a `Fn` trait")
          .label("only `Fn` traits may use parentheses")
          .to(tcx.diagnostics());
      infer = true;
    }
    List<GenericsOf.Param> lifetimeParams = new ArrayList<>();
    List<GenericsOf.Param> otherParams = new ArrayList<>();
    for (int i = parentArgs.size(); i < generics.count(); i++) {
      GenericsOf.Param p = generics.param(i);
      if (p.kind() == GenericsOf.Kind.LIFETIME) {
        lifetimeParams.add(p);
      } else {
        otherParams.add(p);
      }
    }
    List<GenericArg> out = new ArrayList<>(parentArgs);
    lifetimes(item, segment, span, lifetimes, lifetimeParams, out);
    others(item, segment, span, others, otherParams, out, infer && others.isEmpty());
    return out;
  }

  /** E0229: {@code Item = T} stands in bounds only. */
  void noConstraints(Path.Segment segment) {
    if (segment.args() instanceof GenericArgs.AngleBracketed a && !a.constraints().isEmpty()) {
      Diagnostic.error(
              "E0229",
              a.constraints().get(0).span(),
              "associated item constraints are not allowed here")
          .label("associated item constraint not allowed here")
          .to(tcx.diagnostics());
    }
  }

  private void lifetimes(
      Def item,
      Path.Segment segment,
      Span span,
      List<Lifetime> written,
      List<GenericsOf.Param> params,
      List<GenericArg> out) {
    boolean lateBound = item.isFnLike() && !tcx.lateBound(item).isEmpty();
    if (!written.isEmpty() && lateBound && written.size() != params.size()) {
      Diagnostic.error(
              "E0794",
              written.get(0).span(),
              "cannot specify lifetime arguments explicitly if late bound lifetime parameters are "
                  + "present")
          .to(tcx.diagnostics());
      written = List.of();
    }
    if (!written.isEmpty() && written.size() != params.size()) {
      count(item, segment, span, "lifetime", params.size(), params.size(), written.size());
    }
    Span at = segment == null ? span : segment.ident().span();
    for (int i = 0; i < params.size(); i++) {
      if (i < written.size()) {
        out.add(conv.region(written.get(i)));
      } else if (!written.isEmpty()) {
        out.add(Region.ERROR);
      } else {
        out.add(
            conv.innermost() == null && conv.cx.inBody()
                ? conv.cx.inferArg(params.get(i), at)
                : conv.elided(at));
      }
    }
  }

  private void others(
      Def item,
      Path.Segment segment,
      Span span,
      List<GenericArgs.GenericArg> written,
      List<GenericsOf.Param> params,
      List<GenericArg> out,
      boolean infer) {
    int required = 0;
    int possible = 0;
    for (GenericsOf.Param p : params) {
      if (!p.synthetic()) {
        possible++;
        if (!p.hasDefault()) {
          required++;
        }
      }
    }
    boolean bad = written.size() > possible || written.size() < required && !infer;
    if (bad) {
      missingOrTooMany(item, segment, span, required, possible, written.size());
      if (conv.cx.inBody()) {
        // what was meant is found out from the rest
        conv.cx.taint();
        written = List.of();
        infer = true;
      }
    }
    int next = 0;
    for (GenericsOf.Param p : params) {
      if (!p.synthetic() && next < written.size()) {
        out.add(one(p, written.get(next++), item, out));
      } else if (p.synthetic() || infer) {
        GenericArg made = conv.cx.inferArg(p, span);
        out.add(made != null ? made : error(p));
      } else if (p.hasDefault()) {
        out.add(Subst.apply(conv.types, tcx.defaultOf(p.def()), List.copyOf(out)));
      } else {
        out.add(error(p));
      }
    }
  }

  private GenericArg error(GenericsOf.Param p) {
    return p.kind() == GenericsOf.Kind.CONST ? new Const.Error() : conv.types.error;
  }

  private GenericArg one(
      GenericsOf.Param p, GenericArgs.GenericArg written, Def item, List<GenericArg> before) {
    if (p.kind() == GenericsOf.Kind.CONST) {
      Ty ty = tcx.typeOf(p.def());
      return switch (written) {
        case GenericArgs.ConstArg c -> conv.lowerConst(c.value(), ty);
        case GenericArgs.TypeArg t -> typeAsConst(t.type(), ty);
        case GenericArgs.LifetimeArg l -> new Const.Error();
      };
    }
    return switch (written) {
      case GenericArgs.TypeArg t -> {
        Ty made;
        conv.objectDefault = objectDefault(p, item, before);
        made = conv.lower(t.type());
        conv.objectDefault = null;
        yield made;
      }
      case GenericArgs.ConstArg c -> {
        Diagnostic.error("E0747", c.span(), "constant provided when a type was expected")
            .to(tcx.diagnostics());
        yield conv.types.error;
      }
      case GenericArgs.LifetimeArg l -> conv.types.error;
    };
  }

  /**
   * The lifetime that {@code T: 'a} in the ADT's header gives to a {@code dyn} argument; {@link
   * AstConv#AMBIGUOUS} where several do.
   */
  private Region objectDefault(GenericsOf.Param p, Def item, List<GenericArg> before) {
    if (!item.isAdt() || !(p.def().node() instanceof Generics.TypeParam t)) {
      return null;
    }
    Region found = null;
    for (Generics.Bound b : t.bounds()) {
      if (b instanceof Generics.OutlivesBound o) {
        Region r = argument(o.lifetime(), item, before);
        if (r != null && found != null && !r.equals(found)) {
          return AstConv.AMBIGUOUS;
        }
        found = r != null ? r : found;
      }
    }
    return found;
  }

  private Region argument(Lifetime lifetime, Def item, List<GenericArg> args) {
    if (lifetime.name().equals("static")) {
      return Region.STATIC;
    }
    GenericsOf generics = tcx.generics(item);
    for (int i = 0; i < generics.count() && i < args.size(); i++) {
      GenericsOf.Param l = generics.param(i);
      if (l.kind() == GenericsOf.Kind.LIFETIME
          && l.name().equals(lifetime.name())
          && args.get(i) instanceof Region r) {
        return r;
      }
    }
    return null;
  }

  private Const typeAsConst(TypeExpr type, Ty ty) {
    if (type instanceof TypeExpr.ParenType p) {
      return typeAsConst(p.inner(), ty);
    }
    if (type instanceof TypeExpr.InferType i) {
      return conv.cx.inferConst(ty, i.span());
    }
    if (type instanceof TypeExpr.PathType p) {
      Res.Partial res = conv.res().path(p.path());
      if (res.base() instanceof Res.Err) {
        return new Const.Error();
      }
      Const c = new ConstLowering(tcx, conv.cx).path(p.path(), res, ty);
      if (c != null) {
        return c;
      }
    }
    Diagnostic.error("E0747", type.span(), "type provided when a constant was expected")
        .to(tcx.diagnostics());
    return new Const.Error();
  }

  // ---- E0107

  private void missingOrTooMany(
      Def item, Path.Segment segment, Span span, int required, int possible, int given) {
    if (given == 0 && (segment == null || segment.args() == null)) {
      Span at = segment == null ? span : segment.ident().span();
      String atLeast = required == possible ? "" : "at least ";
      Diagnostic.error("E0107", at, "missing generics for " + kind(item) + " `" + name(item) + "`")
          .label("expected " + atLeast + plural(required, "generic argument"))
          .related(definition(item, "generic", atLeast, required))
          .to(tcx.diagnostics());
      return;
    }
    count(item, segment, span, "generic", required, possible, given);
  }

  /** Where the parameters are: {@code struct defined here, with 1 generic parameter: `T`}. */
  private Diagnostic.Related definition(Def item, String what, String quantity, int bound) {
    List<String> names = new ArrayList<>();
    List<Diagnostic.Label> places = new ArrayList<>();
    boolean lifetimes = what.equals("lifetime");
    for (GenericsOf.Param p : tcx.generics(item).own()) {
      if (p.def() != null
          && p.def() != item
          && !p.synthetic()
          && lifetimes == (p.kind() == GenericsOf.Kind.LIFETIME)
          && names.size() < bound) {
        names.add("`" + (lifetimes ? "'" : "") + p.name() + "`");
        places.add(new Diagnostic.Label(p.def().span(), ""));
      }
    }
    return new Diagnostic.Related(
        kind(item)
            + " defined here, with "
            + quantity
            + plural(bound, what + " parameter")
            + (names.isEmpty() ? "" : ": " + String.join(", ", names)),
        item.span(),
        "",
        places);
  }

  private void count(
      Def item, Path.Segment segment, Span span, String what, int min, int max, int given) {
    String quantity = min == max ? "" : given < min ? "at least " : "at most ";
    int bound = given < min ? min : max;
    Span at = segment == null ? span : segment.ident().span();
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0107",
                at,
                kind(item)
                    + " takes "
                    + quantity
                    + plural(bound, what + " argument")
                    + " but "
                    + plural(given, what + " argument")
                    + (given == 1 ? " was" : " were")
                    + " supplied")
            .label("expected " + quantity + plural(bound, what + " argument"));
    if (given < min && segment != null && segment.args() instanceof GenericArgs.AngleBracketed a) {
      List<Span> supplied =
          a.args().stream()
              .filter(g -> g instanceof GenericArgs.LifetimeArg == what.equals("lifetime"))
              .map(GenericArgs.GenericArg::span)
              .toList();
      for (int i = 0; i < supplied.size(); i++) {
        boolean last = i == supplied.size() - 1;
        d.label(supplied.get(i), last ? "supplied " + plural(given, what + " argument") : "");
      }
    }
    d.related(definition(item, what, quantity, bound)).to(tcx.diagnostics());
  }

  static String plural(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String name(Def item) {
    return item.name();
  }

  static String kind(Def item) {
    return switch (item.kind()) {
      case STRUCT -> "struct";
      case ENUM -> "enum";
      case VARIANT -> "variant";
      case TRAIT -> "trait";
      case TYPE_ALIAS -> "type alias";
      case ASSOC_TYPE -> "associated type";
      case FN -> "function";
      case ASSOC_FN -> Methods.hasSelf(item) ? "method" : "associated function";
      case CONST -> "constant";
      case ASSOC_CONST -> "associated constant";
      case CRATE,
          MODULE,
          FIELD,
          STATIC,
          IMPL,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CONST_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO ->
          "item";
    };
  }
}
