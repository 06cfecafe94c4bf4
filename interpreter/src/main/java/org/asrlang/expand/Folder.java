package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TypeExpr;

/**
 * Rebuilds a tree. A subtree in which nothing changes keeps its identity, so that a folder which
 * changes nothing allocates next to nothing. Subclasses override the node classes they care about;
 * the lists of statements, items, arms, fields and the like may grow and shrink.
 */
class Folder {
  /** Maps a list; the same list where every element stayed the same. */
  static <T> List<T> each(List<T> list, Function<? super T, ? extends T> f) {
    ArrayList<T> out = null;
    for (int i = 0; i < list.size(); i++) {
      T old = list.get(i);
      T now = f.apply(old);
      if (out == null && now != old) {
        out = new ArrayList<>(list.size());
        out.addAll(list.subList(0, i));
      }
      if (out != null) {
        out.add(now);
      }
    }
    return out == null ? list : out;
  }

  /** Maps every element to any number of elements; the same list where nothing changed. */
  static <T> List<T> flat(List<T> list, Function<? super T, List<T>> f) {
    ArrayList<T> out = null;
    for (int i = 0; i < list.size(); i++) {
      T old = list.get(i);
      List<T> now = f.apply(old);
      if (out == null && !(now.size() == 1 && now.get(0) == old)) {
        out = new ArrayList<>(list.size() + now.size());
        out.addAll(list.subList(0, i));
      }
      if (out != null) {
        out.addAll(now);
      }
    }
    return out == null ? list : out;
  }

  /** Whether a part with these attributes stays (cfg). */
  boolean keep(List<Attribute> attrs) {
    return true;
  }

  private <T> List<T> kept(List<T> list, Function<T, List<Attribute>> attrs) {
    return flat(list, x -> keep(attrs.apply(x)) ? List.of(x) : List.of());
  }

  // Expressions.

  List<Expr> exprs(List<Expr> list) {
    return each(list, this::expr);
  }

  final Expr maybe(Expr e) {
    return e == null ? null : expr(e);
  }

  final TypeExpr maybe(TypeExpr t) {
    return t == null ? null : type(t);
  }

