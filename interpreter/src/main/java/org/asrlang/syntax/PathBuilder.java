package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Paths and generic arguments. */
final class PathBuilder {
  private final TreeBuilder b;

  PathBuilder(TreeBuilder b) {
    this.b = b;
  }

  /** {@code <T as Trait>}; the trait may be null. */
  private record QSelf(TypeExpr type, Path trait) {}

  private record Constraint(TypeExpr type, Expr value, List<Generics.Bound> bounds) {}

  /** A path being put together. */
  private static final class Draft {
    boolean global;
    TypeExpr qself;
    int position;
    final List<Path.Segment> segments = new ArrayList<>(3);

    void add(Path p) {
      if (segments.isEmpty()) {
        global = p.global();
        qself = p.qself();
        position = p.qselfPosition();
      }
      segments.addAll(p.segments());
    }

    void qself(QSelf q) {
      qself = q.type();
      if (q.trait() != null) {
        segments.addAll(q.trait().segments());
        global = q.trait().global();
        position = segments.size();
      }
    }

    Path build(Span span) {
      if (segments.size() == position) {
        // After a syntax error. A nameless segment is looked up nowhere.
        segments.add(new Path.Segment(new Ident("", span), null));
      }
      return new Path(global, qself, position, List.copyOf(segments), span);
    }
  }

  /** The result is an {@link Ident}, or a {@link Path} out of a macro. */
  Object segment(NodeContext c) {
    SourceToken t = Cst.start(c);
    if (t.fragment != null) {
      return b.fragment(t, AstParser::wholePath);
    }
    Ident i = Cst.child(c, RULE_identifier);
    return i != null ? i : b.ident(t, c);
  }

  private void segment(Draft d, Object node) {
    switch (node) {
      case null -> {}
      case Path p -> d.add(p);
      case Ident i -> d.segments.add(new Path.Segment(i, null));
      default -> {}
    }
  }

