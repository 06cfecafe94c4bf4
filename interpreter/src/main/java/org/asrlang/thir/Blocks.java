package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Ty;

/** Blocks, statements and assignments. */
final class Blocks {
  private final ThirBuilder b;

  Blocks(ThirBuilder b) {
    this.b = b;
  }

  ThirExpr build(Expr.Block e) {
    Ty ty = b.typeOf(e);
    ThirExpr.Target target = e.label() == null ? null : b.target(e, e.label().name(), false);
    Scopes.Open scope = b.scopes.open(ThirExpr.Scope.Kind.BLOCK);
    List<ThirExpr> stmts = new ArrayList<>();
    for (Stmt s : e.stmts()) {
      stmt(s, scope, stmts);
    }
    ThirExpr tail;
    if (e.tail() == null) {
      tail = new ThirExpr.Unit(ty == b.unit() ? ty : b.never(), e.span().shrinkToEnd());
    } else {
      // since edition 2024 temporaries of the tail are dropped before the block's variables
      Scopes.Open temps = b.scopes.open(ThirExpr.Scope.Kind.STATEMENT);
      tail = b.values.build(e.tail());
      tail = b.scopes.close(temps, tail, e.tail().span());
    }
    ThirExpr body =
        stmts.isEmpty() && e.tail() != null
            ? tail
            : new ThirExpr.Block(stmts, tail, target == null ? ty : tail.ty(), e.span());
    body = b.scopes.close(scope, body, e.span());
    return target == null ? body : new ThirExpr.Labelled(target, body, ty, e.span());
  }

  private void stmt(Stmt s, Scopes.Open block, List<ThirExpr> out) {
    switch (s) {
      case Stmt.LetStmt l -> let(l, block, out);
      case Stmt.ExprStmt e -> {
        Scopes.Open temps = b.scopes.open(ThirExpr.Scope.Kind.STATEMENT);
        ThirExpr value = b.values.build(e.expr());
        boolean plain = value.ty() == b.unit() || value.ty() == b.never();
        ThirExpr done =
            plain && !(value instanceof ThirExpr.Use)
                ? value
                : new ThirExpr.Discard(value, b.unit(), e.span());
        out.add(b.scopes.close(temps, done, e.span()));
      }
      case Stmt.ItemStmt i -> {}
      case Stmt.MacroStmt m -> {}
      case Stmt.EmptyStmt e -> {}
    }
  }

  private void let(Stmt.LetStmt l, Scopes.Open block, List<ThirExpr> out) {
    if (l.init() == null) {
      ThirPat pat = b.patterns.build(l.pat(), block);
      b.check.irrefutable(pat, l.pat(), PatternCheck.Source.LET, null);
      ThirPat whole = pat;
      for (LocalDecl local : ThirPats.bindings(pat)) {
        out.add(new ThirExpr.Declare(local, whole, b.unit(), l.span()));
        whole = null;
      }
      return;
    }
    Scopes.Open temps = b.scopes.open(ThirExpr.Scope.Kind.STATEMENT);
    b.scopes.extendLet(l.pat(), l.init(), block);
    Local name = b.simpleBinding(l.pat());
    if (name != null) {
      ThirExpr value = b.values.build(l.init());
      LocalDecl local = b.declare(name, block);
      if (l.otherwise() != null) {
        b.check.irrefutableLet("let...else", PatternCheck.elseSpan(l));
        b.scopes.leave(temps);
        unusedElse(l.otherwise());
        out.add(b.scopes.wrap(temps, init(local, value, l), l.span()));
        return;
      }
      out.add(b.scopes.close(temps, init(local, value, l), l.span()));
      return;
    }
    Place raw = b.places.matched(l.init(), List.of(l.pat()));
    ThirPat pat = b.patterns.build(l.pat(), block);
    if (l.otherwise() == null) {
      b.check.irrefutable(pat, l.pat(), PatternCheck.Source.LET, l);
      List<ThirExpr> lets = new ArrayList<>();
      letPat(pat, raw, l.span(), lets);
      b.scopes.leave(temps);
      if (b.scopes.kept(temps).isEmpty()) {
        out.addAll(lets);
      } else {
        ThirExpr all =
            lets.size() == 1
                ? lets.getFirst()
                : new ThirExpr.Block(lets, unitAt(l.span()), b.unit(), l.span());
        out.add(b.scopes.wrap(temps, all, l.span()));
      }
      return;
    }
    b.check.letElse(pat, l);
    ThirExpr test = b.flow.let(pat, raw, l.span());
    b.scopes.leave(temps);
    ThirExpr otherwise = b.values.build(l.otherwise());
    if (b.scopes.kept(temps).isEmpty() && test instanceof ThirExpr.Let simple) {
      Place place = simple.scrutinee();
      out.add(new ThirExpr.LetPat(pat, place, otherwise, b.unit(), l.span()));
    } else {
      // the temporaries are dropped before the `else` block runs
      out.add(
          new ThirExpr.If(
              b.scopes.wrap(temps, test, l.span()),
              unitAt(l.span()),
              b.flow.toUnit(otherwise),
              b.unit(),
              l.span()));
    }
  }

