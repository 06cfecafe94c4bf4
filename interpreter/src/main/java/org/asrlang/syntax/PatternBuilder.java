package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Patterns, and the receivers of methods, which the grammar reads as patterns. */
final class PatternBuilder {
  private final TreeBuilder b;

  PatternBuilder(TreeBuilder b) {
    this.b = b;
  }

  /** {@code mut p}: a name, or behind {@code &} what makes the reference mutable. */
  private record Mut(Pat inner, SourceToken mut, Span span) {}

  /** {@code self}, {@code &'a mut self}. */
  record Receiver(boolean byRef, Lifetime lifetime, boolean mutable, Ident self, Span span) {}

  private record RangeEnd(Expr hi, boolean inclusive, SourceToken operator) {}

  record Fields(List<Pat.FieldPat> fields, boolean rest) {}

  /** What a rule for patterns has made, as a pattern; never null. */
  Pat of(Object node, NodeContext at) {
    return switch (node) {
      case null -> new Pat.ErrorPat(Cst.span(at));
      case Pat p -> p;
      case Mut m -> mutable(m);
      case Receiver r -> {
        if (!r.byRef()) {
          yield new Pat.IdentPat(false, r.mutable(), r.self(), null, r.span());
        }
        yield new Pat.RefPat(
            r.mutable(), new Pat.IdentPat(false, false, r.self(), null, r.self().span()), r.span());
      }
      default -> new Pat.ErrorPat(Cst.span(at));
    };
  }

  private Pat mutable(Mut m) {
    if (m.inner() instanceof Pat.IdentPat i && !i.byRef() && !i.mutable()) {
      return new Pat.IdentPat(false, true, i.ident(), i.sub(), m.span());
    }
    if (!(m.inner() instanceof Pat.ErrorPat)) {
      b.error(m.mut().span(), "`mut` must be followed by a named binding");
    }
    return m.inner();
  }

  Pat pattern(NodeContext c) {
    List<Pat> alternatives = new ArrayList<>(1);
    for (ParseTree t : Cst.children(c)) {
      if (Cst.rule(t) == RULE_patternNoTopAlt) {
        alternatives.add(of(Cst.<Object>node(t), (NodeContext) t));
      }
    }
    if (alternatives.size() == 1) {
      return alternatives.get(0);
    }
    return alternatives.isEmpty()
        ? new Pat.ErrorPat(Cst.span(c))
        : new Pat.OrPat(alternatives, Cst.span(c));
  }

  private Object sub(NodeContext c) {
    return Cst.<Object>child(c, RULE_patternNoTopAlt);
  }

  Object noTopAlt(NodeContext c) {
    Span span = Cst.span(c);
    List<ParseTree> kids = Cst.children(c);
    if (kids.isEmpty()) {
      return new Pat.ErrorPat(span);
    }
    SourceToken t = Cst.start(c);
    RangeEnd end = Cst.child(c, RULE_patternRangeEnd);
    if (kids.get(0) instanceof NodeContext first) {
      return switch (first.getRuleIndex()) {
        case RULE_pathInExpression -> path(c, Cst.node(first), end, span);
        case RULE_tuplePatternItems -> tuple(first, span);
        default -> value(literal(c), end, span);
      };
    }
    return switch (t.type) {
      case MINUS -> value(literal(c), end, span);
      case REF -> new Pat.IdentPat(true, Cst.has(c, MUT), b.name(c), subPattern(c), span);
      case MUT -> {
        Object inner = sub(c);
        if (inner instanceof Receiver r && !r.byRef() && !r.mutable()) {
          yield new Receiver(false, null, true, r.self(), span);
        }
        yield new Mut(of(inner, c), t, span);
      }
      case UNDERSCORE -> new Pat.WildPat(span);
      case DOTDOT, DOTDOT_OPEN, DOTDOTEQ, DOTDOTDOT -> {
        Expr hi = Cst.child(c, RULE_patternRangeBound);
        if (hi == null) {
          inclusiveWithoutEnd(t);
          yield new Pat.RestPat(span);
        }
        yield new Pat.RangePat(null, hi, t.baseType != DOTDOT, span);
      }
      case AND, ANDAND -> reference(c, t, span);
      case LBRACKET -> new Pat.SlicePat(b.elements(c, "pattern", RULE_pattern), span);
      case CONST_BLOCK -> {
        Expr.Block block = Cst.child(c, RULE_blockExpression);
        yield value(new Expr.ConstBlock(block, t.span().to(block.span())), end, span);
      }
      case INTERPOLATED_PAT -> b.fragment(t, AstParser::wholePattern);
      case INTERPOLATED_EXPR -> value(b.fragment(t, AstParser::wholeExpression), end, span);
      default -> new Pat.ErrorPat(span);
    };
  }

