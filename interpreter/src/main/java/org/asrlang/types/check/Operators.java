package org.asrlang.types.check;

import java.util.List;
import java.util.Locale;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;

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
      case NEG ->
          isSignedOrVar(operand) || isFloat(operand) ? operand : overloadedUnary(u, operand, "neg");
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

  Ty binary(Expr.Binary b, Expectation expected) {
    if (b.op().isLazy()) {
      fcx.exprs.checkCoerced(b.left(), fcx.types.bool);
      boolean diverges = fcx.diverges;
      fcx.exprs.checkCoerced(b.right(), fcx.types.bool);
      fcx.diverges = diverges;
      return fcx.types.bool;
    }
    Ty left = fcx.structurally(fcx.exprs.check(b.left(), operandHint(b, expected)));
    if (isScalarish(left) || left instanceof Ty.Error) {
      Expectation hint =
          b.op().isShift() ? Expectation.NONE : new Expectation(Expectation.Kind.RVALUE_LIKE, left);
      Ty right = fcx.structurally(fcx.exprs.check(b.right(), hint));
      if (right instanceof Ty.Never && fcx.coercion.coerce(b.right(), right, left)) {
        right = left;
      }
      if (left instanceof Ty.Error || right instanceof Ty.Error) {
        return b.op().isComparison() ? fcx.types.bool : fcx.types.error;
      }
      if (isBuiltin(b.op(), left, right)) {
        return enforce(b.op(), left, right);
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

  /** Literals of arithmetic take the expected type at once: {@code let x: u8 = 1 + 2}. */
  private Expectation operandHint(Expr.Binary b, Expectation expected) {
    return Expectation.NONE;
  }

  Ty assignOp(Expr.AssignOp a) {
    Ty left = fcx.structurally(fcx.exprs.check(a.place()));
    if (!fcx.places.isAssignable(a.place())) {
      invalidPlace(a.place(), "E0067", "invalid left-hand side of assignment");
    }
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
    Ty rhs = right != null ? right : fcx.freshTy(rightExpr.span());
    TraitRef ref = trait == null ? null : new TraitRef(trait, List.of(left, rhs));
    boolean holds = ref != null && fcx.mayHold(new Predicate.Trait(ref));
    Ty byRef = fcx.types.ref(Region.ERASED, left, assign);
    if (holds && right == null) {
      fcx.register(span(e), ref);
      fcx.select();
      Ty hint = fcx.resolve(rhs);
      if (op.isComparison()) {
        right = fcx.exprs.check(rightExpr, new Expectation(Expectation.Kind.RVALUE_LIKE, hint));
        if (!fcx.unifyOrCoerce(rightExpr, right, rhs)) {
          noOperator(e, op, leftExpr, left, rightExpr, right, assign, true);
          return op.isComparison() ? fcx.types.bool : fcx.types.error;
        }
      } else {
        right = fcx.exprs.checkCoerced(rightExpr, rhs);
      }
    } else if (right == null) {
      right = fcx.exprs.check(rightExpr);
    } else if (holds) {
      fcx.register(span(e), ref);
    }
    if (!holds) {
      noOperator(e, op, leftExpr, left, rightExpr, fcx.resolve(right), assign, false);
      return op.isComparison() ? fcx.types.bool : fcx.types.error;
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

  private void noOperator(
      Expr e,
      Expr.BinOp op,
      Expr le,
      Ty left,
      Expr re,
      Ty right,
      boolean assign,
      boolean mismatch) {
    if (left.has(Ty.HAS_ERROR) || right.has(Ty.HAS_ERROR)) {
      return;
    }
    left = fcx.resolve(left);
    right = fcx.resolve(right);
    if (mismatch
        || isScalarish(left)
            && (isScalarish(right) || right instanceof Ty.Ref || right instanceof Ty.Adt)) {
      if (!assign && op.isComparison() || !mismatch && op.isComparison()) {
        // two comparable types that do not agree
        if (mismatch || sameFamily(left)) {
          if (fcx.isComparableScalar(left) && !(right instanceof Ty.Infer)) {
            fcx.mismatch(re.span(), left, right, "");
            return;
          }
        }
      } else if (sameFamily(left)
          && sameFamily(right)
          && !(left instanceof Ty.Infer)
          && !(right instanceof Ty.Infer)
          && !op.isShift()) {
        fcx.mismatch(re.span(), left, right, "");
      }
    }
    String l = "`" + fcx.shown(left) + "`";
    String r = "`" + fcx.shown(right) + "`";
    String code;
    String message;
    // With another right side there is an operator: then it is the right side that is wrong.
    Def trait = fcx.tcx.lang().get(langName(op, assign));
    boolean other =
        isScalarish(left)
            && trait != null
            && fcx.mayHold(
                new Predicate.Trait(new TraitRef(trait, List.of(left, fcx.freshTy(re.span())))));
    if (assign) {
      code = other ? "E0277" : "E0368";
      message =
          code.equals("E0368")
              ? "binary assignment operation `" + op.symbol + "=` cannot be applied to type " + l
              : verbs(op, true, l, r);
    } else if (other) {
      code = "E0277";
      message = op.isComparison() ? "can't compare " + l + " with " + r : verbs(op, false, l, r);
    } else {
      code = "E0369";
      message =
          op.isComparison()
              ? "binary operation `" + op.symbol + "` cannot be applied to type " + l
              : switch (op) {
                case ADD -> "cannot add " + r + " to " + l;
                case SUB -> "cannot subtract " + r + " from " + l;
                case MUL -> "cannot multiply " + l + " by " + r;
                case DIV -> "cannot divide " + l + " by " + r;
                case REM -> "cannot calculate the remainder of " + l + " divided by " + r;
                default ->
                    "no implementation for `%s %s %s`"
                        .formatted(fcx.shown(left), op.symbol, fcx.shown(right));
              };
    }
    Span at = code.equals("E0368") ? ((Expr.AssignOp) e).span() : span(e);
    Diagnostic.Builder d = Diagnostic.error(code, at, message);
    if (code.equals("E0277")) {
      d.label(
              "no implementation for `%s %s%s %s`"
                  .formatted(fcx.shown(left), op.symbol, assign ? "=" : "", fcx.shown(right)))
          .help(
              "the trait `"
                  + traitName(op, assign)
                  + "<"
                  + fcx.shown(right)
                  + ">` is not implemented for "
                  + l);
    } else if (code.equals("E0368")) {
      d.label(le.span(), "cannot use `" + op.symbol + "=` on type " + l);
    } else {
      d.label(le.span(), fcx.shown(left).toString()).label(re.span(), fcx.shown(right).toString());
    }
    d.to(fcx.errors());
  }

  private static String verbs(Expr.BinOp op, boolean assign, String l, String r) {
    return switch (op) {
      case ADD -> assign ? "cannot add-assign " + r + " to " + l : "cannot add " + r + " to " + l;
      case SUB ->
          assign
              ? "cannot subtract-assign " + r + " from " + l
              : "cannot subtract " + r + " from " + l;
      case MUL ->
          assign ? "cannot multiply-assign " + l + " by " + r : "cannot multiply " + l + " by " + r;
      case DIV ->
          assign ? "cannot divide-assign " + l + " by " + r : "cannot divide " + l + " by " + r;
      case REM ->
          "cannot calculate "
              + (assign ? "and assign " : "")
              + "the remainder of "
              + l
              + " divided by "
              + r;
      default ->
          "no implementation for "
              + l.replace("`", "")
              + " "
              + op.symbol
              + (assign ? "= " : " ")
              + r.replace("`", "");
    };
  }

  private static boolean sameFamily(Ty ty) {
    return ty instanceof Ty.Int || ty instanceof Ty.Uint || ty instanceof Ty.Float;
  }

  private static String traitName(Expr.BinOp op, boolean assign) {
    return switch (op) {
      case EQ, NE -> "PartialEq";
      case LT, LE, GT, GE -> "PartialOrd";
      case BIT_AND -> assign ? "BitAndAssign" : "BitAnd";
      case BIT_OR -> assign ? "BitOrAssign" : "BitOr";
      case BIT_XOR -> assign ? "BitXorAssign" : "BitXor";
      default -> {
        String n = op.name().charAt(0) + op.name().substring(1).toLowerCase(Locale.ROOT);
        yield assign ? n + "Assign" : n;
      }
    };
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
      invalidPlace(a.place(), "E0070", "invalid left-hand side of assignment");
    }
    fcx.places.makeMutable(a.place());
    fcx.exprs.checkCoerced(a.value(), place);
    return fcx.types.unit;
  }

  private void invalidPlace(Expr place, String code, String message) {
    if (fcx.results.typeOf(place) instanceof Ty.Error) {
      return;
    }
    Diagnostic.error(code, place.span(), message)
        .label("cannot assign to this expression")
        .to(fcx.errors());
  }

  Ty index(Expr.Index e) {
    Ty object = fcx.exprs.check(e.object());
    Ty index = fcx.exprs.check(e.index());
    if (object instanceof Ty.Error || fcx.resolve(index) instanceof Ty.Error) {
      return fcx.types.error;
    }
    List<Autoderef.Step> steps = Autoderef.steps(fcx, e.span(), object);
    for (int i = 0; i < steps.size(); i++) {
      Ty at = steps.get(i).ty();
      Ty idx = fcx.structurally(index);
      Ty element =
          at instanceof Ty.Array a ? a.element : at instanceof Ty.Slice s ? s.element : null;
      if (element != null && (isIntegral(idx) && fcx.unify(idx, fcx.types.usize))) {
        fcx.results.adjust(e.object(), Autoderef.adjustments(fcx, steps, i));
        return element;
      }
      Def trait = fcx.tcx.lang().get("index");
      // arrays are indexed by ranges as the slices that they are
      Ty self = at;
      boolean unsize = false;
      if (at instanceof Ty.Array a) {
        self = fcx.types.slice(a.element);
        unsize = true;
      }
      Ty input = fcx.freshTy(e.index().span());
      TraitRef open = trait == null ? null : new TraitRef(trait, List.of(self, input));
      if (open == null || at instanceof Ty.Infer || !fcx.mayHold(new Predicate.Trait(open))) {
        continue;
      }
      if (!fcx.mayHold(new Predicate.Trait(new TraitRef(trait, List.of(self, idx))))) {
        if (at instanceof Ty.Array
            || at instanceof Ty.Slice
            || fcx.coercesToIndex(open, input, idx) == null) {
          Diagnostic.error(
                  "E0277",
                  e.index().span(),
                  "the type `"
                      + fcx.describeIndexed(self)
                      + "` cannot be indexed by `"
                      + fcx.resolve(idx)
                      + "`")
              .label(fcx.indexLabel(self))
              .help(
                  "the trait `SliceIndex<"
                      + fcx.describeIndexed(self)
                      + ">` is not implemented for `"
                      + fcx.resolve(idx)
                      + "`")
              .to(fcx.errors());
          return fcx.types.error;
        }
      }
      fcx.unify(input, idx);
      List<GenericArg> args = List.of(self, idx);
      fcx.register(e.span(), new TraitRef(trait, args));
      List<Adjustment> adjust = new java.util.ArrayList<>(Autoderef.adjustments(fcx, steps, i));
      adjust.add(new Adjustment.Borrow(false, false, fcx.types.ref(Region.ERASED, at, false)));
      if (unsize) {
        adjust.add(new Adjustment.Unsize(fcx.types.ref(Region.ERASED, self, false)));
      }
      fcx.results.adjust(e.object(), adjust);
      fcx.results.callees.put(e, new Callee(fcx.onlyMethod(trait), args));
      return fcx.normalize(e.span(), fcx.types.projection(fcx.assoc(trait, "Output"), args));
    }
    Ty shown = fcx.resolve(object);
    if (steps.getLast().ty() instanceof Ty.Infer v && v.kind == Ty.InferKind.GENERAL) {
      fcx.annotationsNeeded(e.object().span(), shown);
    } else {
      Diagnostic.error("E0608", e.span(), "cannot index into a value of type `" + shown + "`")
          .to(fcx.errors());
    }
    return fcx.types.error;
  }
}
