package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.AdtDef;
import org.asrlang.types.IntKind;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.CastKind;

/** {@code as}: decided when the operand's type is known as well as it will be. */
final class Casts {
  private record Pending(Expr.Cast cast, Ty from, Ty to) {}

  private final FnCtxt fcx;
  private final List<Pending> pending = new ArrayList<>();

  Casts(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Ty check(Expr.Cast c) {
    Ty to = fcx.lower(c.type());
    fcx.results.userTypes.put(c, to);
    Ty from = fcx.exprs.check(c.operand(), Expectation.castable(to));
    if (to instanceof Ty.Error || from instanceof Ty.Error) {
      return to;
    }
    if (to instanceof Ty.Slice || to instanceof Ty.Dynamic) {
      unsized(c, from, to);
      return fcx.types.error;
    }
    pending.add(new Pending(c, from, to));
    return to;
  }

  private void unsized(Expr.Cast c, Ty from, Ty to) {
    Ty operand = fcx.resolve(from);
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0620", c.span(), "cast to unsized type: `" + operand + "` as `" + to + "`");
    Span type = c.type().span();
    if (operand instanceof Ty.Ref r) {
      d.fix(
          "consider casting to a reference instead",
          type.shrinkToStart(),
          r.mutable ? "&mut " : "&");
    } else if (operand instanceof Ty.Adt a && fcx.tcx.adt(a.def).isBox()) {
      d.fix(
          "you can cast to a `Box` instead",
          List.of(
              new Diagnostic.Edit(type.shrinkToStart(), "Box<"),
              new Diagnostic.Edit(type.shrinkToEnd(), ">")));
    } else {
      d.related(
          new Diagnostic.Related(
              "consider using a box or reference as appropriate",
              c.operand().span(),
              "",
              List.of(),
              true));
    }
    d.to(fcx.errors());
  }

  void finish() {
    for (Pending p : pending) {
      cast(p.cast, fcx.structurally(p.from), fcx.structurally(p.to));
    }
    pending.clear();
  }

  private void cast(Expr.Cast c, Ty from, Ty to) {
    if (from.has(Ty.HAS_ERROR) || to.has(Ty.HAS_ERROR)) {
      return;
    }
    if (!to.has(Ty.HAS_INFER) && !fcx.isSized(to)) {
      unsized(c, from, to);
      return;
    }
    CastKind kind = numeric(from, to);
    if (kind == null && fcx.coercion.coerce(c.operand(), from, to)) {
      fcx.results.casts.put(c, CastKind.COERCION);
      return;
    }
    if (kind != null) {
      if (from == to) {
        kind = CastKind.COERCION;
      }
      fcx.results.casts.put(c, kind);
      return;
    }
    from = fcx.resolve(from);
    String f = "`" + from + "`";
    String t = "`" + to + "`";
    if (to instanceof Ty.Char && (Operators.isIntegral(from) || Operators.isFloat(from))) {
      Diagnostic.Builder d =
          Diagnostic.error("E0604", c.span(), "only `u8` can be cast as `char`, not " + f)
              .label("invalid cast");
      Span operand = c.operand().span();
      Span rest = new Span(operand.file(), operand.hi(), c.span().hi(), c.span().expansion());
      if (from instanceof Ty.Uint u && u.kind == IntKind.W32) {
        d.fix(
            "consider using `char::from_u32` instead",
            List.of(
                new Diagnostic.Edit(operand.shrinkToStart(), "char::from_u32("),
                new Diagnostic.Edit(rest, ")")));
      } else {
        d.related(
            new Diagnostic.Related(
                "consider using `char::from_u32` instead (via a `u32`)",
                c.span(),
                "",
                List.of(),
                true));
      }
      d.to(fcx.errors());
    } else if (to instanceof Ty.Bool && Operators.isScalarish(from)) {
      Diagnostic.error("E0054", c.span(), "cannot cast " + f + " as `bool`")
          .fix(
              "compare with zero instead",
              new Span(
                  c.span().file(), c.operand().span().hi(), c.span().hi(), c.span().expansion()),
              " != 0")
          .to(fcx.errors());
    } else if (Operators.isScalarish(from) && Operators.isScalarish(to)
        || from instanceof Ty.Ref && Operators.isScalarish(to)
        || isEnum(from) && Operators.isScalarish(to)) {
      Diagnostic.Builder d =
          Diagnostic.error("E0606", c.span(), "casting " + f + " as " + t + " is invalid");
      if (from instanceof Ty.Ref r && Operators.isScalarish(fcx.structurally(r.target))) {
        d.label("cannot cast " + f + " as " + t);
        if (c.operand() instanceof Expr.Borrow b) {
          Span amp = b.span();
          d.fix(
              "remove the unneeded borrow",
              new Span(amp.file(), amp.lo(), b.operand().span().lo(), amp.expansion()),
              "");
        } else {
          d.fix("dereference the expression", c.operand().span().shrinkToStart(), "*");
        }
      }
      d.to(fcx.errors());
    } else {
      Diagnostic.error("E0605", c.span(), "non-primitive cast: " + f + " as " + t)
          .label(
              "an `as` expression can only be used to convert between primitive types or to coerce"
                  + " to a specific trait object")
          .to(fcx.errors());
    }
  }

  private boolean isEnum(Ty ty) {
    return ty instanceof Ty.Adt a && a.def.kind() == Def.Kind.ENUM;
  }

  private CastKind numeric(Ty from, Ty to) {
    boolean toInt = Operators.isIntegral(to);
    boolean toFloat = Operators.isFloat(to);
    if (Operators.isIntegral(from)) {
      if (to instanceof Ty.Char) {
        boolean u8 =
            from instanceof Ty.Uint u && u.kind == IntKind.W8
                || from instanceof Ty.Infer && fcx.unify(from, fcx.types.u8);
        return u8 ? CastKind.U8_TO_CHAR : null;
      }
      return toInt ? CastKind.INT_TO_INT : toFloat ? CastKind.INT_TO_FLOAT : null;
    }
    if (Operators.isFloat(from)) {
      return toInt ? CastKind.FLOAT_TO_INT : toFloat ? CastKind.FLOAT_TO_FLOAT : null;
    }
    return switch (from) {
      case Ty.Bool b when toInt -> CastKind.BOOL_TO_INT;
      case Ty.Char ch when toInt -> CastKind.CHAR_TO_INT;
      case Ty.Adt a when toInt && fieldless(a) -> CastKind.ENUM_TO_INT;
      case Ty t -> null;
    };
  }

  private boolean fieldless(Ty.Adt a) {
    if (a.def.kind() != Def.Kind.ENUM) {
      return false;
    }
    AdtDef adt = fcx.tcx.adt(a.def);
    return !adt.variants().isEmpty() && adt.variants().stream().allMatch(v -> v.fields().isEmpty());
  }
}