  private Pat subPattern(NodeContext c) {
    return Cst.has(c, AT) ? of(sub(c), c) : null;
  }

  private Object path(NodeContext c, Path path, RangeEnd end, Span span) {
    if (end != null) {
      return value(new Expr.PathExpr(path, path.span()), end, span);
    }
    Ident ident = path.asIdent();
    if (Cst.has(c, AT)) {
      if (ident == null) {
        b.error(path.span(), "pattern on wrong side of `@`");
        return of(sub(c), c);
      }
      return new Pat.IdentPat(false, false, ident, subPattern(c), span);
    }
    Fields fields = Cst.child(c, RULE_structPatternElements);
    if (fields != null) {
      return new Pat.StructPat(path, fields.fields(), fields.rest(), span);
    }
    if (Cst.hasChild(c, RULE_tuplePatternItems)) {
      List<Pat> items = Cst.child(c, RULE_tuplePatternItems);
      return new Pat.TupleStructPat(path, items == null ? List.of() : items, span);
    }
    if (Cst.has(c, NOT)) {
      return new Pat.MacroPat(new MacroCall(path, b.delimited(c), span), span);
    }
    if (ident == null) {
      return new Pat.PathPat(path, span);
    }
    return switch (Cst.start(c).baseType) {
      case SELF_VALUE -> new Receiver(false, null, false, ident, span);
      case SELF_TYPE, SUPER, CRATE -> new Pat.PathPat(path, span);
      default -> new Pat.IdentPat(false, false, ident, null, span);
    };
  }

  private Pat tuple(NodeContext items, Span span) {
    List<Pat> elements = Cst.node(items);
    elements = elements == null ? List.of() : elements;
    if (elements.size() == 1
        && TreeBuilder.commas(items) == 0
        && !hadComma(items)
        && !(elements.get(0) instanceof Pat.RestPat)) {
      return new Pat.ParenPat(elements.get(0), span);
    }
    return new Pat.TuplePat(elements, span);
  }

  /** The children of a finished rule are gone: looks at the token before its end. */
  private boolean hadComma(NodeContext items) {
    return b.tokens.get(Math.max(0, Cst.stop(items).index - 1)).type == COMMA;
  }

  private Object reference(NodeContext c, SourceToken amp, Span span) {
    Object inner = sub(c);
    Lifetime lifetime = b.lifetime(Cst.token(c, LIFETIME_OR_LABEL));
    if (inner instanceof Receiver r && !r.byRef() && amp.type == AND) {
      return new Receiver(true, lifetime, r.mutable(), r.self(), span);
    }
    if (lifetime != null) {
      Diagnostic.error(
              null, lifetime.span(), "unexpected lifetime `'" + lifetime.name() + "` in pattern")
          .to(b.diagnostics);
    }
    Pat pat =
        inner instanceof Mut m
            ? new Pat.RefPat(true, m.inner(), span)
            : new Pat.RefPat(false, of(inner, c), span);
    return amp.type == AND ? pat : new Pat.RefPat(false, pat, span);
  }

