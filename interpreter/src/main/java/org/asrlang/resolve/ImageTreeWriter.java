package org.asrlang.resolve;

import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/**
 * Writes resolved trees: behind each node stands what resolution learnt about it. Members of traits
 * and impls, and bodies, are left to their own definitions. {@link ImageTreeReader} reads it, one
 * method for one method.
 */
final class ImageTreeWriter {
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

  private final ImageOut out;
  private final Numbers numbers;

  /** The definitions whose syntax a node is. */
  private final Map<Node, Def> nodes;

  private final Map<Local, Integer> locals = new IdentityHashMap<>();
  private final Map<Expr, Integer> labels = new IdentityHashMap<>();
  private Set<Expr> targets = Set.of();
  private Resolutions res;
  private Resolutions patterns;

  ImageTreeWriter(ImageOut out, Numbers numbers, Map<Node, Def> nodes) {
    this.out = out;
    this.numbers = numbers;
    this.nodes = nodes;
  }

  /**
   * An item.
   *
   * @param body what was learnt about the body, to which a function's parameters belong
   */
  void item(Item item, Resolutions signature, Resolutions body) {
    res = signature;
    patterns = body;
    begin(signature);
    item(item);
  }

  /** The body of the item that was written last. */
  void body(Expr body) {
    res = patterns;
    begin(res);
    expr(body);
  }

  /** The rules of a macro. */
  void tokens(TokenTree.Delimited body) {
    res = new Resolutions();
    tokenTree(body);
  }

  private void begin(Resolutions r) {
    out.unit();
    labels.clear();
    targets = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    targets.addAll(r.jumpTargets.values());
  }

  private void def(Def d) {
    out.u(d == null ? 0 : numbers.def(d) + 1);
  }

