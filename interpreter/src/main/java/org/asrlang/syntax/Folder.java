package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;
import org.asrlang.syntax.ExprBuilder.Kind;
import org.asrlang.syntax.ExprBuilder.Op;
import org.asrlang.syntax.ExprBuilder.Operand;
import org.asrlang.syntax.ExprBuilder.Prefix;

/** Makes one expression of an operand and the operators behind it. */
final class Folder {
  private final TreeBuilder b;
  private final List<Op> ops;
  private final NodeContext rule;
  private int at;
  private List<Expr.Let> lets = List.of();

  Folder(TreeBuilder b, List<Op> ops, NodeContext rule) {
    this.b = b;
    this.ops = ops;
    this.rule = rule;
  }

  Expr whole(Operand first) {
    if (ops.isEmpty() && first.prefixes().isEmpty()) {
      return b.exprs.asExpr(first.expr(), first.span());
    }
    Expr e = from(first, 0, 0);
    if (!lets.isEmpty()) {
      checkLets(e);
    }
    return e;
  }

  private Expr from(Operand operand, int k, int least) {
    Expr left = unary(operand, k);
    while (at < ops.size() && ops.get(at).precedence() >= least) {
      Op op = ops.get(at++);
      left = binary(left, op);
    }
    return left;
  }

  private Expr binary(Expr left, Op op) {
    switch (op.kind()) {
      case CAST -> {
        return new Expr.Cast(left, op.type(), left.span().to(op.type().span()));
      }
      case RANGE -> {
        Expr right = op.right() == null ? null : from(op.right(), 0, ExprBuilder.RANGE + 1);
        Span span = left.span().to(right == null ? op.span() : right.span());
        if (at < ops.size() && ops.get(at).kind() == Kind.RANGE) {
          b.error(
              ops.get(at).span(), "expected one of `.`, `;`, `?`, `}`, or an operator, found `..`");
        }
        return new Expr.Range(left, right, op.inclusive(), span);
      }
      case ASSIGN -> {
        Expr right = from(op.right(), 0, ExprBuilder.ASSIGN);
        return new Expr.Assign(left, right, op.span(), left.span().to(right.span()));
      }
      case ASSIGN_OP -> {
        Expr right = from(op.right(), 0, ExprBuilder.ASSIGN);
        return new Expr.AssignOp(op.op(), left, right, op.span(), left.span().to(right.span()));
      }
      case BINARY -> {
        Expr right = from(op.right(), 0, op.precedence() + 1);
        if (op.precedence() == ExprBuilder.COMPARE
            && at < ops.size()
            && ops.get(at).precedence() == ExprBuilder.COMPARE) {
          chained(op, left, right, ops.get(at));
          // what it would compare is not known: no further errors about it
          return new Expr.ErrorExpr(left.span().to(right.span()));
        }
        return new Expr.Binary(op.op(), left, right, op.span(), left.span().to(right.span()));
      }
    }
    throw new AssertionError(op);
  }

  private void chained(Op first, Expr left, Expr middle, Op second) {
    Diagnostic.Builder d =
        Diagnostic.error(null, first.span(), "comparison operators cannot be chained")
            .label(second.span(), "");
    if (first.op() == Expr.BinOp.EQ) {
      d.help("parenthesize the comparison");
    } else if (first.op() == Expr.BinOp.LT && second.op() == Expr.BinOp.GT) {
      d.help("use `::<...>` instead of `<...>` to specify lifetime, type, or const arguments");
    } else {
      d.maybe(
          "split the comparison into two",
          middle.span().shrinkToEnd(),
          " && " + middle.span().text());
    }
    d.to(b.diagnostics);
  }

  private Expr unary(Operand operand, int k) {
    if (k >= operand.prefixes().size()) {
      return b.exprs.asExpr(operand.expr(), operand.span());
    }
    Prefix p = operand.prefixes().get(k);
    Span start = p.token().span();
    switch (p.token().type) {
      case MINUS, NOT, STAR -> {
        Expr inner = unary(operand, k + 1);
        Expr.UnOp op =
            p.token().type == MINUS
                ? Expr.UnOp.NEG
                : p.token().type == NOT ? Expr.UnOp.NOT : Expr.UnOp.DEREF;
        return new Expr.Unary(op, inner, start.to(inner.span()));
      }
      case AND, ANDAND -> {
        Expr inner = unary(operand, k + 1);
        Span span = start.to(inner.span());
        if (p.token().type == AND) {
          return borrow(p, inner, span);
        }
        Span second =
            span.hi() > span.lo() + 1
                ? new Span(span.file(), span.lo() + 1, span.hi(), span.expansion())
                : span;
        return new Expr.Borrow(false, borrow(p, inner, second), span);
      }
      case DOTDOT, DOTDOTEQ, DOTDOTDOT -> {
        Expr right = from(operand, k + 1, ExprBuilder.RANGE + 1);
        if (p.token().type == DOTDOTDOT) {
          Diagnostic.error(null, start, "unexpected token: `...`")
              .fix("use `..=` for an inclusive range", start, "..=")
              .to(b.diagnostics);
        }
        return new Expr.Range(null, right, p.token().type != DOTDOT, start.to(right.span()));
      }
      case RETURN -> {
        Expr value = from(operand, k + 1, 0);
        return new Expr.Return(value, start.to(value.span()));
      }
      case BREAK -> {
        Expr value = from(operand, k + 1, 0);
        return new Expr.Break((Lifetime) p.data(), value, start.to(value.span()));
      }
      case LET -> {
        Expr scrutinee = from(operand, k + 1, ExprBuilder.LAZY_AND + 1);
        Expr.Let let = new Expr.Let((Pat) p.data(), scrutinee, start.to(scrutinee.span()));
        lets = lets.isEmpty() ? new ArrayList<>(2) : lets;
        lets.add(let);
        return let;
      }
      default -> {
        return closure(operand, k);
      }
    }
  }

