package org.asrlang.thir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Walks patterns. */
public final class ThirPats {
  private ThirPats() {}

  /** The direct parts of a pattern, in order. */
  public static List<ThirPat> children(ThirPat pat) {
    return switch (pat) {
      case ThirPat.Wild p -> List.of();
      case ThirPat.Binding p -> p.sub() == null ? List.of() : List.of(p.sub());
      case ThirPat.Variant p -> p.fields().stream().map(ThirPat.FieldPat::pat).toList();
      case ThirPat.Leaf p -> p.fields().stream().map(ThirPat.FieldPat::pat).toList();
      case ThirPat.Deref p -> List.of(p.inner());
      case ThirPat.Constant p -> List.of();
      case ThirPat.Range p -> List.of();
      case ThirPat.Slice p -> {
        List<ThirPat> out = new ArrayList<>(p.prefix());
        if (p.middle() != null) {
          out.add(p.middle());
        }
        out.addAll(p.suffix());
        yield out;
      }
      case ThirPat.Or p -> p.alternatives();
      case ThirPat.Never p -> List.of();
    };
  }

  public static void walk(ThirPat pat, Consumer<ThirPat> to) {
    to.accept(pat);
    children(pat).forEach(p -> walk(p, to));
  }

  /** The variables that the pattern binds, each once, in order. */
  public static List<LocalDecl> bindings(ThirPat pat) {
    Set<LocalDecl> out = new LinkedHashSet<>();
    walk(
        pat,
        p -> {
          if (p instanceof ThirPat.Binding b) {
            out.add(b.local());
          }
        });
    return List.copyOf(out);
  }

  /** Whether it binds by reference what is not behind a reference already. */
  static boolean bindsByReference(ThirPat pat) {
    return switch (pat) {
      case ThirPat.Deref d -> false;
      case ThirPat.Binding b when b.mode() != ThirPat.Mode.VALUE -> true;
      case ThirPat p -> children(p).stream().anyMatch(ThirPats::bindsByReference);
    };
  }
}
