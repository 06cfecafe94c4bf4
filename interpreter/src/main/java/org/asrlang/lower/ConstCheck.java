package org.asrlang.lower;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.thir.Body;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirWalk;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * Evaluates the constants and statics of a crate, used or not, and the associated constants that
 * its functions name: a panic in one is an error (E0080). What cannot panic is left for the run.
 */
public final class ConstCheck {
  private static final Set<String> PANICKING =
      Set.of("unwrap", "unwrap_err", "expect", "expect_err", "pow", "abs", "div_euclid");

  private final GlobalCtxt tcx;
  private final Map<Def, Boolean> mayPanic = new HashMap<>();
  private final List<Span> reported;
  private final Set<Const> done = new HashSet<>();

  private ConstCheck(GlobalCtxt tcx) {
    this.tcx = tcx;
    this.reported =
        tcx.diagnostics().all().stream()
            .filter(d -> "E0080".equals(d.code()))
            .map(d -> d.primary().callSite())
            .toList();
  }

  /** For a crate without errors. */
  public static void check(GlobalCtxt tcx, Def crate) {
    ConstCheck c = new ConstCheck(tcx);
    for (Def d : List.copyOf(tcx.defs().allDefs(crate))) {
      if (!tcx.hasBody(d) || tcx.typeck(d).tainted) {
        continue;
      }
      boolean constant = d.kind() == Def.Kind.CONST || d.kind() == Def.Kind.STATIC;
      if (constant && tcx.generics(d).count() == 0) {
        c.evaluate(d, List.of());
      }
      Body body = tcx.thir(d);
      if (body != null) {
        c.named(body.root());
      }
    }
  }

  private void evaluate(Def constant, List<GenericArg> args) {
    if (!isReported(constant)
        && mayPanic(constant)
        && done.add(new Const.Unevaluated(constant, args))) {
      tcx.demand(constant, args);
    }
  }

  /** Whether folding has found the error already. */
  private boolean isReported(Def constant) {
    Span whole = constant.node() == null ? constant.span() : constant.node().span();
    return reported.stream()
        .anyMatch(s -> s.file() == whole.file() && whole.lo() <= s.lo() && s.hi() <= whole.hi());
  }

  private void named(ThirExpr e) {
    if (e instanceof ThirExpr.NamedConst c && c.args().stream().allMatch(ConstCheck::isConcrete)) {
      evaluate(c.def(), c.args());
    }
    ThirWalk.children(e, this::named, p -> ThirWalk.children(p, this::named));
  }

  private static boolean isConcrete(GenericArg a) {
    return switch (a) {
      case Ty t -> !t.has(Ty.HAS_PARAM);
      case Const c -> c instanceof Const.Value;
      case org.asrlang.types.Region r -> true;
    };
  }

  private boolean mayPanic(Def owner) {
    Boolean known = mayPanic.get(owner);
    if (known != null) {
      return known;
    }
    mayPanic.put(owner, false); // while it is found out: a recursion panics elsewhere or never
    boolean library = !owner.crate().name().isEmpty();
    boolean found =
        !library
            && tcx.hasBody(owner)
            && !tcx.typeck(owner).tainted
            && tcx.thir(owner) != null
            && panics(tcx.thir(owner).root());
    mayPanic.put(owner, found);
    return found;
  }

  private boolean panics(ThirExpr e) {
    boolean own =
        switch (e) {
          case ThirExpr.Binary b -> isChecked(b.op(), b.ty());
          case ThirExpr.AssignOp a -> isChecked(a.op(), a.place().ty());
          case ThirExpr.Unary u -> u.op() == ThirExpr.UnOp.NEG && !(u.ty() instanceof Ty.Float);
          case ThirExpr.Call c ->
              c.ty() instanceof Ty.Never
                  || mayPanic(c.callee().def)
                  || PANICKING.contains(c.callee().def.name());
          case ThirExpr x -> false;
        };
    boolean[] any = {own};
    ThirWalk.children(e, x -> any[0] = any[0] || panics(x), p -> any[0] = any[0] || place(p));
    return any[0];
  }

  private boolean place(Place p) {
    for (Place at = p; at != null; at = at.base()) {
      if (at instanceof Place.Index) {
        return true;
      }
    }
    boolean[] any = {false};
    ThirWalk.children(p, x -> any[0] = any[0] || panics(x));
    return any[0];
  }

  private static boolean isChecked(BinOp op, Ty ty) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, REM, SHL, SHR -> !(ty instanceof Ty.Float);
      case AND, OR, BIT_XOR, BIT_AND, BIT_OR, EQ, LT, LE, NE, GE, GT -> false;
    };
  }
}
