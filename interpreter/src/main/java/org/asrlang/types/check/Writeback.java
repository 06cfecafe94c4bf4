package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.Capture;
import org.asrlang.types.Const;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults;

/** Puts what the variables became into the tables, without regions; E0282 where nothing did. */
final class Writeback {
  private final FnCtxt fcx;
  private final TypeckResults r;

  private Writeback(FnCtxt fcx) {
    this.fcx = fcx;
    this.r = fcx.results;
  }

  static void apply(FnCtxt fcx) {
    new Writeback(fcx).run();
  }

  private void run() {
    for (Map.Entry<Local, Ty> e : r.localTypes.entrySet()) {
      e.setValue(ty(e.getValue(), e.getKey().span()));
    }
    for (Map.Entry<Pat, Ty> e : r.patTypes.entrySet()) {
      e.setValue(ty(e.getValue(), e.getKey().span()));
    }
    for (Map.Entry<Expr, Ty> e : r.exprTypes.entrySet()) {
      e.setValue(ty(e.getValue(), e.getKey().span()));
    }
    builtinOperators();
    for (Map.Entry<Expr, List<Adjustment>> e : r.adjustments.entrySet()) {
      List<Adjustment> out = new ArrayList<>();
      for (Adjustment a : e.getValue()) {
        out.add(adjustment(a, e.getKey().span()));
      }
      e.setValue(List.copyOf(out));
    }
    r.callees.replaceAll((e, c) -> callee(c, e.span()));
    r.residualCallees.replaceAll((e, c) -> callee(c, e.span()));
    r.pathTargets.replaceAll((p, c) -> callee(c, p.span()));
    r.patConstants.replaceAll((p, c) -> callee(c, p.span()));
    r.iteratorTypes.replaceAll((e, t) -> ty(t, e.span()));
    r.repeatCounts.replaceAll((e, c) -> (Const) arg(c, e.span()));
    for (Map.Entry<Pat, List<Ty>> e : r.patAdjustments.entrySet()) {
      e.setValue(e.getValue().stream().map(t -> ty(t, e.getKey().span())).toList());
    }
    r.userTypes.values().forEach(this::inferred);
    r.userArgs.values().forEach(args -> args.forEach(this::inferred));
    r.userSelf.values().forEach(this::inferred);
    r.opaqueTypes.replaceAll((d, t) -> fcx.resolve(t));
    r.opaqueTypes.replaceAll((d, t) -> isRecursive(d, t) ? recursive(d) : t);
    r.closures.replaceAll((d, c) -> closure(c));
  }

