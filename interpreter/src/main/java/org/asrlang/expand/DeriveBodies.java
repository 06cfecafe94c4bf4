package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.asrlang.expand.Derive.Shape;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;

/** The methods that derived impls consist of. */
final class DeriveBodies {
  private final Build b;
  private final MacroDef macro;
  private final Shape shape;

  DeriveBodies(Build b, MacroDef macro, Shape shape) {
    this.b = b;
    this.macro = macro;
    this.shape = shape;
  }

  /** For the parts that speak of one field: errors about it point there. */
  private Build at(Item.FieldDef f) {
    Span s = f.span();
    return new Build(
        s.withExpansion(
            new Expansion(
                s.expansion(), macro.span(), macro.name(), macro, Expansion.Kind.DERIVE)));
  }

  private Path variantPath(Item.Variant v) {
    return shape.isEnum() ? b.path("Self", v.ident().name()) : b.path("Self");
  }

  /** {@code Self::V { a: p0, … }} with the fields bound as prefix and index. */
  private Pat pattern(Item.Variant v, String prefix) {
    List<Item.FieldDef> fields = v.data().fields();
    return switch (v.data().kind()) {
      case UNIT -> new Pat.PathPat(variantPath(v), b.span());
      case TUPLE -> {
        List<Pat> ps = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          ps.add(b.bind(prefix + i));
        }
        yield new Pat.TupleStructPat(variantPath(v), ps, b.span());
      }
      case NAMED -> {
        List<Pat.FieldPat> ps = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          ps.add(
              new Pat.FieldPat(
                  List.of(),
                  b.ident(fields.get(i).ident().name()),
                  b.bind(prefix + i),
                  false,
                  b.span()));
        }
        yield new Pat.StructPat(variantPath(v), ps, false, b.span());
      }
    };
  }

  /** {@code Self::V { .. }}. */
  private Pat anyOf(Item.Variant v) {
    return v.data().kind() == Item.DataKind.UNIT
        ? new Pat.PathPat(variantPath(v), b.span())
        : new Pat.StructPat(variantPath(v), List.of(), true, b.span());
  }

  private Expr construct(Item.Variant v, BiFunction<Item.FieldDef, Integer, Expr> value) {
    List<Item.FieldDef> fields = v.data().fields();
    return switch (v.data().kind()) {
      case UNIT -> new Expr.PathExpr(variantPath(v), b.span());
      case TUPLE -> {
        List<Expr> args = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          args.add(value.apply(fields.get(i), i));
        }
        yield new Expr.Call(new Expr.PathExpr(variantPath(v), b.span()), args, b.span());
      }
      case NAMED -> {
        List<Expr.FieldInit> inits = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          Item.FieldDef f = fields.get(i);
          inits.add(
              new Expr.FieldInit(
                  List.of(), b.ident(f.ident().name()), value.apply(f, i), false, at(f).span()));
        }
        yield new Expr.StructLit(variantPath(v), inits, null, b.span());
      }
    };
  }

  /** {@code self.f} of a struct. */
  private Expr get(String object, Item.FieldDef f) {
    return at(f).field(b.name(object), f.ident().name());
  }

  /** An expression of the discriminants' type that numbers the value's variant. */
  private Expr tag(String object) {
    boolean explicit = shape.variants().stream().anyMatch(v -> v.discriminant() != null);
    List<Expr.Arm> arms = new ArrayList<>();
    for (int i = 0; i < shape.variants().size(); i++) {
      Item.Variant v = shape.variants().get(i);
      Expr n =
          explicit && v.data().kind() == Item.DataKind.UNIT && shape.isFieldless()
              ? new Expr.Cast(
                  new Expr.PathExpr(variantPath(v), b.span()),
                  b.type(b.path(shape.discriminantType())),
                  b.span())
              : b.integer(i, shape.discriminantType());
      arms.add(b.arm(anyOf(v), n));
    }
    return b.match(b.name(object), arms);
  }

  private Expr noVariants() {
    return b.match(b.deref(b.name("self")), List.of());
  }

  List<Item> clone(boolean bitwise) {
    Expr body;
    if (bitwise) {
      body = b.deref(b.name("self"));
    } else if (shape.isEnum()) {
      List<Expr.Arm> arms = new ArrayList<>();
      for (Item.Variant v : shape.variants()) {
        arms.add(
            b.arm(
                pattern(v, "__self_"),
                construct(v, (f, i) -> cloneCall(at(f), b.name("__self_" + i)))));
      }
      body = arms.isEmpty() ? noVariants() : b.match(b.name("self"), arms);
    } else {
      body =
          construct(shape.variants().get(0), (f, i) -> cloneCall(at(f), at(f).ref(get("self", f))));
    }
    return List.of(b.fn("clone", Generics.NONE, true, List.of(), b.type(b.path("Self")), body));
  }

  private Expr cloneCall(Build at, Expr arg) {
    return at.call(at.stdName("clone", "Clone", "clone"), arg);
  }

  List<Item> debug() {
    Expr body;
    if (shape.isEnum()) {
      List<Expr.Arm> arms = new ArrayList<>();
      for (Item.Variant v : shape.variants()) {
        arms.add(b.arm(pattern(v, "__self_"), show(v, (f, i) -> b.name("__self_" + i))));
      }
      body = arms.isEmpty() ? noVariants() : b.match(b.name("self"), arms);
    } else {
      // a reference to an unsized field is no `&dyn Debug`, one to the reference is
      int tail = shape.mayEndUnsized() ? shape.allFields().size() - 1 : -1;
      body =
          show(
              shape.variants().get(0),
              (f, i) -> {
                Expr x = at(f).ref(get("self", f));
                return i == tail ? at(f).ref(x) : x;
              });
    }
    return List.of(
        b.fn(
            "fmt",
            Generics.NONE,
            true,
            List.of(b.param("f", b.refType(true, b.type(b.std("fmt", "Formatter"))))),
            b.type(b.std("fmt", "Result")),
            body));
  }

  private Expr show(Item.Variant v, BiFunction<Item.FieldDef, Integer, Expr> value) {
    String name = v.ident().name();
    List<Item.FieldDef> fields = v.data().fields();
    if (fields.isEmpty()) {
      return b.call(b.stdName("fmt", "Formatter", "write_str"), b.name("f"), b.str(name));
    }
    boolean named = v.data().kind() == Item.DataKind.NAMED;
    Expr chain =
        b.call(
            b.stdName("fmt", "Formatter", named ? "debug_struct" : "debug_tuple"),
            b.name("f"),
            b.str(name));
    for (int i = 0; i < fields.size(); i++) {
      Item.FieldDef f = fields.get(i);
      Expr x = value.apply(f, i);
      chain =
          named
              ? at(f).method(chain, "field", at(f).str(f.ident().name()), x)
              : at(f).method(chain, "field", x);
    }
    return b.method(chain, "finish");
  }

  List<Item> defaults(Item.Variant unit) {
    Expr body =
        unit != null
            ? construct(unit, null)
            : construct(
                shape.variants().get(0),
                (f, i) -> at(f).call(at(f).stdName("default", "Default", "default")));
    return List.of(b.fn("default", Generics.NONE, false, List.of(), b.type(b.path("Self")), body));
  }

  List<Item> hash() {
    List<Stmt> stmts = new ArrayList<>();
    Expr tail = null;
    if (shape.isEnum()) {
      if (shape.variants().size() > 1) {
        stmts.add(
            b.stmt(b.call(b.stdName("hash", "Hash", "hash"), b.ref(tag("self")), b.name("state"))));
      }
      if (!shape.isFieldless()) {
        List<Expr.Arm> arms = new ArrayList<>();
        for (Item.Variant v : shape.variants()) {
          List<Stmt> each = new ArrayList<>();
          for (int i = 0; i < v.data().fields().size(); i++) {
            Build at = at(v.data().fields().get(i));
            each.add(
                at.stmt(
                    at.call(
                        at.stdName("hash", "Hash", "hash"),
                        b.name("__self_" + i),
                        b.name("state"))));
          }
          arms.add(b.arm(pattern(v, "__self_"), b.block(each, null)));
        }
        tail = b.match(b.name("self"), arms);
      } else if (shape.variants().isEmpty()) {
        tail = noVariants();
      }
    } else {
      for (Item.FieldDef f : shape.allFields()) {
        Build at = at(f);
        stmts.add(
            at.stmt(
                at.call(
                    at.stdName("hash", "Hash", "hash"), at.ref(get("self", f)), b.name("state"))));
      }
    }
    Generics g =
        new Generics(
            List.of(
                new Generics.TypeParam(
                    List.of(),
                    b.ident("__H"),
                    List.of(
                        new Generics.TraitBound(
                            List.of(), false, b.std("hash", "Hasher"), b.span())),
                    null,
                    b.span())),
            List.of(),
            b.span());
    return List.of(
        b.fn(
            "hash",
            g,
            true,
            List.of(b.param("state", b.refType(true, b.type(b.path("__H"))))),
            null,
            b.block(stmts, tail)));
  }

  private List<Item.Param> other() {
    return List.of(b.param("other", b.refType(false, b.type(b.path("Self")))));
  }

  List<Item> partialEq() {
    Expr body;
    if (shape.isFieldless()) {
      body =
          shape.variants().size() <= 1
              ? b.bool(true)
              : b.binary(
                  Expr.BinOp.EQ,
                  new Expr.Paren(tag("self"), b.span()),
                  new Expr.Paren(tag("other"), b.span()));
    } else if (shape.isEnum()) {
      body =
          pairs(
              v -> {
                Expr all = null;
                for (int i = 0; i < v.data().fields().size(); i++) {
                  Build at = at(v.data().fields().get(i));
                  Expr one =
                      at.binary(
                          Expr.BinOp.EQ,
                          at.deref(b.name("__self_" + i)),
                          at.deref(b.name("__arg1_" + i)));
                  all = all == null ? one : b.binary(Expr.BinOp.AND, all, one);
                }
                return all == null ? b.bool(true) : all;
              },
              b.bool(false));
    } else {
      Expr all = null;
      for (Item.FieldDef f : shape.allFields()) {
        Expr one = at(f).binary(Expr.BinOp.EQ, get("self", f), get("other", f));
        all = all == null ? one : b.binary(Expr.BinOp.AND, all, one);
      }
      body = all == null ? b.bool(true) : all;
    }
    return List.of(b.fn("eq", Generics.NONE, true, other(), b.type(b.path("bool")), body));
  }

  /** {@code match (self, other) { (V(a…), V(b…)) => same, …, _ => differ }}. */
  private Expr pairs(java.util.function.Function<Item.Variant, Expr> same, Expr differ) {
    List<Expr.Arm> arms = new ArrayList<>();
    for (Item.Variant v : shape.variants()) {
      arms.add(b.arm(b.pair(pattern(v, "__self_"), pattern(v, "__arg1_")), same.apply(v)));
    }
    if (shape.variants().size() > 1) {
      arms.add(b.arm(b.wild(), differ));
    }
    return b.match(b.tuple(b.name("self"), b.name("other")), arms);
  }

  /** Nothing to run: only that the type of every field is {@code Eq}. */
  List<Item> eq() {
    Copier copier = new Copier();
    List<Stmt> stmts = new ArrayList<>();
    for (Item.FieldDef f : shape.allFields()) {
      Build at = at(f);
      Path.Segment check =
          new Path.Segment(
              at.ident("AssertParamIsEq"),
              new GenericArgs.AngleBracketed(
                  List.of(new GenericArgs.TypeArg(copier.type(f.type()))), List.of(), at.span()));
      List<Path.Segment> segments = new ArrayList<>(at.std("cmp").segments());
      segments.add(check);
      stmts.add(
          new Stmt.LetStmt(
              List.of(),
              at.wild(),
              at.type(new Path(false, null, 0, segments, at.span())),
              null,
              null,
              at.span()));
    }
    return List.of(
        b.fn(
            "assert_receiver_is_total_eq",
            Generics.NONE,
            true,
            List.of(),
            null,
            b.block(stmts, null)));
  }

  List<Item> partialOrd() {
    Path output = b.std("option", "Option");
    Path ordering = b.std("cmp", "Ordering");
    List<Path.Segment> segments = new ArrayList<>(output.segments());
    Path.Segment last = segments.removeLast();
    segments.add(
        new Path.Segment(
            last.ident(),
            new GenericArgs.AngleBracketed(
                List.of(new GenericArgs.TypeArg(b.type(ordering))), List.of(), b.span())));
    Path full = new Path(false, null, 0, segments, b.span());
    return List.of(b.fn("partial_cmp", Generics.NONE, true, other(), b.type(full), compare(true)));
  }

  List<Item> ord() {
    return List.of(
        b.fn(
            "cmp", Generics.NONE, true, other(), b.type(b.std("cmp", "Ordering")), compare(false)));
  }

  private Expr compare(boolean partial) {
    if (shape.isEnum() && shape.variants().isEmpty()) {
      return noVariants();
    }
    if (shape.isFieldless()) {
      return compareCall(b, partial, b.ref(tag("self")), b.ref(tag("other")));
    }
    if (shape.isEnum()) {
      return pairs(
          v ->
              chain(
                  v.data().fields(),
                  partial,
                  i -> b.name("__self_" + i),
                  i -> b.name("__arg1_" + i)),
          compareCall(b, partial, b.ref(tag("self")), b.ref(tag("other"))));
    }
    List<Item.FieldDef> fields = shape.allFields();
    return chain(
        fields,
        partial,
        i -> at(fields.get(i)).ref(get("self", fields.get(i))),
        i -> at(fields.get(i)).ref(get("other", fields.get(i))));
  }

  private Expr compareCall(Build at, boolean partial, Expr x, Expr y) {
    return at.call(
        partial ? at.stdName("cmp", "PartialOrd", "partial_cmp") : at.stdName("cmp", "Ord", "cmp"),
        x,
        y);
  }

  private Expr chain(
      List<Item.FieldDef> fields,
      boolean partial,
      java.util.function.IntFunction<Expr> x,
      java.util.function.IntFunction<Expr> y) {
    if (fields.isEmpty()) {
      Expr equal = b.stdName("cmp", "Ordering", "Equal");
      return partial ? b.call(b.stdName("option", "Option", "Some"), equal) : equal;
    }
    int n = fields.size() - 1;
    Expr rest = compareCall(at(fields.get(n)), partial, x.apply(n), y.apply(n));
    for (int i = n - 1; i >= 0; i--) {
      Pat equal = new Pat.PathPat(b.std("cmp", "Ordering", "Equal"), b.span());
      if (partial) {
        equal = new Pat.TupleStructPat(b.std("option", "Option", "Some"), List.of(equal), b.span());
      }
      rest =
          b.match(
              compareCall(at(fields.get(i)), partial, x.apply(i), y.apply(i)),
              List.of(b.arm(equal, rest), b.arm(b.bind("cmp"), b.name("cmp"))));
    }
    return rest;
  }
}
