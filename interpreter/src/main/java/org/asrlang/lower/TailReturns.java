package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.*;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Ty;

/**
 * Takes {@code return} away where it stands at the end of a function anyway: {@code if c { return
 * a; } b} becomes {@code if c { a } else { b }}. Such functions need no status codes.
 */
final class TailReturns {
  private final Ty resultTy;

  TailReturns(Ty resultTy) {
    this.resultTy = resultTy;
  }

  /** An expression whose value is the function's result. */
  ThirExpr simplify(ThirExpr e) {
    ThirExpr returned = returned(e);
    if (returned != null) {
      return returned;
    }
    return switch (e) {
      case Scope s -> {
        ThirExpr body = simplify(s.body());
        yield body == s.body() ? s : new Scope(s.id(), s.kind(), s.locals(), body, s.span());
      }
      case If i when i.otherwise() != null -> {
        ThirExpr then = simplify(i.then());
        ThirExpr otherwise = simplify(i.otherwise());
        yield then == i.then() && otherwise == i.otherwise()
            ? i
            : new If(i.condition(), then, otherwise, resultTy, i.span());
      }
      case Match m -> {
        List<Arm> arms = new ArrayList<>();
        boolean changed = false;
        for (Arm a : m.arms()) {
          ThirExpr body = simplify(a.body());
          changed |= body != a.body();
          arms.add(new Arm(a.pat(), a.guard(), body, a.span()));
        }
        yield changed ? new Match(m.scrutinee(), arms, resultTy, m.span()) : m;
      }
      case Block b -> block(b);
      default -> e;
    };
  }

  private ThirExpr block(Block b) {
    for (int i = 0; i < b.stmts().size(); i++) {
      if (unwrapped(b.stmts().get(i)) instanceof If f && f.otherwise() == null) {
        ThirExpr then = returned(f.then());
        if (then != null) {
          List<ThirExpr> after = b.stmts().subList(i + 1, b.stmts().size());
          ThirExpr rest = simplify(new Block(after, b.tail(), b.ty(), b.span()));
          ThirExpr whole = new If(f.condition(), then, rest, resultTy, f.span());
          return i == 0 ? whole : new Block(b.stmts().subList(0, i), whole, resultTy, b.span());
        }
      }
    }
    if (b.tail() == null) {
      return b;
    }
    ThirExpr tail = simplify(b.tail());
    return tail == b.tail() ? b : new Block(b.stmts(), tail, resultTy, b.span());
  }

  /** The value of an expression that always ends by {@code return}; else null. */
  private ThirExpr returned(ThirExpr e) {
    return switch (e) {
      case Return r when r.value() != null -> typed(simplify(r.value()));
      case Return r -> new Unit(resultTy, r.span());
      case Scope s -> {
        ThirExpr body = returned(s.body());
        yield body == null ? null : new Scope(s.id(), s.kind(), s.locals(), body, s.span());
      }
      case Discard d -> returned(d.value());
      case Coerce c when c.adjustment() instanceof Adjustment.NeverToAny -> returned(c.operand());
      case Block b -> {
        for (int i = 0; i < b.stmts().size(); i++) {
          ThirExpr last = returned(b.stmts().get(i));
          if (last != null) {
            yield i == 0 ? last : new Block(b.stmts().subList(0, i), last, resultTy, b.span());
          }
        }
        ThirExpr tail = b.tail() == null ? null : returned(b.tail());
        yield tail == null ? null : new Block(b.stmts(), tail, resultTy, b.span());
      }
      default -> null;
    };
  }

  private ThirExpr typed(ThirExpr value) {
    return value.ty() instanceof Ty.Never && !(resultTy instanceof Ty.Never)
        ? new Coerce(new Adjustment.NeverToAny(resultTy), value, value.span())
        : value;
  }

  private static ThirExpr unwrapped(ThirExpr stmt) {
    return switch (stmt) {
      case Scope s when s.locals().isEmpty() -> unwrapped(s.body());
      case Discard d -> unwrapped(d.value());
      default -> stmt;
    };
  }
}
