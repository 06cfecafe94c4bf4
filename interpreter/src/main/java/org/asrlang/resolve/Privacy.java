package org.asrlang.resolve;

import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;

/** Reports names that are used where they are not visible. */
final class Privacy {
  private final Diagnostics diagnostics;

  Privacy(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * @param ns in which the name was looked for: a unit struct is a struct as a type
   */
  void report(Span at, Binding b, String name, Ns ns) {
    if (b.res() instanceof Res.Err) {
      return;
    }
    Def d = b.def();
    boolean ctor =
        ns == Ns.VALUE
            && d != null
            && d.kind() == Def.Kind.STRUCT
            && d.node() instanceof Item.Struct s
            && s.data().kind() == Item.DataKind.TUPLE
            && b.visibleIn() != d.visibleIn()
            && !b.imported();
    String what =
        ctor
            ? "tuple struct constructor"
            : b.macro() != null ? "macro" : Describe.of(b.res(), ns == Ns.VALUE);
    if (b.imported() && !ctor) {
      what = b.macro() != null ? "macro import" : Describe.of(b.res(), false) + " import";
    }
    Diagnostic.Builder e =
        Diagnostic.error("E0603", at, what + " `" + name + "` is private").label("private " + what);
    if (ctor) {
      Item.Struct s = (Item.Struct) d.node();
      var fields = s.data().fields();
      e.label(
          fields.get(0).span().to(fields.get(fields.size() - 1).span()),
          "a constructor is private if any of the fields is private");
    }
    e.note(b.span(), "the " + what + " `" + name + "` is defined here");
    e.to(diagnostics);
  }
}
