package org.asrlang.resolve;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.asrlang.expand.MacroScope;
import org.asrlang.source.Span;
import org.asrlang.syntax.Ident;

/** One name, or one glob, of a {@code use} item. */
final class Import {
  final Scope scope;
  final boolean global;

  /** The module's path; without the last name unless it is a glob. */
  final List<Ident> module;

  /** What is imported; null for a glob. */
  final Ident source;

  /** What it is called here; named {@code _} for {@code as _}; null for a glob. */
  final Ident target;

  /** {@code {self}}: types only. */
  final boolean self;

  final Def visibleIn;

  /** The path as far as it stands in one piece. */
  final Span span;

  /** The whole {@code use} item: its unresolved imports make one message. */
  final Span use;

  /** The {@code macro_rules!} in scope: {@code use name;} makes one a path-based macro. */
  final MacroScope macros;

  final Map<Ns, Binding> found = new EnumMap<>(Ns.class);
  Scope resolvedModule;

  Import(
      Scope scope,
      boolean global,
      List<Ident> module,
      Ident source,
      Ident target,
      boolean self,
      Def visibleIn,
      Span span,
      Span use,
      MacroScope macros) {
    this.scope = scope;
    this.global = global;
    this.module = module;
    this.source = source;
    this.target = target;
    this.self = self;
    this.visibleIn = visibleIn;
    this.span = span;
    this.use = use;
    this.macros = macros;
  }

  boolean isGlob() {
    return source == null;
  }

  String path() {
    StringBuilder b = new StringBuilder(global ? "::" : "");
    for (Ident i : module) {
      b.append(i.name()).append("::");
    }
    if (isGlob()) {
      return b.append('*').toString();
    }
    return b.append(source.name()).toString();
  }
}
