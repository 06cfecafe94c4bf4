package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Operands: literals, paths, struct literals, and everything with a block. */
final class PrimaryBuilder {
  private final TreeBuilder b;

  PrimaryBuilder(TreeBuilder b) {
    this.b = b;
  }

  /**
   * {@code -> T { … }} behind the parameters of a closure.
   *
   * @param postfix what is applied to the closure: {@code || -> T { … }()}
   */
  record ReturnBody(TypeExpr type, Expr.Block body, Span arrow, List<Object> postfix) {}

  private record StructFields(List<Expr.FieldInit> fields, Expr base, Span span) {}

  Object withoutBlock(NodeContext c) {
    Object simple = Cst.<Object>child(c, RULE_simpleExpression);
    if (simple != null) {
      return simple;
    }
    Path path = Cst.child(c, RULE_pathInExpression);
    Span span = Cst.span(c);
    if (path == null) {
      return new Expr.ErrorExpr(span);
    }
    if (Cst.has(c, NOT)) {
      TokenTree.Delimited args = b.delimited(c);
      return args == null
          ? new Expr.ErrorExpr(span)
          : new Expr.MacroExpr(new MacroCall(path, args, span), span);
    }
    StructFields fields = Cst.child(c, RULE_structExprFields);
    return fields == null
        ? new Expr.PathExpr(path, span)
        : new Expr.StructLit(path, fields.fields(), fields.base(), span);
  }

  Object simple(NodeContext c) {
    SourceToken t = Cst.start(c);
    Span span = Cst.span(c);
    Expr literal = Cst.child(c, RULE_literalExpression);
    if (literal != null) {
      return literal;
    }
    return switch (t.type) {
      case LPAREN -> {
        List<Expr> elements = b.elements(c, "expression", RULE_expression);
        yield elements.size() == 1 && TreeBuilder.commas(c) == 0
            ? new Expr.Paren(elements.get(0), span)
            : new Expr.Tuple(elements, span);
      }
      case LBRACKET -> {
        List<Expr> elements = b.elements(c, "expression", RULE_expression);
        if (!Cst.has(c, SEMI)) {
          yield new Expr.Array(elements, span);
        }
        if (elements.size() != 2) {
          b.error(Cst.token(c, SEMI).span(), "expected expression, found `;`");
          yield new Expr.ErrorExpr(span);
        }
        yield new Expr.Repeat(elements.get(0), elements.get(1), span);
      }
      case UNDERSCORE -> new Expr.Underscore(span);
      case DOTDOT_OPEN -> {
        if (t.baseType == DOTDOTEQ) {
          b.exprs.inclusiveWithoutEnd(t);
        }
        yield new Expr.Range(null, null, false, span);
      }
      case CONTINUE -> new Expr.Continue(b.label(Cst.token(c, LIFETIME_OR_LABEL)), span);
      case RETURN_UNIT -> new Expr.Return(null, span);
      case BREAK_UNIT -> new Expr.Break(b.label(Cst.token(c, LIFETIME_OR_LABEL)), null, span);
      case RARROW ->
          new ReturnBody(
              b.types.child(c, RULE_typeNoBounds),
              Cst.child(c, RULE_blockExpression),
              t.span(),
              List.of());
      case INTERPOLATED_EXPR -> b.fragment(t, AstParser::wholeExpression);
      default -> null;
    };
  }

  StructFields structFields(NodeContext c) {
    List<Object> elements = b.elements(c, "identifier", RULE_structExprField);
    List<Expr.FieldInit> fields = new ArrayList<>(elements.size());
    Expr base = null;
    for (Object e : elements) {
      if (e instanceof Expr.FieldInit f) {
        if (base != null) {
          b.error(base.span(), "cannot use a comma after the base struct");
        }
        fields.add(f);
      } else {
        base = (Expr) e;
      }
    }
    return new StructFields(fields, base, Cst.span(c));
  }

  /** A field, or the expression behind {@code ..}; {@link Expr.Underscore} for a lone one. */
  Object structField(NodeContext c) {
    SourceToken open = Cst.token(c, DOTDOT_OPEN);
    if (open != null) {
      return new Expr.Underscore(open.span());
    }
    Expr value = Cst.child(c, RULE_expression);
    if (Cst.has(c, DOTDOT)) {
      return value == null ? new Expr.ErrorExpr(Cst.span(c)) : value;
    }
    SourceToken number = Cst.token(c, INTEGER_LITERAL);
    Ident name = number == null ? b.name(c) : new Ident(number.text(), number.span());
    List<Attribute> attrs = Cst.all(c, RULE_outerAttribute);
    if (value == null && !Cst.has(c, COLON)) {
      if (number != null) {
        b.error(number.span(), "expected identifier, found `" + number.text() + "`");
      }
      Expr path = new Expr.PathExpr(Path.of(name), name.span());
      return new Expr.FieldInit(attrs, name, path, true, Cst.span(c));
    }
    return new Expr.FieldInit(
        attrs, name, value == null ? new Expr.ErrorExpr(Cst.span(c)) : value, false, Cst.span(c));
  }

