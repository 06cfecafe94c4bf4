package org.asrlang.thir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Options;
import org.asrlang.resolve.Resolver;
import org.asrlang.source.SourceFile;
import org.asrlang.types.TyInterner;
import org.asrlang.types.check.TypeChecker;
import org.asrlang.types.collect.GlobalCtxt;

/** Builds the typed trees of a program that uses the tests' small std. */
final class Trees {
  private static final SourceFile STD = new SourceFile("mini_std.asr", resource());

  private Trees() {}

  /** Type checks the program and builds every body that has no type errors. */
  static GlobalCtxt build(String source, Diagnostics diagnostics) {
    CrateSource user = new CrateSource("", new SourceFile("main.asr", source), path -> null);
    CrateSource std = new CrateSource("std", STD, path -> null);
    Resolver defs = Resolver.resolve(List.of(user, std), Options.DEFAULT, diagnostics);
    GlobalCtxt tcx = new GlobalCtxt(new TyInterner(), defs, diagnostics);
    tcx.setTypeckBuilder(TypeChecker::check);
    tcx.setThirBuilder(ThirBuilder::build);
    tcx.checkCrate(defs.crates().get(0));
    for (Def def : List.copyOf(defs.allDefs(defs.crates().get(0)))) {
      if (tcx.hasBody(def) && !tcx.typeck(def).tainted) {
        tcx.thir(def);
        tcx.typeck(def).closures.keySet().forEach(tcx::thir);
      }
    }
    return tcx;
  }

  /** The tree of a function, then those of its closures, without the line of its last brace. */
  static String print(GlobalCtxt tcx, String function) {
    StringBuilder out = new StringBuilder();
    for (Def def : tcx.defs().allDefs(tcx.defs().crates().get(0))) {
      if (def.isFnLike() && def.name().equals(function)) {
        out.append(ThirPrinter.print(tcx.thir(def)));
        for (Def closure : tcx.typeck(def).closures.keySet()) {
          out.append(ThirPrinter.print(tcx.thir(closure)));
        }
      }
    }
    return out.toString();
  }

  private static String resource() {
    try (InputStream in = Trees.class.getResourceAsStream("/org/asrlang/types/mini_std.asr")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
