package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Folds the flat lists of operands and operators by precedence. */
final class ExprBuilder {
  private final TreeBuilder b;

  ExprBuilder(TreeBuilder b) {
    this.b = b;
  }

  /**
   * What stands in front of an operand.
   *
   * @param data parameters of a closure, label of a {@code break}, pattern of a {@code let},
   *     lifetimes of {@code for<…>}
   */
  record Prefix(SourceToken token, boolean mutable, boolean raw, Object data) {}

  /**
   * @param expr an Expr, or a {@link PrimaryBuilder.ReturnBody}
   */
  record Operand(List<Prefix> prefixes, Object expr, Span span) {}

  enum Kind {
    BINARY,
    ASSIGN,
    ASSIGN_OP,
    RANGE,
    CAST
  }

  /**
   * @param right null for a cast and for an open range
   */
  record Op(
      Kind kind,
      int precedence,
      Expr.BinOp op,
      boolean inclusive,
      Span span,
      Operand right,
      TypeExpr type) {
    Op with(Operand operand) {
      return new Op(kind, precedence, op, inclusive, span, operand, type);
    }
  }

  static final int ASSIGN = 2;
  static final int RANGE = 3;
  static final int LAZY_OR = 4;
  static final int LAZY_AND = 5;
  static final int COMPARE = 6;
  static final int BIT_OR = 7;
  static final int BIT_XOR = 8;
  static final int BIT_AND = 9;
  static final int SHIFT = 10;
  static final int SUM = 11;
  static final int PRODUCT = 12;
  static final int CAST = 13;

  Prefix prefix(NodeContext c) {
    SourceToken t = Cst.start(c);
    Object data =
        switch (t.type) {
          case BREAK -> b.label(Cst.token(c, LIFETIME_OR_LABEL));
          case FOR_BINDER -> Cst.child(c, RULE_forLifetimes);
          case OR, OROR -> Cst.child(c, RULE_closureParameters);
          default -> null;
        };
    return new Prefix(t, Cst.has(c, MUT), Cst.has(c, RAW), data);
  }

  Prefix letCondition(NodeContext c) {
    Object pat = b.patterns.of(Cst.child(c, RULE_pattern), c);
    return new Prefix(Cst.start(c), false, false, pat);
  }

  Op operator(NodeContext c) {
    Op inner = Cst.child(c, RULE_operatorAfterCast);
    if (inner != null) {
      return inner;
    }
    SourceToken t = Cst.start(c);
    Span s = Cst.span(c);
    return switch (t.type) {
      case PLUS -> binary(SUM, Expr.BinOp.ADD, s);
      case MINUS -> binary(SUM, Expr.BinOp.SUB, s);
      case STAR -> binary(PRODUCT, Expr.BinOp.MUL, s);
      case SLASH -> binary(PRODUCT, Expr.BinOp.DIV, s);
      case PERCENT -> binary(PRODUCT, Expr.BinOp.REM, s);
      case CARET -> binary(BIT_XOR, Expr.BinOp.BIT_XOR, s);
      case AND -> binary(BIT_AND, Expr.BinOp.BIT_AND, s);
      case OR -> binary(BIT_OR, Expr.BinOp.BIT_OR, s);
      case ANDAND -> binary(LAZY_AND, Expr.BinOp.AND, s);
      case OROR -> binary(LAZY_OR, Expr.BinOp.OR, s);
      case SHL -> binary(SHIFT, Expr.BinOp.SHL, s);
      case EQEQ -> binary(COMPARE, Expr.BinOp.EQ, s);
      case NE -> binary(COMPARE, Expr.BinOp.NE, s);
      case LE -> binary(COMPARE, Expr.BinOp.LE, s);
      case LT -> binary(COMPARE, Expr.BinOp.LT, s);
      case GT -> greater(c, s);
      case DOTDOT -> range(false, s);
      case DOTDOTEQ -> range(true, s);
      case DOTDOTDOT -> {
        Diagnostic.error(null, s, "unexpected token: `...`")
            .fix("use `..=` for an inclusive range", s, "..=")
            .to(b.diagnostics);
        yield range(true, s);
      }
      case EQ -> new Op(Kind.ASSIGN, ASSIGN, null, false, s, null, null);
      case PLUSEQ -> assign(Expr.BinOp.ADD, s);
      case MINUSEQ -> assign(Expr.BinOp.SUB, s);
      case STAREQ -> assign(Expr.BinOp.MUL, s);
      case SLASHEQ -> assign(Expr.BinOp.DIV, s);
      case PERCENTEQ -> assign(Expr.BinOp.REM, s);
      case CARETEQ -> assign(Expr.BinOp.BIT_XOR, s);
      case ANDEQ -> assign(Expr.BinOp.BIT_AND, s);
      case OREQ -> assign(Expr.BinOp.BIT_OR, s);
      case SHLEQ -> assign(Expr.BinOp.SHL, s);
      default -> binary(SUM, Expr.BinOp.ADD, s);
    };
  }

