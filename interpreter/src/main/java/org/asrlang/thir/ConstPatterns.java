package org.asrlang.thir;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Ice;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.IntKind;
import org.asrlang.types.Predicate;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.ValTree;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.InstanceResolver;
import org.asrlang.types.traits.TraitSolver;

/**
 * Constants in patterns: a scalar or string becomes its value, a struct, tuple, variant or
 * reference the pattern of the same shape (rustc's {@code const_to_pat}).
 */
final class ConstPatterns {
  private final ThirBuilder b;
  private final TyCtxt tcx;

  ConstPatterns(ThirBuilder b) {
    this.b = b;
    this.tcx = b.tcx;
  }

  ThirPat unfold(Callee constant, Ty ty, Span span) {
    int before = tcx.diagnostics().errorCount();
    ThirExpr value = evaluate(new ThirExpr.NamedConst(constant.def(), constant.args(), ty, span));
    ThirPat pat = value == null ? null : pattern(value, ty, span);
    if (pat == null && !isConcrete(constant.args())) {
      b.results.tainted = true;
      Diagnostic.error("E0158", span, "constant pattern cannot depend on generic parameters")
          .label("`const` depends on a generic parameter")
          .label(constant.def().head(), "constant defined here")
          .to(tcx.diagnostics());
      return new ThirPat.Wild(ty, span);
    }
    if (pat == null) {
      // its body computes: run it
      ValTree tree = tcx.evaluateTree(constant.def(), constant.args());
      pat = tree == null ? null : valued(tree, ty, span);
    }
    String problem = isConcrete(constant.args()) ? problem(ty, pat) : null;
    if (problem != null) {
      b.results.tainted = true;
      Diagnostic.error(null, span, problem)
          .label(constant.def().head(), "constant defined here")
          .to(tcx.diagnostics());
      return new ThirPat.Wild(ty, span);
    }
    if (pat == null) {
      if (isWrong(constant.def())) {
        Ice.delay(tcx.diagnostics(), span, "this constant has no value");
      } else if (tcx.diagnostics().errorCount() == before) {
        notYet(span, "a constant of type `" + ty + "` in a pattern");
      }
      b.results.tainted = true;
      return new ThirPat.Wild(ty, span);
    }
    return pat;
  }

  /**
   * Why a constant cannot be compared by its shape; null where it can.
   *
   * @param pat null where it is none for another reason
   */
  private String problem(Ty ty, ThirPat pat) {
    Ty inner = ty;
    while (inner instanceof Ty.Ref r) {
      inner = r.target;
    }
    boolean fine =
        !(inner instanceof Ty.Adt a)
            || pat == null && (tcx.adt(a.def).isEnum() || isStructural(a))
            || pat != null && isCompared(inner);
    return !fine ? nonStructural(inner) : pat == null ? null : problem(pat);
  }

  private static String nonStructural(Ty ty) {
    return "constant of non-structural type `" + ty + "` in a pattern";
  }

  private boolean isCompared(Ty ty) {
    TraitRef eq = new TraitRef(tcx.lang().get("eq"), List.of(ty, ty));
    return TraitSolver.of(new InferCtxt(tcx))
        .holds(tcx.paramEnv(b.results.owner()), new Predicate.Trait(eq));
  }

  /** What in a constant cannot be compared by its shape; null where all can. */
  private String problem(ThirPat pat) {
    return switch (pat) {
      case ThirPat.Variant v -> problem(v.ty(), v.fields());
      case ThirPat.Leaf l -> problem(l.ty(), l.fields());
      case ThirPat.Deref d -> problem(d.inner());
      case ThirPat.Slice s -> firstProblem(s.prefix());
      case ThirPat.Constant c ->
          c.value() instanceof ThirExpr.Literal l && l.value() instanceof Double d && d.isNaN()
              ? "cannot use NaN in patterns"
              : null;
      case ThirPat.Wild w -> null;
      case ThirPat.Binding x -> null;
      case ThirPat.Range r -> null;
      case ThirPat.Or o -> null;
      case ThirPat.Never n -> null;
    };
  }

  private String problem(Ty ty, List<ThirPat.FieldPat> fields) {
    return ty instanceof Ty.Adt a && !isStructural(a)
        ? nonStructural(ty)
        : firstProblem(fields.stream().map(ThirPat.FieldPat::pat).toList());
  }

