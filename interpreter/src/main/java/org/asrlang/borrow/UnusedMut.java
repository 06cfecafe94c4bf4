package org.asrlang.borrow;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.thir.LocalDecl;

/**
 * The lint {@code unused_mut}: variables declared {@code mut} that nothing changes. Variables are
 * known by the end of their declaration, whether or not its span has the {@code mut} in it.
 */
final class UnusedMut {
  private static final Pattern MUT = Pattern.compile("mut\\s+");

  private final Set<Span> changed = new HashSet<>();
  private final Set<Span> initialised = new HashSet<>();

  /** Something needs the variable that is declared there to be mutable. */
  void changed(Span declaration) {
    changed.add(declaration.shrinkToEnd());
  }

  /**
   * @param again whether it may have held a value before
   */
  void assigned(MirLocal local, boolean again) {
    if (local.decl != null) {
      (again ? changed : initialised).add(local.decl.span.shrinkToEnd());
    }
  }

  /** For a body without errors; what is never reached is not judged. */
  void report(List<Cfg> cfgs, Diagnostics diagnostics) {
    for (Cfg cfg : cfgs) {
      for (LocalDecl l : cfg.body.locals()) {
        boolean reached =
            l.kind == LocalDecl.Kind.PARAM || initialised.contains(l.span.shrinkToEnd());
        if (l.name != null && l.mutable && reached) {
          variable(l.span, diagnostics);
        }
      }
    }
  }

  private void variable(Span name, Diagnostics diagnostics) {
    if (changed.contains(name.shrinkToEnd()) || name.file() != name.callSite().file()) {
      return;
    }
    String text = name.file().text();
    Matcher own = MUT.matcher(text).region(name.lo(), name.hi());
    if (own.lookingAt()) {
      report(name, own.end(), diagnostics);
      return;
    }
    int at = name.lo();
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    int mut = at - "mut".length();
    if (mut < 0 || !text.startsWith("mut", mut)) {
      return; // a macro has put the two together
    }
    Span whole = new Span(name.file(), mut, name.hi(), name.expansion());
    report(whole, name.lo(), diagnostics);
  }

  /**
   * @param end where the word {@code mut} and the space behind it end
   */
  private static void report(Span whole, int end, Diagnostics diagnostics) {
    Span word = new Span(whole.file(), whole.lo(), end, whole.expansion());
    Diagnostic.warning("unused_mut", whole, "variable does not need to be mutable")
        .fix("remove this `mut`", word, "", Diagnostic.Shown.LABEL)
        .to(diagnostics);
  }
}
