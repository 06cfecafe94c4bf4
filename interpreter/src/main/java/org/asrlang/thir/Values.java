package org.asrlang.thir;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Capture;
import org.asrlang.types.Const;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults;

/** Expressions as values: literals, paths, operators, aggregates; the rest is handed on. */
final class Values {
  private final ThirBuilder b;

  Values(ThirBuilder b) {
    this.b = b;
  }

  /** The value of an expression, adjustments applied. */
  ThirExpr build(Expr e) {
    return b.places.value(e);
  }

  /** The value of an expression that is not a place, before its adjustments. */
  ThirExpr plain(Expr e) {
    Ty ty = b.typeOf(e);
    return switch (e) {
      case Expr.Literal l -> literal(l, ty, false);
      case Expr.PathExpr p -> path(p, ty);
      case Expr.Block x -> b.blocks.build(x);
      case Expr.ConstBlock x -> {
        b.scopes.extendConstant(x.body());
        ThirExpr block = b.blocks.build(x.body());
        b.check.constBlock(block);
        b.promotion.constBlock(block);
        yield block;
      }
      case Expr.Unsafe x -> b.blocks.build(x.body());
      case Expr.Unary u -> unary(u, ty);
      case Expr.Binary x -> binary(x, ty);
      case Expr.Borrow x ->
          b.places.borrow(
              x.mutable() ? ThirExpr.BorrowKind.MUT : ThirExpr.BorrowKind.SHARED,
              x.operand(),
              ty,
              x.span());
      case Expr.Cast c -> cast(c, ty);
      case Expr.Call c -> b.calls.call(c, ty);
      case Expr.MethodCall m -> b.calls.method(m, ty);
      case Expr.Range r -> range(r, (Ty.Adt) ty);
      case Expr.Tuple t ->
          t.elements().isEmpty()
              ? new ThirExpr.Unit(ty, t.span())
              : b.operands.use(
                  b.operands.build(t.elements()),
                  false,
                  t.span(),
                  ops -> new ThirExpr.Tuple(ops, ty, t.span()));
      case Expr.Array a ->
          b.operands.use(
              b.operands.build(a.elements()),
              false,
              a.span(),
              ops -> new ThirExpr.Array(ops, ty, a.span()));
      case Expr.Repeat r -> {
        fits((Ty.Array) ty, r.span());
        yield new ThirExpr.Repeat(build(r.value()), b.results.repeatCounts.get(r), ty, r.span());
      }
      case Expr.StructLit s -> struct(s, (Ty.Adt) ty);
      case Expr.Closure c -> closure(c, (Ty.Closure) ty);
      case Expr.FormatArgs f -> formatArgs(f, ty);
      case Expr.Assign a -> b.blocks.assign(a);
      case Expr.AssignOp a -> b.blocks.assignOp(a);
      case Expr.Let l -> b.flow.looseLet(l);
      case Expr.If i -> b.flow.buildIf(i);
      case Expr.Match m -> b.flow.match(m);
      case Expr.Loop l -> b.flow.loop(l);
      case Expr.While w -> b.flow.buildWhile(w);
      case Expr.ForLoop f -> b.flow.buildFor(f);
      case Expr.Try t -> b.flow.buildTry(t);
      case Expr.Break x ->
          new ThirExpr.Break(
              b.target(x), x.value() == null ? null : build(x.value()), b.never(), x.span());
      case Expr.Continue x -> new ThirExpr.Continue(b.target(x), b.never(), x.span());
      case Expr.Return r ->
          new ThirExpr.Return(r.value() == null ? null : build(r.value()), b.never(), r.span());
      case Expr.Paren x -> unreachable(x);
      case Expr.Field x -> unreachable(x);
      case Expr.Index x -> unreachable(x);
      case Expr.RawBorrow x -> unreachable(x);
      case Expr.Underscore x -> unreachable(x);
      case Expr.MacroExpr x -> unreachable(x);
      case Expr.Await x -> unreachable(x);
      case Expr.Async x -> unreachable(x);
      case Expr.Configured x -> unreachable(x);
      case Expr.ErrorExpr x -> unreachable(x);
    };
  }

