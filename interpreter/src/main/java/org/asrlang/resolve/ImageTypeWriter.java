package org.asrlang.resolve;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/** Writes types, paths and generics of an image, and what was learnt about them. */
abstract class ImageTypeWriter {
  static final int ANNOTATED = 63;
  static final int NODE_OF = 1;
  static final int DEFINES = 2;
  static final int TARGET = 4;
  static final int JUMPS = 8;

  /** What the writer asks for the numbers of. */
  interface Numbers {
    int def(Def d);

    int traits(List<Def> list);
  }

  final ImageOut out;
  final Numbers numbers;

  /** The definitions whose syntax a node is. */
  final Map<Node, Def> nodes;

  final Map<Local, Integer> locals = new IdentityHashMap<>();
  final Map<Expr, Integer> labels = new IdentityHashMap<>();
  Set<Expr> targets = Set.of();
  Resolutions res;
  Resolutions patterns;

  void def(Def d) {
    out.u(d == null ? 0 : numbers.def(d) + 1);
  }

  void annotations(Node n) {
    Def node = nodes.get(n);
    Def defined = res.defs.get(n);
    boolean target = n instanceof Expr e && targets.contains(e);
    Expr jump = n instanceof Expr e ? res.jumpTargets.get(e) : null;
    int flags =
        (node != null ? NODE_OF : 0)
            | (defined != null ? DEFINES : 0)
            | (target ? TARGET : 0)
            | (jump != null ? JUMPS : 0);
    if (flags == 0) {
      return;
    }
    out.u(ANNOTATED);
    out.u(flags);
    if (node != null) {
      out.u(numbers.def(node));
    }
    if (defined != null) {
      out.u(numbers.def(defined));
    }
    if (target) {
      labels.put((Expr) n, labels.size());
      out.u(labels.get(n));
    }
    if (jump != null) {
      out.u(labels.get(jump));
    }
  }

  void traits(Node n) {
    List<Def> traits = res.traits.get(n);
    out.u(traits == null ? 0 : numbers.traits(traits) + 1);
  }

  void identRes(Pat.IdentPat p) {
    res(res.identPats.get(p));
  }

  void res(Res r) {
    switch (r) {
      case null -> out.u(0);
      case Res.Item i -> {
        out.u(1);
        out.u(numbers.def(i.def()));
      }
      case Res.Var v -> {
        out.u(2);
        local(v.local());
      }
      case Res.Prim p -> {
        out.u(3);
        out.string(p.name());
      }
      case Res.SelfType s -> {
        out.u(4);
        out.u(numbers.def(s.owner()));
      }
      case Res.SelfCtor s -> {
        out.u(5);
        out.u(numbers.def(s.impl()));
      }
      case Res.Err e -> out.u(6);
    }
  }

  void local(Local l) {
    Integer known = locals.get(l);
    if (known != null) {
      out.u(known);
      return;
    }
    out.u(locals.size());
    locals.put(l, locals.size());
    out.string(l.name());
    out.bool(l.mutable());
    out.span(l.span());
  }

  void path(Path p) {
    if (p == null) {
      out.u(0);
      return;
    }
    Res.Partial found = res.paths.get(p);
    boolean traits = res.traits.containsKey(p);
    out.u(
        1
            | (p.global() ? 2 : 0)
            | (p.qself() != null ? 4 : 0)
            | (found != null ? 8 : 0)
            | (traits ? 16 : 0));
    if (p.qself() != null) {
      type(p.qself());
      out.u(p.qselfPosition());
    }
    segments(p.segments());
    out.span(p.span());
    if (found != null) {
      res(found.base());
      out.u(found.unresolved());
    }
    if (traits) {
      traits(p);
    }
  }

  void lifetime(Lifetime l) {
    out.string(l == null ? null : l.name());
    if (l != null) {
      out.span(l.span());
      def(res.lifetimes.get(l));
    }
  }

  /** Doc comments are left out. */
  void attrs(List<Attribute> all) {
    List<Attribute> kept = all.stream().filter(a -> !a.is("doc")).toList();
    out.u(kept.size());
    for (Attribute a : kept) {
      out.bool(a.inner());
      path(a.path());
      tokenTrees(a.tokens());
      out.span(a.span());
    }
  }

