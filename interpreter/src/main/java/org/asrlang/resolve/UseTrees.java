package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.expand.MacroScope;
import org.asrlang.source.Span;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Path;

/** Takes {@code use} items apart into imports of one name, or of all names of a module. */
final class UseTrees {
  private final Resolver resolver;

  UseTrees(Resolver resolver) {
    this.resolver = resolver;
  }

  void add(Item.Use use, Scope scope, Def visibleIn, MacroScope macros) {
    resolver.useSpan(Paths.module(scope).def, use.span());
    tree(use.tree(), List.of(), false, scope, visibleIn, use.span(), macros);
  }

  private void tree(
      Item.UseTree tree,
      List<Ident> before,
      boolean global,
      Scope scope,
      Def visibleIn,
      Span use,
      MacroScope macros) {
    Path p = tree.prefix();
    List<Ident> path = new ArrayList<>(before);
    if (p != null) {
      global |= before.isEmpty() && p.global();
      p.segments().forEach(s -> path.add(s.ident()));
    }
    switch (tree) {
      case Item.UseNested n -> {
        for (Item.UseTree t : n.trees()) {
          tree(t, path, global, scope, visibleIn, use, macros);
        }
      }
      case Item.UseGlob g ->
          resolver
              .imports()
              .add(
                  new Import(
                      scope, global, path, null, null, false, visibleIn, g.span(), use, macros));
      case Item.UseSimple s -> {
        if (path.isEmpty()) {
          return;
        }
        Ident last = path.remove(path.size() - 1);
        Span span = p == null ? s.span() : p.span();
        boolean self = last.is("self") && !path.isEmpty();
        if (self && !before.isEmpty() && p != null && p.segments().size() > 1
            || self && before.isEmpty()) {
          Span module = path.getLast().span();
          Span at = new Span(module.file(), module.hi(), last.span().hi(), module.expansion());
          Diagnostic.error("E0429", at, "`self` imports are only allowed within a { } list")
              .fix("consider importing the module directly", at, "")
              .fix(
                  "alternatively, use the multi-path `use` syntax to import `self`",
                  List.of(
                      new Diagnostic.Edit(last.span().shrinkToStart(), "{"),
                      new Diagnostic.Edit(last.span().shrinkToEnd(), "}")))
              .to(resolver.diagnostics());
          return;
        }
        if (self) {
          span = last.span();
          last = path.remove(path.size() - 1);
        }
        Ident target = s.rename() == null ? self ? new Ident(last.name(), span) : last : s.rename();
        if (target.is("crate")
            || target.is("super")
            || target.is("self") && !self
            || target.is("$crate")) {
          if (s.rename() == null) {
            Diagnostic.error(
                    last.is("self") ? "E0429" : null,
                    span,
                    last.is("self")
                        ? "`self` imports are only allowed within a { } list"
                        : "crate root imports need to be explicitly named: `use crate as name`")
                .to(resolver.diagnostics());
            return;
          }
        }
        resolver
            .imports()
            .add(
                new Import(
                    scope,
                    global,
                    path,
                    last,
                    target,
                    self,
                    visibleIn,
                    before.isEmpty() || self ? span : last.span(),
                    use,
                    macros));
      }
    }
  }
}
