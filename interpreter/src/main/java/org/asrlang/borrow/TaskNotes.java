package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.Explain.MustOutlive;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/**
 * Says of an error about borrows that it is about tasks: which regions are demanded because a task
 * starts (T3). The functions that start one have the attribute {@code starts_task} in the library,
 * the types of scopes {@code task_scope}.
 */
final class TaskNotes {
  private final TyCtxt tcx;

  private final List<ThirExpr.Call> calls = new ArrayList<>();

  /** Made of the calls when the first error asks. */
  private Set<Span> starts;

  TaskNotes(TyCtxt tcx) {
    this.tcx = tcx;
  }

  /** A call in the body. */
  void call(ThirExpr.Call e) {
    calls.add(e);
  }

  /** The calls that start a task, and where the closures begin that are handed to them. */
  private Set<Span> starts() {
    if (starts != null) {
      return starts;
    }
    starts = new HashSet<>();
    for (ThirExpr.Call e : calls) {
      if (tcx.defs().hasAttr(e.callee().def, "starts_task")) {
        starts.add(e.span());
        for (ThirExpr arg : e.args()) {
          if (arg instanceof ThirExpr.Closure c) {
            starts.add(c.span().shrinkToStart());
          }
        }
      }
    }
    return starts;
  }

  private boolean ofTask(MustOutlive m, Loan l) {
    Set<Span> starts = starts();
    return starts.contains(m.span())
        || l.closure != null
            && starts.contains(l.closure.shrinkToStart())
            && m.category() != Category.RETURN
            && m.category() != Category.OPAQUE;
  }

  /** A loan lasts because a task has it. */
  void describe(Diagnostic.Builder d, Explain.Reason why, Loan l) {
    if (why instanceof MustOutlive m && ofTask(m, l)) {
      d.note(
          outlivesFunction(m)
              ? "the task may run on when this function has returned: it cannot borrow from it"
              : "a child task may run until its scope ends: what it borrows stays borrowed until"
                  + " then");
    }
  }

  /**
   * What a task has borrowed ends before the task.
   *
   * @param name of what ends
   */
  void endsBefore(Diagnostic.Builder d, MustOutlive m, Loan l, String name) {
    if (!ofTask(m, l)) {
      return;
    }
    if (outlivesFunction(m)) {
      d.note("the task may run on when `" + name + "` is gone");
      d.help("a child task, spawned in an `asr::task::scope`, may borrow what outlives the scope");
    } else {
      d.note("a child task may run until its scope ends, and `" + name + "` is gone before that");
    }
  }

  private static boolean outlivesFunction(MustOutlive m) {
    return m.region() != null && m.region().region instanceof Region.Static;
  }

  /**
   * Something with a region of a closure's parameter leaves the closure.
   *
   * @param param null if the region is of no parameter
   */
  void leaves(Diagnostic.Builder d, MirLocal param) {
    Ty ty = param == null ? null : param.ty;
    while (ty instanceof Ty.Ref r) {
      ty = r.target;
    }
    if (ty instanceof Ty.Adt a && tcx.defs().hasAttr(a.def, "task_scope")) {
      d.note(
          "the handle of a child task cannot leave its scope, at whose end the child has ended:"
              + " let out what `join` returns");
    }
  }
}