  void generics(Generics g) {
    out.bool(g != Generics.NONE);
    if (g != Generics.NONE) {
      params(g.params());
      wheres(g.where());
      out.span(g.span());
    }
  }

  void param(Generics.Param p) {
    def(nodes.get(p));
    def(res.defs.get(p));
    written(p);
  }

  void lifetimeParam(Generics.LifetimeParam p) {
    param(p);
  }

  void delimited(TokenTree.Delimited d) {
    tokenTree(d);
  }

  void boundsOrNull(List<Generics.Bound> bounds) {
    out.bool(bounds != null);
    if (bounds != null) {
      bounds(bounds);
    }
  }

  void type(TypeExpr n) {
    if (n == null) {
      out.u(0);
      return;
    }
    annotations(n);
    switch (n) {
      case TypeExpr.PathType x -> {
        out.u(1);
        path(x.path());
        out.span(x.span());
      }
      case TypeExpr.RefType x -> {
        out.u(2);
        lifetime(x.lifetime());
        out.bool(x.mutable());
        type(x.target());
        out.span(x.span());
      }
      case TypeExpr.SliceType x -> {
        out.u(3);
        type(x.element());
        out.span(x.span());
      }
      case TypeExpr.ArrayType x -> {
        out.u(4);
        type(x.element());
        expr(x.length());
        out.span(x.span());
      }
      case TypeExpr.TupleType x -> {
        out.u(5);
        types(x.elements());
        out.span(x.span());
      }
      case TypeExpr.NeverType x -> {
        out.u(6);
        out.span(x.span());
      }
      case TypeExpr.InferType x -> {
        out.u(7);
        out.span(x.span());
      }
      case TypeExpr.FnPtrType x -> {
        out.u(8);
        lifetimeParams(x.forLifetimes());
        types(x.inputs());
        type(x.output());
        out.span(x.span());
      }
      case TypeExpr.DynType x -> {
        out.u(9);
        bounds(x.bounds());
        out.span(x.span());
      }
      case TypeExpr.ImplType x -> {
        out.u(10);
        bounds(x.bounds());
        out.span(x.span());
      }
      case TypeExpr.MacroType x -> {
        out.u(11);
        macroCall(x.call());
        out.span(x.span());
      }
      case TypeExpr.ParenType x -> {
        out.u(12);
        type(x.inner());
        out.span(x.span());
      }
      case TypeExpr.RawPtrType x -> {
        out.u(13);
        out.bool(x.mutable());
        type(x.target());
        out.span(x.span());
      }
      case TypeExpr.ErrorType x -> {
        out.u(14);
        out.span(x.span());
      }
    }
  }