  Path simple(NodeContext c) {
    Draft d = new Draft();
    d.global = Cst.start(c).type == PATHSEP;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.rule(t) == RULE_simplePathSegment) {
        segment(d, Cst.node(t));
      }
    }
    return d.build(Cst.span(c));
  }

  /** An Ident, a Path, or GenericArgs. */
  Object rest(NodeContext c) {
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof NodeContext n) {
        return n.node;
      }
    }
    return null;
  }

  Path path(NodeContext c) {
    Draft d = new Draft();
    for (ParseTree t : Cst.children(c)) {
      part(d, t);
    }
    return build(d, c);
  }

  private Path build(Draft d, NodeContext c) {
    Span span = Cst.span(c);
    if (d.qself != null && d.segments.size() == d.position && !b.recovering) {
      b.error(span, "expected `::` and a name after `" + span.text() + "`");
    }
    return d.build(span);
  }

  private void part(Draft d, ParseTree t) {
    Object node = Cst.node(t);
    switch (node) {
      case null -> {
        if (Cst.type(t) == PATHSEP) {
          d.global = true;
        } else if (Cst.type(t) == INTERPOLATED_TY) {
          type(d, b.fragment(Cst.token(t), AstParser::wholeType));
        }
      }
      case QSelf q -> d.qself(q);
      case GenericArgs a -> args(d, a);
      default -> segment(d, node);
    }
  }

  private void type(Draft d, TypeExpr type) {
    if (type instanceof TypeExpr.PathType p) {
      d.add(p.path());
    } else if (type != null) {
      d.qself = type;
    }
  }

  private void args(Draft d, GenericArgs args) {
    if (d.segments.isEmpty()) {
      b.error(args.span(), "expected identifier, found `<`");
      return;
    }
    int last = d.segments.size() - 1;
    Path.Segment s = d.segments.get(last);
    if (s.args() != null) {
      b.error(args.span(), "expected one of `::`, `;`, or an operator, found `<`");
      return;
    }
    d.segments.set(last, new Path.Segment(s.ident(), args));
  }

  /** {@code $t} or {@code $t::Name} as a type. */
  TypeExpr interpolatedType(NodeContext c) {
    SourceToken first = Cst.start(c);
    TypeExpr type = b.fragment(first, AstParser::wholeType);
    if (Cst.children(c).size() == 1) {
      return type;
    }
    Draft d = new Draft();
    type(d, type);
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) != INTERPOLATED_TY) {
        part(d, t);
      }
    }
    Span span = Cst.span(c);
    return new TypeExpr.PathType(build(d, c), span);
  }

  QSelf qualifiedSelf(NodeContext c) {
    return new QSelf(b.types.child(c, RULE_type), Cst.child(c, RULE_qualifiedAs));
  }

  /** The path behind {@code <} where {@code <<} has swallowed its own. */
  Path qualifiedRest(NodeContext c) {
    Draft d = new Draft();
    for (ParseTree t : Cst.children(c)) {
      part(d, t);
    }
    return build(d, c);
  }

  QSelf qualified(NodeContext c) {
    QSelf q = Cst.child(c, RULE_qualifiedSelf);
    if (q != null) {
      return q;
    }
    Path inner = Cst.child(c, RULE_qualifiedPathRest);
    return new QSelf(new TypeExpr.PathType(inner, inner.span()), Cst.child(c, RULE_qualifiedAs));
  }

  GenericArgs.Parenthesized parenthesized(NodeContext c) {
    return new GenericArgs.Parenthesized(
        b.types.elements(c, RULE_type), b.types.child(c, RULE_typeNoBounds), Cst.span(c));
  }

  GenericArgs.AngleBracketed genericArgs(NodeContext c) {
    List<GenericArgs.GenericArg> args = new ArrayList<>(2);
    List<GenericArgs.AssocConstraint> constraints = new ArrayList<>(0);
    Path first = Cst.child(c, RULE_qualifiedPathRest);
    if (first != null) {
      args.add(new GenericArgs.TypeArg(new TypeExpr.PathType(first, first.span())));
    }
    boolean open = first == null;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) == COMMA) {
        if (open && !b.recovering) {
          b.error(
              Cst.token(t).span(),
              "expected one of `>`, a const expression, lifetime, or type, found `,`");
        }
        open = true;
      } else if (Cst.rule(t) == RULE_genericArg) {
        open = false;
        Object node = Cst.node(t);
        switch (node) {
          case null -> {}
          case GenericArgs.AssocConstraint a -> constraints.add(a);
          case GenericArgs.GenericArg a -> {
            if (!constraints.isEmpty()) {
              b.error(a.span(), "generic arguments must come before the first constraint");
            }
            args.add(a);
          }
          default -> {}
        }
      }
    }
    return new GenericArgs.AngleBracketed(List.copyOf(args), List.copyOf(constraints), Cst.span(c));
  }

  Node genericArg(NodeContext c) {
    SourceToken t = Cst.start(c);
    if (t.type == LIFETIME_OR_LABEL) {
      return new GenericArgs.LifetimeArg(b.lifetime(t));
    }
    Expr value = Cst.child(c, RULE_constArgument);
    if (value != null) {
      return new GenericArgs.ConstArg(value);
    }
    TypeExpr type = b.types.child(c, RULE_type);
    Constraint k = Cst.child(c, RULE_associatedConstraint);
    if (k == null) {
      return type == null ? null : new GenericArgs.TypeArg(type);
    }
    if (type instanceof TypeExpr.PathType p
        && !p.path().global()
        && p.path().qself() == null
        && p.path().segments().size() == 1) {
      Path.Segment s = p.path().last();
      return new GenericArgs.AssocConstraint(
          s.ident(), s.args(), k.type(), k.value(), k.bounds(), Cst.span(c));
    }
    b.error(Cst.span(c), "expected one of `,` or `>`, found `=`");
    return null;
  }

  Constraint constraint(NodeContext c) {
    if (Cst.start(c).type == EQ) {
      return new Constraint(b.types.child(c, RULE_type), Cst.child(c, RULE_constArgument), null);
    }
    List<Generics.Bound> bounds = Cst.child(c, RULE_typeParamBounds);
    return new Constraint(null, null, bounds == null ? List.of() : bounds);
  }

  Expr constArgument(NodeContext c) {
    SourceToken t = Cst.start(c);
    if (t.type == INTERPOLATED_EXPR) {
      return b.fragment(t, AstParser::wholeExpression);
    }
    Expr.Block block = Cst.child(c, RULE_blockExpression);
    if (block != null) {
      return t.type == CONST_BLOCK ? new Expr.ConstBlock(block, Cst.span(c)) : block;
    }
    return b.patterns.literal(c);
  }
}
