package org.asrlang.lint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.UnusedImport;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TokenTree;
import org.asrlang.types.Callee;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;

/**
 * {@code unused_imports}: imports that no path names, no method call needs for its trait and no
 * derive names. One message for a {@code use} item.
 */
final class UnusedImports {
  private final TyCtxt tcx;

  /** By module: the traits of which something was called there. */
  private final Map<Def, Set<Def>> called = new HashMap<>();

  private final Set<String> derived = new HashSet<>();

  UnusedImports(TyCtxt tcx) {
    this.tcx = tcx;
  }

  /** Notes what a body needs. */
  void body(Def owner, TypeckResults types) {
    Set<Def> traits = called.computeIfAbsent(owner.module(), m -> new HashSet<>());
    types.callees.values().forEach(c -> add(c, traits));
    types.pathTargets.values().forEach(c -> add(c, traits));
    types.patConstants.values().forEach(c -> add(c, traits));
  }

  private static void add(Callee c, Set<Def> traits) {
    Def parent = c == null ? null : c.def().parent();
    if (parent != null && parent.kind() == Def.Kind.TRAIT) {
      traits.add(parent);
    }
  }

  void report(Def crate) {
    List<UnusedImport> unused = new ArrayList<>(tcx.defs().unusedImports(crate));
    if (unused.isEmpty()) {
      return;
    }
    for (Crate c : tcx.defs().files(crate)) {
      c.items().forEach(this::derives);
    }
    Map<Span, List<UnusedImport>> byUse = new LinkedHashMap<>();
    for (UnusedImport i : unused) {
      boolean foreign = i.span().file() != i.span().callSite().file();
      if (!foreign && !isNeeded(i)) {
        byUse.computeIfAbsent(i.use(), u -> new ArrayList<>()).add(i);
      }
    }
    byUse.values().forEach(this::message);
  }

  private boolean isNeeded(UnusedImport i) {
    if (derived.contains(i.name())) {
      return true;
    }
    for (Map.Entry<Def, Set<Def>> e : called.entrySet()) {
      if (e.getKey().isWithin(i.module()) && i.traits().stream().anyMatch(e.getValue()::contains)) {
        return true;
      }
    }
    return false;
  }

  private void derives(Item item) {
    for (Attribute a : item.attrs()) {
      if (a.is("derive") && !a.tokens().isEmpty()) {
        words(a.tokens());
      }
    }
    if (item instanceof Item.Module m && m.items() != null) {
      m.items().forEach(this::derives);
    }
  }

  private void words(List<TokenTree> trees) {
    for (TokenTree t : trees) {
      switch (t) {
        case TokenTree.Token k -> derived.add(k.text());
        case TokenTree.Delimited d -> words(d.trees());
        case TokenTree.Interpolated i -> words(i.trees());
      }
    }
  }

  private void message(List<UnusedImport> imports) {
    List<String> names = imports.stream().map(i -> "`" + i.span().text() + "`").sorted().toList();
    Diagnostic.Builder d =
        Diagnostic.warning(
            Lint.UNUSED_IMPORTS.key,
            imports.get(0).span(),
            "unused import" + (names.size() > 1 ? "s" : "") + ": " + Words.and(names));
    imports.stream().skip(1).forEach(i -> d.label(i.span(), ""));
    removal(imports, d);
    d.to(tcx.diagnostics());
  }

  /** The whole item where nothing of it is used, else the names with their commas. */
  private static void removal(List<UnusedImport> imports, Diagnostic.Builder d) {
    Span use = imports.get(0).use();
    String text = use.text();
    int open = text.indexOf('{');
    int close = text.lastIndexOf('}');
    if (open >= 0 && (text.indexOf('{', open + 1) >= 0 || close < open)) {
      return;
    }
    long names =
        open < 0
            ? 1
            : Arrays.stream(text.substring(open + 1, close).split(","))
                .filter(s -> !s.isBlank())
                .count();
    if (names == imports.size()) {
      List<Diagnostic.Edit> all = List.of(new Diagnostic.Edit(use, ""));
      d.suggestion(
          new Diagnostic.Suggestion(
              "remove the whole `use` item", all, true, Diagnostic.Shown.NOTHING));
      return;
    }
    List<Diagnostic.Edit> edits = new ArrayList<>();
    for (UnusedImport i : imports) {
      edits.add(new Diagnostic.Edit(withComma(i.span(), use), ""));
    }
    String what = "remove the unused import" + (imports.size() > 1 ? "s" : "");
    d.suggestion(new Diagnostic.Suggestion(what, edits, true, Diagnostic.Shown.NOTHING));
  }

  /** A name with the comma behind it, or before it if it is the last. */
  private static Span withComma(Span name, Span use) {
    String text = name.file().text();
    int hi = name.hi();
    while (hi < use.hi() && Character.isWhitespace(text.charAt(hi))) {
      hi++;
    }
    if (text.charAt(hi) == ',') {
      hi++;
      while (hi < use.hi() && text.charAt(hi) == ' ') {
        hi++;
      }
      return new Span(name.file(), name.lo(), hi, name.expansion());
    }
    int lo = name.lo();
    while (lo > use.lo() && Character.isWhitespace(text.charAt(lo - 1))) {
      lo--;
    }
    return text.charAt(lo - 1) == ','
        ? new Span(name.file(), lo - 1, name.hi(), name.expansion())
        : name;
  }
}
