package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Types. */
final class TypeBuilder {
  private final TreeBuilder b;

  TypeBuilder(TreeBuilder b) {
    this.b = b;
  }

  /** {@code for<'a> T}: a type only for function pointers, else the start of a where predicate. */
  record HigherRanked(List<Generics.LifetimeParam> lifetimes, TypeExpr type, Span span) {}

  /** What a rule for types has made, as a type; null stays null. */
  TypeExpr of(Object node) {
    return switch (node) {
      case null -> null;
      case TypeExpr t -> t;
      case HigherRanked h -> {
        b.error(h.span(), "expected type, found `for<…>`: only `fn`, `dyn` and `impl` take it");
        yield h.type();
      }
      default -> null;
    };
  }

  TypeExpr child(NodeContext c, int rule) {
    return of(Cst.<Object>child(c, rule));
  }

  List<TypeExpr> elements(NodeContext c, int rule) {
    List<Object> nodes = b.elements(c, "type", rule);
    List<TypeExpr> out = new ArrayList<>(nodes.size());
    nodes.forEach(n -> out.add(of(n)));
    return out;
  }

  Object type(NodeContext c) {
    SourceToken t = Cst.start(c);
    if (t.type == IMPL || t.type == DYN) {
      List<Generics.Bound> bounds =
          c.getRuleIndex() == RULE_type
              ? Cst.child(c, RULE_typeParamBounds)
              : Cst.all(c, RULE_typeParamBound);
      if (bounds == null) {
        return new TypeExpr.ErrorType(Cst.span(c));
      }
      return t.type == IMPL
          ? new TypeExpr.ImplType(bounds, Cst.span(c))
          : new TypeExpr.DynType(bounds, Cst.span(c));
    }
    Object node = Cst.<Object>child(c, RULE_simpleType);
    SourceToken plus = Cst.token(c, PLUS);
    if (plus != null && node instanceof TypeExpr type) {
      List<Generics.Bound> bounds = new ArrayList<>();
      if (type instanceof TypeExpr.PathType p) {
        bounds.add(new Generics.TraitBound(List.of(), false, p.path(), p.span()));
        Diagnostic.error("E0782", Cst.span(c), "expected a type, found a trait")
            .fix(
                "you can add the `dyn` keyword if you want a trait object",
                t.span().shrinkToStart(),
                "dyn ")
            .to(b.diagnostics);
      } else {
        return misplaced(type, Cst.all(c, RULE_typeParamBound), Cst.span(c));
      }
      bounds.addAll(Cst.all(c, RULE_typeParamBound));
      return new TypeExpr.DynType(bounds, Cst.span(c));
    }
    return node == null ? new TypeExpr.ErrorType(Cst.span(c)) : node;
  }

  /** {@code &Trait + Send}, where {@code &(dyn Trait + Send)} is meant. */
  private TypeExpr misplaced(TypeExpr type, List<Generics.Bound> more, Span span) {
    Diagnostic.Builder d =
        Diagnostic.error("E0178", span, "expected a path on the left-hand side of `+`");
    TypeExpr inner =
        switch (type) {
          case TypeExpr.RefType r -> r.target();
          case TypeExpr.FnPtrType f -> f.output();
          case TypeExpr t -> null;
        };
    if (inner == null) {
      d.to(b.diagnostics);
      return type;
    }
    List<Generics.Bound> bounds = new ArrayList<>();
    if (inner instanceof TypeExpr.PathType p) {
      bounds.add(new Generics.TraitBound(List.of(), false, p.path(), p.span()));
      Diagnostic.error("E0782", p.span(), "expected a type, found a trait")
          .fix(
              "you can add the `dyn` keyword if you want a trait object",
              p.span().shrinkToStart(),
              "dyn ")
          .to(b.diagnostics);
    } else if (inner instanceof TypeExpr.DynType t) {
      bounds.addAll(t.bounds());
    }
    Span whole = inner.span().to(span.shrinkToEnd());
    d.suggestion(
            new Diagnostic.Suggestion(
                "try adding parentheses",
                List.of(
                    new Diagnostic.Edit(inner.span().shrinkToStart(), "("),
                    new Diagnostic.Edit(span.shrinkToEnd(), ")")),
                true))
        .to(b.diagnostics);
    if (bounds.isEmpty()) {
      return type;
    }
    bounds.addAll(more);
    TypeExpr object = new TypeExpr.DynType(bounds, whole);
    return switch (type) {
      case TypeExpr.RefType r -> new TypeExpr.RefType(r.lifetime(), r.mutable(), object, span);
      case TypeExpr.FnPtrType f ->
          new TypeExpr.FnPtrType(f.forLifetimes(), f.inputs(), object, span);
      case TypeExpr t -> t;
    };
  }

