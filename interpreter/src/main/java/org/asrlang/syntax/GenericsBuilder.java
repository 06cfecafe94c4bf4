package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Generic parameters, bounds and where clauses. */
final class GenericsBuilder {
  private final TreeBuilder b;

  GenericsBuilder(TreeBuilder b) {
    this.b = b;
  }

  /** The parameters with the order of their kinds checked. */
  List<Generics.Param> params(NodeContext c) {
    List<Generics.Param> params = b.elements(c, "generic parameter", RULE_genericParam);
    boolean types = false;
    for (Generics.Param p : params) {
      if (p instanceof Generics.LifetimeParam && types) {
        b.error(
            p.span(), "lifetime parameters must be declared prior to type and const parameters");
        break;
      }
      types |= !(p instanceof Generics.LifetimeParam);
    }
    return params;
  }

  Generics.Param param(NodeContext c) {
    List<Attribute> attrs = Cst.all(c, RULE_outerAttribute);
    Span span = Cst.span(c);
    SourceToken lifetime = Cst.token(c, LIFETIME_OR_LABEL);
    if (lifetime != null) {
      return new Generics.LifetimeParam(
          attrs, b.lifetime(lifetime), orEmpty(Cst.child(c, RULE_lifetimeBounds)), span);
    }
    Ident name = b.name(c);
    TypeExpr type = null;
    TypeExpr defaultType = null;
    boolean behindEq = false;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) == EQ) {
        behindEq = true;
      } else if (Cst.rule(t) == RULE_type) {
        if (behindEq) {
          defaultType = b.types.of(Cst.<Object>node(t));
        } else {
          type = b.types.of(Cst.<Object>node(t));
        }
      }
    }
    if (Cst.has(c, CONST)) {
      Expr value = Cst.child(c, RULE_constArgument);
      if (value == null && defaultType instanceof TypeExpr.PathType p) {
        value = new Expr.PathExpr(p.path(), p.span());
      }
      return new Generics.ConstParam(
          attrs, name, type == null ? new TypeExpr.ErrorType(span) : type, value, span);
    }
    return new Generics.TypeParam(
        attrs, name, orEmpty(Cst.child(c, RULE_typeParamBounds)), defaultType, span);
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  List<Lifetime> lifetimes(NodeContext c) {
    List<Lifetime> out = new ArrayList<>();
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) == LIFETIME_OR_LABEL) {
        out.add(b.lifetime(Cst.token(t)));
      }
    }
    return out;
  }

  /** The item's parameters and where clauses together. */
  Generics of(NodeContext c) {
    List<Generics.Param> params = Cst.child(c, RULE_genericParams);
    if (params == null) {
      params = Cst.child(c, RULE_implGenericParams);
    }
    List<List<Generics.WherePredicate>> wheres = Cst.all(c, RULE_whereClause);
    if (params == null && wheres.isEmpty()) {
      return Generics.NONE;
    }
    List<Generics.WherePredicate> where = new ArrayList<>();
    wheres.forEach(where::addAll);
    Span span = Span.NONE;
    for (ParseTree t : Cst.children(c)) {
      int rule = Cst.rule(t);
      if (rule == RULE_genericParams || rule == RULE_implGenericParams) {
        span = Cst.span((NodeContext) t);
      }
    }
    return new Generics(orEmpty(params), where, span);
  }

  Generics.WherePredicate predicate(NodeContext c) {
    Span span = Cst.span(c);
    SourceToken lifetime = Cst.token(c, LIFETIME_OR_LABEL);
    if (lifetime != null) {
      return new Generics.LifetimePredicate(
          b.lifetime(lifetime), orEmpty(Cst.child(c, RULE_lifetimeBounds)), span);
    }
    List<Generics.Bound> bounds = orEmpty(Cst.child(c, RULE_typeParamBounds));
    Object type = Cst.<Object>child(c, RULE_type);
    if (type instanceof TypeBuilder.HigherRanked h) {
      return new Generics.TypePredicate(h.lifetimes(), h.type(), bounds, span);
    }
    TypeExpr subject = b.types.of(type);
    return new Generics.TypePredicate(
        List.of(), subject == null ? new TypeExpr.ErrorType(span) : subject, bounds, span);
  }

  List<Generics.LifetimeParam> forLifetimes(NodeContext c) {
    List<Generics.Param> params = orEmpty(Cst.child(c, RULE_genericParams));
    List<Generics.LifetimeParam> out = new ArrayList<>();
    for (Generics.Param p : params) {
      if (p instanceof Generics.LifetimeParam l) {
        out.add(l);
      } else {
        b.error(p.span(), "only lifetime parameters can be used in this context");
      }
    }
    return out;
  }

  Generics.Bound bound(NodeContext c) {
    SourceToken t = Cst.start(c);
    if (t.type == LIFETIME_OR_LABEL) {
      return new Generics.OutlivesBound(b.lifetime(t));
    }
    if (t.type == USE) {
      List<Ident> names = new ArrayList<>();
      for (ParseTree k : Cst.children(c)) {
        if (Cst.rule(k) == RULE_useBoundArg) {
          SourceToken n = Cst.start((NodeContext) k);
          names.add(new Ident(n.text(), n.span()));
        }
      }
      return new Generics.UseBound(names, Cst.span(c));
    }
    return Cst.child(c, RULE_traitBound);
  }

  Generics.Bound traitBound(NodeContext c) {
    boolean maybe = false;
    List<Generics.LifetimeParam> lifetimes = new ArrayList<>(0);
    Path path = null;
    for (ParseTree t : Cst.children(c)) {
      if (t instanceof TerminalNode) {
        maybe |= Cst.type(t) == QUESTION;
        if (Cst.type(t) == INTERPOLATED_TY) {
          TypeExpr type = b.fragment(Cst.token(t), AstParser::wholeType);
          if (type instanceof TypeExpr.PathType p) {
            path = p.path();
          } else {
            b.error(Cst.span(c), "expected a trait, found type");
          }
        } else if (Cst.type(t) == NOT) {
          b.error(Cst.token(t).span(), "negative bounds are not supported");
        }
      } else if (Cst.rule(t) == RULE_forLifetimes) {
        lifetimes.addAll(orEmpty(Cst.<List<Generics.LifetimeParam>>node(t)));
      } else {
        path = Cst.node(t);
      }
    }
    if (path == null) {
      return null;
    }
    return new Generics.TraitBound(lifetimes, maybe, path, Cst.span(c));
  }
}
