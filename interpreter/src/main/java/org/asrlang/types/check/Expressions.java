package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/**
 * Types of expressions: one method for each form, after rustc's {@code FnCtxt::check_expr_kind}.
 */
final class Expressions {
  private final FnCtxt fcx;

  Expressions(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** Checks without a hint. */
  Ty check(Expr e) {
    return check(e, Expectation.NONE);
  }

  Ty check(Expr e, Expectation expected) {
    boolean before = fcx.diverges;
    fcx.diverges = false;
    Ty ty = kind(e, expected);
    if (fcx.resolve(ty) instanceof Ty.Never) {
      fcx.diverges = true;
    }
    fcx.diverges |= before;
    fcx.results.exprTypes.put(e, ty);
    return ty;
  }

  /** Checks and coerces to the type, with E0308 where that is not possible. */
  Ty checkCoerced(Expr e, Ty expected) {
    return checkCoerced(e, expected, "");
  }

  Ty checkCoerced(Expr e, Ty expected, String why) {
    Ty ty = check(e, Expectation.has(expected));
    demand(e, ty, expected, why);
    return ty;
  }

  /** What is referred to has the very type, and is not made to have it. */
  Ty checkIs(Expr e, Ty expected) {
    Ty ty = check(e, Expectation.has(expected));
    if (fcx.structurally(ty) instanceof Ty.Never) {
      demand(e, ty, expected, "");
    } else if (!fcx.unify(expected, ty)) {
      fcx.mismatchAt(e, expected, ty, "");
    }
    return ty;
  }

  void demand(Expr e, Ty ty, Ty expected, String why) {
    if (!fcx.coercion.coerce(e, ty, expected)) {
      fcx.mismatchAt(e, expected, ty, why);
    }
  }

  private Ty kind(Expr e, Expectation expected) {
    return switch (e) {
      case Expr.Literal l -> literal(l, expected);
      case Expr.PathExpr p -> fcx.paths.check(p);
      case Expr.Block b -> fcx.blocks.check(b, expected);
      case Expr.ConstBlock b -> check(b.body(), expected);
      case Expr.Unary u -> fcx.operators.unary(u, expected);
      case Expr.Binary b -> fcx.operators.binary(b);
      case Expr.Assign a -> fcx.operators.assign(a);
      case Expr.AssignOp a -> fcx.operators.assignOp(a);
      case Expr.Borrow b -> borrow(b, expected);
      case Expr.RawBorrow b -> {
        check(b.operand());
        yield fcx.types.error;
      }
      case Expr.Cast c -> fcx.casts.check(c);
      case Expr.Call c -> fcx.calls.check(c, expected);
      case Expr.MethodCall m -> fcx.calls.method(m, expected);
      case Expr.Field f -> fcx.fields.check(f);
      case Expr.Index i -> fcx.operators.index(i);
      case Expr.Range r -> range(r, expected);
      case Expr.Tuple t -> tuple(t, expected);
      case Expr.Array a -> array(a, expected);
      case Expr.Repeat r -> repeat(r, expected);
      case Expr.StructLit s -> fcx.fields.structLiteral(s, expected);
      case Expr.Closure c -> fcx.closures.check(c, expected);
      case Expr.Let l -> {
        fcx.patterns.checkLet(l.pat(), l.scrutinee(), null, true);
        yield fcx.types.bool;
      }
      case Expr.If i -> fcx.flow.checkIf(i, expected);
      case Expr.Match m -> fcx.flow.checkMatch(m, expected);
      case Expr.Loop l -> fcx.flow.checkLoop(l, expected);
      case Expr.While w -> fcx.flow.checkWhile(w);
      case Expr.ForLoop f -> fcx.flow.checkFor(f);
      case Expr.Break b -> fcx.flow.checkBreak(b);
      case Expr.Continue c -> fcx.flow.checkContinue(c);
      case Expr.Return r -> fcx.flow.checkReturn(r);
      case Expr.Try t -> fcx.flow.checkTry(t);
      case Expr.Paren p -> check(p.inner(), expected);
      case Expr.Underscore u -> {
        Diagnostic.error(
                null,
                u.span(),
                "in expressions, `_` can only be used on the left-hand side of an assignment")
            .label("`_` not allowed here")
            .to(fcx.errors());
        yield fcx.types.error;
      }
      case Expr.FormatArgs f -> formatArgs(f);
      case Expr.Unsafe u -> check(u.body(), expected);
      case Expr.Await a -> {
        check(a.operand());
        yield fcx.types.error;
      }
      case Expr.Async a -> {
        check(a.body());
        yield fcx.types.error;
      }
      case Expr.MacroExpr m -> fcx.types.error;
      case Expr.Configured c -> check(c.expr(), expected);
      case Expr.ErrorExpr x -> {
        fcx.results.tainted = true;
        yield fcx.types.error;
      }
    };
  }

  private Ty literal(Expr.Literal l, Expectation expected) {
    return switch (l.kind()) {
      case BOOL -> fcx.types.bool;
      case CHAR -> fcx.types.chr;
      case STR -> fcx.types.ref(Region.STATIC, fcx.types.str, false);
      case BYTE -> fcx.types.u8;
      case BYTE_STR -> byteString(l, expected);
      case C_STR -> {
        Diagnostic.error("A0005", l.span(), "C string literals are not part of ASR")
            .label("there are no foreign functions to pass them to")
            .to(fcx.errors());
        yield fcx.types.error;
      }
      case INT -> integer(l, expected);
      case FLOAT -> floating(l, expected);
    };
  }

  private Ty byteString(Expr.Literal l, Expectation expected) {
    int length = ((byte[]) l.value()).length;
    Ty hint = expected.hint(fcx);
    boolean slice = hint instanceof Ty.Ref r && fcx.resolve(r.target) instanceof Ty.Slice;
    Ty array = fcx.types.array(fcx.types.u8, length);
    return fcx.types.ref(Region.STATIC, slice ? array : array, false);
  }

  private Ty integer(Expr.Literal l, Expectation expected) {
    if (l.suffix() != null) {
      Ty ty = fcx.types.primitive(l.suffix());
      return ty == null ? fcx.types.error : ty;
    }
    Ty hint = expected.hint(fcx);
    return switch (hint) {
      case null -> fcx.infcx.freshInt();
      case Ty.Int i -> i;
      case Ty.Uint u -> u;
      case Ty.Infer i when i.kind == Ty.InferKind.INTEGER -> i;
      case Ty.Char c when expected.kind() == Expectation.Kind.CASTABLE -> fcx.types.u8;
      case Ty t -> fcx.infcx.freshInt();
    };
  }

  private Ty floating(Expr.Literal l, Expectation expected) {
    if (l.suffix() != null) {
      Ty ty = fcx.types.primitive(l.suffix());
      return ty == null ? fcx.types.error : ty;
    }
    Ty hint = expected.hint(fcx);
    return hint instanceof Ty.Float || hint instanceof Ty.Infer i && i.kind == Ty.InferKind.FLOAT
        ? hint
        : fcx.infcx.freshFloat();
  }

  private Ty borrow(Expr.Borrow b, Expectation expected) {
    Ty hint = expected.hint(fcx);
    Expectation inner = Expectation.NONE;
    if (hint instanceof Ty.Ref r) {
      // a place is not coerced to what is behind a reference: `&mut x` with x: [T; N] for &mut [T]
      inner =
          fcx.places.isPlace(b.operand()) && !(b.operand() instanceof Expr.PathExpr)
              ? new Expectation(Expectation.Kind.RVALUE_LIKE, r.target)
              : Expectation.rvalueHint(fcx, r.target);
      if (fcx.places.isPlace(b.operand())) {
        inner = new Expectation(Expectation.Kind.RVALUE_LIKE, r.target);
      }
    }
    Ty ty = check(b.operand(), inner);
    if (b.mutable()) {
      fcx.places.makeMutable(b.operand());
    }
    return fcx.types.ref(Region.ERASED, ty, b.mutable());
  }

  private Ty tuple(Expr.Tuple t, Expectation expected) {
    List<Ty> hints =
        expected.onlyHasType(fcx) instanceof Ty.Tuple h && h.elements.size() == t.elements().size()
            ? h.elements
            : null;
    List<Ty> tys = new ArrayList<>();
    for (int i = 0; i < t.elements().size(); i++) {
      Expr element = t.elements().get(i);
      if (hints != null) {
        Ty ty = check(element, Expectation.has(hints.get(i)));
        // coerced, so that `(&[1, 2], x)` fits `(&[i32], T)`
        if (!fcx.coercion.coerce(element, ty, hints.get(i))) {
          fcx.mismatchAt(element, hints.get(i), ty, "");
        }
        tys.add(hints.get(i));
      } else {
        tys.add(check(element));
      }
    }
    return fcx.types.tuple(tys);
  }

  private Ty array(Expr.Array a, Expectation expected) {
    Ty hint =
        switch (expected.hint(fcx)) {
          case Ty.Array h -> h.element;
          case Ty.Slice h -> h.element;
          case null, default -> null;
        };
    Ty element = hint != null ? hint : fcx.freshTy(a.span());
    CoerceMany all = new CoerceMany(fcx, element);
    for (Expr e : a.elements()) {
      Ty ty = check(e, Expectation.has(hint != null ? hint : all.expected()));
      all.add(e, ty, e.span(), "");
    }
    Ty merged = a.elements().isEmpty() ? element : all.complete();
    return fcx.types.array(merged, a.elements().size());
  }

  private Ty repeat(Expr.Repeat r, Expectation expected) {
    Const count = fcx.constant(r.count());
    fcx.results.repeatCounts.put(r, count);
    Ty hint =
        switch (expected.hint(fcx)) {
          case Ty.Array h -> h.element;
          case Ty.Slice h -> h.element;
          case null, default -> null;
        };
    Ty element;
    if (hint != null) {
      checkCoerced(r.value(), hint);
      element = hint;
    } else {
      element = check(r.value());
    }
    fcx.deferRepeat(r, element, count);
    return fcx.types.array(element, count);
  }

  private Ty range(Expr.Range r, Expectation expected) {
    String lang =
        r.lo() == null
            ? r.hi() == null ? "RangeFull" : r.inclusive() ? "RangeToInclusive" : "RangeTo"
            : r.hi() == null ? "RangeFrom" : r.inclusive() ? "RangeInclusive" : "Range";
    Def def = fcx.tcx.lang().get(lang);
    if (def == null) {
      fcx.notYet(r.span(), "`" + lang + "`");
      return fcx.types.error;
    }
    if (r.lo() == null && r.hi() == null) {
      return fcx.types.adt(def, List.of());
    }
    Ty hint = expected.hint(fcx) instanceof Ty.Adt a && a.def == def ? (Ty) a.args.get(0) : null;
    Ty index = hint != null ? hint : fcx.freshTy(r.span());
    for (Expr side : new Expr[] {r.lo(), r.hi()}) {
      if (side != null) {
        Ty ty = check(side, Expectation.has(index));
        demand(side, ty, index, "");
      }
    }
    return fcx.types.adt(def, List.<GenericArg>of(index));
  }

  private Ty formatArgs(Expr.FormatArgs f) {
    List<Ty> tys = new ArrayList<>();
    for (Expr arg : f.args()) {
      tys.add(check(arg));
    }
    for (Expr.FormatPiece piece : f.pieces()) {
      if (piece instanceof Expr.FormatPlaceholder p) {
        Def trait = formatTrait(p.trait());
        Expr arg = f.args().get(p.arg());
        if (trait != null) {
          fcx.givenTo(arg, tys.get(p.arg()));
          fcx.registerFormat(arg.span(), trait, tys.get(p.arg()), p);
        }
        for (Expr.FormatCount count : new Expr.FormatCount[] {p.width(), p.precision()}) {
          if (count != null && count.arg() >= 0) {
            Ty ty = tys.get(count.arg());
            Ty peeled = fcx.structurally(ty);
            while (peeled instanceof Ty.Ref r) {
              // taken by reference, and so looked through
              peeled = fcx.structurally(r.target);
            }
            if (!fcx.unify(fcx.types.usize, peeled)) {
              fcx.mismatch(f.args().get(count.arg()).span(), fcx.types.usize, peeled, "");
            }
          }
        }
      }
    }
    Def arguments = fcx.tcx.lang().get("format_arguments_new");
    return arguments == null
        ? fcx.types.error
        : fcx.eraseRegions(fcx.liberate(fcx.tcx.fnSig(arguments)).output());
  }

  /** The trait that std's constructor of such an argument demands. */
  private Def formatTrait(String name) {
    String lang =
        "format_argument_new_"
            + name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    Def constructor = fcx.tcx.lang().get(lang);
    if (constructor != null) {
      for (Predicate p : fcx.tcx.predicates(constructor)) {
        if (p instanceof Predicate.Trait t && !fcx.tcx.lang().is(t.traitRef().trait(), "sized")) {
          return t.traitRef().trait();
        }
      }
    }
    return null;
  }
}