  /** Lifetimes that inference came across are no part of what the user wrote. */
  private void inferred(GenericArg written) {
    if (written instanceof Ty t && !t.has(Ty.HAS_INFER)) {
      return;
    }
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Infer) {
          r.inferred.put(t, EraseRegions.of(fcx.types, fcx.resolve(t)));
        }
        return t.has(Ty.HAS_INFER) ? superTy(t) : t;
      }

      @Override
      public Const constant(Const c) {
        if (c instanceof Const.Infer) {
          r.inferred.put(c, fcx.infcx.resolve(c));
        }
        return c;
      }
    }.arg(written);
  }

  /** Whether an opaque type's hidden type is made of the opaque type itself. */
  private static boolean isRecursive(Def opaque, Ty hidden) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        found[0] |= t instanceof Ty.Opaque o && o.def == opaque;
        return found[0] || !t.has(Ty.HAS_ALIAS) ? t : superTy(t);
      }
    }.ty(hidden);
    return found[0];
  }

  private Ty recursive(Def opaque) {
    Diagnostic.error("E0720", opaque.span(), "cannot resolve opaque type")
        .label("recursive opaque type")
        .to(fcx.errors());
    fcx.results.tainted = true;
    return fcx.types.error;
  }

  private TypeckResults.ClosureInfo closure(TypeckResults.ClosureInfo c) {
    Span at = c.node().span();
    List<Ty> inputs = c.sig().inputs().stream().map(fcx::resolve).toList();
    FnSig sig = new FnSig(inputs, fcx.resolve(c.sig().output()), c.sig().boundRegions());
    List<Capture> captures = c.captures().stream().map(k -> capture(k, at)).toList();
    List<TypeckResults.ClosureInfo.Mention> mentions =
        c.mentions().stream()
            .map(m -> new TypeckResults.ClosureInfo.Mention(capture(m.place(), at), m.closure()))
            .toList();
    return new TypeckResults.ClosureInfo(c.def(), c.node(), c.kind(), sig, captures, mentions);
  }

  private Capture capture(Capture k, Span at) {
    List<Capture.Step> path = new ArrayList<>();
    for (Capture.Step s : k.path()) {
      path.add(
          switch (s) {
            case Capture.FieldStep f ->
                new Capture.FieldStep(f.variant(), f.field(), ty(f.ty(), at));
            case Capture.DerefStep d -> new Capture.DerefStep(ty(d.ty(), at));
          });
    }
    return new Capture(k.variable(), path, k.mode(), ty(k.placeTy(), at), k.use(), k.modeUse());
  }

  /** Operators found through traits whose operands turned out to be scalars are built-in. */
  private void builtinOperators() {
    for (Expr e : List.copyOf(r.callees.keySet())) {
      switch (e) {
        case Expr.Binary b -> {
          if (fcx.operators.isBuiltin(b.op(), r.typeOf(b.left()), r.typeOf(b.right()))) {
            r.callees.remove(e);
            if (b.op().isComparison()) {
              dropAutoref(b.left());
              dropAutoref(b.right());
            }
          }
        }
        case Expr.AssignOp a -> {
          if (fcx.operators.isBuiltin(a.op(), r.typeOf(a.place()), r.typeOf(a.value()))) {
            r.callees.remove(e);
            dropAutoref(a.place());
          }
        }
        default -> {}
      }
    }
  }

  private void dropAutoref(Expr e) {
    List<Adjustment> steps = r.adjustments.get(e);
    if (steps != null && !steps.isEmpty() && steps.getLast() instanceof Adjustment.Borrow) {
      r.adjustments.put(e, List.copyOf(steps.subList(0, steps.size() - 1)));
    }
  }

  private Adjustment adjustment(Adjustment a, Span at) {
    return switch (a) {
      case Adjustment.NeverToAny n -> new Adjustment.NeverToAny(ty(n.target(), at));
      case Adjustment.Deref d ->
          new Adjustment.Deref(
              d.overloaded() == null ? null : callee(d.overloaded(), at), ty(d.target(), at));
      case Adjustment.Borrow b ->
          new Adjustment.Borrow(b.mutable(), b.twoPhase(), ty(b.target(), at));
      case Adjustment.ReifyFn f -> new Adjustment.ReifyFn(ty(f.target(), at));
      case Adjustment.ClosureFn f -> new Adjustment.ClosureFn(ty(f.target(), at));
      case Adjustment.Unsize u -> new Adjustment.Unsize(ty(u.target(), at));
    };
  }

  private Callee callee(Callee c, Span at) {
    List<GenericArg> args = new ArrayList<>();
    for (GenericArg a : c.args()) {
      args.add(arg(a, at));
    }
    return new Callee(c.def(), args);
  }

  private GenericArg arg(GenericArg a, Span at) {
    return switch (a) {
      case Ty t -> ty(t, at);
      case org.asrlang.types.Region g -> org.asrlang.types.Region.ERASED;
      case Const c -> constant(c, at);
    };
  }

  private Const constant(Const c, Span at) {
    Const done = fcx.infcx.resolve(c);
    if (done instanceof Const.Infer) {
      fcx.annotationsNeeded(at, done);
      return new Const.Error();
    }
    return done;
  }

  private Ty ty(Ty t, Span at) {
    Ty resolved = fcx.resolve(t);
    Ty done = EraseRegions.of(fcx.types, resolved);
    if (done.has(Ty.HAS_INFER)) {
      fcx.annotationsNeeded(at, done);
      r.tainted = true;
      return fcx.types.error;
    }
    if (resolved.has(Ty.HAS_ERROR)) {
      r.tainted = true;
    }
    return done;
  }
}