  private static List<Prefix> checked(List<Prefix> prefixes) {
    if (prefixes.size() > AstParser.MAX_PREFIXES) {
      throw new AstParser.NestedTooDeeply();
    }
    return prefixes;
  }

  private static Op binary(int precedence, Expr.BinOp op, Span s) {
    return new Op(Kind.BINARY, precedence, op, false, s, null, null);
  }

  private static Op assign(Expr.BinOp op, Span s) {
    return new Op(Kind.ASSIGN_OP, ASSIGN, op, false, s, null, null);
  }

  private static Op range(boolean inclusive, Span s) {
    return new Op(Kind.RANGE, RANGE, null, inclusive, s, null, null);
  }

  /** {@code >}, {@code >=}, {@code >>}, {@code >>=}, whose parts must touch. */
  private Op greater(NodeContext c, Span s) {
    int n = 0;
    boolean eq = false;
    for (ParseTree t : Cst.children(c)) {
      if (n > 0 && Cst.token(t).spaceBefore) {
        b.error(Cst.token(t).span(), "expected expression, found `" + Cst.token(t).text() + "`");
      }
      n += Cst.type(t) == GT ? 1 : 0;
      eq |= Cst.type(t) == EQ;
    }
    if (n == 1) {
      return binary(COMPARE, eq ? Expr.BinOp.GE : Expr.BinOp.GT, s);
    }
    return eq ? assign(Expr.BinOp.SHR, s) : binary(SHIFT, Expr.BinOp.SHR, s);
  }

  Operand operand(NodeContext c) {
    List<Prefix> prefixes = List.of();
    Object expr = null;
    for (ParseTree t : Cst.children(c)) {
      Object node = Cst.node(t);
      switch (node) {
        case null -> {}
        case Attribute a -> {}
        case Prefix p -> prefixes = plus(prefixes, p);
        default -> expr = node;
      }
    }
    return new Operand(checked(prefixes), expr, Cst.span(c));
  }

  private static List<Prefix> plus(List<Prefix> list, Prefix p) {
    List<Prefix> out = list.isEmpty() ? new ArrayList<>(2) : list;
    out.add(p);
    return out;
  }

  List<Op> operators(NodeContext c) {
    List<ParseTree> kids = Cst.children(c);
    if (kids.isEmpty()) {
      return List.of();
    }
    List<Op> ops = new ArrayList<>(kids.size() / 2 + 1);
    Op pending = null;
    SourceToken as = null;
    for (ParseTree t : kids) {
      if (t instanceof TerminalNode) {
        SourceToken token = Cst.token(t);
        if (token.type == DOTDOT_OPEN) {
          if (token.baseType == DOTDOTEQ) {
            inclusiveWithoutEnd(token);
          }
          ops.add(range(false, token.span()));
        } else {
          as = token;
        }
        continue;
      }
      Object node = Cst.node(t);
      if (node instanceof Op o) {
        pending = o;
      } else if (node instanceof Operand o) {
        if (pending != null) {
          ops.add(pending.with(o));
        }
        pending = null;
      } else {
        TypeExpr type = b.types.of(node);
        if (as != null && type != null) {
          ops.add(new Op(Kind.CAST, CAST, null, false, as.span(), null, type));
        }
      }
    }
    return ops;
  }

