package org.asrlang.types;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;

/** Types as rustc writes them in messages. */
final class TyPrinter {
  private TyPrinter() {}

  static String print(GenericArg arg) {
    return switch (arg) {
      case Ty t -> ty(t);
      case Region r -> r.toString();
      case Const c -> c.toString();
    };
  }

  static String print(TraitRef t) {
    if (t.args().size() == 2 && isFn(t.trait()) && t.args().get(1) instanceof Ty.Tuple inputs) {
      return t.trait().name() + "(" + join(inputs.elements) + ")";
    }
    return t.trait().name() + angle(withoutDefaults(t));
  }

  /** Trailing arguments that are {@code Self}, where that is what is taken otherwise. */
  private static List<GenericArg> withoutDefaults(TraitRef t) {
    int n = t.args().size();
    if (t.trait().node() instanceof Item.Trait i) {
      while (n > 1
          && i.generics().params().size() == t.args().size() - 1
          && i.generics().params().get(n - 2) instanceof Generics.TypeParam p
          && p.defaultType() instanceof TypeExpr.PathType d
          && d.path().last().name().equals("Self")
          && t.args().get(n - 1).equals(t.args().get(0))) {
        n--;
      }
    }
    return t.args().subList(1, n);
  }

  private static String ty(Ty ty) {
    return switch (ty) {
      case Ty.Bool b -> "bool";
      case Ty.Char c -> "char";
      case Ty.Str s -> "str";
      case Ty.Never n -> "!";
      case Ty.Error e -> "{type error}";
      case Ty.Int i -> i.kind == IntKind.SIZE ? "isize" : "i" + i.kind.bits;
      case Ty.Uint u -> u.kind == IntKind.SIZE ? "usize" : "u" + u.kind.bits;
      case Ty.Float f -> "f" + f.bits;
      case Ty.Tuple t ->
          t.elements.size() == 1 ? "(" + t.elements.get(0) + ",)" : "(" + join(t.elements) + ")";
      case Ty.Adt a -> a.def.name() + angle(withoutDefaults(a));
      case Ty.Ref r -> "&" + named(r.region, " ") + (r.mutable ? "mut " : "") + grouped(r.target);
      case Ty.Slice s -> "[" + s.element + "]";
      case Ty.Array a -> "[" + a.element + "; " + a.length + "]";
      case Ty.FnDef f ->
          "fn item {" + f.def.path() + (f.args.isEmpty() ? "" : "::" + angle(f.args)) + "}";
      case Ty.FnPtr f -> "fn" + sig(f.sig);
      case Ty.Closure c -> "{closure@" + c.def.span() + "}";
      case Ty.Dynamic d -> dyn(d);
      case Ty.Param p -> p.name;
      case Ty.Projection p ->
          "<"
              + p.args.get(0)
              + " as "
              + p.assocType.parent().name()
              + angle(p.args.subList(1, p.args.size()))
              + ">::"
              + p.assocType.name();
      case Ty.Opaque o -> bounds(o.def);
      case Ty.Infer i ->
          switch (i.kind) {
            case GENERAL -> "_";
            case INTEGER -> "{integer}";
            case FLOAT -> "{float}";
          };
    };
  }

  private static String sig(FnSig s) {
    String output =
        s.output() instanceof Ty.Tuple t && t.elements.isEmpty() ? "" : " -> " + s.output();
    return "(" + join(s.inputs()) + ")" + output;
  }

  private static String dyn(Ty.Dynamic d) {
    StringBuilder b = new StringBuilder("dyn ");
    String plus = "";
    if (d.principal != null
        && isFn(d.principal.trait())
        && d.principal.args().getFirst() instanceof Ty.Tuple inputs) {
      b.append(d.principal.trait().name()).append('(').append(join(inputs.elements)).append(')');
      for (Ty.ExistentialProjection p : d.projections) {
        if (!(p.ty() instanceof Ty.Tuple unit && unit.elements.isEmpty())) {
          b.append(" -> ").append(p.ty());
        }
      }
      plus = " + ";
    } else if (d.principal != null) {
      b.append(d.principal.trait().name());
      String args =
          Stream.concat(
                  shown(d.principal.args()),
                  d.projections.stream().map(p -> p.assocType().name() + " = " + p.ty()))
              .collect(Collectors.joining(", "));
      b.append(args.isEmpty() ? "" : "<" + args + ">");
      plus = " + ";
    }
    for (var auto : d.autoTraits) {
      b.append(plus).append(auto.name());
      plus = " + ";
    }
    return b + (named(d.region, "").isEmpty() ? "" : plus + d.region);
  }

  /** Written with parentheses; only std's trait has such a parameter. */
  private static boolean isFn(Def trait) {
    return switch (trait.name()) {
      case "Fn", "FnMut", "FnOnce" -> trait.crate().name().equals("std");
      default -> false;
    };
  }

  private static String grouped(Ty target) {
    return target instanceof Ty.Dynamic d && d.autoTraits.size() + (d.principal == null ? 0 : 1) > 1
        ? "(" + target + ")"
        : target.toString();
  }

  private static String named(Region r, String after) {
    return switch (r) {
      case Region.Static s -> "'static" + after;
      case Region.EarlyParam e -> e.def() == null ? "" : e + after;
      case Region.LateParam l -> l.def() == null ? "" : l + after;
      case Region.Bound l -> l.def() == null ? "" : l + after;
      case Region.Var v -> "";
      case Region.Placeholder v -> "";
      case Region.Erased v -> "";
      case Region.Error v -> "";
    };
  }

  private static Stream<String> shown(List<? extends GenericArg> args) {
    return args.stream()
        .map(a -> a instanceof Region r && named(r, "").isEmpty() ? "'_" : print(a));
  }

  /** Trailing arguments that are what is taken where none is given are left out. */
  private static List<GenericArg> withoutDefaults(Ty.Adt a) {
    Generics generics =
        switch (a.def.node()) {
          case Item.Struct s -> s.generics();
          case Item.Enum e -> e.generics();
          case null, default -> null;
        };
    int n = a.args.size();
    while (generics != null
        && n > 0
        && generics.params().size() == a.args.size()
        && generics.params().get(n - 1) instanceof Generics.TypeParam p
        && p.defaultType() instanceof TypeExpr.PathType d
        && a.args.get(n - 1) instanceof Ty.Adt given
        && given.args.isEmpty()
        && d.path().last().name().equals(given.def.name())) {
      n--;
    }
    return a.args.subList(0, n);
  }

  private static String angle(List<? extends GenericArg> args) {
    String inner = shown(args).collect(Collectors.joining(", "));
    return inner.isEmpty() ? "" : "<" + inner + ">";
  }

  private static String join(List<? extends GenericArg> args) {
    return args.stream().map(TyPrinter::print).collect(Collectors.joining(", "));
  }

  /** An {@code impl Trait} without its {@code use<…>}. */
  private static String bounds(Def opaque) {
    return opaque.node() instanceof TypeExpr.ImplType t
        ? t.bounds().stream()
            .filter(b -> !(b instanceof Generics.UseBound))
            .map(b -> b.span().text())
            .collect(Collectors.joining(" + ", "impl ", ""))
        : "impl Trait";
  }
}
