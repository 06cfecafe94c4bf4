package org.asrlang.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Lifetime;

/** What {@code use<…>} may name, and where it may stand. */
final class PreciseCaptures {
  private final SignatureResolver signature;

  PreciseCaptures(SignatureResolver signature) {
    this.signature = signature;
  }

  /** Each is a parameter in scope, lifetimes first. */
  void names(Generics.UseBound use) {
    Ident other = null;
    Map<String, Ident> seen = new HashMap<>();
    for (Ident name : use.names()) {
      boolean lifetime = name.name().startsWith("'");
      Ident before = seen.putIfAbsent(name.name(), name);
      if (before != null) {
        Diagnostic.error(
                null, before.span(), "cannot capture parameter `" + name.name() + "` twice")
            .label(name.span(), "parameter captured again here")
            .to(signature.diagnostics);
        continue;
      }
      if (lifetime && other != null) {
        Diagnostic.error(
                null,
                name.span(),
                "lifetime parameter `"
                    + name.name()
                    + "` must be listed before non-lifetime parameters")
            .label(other.span(), "move the lifetime before this parameter")
            .to(signature.diagnostics);
      }
      other = lifetime || other != null ? other : name;
      if (name.is("'static")) {
        Diagnostic.error(
                null,
                name.span(),
                "expected lifetime parameter in `use<...>` precise captures list, found `'static`")
            .to(signature.diagnostics);
      } else if (lifetime) {
        signature.lifetime(new Lifetime(name.name().substring(1), name.span()));
      } else {
        signature.captured(name);
      }
    }
  }

  /**
   * @param where what has no place for it
   */
  void none(List<Generics.Bound> bounds, String where) {
    for (Generics.Bound b : bounds) {
      if (b instanceof Generics.UseBound u) {
        Diagnostic.error(
                null, u.span(), "`use<...>` precise capturing syntax not allowed in " + where)
            .to(signature.diagnostics);
      }
    }
  }

  /** No more than one in the bounds of an {@code impl Trait}. */
  void one(List<Generics.Bound> bounds) {
    bounds.stream()
        .filter(Generics.UseBound.class::isInstance)
        .skip(1)
        .forEach(b ->
            Diagnostic.error(null, b.span(), "duplicate `use<...>` precise capturing syntax")
                .label("second `use<...>` here")
                .to(signature.diagnostics));
  }
}