  private static ThirExpr unreachable(Expr e) {
    throw new IllegalStateException(
        e.getClass().getSimpleName() + " in a body without type errors at " + e.span());
  }

  // ---- literals and paths

  ThirExpr.Literal literal(Expr.Literal l, Ty ty, boolean negated) {
    Object value =
        switch (l.kind()) {
          case INT, BYTE -> {
            BigInteger n = (BigInteger) l.value();
            if (ty instanceof Ty.Float f) {
              double d = f.bits == 32 ? n.floatValue() : n.doubleValue();
              yield negated ? -d : d;
            }
            yield negated ? n.negate() : n;
          }
          case FLOAT -> {
            String digits = (String) l.value();
            double d =
                ty instanceof Ty.Float f && f.bits == 32
                    ? Float.parseFloat(digits)
                    : Double.parseDouble(digits);
            yield negated ? -d : d;
          }
          case STR -> ((String) l.value()).getBytes(StandardCharsets.UTF_8);
          case BYTE_STR, C_STR -> l.value();
          case CHAR, BOOL -> l.value();
        };
    return new ThirExpr.Literal(value, ty, l.span());
  }

  private ThirExpr path(Expr.PathExpr p, Ty ty) {
    Callee target = b.results.pathTargets.get(p.path());
    Def def = target.def();
    return switch (def.kind()) {
      case CONST, ASSOC_CONST -> new ThirExpr.NamedConst(def, target.args(), ty, p.span());
      case CONST_PARAM -> new ThirExpr.ConstValue(constParam(def), ty, p.span());
      case STRUCT, VARIANT ->
          ty instanceof Ty.Adt a
              ? new ThirExpr.Adt(a, variantIndex(a, def), List.of(), null, p.span())
              : new ThirExpr.FnItem(ty, p.span());
      case FN, ASSOC_FN -> new ThirExpr.FnItem(ty, p.span());
      case CRATE,
          MODULE,
          ENUM,
          FIELD,
          TRAIT,
          TYPE_ALIAS,
          ASSOC_TYPE,
          STATIC,
          IMPL,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO ->
          unreachable(p);
    };
  }

  private Const constParam(Def def) {
    GenericsOf generics = b.tcx.generics(b.owner);
    for (int i = 0; i < generics.count(); i++) {
      if (generics.param(i).def() == def) {
        return new Const.Param(def, i);
      }
    }
    throw new IllegalStateException("no parameter " + def);
  }

  int variantIndex(Ty.Adt ty, Def variantOrStruct) {
    AdtDef.Variant v = b.tcx.adt(ty.def).variant(variantOrStruct);
    return v == null ? 0 : v.index();
  }

  // ---- operators

  private ThirExpr unary(Expr.Unary u, Ty ty) {
    Callee callee = b.results.callees.get(u);
    if (callee != null) {
      return new ThirExpr.Call(
          b.fnDef(callee.def(), callee.args()),
          List.of(build(u.operand())),
          ty,
          u.span(),
          u.span());
    }
    if (u.op() == Expr.UnOp.NEG && u.operand() instanceof Expr.Literal l) {
      ThirExpr.Literal folded = literal(l, ty, true);
      return new ThirExpr.Literal(folded.value(), ty, u.span());
    }
    ThirExpr.UnOp op = u.op() == Expr.UnOp.NEG ? ThirExpr.UnOp.NEG : ThirExpr.UnOp.NOT;
    return new ThirExpr.Unary(op, build(u.operand()), ty, u.span());
  }

