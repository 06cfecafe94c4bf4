package org.asrlang.embed;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.embed.convert.Converters;
import org.asrlang.exec.natives.NativeRegistry;
import org.asrlang.lower.Lowering;
import org.asrlang.lower.OnBigStack;
import org.asrlang.points.FunctionPoints;
import org.asrlang.points.Suspension;
import org.asrlang.resolve.Def;
import org.asrlang.types.collect.GlobalCtxt;

/** A program without errors. Immutable; thread-safe; any number of isolates can run it. */
public final class Program {
  private final GlobalCtxt tcx;
  private final Def crate;
  private final List<Diagnostic> warnings;
  private final Lowering lowering;
  private final Converters converters;

  Program(GlobalCtxt tcx, Def crate, NativeRegistry natives, List<Diagnostic> warnings) {
    this.tcx = tcx;
    this.crate = crate;
    this.warnings = warnings;
    this.lowering = new Lowering(tcx, natives);
    this.converters = new Converters(lowering, tcx);
  }

  /** What the compiler had to say besides errors. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  Def crate() {
    return crate;
  }

  /** Prepares an isolate: it has no capabilities and no limits unless they are given. */
  public Isolate.Builder isolate() {
    return new Isolate.Builder(this);
  }

  /** Where each function of the crate, and each closure, may suspend (T17). */
  public List<FunctionPoints> points() {
    return OnBigStack.compile(() -> lowering.locked(() -> new Suspension(tcx).ofCrate(crate)));
  }

  /** The {@code #[test]} functions, if the program was compiled for testing, by name. */
  public List<Test> tests() {
    return tcx.defs().allDefs(crate).stream()
        .filter(d -> d.kind() == Def.Kind.FN && tcx.defs().hasAttr(d, "test"))
        .map(d ->
            new Test(
                d.path(),
                d,
                tcx.defs().hasAttr(d, "ignore")
                    ? java.util.Objects.requireNonNullElse(tcx.defs().attrText(d, "ignore"), "")
                    : null,
                tcx.defs().hasAttr(d, "should_panic"),
                tcx.defs().attrText(d, "should_panic")))
        .sorted(java.util.Comparator.comparing(Test::name))
        .toList();
  }

  /** {@code main} as a test, which fails if it panics; null if there is none. */
  public Test mainTest() {
    Def main = main();
    return main == null ? null : new Test("main", main, null, false, null);
  }

  /**
   * A test function.
   *
   * @param name its path
   * @param ignored the reason why it is ignored, maybe empty; null if it is not
   * @param expected what the panic's message must contain, or null
   */
  public record Test(String name, Def def, String ignored, boolean shouldPanic, String expected) {}

  Def main() {
    return crate.children(Def.Kind.FN).stream().filter(Def::isMain).findFirst().orElse(null);
  }

  /** A function of the crate by its path, such as {@code rules::apply}; null if there is none. */
  Def function(String path) {
    Def at = crate;
    for (String part : path.split("::")) {
      Def next = null;
      for (Def d : at.children()) {
        if (d.name().equals(part) && (d.isFnLike() || d.kind() == Def.Kind.MODULE)) {
          next = d;
        }
      }
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at.isFnLike() ? at : null;
  }

  GlobalCtxt tcx() {
    return tcx;
  }

  Lowering lowering() {
    return lowering;
  }

  Converters converters() {
    return converters;
  }
}