  private void annotations(Node n) {
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

  private void traits(Node n) {
    List<Def> traits = res.traits.get(n);
    out.u(traits == null ? 0 : numbers.traits(traits) + 1);
  }

  private void identRes(Pat.IdentPat p) {
    res(res.identPats.get(p));
  }

  private void res(Res r) {
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

  private void local(Local l) {
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

  void selfParam(Item.SelfParam s) {
    out.bool(s != null);
    if (s != null) {
      out.bool(s.byRef());
      lifetime(s.lifetime());
      out.bool(s.mutable());
      type(s.type());
      out.span(s.span());
      Local l = patterns.selfParams.get(s);
      out.bool(l != null);
      if (l != null) {
        local(l);
      }
    }
  }

  void fnParam(Item.Param p) {
    attrs(p.attrs());
    Resolutions signature = res;
    res = patterns;
    pat(p.pat());
    res = signature;
    type(p.type());
    out.span(p.span());
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

  void visibility(Item.Visibility v) {
    out.bool(v != Item.Visibility.INHERITED);
    if (v != Item.Visibility.INHERITED) {
      out.bool(v.isPub());
      path(v.path());
      out.span(v.span());
    }
  }

  void fieldDef(Item.FieldDef f) {
    def(nodes.get(f));
    attrs(f.attrs());
    visibility(f.visibility());
    ident(f.ident());
    type(f.type());
    out.span(f.span());
  }

  void variant(Item.Variant v) {
    def(nodes.get(v));
    attrs(v.attrs());
    ident(v.ident());
    variantData(v.data());
    expr(v.discriminant());
    out.span(v.span());
  }

  void bodyMark(Expr body) {
    out.bool(body != null);
    if (body != null) {
      out.span(body.span());
    }
  }

  void noItems(List<Item> members) {}

  void delimited(TokenTree.Delimited d) {
    tokenTree(d);
  }

  void boundsOrNull(List<Generics.Bound> bounds) {
    out.bool(bounds != null);
    if (bounds != null) {
      bounds(bounds);
    }
  }

  private void literal(Expr.Literal l) {
    out.u(l.kind().ordinal());
    switch (l.value()) {
      case BigInteger i -> {
        out.bool(i.bitLength() < 32);
        if (i.bitLength() < 32) {
          out.signed(i.intValue());
        } else {
          out.bytes(i.toByteArray());
        }
      }
      case String s -> out.string(s);
      case byte[] b -> out.bytes(b);
      case Integer c -> out.u(c);
      case Boolean b -> out.bool(b);
      default -> throw new IllegalStateException("literal " + l.value().getClass());
    }
    out.string(l.suffix());
    out.span(l.span());
  }

  void expr(Expr n) {
    if (n == null) {
      out.u(0);
      return;
    }
    annotations(n);
    switch (n) {
      case Expr.Literal x -> {
        out.u(1);
        literal(x);
      }
      case Expr.PathExpr x -> {
        out.u(2);
        path(x.path());
        out.span(x.span());
      }
      case Expr.Block x -> {
        out.u(3);
        lifetime(x.label());
        attrs(x.innerAttrs());
        stmts(x.stmts());
        expr(x.tail());
        out.span(x.span());
      }
      case Expr.ConstBlock x -> {
        out.u(4);
        expr(x.body());
        out.span(x.span());
      }
      case Expr.Unary x -> {
        out.u(5);
        out.u(x.op().ordinal());
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.Binary x -> {
        out.u(6);
        out.u(x.op().ordinal());
        expr(x.left());
        expr(x.right());
        out.span(x.opSpan());
        out.span(x.span());
      }
      case Expr.Assign x -> {
        out.u(7);
        expr(x.place());
        expr(x.value());
        out.span(x.opSpan());
        out.span(x.span());
      }
      case Expr.AssignOp x -> {
        out.u(8);
        out.u(x.op().ordinal());
        expr(x.place());
        expr(x.value());
        out.span(x.opSpan());
        out.span(x.span());
      }
      case Expr.Borrow x -> {
        out.u(9);
        out.bool(x.mutable());
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.RawBorrow x -> {
        out.u(10);
        out.bool(x.mutable());
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.Cast x -> {
        out.u(11);
        expr(x.operand());
        type(x.type());
        out.span(x.span());
      }
      case Expr.Call x -> {
        out.u(12);
        expr(x.callee());
        exprs(x.args());
        out.span(x.span());
      }
      case Expr.MethodCall x -> {
        out.u(13);
        expr(x.receiver());
        segment(x.method());
        exprs(x.args());
        out.span(x.span());
        traits(x);
      }
      case Expr.Field x -> {
        out.u(14);
        expr(x.object());
        ident(x.name());
        out.span(x.span());
      }
      case Expr.Index x -> {
        out.u(15);
        expr(x.object());
        expr(x.index());
        out.span(x.span());
      }
      case Expr.Range x -> {
        out.u(16);
        expr(x.lo());
        expr(x.hi());
        out.bool(x.inclusive());
        out.span(x.span());
      }
      case Expr.Tuple x -> {
        out.u(17);
        exprs(x.elements());
        out.span(x.span());
      }
      case Expr.Array x -> {
        out.u(18);
        exprs(x.elements());
        out.span(x.span());
      }
      case Expr.Repeat x -> {
        out.u(19);
        expr(x.value());
        expr(x.count());
        out.span(x.span());
      }
      case Expr.StructLit x -> {
        out.u(20);
        path(x.path());
        fieldInits(x.fields());
        expr(x.base());
        out.span(x.span());
      }
      case Expr.Closure x -> {
        out.u(21);
        lifetimeParams(x.forLifetimes());
        out.bool(x.move());
        closureParams(x.params());
        type(x.output());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.Let x -> {
        out.u(22);
        pat(x.pat());
        expr(x.scrutinee());
        out.span(x.span());
      }
      case Expr.If x -> {
        out.u(23);
        expr(x.condition());
        expr(x.then());
        expr(x.otherwise());
        out.span(x.span());
      }
      case Expr.Match x -> {
        out.u(24);
        expr(x.scrutinee());
        arms(x.arms());
        out.span(x.span());
      }
      case Expr.Loop x -> {
        out.u(25);
        lifetime(x.label());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.While x -> {
        out.u(26);
        lifetime(x.label());
        expr(x.condition());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.ForLoop x -> {
        out.u(27);
        lifetime(x.label());
        pat(x.pat());
        expr(x.iterator());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.Break x -> {
        out.u(28);
        lifetime(x.label());
        expr(x.value());
        out.span(x.span());
      }
      case Expr.Continue x -> {
        out.u(29);
        lifetime(x.label());
        out.span(x.span());
      }
      case Expr.Return x -> {
        out.u(30);
        expr(x.value());
        out.span(x.span());
      }
      case Expr.Try x -> {
        out.u(31);
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.Paren x -> {
        out.u(32);
        expr(x.inner());
        out.span(x.span());
      }
      case Expr.Underscore x -> {
        out.u(33);
        out.span(x.span());
      }
      case Expr.MacroExpr x -> {
        out.u(34);
        macroCall(x.call());
        out.span(x.span());
      }
      case Expr.Await x -> {
        out.u(35);
        expr(x.operand());
        out.span(x.awaitSpan());
        out.span(x.span());
      }
      case Expr.Async x -> {
        out.u(36);
        expr(x.body());
        out.span(x.asyncSpan());
        out.span(x.span());
      }
      case Expr.Unsafe x -> {
        out.u(37);
        expr(x.body());
        out.span(x.span());
      }
      case Expr.FormatArgs x -> {
        out.u(38);
        formatPieces(x.pieces());
        exprs(x.args());
        out.bool(x.newline());
        out.span(x.span());
      }
      case Expr.ErrorExpr x -> {
        out.u(39);
        out.span(x.span());
      }
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

  void pat(Pat n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Pat.WildPat x -> {
        out.u(1);
        out.span(x.span());
      }
      case Pat.RestPat x -> {
        out.u(2);
        out.span(x.span());
      }
      case Pat.IdentPat x -> {
        out.u(3);
        out.bool(x.byRef());
        out.bool(x.mutable());
        ident(x.ident());
        pat(x.sub());
        out.span(x.span());
        identRes(x);
      }
      case Pat.LiteralPat x -> {
        out.u(4);
        expr(x.value());
        out.span(x.span());
      }
      case Pat.RangePat x -> {
        out.u(5);
        expr(x.lo());
        expr(x.hi());
        out.bool(x.inclusive());
        out.span(x.span());
      }
      case Pat.RefPat x -> {
        out.u(6);
        out.bool(x.mutable());
        pat(x.inner());
        out.span(x.span());
      }
      case Pat.TuplePat x -> {
        out.u(7);
        pats(x.elements());
        out.span(x.span());
      }
      case Pat.SlicePat x -> {
        out.u(8);
        pats(x.elements());
        out.span(x.span());
      }
      case Pat.PathPat x -> {
        out.u(9);
        path(x.path());
        out.span(x.span());
      }
      case Pat.TupleStructPat x -> {
        out.u(10);
        path(x.path());
        pats(x.elements());
        out.span(x.span());
      }
      case Pat.StructPat x -> {
        out.u(11);
        path(x.path());
        fieldPats(x.fields());
        out.bool(x.rest());
        out.span(x.span());
      }
      case Pat.OrPat x -> {
        out.u(12);
        pats(x.alternatives());
        out.span(x.span());
      }
      case Pat.ParenPat x -> {
        out.u(13);
        pat(x.inner());
        out.span(x.span());
      }
      case Pat.MacroPat x -> {
        out.u(14);
        macroCall(x.call());
        out.span(x.span());
      }
      case Pat.ErrorPat x -> {
        out.u(15);
        out.span(x.span());
      }
    }
  }

  void stmt(Stmt n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Stmt.LetStmt x -> {
        out.u(1);
        attrs(x.attrs());
        pat(x.pat());
        type(x.type());
        expr(x.init());
        expr(x.otherwise());
        out.span(x.span());
      }
      case Stmt.ExprStmt x -> {
        out.u(2);
        attrs(x.attrs());
        expr(x.expr());
        out.bool(x.semicolon());
        out.span(x.span());
      }
      case Stmt.MacroStmt x -> {
        out.u(3);
        attrs(x.attrs());
        macroCall(x.call());
        out.bool(x.semicolon());
        out.span(x.span());
      }
      case Stmt.EmptyStmt x -> {
        out.u(4);
        out.span(x.span());
      }
      case Stmt.ItemStmt x -> {
        out.u(4);
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

  void formatPiece(Expr.FormatPiece n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Expr.FormatText x -> {
        out.u(1);
        out.string(x.text());
      }
      case Expr.FormatPlaceholder x -> {
        out.u(2);
        out.u(x.arg());
        out.string(x.trait());
        out.u(x.fill());
        out.u(x.align());
        out.u(x.flags());
        formatCount(x.width());
        formatCount(x.precision());
        out.span(x.span());
      }
    }
  }

  void item(Item n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Item.Fn x -> {
        out.u(1);
        attrs(x.attrs());
        visibility(x.visibility());
        header(x.header());
        ident(x.ident());
        generics(x.generics());
        selfParam(x.self());
        fnParams(x.params());
        type(x.output());
        bodyMark(x.body());
        out.span(x.span());
      }
      case Item.Struct x -> {
        out.u(2);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        variantData(x.data());
        out.span(x.span());
      }
      case Item.Enum x -> {
        out.u(3);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        variants(x.variants());
        out.span(x.span());
      }
      case Item.Trait x -> {
        out.u(4);
        attrs(x.attrs());
        visibility(x.visibility());
        out.bool(x.isUnsafe());
        out.bool(x.isAuto());
        ident(x.ident());
        generics(x.generics());
        bounds(x.supertraits());
        noItems(x.items());
        out.span(x.span());
      }
      case Item.Impl x -> {
        out.u(5);
        attrs(x.attrs());
        out.bool(x.isUnsafe());
        generics(x.generics());
        out.bool(x.negative());
        path(x.trait());
        type(x.self());
        noItems(x.items());
        out.span(x.span());
      }
      case Item.TypeAlias x -> {
        out.u(6);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        bounds(x.bounds());
        type(x.type());
        out.span(x.span());
      }
      case Item.Const x -> {
        out.u(7);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        type(x.type());
        bodyMark(x.value());
        out.span(x.span());
      }
      case Item.Static x -> {
        out.u(8);
        attrs(x.attrs());
        visibility(x.visibility());
        out.bool(x.mutable());
        ident(x.ident());
        type(x.type());
        bodyMark(x.value());
        out.span(x.span());
      }
      case Item.Module x -> {
        out.u(9);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        attrs(x.innerAttrs());
        noItems(x.items());
        out.span(x.span());
      }
      default -> throw new IllegalStateException("no definition: " + n);
    }
  }

  void arm(Expr.Arm x) {
    attrs(x.attrs());
    pat(x.pat());
    expr(x.guard());
    expr(x.body());
    out.span(x.span());
  }

  void fieldInit(Expr.FieldInit x) {
    attrs(x.attrs());
    ident(x.name());
    expr(x.value());
    out.bool(x.shorthand());
    out.span(x.span());
  }

  void closureParam(Expr.ClosureParam x) {
    pat(x.pat());
    type(x.type());
    out.span(x.span());
  }

  void fieldPat(Pat.FieldPat x) {
    attrs(x.attrs());
    ident(x.name());
    pat(x.pat());
    out.bool(x.shorthand());
    out.span(x.span());
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

  void formatCount(Expr.FormatCount x) {
    out.bool(x != null);
    if (x == null) {
      return;
    }
    out.signed(x.arg());
    out.signed(x.literal());
  }

  void header(Item.FnHeader x) {
    out.span(x.constSpan());
    out.span(x.asyncSpan());
    out.span(x.unsafeSpan());
    out.span(x.externSpan());
  }

  void variantData(Item.VariantData x) {
    out.u(x.kind().ordinal());
    fieldDefs(x.fields());
  }

  void arms(List<Expr.Arm> xs) {
    out.u(xs.size());
    for (Expr.Arm x : xs) {
      arm(x);
    }
  }

  void bounds(List<Generics.Bound> xs) {
    out.u(xs.size());
    for (Generics.Bound x : xs) {
      bound(x);
    }
  }

  void closureParams(List<Expr.ClosureParam> xs) {
    out.u(xs.size());
    for (Expr.ClosureParam x : xs) {
      closureParam(x);
    }
  }

  void constraints(List<GenericArgs.AssocConstraint> xs) {
    out.u(xs.size());
    for (GenericArgs.AssocConstraint x : xs) {
      constraint(x);
    }
  }

  void exprs(List<Expr> xs) {
    out.u(xs.size());
    for (Expr x : xs) {
      expr(x);
    }
  }

  void fieldDefs(List<Item.FieldDef> xs) {
    out.u(xs.size());
    for (Item.FieldDef x : xs) {
      fieldDef(x);
    }
  }

  void fieldInits(List<Expr.FieldInit> xs) {
    out.u(xs.size());
    for (Expr.FieldInit x : xs) {
      fieldInit(x);
    }
  }

  void fieldPats(List<Pat.FieldPat> xs) {
    out.u(xs.size());
    for (Pat.FieldPat x : xs) {
      fieldPat(x);
    }
  }

  void fnParams(List<Item.Param> xs) {
    out.u(xs.size());
    for (Item.Param x : xs) {
      fnParam(x);
    }
  }

  void formatPieces(List<Expr.FormatPiece> xs) {
    out.u(xs.size());
    for (Expr.FormatPiece x : xs) {
      formatPiece(x);
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

  void pats(List<Pat> xs) {
    out.u(xs.size());
    for (Pat x : xs) {
      pat(x);
    }
  }

  void segments(List<Path.Segment> xs) {
    out.u(xs.size());
    for (Path.Segment x : xs) {
      segment(x);
    }
  }

  void stmts(List<Stmt> xs) {
    out.u(xs.size());
    for (Stmt x : xs) {
      stmt(x);
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

  void variants(List<Item.Variant> xs) {
    out.u(xs.size());
    for (Item.Variant x : xs) {
      variant(x);
    }
  }

  void wheres(List<Generics.WherePredicate> xs) {
    out.u(xs.size());
    for (Generics.WherePredicate x : xs) {
      where(x);
    }
  }
}