  Expr expr(Expr expr) {
    return switch (expr) {
      case Expr.Literal e -> e;
      case Expr.PathExpr e -> {
        Path p = path(e.path());
        yield p == e.path() ? e : new Expr.PathExpr(p, e.span());
      }
      case Expr.Block e -> block(e);
      case Expr.ConstBlock e -> {
        Expr.Block b = block(e.body());
        yield b == e.body() ? e : new Expr.ConstBlock(b, e.span());
      }
      case Expr.Unary e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.Unary(e.op(), o, e.span());
      }
      case Expr.Binary e -> {
        Expr l = expr(e.left());
        Expr r = expr(e.right());
        yield l == e.left() && r == e.right()
            ? e
            : new Expr.Binary(e.op(), l, r, e.opSpan(), e.span());
      }
      case Expr.Assign e -> {
        Expr p = expr(e.place());
        Expr v = expr(e.value());
        yield p == e.place() && v == e.value() ? e : new Expr.Assign(p, v, e.opSpan(), e.span());
      }
      case Expr.AssignOp e -> {
        Expr p = expr(e.place());
        Expr v = expr(e.value());
        yield p == e.place() && v == e.value()
            ? e
            : new Expr.AssignOp(e.op(), p, v, e.opSpan(), e.span());
      }
      case Expr.Borrow e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.Borrow(e.mutable(), o, e.span());
      }
      case Expr.RawBorrow e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.RawBorrow(e.mutable(), o, e.span());
      }
      case Expr.Cast e -> {
        Expr o = expr(e.operand());
        TypeExpr t = type(e.type());
        yield o == e.operand() && t == e.type() ? e : new Expr.Cast(o, t, e.span());
      }
      case Expr.Call e -> {
        Expr c = expr(e.callee());
        List<Expr> a = exprs(e.args());
        yield c == e.callee() && a == e.args() ? e : new Expr.Call(c, a, e.span());
      }
      case Expr.MethodCall e -> {
        Expr r = expr(e.receiver());
        Path.Segment m = segment(e.method());
        List<Expr> a = exprs(e.args());
        yield r == e.receiver() && m == e.method() && a == e.args()
            ? e
            : new Expr.MethodCall(r, m, a, e.span());
      }
      case Expr.Field e -> {
        Expr o = expr(e.object());
        yield o == e.object() ? e : new Expr.Field(o, e.name(), e.span());
      }
      case Expr.Index e -> {
        Expr o = expr(e.object());
        Expr i = expr(e.index());
        yield o == e.object() && i == e.index() ? e : new Expr.Index(o, i, e.span());
      }
      case Expr.Range e -> {
        Expr lo = maybe(e.lo());
        Expr hi = maybe(e.hi());
        yield lo == e.lo() && hi == e.hi() ? e : new Expr.Range(lo, hi, e.inclusive(), e.span());
      }
      case Expr.Tuple e -> {
        List<Expr> l = exprs(e.elements());
        yield l == e.elements() ? e : new Expr.Tuple(l, e.span());
      }
      case Expr.Array e -> {
        List<Expr> l = exprs(e.elements());
        yield l == e.elements() ? e : new Expr.Array(l, e.span());
      }
      case Expr.Repeat e -> {
        Expr v = expr(e.value());
        Expr c = expr(e.count());
        yield v == e.value() && c == e.count() ? e : new Expr.Repeat(v, c, e.span());
      }
      case Expr.StructLit e -> {
        Path p = path(e.path());
        List<Expr.FieldInit> f =
            each(kept(e.fields(), Expr.FieldInit::attrs), this::fieldInit);
        Expr b = maybe(e.base());
        yield p == e.path() && f == e.fields() && b == e.base()
            ? e
            : new Expr.StructLit(p, f, b, e.span());
      }
      case Expr.Closure e -> {
        List<Expr.ClosureParam> ps = each(e.params(), this::closureParam);
        TypeExpr o = maybe(e.output());
        Expr b = expr(e.body());
        yield ps == e.params() && o == e.output() && b == e.body()
            ? e
            : new Expr.Closure(e.forLifetimes(), e.move(), ps, o, b, e.span());
      }
      case Expr.Let e -> {
        Expr s = expr(e.scrutinee());
        Pat p = pat(e.pat());
        yield p == e.pat() && s == e.scrutinee() ? e : new Expr.Let(p, s, e.span());
      }
      case Expr.If e -> {
        Expr c = expr(e.condition());
        Expr.Block t = block(e.then());
        Expr o = maybe(e.otherwise());
        yield c == e.condition() && t == e.then() && o == e.otherwise()
            ? e
            : new Expr.If(c, t, o, e.span());
      }
      case Expr.Match e -> {
        Expr s = expr(e.scrutinee());
        List<Expr.Arm> a = each(kept(e.arms(), Expr.Arm::attrs), this::arm);
        yield s == e.scrutinee() && a == e.arms() ? e : new Expr.Match(s, a, e.span());
      }
      case Expr.Loop e -> {
        Expr.Block b = block(e.body());
        yield b == e.body() ? e : new Expr.Loop(e.label(), b, e.span());
      }
      case Expr.While e -> {
        Expr c = expr(e.condition());
        Expr.Block b = block(e.body());
        yield c == e.condition() && b == e.body()
            ? e
            : new Expr.While(e.label(), c, b, e.span());
      }
      case Expr.ForLoop e -> {
        Pat p = pat(e.pat());
        Expr i = expr(e.iterator());
        Expr.Block b = block(e.body());
        yield p == e.pat() && i == e.iterator() && b == e.body()
            ? e
            : new Expr.ForLoop(e.label(), p, i, b, e.span());
      }
      case Expr.Break e -> {
        Expr v = maybe(e.value());
        yield v == e.value() ? e : new Expr.Break(e.label(), v, e.span());
      }
      case Expr.Continue e -> e;
      case Expr.Return e -> {
        Expr v = maybe(e.value());
        yield v == e.value() ? e : new Expr.Return(v, e.span());
      }
      case Expr.Try e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.Try(o, e.span());
      }
      case Expr.Paren e -> {
        Expr i = expr(e.inner());
        yield i == e.inner() ? e : new Expr.Paren(i, e.span());
      }
      case Expr.Underscore e -> e;
      case Expr.MacroExpr e -> macroExpr(e);
      case Expr.Await e -> await(e);
      case Expr.Async e -> async(e);
      case Expr.Unsafe e -> unsafeBlock(e);
      case Expr.FormatArgs e -> {
        List<Expr> a = exprs(e.args());
        yield a == e.args() ? e : new Expr.FormatArgs(e.pieces(), a, e.newline(), e.span());
      }
      case Expr.ErrorExpr e -> e;
    };
  }

  Expr macroExpr(Expr.MacroExpr e) {
    return e;
  }

  Expr await(Expr.Await e) {
    Expr o = expr(e.operand());
    return o == e.operand() ? e : new Expr.Await(o, e.awaitSpan(), e.span());
  }

  Expr async(Expr.Async e) {
    Expr b = expr(e.body());
    return b == e.body() ? e : new Expr.Async(b, e.asyncSpan(), e.span());
  }

  Expr unsafeBlock(Expr.Unsafe e) {
    Expr.Block b = block(e.body());
    return b == e.body() ? e : new Expr.Unsafe(b, e.span());
  }

  Expr.Block block(Expr.Block e) {
    List<Stmt> s = stmts(e.stmts());
    Expr t = maybe(e.tail());
    return s == e.stmts() && t == e.tail()
        ? e
        : new Expr.Block(e.label(), e.innerAttrs(), s, t, e.span());
  }

  List<Stmt> stmts(List<Stmt> list) {
    return flat(list, this::stmt);
  }

  List<Stmt> stmt(Stmt stmt) {
    return switch (stmt) {
      case Stmt.LetStmt s -> keep(s.attrs()) ? List.of(let(s)) : List.of();
      case Stmt.ItemStmt s -> {
        if (!keep(s.item().attrs())) {
          yield List.of();
        }
        List<Item> items = item(s.item());
        if (items.size() == 1 && items.get(0) == s.item()) {
          yield List.of(s);
        }
        List<Stmt> out = new ArrayList<>();
        items.forEach(i -> out.add(new Stmt.ItemStmt(i)));
        yield out;
      }
      case Stmt.ExprStmt s -> {
        if (!keep(s.attrs())) {
          yield List.of();
        }
        Expr e = expr(s.expr());
        yield List.of(
            e == s.expr() ? s : new Stmt.ExprStmt(s.attrs(), e, s.semicolon(), s.span()));
      }
      case Stmt.MacroStmt s -> macroStmt(s);
      case Stmt.EmptyStmt s -> List.of(s);
    };
  }

  Stmt.LetStmt let(Stmt.LetStmt s) {
    TypeExpr t = maybe(s.type());
    Expr i = maybe(s.init());
    Expr.Block o = s.otherwise() == null ? null : block(s.otherwise());
    Pat p = pat(s.pat());
    return p == s.pat() && t == s.type() && i == s.init() && o == s.otherwise()
        ? s
        : new Stmt.LetStmt(s.attrs(), p, t, i, o, s.span());
  }

  List<Stmt> macroStmt(Stmt.MacroStmt s) {
    return List.of(s);
  }

  Expr.FieldInit fieldInit(Expr.FieldInit f) {
    Expr v = expr(f.value());
    return v == f.value()
        ? f
        : new Expr.FieldInit(f.attrs(), f.name(), v, f.shorthand(), f.span());
  }

  Expr.ClosureParam closureParam(Expr.ClosureParam p) {
    Pat q = pat(p.pat());
    TypeExpr t = maybe(p.type());
    return q == p.pat() && t == p.type() ? p : new Expr.ClosureParam(q, t, p.span());
  }

  Expr.Arm arm(Expr.Arm a) {
    Pat p = pat(a.pat());
    Expr g = maybe(a.guard());
    Expr b = expr(a.body());
    return p == a.pat() && g == a.guard() && b == a.body()
        ? a
        : new Expr.Arm(a.attrs(), p, g, b, a.span());
  }

  // Patterns.

  Pat pat(Pat pat) {
    return switch (pat) {
      case Pat.WildPat p -> p;
      case Pat.RestPat p -> p;
      case Pat.IdentPat p -> {
        Pat s = p.sub() == null ? null : pat(p.sub());
        yield s == p.sub()
            ? p
            : new Pat.IdentPat(p.byRef(), p.mutable(), p.ident(), s, p.span());
      }
      case Pat.LiteralPat p -> {
        Expr v = expr(p.value());
        yield v == p.value() ? p : new Pat.LiteralPat(v, p.span());
      }
      case Pat.RangePat p -> {
        Expr lo = maybe(p.lo());
        Expr hi = maybe(p.hi());
        yield lo == p.lo() && hi == p.hi()
            ? p
            : new Pat.RangePat(lo, hi, p.inclusive(), p.span());
      }
      case Pat.RefPat p -> {
        Pat i = pat(p.inner());
        yield i == p.inner() ? p : new Pat.RefPat(p.mutable(), i, p.span());
      }
      case Pat.TuplePat p -> {
        List<Pat> l = each(p.elements(), this::pat);
        yield l == p.elements() ? p : new Pat.TuplePat(l, p.span());
      }
      case Pat.SlicePat p -> {
        List<Pat> l = each(p.elements(), this::pat);
        yield l == p.elements() ? p : new Pat.SlicePat(l, p.span());
      }
      case Pat.PathPat p -> {
        Path q = path(p.path());
        yield q == p.path() ? p : new Pat.PathPat(q, p.span());
      }
      case Pat.TupleStructPat p -> {
        Path q = path(p.path());
        List<Pat> l = each(p.elements(), this::pat);
        yield q == p.path() && l == p.elements() ? p : new Pat.TupleStructPat(q, l, p.span());
      }
      case Pat.StructPat p -> {
        Path q = path(p.path());
        List<Pat.FieldPat> l = each(kept(p.fields(), Pat.FieldPat::attrs), this::fieldPat);
        yield q == p.path() && l == p.fields()
            ? p
            : new Pat.StructPat(q, l, p.rest(), p.span());
      }
      case Pat.OrPat p -> {
        List<Pat> l = each(p.alternatives(), this::pat);
        yield l == p.alternatives() ? p : new Pat.OrPat(l, p.span());
      }
      case Pat.ParenPat p -> {
        Pat i = pat(p.inner());
        yield i == p.inner() ? p : new Pat.ParenPat(i, p.span());
      }
      case Pat.MacroPat p -> macroPat(p);
      case Pat.ErrorPat p -> p;
    };
  }

  Pat macroPat(Pat.MacroPat p) {
    return p;
  }

  Pat.FieldPat fieldPat(Pat.FieldPat f) {
    Pat p = pat(f.pat());
    return p == f.pat() ? f : new Pat.FieldPat(f.attrs(), f.name(), p, f.shorthand(), f.span());
  }

  // Types and paths.

  TypeExpr type(TypeExpr type) {
    return switch (type) {
      case TypeExpr.PathType t -> {
        Path p = path(t.path());
        yield p == t.path() ? t : new TypeExpr.PathType(p, t.span());
      }
      case TypeExpr.RefType t -> {
        Lifetime l = t.lifetime() == null ? null : lifetime(t.lifetime());
        TypeExpr i = type(t.target());
        yield i == t.target() && l == t.lifetime()
            ? t
            : new TypeExpr.RefType(l, t.mutable(), i, t.span());
      }
      case TypeExpr.SliceType t -> {
        TypeExpr i = type(t.element());
        yield i == t.element() ? t : new TypeExpr.SliceType(i, t.span());
      }
      case TypeExpr.ArrayType t -> {
        TypeExpr i = type(t.element());
        Expr n = expr(t.length());
        yield i == t.element() && n == t.length() ? t : new TypeExpr.ArrayType(i, n, t.span());
      }
      case TypeExpr.TupleType t -> {
        List<TypeExpr> l = each(t.elements(), this::type);
        yield l == t.elements() ? t : new TypeExpr.TupleType(l, t.span());
      }
      case TypeExpr.NeverType t -> t;
      case TypeExpr.InferType t -> t;
      case TypeExpr.FnPtrType t -> {
        List<Generics.LifetimeParam> f = each(t.forLifetimes(), this::lifetimeParam);
        List<TypeExpr> l = each(t.inputs(), this::type);
        TypeExpr o = maybe(t.output());
        yield l == t.inputs() && o == t.output() && f == t.forLifetimes()
            ? t
            : new TypeExpr.FnPtrType(f, l, o, t.span());
      }
      case TypeExpr.DynType t -> {
        List<Generics.Bound> b = each(t.bounds(), this::bound);
        yield b == t.bounds() ? t : new TypeExpr.DynType(b, t.span());
      }
      case TypeExpr.ImplType t -> {
        List<Generics.Bound> b = each(t.bounds(), this::bound);
        yield b == t.bounds() ? t : new TypeExpr.ImplType(b, t.span());
      }
      case TypeExpr.MacroType t -> macroType(t);
      case TypeExpr.ParenType t -> {
        TypeExpr i = type(t.inner());
        yield i == t.inner() ? t : new TypeExpr.ParenType(i, t.span());
      }
      case TypeExpr.RawPtrType t -> rawPtr(t);
      case TypeExpr.ErrorType t -> t;
    };
  }

  TypeExpr macroType(TypeExpr.MacroType t) {
    return t;
  }

  TypeExpr rawPtr(TypeExpr.RawPtrType t) {
    TypeExpr i = type(t.target());
    return i == t.target() ? t : new TypeExpr.RawPtrType(t.mutable(), i, t.span());
  }

  Path path(Path p) {
    TypeExpr q = maybe(p.qself());
    List<Path.Segment> s = each(p.segments(), this::segment);
    return q == p.qself() && s == p.segments()
        ? p
        : new Path(p.global(), q, p.qselfPosition(), s, p.span());
  }

  Path.Segment segment(Path.Segment s) {
    if (s.args() == null) {
      return s;
    }
    GenericArgs a = genericArgs(s.args());
    return a == s.args() ? s : new Path.Segment(s.ident(), a);
  }

  GenericArgs genericArgs(GenericArgs args) {
    return switch (args) {
      case GenericArgs.AngleBracketed a -> {
        List<GenericArgs.GenericArg> l = each(a.args(), this::genericArg);
        List<GenericArgs.AssocConstraint> c = each(a.constraints(), this::constraint);
        yield l == a.args() && c == a.constraints()
            ? a
            : new GenericArgs.AngleBracketed(l, c, a.span());
      }
      case GenericArgs.Parenthesized a -> {
        List<TypeExpr> l = each(a.inputs(), this::type);
        TypeExpr o = maybe(a.output());
        yield l == a.inputs() && o == a.output()
            ? a
            : new GenericArgs.Parenthesized(l, o, a.span());
      }
    };
  }

  private GenericArgs.GenericArg genericArg(GenericArgs.GenericArg arg) {
    return switch (arg) {
      case GenericArgs.LifetimeArg a -> {
        Lifetime l = lifetime(a.lifetime());
        yield l == a.lifetime() ? a : new GenericArgs.LifetimeArg(l);
      }
      case GenericArgs.TypeArg a -> {
        TypeExpr t = type(a.type());
        yield t == a.type() ? a : new GenericArgs.TypeArg(t);
      }
      case GenericArgs.ConstArg a -> {
        Expr e = expr(a.value());
        yield e == a.value() ? a : new GenericArgs.ConstArg(e);
      }
    };
  }

  private GenericArgs.AssocConstraint constraint(GenericArgs.AssocConstraint c) {
    GenericArgs a = c.args() == null ? null : genericArgs(c.args());
    TypeExpr t = maybe(c.type());
    Expr v = maybe(c.value());
    List<Generics.Bound> b = c.bounds() == null ? null : each(c.bounds(), this::bound);
    return a == c.args() && t == c.type() && v == c.value() && b == c.bounds()
        ? c
        : new GenericArgs.AssocConstraint(c.name(), a, t, v, b, c.span());
  }

  Generics.Bound bound(Generics.Bound bound) {
    return switch (bound) {
      case Generics.TraitBound b -> {
        List<Generics.LifetimeParam> f = each(b.forLifetimes(), this::lifetimeParam);
        Path p = path(b.path());
        yield p == b.path() && f == b.forLifetimes()
            ? b
            : new Generics.TraitBound(f, b.maybe(), p, b.span());
      }
      case Generics.OutlivesBound b -> {
        Lifetime l = lifetime(b.lifetime());
        yield l == b.lifetime() ? b : new Generics.OutlivesBound(l);
      }
      case Generics.UseBound b -> b;
    };
  }

  Generics generics(Generics g) {
    List<Generics.Param> ps = each(g.params(), this::genericParam);
    List<Generics.WherePredicate> w = each(g.where(), this::wherePredicate);
    return ps == g.params() && w == g.where() ? g : new Generics(ps, w, g.span());
  }

  private Generics.Param genericParam(Generics.Param param) {
    return switch (param) {
      case Generics.LifetimeParam p -> lifetimeParam(p);
      case Generics.TypeParam p -> {
        List<Generics.Bound> b = each(p.bounds(), this::bound);
        TypeExpr d = maybe(p.defaultType());
        yield b == p.bounds() && d == p.defaultType()
            ? p
            : new Generics.TypeParam(p.attrs(), p.ident(), b, d, p.span());
      }
      case Generics.ConstParam p -> {
        TypeExpr t = type(p.type());
        Expr d = maybe(p.defaultValue());
        yield t == p.type() && d == p.defaultValue()
            ? p
            : new Generics.ConstParam(p.attrs(), p.ident(), t, d, p.span());
      }
    };
  }

  Lifetime lifetime(Lifetime l) {
    return l;
  }

  private Generics.LifetimeParam lifetimeParam(Generics.LifetimeParam p) {
    Lifetime l = lifetime(p.lifetime());
    List<Lifetime> b = each(p.bounds(), this::lifetime);
    return l == p.lifetime() && b == p.bounds()
        ? p
        : new Generics.LifetimeParam(p.attrs(), l, b, p.span());
  }

  private Generics.WherePredicate wherePredicate(Generics.WherePredicate predicate) {
    return switch (predicate) {
      case Generics.TypePredicate p -> {
        List<Generics.LifetimeParam> f = each(p.forLifetimes(), this::lifetimeParam);
        TypeExpr t = type(p.type());
        List<Generics.Bound> b = each(p.bounds(), this::bound);
        yield t == p.type() && b == p.bounds() && f == p.forLifetimes()
            ? p
            : new Generics.TypePredicate(f, t, b, p.span());
      }
      case Generics.LifetimePredicate p -> {
        Lifetime l = lifetime(p.lifetime());
        List<Lifetime> b = each(p.bounds(), this::lifetime);
        yield l == p.lifetime() && b == p.bounds()
            ? p
            : new Generics.LifetimePredicate(l, b, p.span());
      }
    };
  }

  // Items: by default only what stands outside of bodies is rebuilt by header().

  /** An item in a block; at module level the collector walks items itself. */
  List<Item> item(Item item) {
    return List.of(item);
  }

  Item.Param param(Item.Param p) {
    Pat q = pat(p.pat());
    TypeExpr t = type(p.type());
    return q == p.pat() && t == p.type() ? p : new Item.Param(p.attrs(), q, t, p.span());
  }

  Item.VariantData data(Item.VariantData d) {
    List<Item.FieldDef> f = each(kept(d.fields(), Item.FieldDef::attrs), this::fieldDef);
    return f == d.fields() ? d : new Item.VariantData(d.kind(), f);
  }

  private Item.FieldDef fieldDef(Item.FieldDef f) {
    TypeExpr t = type(f.type());
    return t == f.type()
        ? f
        : new Item.FieldDef(f.attrs(), f.visibility(), f.ident(), t, f.span());
  }

  private Item.Variant variant(Item.Variant v) {
    Item.VariantData d = data(v.data());
    Expr x = maybe(v.discriminant());
    return d == v.data() && x == v.discriminant()
        ? v
        : new Item.Variant(v.attrs(), v.ident(), d, x, v.span());
  }

  /**
   * The item with everything but function bodies, values and members rebuilt: what its signature
   * consists of.
   */
  Item header(Item item) {
    return switch (item) {
      case Item.Fn i -> {
        Generics g = generics(i.generics());
        Item.SelfParam s = i.self();
        if (s != null && s.type() != null) {
          TypeExpr t = type(s.type());
          s = t == s.type() ? s
              : new Item.SelfParam(s.byRef(), s.lifetime(), s.mutable(), t, s.span());
        }
        List<Item.Param> ps = each(kept(i.params(), Item.Param::attrs), this::param);
        TypeExpr o = maybe(i.output());
        yield g == i.generics() && s == i.self() && ps == i.params() && o == i.output()
            ? i
            : new Item.Fn(
                i.attrs(), i.visibility(), i.header(), i.ident(), g, s, ps, o, i.body(),
                i.span());
      }
      case Item.Struct i -> {
        Generics g = generics(i.generics());
        Item.VariantData d = data(i.data());
        yield g == i.generics() && d == i.data()
            ? i
            : new Item.Struct(i.attrs(), i.visibility(), i.ident(), g, d, i.span());
      }
      case Item.Enum i -> {
        Generics g = generics(i.generics());
        List<Item.Variant> v = each(kept(i.variants(), Item.Variant::attrs), this::variant);
        yield g == i.generics() && v == i.variants()
            ? i
            : new Item.Enum(i.attrs(), i.visibility(), i.ident(), g, v, i.span());
      }
      case Item.Union i -> i;
      case Item.Trait i -> {
        Generics g = generics(i.generics());
        List<Generics.Bound> b = each(i.supertraits(), this::bound);
        yield g == i.generics() && b == i.supertraits()
            ? i
            : new Item.Trait(
                i.attrs(), i.visibility(), i.isUnsafe(), i.isAuto(), i.ident(), g, b, i.items(),
                i.span());
      }
      case Item.Impl i -> {
        Generics g = generics(i.generics());
        Path t = i.trait() == null ? null : path(i.trait());
        TypeExpr s = type(i.self());
        yield g == i.generics() && t == i.trait() && s == i.self()
            ? i
            : new Item.Impl(
                i.attrs(), i.isUnsafe(), g, i.negative(), t, s, i.items(), i.span());
      }
      case Item.TypeAlias i -> {
        Generics g = generics(i.generics());
        List<Generics.Bound> b = each(i.bounds(), this::bound);
        TypeExpr t = maybe(i.type());
        yield g == i.generics() && b == i.bounds() && t == i.type()
            ? i
            : new Item.TypeAlias(i.attrs(), i.visibility(), i.ident(), g, b, t, i.span());
      }
      case Item.Const i -> {
        Generics g = generics(i.generics());
        TypeExpr t = type(i.type());
        yield g == i.generics() && t == i.type()
            ? i
            : new Item.Const(
                i.attrs(), i.visibility(), i.ident(), g, t, i.value(), i.span());
      }
      case Item.Static i -> {
        TypeExpr t = type(i.type());
        yield t == i.type()
            ? i
            : new Item.Static(
                i.attrs(), i.visibility(), i.mutable(), i.ident(), t, i.value(), i.span());
      }
      case Item.Module i -> i;
      case Item.Use i -> i;
      case Item.MacroRules i -> i;
      case Item.MacroItem i -> i;
      case Item.ExternCrate i -> i;
      case Item.ExternBlock i -> i;
    };
  }
}
