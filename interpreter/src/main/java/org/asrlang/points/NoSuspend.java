package org.asrlang.points;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.SourceFile;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * {@code #[nosuspend]}: a function that must not suspend. On a trait's method it binds all impls,
 * and calls of it, also through {@code dyn}, do not suspend.
 */
public final class NoSuspend {
  private NoSuspend() {}

  /** Checks the functions of a crate that ask for it; costs nothing where none does. */
  public static void check(GlobalCtxt tcx, Def crate) {
    Suspension suspension = null;
    for (Def def : List.copyOf(tcx.defs().allDefs(crate))) {
      boolean own = tcx.defs().hasAttr(def, "nosuspend");
      if (own && !def.isFnLike()) {
        Diagnostic.error("A0301", def.span(), "`#[nosuspend]` on something that is no function")
            .label("not a function")
            .to(tcx.diagnostics());
        continue;
      }
      if (!def.isFnLike() || !tcx.hasBody(def)) {
        continue;
      }
      Def declared = own ? def : declaration(tcx, def);
      if (declared != null) {
        if (suspension == null) {
          suspension = new Suspension(tcx);
        }
        report(tcx, def, declared, suspension.of(def));
      }
    }
  }

  /** The method of the trait that demands it, or null. */
  private static Def declaration(GlobalCtxt tcx, Def def) {
    Def method =
        def.kind() == Def.Kind.ASSOC_FN && def.parent().kind() == Def.Kind.IMPL
            ? tcx.traitItemOf(def)
            : null;
    return method != null && !Edges.isLibrary(method) && tcx.defs().hasAttr(method, "nosuspend")
        ? method
        : null;
  }

  private static void report(GlobalCtxt tcx, Def def, Def declared, FunctionPoints points) {
    Set<SourceFile> own =
        tcx.defs().files(def.crate()).stream()
            .map(c -> c.span().file())
            .collect(Collectors.toSet());
    for (Point p : points.points()) {
      Diagnostic.Builder d =
          Diagnostic.error(
                  "A0300", p.span(), "`" + def.name() + "` is `#[nosuspend]`, but may suspend here")
              .label(p.drop() ? "dropping this may suspend" : "this may suspend");
      d.label(declared.span(), "`#[nosuspend]` is demanded here");
      for (int i = 0; i < p.chain().size(); i++) {
        Point.Step step = p.chain().get(i);
        boolean last = i + 1 == p.chain().size();
        String text =
            "`"
                + step.name()
                + "` "
                + (last ? p.why() : "reaches `" + p.chain().get(i + 1).name() + "`");
        if (own.contains(step.span().file())) {
          d.note(step.span(), text);
        } else {
          d.note(text);
        }
      }
      if (p.chain().isEmpty()) {
        d.note("it " + p.why() + ": what that does is not known");
      }
      d.to(tcx.diagnostics());
    }
  }
}