  private static Expr borrow(Prefix p, Expr inner, Span span) {
    return p.raw()
        ? new Expr.RawBorrow(p.mutable(), inner, span)
        : new Expr.Borrow(p.mutable(), inner, span);
  }

  /** {@code for<'a> static async move |…| body}, and {@code async move { … }}. */
  @SuppressWarnings("unchecked")
  private Expr closure(Operand operand, int k) {
    List<Generics.LifetimeParam> lifetimes = List.of();
    SourceToken async = null;
    SourceToken move = null;
    Span start = operand.prefixes().get(k).token().span();
    for (int i = k; i < operand.prefixes().size(); i++) {
      Prefix p = operand.prefixes().get(i);
      switch (p.token().type) {
        case FOR_BINDER -> {
          if (p.data() != null) {
            lifetimes = (List<Generics.LifetimeParam>) p.data();
          }
        }
        case ASYNC_EXPR -> async = p.token();
        case MOVE -> move = p.token();
        case STATIC_CLOSURE -> {
          Span at = p.token().span();
          Diagnostic.error("E0697", at, "closures cannot be static").to(b.diagnostics);
          Diagnostic.error("E0658", at, "coroutine syntax is experimental").to(b.diagnostics);
        }
        case OR, OROR -> {
          List<Expr.ClosureParam> params =
              p.data() == null ? List.of() : (List<Expr.ClosureParam>) p.data();
          TypeExpr output = null;
          Expr body;
          if (i + 1 == operand.prefixes().size()
              && operand.expr() instanceof PrimaryBuilder.ReturnBody r) {
            output = r.type();
            body = r.body() == null ? new Expr.ErrorExpr(operand.span()) : r.body();
          } else {
            body = from(operand, i + 1, 0);
          }
          Span span = start.to(body.span());
          Expr closure = new Expr.Closure(lifetimes, move != null, params, output, body, span);
          if (async != null) {
            closure = new Expr.Async(closure, async.span(), span);
          }
          return output != null && operand.expr() instanceof PrimaryBuilder.ReturnBody r
              ? b.exprs.asExpr(b.exprs.withPostfix(closure, r.postfix(), span), span)
              : closure;
        }
        default -> {
          return misplaced(operand, i, move, async);
        }
      }
    }
    if (async == null) {
      return misplaced(operand, operand.prefixes().size(), move, null);
    }
    Expr body = b.exprs.asExpr(operand.expr(), operand.span());
    return new Expr.Async(body, async.span(), start.to(body.span()));
  }

  private Expr misplaced(Operand operand, int i, SourceToken move, SourceToken async) {
    Expr inner = unary(operand, i);
    if (!(inner instanceof Expr.ErrorExpr)) {
      String expected =
          move == null && async != null
              ? "expected one of `move`, `{`, `|`, or `||`"
              : "expected `|`";
      String found = inner.span().lo() < inner.span().hi() ? firstWord(inner.span().text()) : "";
      b.error(inner.span(), expected + ", found `" + found + "`");
    }
    return inner;
  }

  private static String firstWord(String s) {
    int i = 0;
    while (i < s.length() && Character.isUnicodeIdentifierPart(s.charAt(i))) {
      i++;
    }
    return s.substring(0, Math.max(i, 1));
  }

  /** A {@code let} may stand only in conditions, joined by {@code &&}. */
  private void checkLets(Expr e) {
    List<Expr.Let> allowed = new ArrayList<>();
    if (isCondition()) {
      spine(e, allowed);
    }
    for (Expr.Let let : lets) {
      if (allowed.stream().noneMatch(a -> a == let)) {
        Diagnostic.error(null, let.span(), "expected expression, found `let` statement")
            .note("only supported directly in conditions of `if` and `while` expressions")
            .to(b.diagnostics);
      }
    }
  }

  private boolean isCondition() {
    ParserRuleContext parent = (ParserRuleContext) rule.parent;
    if (parent == null) {
      return false;
    }
    return switch (parent.getRuleIndex()) {
      case RULE_ifExpression -> true;
      case RULE_labelledExpression -> parent.start.getType() == WHILE;
      case RULE_matchArm -> rule.getRuleIndex() == RULE_expression;
      default -> false;
    };
  }

  private static void spine(Expr e, List<Expr.Let> out) {
    while (e instanceof Expr.Binary x && x.op() == Expr.BinOp.AND) {
      spine(x.right(), out);
      e = x.left();
    }
    if (e instanceof Expr.Let let) {
      out.add(let);
    }
  }
}
