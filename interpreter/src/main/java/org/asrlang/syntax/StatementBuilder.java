package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Blocks and statements. */
final class StatementBuilder {
  private final TreeBuilder b;

  StatementBuilder(TreeBuilder b) {
    this.b = b;
  }

  /** One thing in a run of statements: an Item, a Stmt, or an Expr. */
  private record Part(List<Attribute> attrs, Object node, boolean closed) {}

  private record Run(List<Part> parts) {}

  private record Content(List<Stmt> stmts, Expr tail) {}

  Expr.Block block(NodeContext c) {
    SourceToken first = Cst.start(c);
    if (first.type == INTERPOLATED_BLOCK && c.getRuleIndex() == RULE_blockExpression) {
      return b.fragment(first, AstParser::wholeBlock);
    }
    Content content = Cst.child(c, RULE_statements);
    List<Stmt> stmts = content == null ? List.of() : content.stmts();
    return new Expr.Block(
        null,
        Cst.all(c, RULE_innerAttribute),
        stmts,
        content == null ? null : content.tail(),
        Cst.span(c));
  }

  @SuppressWarnings("unchecked")
  Run run(NodeContext c) {
    List<Part> parts = new ArrayList<>(2);
    List<Attribute> attrs = new ArrayList<>(0);
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof TerminalNode) {
        if (Cst.type(t) == INTERPOLATED_STMT) {
          Part p = b.fragment(Cst.token(t), AstParser::fragmentStatement);
          if (p != null) {
            attrs.addAll(p.attrs());
            parts.add(new Part(attrs, p.node(), p.closed() || p.node() instanceof Expr));
            attrs = new ArrayList<>(0);
          }
        }
        continue;
      }
      Object node = Cst.node(t);
      switch (node) {
        case null -> {}
        case Attribute a -> attrs.add(a);
        case ExprBuilder.Continuation k -> {
          Part last = parts.isEmpty() || !attrs.isEmpty() ? null : parts.get(parts.size() - 1);
          if (last != null && last.node() instanceof Expr e) {
            parts.set(parts.size() - 1, new Part(last.attrs(), b.exprs.goOn(e, k, c), false));
          } else {
            b.error(
                k.span(), "expected expression, found `" + Cst.start((NodeContext) t).text() + "`");
          }
        }
        default -> {
          boolean closed = Cst.rule(t) == RULE_expressionWithBlock;
          if (node instanceof Function<?, ?> f) {
            node = ((Function<List<Attribute>, Item>) f).apply(attrs);
          }
          parts.add(new Part(attrs, node, closed));
          attrs = new ArrayList<>(0);
        }
      }
    }
    if (!attrs.isEmpty()) {
      dangling(attrs, "statement");
    }
    return new Run(parts);
  }

  /** Attributes with nothing behind them. */
  void dangling(List<Attribute> attrs, String what) {
    Attribute last = attrs.get(attrs.size() - 1);
    if (last.span().hi() > last.span().lo() && last.span().text().startsWith("/")) {
      Diagnostic.error(
              "E0585", last.span(), "found a documentation comment that doesn't document anything")
          .help(
              "doc comments must come before what they document, if a comment was intended use"
                  + " `//`")
          .to(b.diagnostics);
    } else {
      b.error(last.span(), "expected " + what + " after outer attribute");
    }
  }

  Content statements(NodeContext c) {
    List<Stmt> out = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    List<SourceToken> semis = new ArrayList<>();
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof TerminalNode && Cst.type(t) == SEMI) {
        semis.add(Cst.token(t));
        while (runs.size() < semis.size()) {
          runs.add(new Run(List.of()));
        }
      } else if (Cst.rule(t) == RULE_statementRun && Cst.node(t) instanceof Run r) {
        while (runs.size() < semis.size()) {
          runs.add(new Run(List.of()));
        }
        runs.add(r);
      }
    }
    Expr tail = null;
    for (int i = 0; i < runs.size(); i++) {
      SourceToken semi = i < semis.size() ? semis.get(i) : null;
      List<Part> parts = runs.get(i).parts();
      boolean used = false;
      for (int k = 0; k < parts.size(); k++) {
        boolean last = k == parts.size() - 1;
        Part p = parts.get(k);
        if (last
            && semi == null
            && i == runs.size() - 1
            && p.attrs().isEmpty()
            && p.node() instanceof Expr e
            && !isBracedMacro(e)) {
          tail = e;
          continue;
        }
        boolean semicolon = last && semi != null;
        used |= semicolon && !(p.node() instanceof Item);
        Stmt s = statement(p, semicolon ? semi : null);
        if (s != null) {
          out.add(s);
        }
      }
      if (semi != null && !used && !semi.inserted) {
        out.add(new Stmt.EmptyStmt(semi.span()));
      }
    }
    return new Content(out, tail);
  }

  /** A macro call with braces is a statement also at the end of a block. */
  private static boolean isBracedMacro(Expr e) {
    return e instanceof Expr.MacroExpr m && m.call().args().open() == '{';
  }

  private Stmt statement(Part p, SourceToken semi) {
    boolean written = semi != null && !semi.inserted;
    return switch (p.node()) {
      case Item item -> new Stmt.ItemStmt(item);
      case Stmt.LetStmt l -> {
        if (semi == null && !b.recovering) {
          Diagnostic.error(null, l.span().shrinkToEnd(), "expected `;`")
              .fix("add `;` here", l.span().shrinkToEnd(), ";", Diagnostic.Shown.WORDS)
              .to(b.diagnostics);
        }
        Span span = written ? l.span().to(semi.span()) : l.span();
        if (l.otherwise() != null && l.init() instanceof Expr.Binary x && x.op().isLazy()) {
          b.error(
              l.init().span(),
              "a `" + x.op().symbol + "` expression cannot be directly assigned in `let...else`");
        }
        yield new Stmt.LetStmt(p.attrs(), l.pat(), l.type(), l.init(), l.otherwise(), span);
      }
      case Expr.MacroExpr m -> {
        Span span = written ? m.span().to(semi.span()) : m.span();
        yield new Stmt.MacroStmt(p.attrs(), m.call(), written, span);
      }
      case Expr e -> {
        Span span = written ? e.span().to(semi.span()) : e.span();
        yield new Stmt.ExprStmt(p.attrs(), e, written, span);
      }
      default -> null;
    };
  }

  Stmt.LetStmt let(NodeContext c) {
    Pat pat = b.patterns.of(Cst.child(c, RULE_pattern), c);
    if (pat instanceof Pat.OrPat) {
      Diagnostic.error(
              null, pat.span(), "`let` bindings require top-level or-patterns in parentheses")
          .fix(
              "wrap the pattern in parentheses",
              List.of(
                  new Diagnostic.Edit(pat.span().shrinkToStart(), "("),
                  new Diagnostic.Edit(pat.span().shrinkToEnd(), ")")))
          .to(b.diagnostics);
    }
    Expr init = Cst.child(c, RULE_expression);
    if (init == null && Cst.has(c, EQ)) {
      init = new Expr.ErrorExpr(Cst.span(c));
    }
    return new Stmt.LetStmt(
        List.of(),
        pat,
        b.types.child(c, RULE_type),
        init,
        Cst.child(c, RULE_blockExpression),
        Cst.span(c));
  }

  /** A single statement, as a macro's {@code stmt} fragment takes it. */
  @SuppressWarnings("unchecked")
  Part fragment(NodeContext c) {
    List<Attribute> attrs = Cst.all(c, RULE_outerAttribute);
    Object result = null;
    for (ParseTree t : Cst.children(c)) {
      Object node = Cst.node(t);
      if (t instanceof TerminalNode) {
        if (Cst.type(t) == INTERPOLATED_STMT) {
          return b.fragment(Cst.token(t), AstParser::fragmentStatement);
        }
      } else if (node instanceof Function<?, ?> f) {
        result = ((Function<List<Attribute>, Item>) f).apply(attrs);
      } else if (node instanceof ExprBuilder.Continuation k && result instanceof Expr e) {
        result = b.exprs.goOn(e, k, c);
      } else if (node != null && !(node instanceof Attribute)) {
        result = node;
      }
    }
    return result == null ? null : new Part(attrs, result, false);
  }
}
