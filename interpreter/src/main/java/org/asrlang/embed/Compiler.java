package org.asrlang.embed;

import java.util.List;
import org.asrlang.borrow.BorrowChecker;
import org.asrlang.borrow.ItemRegions;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.diagnostic.Ice;
import org.asrlang.exec.natives.NativeRegistry;
import org.asrlang.lint.Lints;
import org.asrlang.lower.ConstCheck;
import org.asrlang.lower.ConstEval;
import org.asrlang.lower.GrowingInstances;
import org.asrlang.points.NoSuspend;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Libraries;
import org.asrlang.resolve.Options;
import org.asrlang.resolve.Resolver;
import org.asrlang.source.Timings;
import org.asrlang.thir.Body;
import org.asrlang.thir.ConstBodies;
import org.asrlang.thir.ThirBuilder;
import org.asrlang.types.TyInterner;
import org.asrlang.types.check.TypeChecker;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.collect.Guaranteed;

/** What happens to a program, in order. */
final class Compiler {
  private Compiler() {}

  /**
   * Compiles a crate. Errors are in the diagnostics; nothing is thrown for them.
   *
   * @param user the user's crate
   * @param libraries what it can name
   * @param natives for constants
   */
  static GlobalCtxt compile(
      CrateSource user,
      Libraries libraries,
      Options options,
      NativeRegistry natives,
      Diagnostics diagnostics) {
    // Texts become trees; macros are expanded; modules, imports and names are resolved.
    Resolver defs = Resolver.resolve(user, libraries, options, diagnostics);

    // Questions about items are answered from here on, each when it is first asked.
    GlobalCtxt tcx = new GlobalCtxt(new TyInterner(), defs, diagnostics);
    tcx.setTypeckBuilder(TypeChecker::check);
    tcx.setThirBuilder(ThirBuilder::build);
    tcx.setConstEvaluator(new ConstEval(tcx, () -> natives));

    // Signatures, impls and their coherence are checked, then the types of all bodies.
    Def crate = defs.crates().get(0);
    Timings.Part before = Timings.enter(Timings.Part.CHECK);
    tcx.checkCrate(crate);
    if (tcx.isTraitMissing()) {
      Timings.back(before);
      return tcx;
    }
    Timings.enter(Timings.Part.BORROW);

    // Bodies become the one desugared tree; patterns must be exhaustive, borrows legal.
    check(tcx, crate);

    Timings.enter(Timings.Part.LINT);

    // Whoever made an error type has said why.
    if (!diagnostics.hasErrors()) {
      Guaranteed.check(tcx, crate);
    }
    diagnostics.settle();

    // Generic functions must not need endlessly many instances.
    if (!diagnostics.hasErrors()) {
      GrowingInstances.check(tcx, crate);
    }

    // Constants are evaluated, used or not.
    if (diagnostics.all().stream().allMatch(d -> !d.isError() || "E0080".equals(d.code()))) {
      ConstCheck.check(tcx, crate);
    }

    // What promises not to suspend does not.
    if (!diagnostics.hasErrors()) {
      NoSuspend.check(tcx, crate);
    }
    diagnostics.settle();

    // What is legal but hardly meant is told, or rejected, as the lint levels say.
    Lints.check(tcx, crate);
    diagnostics.settle();
    Timings.back(before);
    return tcx;
  }

  /** The checks that need the desugared tree of a body; bodies with type errors are left out. */
  static void check(GlobalCtxt tcx, Def crate) {
    for (Def def : List.copyOf(tcx.defs().allDefs(crate))) {
      ItemRegions.check(tcx, def);
      if (!tcx.hasBody(def)) {
        continue;
      }
      if (tcx.typeck(def).tainted) {
        Ice.delay(tcx.diagnostics(), def.span(), "this was given up on without an error");
      } else {
        Timings.Part before = Timings.enter(Timings.Part.TREE);
        Body body = tcx.thir(def);
        int errors = tcx.diagnostics().errorCount();
        if (body != null) {
          // what is computed while compiling calls only what can be
          ConstBodies.check(tcx, body);
        }
        boolean computable = tcx.diagnostics().errorCount() == errors;
        // an error in the body must not hide those of its closures
        tcx.typeck(def).closures.keySet().forEach(tcx::thir);
        Timings.back(before);
        if (computable) {
          BorrowChecker.check(tcx, def);
        }
      }
    }
  }
}