  private ThirExpr binary(Expr.Binary x, Ty ty) {
    if (x.op().isLazy()) {
      return b.flow.condition(x, b.scopes.top());
    }
    ThirExpr left = b.operands.build(x.left());
    ThirExpr right = b.operands.build(x.right());
    Callee callee = b.results.callees.get(x);
    return b.operands.use(
        List.of(left, right),
        false,
        x.span(),
        ops ->
            callee == null
                ? new ThirExpr.Binary(x.op(), ops.get(0), ops.get(1), ty, x.span())
                : new ThirExpr.Call(
                    b.fnDef(callee.def(), callee.args()), ops, ty, x.span(), x.span()));
  }

  private ThirExpr cast(Expr.Cast c, Ty ty) {
    ThirExpr operand = build(c.operand());
    TypeckResults.CastKind kind = b.results.casts.get(c);
    if (kind == null || kind == TypeckResults.CastKind.COERCION) {
      // the lifetimes in the type are for the borrow checker
      Ty written = b.results.userTypes.get(c);
      return written != null && written.has(Ty.HAS_REGION)
          ? new ThirExpr.Cast(TypeckResults.CastKind.COERCION, operand, ty, c.span())
          : operand;
    }
    // Of a variant as such no layout is needed, so that discriminants may name each other.
    if (kind == TypeckResults.CastKind.ENUM_TO_INT
        && c.operand() instanceof Expr.PathExpr
        && operand instanceof ThirExpr.Adt a
        && b.tcx.adt(a.ty().def).isEnum()) {
      long d = b.tcx.discriminant(b.tcx.adt(a.ty().def).variants().get(a.variant()).def());
      Ty repr = b.tcx.discriminantType(a.ty().def);
      ThirExpr held = new ThirExpr.ConstValue(new Const.Value(d, repr), repr, c.span());
      return repr == ty
          ? held
          : new ThirExpr.Cast(TypeckResults.CastKind.INT_TO_INT, held, ty, c.span());
    }
    return new ThirExpr.Cast(kind, operand, ty, c.span());
  }

  // ---- aggregates

  /** Of what is known here; for other arrays lowering looks. */
  private void fits(Ty.Array array, Span at) {
    boolean content =
        switch (array.element) {
          case Ty.Bool t -> true;
          case Ty.Char t -> true;
          case Ty.Int t -> true;
          case Ty.Uint t -> true;
          case Ty.Float t -> true;
          case Ty.Ref t -> true;
          case Ty t -> false;
        };
    if (content
        && b.tcx.evaluate(array.length) instanceof Const.Value v
        && v.value() instanceof Long n
        && (n < 0 || n > Ty.Array.MAX_LENGTH)) {
      Diagnostic.error(
              null,
              at,
              "values of the type `" + array + "` are too big for the target architecture")
          .to(b.tcx.diagnostics());
      b.results.tainted = true;
    }
  }

  private ThirExpr range(Expr.Range r, Ty.Adt ty) {
    List<ThirExpr> sides = new ArrayList<>();
    if (r.lo() != null) {
      sides.add(b.operands.build(r.lo()));
    }
    if (r.hi() != null) {
      sides.add(b.operands.build(r.hi()));
    }
    if (r.lo() != null && r.hi() != null && r.inclusive()) {
      Def make = b.tcx.lang().get("range_inclusive_new");
      return b.operands.use(
          sides,
          false,
          r.span(),
          ops -> new ThirExpr.Call(b.fnDef(make, ty.args), ops, ty, r.span(), r.span()));
    }
    AdtDef.Variant struct = b.tcx.adt(ty.def).struct();
    return b.operands.use(
        sides,
        false,
        r.span(),
        ops -> {
          List<ThirExpr.FieldValue> fields = new ArrayList<>();
          if (r.lo() != null) {
            fields.add(new ThirExpr.FieldValue(struct.fieldIndex("start"), ops.get(0)));
          }
          if (r.hi() != null) {
            fields.add(new ThirExpr.FieldValue(struct.fieldIndex("end"), ops.getLast()));
          }
          return new ThirExpr.Adt(ty, 0, fields, null, r.span());
        });
  }

