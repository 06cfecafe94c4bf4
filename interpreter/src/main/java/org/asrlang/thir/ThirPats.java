package org.asrlang.thir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
      case ThirPat p ->
          withChildren(p, children(p).stream().map(ThirPats::withoutBindings).toList());
    };
  }

  /**
   * The patterns without alternatives that together match the same, in the order in which they are
   * tried; the pattern itself where they are too many.
   */
  public static List<ThirPat> withoutOr(ThirPat pat) {
    List<ThirPat> all =
        pat instanceof ThirPat.Or o
            ? o.alternatives().stream().flatMap(a -> withoutOr(a).stream()).toList()
            : combinations(children(pat)).stream().map(parts -> withChildren(pat, parts)).toList();
    return all.size() > MANY ? List.of(pat) : all;
  }

  private static final int MANY = 100;

  private static List<List<ThirPat>> combinations(List<ThirPat> parts) {
    List<List<ThirPat>> out = List.of(List.of());
    for (ThirPat part : parts) {
      List<List<ThirPat>> longer = new ArrayList<>();
      for (List<ThirPat> before : out) {
        for (ThirPat p : out.size() > MANY ? List.of(part) : withoutOr(part)) {
          longer.add(Stream.concat(before.stream(), Stream.of(p)).toList());
        }
      }
      out = longer;
    }
    return out;
  }

  /** The same with other direct parts. */
  private static ThirPat withChildren(ThirPat pat, List<ThirPat> parts) {
    if (parts.equals(children(pat))) {
      return pat;
    }
    return switch (pat) {
      case ThirPat.Binding p ->
          new ThirPat.Binding(p.local(), p.mode(), parts.get(0), p.ty(), p.span());
      case ThirPat.Variant p ->
          new ThirPat.Variant(p.variant(), withPats(p.fields(), parts), p.ty(), p.span());
      case ThirPat.Leaf p -> new ThirPat.Leaf(withPats(p.fields(), parts), p.ty(), p.span());
      case ThirPat.Deref p -> new ThirPat.Deref(parts.get(0), p.ty(), p.span());
      case ThirPat.Slice p -> {
        int before = p.prefix().size();
        int after = parts.size() - p.suffix().size();
        yield new ThirPat.Slice(
            parts.subList(0, before),
            p.middle() == null ? null : parts.get(before),
            parts.subList(after, parts.size()),
            p.ty(),
            p.span());
      }
      case ThirPat.Or p -> new ThirPat.Or(parts, p.ty(), p.span());
      case ThirPat.Wild p -> p;
      case ThirPat.Constant p -> p;
      case ThirPat.Range p -> p;
      case ThirPat.Never p -> p;
    };
  }

  private static List<ThirPat.FieldPat> withPats(
      List<ThirPat.FieldPat> fields, List<ThirPat> pats) {
    List<ThirPat.FieldPat> out = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      out.add(new ThirPat.FieldPat(fields.get(i).field(), pats.get(i)));
    }
    return out;
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
