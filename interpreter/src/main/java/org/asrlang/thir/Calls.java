package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Callee;
import org.asrlang.types.Ty;

/** Calls of functions, constructors, function pointers, closures and methods. */
final class Calls {
  private final ThirBuilder b;

  Calls(ThirBuilder b) {
    this.b = b;
  }

  ThirExpr call(Expr.Call c, Ty ty) {
    Callee through = b.results.callees.get(c);
    if (through != null) {
      return throughFn(c, through, ty);
    }
    Ty callee = b.results.adjustedType(c.callee());
    if (callee instanceof Ty.FnDef f) {
      return known(c, f, ty);
    }
    List<ThirExpr> all = new ArrayList<>();
    all.add(b.operands.build(c.callee()));
    all.addAll(b.operands.build(c.args()));
    return b.operands.use(
        all,
        false,
        c.span(),
        ops ->
            new ThirExpr.CallPtr(
                ops.get(0), List.copyOf(ops.subList(1, ops.size())), ty, c.span()));
  }

  private ThirExpr known(Expr.Call c, Ty.FnDef f, Ty ty) {
    ThirExpr callee = b.values.build(c.callee());
    boolean evaluated = !(callee instanceof ThirExpr.FnItem || callee instanceof ThirExpr.Use);
    Place via = callee instanceof ThirExpr.Use u ? u.place() : null;
    List<ThirExpr> args = b.operands.build(c.args());
    ThirExpr call =
        b.operands.use(
            args,
            false,
            c.span(),
            ops ->
                via == null && isConstructor(f.def)
                    ? constructor((Ty.Adt) ty, f.def, ops, c)
                    : new ThirExpr.Call(f, ops, via, ty, c.callee().span(), c.span()));
    return evaluated
        ? new ThirExpr.Block(
            List.of(new ThirExpr.Discard(callee, b.unit(), c.callee().span())), call, ty, c.span())
        : call;
  }

  private static boolean isConstructor(Def def) {
    return def.kind() == Def.Kind.STRUCT || def.kind() == Def.Kind.VARIANT;
  }

  private ThirExpr constructor(Ty.Adt ty, Def def, List<ThirExpr> args, Expr.Call c) {
    List<ThirExpr.FieldValue> fields = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      fields.add(new ThirExpr.FieldValue(i, args.get(i)));
    }
    return new ThirExpr.Adt(ty, b.values.variantIndex(ty, def), fields, null, c.span());
  }

  /** {@code Fn*::call*(callee, (args,))}. */
  private ThirExpr throughFn(Expr.Call c, Callee through, Ty ty) {
    List<ThirExpr> all = new ArrayList<>();
    all.add(b.operands.build(c.callee()));
    all.addAll(b.operands.build(c.args()));
    return b.operands.use(
        all,
        false,
        c.span(),
        ops -> {
          List<ThirExpr> args = List.copyOf(ops.subList(1, ops.size()));
          Ty tuple = b.types.types.tuple(args.stream().map(ThirExpr::ty).toList());
          ThirExpr packed =
              args.isEmpty()
                  ? new ThirExpr.Unit(tuple, c.span())
                  : new ThirExpr.Tuple(args, tuple, c.span());
          return new ThirExpr.Call(
              b.fnDef(through.def(), through.args()),
              List.of(ops.get(0), packed),
              ty,
              c.callee().span(),
              c.span());
        });
  }

  ThirExpr method(Expr.MethodCall m, Ty ty) {
    Callee callee = b.results.callees.get(m);
    List<ThirExpr> all = new ArrayList<>();
    all.add(b.operands.build(m.receiver()));
    all.addAll(b.operands.build(m.args()));
    return b.operands.use(
        all,
        false,
        m.span(),
        ops ->
            new ThirExpr.Call(
                b.fnDef(callee.def(), callee.args()),
                ops,
                ty,
                m.method().ident().span(),
                m.span()));
  }
}
