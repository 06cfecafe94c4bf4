package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;

/**
 * The syntax of a function and its closures, found by places in the text. It is read only where
 * there is something to say: the graph knows no more than spans.
 */
public final class BodySyntax {
  private final DefMap defs;
  private final Def owner;
  private Map<Node, Node> parents;
  private final Map<Span, Expr> exprs = new HashMap<>();
  private final Map<Span, Pat> pats = new HashMap<>();
  private final Map<Span, Pat.IdentPat> bindings = new HashMap<>();

  public BodySyntax(DefMap defs, Def owner) {
    this.defs = defs;
    this.owner = owner;
  }

  private void read() {
    if (parents != null) {
      return;
    }
    parents = new IdentityHashMap<>();
    if (owner.isFnLike() && owner.node() instanceof Item.Fn) {
      defs.function(owner).params().forEach(p -> visit(p.pat(), null));
    }
    Expr root = defs.expandedBody(owner);
    if (root != null) {
      visit(root, null);
    }
  }

  private void visit(Node n, Node parent) {
    if (parent != null) {
      parents.put(n, parent);
    }
    switch (n) {
      case Expr e -> exprs.put(e.span(), e);
      case Pat.IdentPat i -> {
        bindings.putIfAbsent(i.ident().span(), i);
        pats.put(i.span(), i);
      }
      case Pat p -> pats.put(p.span(), p);
      default -> {}
    }
    Nodes.children(n, c -> visit(c, n));
  }

  /** The innermost expression with exactly that place; null if there is none. */
  public Expr expr(Span at) {
    read();
    return exprs.get(at);
  }

  /** The {@code e?} whose mark is there; null if there is none. */
  public Expr.Try tryAt(Span mark) {
    read();
    for (Expr e : exprs.values()) {
      if (e instanceof Expr.Try t && t.span().hi() == mark.hi() && t.span().file() == mark.file()) {
        return t;
      }
    }
    return null;
  }

  /** The call of the function that is named there; the name where it is not called. */
  public Span callOf(Span callee) {
    Expr e = expr(callee);
    return e != null && parent(e) instanceof Expr.Call c && is(c.callee(), e) ? c.span() : callee;
  }

  /** The statement of the body's own block that the place is in; null if it is further inside. */
  public Span ownStatement(Span at) {
    Node inner = expr(at);
    for (Node up = inner == null ? null : parent(inner); up != null; up = parent(up)) {
      if (up instanceof Stmt) {
        Node block = parent(up);
        return block instanceof Expr.Block && parent(block) == null ? up.span() : null;
      }
      if (up instanceof Expr.Block) {
        return null;
      }
    }
    return null;
  }

  public Pat pat(Span at) {
    read();
    return pats.get(at);
  }

  /** The pattern that binds the name at that place; null if none does. */
  public Pat.IdentPat binding(Span name) {
    read();
    return bindings.get(name);
  }

  /** The place of a binding with its {@code mut} or {@code ref}, as rustc shows it. */
  public Span declaration(Span name) {
    Pat.IdentPat p = binding(name);
    return p == null
        ? name
        : p.sub() == null
            ? p.span()
            : new Span(name.file(), p.span().lo(), name.hi(), name.expansion());
  }

  /** What the node stands in; parentheses are looked through. */
  public Node parent(Node n) {
    read();
    Node up = parents.get(n);
    while (up instanceof Expr.Paren) {
      up = parents.get(up);
    }
    return up;
  }

  /** What the node stands in, from the inside out. */
  public List<Node> ancestors(Node n) {
    List<Node> out = new ArrayList<>();
    for (Node up = parent(n); up != null; up = parent(up)) {
      out.add(up);
    }
    return out;
  }

  /** The expression at the end of a block as a part of which the place is evaluated, or null. */
  public Expr tailOf(Span at) {
    Node inner = expr(at);
    for (Node up = inner == null ? null : parent(inner); up != null; up = parent(up)) {
      if (up instanceof Expr.Block b) {
        return b.tail() != null && is(b.tail(), inner) ? b.tail() : null;
      }
      if (!(up instanceof Expr) || up instanceof Expr.Closure) {
        return null;
      }
      inner = up;
    }
    return null;
  }

  /** Whether the expression, parentheses aside, is that node. */
  public static boolean is(Expr e, Node n) {
    while (e instanceof Expr.Paren p && p != n) {
      e = p.inner();
    }
    return e == n;
  }

  /** A variable, or something that is made here: nothing that is part of something else. */
  public boolean isValue(Expr e) {
    return switch (e) {
      case Expr.Paren p -> isValue(p.inner());
      case Expr.Field f -> false;
      case Expr.Index i -> false;
      case Expr.Unary u -> u.op() != Expr.UnOp.DEREF;
      case Expr x -> true;
    };
  }

  /** Whether one place lies in another of the same text. */
  public static boolean within(Span inner, Span outer) {
    return inner.file() == outer.file() && outer.lo() <= inner.lo() && inner.hi() <= outer.hi();
  }

  /** The head of a loop: {@code for x in xs}, {@code while c}, {@code loop}; null for others. */
  public static Span loopHead(Node n) {
    return switch (n) {
      case Expr.ForLoop f -> f.span().shrinkToStart().to(f.iterator().span());
      case Expr.While w -> w.span().shrinkToStart().to(w.condition().span());
      case Expr.Loop l -> {
        Span s = l.span();
        int word = l.label() == null ? s.lo() : s.file().text().indexOf("loop", s.lo());
        yield new Span(s.file(), s.lo(), Math.max(s.lo(), word) + 4, s.expansion());
      }
      default -> null;
    };
  }

  /** The name of a method with its arguments. */
  public static Span callPart(Expr.MethodCall m) {
    return m.method().ident().span().to(m.span().shrinkToEnd());
  }
}