  private ThirExpr init(LocalDecl local, ThirExpr value, Stmt.LetStmt l) {
    return new ThirExpr.Init(local, value, b.unit(), l.span());
  }

  /** An {@code else} that is never reached is built for its errors alone. */
  private void unusedElse(Expr.Block otherwise) {
    b.values.build(otherwise);
  }

  private ThirExpr unitAt(Span span) {
    return new ThirExpr.Unit(b.unit(), span);
  }

  private void letPat(ThirPat pat, Place raw, Span span, List<ThirExpr> out) {
    Place place = b.places.tryFinish(raw);
    if (place == null) {
      b.partial.let(pat, raw, span, out);
      return;
    }
    b.patterns.markBorrows(pat, place);
    out.add(new ThirExpr.LetPat(pat, place, null, b.unit(), span));
  }

  // ---- assignments

  ThirExpr assign(Expr.Assign a) {
    if (isDestructuring(a.place())) {
      return destructure(a);
    }
    ThirExpr value = b.operands.build(a.value());
    Place place = b.places.writable(b.places.build(a.place()));
    return b.operands.use(
        List.of(value),
        Operands.mayUnwind(place),
        a.span(),
        ops -> new ThirExpr.Assign(place, ops.get(0), b.unit(), a.span()));
  }

  ThirExpr assignOp(Expr.AssignOp a) {
    Callee callee = b.results.callees.get(a);
    if (callee != null) {
      ThirExpr place = b.operands.build(a.place());
      ThirExpr value = b.operands.build(a.value());
      return b.operands.use(
          List.of(place, value),
          false,
          a.span(),
          ops ->
              new ThirExpr.Call(
                  b.fnDef(callee.def(), callee.args()), ops, b.unit(), a.span(), a.span()));
    }
    // of scalars the right side is evaluated first
    ThirExpr value = b.values.build(a.value());
    Place place = b.places.writable(b.places.build(a.place()));
    return new ThirExpr.AssignOp(a.op(), place, value, b.unit(), a.span());
  }

  private static boolean isDestructuring(Expr e) {
    return switch (e) {
      case Expr.Tuple t -> true;
      case Expr.Array t -> true;
      case Expr.StructLit t -> true;
      case Expr.Call t -> true;
      case Expr.Underscore t -> true;
      case Expr.PathExpr p -> false;
      case Expr.Paren p -> isRest(p.inner()) || isDestructuring(p.inner());
      case Expr x -> false;
    };
  }

  /** {@code { let (lhs0, lhs1) = value; a = lhs0; b = lhs1; }}. */
  private ThirExpr destructure(Expr.Assign a) {
    Scopes.Open block = b.scopes.open(ThirExpr.Scope.Kind.BLOCK);
    Scopes.Open temps = b.scopes.open(ThirExpr.Scope.Kind.STATEMENT);
    b.scopes.extendAssigned(a.value(), block);
    Place place = b.places.build(a.value());
    List<Runnable> assigns = new ArrayList<>();
    List<ThirExpr> stmts = new ArrayList<>();
    ThirPat pat = target(a.place(), place.ty(), block, stmts, assigns);
    b.check.irrefutable(pat, null, PatternCheck.Source.LET, null);
    ThirExpr let = new ThirExpr.LetPat(pat, place, null, b.unit(), a.span());
    stmts.add(b.scopes.close(temps, let, a.span()));
    assigns.forEach(Runnable::run);
    ThirExpr body = new ThirExpr.Block(stmts, unitAt(a.span()), b.unit(), a.span());
    return b.scopes.close(block, body, a.span());
  }