  void bound(Generics.Bound n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Generics.TraitBound x -> {
        out.u(1);
        lifetimeParams(x.forLifetimes());
        out.bool(x.maybe());
        path(x.path());
        out.span(x.span());
      }
      case Generics.OutlivesBound x -> {
        out.u(2);
        lifetime(x.lifetime());
      }
      case Generics.UseBound x -> {
        out.u(3);
        idents(x.names());
        out.span(x.span());
      }
    }
  }

  void written(Generics.Param n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Generics.LifetimeParam x -> {
        out.u(1);
        attrs(x.attrs());
        lifetime(x.lifetime());
        lifetimes(x.bounds());
        out.span(x.span());
      }
      case Generics.TypeParam x -> {
        out.u(2);
        attrs(x.attrs());
        ident(x.ident());
        bounds(x.bounds());
        type(x.defaultType());
        out.span(x.span());
      }
      case Generics.ConstParam x -> {
        out.u(3);
        attrs(x.attrs());
        ident(x.ident());
        type(x.type());
        expr(x.defaultValue());
        out.span(x.span());
      }
    }
  }

  void where(Generics.WherePredicate n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Generics.TypePredicate x -> {
        out.u(1);
        lifetimeParams(x.forLifetimes());
        type(x.type());
        bounds(x.bounds());
        out.span(x.span());
      }
      case Generics.LifetimePredicate x -> {
        out.u(2);
        lifetime(x.lifetime());
        lifetimes(x.bounds());
        out.span(x.span());
      }
    }
  }

  void genericArgs(GenericArgs n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case GenericArgs.AngleBracketed x -> {
        out.u(1);
        args(x.args());
        constraints(x.constraints());
        out.span(x.span());
      }
      case GenericArgs.Parenthesized x -> {
        out.u(2);
        types(x.inputs());
        type(x.output());
        out.span(x.span());
      }
    }
  }

  void arg(GenericArgs.GenericArg n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case GenericArgs.LifetimeArg x -> {
        out.u(1);
        lifetime(x.lifetime());
      }
      case GenericArgs.TypeArg x -> {
        out.u(2);
        type(x.type());
      }
      case GenericArgs.ConstArg x -> {
        out.u(3);
        expr(x.value());
      }
    }
  }

  void tokenTree(TokenTree n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case TokenTree.Token x -> {
        out.u(1);
        out.u(x.kind());
        out.string(x.text());
        out.span(x.span());
        out.bool(x.spaceBefore());
      }
      case TokenTree.Delimited x -> {
        out.u(2);
        out.u(x.open());
        tokenTrees(x.trees());
        out.span(x.openSpan());
        out.span(x.closeSpan());
      }
      case TokenTree.Interpolated x -> {
        out.u(3);
        out.string(x.fragment());
        tokenTrees(x.trees());
        out.span(x.span());
      }
    }
  }

  void segment(Path.Segment x) {
    ident(x.ident());
    genericArgs(x.args());
  }

  void ident(Ident x) {
    out.bool(x != null);
    if (x == null) {
      return;
    }
    out.string(x.name());
    out.span(x.span());
  }

  void constraint(GenericArgs.AssocConstraint x) {
    ident(x.name());
    genericArgs(x.args());
    type(x.type());
    expr(x.value());
    boundsOrNull(x.bounds());
    out.span(x.span());
  }

  void macroCall(MacroCall x) {
    path(x.path());
    delimited(x.args());
    out.span(x.span());
  }

  void bounds(List<Generics.Bound> xs) {
    out.u(xs.size());
    for (Generics.Bound x : xs) {
      bound(x);
    }
  }

  void constraints(List<GenericArgs.AssocConstraint> xs) {
    out.u(xs.size());
    for (GenericArgs.AssocConstraint x : xs) {
      constraint(x);
    }
  }

  void args(List<GenericArgs.GenericArg> xs) {
    out.u(xs.size());
    for (GenericArgs.GenericArg x : xs) {
      arg(x);
    }
  }

  void idents(List<Ident> xs) {
    out.u(xs.size());
    for (Ident x : xs) {
      ident(x);
    }
  }

  void lifetimes(List<Lifetime> xs) {
    out.u(xs.size());
    for (Lifetime x : xs) {
      lifetime(x);
    }
  }

  void lifetimeParams(List<Generics.LifetimeParam> xs) {
    out.u(xs.size());
    for (Generics.LifetimeParam x : xs) {
      lifetimeParam(x);
    }
  }

  void params(List<Generics.Param> xs) {
    out.u(xs.size());
    for (Generics.Param x : xs) {
      param(x);
    }
  }

  void segments(List<Path.Segment> xs) {
    out.u(xs.size());
    for (Path.Segment x : xs) {
      segment(x);
    }
  }

  void tokenTrees(List<TokenTree> xs) {
    out.u(xs.size());
    for (TokenTree x : xs) {
      tokenTree(x);
    }
  }

  void types(List<TypeExpr> xs) {
    out.u(xs.size());
    for (TypeExpr x : xs) {
      type(x);
    }
  }

  void wheres(List<Generics.WherePredicate> xs) {
    out.u(xs.size());
    for (Generics.WherePredicate x : xs) {
      where(x);
    }
  }

  ImageTypeWriter(ImageOut out, Numbers numbers, Map<Node, Def> nodes) {
    this.out = out;
    this.numbers = numbers;
    this.nodes = nodes;
  }

  abstract void expr(Expr e);
}