  Object simple(NodeContext c) {
    SourceToken t = Cst.start(c);
    Span span = Cst.span(c);
    List<ParseTree> kids = Cst.children(c);
    if (kids.isEmpty()) {
      return new TypeExpr.ErrorType(span);
    }
    if (kids.get(0) instanceof NodeContext first) {
      return switch (first.getRuleIndex()) {
        case RULE_bareFunctionType -> first.node;
        case RULE_forLifetimes -> higherRanked(Cst.node(first), child(c, RULE_typeNoBounds), span);
        case RULE_typePath -> {
          if (Cst.has(c, NOT)) {
            yield new TypeExpr.MacroType(
                new MacroCall(Cst.node(first), b.delimited(c), span), span);
          }
          yield new TypeExpr.PathType(Cst.node(first), span);
        }
        case RULE_qualifiedPathInType -> {
          Path p = Cst.node(first);
          if (p.segments().isEmpty()) {
            b.error(span.shrinkToEnd(), "missing associated item: expected `::` behind `<…>`");
          }
          yield new TypeExpr.PathType(p, span);
        }
        default -> new TypeExpr.ErrorType(span);
      };
    }
    return switch (t.type) {
      case LPAREN -> {
        List<TypeExpr> elements = elements(c, RULE_type);
        yield elements.size() == 1 && TreeBuilder.commas(c) == 0
            ? new TypeExpr.ParenType(elements.get(0), span)
            : new TypeExpr.TupleType(elements, span);
      }
      case NOT -> new TypeExpr.NeverType(span);
      case UNDERSCORE -> new TypeExpr.InferType(span);
      case STAR -> new TypeExpr.RawPtrType(Cst.has(c, MUT), target(c), span);
      case AND ->
          new TypeExpr.RefType(
              b.lifetime(Cst.token(c, LIFETIME_OR_LABEL)), Cst.has(c, MUT), target(c), span);
      case ANDAND -> {
        Span inner =
            new Span(span.file(), Math.min(span.lo() + 1, span.hi()), span.hi(), span.expansion());
        yield new TypeExpr.RefType(
            null,
            false,
            new TypeExpr.RefType(
                b.lifetime(Cst.token(c, LIFETIME_OR_LABEL)), Cst.has(c, MUT), target(c), inner),
            span);
      }
      case LBRACKET -> {
        TypeExpr element = child(c, RULE_type);
        Expr length = Cst.child(c, RULE_expression);
        yield length == null && !Cst.has(c, SEMI)
            ? new TypeExpr.SliceType(element, span)
            : new TypeExpr.ArrayType(
                element, length == null ? new Expr.ErrorExpr(span) : length, span);
      }
      case INTERPOLATED_TY -> b.paths.interpolatedType(c);
      default -> new TypeExpr.ErrorType(span);
    };
  }

  private TypeExpr target(NodeContext c) {
    TypeExpr t = child(c, RULE_typeNoBounds);
    return t == null ? new TypeExpr.ErrorType(Cst.span(c)) : t;
  }

  private static Object higherRanked(
      List<Generics.LifetimeParam> lifetimes, TypeExpr type, Span span) {
    return type instanceof TypeExpr.FnPtrType f
        ? new TypeExpr.FnPtrType(lifetimes, f.inputs(), f.output(), span)
        : new HigherRanked(lifetimes, type, span);
  }

  TypeExpr functionPointer(NodeContext c) {
    List<TypeExpr> inputs = b.elements(c, "type", RULE_bareFunctionParam);
    return new TypeExpr.FnPtrType(List.of(), inputs, child(c, RULE_typeNoBounds), Cst.span(c));
  }

  TypeExpr functionPointerParam(NodeContext c) {
    TypeExpr first = null;
    TypeExpr last = null;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.rule(t) == RULE_type) {
        last = of(Cst.<Object>node(t));
        first = first == null ? last : first;
      }
    }
    SourceToken mut = Cst.token(c, MUT);
    boolean named =
        first == last
            || first instanceof TypeExpr.InferType
            || first instanceof TypeExpr.PathType p && p.path().asIdent() != null;
    if (mut != null || !named) {
      Span at =
          mut != null ? mut.span().to(Cst.<Ident>child(c, RULE_identifier).span()) : first.span();
      Diagnostic.error("E0561", at, "patterns aren't allowed in function pointer types")
          .to(b.diagnostics);
    }
    return last;
  }
}