  private String firstProblem(List<ThirPat> pats) {
    return pats.stream().map(this::problem).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Whether {@code ==} of the type is derived. Those of std's enums and markers are as if. */
  private boolean isStructural(Ty.Adt ty) {
    if (tcx.lang().is(ty.def, "phantom_data")
        || ty.def.crate().name().equals("std") && tcx.adt(ty.def).isEnum()) {
      return true;
    }
    for (Def impl : tcx.traitImpls(tcx.lang().get("eq"), SimplifiedType.ofImpl(ty))) {
      TraitRef ref = tcx.implTraitRef(impl);
      if (ref != null
          && ref.self() instanceof Ty.Adt a
          && a.def == ty.def
          && tcx.defs().hasAttr(impl, "automatically_derived")) {
        return true;
      }
    }
    return false;
  }

  private boolean isWrong(Def constant) {
    return tcx.traitOf(constant) == null
        && (tcx.defs().expandedBody(constant) == null || tcx.typeck(constant).tainted);
  }

  void notYet(Span span, String what) {
    b.results.tainted = true;
    Diagnostic.error("A0100", span, "not in ASR yet: " + what).to(tcx.diagnostics());
  }

  private static boolean isConcrete(List<GenericArg> args) {
    return args.stream().noneMatch(a -> a instanceof Ty t && t.has(Ty.HAS_PARAM | Ty.HAS_INFER));
  }

  private ThirPat valued(ValTree tree, Ty ty, Span span) {
    return switch (tree) {
      case ValTree.Scalar s when ty instanceof Ty.Ref r -> behind(tree, r, span);
      case ValTree.Scalar s ->
          new ThirPat.Constant(new ThirExpr.Literal(s.value(), ty, span), ty, span);
      case ValTree.Str s ->
          new ThirPat.Constant(new ThirExpr.Literal(s.utf8(), ty, span), ty, span);
      case ValTree.Branch v ->
          switch (ty) {
            case Ty.Ref r -> behind(tree, r, span);
            case Ty.Array a -> sequence(v, a.element, ty, span);
            case Ty.Slice s -> sequence(v, s.element, ty, span);
            case Ty.Tuple t -> new ThirPat.Leaf(fields(v, t.elements, span), ty, span);
            case Ty.Adt a -> {
              List<Ty> types =
                  tcx.adt(a.def).variants().get(v.variant()).fields().stream()
                      .map(f -> b.types.normalize(Subst.apply(tcx.types(), f.ty(), a.args)))
                      .toList();
              yield tcx.adt(a.def).isEnum()
                  ? new ThirPat.Variant(v.variant(), fields(v, types, span), ty, span)
                  : new ThirPat.Leaf(fields(v, types, span), ty, span);
            }
            default -> throw new IllegalStateException("a constant of type " + ty);
          };
    };
  }

  private ThirPat behind(ValTree tree, Ty.Ref ty, Span span) {
    return new ThirPat.Deref(valued(tree, ty.target, span), ty, span);
  }

  private ThirPat sequence(ValTree.Branch v, Ty element, Ty ty, Span span) {
    List<ThirPat> elements = v.parts().stream().map(p -> valued(p, element, span)).toList();
    return new ThirPat.Slice(elements, null, List.of(), ty, span);
  }

  private List<ThirPat.FieldPat> fields(ValTree.Branch v, List<Ty> types, Span span) {
    List<ThirPat.FieldPat> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new ThirPat.FieldPat(i, valued(v.parts().get(i), types.get(i), span)));
    }
    return fields;
  }

  /** Null where the value has no pattern. */
  private ThirPat pattern(ThirExpr e, Ty ty, Span span) {
    ThirExpr value = evaluate(e);
    return switch (value) {
      case null -> null;
      case ThirExpr.Literal l ->
          new ThirPat.Constant(new ThirExpr.Literal(l.value(), ty, span), ty, span);
      case ThirExpr.Unit u -> new ThirPat.Leaf(List.of(), ty, span);
      case ThirExpr.Tuple t -> {
        List<ThirPat.FieldPat> fields = new ArrayList<>();
        for (int i = 0; i < t.elements().size(); i++) {
          fields.add(new ThirPat.FieldPat(i, part(t.elements().get(i), span)));
        }
        yield complete(fields) ? new ThirPat.Leaf(fields, ty, span) : null;
      }
      case ThirExpr.Adt a when a.base() == null -> {
        List<ThirPat.FieldPat> fields = new ArrayList<>();
        for (ThirExpr.FieldValue f : a.fields()) {
          fields.add(new ThirPat.FieldPat(f.field(), part(f.value(), span)));
        }
        yield !complete(fields)
            ? null
            : tcx.adt(a.ty().def).isEnum()
                ? new ThirPat.Variant(a.variant(), fields, ty, span)
                : new ThirPat.Leaf(fields, ty, span);
      }
      case ThirExpr.Array a -> {
        List<ThirPat> elements = a.elements().stream().map(x -> part(x, span)).toList();
        yield elements.contains(null)
            ? null
            : new ThirPat.Slice(elements, null, List.of(), ty, span);
      }
      case ThirExpr.Borrow w when w.place() instanceof Place.Promoted p -> {
        ThirPat inner = part(p.value(), span);
        yield inner == null ? null : new ThirPat.Deref(inner, ty, span);
      }
      case ThirExpr.Coerce c when c.adjustment() instanceof Adjustment.Unsize -> {
        // the same elements seen as a slice
        ThirPat inner = part(c.operand(), span);
        yield inner instanceof ThirPat.Deref d
                && d.inner() instanceof ThirPat.Slice s
                && ty instanceof Ty.Ref r
            ? new ThirPat.Deref(
                new ThirPat.Slice(s.prefix(), null, s.suffix(), r.target, span), ty, span)
            : null;
      }
      case ThirExpr x -> null;
    };
  }

  private ThirPat part(ThirExpr e, Span span) {
    return pattern(e, e.ty(), span);
  }

  private static boolean complete(List<ThirPat.FieldPat> fields) {
    return fields.stream().noneMatch(f -> f.pat() == null);
  }

  /**
   * As much of the value as its shape tells: scopes, plain blocks and other constants are looked
   * through, scalars computed. Null where that is not possible.
   */
  ThirExpr evaluate(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Scope s -> evaluate(s.body());
      case ThirExpr.Block k when k.stmts().isEmpty() -> evaluate(k.tail());
      case ThirExpr.Literal l -> l;
      case ThirExpr.Unit u -> u;
      case ThirExpr.Tuple t -> t;
      case ThirExpr.Adt a -> a;
      case ThirExpr.Array a -> a;
      case ThirExpr.Borrow w -> w;
      case ThirExpr.Coerce c when !(c.adjustment() instanceof Adjustment.NeverToAny) -> c;
      case ThirExpr.ConstValue c -> scalar(tcx.evaluate(c.value()), c.ty(), c.span());
      case ThirExpr.NamedConst c -> named(c);
      case ThirExpr.Use u when u.place() instanceof Place.Promoted p -> evaluate(p.value());
      case ThirExpr.Unary u when u.op() == ThirExpr.UnOp.NEG ->
          switch (literal(u.operand())) {
            case Double d -> new ThirExpr.Literal(-d, u.ty(), u.span());
            case BigInteger n -> new ThirExpr.Literal(n.negate(), u.ty(), u.span());
            case null, default -> null;
          };
      case ThirExpr.Binary x ->
          x.ty() instanceof Ty.Float
                  && literal(x.left()) instanceof Double l
                  && literal(x.right()) instanceof Double r
              ? floating(x, l, r)
              : null;
      case ThirExpr x -> null;
    };
  }

  private Object literal(ThirExpr e) {
    return evaluate(e) instanceof ThirExpr.Literal l ? l.value() : null;
  }

  /** Of integers the type checker's own folding has told the value already. */
  private static ThirExpr floating(ThirExpr.Binary x, double l, double r) {
    double d =
        switch (x.op()) {
          case ADD -> l + r;
          case SUB -> l - r;
          case MUL -> l * r;
          case DIV -> l / r;
          case REM -> l % r;
          case AND, OR, BIT_XOR, BIT_AND, BIT_OR, SHL, SHR, EQ, LT, LE, NE, GE, GT ->
              throw new IllegalStateException("floats have no " + x.op());
        };
    boolean single = x.ty() instanceof Ty.Float f && f.bits == 32;
    return new ThirExpr.Literal(single ? (double) (float) d : d, x.ty(), x.span());
  }

  private ThirExpr named(ThirExpr.NamedConst c) {
    Ty ty = c.ty();
    if (ty instanceof Ty.Int
        || ty instanceof Ty.Uint
        || ty instanceof Ty.Bool
        || ty instanceof Ty.Char) {
      ThirExpr value = scalar(tcx.evaluate(new Const.Unevaluated(c.def(), c.args())), ty, c.span());
      if (value != null) {
        return value;
      }
    }
    Def def = implemented(c);
    Body body = def == null ? null : ThirBuilder.ofConstant(tcx, def);
    ThirExpr value = body == null ? null : evaluate(body.root());
    return value == null || c.args().isEmpty() || !value.ty().has(Ty.HAS_PARAM) ? value : null;
  }

  /** The constant whose body gives the value: an inherent one, or null for one of a trait. */
  private Def implemented(ThirExpr.NamedConst c) {
    Def def = c.def();
    if (tcx.traitOf(def) != null) {
      boolean generic = c.args().stream().anyMatch(a -> a instanceof Ty t && t.has(Ty.HAS_PARAM));
      Callee found = generic ? null : new InstanceResolver(tcx).resolveConst(def, c.args());
      def = found == null ? null : found.def();
    }
    return def == null || tcx.defs().expandedBody(def) == null ? null : def;
  }

  private ThirExpr scalar(Const c, Ty ty, Span span) {
    if (!(c instanceof Const.Value v)) {
      return null;
    }
    Object value =
        switch (v.value()) {
          case Long n ->
              switch (ty) {
                case Ty.Char x -> (Object) n.intValue();
                case Ty.Uint u when u.kind == IntKind.W64 || u.kind == IntKind.SIZE ->
                    new BigInteger(Long.toUnsignedString(n));
                case Ty x -> BigInteger.valueOf(n);
              };
          case Boolean k -> k;
          case BigInteger n -> n;
          default -> null;
        };
    return value == null ? null : new ThirExpr.Literal(value, ty, span);
  }
}