  void inclusiveWithoutEnd(SourceToken op) {
    Diagnostic.error("E0586", op.span(), "inclusive range with no end")
        .fix("use `..` instead", op.span(), "..")
        .note("inclusive ranges must be bounded at the end (`..=b` or `a..=b`)")
        .to(b.diagnostics);
  }

  // Postfix operators

  private record FieldAccess(SourceToken name, GenericArgs args, Span span) {}

  private record CallArgs(List<Expr> args, Span span) {}

  private record IndexArg(Expr index, Span span) {}

  private record Question(Span span) {}

  Object postfixOperator(NodeContext c) {
    SourceToken t = Cst.start(c);
    Span span = Cst.span(c);
    Object access = Cst.<Object>child(c, RULE_fieldAccess);
    if (access != null) {
      return access;
    }
    return switch (t.type) {
      case QUESTION -> new Question(span);
      case LPAREN -> new CallArgs(b.elements(c, "expression", RULE_expression), span);
      case LBRACKET -> new IndexArg(Cst.child(c, RULE_expression), span);
      case DOT -> {
        Ident name = Cst.child(c, RULE_identifier);
        if (name != null) {
          SourceToken at = b.tokens.get(Math.min(t.index + 1, b.tokens.size() - 1));
          yield new FieldAccess(at, Cst.child(c, RULE_genericArgs), span);
        }
        List<ParseTree> kids = Cst.children(c);
        yield new FieldAccess(kids.size() > 1 ? Cst.token(kids.get(1)) : null, null, span);
      }
      default -> null;
    };
  }

  Object postfix(NodeContext c) {
    List<ParseTree> kids = Cst.children(c);
    if (kids.size() == 1) {
      return Cst.node(kids.get(0));
    }
    Object primary = null;
    List<Object> postfix = new ArrayList<>(kids.size());
    for (ParseTree t : kids) {
      Object node = Cst.node(t);
      if (Cst.rule(t) == RULE_postfixOperator) {
        if (node != null) {
          postfix.add(node);
        }
      } else {
        primary = node;
      }
    }
    return primary == null ? null : withPostfix(primary, postfix, Cst.span(c));
  }

  /** A field access that becomes a method call if arguments follow. */
  private record Pending(Expr object, FieldAccess access) {}

  private Expr noCall(Pending p) {
    if (p.access().args() != null) {
      Diagnostic.error(null, p.access().span(), "field expressions cannot have generic arguments")
          .to(b.diagnostics);
    }
    SourceToken n = p.access().name();
    Span span = p.object().span().to(p.access().span());
    return new Expr.Field(p.object(), new Ident(n.text(), n.span()), span);
  }

  private Object apply(Expr object, Object operator) {
    switch (operator) {
      case Question q -> {
        return new Expr.Try(object, object.span().to(q.span()));
      }
      case CallArgs a -> {
        return new Expr.Call(object, a.args(), object.span().to(a.span()));
      }
      case IndexArg i -> {
        Expr index = i.index() == null ? new Expr.ErrorExpr(i.span()) : i.index();
        return new Expr.Index(object, index, i.span(), object.span().to(i.span()));
      }
      case FieldAccess f -> {
        return access(object, f);
      }
      default -> {
        return object;
      }
    }
  }

  private Object access(Expr object, FieldAccess f) {
    SourceToken n = f.name();
    if (n == null) {
      return new Expr.ErrorExpr(object.span());
    }
    Span span = object.span().to(f.span());
    switch (n.type) {
      case AWAIT -> {
        return new Expr.Await(object, f.span(), span);
      }
      case INTEGER_LITERAL -> {
        return new Expr.Field(object, index(n.text(), n.span()), span);
      }
      case FLOAT_LITERAL -> {
        String s = n.text();
        int dot = s.indexOf('.');
        if (dot < 0) {
          return new Expr.Field(object, index(s, n.span()), span);
        }
        Span at = n.span();
        boolean exact = at.hi() - at.lo() == s.length();
        Span left = exact ? new Span(at.file(), at.lo(), at.lo() + dot, at.expansion()) : at;
        Span right = exact ? new Span(at.file(), at.lo() + dot + 1, at.hi(), at.expansion()) : at;
        Expr outer =
            new Expr.Field(object, index(s.substring(0, dot), left), object.span().to(left));
        if (dot + 1 == s.length()) {
          b.error(at, "unexpected token: `" + s + "`");
          return outer;
        }
        return new Expr.Field(outer, index(s.substring(dot + 1), right), span);
      }
      default -> {
        return new Pending(object, f);
      }
    }
  }