  private ThirExpr struct(Expr.StructLit s, Ty.Adt ty) {
    Def def = b.results.variants.get(s);
    AdtDef.Variant v = b.tcx.adt(ty.def).variant(def);
    List<Integer> indices = new ArrayList<>();
    List<ThirExpr> values = new ArrayList<>();
    for (Expr.FieldInit f : s.fields()) {
      indices.add(v.fieldIndex(f.name().name()));
      values.add(b.operands.build(f.value()));
    }
    Place base = s.base() == null ? null : base(s, ty, indices);
    return b.operands.use(
        values,
        base != null && Operands.mayUnwind(base),
        s.span(),
        ops -> {
          List<ThirExpr.FieldValue> fields = new ArrayList<>();
          for (int i = 0; i < ops.size(); i++) {
            fields.add(new ThirExpr.FieldValue(indices.get(i), ops.get(i)));
          }
          if (base == null || base instanceof Place.Temp || !isOuter(base)) {
            return new ThirExpr.Adt(ty, v.index(), fields, base, s.span());
          }
          // of a captured variable only the fields needed are captured
          for (int i = 0; i < v.fields().size(); i++) {
            if (!indices.contains(i)) {
              Ty fieldTy = b.types.field(ty, v.index(), i);
              Place field = new Place.Field(base, v.index(), i, fieldTy, s.base().span());
              fields.add(new ThirExpr.FieldValue(i, b.use(field, s.base().span())));
            }
          }
          return new ThirExpr.Adt(ty, v.index(), fields, null, s.span());
        });
  }

  private Place base(Expr.StructLit s, Ty.Adt ty, List<Integer> given) {
    Place raw = b.places.raw(s.base());
    Place done = b.places.tryFinish(raw);
    return done != null ? done : raw;
  }

  private boolean isOuter(Place place) {
    return b.places.tryFinish(place) == null;
  }

  private ThirExpr closure(Expr.Closure c, Ty.Closure ty) {
    TypeckResults.ClosureInfo info = b.results.closures.get(ty.def);
    List<ThirExpr> captures = new ArrayList<>();
    for (Capture k : info.captures()) {
      Place place = b.places.captured(k);
      captures.add(
          switch (k.mode()) {
            case BY_VALUE -> b.use(place, k.use());
            case BY_REF ->
                b.places.borrow(
                    ThirExpr.BorrowKind.SHARED, place, b.types.ref(k.placeTy(), false), k.use());
            case BY_UNIQUE_REF ->
                b.places.borrow(
                    ThirExpr.BorrowKind.UNIQUE, place, b.types.ref(k.placeTy(), true), k.use());
            case BY_MUT_REF ->
                b.places.borrow(
                    ThirExpr.BorrowKind.MUT, place, b.types.ref(k.placeTy(), true), k.use());
          });
    }
    List<ThirExpr.Mention> mentions = new ArrayList<>();
    for (TypeckResults.ClosureInfo.Mention m : info.mentions()) {
      // what is captured in parts only is not there as a whole
      Place place = b.places.tryFinish(b.places.captured(m.place()));
      if (place != null) {
        mentions.add(new ThirExpr.Mention(place, m.closure()));
      }
    }
    return new ThirExpr.Closure(ty, captures, mentions, c.span());
  }

  private ThirExpr formatArgs(Expr.FormatArgs f, Ty ty) {
    List<ThirExpr> args = new ArrayList<>();
    for (Expr a : f.args()) {
      Ty inner = b.results.adjustedType(a);
      args.add(b.places.borrow(ThirExpr.BorrowKind.SHARED, a, b.types.ref(inner, false), a.span()));
    }
    List<Expr.FormatPiece> pieces = new ArrayList<>(f.pieces());
    if (f.newline()) {
      if (!pieces.isEmpty() && pieces.getLast() instanceof Expr.FormatText t) {
        pieces.set(pieces.size() - 1, new Expr.FormatText(t.text() + "\n"));
      } else {
        pieces.add(new Expr.FormatText("\n"));
      }
    }
    return new ThirExpr.FormatArgs(pieces, args, ty, f.span());
  }
}
