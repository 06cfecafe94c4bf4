package org.asrlang.thir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Ty;

/**
 * Sees to it that an operand which needs dropping is not lost while later operands are evaluated:
 * if one of these may unwind or jump, the earlier ones are first stored in temporaries, whose scope
 * drops them.
 */
final class Operands {
  private final ThirBuilder b;

  /** How many locals the innermost scope had when the operand was built. */
  private final Map<ThirExpr, Integer> marks = new IdentityHashMap<>();

  Operands(ThirBuilder b) {
    this.b = b;
  }

  /** Builds an operand; the next one, if any, is to be built right after it. */
  ThirExpr build(Expr e) {
    return built(b.values.build(e));
  }

  List<ThirExpr> build(List<Expr> es) {
    List<ThirExpr> out = new ArrayList<>();
    for (Expr e : es) {
      out.add(build(e));
    }
    return out;
  }

  ThirExpr built(ThirExpr operand) {
    marks.put(operand, b.scopes.top().locals.size());
    return operand;
  }

  /**
   * @param then whether what follows the operands, and precedes their use, may unwind or jump
   * @param make builds the expression that uses the operands
   */
  ThirExpr use(
      List<ThirExpr> operands, boolean then, Span span, Function<List<ThirExpr>, ThirExpr> make) {
    int last = -1;
    boolean later = then;
    for (int i = operands.size() - 1; i >= 0; i--) {
      if (later && !isConstant(operands.get(i)) && b.types.needsDrop(operands.get(i).ty())) {
        last = i;
        break;
      }
      later |= mayUnwind(operands.get(i));
    }
    if (last < 0) {
      return make.apply(operands);
    }
    List<ThirExpr> stores = new ArrayList<>();
    List<ThirExpr> used = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      ThirExpr operand = operands.get(i);
      if (i > last || isConstant(operand)) {
        used.add(operand);
      } else {
        LocalDecl temp = b.temp(operand.ty(), operand.span());
        // before the temporaries of later operands: they are dropped first
        List<LocalDecl> locals = b.scopes.top().locals;
        Integer mark = marks.remove(operand);
        locals.add(mark == null ? locals.size() : mark + stores.size(), temp);
        stores.add(new ThirExpr.Init(temp, operand, b.unit(), operand.span()));
        used.add(b.use(new Place.Local(temp, operand.span()), operand.span()));
      }
    }
    ThirExpr made = make.apply(used);
    return new ThirExpr.Block(stores, made, made.ty(), span);
  }

  private static boolean isConstant(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Literal x -> true;
      case ThirExpr.Unit x -> true;
      case ThirExpr.NamedConst x -> true;
      case ThirExpr.ConstValue x -> true;
      case ThirExpr.FnItem x -> true;
      case ThirExpr.Borrow x -> x.place() instanceof Place.Promoted;
      case ThirExpr.Coerce c -> isConstant(c.operand());
      case ThirExpr x -> false;
    };
  }

  /** Whether evaluating may leave otherwise than with a value; true if in doubt. */
  static boolean mayUnwind(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Literal x -> false;
      case ThirExpr.Unit x -> false;
      case ThirExpr.NamedConst x -> false;
      case ThirExpr.ConstValue x -> false;
      case ThirExpr.FnItem x -> false;
      case ThirExpr.Use x -> mayUnwind(x.place());
      case ThirExpr.Borrow x -> mayUnwind(x.place());
      case ThirExpr.Unary x ->
          x.op() == ThirExpr.UnOp.NEG && !(x.ty() instanceof Ty.Float) || mayUnwind(x.operand());
      case ThirExpr.Binary x ->
          canOverflow(x.op(), x.ty()) || mayUnwind(x.left()) || mayUnwind(x.right());
      case ThirExpr.Logical x -> mayUnwind(x.left()) || mayUnwind(x.right());
      case ThirExpr.Cast x -> mayUnwind(x.operand());
      case ThirExpr.Coerce x ->
          x.adjustment() instanceof Adjustment.NeverToAny || mayUnwind(x.operand());
      case ThirExpr.Adt x ->
          x.base() != null && mayUnwind(x.base())
              || x.fields().stream().anyMatch(f -> mayUnwind(f.value()));
      case ThirExpr.Tuple x -> x.elements().stream().anyMatch(Operands::mayUnwind);
      case ThirExpr.Array x -> x.elements().stream().anyMatch(Operands::mayUnwind);
      case ThirExpr.Repeat x -> mayUnwind(x.value());
      case ThirExpr.Closure x -> x.captures().stream().anyMatch(Operands::mayUnwind);
      case ThirExpr.FormatArgs x -> x.args().stream().anyMatch(Operands::mayUnwind);
      case ThirExpr.Block x -> !x.stmts().isEmpty() || mayUnwind(x.tail());
      case ThirExpr x -> true;
    };
  }

  private static boolean canOverflow(BinOp op, Ty ty) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, REM -> !(ty instanceof Ty.Float);
      case SHL, SHR -> true;
      case AND, OR, BIT_XOR, BIT_AND, BIT_OR, EQ, LT, LE, NE, GE, GT -> false;
    };
  }

  static boolean mayUnwind(Place p) {
    return switch (p) {
      case Place.Local x -> false;
      case Place.Upvar x -> false;
      case Place.Static x -> false;
      case Place.Promoted x -> false;
      case Place.Temp x -> mayUnwind(x.init());
      case Place.Field x -> mayUnwind(x.base());
      case Place.Deref x -> mayUnwind(x.base());
      case Place.ConstIndex x -> mayUnwind(x.base());
      case Place.Subslice x -> mayUnwind(x.base());
      case Place.Index x -> true;
    };
  }
}