  private ThirPat target(
      Expr e, Ty ty, Scopes.Open block, List<ThirExpr> stmts, List<Runnable> assigns) {
    return switch (e) {
      case Expr.Paren p when isRest(p.inner()) -> new ThirPat.Wild(ty, p.span());
      case Expr.Paren p -> target(p.inner(), ty, block, stmts, assigns);
      case Expr.Underscore u -> new ThirPat.Wild(ty, u.span());
      case Expr.Tuple t ->
          new ThirPat.Leaf(targets(t.elements(), ty, 0, block, stmts, assigns), ty, t.span());
      case Expr.Call c when b.results.typeOf(c.callee()) instanceof Ty.FnDef f -> {
        Ty.Adt adt = (Ty.Adt) ty;
        int variant = b.values.variantIndex(adt, f.def);
        List<ThirPat.FieldPat> fields = targets(c.args(), ty, variant, block, stmts, assigns);
        yield variantPat(adt, variant, fields, c.span());
      }
      case Expr.StructLit s -> {
        Ty.Adt adt = (Ty.Adt) ty;
        AdtDef.Variant v = b.tcx.adt(adt.def).variant(b.results.variants.get(s));
        List<ThirPat.FieldPat> fields = new ArrayList<>();
        for (Expr.FieldInit f : s.fields()) {
          int index = v.fieldIndex(f.name().name());
          Ty fieldTy = b.types.field(ty, v.index(), index);
          fields.add(
              new ThirPat.FieldPat(index, target(f.value(), fieldTy, block, stmts, assigns)));
        }
        yield variantPat(adt, v.index(), fields, s.span());
      }
      case Expr.Array a -> {
        Ty element = ty instanceof Ty.Array x ? x.element : ((Ty.Slice) ty).element;
        int rest = restIndex(a.elements());
        List<ThirPat> prefix = new ArrayList<>();
        List<ThirPat> suffix = new ArrayList<>();
        for (int i = 0; i < a.elements().size(); i++) {
          if (i != rest) {
            (rest >= 0 && i > rest ? suffix : prefix)
                .add(target(a.elements().get(i), element, block, stmts, assigns));
          }
        }
        ThirPat middle =
            rest < 0
                ? null
                : new ThirPat.Wild(b.types.types.slice(element), a.elements().get(rest).span());
        yield new ThirPat.Slice(prefix, middle, suffix, ty, a.span());
      }
      case Expr x -> {
        LocalDecl local = b.temp(ty, x.span());
        block.locals.add(local);
        assigns.add(() -> {
          Place place = b.places.writable(b.places.build(x));
          ThirExpr value = b.use(new Place.Local(local, x.span()), x.span());
          stmts.add(new ThirExpr.Assign(place, value, b.unit(), x.span()));
        });
        yield new ThirPat.Binding(local, ThirPat.Mode.VALUE, null, ty, x.span());
      }
    };
  }

  private ThirPat variantPat(Ty.Adt adt, int variant, List<ThirPat.FieldPat> fields, Span span) {
    return b.tcx.adt(adt.def).isEnum()
        ? new ThirPat.Variant(variant, fields, adt, span)
        : new ThirPat.Leaf(fields, adt, span);
  }

  private List<ThirPat.FieldPat> targets(
      List<Expr> es,
      Ty ty,
      int variant,
      Scopes.Open block,
      List<ThirExpr> stmts,
      List<Runnable> assigns) {
    int count =
        ty instanceof Ty.Tuple t ? t.elements.size() : b.types.fields((Ty.Adt) ty, variant).size();
    int rest = restIndex(es);
    List<ThirPat.FieldPat> out = new ArrayList<>();
    for (int i = 0; i < es.size(); i++) {
      if (i != rest) {
        int index = rest < 0 || i < rest ? i : count - (es.size() - i);
        Ty fieldTy = b.types.field(ty, variant, index);
        out.add(new ThirPat.FieldPat(index, target(es.get(i), fieldTy, block, stmts, assigns)));
      }
    }
    return out;
  }

  private static int restIndex(List<Expr> es) {
    for (int i = 0; i < es.size(); i++) {
      if (isRest(es.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isRest(Expr e) {
    return e instanceof Expr.Range r && r.lo() == null && r.hi() == null;
  }
}
