package org.asrlang.lower;

import java.util.List;
import java.util.function.Supplier;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Ice;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Machine;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.exec.natives.NativeRegistry;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.task.Limits;
import org.asrlang.task.Outcome;
import org.asrlang.task.RuntimeOptions;
import org.asrlang.task.TaskRuntime;
import org.asrlang.task.Unwind;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.ValTree;
import org.asrlang.types.collect.ConstEvaluator;

/**
 * Evaluates constants of the type system while compiling: runs their lowered bodies in a task of
 * their own, without capabilities and within limits. A panic is a diagnostic (E0080).
 */
public final class ConstEval implements ConstEvaluator {
  /** Calls and turns of loops, after which rustc's lint {@code long_running_const_eval} denies. */
  private static final long MAX_STEPS = 2_000_000L;

  private final TyCtxt tcx;
  private final Supplier<NativeRegistry> natives;
  private Lowering lowering;

  /** How many constants are being evaluated, each for the one before. */
  private int depth;

  /** The natives are asked for when a constant first needs to be run. */
  public ConstEval(TyCtxt tcx, Supplier<NativeRegistry> natives) {
    this.tcx = tcx;
    this.natives = natives;
  }

  @Override
  public Object evaluate(Def constant, List<GenericArg> args) {
    return run(constant, args) instanceof Value v && v.content() instanceof Long n
        ? v.ty() == tcx.types().bool ? (Object) (n != 0) : n
        : null;
  }

  @Override
  public void demand(Def constant, List<GenericArg> args) {
    run(constant, args);
  }

  @Override
  public ValTree tree(Def constant, List<GenericArg> args) {
    return run(constant, args) instanceof Value v
        ? new ValTrees(lowering.layouts()).read(v.content(), v.ty())
        : null;
  }

  private record Value(Object content, Ty ty) {}

  /** Null if there is no body, or with a diagnostic. */
  private Value run(Def constant, List<GenericArg> args) {
    return Ice.guard(
        tcx.diagnostics(),
        constant.span(),
        "this constant could not be evaluated",
        () -> {
          try {
            return runs(constant, args);
          } catch (LoweringError e) {
            Diagnostic.error(e.code(), constant.span(), e.getMessage()).to(tcx.diagnostics());
            return null;
          } catch (Tainted errors) {
            Ice.fault(tcx.diagnostics(), constant.span(), "this constant has no value", errors);
            return null;
          }
        },
        null);
  }

  private Value runs(Def constant, List<GenericArg> args) {
    if (lowering == null) {
      lowering = new Lowering(tcx, natives.get());
    }
    // lowering what another constant calls may ask for this one: the outer one's lock is held then
    Lowering own = depth == 0 ? lowering : new Lowering(tcx, natives.get());
    depth++;
    try {
      return runs(own, constant, args);
    } finally {
      depth--;
    }
  }

  private Value runs(Lowering lowering, Def constant, List<GenericArg> args) {
    Callee target = lowering.queries().resolveConst(constant, args);
    if (target == null || tcx.typeck(target.def()).tainted) {
      Ice.delay(tcx.diagnostics(), constant.span(), "this constant has no body without errors");
      return null;
    }
    // Evaluates what the body names now: while it is lowered, nothing else can be evaluated.
    int before = tcx.diagnostics().errorCount();
    if (tcx.thir(target.def()) == null || tcx.diagnostics().errorCount() > before) {
      return null;
    }
    Ty ty = lowering.normalize(tcx.typeOf(target.def()), target.args());
    if (ty.has(Ty.HAS_ERROR)) {
      Ice.delay(tcx.diagnostics(), constant.span(), "this constant has no type");
      return null;
    }
    Layout layout = lowering.layout(ty);
    Code code = lowering.constCode(target);
    Machine machine = new Machine(lowering);
    TaskRuntime runtime =
        new TaskRuntime(
            RuntimeOptions.DEFAULT.withLimits(
                new Limits(MAX_STEPS, Long.MAX_VALUE, 1, Limits.NONE.depth())));
    Outcome outcome =
        runtime.run("const", t -> Invoke.boxed(code, machine.stack(t), 0, 0, layout.kind));
    return switch (outcome) {
      case Outcome.Value(Object content) -> new Value(content, ty);
      case Outcome.Failed f -> {
        report(target.def(), f.failure());
        yield null;
      }
    };
  }

  private void report(Def constant, Unwind failure) {
    if (failure.payload() instanceof LoweringError e) {
      Diagnostic.error(e.code(), e.span(), e.getMessage()).to(tcx.diagnostics());
      return;
    }
    if (failure.payload() instanceof Throwable fault) {
      // it came to a function that has errors, which are reported
      Ice.fault(tcx.diagnostics(), constant.span(), "this constant could not be evaluated", fault);
      return;
    }
    if (failure.isKill()) {
      Diagnostic.error(null, place(constant, failure), "constant evaluation is taking a long time")
          .label("the constant being evaluated")
          .note("more than " + MAX_STEPS + " calls and turns of loops: is there an endless one?")
          .to(tcx.diagnostics());
      return;
    }
    String said = failure.getMessage();
    boolean builtIn =
        said != null && (said.startsWith("attempt to ") || said.startsWith("index out of bounds"));
    String name = constant.kind() == Def.Kind.ANON_CONST ? constant.name() : constant.path();
    Diagnostic.error(
            "E0080", place(constant, failure), builtIn ? said : "evaluation panicked: " + said)
        .label("evaluation of `" + name + "` failed here")
        .to(tcx.diagnostics());
  }

  /**
   * Where in the constant's own value it failed: the whole of it, if in a function that it calls.
   */
  private static Span place(Def constant, Unwind failure) {
    Expr value =
        switch (constant.node()) {
          case Item.Const c -> c.value();
          case Item.Static s -> s.value();
          case Expr e -> e;
          case null, default -> null;
        };
    if (value == null) {
      return constant.span();
    }
    Span whole = value.span();
    if (failure.location() instanceof Location l && l.file().equals(whole.file().name())) {
      int at = whole.file().lineStart(l.line()) + l.column() - 1;
      if (whole.lo() <= at && at < whole.hi()) {
        Span[] best = {whole};
        smallest(value, at, best);
        return best[0];
      }
    }
    return whole;
  }

  /** The outermost expression that begins where the failure is said to be. */
  private static void smallest(Node n, int at, Span[] best) {
    Span s = n.span().callSite();
    if (n instanceof Expr && s.lo() == at && best[0].lo() != at) {
      best[0] = s;
      return;
    }
    Nodes.children(n, c -> smallest(c, at, best));
  }
}