  private Pat value(Expr value, RangeEnd end, Span span) {
    if (end == null) {
      return switch (value) {
        case Expr.PathExpr p when p.path().asIdent() == null -> new Pat.PathPat(p.path(), span);
        case Expr.PathExpr p -> new Pat.IdentPat(false, false, p.path().asIdent(), null, span);
        case Expr.MacroExpr m -> new Pat.MacroPat(m.call(), span);
        case Expr.ErrorExpr e -> new Pat.ErrorPat(span);
        case null -> new Pat.ErrorPat(span);
        default -> new Pat.LiteralPat(value, span);
      };
    }
    if (end.hi() == null) {
      inclusiveWithoutEnd(end.operator());
    }
    return new Pat.RangePat(value, end.hi(), end.inclusive(), span);
  }

  /** A literal, perhaps negative, from the children of a rule. */
  Expr literal(NodeContext c) {
    Expr e = Cst.child(c, RULE_literalExpression);
    SourceToken minus = Cst.token(c, MINUS);
    if (e == null) {
      return new Expr.ErrorExpr(Cst.span(c));
    }
    return minus == null ? e : new Expr.Unary(Expr.UnOp.NEG, e, minus.span().to(e.span()));
  }

  RangeEnd rangeEnd(NodeContext c) {
    SourceToken op = Cst.start(c);
    if (op.baseType == DOTDOTDOT) {
      Diagnostic.error("E0783", op.span(), "`...` range patterns are not allowed")
          .fix("use `..=` for an inclusive range", op.span(), "..=")
          .to(b.diagnostics);
    }
    return new RangeEnd(Cst.child(c, RULE_patternRangeBound), op.baseType != DOTDOT, op);
  }

  private void inclusiveWithoutEnd(SourceToken op) {
    if (op.baseType == DOTDOTEQ) {
      b.exprs.inclusiveWithoutEnd(op);
    }
  }

  Expr bound(NodeContext c) {
    SourceToken t = Cst.start(c);
    Path path = Cst.child(c, RULE_pathInExpression);
    if (path != null) {
      return new Expr.PathExpr(path, path.span());
    }
    if (t.type == CONST_BLOCK) {
      return new Expr.ConstBlock(Cst.child(c, RULE_blockExpression), Cst.span(c));
    }
    if (t.type == INTERPOLATED_EXPR) {
      return b.fragment(t, AstParser::wholeExpression);
    }
    return literal(c);
  }

  Fields structElements(NodeContext c) {
    List<Object> elements = b.elements(c, "identifier", RULE_structPatternField);
    List<Pat.FieldPat> fields = new ArrayList<>(elements.size());
    boolean rest = false;
    for (Object e : elements) {
      if (e instanceof Pat.FieldPat f) {
        if (rest) {
          b.error(f.span(), "expected `}`, found `,`: `..` must be at the end");
        }
        fields.add(f);
      } else {
        rest = true;
      }
    }
    return new Fields(fields, rest);
  }

  /** A {@link Pat.FieldPat}, or a string for {@code ..}. */
  Object field(NodeContext c) {
    if (Cst.has(c, DOTDOT) || Cst.has(c, DOTDOT_OPEN)) {
      return "..";
    }
    List<Attribute> attrs = Cst.all(c, RULE_outerAttribute);
    Span span = Cst.span(c);
    SourceToken number = Cst.token(c, INTEGER_LITERAL);
    if (number != null) {
      return new Pat.FieldPat(
          attrs, new Ident(number.text(), number.span()), subField(c), false, span);
    }
    Ident name = b.name(c);
    if (Cst.has(c, COLON)) {
      return new Pat.FieldPat(attrs, name, subField(c), false, span);
    }
    Span from = span;
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof TerminalNode) {
        from = Cst.token(t).span().to(name.span());
        break;
      }
      if (Cst.rule(t) == RULE_identifier) {
        from = name.span();
        break;
      }
    }
    Pat binding = new Pat.IdentPat(Cst.has(c, REF), Cst.has(c, MUT), name, null, from);
    return new Pat.FieldPat(attrs, name, binding, true, span);
  }

  private Pat subField(NodeContext c) {
    Pat p = Cst.child(c, RULE_pattern);
    return p == null ? new Pat.ErrorPat(Cst.span(c)) : p;
  }
}
