package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.ParamBounds;

/**
 * Operators: built-in on scalars, else through the traits of {@code std::ops} and {@code std::cmp}.
 */
final class Operators {
  private final FnCtxt fcx;

  Operators(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Ty unary(Expr.Unary u, Expectation expected) {
    Expectation hint =
        u.op() == Expr.UnOp.DEREF
            ? Expectation.NONE
            : expected.kind() == Expectation.Kind.CASTABLE ? Expectation.NONE : expected;
    Ty operand = fcx.structurally(fcx.exprs.check(u.operand(), hint));
    if (operand instanceof Ty.Error) {
      return operand;
    }
    return switch (u.op()) {
      case DEREF -> deref(u, operand);
      case NOT ->
          operand instanceof Ty.Bool || isIntegral(operand)
              ? operand
              : overloadedUnary(u, operand, "not");
      case NEG -> {
        if (operand instanceof Ty.Infer i && i.kind == Ty.InferKind.INTEGER) {
          Def neg = fcx.tcx.lang().get("neg");
          if (neg != null) {
            fcx.register(u.span(), new TraitRef(neg, List.of(operand))); // it may get no sign
          }
          yield operand;
        }
        yield isSignedOrVar(operand) || isFloat(operand)
            ? operand
            : overloadedUnary(u, operand, "neg");
      }
    };
  }

  private Ty deref(Expr.Unary u, Ty operand) {
    if (operand instanceof Ty.Infer v && v.kind == Ty.InferKind.GENERAL) {
      fcx.annotationsNeeded(u.operand().span(), operand);
      return fcx.types.error;
    }
    Ty builtin = Autoderef.builtin(fcx, operand);
    if (builtin != null) {
      return builtin;
    }
    Ty target = Autoderef.overloaded(fcx, u.span(), operand);
    if (target == null) {
      Diagnostic.error("E0614", u.span(), "type `" + operand + "` cannot be dereferenced")
          .label("can't be dereferenced")
          .to(fcx.errors());
      return fcx.types.error;
    }
    Ty ref = fcx.types.ref(Region.ERASED, operand, false);
    fcx.results.adjust(u.operand(), List.of(new Adjustment.Borrow(false, false, ref)));
    fcx.results.callees.put(u, new Callee(fcx.langMethod("deref"), List.of(operand)));
    return target;
  }

  private Ty overloadedUnary(Expr.Unary u, Ty operand, String lang) {
    Def trait = fcx.tcx.lang().get(lang);
    TraitRef ref = trait == null ? null : new TraitRef(trait, List.of(operand));
    if (operand instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL) {
      fcx.annotationsNeeded(u.operand().span(), operand);
      return fcx.types.error;
    }
    if (ref == null || !fcx.mayHold(new Predicate.Trait(ref))) {
      String symbol = u.op() == Expr.UnOp.NEG ? "-" : "!";
      Diagnostic.error(
              "E0600",
              u.span(),
              "cannot apply unary operator `" + symbol + "` to type `" + fcx.resolve(operand) + "`")
          .label("cannot apply unary operator `" + symbol + "`")
          .to(fcx.errors());
      return fcx.types.error;
    }
    fcx.register(u.span(), ref);
    fcx.results.callees.put(u, new Callee(fcx.onlyMethod(trait), ref.args()));
    return fcx.normalize(u.span(), fcx.types.projection(fcx.assoc(trait, "Output"), ref.args()));
  }

  Ty binary(Expr.Binary b) {
    if (b.op().isLazy()) {
      fcx.exprs.checkCoerced(b.left(), fcx.types.bool);
      boolean diverges = fcx.diverges;
      fcx.exprs.checkCoerced(b.right(), fcx.types.bool);
      fcx.diverges = diverges;
      return fcx.types.bool;
    }
    Ty left = fcx.structurally(fcx.exprs.check(b.left()));
    if (isScalarish(left) || left instanceof Ty.Error) {
      Expectation hint =
          b.op().isShift() ? Expectation.NONE : new Expectation(Expectation.Kind.RVALUE_LIKE, left);
      Ty right = fcx.structurally(fcx.exprs.check(b.right(), hint));
      if (left instanceof Ty.Error || right instanceof Ty.Error) {
        return b.op().isComparison() ? fcx.types.bool : fcx.types.error;
      }
      if (isBuiltin(b.op(), left, right)) {
        return enforce(b.op(), left, right);
      }
      if (disagree(b.op(), left, right)) {
        fcx.mismatch(b.right().span(), left, right, "");
      }
      return behindRef(b, left, overloaded(b, b.op(), b.left(), left, b.right(), right, false));
    }
    return behindRef(b, left, overloaded(b, b.op(), b.left(), left, b.right(), null, false));
  }

  /**
   * An operator between scalars of which one or both are behind a reference goes through a trait,
   * but its types are those of the built-in one: {@code x & (1 << &2)}.
   */
  private Ty behindRef(Expr.Binary b, Ty left, Ty result) {
    Ty l = scalar(left);
    Ty r = scalar(fcx.results.typeOf(b.right()));
    if (result instanceof Ty.Error || !isBuiltin(b.op(), l, r)) {
      return result;
    }
    Ty builtin = enforce(b.op(), l, r);
    return fcx.unify(builtin, result) ? builtin : result;
  }

  private Ty scalar(Ty ty) {
    Ty at = fcx.structurally(ty);
    return at instanceof Ty.Ref r ? fcx.structurally(r.target) : at;
  }

  Ty assignOp(Expr.AssignOp a) {
    Ty left = fcx.structurally(fcx.exprs.check(a.place()));
    Ty result = assignOp(a, left);
    // what works on what it refers to lacks a `*`, as was told
    boolean told =
        fcx.results.tainted
            && worksBehind(a.op(), left, fcx.results.typeOf(a.value())) != null
            && !works(a.op(), left, fcx.results.typeOf(a.value()));
    if (!told && !fcx.places.isAssignable(a.place())) {
      invalidPlace(a.place(), a.opSpan(), "E0067");
    }
    return result;
  }

  /** The type that a mutable reference leads to, if the operator can assign to that. */
  private Ty worksBehind(Expr.BinOp op, Ty left, Ty right) {
    Ty target =
        fcx.structurally(left) instanceof Ty.Ref r && r.mutable ? fcx.structurally(r.target) : null;
    return target != null && right != null && works(op, target, right) ? target : null;
  }

  private boolean works(Expr.BinOp op, Ty left, Ty right) {
    Ty r = fcx.structurally(right);
    Def trait = fcx.tcx.lang().get(langName(op, true));
    return isBuiltin(op, left, r)
        || trait != null && fcx.mayHold(new Predicate.Trait(new TraitRef(trait, List.of(left, r))));
  }

  private Ty assignOp(Expr.AssignOp a, Ty left) {
    if (isScalarish(left) || left instanceof Ty.Error) {
      Ty right =
          fcx.structurally(
              fcx.exprs.check(
                  a.value(),
                  a.op().isShift()
                      ? Expectation.NONE
                      : new Expectation(Expectation.Kind.RVALUE_LIKE, left)));
      if (left instanceof Ty.Error || right instanceof Ty.Error) {
        return fcx.types.unit;
      }
      if (isBuiltin(a.op(), left, right)) {
        enforce(a.op(), left, right);
        fcx.places.makeMutable(a.place());
        return fcx.types.unit;
      }
      if (disagree(a.op(), left, right)) {
        fcx.mismatch(a.value().span(), left, right, "");
      }
      overloaded(a, a.op(), a.place(), left, a.value(), right, true);
    } else {
      overloaded(a, a.op(), a.place(), left, a.value(), null, true);
    }
    fcx.places.makeMutable(a.place());
    return fcx.types.unit;
  }

  /**
   * @param right null if the operand is still to be checked
   */
  private Ty overloaded(
      Expr e, Expr.BinOp op, Expr leftExpr, Ty left, Expr rightExpr, Ty right, boolean assign) {
    String lang = langName(op, assign);
    Def trait = fcx.tcx.lang().get(lang);
    Ty result = op.isComparison() ? fcx.types.bool : assign ? fcx.types.unit : null;
    if (left instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL) {
      if (right == null) {
        right = fcx.exprs.check(rightExpr);
      }
      left = fcx.structurally(left);
      right = fcx.structurally(right);
      if (!(left instanceof Ty.Infer) && isBuiltin(op, left, right)) {
        return enforce(op, left, right);
      }
    }
    Ty rhs = fcx.freshTy(rightExpr.span());
    TraitRef ref = trait == null ? null : new TraitRef(trait, List.of(left, rhs));
    Ty byRef = fcx.types.ref(Region.ERASED, left, assign);
    if (ref == null || !fcx.mayHold(new Predicate.Trait(ref))) {
      if (right == null) {
        right = fcx.exprs.check(rightExpr);
      }
      noOperator(e, op, leftExpr, left, rightExpr, fcx.resolve(right), assign);
      return op.isComparison() ? fcx.types.bool : fcx.types.error;
    }
    // where one right side only is possible, that is what is expected of the operand
    fcx.register(span(e), ref, Cause.What.OPERATOR);
    fcx.select();
    if (right == null) {
      fcx.exprs.checkCoerced(rightExpr, rhs);
    } else {
      fcx.exprs.demand(rightExpr, right, rhs, "");
    }
    fcx.select();
    if (!op.isComparison() && !fcx.mayHold(new Predicate.Trait(fcx.infcx.resolve(ref)))) {
      return assign ? fcx.types.unit : fcx.types.error; // told
    }
    fcx.results.callees.put(
        e,
        new Callee(
            op.isComparison() ? fcx.assoc(trait, method(op)) : fcx.onlyMethod(trait), ref.args()));
    if (op.isComparison()) {
      fcx.results.adjust(leftExpr, List.of(new Adjustment.Borrow(false, false, byRef)));
      fcx.results.adjust(
          rightExpr,
          List.of(new Adjustment.Borrow(false, false, fcx.types.ref(Region.ERASED, rhs, false))));
      return fcx.types.bool;
    }
    if (assign) {
      fcx.results.adjust(leftExpr, List.of(new Adjustment.Borrow(true, true, byRef)));
      return fcx.types.unit;
    }
    return result != null
        ? result
        : fcx.normalize(span(e), fcx.types.projection(fcx.assoc(trait, "Output"), ref.args()));
  }

  private static Span span(Expr e) {
    return e instanceof Expr.Binary b ? b.opSpan() : ((Expr.AssignOp) e).opSpan();
  }

  /** No type on the right makes an operator of it. */
  private void noOperator(
      Expr e, Expr.BinOp op, Expr le, Ty left, Expr re, Ty right, boolean assign) {
    if (left.has(Ty.HAS_ERROR) || right.has(Ty.HAS_ERROR)) {
      fcx.results.tainted = true;
      return;
    }
    String l = "`" + fcx.shown(left) + "`";
    String r = "`" + fcx.shown(right) + "`";
    if (assign) {
      Diagnostic.Builder d =
          Diagnostic.error(
                  "E0368",
                  e.span(),
                  "binary assignment operation `" + op.symbol + "=` cannot be applied to type " + l)
              .label(le.span(), "cannot use `" + op.symbol + "=` on type " + l);
      Ty behind = worksBehind(op, left, right);
      if (behind != null) {
        d.fix(
            "`%s=` can be used on `%s` if you dereference the left-hand side"
                .formatted(op.symbol, fcx.shown(behind)),
            le.span().shrinkToStart(),
            "*");
      }
      d.to(fcx.errors());
      return;
    }
    String message =
        switch (op) {
          case ADD -> "cannot add " + r + " to " + l;
          case SUB -> "cannot subtract " + r + " from " + l;
          case MUL -> "cannot multiply " + l + " by " + r;
          case DIV -> "cannot divide " + l + " by " + r;
          case REM -> "cannot calculate the remainder of " + l + " divided by " + r;
          case EQ, NE, LT, LE, GT, GE ->
              "binary operation `" + op.symbol + "` cannot be applied to type " + l;
          default ->
              "no implementation for `%s %s %s`"
                  .formatted(fcx.shown(left), op.symbol, fcx.shown(right));
        };
    Diagnostic.Builder d =
        Diagnostic.error("E0369", span(e), message)
            .label(le.span(), fcx.shown(left).toString())
            .label(re.span(), fcx.shown(right).toString());
    Ty at = fcx.structurally(left);
    Ty inner = at instanceof Ty.Ref to ? fcx.structurally(to.target) : at;
    Ty other = fcx.structurally(right);
    boolean text =
        other instanceof Ty.Ref x && fcx.structurally(x.target) instanceof Ty.Str
            || other instanceof Ty.Adt a && fcx.tcx.lang().is(a.def, "String");
    if (op == Expr.BinOp.ADD && at instanceof Ty.Ref && inner instanceof Ty.Str && text) {
      if (other instanceof Ty.Ref) {
        d.label("`+` cannot be used to concatenate two `&str` strings");
      }
      d.note("string concatenation requires an owned `String` on the left");
      d.fix(
          "create an owned `String` from a string reference",
          le.span().shrinkToEnd(),
          ".to_owned()");
    } else {
      implement(d, op, at);
    }
    d.to(fcx.errors());
  }

  /** The trait that would make the operator work, where that is the user's to add. */
  private void implement(Diagnostic.Builder d, Expr.BinOp op, Ty left) {
    String trait =
        switch (op) {
          case EQ, NE -> "PartialEq";
          case LT, LE, GT, GE -> "PartialOrd";
          case ADD -> "Add";
          case SUB -> "Sub";
          case MUL -> "Mul";
          case DIV -> "Div";
          case REM -> "Rem";
          case BIT_AND -> "BitAnd";
          case BIT_OR -> "BitOr";
          case BIT_XOR -> "BitXor";
          case SHL -> "Shl";
          case SHR -> "Shr";
          case AND, OR -> null;
        };
    if (trait == null) {
      return;
    }
    boolean compares = op.isComparison();
    if (left instanceof Ty.Param p) {
      String result = compares ? "" : "<Output = " + p + ">";
      ParamBounds.restrict(d, p, trait, (compares ? "std::cmp::" : "std::ops::") + trait + result);
    } else if (left instanceof Ty.Adt a && a.def.crate() == fcx.owner.crate()) {
      d.related(
          new Diagnostic.Related(
              "an implementation of `" + trait + "` might be missing for `" + left + "`",
              a.def.head(),
              "must implement `" + trait + (compares ? "" : "<_>") + "`",
              List.of()));
      if (compares && a.args.isEmpty()) {
        Span item =
            switch (a.def.node()) {
              case Item.Struct s -> s.span();
              case Item.Enum x -> x.span();
              case null, default -> null;
            };
        if (item != null && item.expansion().callSite() == null) {
          String all = op == Expr.BinOp.EQ || op == Expr.BinOp.NE ? trait : "PartialEq, PartialOrd";
          d.maybe(
              "consider annotating `" + left + "` with `#[derive(" + all + ")]`",
              item.shrinkToStart(),
              "#[derive(" + all + ")]\n");
        }
      }
    }
  }

  private static String method(Expr.BinOp op) {
    return op.name().toLowerCase(Locale.ROOT);
  }

  private static String langName(Expr.BinOp op, boolean assign) {
    String base =
        switch (op) {
          case ADD -> "add";
          case SUB -> "sub";
          case MUL -> "mul";
          case DIV -> "div";
          case REM -> "rem";
          case BIT_AND -> "bitand";
          case BIT_OR -> "bitor";
          case BIT_XOR -> "bitxor";
          case SHL -> "shl";
          case SHR -> "shr";
          case EQ, NE -> "eq";
          case LT, LE, GT, GE -> "partial_ord";
          case AND, OR -> throw new IllegalStateException("lazy operators have no trait");
        };
    return assign ? base + "_assign" : base;
  }

  /** Whether the operator is built-in for these types, as far as they are known. */
  boolean isBuiltin(Expr.BinOp op, Ty l, Ty r) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, REM ->
          isIntegral(l) && isIntegral(r) && agree(l, r) || isFloat(l) && isFloat(r) && agree(l, r);
      case SHL, SHR -> isIntegral(l) && isIntegral(r);
      case BIT_AND, BIT_OR, BIT_XOR ->
          isIntegral(l) && isIntegral(r) && agree(l, r)
              || l instanceof Ty.Bool && r instanceof Ty.Bool;
      case EQ, NE, LT, LE, GT, GE -> isScalarish(l) && isScalarish(r) && agree(l, r);
      case AND, OR -> true;
    };
  }

  /**
   * Whether the operator would be built in if the two were one type: then the right is wrong. Of a
   * comparison with a known left side its trait says so.
   */
  private static boolean disagree(Expr.BinOp op, Ty l, Ty r) {
    return op.isComparison()
        ? l instanceof Ty.Infer && isScalarish(r)
        : !op.isShift() && (isIntegral(l) && isIntegral(r) || isFloat(l) && isFloat(r));
  }

  private boolean agree(Ty l, Ty r) {
    return l == r || fcx.probe(() -> fcx.unify(l, r));
  }

  Ty enforce(Expr.BinOp op, Ty l, Ty r) {
    if (op.isShift()) {
      return l;
    }
    fcx.unify(l, r);
    return op.isComparison() ? fcx.types.bool : fcx.resolve(l);
  }

  static boolean isScalarish(Ty ty) {
    return ty instanceof Ty.Bool || ty instanceof Ty.Char || isIntegral(ty) || isFloat(ty);
  }

  static boolean isIntegral(Ty ty) {
    return ty instanceof Ty.Int
        || ty instanceof Ty.Uint
        || ty instanceof Ty.Infer i && i.kind == Ty.InferKind.INTEGER;
  }

  static boolean isFloat(Ty ty) {
    return ty instanceof Ty.Float || ty instanceof Ty.Infer i && i.kind == Ty.InferKind.FLOAT;
  }

  private static boolean isSignedOrVar(Ty ty) {
    return ty instanceof Ty.Int || ty instanceof Ty.Infer i && i.kind == Ty.InferKind.INTEGER;
  }

  Ty assign(Expr.Assign a) {
    if (fcx.places.isDestructuring(a.place())) {
      Ty value = fcx.exprs.check(a.value());
      fcx.places.destructure(a.place(), value);
      return fcx.types.unit;
    }
    Ty place = fcx.exprs.check(a.place());
    if (!fcx.places.isAssignable(a.place())) {
      invalidPlace(a.place(), a.opSpan(), "E0070");
      fcx.exprs.check(a.value());
      return fcx.types.unit;
    }
    fcx.places.makeMutable(a.place());
    fcx.exprs.checkCoerced(a.value(), place);
    fcx.inferredArgs.assign(a.place().span(), place);
    return fcx.types.unit;
  }

  private void invalidPlace(Expr place, Span at, String code) {
    if (fcx.results.typeOf(place) instanceof Ty.Error) {
      return;
    }
    Diagnostic.error(code, at, "invalid left-hand side of assignment")
        .label(place.span(), "cannot assign to this expression")
        .to(fcx.errors());
  }

  Ty index(Expr.Index e) {
    Ty object = fcx.exprs.check(e.object());
    Ty index = fcx.exprs.check(e.index());
    if (object instanceof Ty.Error || fcx.resolve(index).has(Ty.HAS_ERROR)) {
      return fcx.types.error;
    }
    List<Autoderef.Step> steps = Autoderef.steps(fcx, e.span(), object);
    Def trait = fcx.tcx.lang().get("index");
    for (int i = 0; i < steps.size(); i++) {
      Ty at = steps.get(i).ty();
      Ty idx = fcx.structurally(index);
      Ty element =
          at instanceof Ty.Array a ? a.element : at instanceof Ty.Slice s ? s.element : null;
      if (negative(e, at)) {
        return fcx.types.error;
      }
      if (element != null && (isIntegral(idx) && fcx.unify(idx, fcx.types.usize))) {
        fcx.results.adjust(e.object(), Autoderef.adjustments(fcx, steps, i));
        return element;
      }
      // arrays are indexed by ranges as the slices that they are
      boolean unsize = at instanceof Ty.Array;
      Ty self = unsize ? fcx.types.slice(element) : at;
      Ty input = fcx.freshTy(e.index().span());
      TraitRef ref = trait == null ? null : new TraitRef(trait, List.of(self, input));
      if (ref == null || at instanceof Ty.Infer || !fcx.mayHold(new Predicate.Trait(ref))) {
        continue;
      }
      fcx.register(e.index().span(), ref);
      fcx.select();
      fcx.exprs.demand(e.index(), idx, input, "");
      fcx.select();
      List<Adjustment> adjust = new ArrayList<>(Autoderef.adjustments(fcx, steps, i));
      adjust.add(new Adjustment.Borrow(false, false, fcx.types.ref(Region.ERASED, at, false)));
      if (unsize) {
        adjust.add(new Adjustment.Unsize(fcx.types.ref(Region.ERASED, self, false)));
      }
      fcx.results.adjust(e.object(), adjust);
      fcx.results.callees.put(e, new Callee(fcx.onlyMethod(trait), ref.args()));
      return fcx.mayHold(new Predicate.Trait(fcx.infcx.resolve(ref)))
          ? fcx.normalize(e.span(), fcx.types.projection(fcx.assoc(trait, "Output"), ref.args()))
          : fcx.types.error;
    }
    Ty shown = fcx.resolve(object);
    if (steps.getLast().ty() instanceof Ty.Infer v && v.kind == Ty.InferKind.GENERAL) {
      fcx.annotationsNeeded(e.object().span(), shown);
    } else {
      Span brackets =
          e.object().span().file() == e.span().file()
              ? new Span(
                  e.span().file(), e.object().span().hi(), e.span().hi(), e.span().expansion())
              : e.span();
      Diagnostic.error("E0608", brackets, "cannot index into a value of type `" + shown + "`")
          .to(fcx.errors());
    }
    return fcx.types.error;
  }

  /** A negative number where only numbers from 0 on index; reported. */
  private boolean negative(Expr.Index e, Ty self) {
    boolean sequence =
        self instanceof Ty.Array
            || self instanceof Ty.Slice
            || self instanceof Ty.Adt a && fcx.tcx.lang().is(a.def, "Vec");
    if (!sequence
        || !(e.index() instanceof Expr.Unary u
            && u.op() == Expr.UnOp.NEG
            && u.operand() instanceof Expr.Literal l
            && l.kind() == Expr.LiteralKind.INT)) {
      return false;
    }
    String type = "`" + fcx.shown(self) + "`";
    Diagnostic.error(
            null, e.index().span(), "negative integers cannot be used to index on a " + type)
        .label("cannot use a negative integer for indexing on " + type)
        .to(fcx.errors());
    return true;
  }
}