  Expr.ClosureParam closureParam(NodeContext c) {
    Pat pat = b.patterns.of(Cst.<Object>child(c, RULE_patternNoTopAlt), c);
    return new Expr.ClosureParam(pat, b.types.child(c, RULE_type), Cst.span(c));
  }

  Expr withBlock(NodeContext c) {
    SourceToken t = Cst.start(c);
    Span span = Cst.span(c);
    Expr unlabelled = t.type == LABEL ? null : Cst.child(c, RULE_labelledExpression);
    if (unlabelled != null) {
      return unlabelled;
    }
    Expr.Block block = Cst.child(c, RULE_blockExpression);
    switch (t.type) {
      case LABEL -> {
        return labelled(b.label(t), Cst.child(c, RULE_labelledExpression), span);
      }
      case UNSAFE_BLOCK -> {
        return new Expr.Unsafe(orEmpty(block, span), span);
      }
      case CONST_BLOCK -> {
        return new Expr.ConstBlock(orEmpty(block, span), span);
      }
      case LOOP -> {
        return new Expr.Loop(null, orEmpty(block, span), span);
      }
      case WHILE -> {
        return new Expr.While(null, condition(c, span), orEmpty(block, span), span);
      }
      case FOR -> {
        Pat pat = b.patterns.of(Cst.child(c, RULE_pattern), c);
        return new Expr.ForLoop(null, pat, condition(c, span), orEmpty(block, span), span);
      }
      default -> {
        for (ParseTree k : Cst.children(c)) {
          if (Cst.node(k) instanceof Expr e) {
            return e;
          }
        }
        return null;
      }
    }
  }

  private static Expr.Block orEmpty(Expr.Block block, Span at) {
    return block == null ? new Expr.Block(null, List.of(), List.of(), null, at) : block;
  }

  private static Expr condition(NodeContext c, Span at) {
    Expr e = Cst.child(c, RULE_expressionExceptStruct);
    return e == null ? new Expr.ErrorExpr(at) : e;
  }

  private static Expr labelled(Lifetime label, Expr e, Span span) {
    return switch (e) {
      case Expr.Loop l -> new Expr.Loop(label, l.body(), span);
      case Expr.While w -> new Expr.While(label, w.condition(), w.body(), span);
      case Expr.ForLoop f -> new Expr.ForLoop(label, f.pat(), f.iterator(), f.body(), span);
      case Expr.Block k -> new Expr.Block(label, k.innerAttrs(), k.stmts(), k.tail(), span);
      case null, default -> e;
    };
  }

  Expr ifExpression(NodeContext c) {
    Span span = Cst.span(c);
    Expr.Block then = null;
    Expr otherwise = null;
    boolean behindElse = false;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) == ELSE) {
        behindElse = true;
      } else if (Cst.rule(t) == RULE_blockExpression || Cst.rule(t) == RULE_ifExpression) {
        if (behindElse) {
          otherwise = Cst.node(t);
        } else {
          then = Cst.node(t);
        }
      }
    }
    if (behindElse && otherwise == null) {
      otherwise = new Expr.ErrorExpr(span);
    }
    return new Expr.If(condition(c, span), orEmpty(then, span), otherwise, span);
  }

  Expr match(NodeContext c) {
    Span span = Cst.span(c);
    return new Expr.Match(condition(c, span), Cst.all(c, RULE_matchArm), span);
  }

  Expr.Arm arm(NodeContext c) {
    List<Attribute> attrs = new ArrayList<>(0);
    Expr guard = null;
    Expr body = null;
    boolean behindArrow = false;
    Span end = Cst.span(c);
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof TerminalNode) {
        behindArrow |= Cst.type(t) == FATARROW;
        continue;
      }
      Object node = Cst.node(t);
      switch (node) {
        case null -> {}
        case Attribute a -> {
          if (!behindArrow) {
            attrs.add(a);
          }
        }
        case Expr e -> {
          if (behindArrow) {
            body = e;
          } else {
            guard = e;
          }
        }
        case ExprBuilder.Continuation k -> {
          if (body != null) {
            body = b.exprs.goOn(body, k, c);
          }
        }
        default -> {}
      }
    }
    Pat pat = b.patterns.of(Cst.child(c, RULE_pattern), c);
    if (body == null) {
      body = new Expr.ErrorExpr(end);
    }
    return new Expr.Arm(attrs, pat, guard, body, Cst.start(c).span().to(body.span()));
  }
}
