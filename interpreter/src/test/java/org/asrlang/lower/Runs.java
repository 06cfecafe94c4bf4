package org.asrlang.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.exec.Code;
import org.asrlang.exec.Location;
import org.asrlang.exec.Machine;
import org.asrlang.exec.Panics;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeRegistry;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Options;
import org.asrlang.resolve.Resolver;
import org.asrlang.source.SourceFile;
import org.asrlang.task.Outcome;
import org.asrlang.task.RuntimeOptions;
import org.asrlang.task.TaskRuntime;
import org.asrlang.task.Unwind;
import org.asrlang.thir.ThirBuilder;
import org.asrlang.types.TyInterner;
import org.asrlang.types.check.TypeChecker;
import org.asrlang.types.collect.GlobalCtxt;

/** Compiles programs against the tests' small std and runs a function of theirs. */
final class Runs {
  private static final SourceFile STD = new SourceFile("small_std.asr", resource());

  final GlobalCtxt tcx;
  final Lowering lowering;

  /** What the program has logged, and the messages of its panics with their places. */
  final List<Long> log = new ArrayList<>();

  final List<String> panics = new ArrayList<>();

  Runs(String source) {
    Diagnostics diagnostics = new Diagnostics();
    CrateSource user = new CrateSource("", new SourceFile("main.asr", source), path -> null);
    CrateSource std = new CrateSource("std", STD, path -> null);
    Resolver defs = Resolver.resolve(List.of(user, std), Options.DEFAULT, diagnostics);
    tcx = new GlobalCtxt(new TyInterner(), defs, diagnostics);
    tcx.setTypeckBuilder(TypeChecker::check);
    tcx.setThirBuilder(ThirBuilder::build);
    NativeRegistry natives = NativeRegistry.load(List.of(this::register));
    tcx.setConstEvaluator(new ConstEval(tcx, () -> natives));
    tcx.checkCrate(defs.crates().get(0));
    assertEquals(List.of(), diagnostics.all(), source);
    lowering = new Lowering(tcx, natives);
  }

  private void register(Registrar r) {
    r.voidBody("test::log", s -> log.add(s.getLong(0)));
    r.voidBody(
        "test::fail",
        s -> {
          throw Panics.panic(s, "failed", (Location) s.getRef(0));
        });
    r.generic(
        "test::catch",
        call -> {
          NativeCall.Callback f = call.closure(0);
          try {
            f.call(call.stack(), call.sig().linker().layout(tcx.types().i64));
            return 0L;
          } catch (Unwind u) {
            assertTrue(u.isPanic());
            return 1L;
          }
        });
  }

  Def function(String name) {
    return tcx.defs().crates().get(0).children().stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Runs {@code fn main() -> i64}. */
  Outcome run() {
    Code code = lowering.code(function("main"), List.of());
    Machine machine = new Machine(lowering);
    machine.setPanicHook((t, at, message) -> panics.add(at + ": " + message));
    return new TaskRuntime(RuntimeOptions.DEFAULT)
        .run("main", t -> code.runLong(machine.stack(t), 0, 0, code.fromNative));
  }

  static long value(String source) {
    return new Runs(source).value();
  }

  long value() {
    Outcome outcome = run();
    if (outcome instanceof Outcome.Failed(Unwind u)) {
      throw new AssertionError(u.getMessage(), u);
    }
    return (Long) ((Outcome.Value) outcome).value();
  }

  private static String resource() {
    try (InputStream in = Runs.class.getResourceAsStream("small_std.asr")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
