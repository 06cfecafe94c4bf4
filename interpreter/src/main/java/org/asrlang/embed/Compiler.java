package org.asrlang.embed;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.borrow.BorrowChecker;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.exec.natives.NativeRegistry;
import org.asrlang.lower.ConstEval;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Options;
import org.asrlang.resolve.Resolver;
import org.asrlang.thir.ThirBuilder;
import org.asrlang.types.TyInterner;
import org.asrlang.types.check.TypeChecker;
import org.asrlang.types.collect.GlobalCtxt;

/** What happens to a program, in order. */
final class Compiler {
  private Compiler() {}

  /**
   * Compiles a crate. Errors are in the diagnostics; nothing is thrown for them.
   *
   * @param user the user's crate
   * @param libraries what it can name, std first
   */
  static GlobalCtxt compile(
      CrateSource user, List<CrateSource> libraries, Options options, Diagnostics diagnostics) {
    List<CrateSource> crates = new ArrayList<>();
    crates.add(user);
    crates.addAll(libraries);

    // Texts become trees; macros are expanded; modules, imports and names are resolved.
    Resolver defs = Resolver.resolve(crates, options, diagnostics);

    // Questions about items are answered from here on, each when it is first asked.
    GlobalCtxt tcx = new GlobalCtxt(new TyInterner(), defs, diagnostics);
    tcx.setTypeckBuilder(TypeChecker::check);
    tcx.setThirBuilder(ThirBuilder::build);
    tcx.setConstEvaluator(new ConstEval(tcx, () -> NativeRegistry.load(List.of())));

    // Signatures, impls and their coherence are checked, then the types of all bodies.
    Def crate = defs.crates().get(0);
    tcx.checkCrate(crate);

    // Bodies become the one desugared tree; patterns must be exhaustive, borrows legal.
    check(tcx, crate);
    return tcx;
  }

  /** The checks that need the desugared tree of a body; bodies with type errors are left out. */
  static void check(GlobalCtxt tcx, Def crate) {
    for (Def def : List.copyOf(tcx.defs().allDefs(crate))) {
      if (tcx.hasBody(def) && !tcx.typeck(def).tainted) {
        tcx.thir(def);
        BorrowChecker.check(tcx, def);
      }
    }
  }
}
