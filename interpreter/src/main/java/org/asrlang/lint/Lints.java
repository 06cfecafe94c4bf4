package org.asrlang.lint;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.diagnostic.Ice;
import org.asrlang.diagnostic.Severity;
import org.asrlang.lint.Lint.Level;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Crate;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * What is legal but hardly meant. A lint is a warning whose code is the lint's name, whichever pass
 * gives it; here the lints of their own run, and then all get the level that they have where they
 * point: they vanish, stay, or become errors.
 */
public final class Lints {
  private static final Pattern MENTIONS = Pattern.compile("dead_code|unused|warnings");

  private final GlobalCtxt tcx;
  private final Diagnostics diagnostics;
  private final List<Crate> files;
  private LintLevels levels;
  private final Set<Lint> explained = EnumSet.noneOf(Lint.class);
  private final Set<LintLevels.Setting> fulfilled = new HashSet<>();

  private Lints(GlobalCtxt tcx, Def crate) {
    this.tcx = tcx;
    this.diagnostics = tcx.diagnostics();
    this.files = tcx.defs().files(crate);
  }

  /** Runs when nothing else is left to say about a crate; a program in error is not linted. */
  public static void check(GlobalCtxt tcx, Def crate) {
    Lints lints = new Lints(tcx, crate);
    lints.forbidden();
    boolean whole = !tcx.diagnostics().hasErrors();
    if (whole) {
      lints.run(crate);
    }
    tcx.diagnostics().rewrite(lints::levelled);
    if (whole) {
      lints.expectations();
    }
  }

  private void run(Def crate) {
    UnusedImports imports = new UnusedImports(tcx);
    for (Def def : List.copyOf(tcx.defs().allDefs(crate))) {
      if (tcx.hasBody(def)) {
        imports.body(def, tcx.typeck(def));
      }
      if (isWritten(def)) {
        Ice.guard(diagnostics, def.span(), "a lint failed on this", () -> body(def), null);
      }
    }
    imports.report(crate);
    boolean any = files.stream().anyMatch(f -> MENTIONS.matcher(f.file().text()).find());
    new DeadCode(tcx, crate).check(at -> any && mayBeDead(at));
  }

  private Void body(Def def) {
    TypeckResults types = tcx.typeck(def);
    UnreachableCode.check(tcx, def, types);
    UnusedVariables.check(tcx, def, types);
    MustUse.check(tcx, def, types);
    OverflowingLiterals.check(tcx, def, types);
    KnownPanics.check(tcx, def, types);
    return null;
  }

  private boolean mayBeDead(Span at) {
    LintLevels.Setting s = levels().at(Lint.DEAD_CODE, at.callSite());
    return s != null && (s.level() == Level.ALLOW || s.level() == Level.EXPECT);
  }

  /** A body that somebody wrote: not one that a derive made. */
  private boolean isWritten(Def def) {
    return tcx.hasBody(def)
        && !tcx.typeck(def).tainted
        && !(def.parent() != null && tcx.defs().hasAttr(def.parent(), "automatically_derived"));
  }

  // ---- levels

  private void expectations() {
    if (mentions("expect(")) {
      levels().expectations().stream().filter(s -> !fulfilled.contains(s)).forEach(this::unmet);
    }
  }

  private void forbidden() {
    if (mentions("forbid(")) {
      levels().all().forEach(this::forbidden);
    }
  }

  private boolean mentions(String text) {
    return files.stream().anyMatch(f -> f.file().text().contains(text));
  }

  private LintLevels levels() {
    if (levels == null) {
      levels = new LintLevels(files);
    }
    return levels;
  }

  /** Null if the lint is allowed. */
  private Diagnostic levelled(Diagnostic d) {
    Lint lint = Lint.of(d.code());
    if (lint == null || d.isError()) {
      return d;
    }
    LintLevels.Setting setting = levels().at(lint, d.primary().callSite());
    Level level = setting == null ? lint.level : setting.level();
    switch (level) {
      case ALLOW -> {
        return null;
      }
      case EXPECT -> {
        fulfilled.add(setting);
        return null;
      }
      case WARN, DENY, FORBID -> {}
    }
    boolean error = level != Level.WARN;
    Diagnostic.Builder b = d.toBuilder(error ? Severity.ERROR : Severity.WARNING);
    if (explained.add(lint)) {
      if (setting == null) {
        String part = lint.group == null ? "" : " (part of `#[" + level.word() + "(unused)]`)";
        b.note("`#[" + level.word() + "(" + lint.key + ")]`" + part + " on by default");
      } else {
        b.note(setting.at(), "the lint level is defined here");
        if (!setting.name().equals(lint.key)) {
          String word = level.word();
          b.note(
              "`#["
                  + word
                  + "("
                  + lint.key
                  + ")]` implied by `#["
                  + word
                  + "("
                  + setting.name()
                  + ")]`");
        }
      }
    }
    return lint.code == null ? b.build() : b.code(lint.code).build();
  }

  private void unmet(LintLevels.Setting s) {
    if (Lint.of(s.name()) == null && !s.name().equals("unused") && !s.name().equals("warnings")) {
      return; // a lint that ASR does not have may well be right
    }
    Diagnostic.Builder d =
        Diagnostic.warning(
            Lint.UNFULFILLED_LINT_EXPECTATIONS.key, s.at(), "this lint expectation is unfulfilled");
    if (s.reason() != null) {
      d.note(s.reason());
    }
    Diagnostic made = levelled(d.build());
    if (made != null) {
      diagnostics.add(made);
    }
  }

  private void forbidden(LintLevels.Setting s) {
    LintLevels.Setting f = levels().forbidding(s);
    if (f != null) {
      Span at = s.at();
      Diagnostic.error(
              "E0453",
              at,
              s.level().word() + "(" + s.name() + ") incompatible with previous forbid")
          .label("overruled by previous forbid")
          .label(f.at(), "`forbid` level set here")
          .to(diagnostics);
    }
  }
}
