package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.expand.MacroDef;
import org.asrlang.expand.MacroScope;
import org.asrlang.source.Expansion;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Path;

/** Finds macros: what {@code macro_rules!} defined before, imports, paths and the prelude. */
final class MacroNames {
  private final Resolver resolver;

  MacroNames(Resolver resolver) {
    this.resolver = resolver;
  }

  private Paths.Lexical lexical(Scope scope) {
    return (name, ns, last) -> resolver.paths().lexical(scope, name, ns);
  }

  /** The macro, or null if the path does not lead to one yet; reports nothing. */
  MacroDef ifKnown(Path path, MacroScope textual, Scope scope) {
    if (path.asIdent() != null) {
      MacroDef m = textual.find(path.asIdent().name());
      if (m != null) {
        return m;
      }
    }
    Paths.Outcome o =
        resolver
            .paths()
            .resolve(
                LateResolver.idents(path), path.global(), Ns.MACRO, lexical(scope), scope, true);
    return o instanceof Paths.Found f && f.binding() != null ? f.binding().macro() : null;
  }

  /** The macro that a path names; null after a diagnostic. */
  MacroDef find(Path path, MacroScope textual, Scope scope, List<Item.Use> blockUses) {
    MacroDef known = path.asIdent() == null ? null : textual.find(path.asIdent().name());
    if (known == null) {
      known = macroInBlock(path, blockUses, textual, scope);
    }
    if (known == null) {
      known = ifKnown(path, textual, scope);
    }
    if (known != null) {
      ambiguous(path, known, textual, scope);
      return known;
    }
    List<Ident> names = LateResolver.idents(path);
    Paths.Outcome o =
        resolver.paths().resolve(names, path.global(), Ns.MACRO, lexical(scope), scope, false);
    switch (o) {
      case Paths.Missing m -> {
        Ident name = names.get(m.index());
        if (m.in() == null && names.size() == 1) {
          noMacro(name, textual, scope);
        } else if (m.in() == null) {
          Diagnostic.error(
                  "E0433",
                  name.span(),
                  "cannot find module or crate `" + name.name() + "` in this scope")
              .label("use of unresolved module or unlinked crate `" + name.name() + "`")
              .help("you might be missing a crate named `" + name.name() + "`")
              .to(resolver.diagnostics());
        } else if (!resolver.absent(m.in(), name)) {
          String in = ImportResolver.inPath(names, m.index(), m.in());
          Diagnostic.error("E0433", name.span(), "cannot find `" + name.name() + "` in " + in)
              .label("could not find `" + name.name() + "` in " + in)
              .to(resolver.diagnostics());
        }
      }
      case Paths.NotModule n -> {
        Ident name = names.get(n.index());
        Diagnostic.error("E0433", name.span(), "cannot find `" + name.name() + "` in this scope")
            .label("`" + name.name() + "` is not a module")
            .to(resolver.diagnostics());
      }
      case Paths.Found f -> {
        if (!(f.partial().base() instanceof Res.Err)) {
          noMacro(names.get(names.size() - 1), textual, scope);
        }
      }
      case Paths.Failed f -> {}
    }
    return null;
  }

  /** Two globs give it, or a macro that another one made stands before one that was there. */
  private void ambiguous(Path path, MacroDef known, MacroScope textual, Scope scope) {
    Ident name = path.asIdent();
    if (name == null) {
      return;
    }
    Expansion place = name.span().expansion();
    MacroDef other = textual.conflict(name.name(), place);
    MacroDef found = textual.find(name.name());
    Binding prelude = found == null ? null : resolver.stdMacro(name.name());
    if (other == null && prelude != null && !place.isWithin(found.span().expansion())) {
      other = prelude.macro();
    }
    if (other != null) {
      Diagnostic.error("E0659", name.span(), "`" + name.name() + "` is ambiguous")
          .label("ambiguous name")
          .note(
              "ambiguous because of a conflict between a macro-expanded name and a less"
                  + " macro-expanded name from outer scope during import or macro resolution")
          .label(known.span(), "`" + name.name() + "` could refer to the macro defined here")
          .label(other.span(), "`" + name.name() + "` could also refer to the macro defined here")
          .to(resolver.diagnostics());
    } else if (found == null) {
      Binding b = scope.get(Ns.MACRO, name.name());
      if (b != null && b.ambiguous()) {
        resolver.paths().ambiguous(name, b, scope);
      }
    }
  }

  private void noMacro(Ident name, MacroScope textual, Scope scope) {
    if (resolver.hasSyntaxErrors() || resolver.absentMacro(name)) {
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error(
            null, name.span(), "cannot find macro `" + name.name() + "` in this scope");
    Set<String> names = new LinkedHashSet<>(textual.names());
    for (Scope s = scope; s != null; s = s.outer) {
      names.addAll(s.all(Ns.MACRO).keySet());
    }
    Def std = resolver.extern("std");
    if (std != null) {
      names.addAll(resolver.scope(std).all(Ns.MACRO).keySet());
    }
    String similar = SimilarNames.nearest(name.name(), names);
    if (similar != null) {
      d.suggestion(Suggest.replace("a macro with a similar name exists", name.span(), similar));
    }
    Def asr = resolver.extern("asr");
    if (asr != null && resolver.scope(asr).get(Ns.MACRO, name.name()) != null) {
      d.help("consider importing this macro: `use asr::" + name.name() + ";`");
    }
    d.to(resolver.diagnostics());
  }

  /** A macro that a {@code use} in an enclosing block names. */
  private MacroDef macroInBlock(Path path, List<Item.Use> uses, MacroScope textual, Scope scope) {
    if (path.asIdent() == null) {
      return null;
    }
    for (int i = uses.size() - 1; i >= 0; i--) {
      MacroDef m = macroInUse(uses.get(i).tree(), List.of(), path.asIdent().name(), textual, scope);
      if (m != null) {
        resolver.usedUse(uses.get(i).span());
        return m;
      }
    }
    return null;
  }

  private MacroDef macroInUse(
      Item.UseTree tree, List<Ident> before, String name, MacroScope textual, Scope scope) {
    List<Ident> all = new ArrayList<>(before);
    if (tree.prefix() != null) {
      all.addAll(LateResolver.idents(tree.prefix()));
    }
    switch (tree) {
      case Item.UseNested n -> {
        for (Item.UseTree t : n.trees()) {
          MacroDef m = macroInUse(t, all, name, textual, scope);
          if (m != null) {
            return m;
          }
        }
        return null;
      }
      case Item.UseSimple s -> {
        if (all.isEmpty()) {
          return null; // a syntax error
        }
        Ident last = s.rename() != null ? s.rename() : all.get(all.size() - 1);
        if (!last.is(name)) {
          return null;
        }
        MacroDef m = all.size() == 1 ? textual.find(all.get(0).name()) : null;
        return m != null ? m : macroAt(all, scope);
      }
      case Item.UseGlob g -> {
        all.add(new Ident(name, g.span()));
        return macroAt(all, scope);
      }
    }
  }

  private MacroDef macroAt(List<Ident> path, Scope scope) {
    Paths.Outcome o = resolver.paths().resolve(path, false, Ns.MACRO, lexical(scope), scope, true);
    return o instanceof Paths.Found f && f.binding() != null ? f.binding().macro() : null;
  }
}
