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

  /** The same tests: what they bind is only passed by. */
  static ThirPat withoutBindings(ThirPat pat) {
    return switch (pat) {
      case ThirPat.Binding p ->
          p.sub() == null ? new ThirPat.Wild(p.ty(), p.span()) : withoutBindings(p.sub());
      case ThirPat.Variant p ->
          new ThirPat.Variant(p.variant(), fieldsWithout(p.fields()), p.ty(), p.span());
      case ThirPat.Leaf p -> new ThirPat.Leaf(fieldsWithout(p.fields()), p.ty(), p.span());
      case ThirPat.Deref p -> new ThirPat.Deref(withoutBindings(p.inner()), p.ty(), p.span());
      case ThirPat.Slice p ->
          new ThirPat.Slice(
              p.prefix().stream().map(ThirPats::withoutBindings).toList(),
              p.middle() == null ? null : withoutBindings(p.middle()),
              p.suffix().stream().map(ThirPats::withoutBindings).toList(),
              p.ty(),
              p.span());
      case ThirPat.Or p ->
          new ThirPat.Or(
              p.alternatives().stream().map(ThirPats::withoutBindings).toList(), p.ty(), p.span());
      case ThirPat.Wild p -> p;
      case ThirPat.Constant p -> p;
      case ThirPat.Range p -> p;
      case ThirPat.Never p -> p;
    };
  }

  private static List<ThirPat.FieldPat> fieldsWithout(List<ThirPat.FieldPat> fields) {
    return fields.stream()
        .map(f -> new ThirPat.FieldPat(f.field(), withoutBindings(f.pat())))
        .toList();
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
