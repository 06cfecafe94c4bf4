package org.asrlang.types.collect;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Path;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Ty;

/** Constants in types: array lengths and const arguments. */
final class ConstLowering {
  private final GlobalCtxt tcx;
  private final AstConvCtx cx;

  ConstLowering(GlobalCtxt tcx, AstConvCtx cx) {
    this.tcx = tcx;
    this.cx = cx;
  }

  Const lower(Expr written, Ty ty) {
    int before = tcx.diagnostics().errorCount();
    Const found = find(written, ty);
    if (found instanceof Const.Error
        && (ty == tcx.types().i128 || ty == tcx.types().u128)
        && tcx.diagnostics().errorCount() == before) {
      Diagnostic.error(
              "A0100", written.span(), "not in ASR yet: const arguments of more than 64 bits")
          .to(tcx.diagnostics());
    }
    return found;
  }

  private Const find(Expr written, Ty ty) {
    Resolutions res = cx.resolutions();
    Expr expr = written;
    Def anon = res.constant(written);
    if (anon != null && anon.kind() == Def.Kind.ANON_CONST) {
      Expr body = tcx.defs().expandedBody(anon);
      if (body != null) {
        expr = body;
        res = tcx.defs().body(anon);
      }
      tcx.setAnonConstType(anon, ty);
    }
    if (anon == null && plain(expr) instanceof Expr.Underscore u) {
      return cx.inferConst(ty, u.span());
    }
    expr = plain(expr);
    if (expr instanceof Expr.PathExpr p) {
      Const c = path(p.path(), res.path(p.path()), ty);
      if (c != null) {
        return c;
      }
    }
    Object value = new ConstFold(tcx, res, List.of()).fold(expr, ty);
    if (value != null) {
      return new Const.Value(value, ty);
    }
    if (anon == null) {
      return new Const.Error();
    }
    return tcx.evaluate(new Const.Unevaluated(anon, tcx.identityArgs(cx.item())));
  }

  /** A path that names a const parameter or constant; null for anything else. */
  Const path(Path path, Res.Partial res, Ty ty) {
    if (res.unresolved() > 0 || !(res.base() instanceof Res.Item item)) {
      return null;
    }
    Def def = item.def();
    if (def.kind() == Def.Kind.CONST_PARAM) {
      GenericsOf generics = tcx.generics(cx.item());
      for (int i = 0; i < generics.count(); i++) {
        if (generics.param(i).def() == def) {
          return new Const.Param(def, i);
        }
      }
      return new Const.Error();
    }
    if (def.kind() == Def.Kind.CONST) {
      List<GenericArg> none = List.of();
      return tcx.evaluate(new Const.Unevaluated(def, none));
    }
    return null;
  }

  static Expr plain(Expr e) {
    while (true) {
      switch (e) {
        case Expr.Paren p -> e = p.inner();
        case Expr.Block b when b.label() == null && b.stmts().isEmpty() && b.tail() != null ->
            e = b.tail();
        default -> {
          return e;
        }
      }
    }
  }
}