  private Ident index(String digits, Span at) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        Diagnostic.error(null, at, "suffixes on a tuple index are invalid")
            .label("invalid suffix `" + digits.substring(i) + "`")
            .to(b.diagnostics);
        return new Ident(digits.substring(0, i), at);
      }
    }
    return new Ident(digits, at);
  }

  Expr asExpr(Object o, Span at) {
    return switch (o) {
      case null -> new Expr.ErrorExpr(at);
      case Expr e -> e;
      case PrimaryBuilder.ReturnBody r -> {
        b.error(r.arrow(), "expected expression, found `->`");
        yield new Expr.ErrorExpr(at);
      }
      case Pending p -> noCall(p);
      default -> new Expr.ErrorExpr(at);
    };
  }

  /** A whole expression; also one that goes on behind a block, as {@link Continuation}. */
  Object expression(NodeContext c) {
    List<Prefix> prefixes = List.of();
    List<Op> ops = List.of();
    Object primary = null;
    List<Object> postfix = new ArrayList<>(0);
    List<Attribute> configured = null;
    int rule = c.getRuleIndex();
    for (ParseTree t : Cst.children(c)) {
      switch (Cst.rule(t)) {
        case RULE_prefixOperator, RULE_letCondition -> {
          Prefix p = Cst.node(t);
          if (p != null) {
            prefixes = plus(prefixes, p);
          }
        }
        case RULE_operators, RULE_operatorsExceptStruct -> {
          List<Op> list = Cst.node(t);
          ops = list == null ? ops : list;
        }
        case RULE_postfixOperator, RULE_fieldAccess -> {
          Object p = Cst.node(t);
          if (p != null) {
            postfix.add(p);
          }
        }
        case RULE_outerAttribute -> {
          Attribute a = Cst.node(t);
          if (a != null && (a.is("cfg") || a.is("cfg_attr"))) {
            configured = configured == null ? new ArrayList<>(1) : configured;
            configured.add(a);
          }
        }
        case -1 -> {
          if (Cst.type(t) == QUESTION) {
            postfix.add(new Question(Cst.token(t).span()));
          }
        }
        default -> primary = Cst.<Object>node(t);
      }
    }
    if (rule == RULE_blockContinuation) {
      return new Continuation(postfix, ops, Cst.span(c));
    }
    if (primary == null) {
      return new Expr.ErrorExpr(Cst.span(c));
    }
    Object expr = withPostfix(primary, postfix, Cst.span(c));
    Operand first = new Operand(checked(prefixes), expr, Cst.span(c));
    Expr whole = new Folder(b, ops, c).whole(first);
    return configured == null
        ? whole
        : new Expr.Configured(List.copyOf(configured), whole, Cst.span(c));
  }

  Object withPostfix(Object primary, List<Object> postfix, Span at) {
    if (primary instanceof PrimaryBuilder.ReturnBody r) {
      return postfix.isEmpty()
          ? r
          : new PrimaryBuilder.ReturnBody(r.type(), r.body(), r.arrow(), List.copyOf(postfix));
    }
    Object expr = primary;
    for (Object p : postfix) {
      if (expr instanceof Pending pending && p instanceof CallArgs a) {
        FieldAccess f = pending.access();
        Ident name = new Ident(f.name().text(), f.name().span());
        expr =
            new Expr.MethodCall(
                pending.object(),
                new Path.Segment(name, f.args()),
                a.args(),
                pending.object().span().to(a.span()));
      } else {
        expr = apply(asExpr(expr, at), p);
      }
    }
    return expr instanceof Pending p ? noCall(p) : expr;
  }

  /** What follows a block-like expression that starts a statement. */
  record Continuation(List<Object> postfix, List<Op> ops, Span span) {}

  Expr goOn(Expr block, Continuation k, NodeContext c) {
    Object expr = withPostfix(block, k.postfix(), k.span());
    return new Folder(b, k.ops(), c).whole(new Operand(List.of(), expr, block.span()));
  }
}
