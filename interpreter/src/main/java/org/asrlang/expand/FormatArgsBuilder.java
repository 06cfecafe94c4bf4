package org.asrlang.expand;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Path;

/** Binds the placeholders of one format string to its arguments, with rustc's errors. */
final class FormatArgsBuilder {
  /**
   * An explicit argument.
   *
   * @param name null for a positional one
   */
  record Arg(Ident name, Expr value) {}

  private static final String POSITIONAL = "positional arguments are zero-based";
  private static final String VISIT =
      "for information about formatting flags, visit"
          + " https://doc.rust-lang.org/std/fmt/index.html";

  private final Diagnostics diagnostics;
  private final Span literal;
  private final int[] offsets;
  private final Span call;
  private final List<Arg> args;
  private final int positional;
  private final Map<String, Integer> names = new HashMap<>();
  private final boolean[] used;
  private final Map<String, Expr> captured = new LinkedHashMap<>();
  private final Map<String, Integer> capturedIndex = new HashMap<>();
  private int next;
  private boolean failed;
  private int missing = -1;
  private boolean missingByIndex;
  private final List<Span> bad = new ArrayList<>();
  private final List<Span> stars = new ArrayList<>();
  private boolean countMissing;

  /**
   * @param literal the string literal's span
   * @param offsets for each unit of the string its offset in the literal's text; null if the string
   *     was made by a macro, so that nothing in it has a place of its own
   */
  FormatArgsBuilder(
      Span literal, int[] offsets, Span call, List<Arg> args, Diagnostics diagnostics) {
    this.literal = literal;
    this.offsets = offsets;
    this.call = call;
    this.args = args;
    this.diagnostics = diagnostics;
    this.used = new boolean[args.size()];
    int n = 0;
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).name() == null) {
        n++;
      } else {
        names.putIfAbsent(args.get(i).name().name(), i);
      }
    }
    this.positional = n;
  }

  private Span at(int lo, int hi) {
    if (offsets == null) {
      return literal;
    }
    int end = hi > lo ? offsets[hi - 1] + 1 : offsets[lo];
    end = hi < offsets.length ? Math.max(end, offsets[hi]) : end;
    return new Span(
        literal.file(), literal.lo() + offsets[lo], literal.lo() + end, literal.expansion());
  }

  /** Null after an error. */
  Expr.FormatArgs build(FormatString format, boolean newline) {
    if (format.problem != null) {
      problem(format.problem);
      return null;
    }
    List<Expr.FormatPiece> pieces = new ArrayList<>();
    List<Span> holes = new ArrayList<>();
    int plain = 0;
    for (FormatString.Piece p : format.pieces) {
      switch (p) {
        case FormatString.Text t -> pieces.add(new Expr.FormatText(t.text()));
        case FormatString.Hole h -> {
          Expr.FormatCount precision = null;
          if (h.precision() instanceof FormatString.Star s) {
            precision = new Expr.FormatCount(positional(next++, s.lo(), s.hi(), false), -1);
            stars.add(at(s.lo(), s.hi()));
          }
          int arg = reference(h.arg(), h.lo(), h.hi(), false);
          if (h.arg() instanceof FormatString.Next) {
            plain++;
            holes.add(at(h.lo(), h.hi()));
          }
          Expr.FormatCount width = count(h.width());
          if (precision == null) {
            precision = count(h.precision());
          }
          String trait = trait(h.type());
          if (trait == null) {
            unknownTrait(h);
            trait = "Display";
          }
          pieces.add(
              new Expr.FormatPlaceholder(
                  arg,
                  trait,
                  h.fill(),
                  h.align(),
                  h.flags(),
                  width,
                  precision,
                  at(h.lo(), h.hi())));
        }
      }
    }
    if (missing >= 0) {
      tooFew(plain, holes);
    } else if (!failed) {
      unused(format);
    }
    if (failed) {
      return null;
    }
    List<Expr> values = new ArrayList<>();
    args.forEach(a -> values.add(a.value()));
    values.addAll(captured.values());
    return new InlineLiterals(pieces, values).build(newline, call);
  }

  private void problem(FormatString.Problem p) {
    Diagnostic.Builder d =
        Diagnostic.error(null, at(p.lo(), p.hi()), "invalid format string: " + p.message())
            .label(p.label());
    if (p.opening() >= 0) {
      d.label(at(p.opening(), p.opening() + 1), "because of this opening brace");
    }
    if (p.note() != null) {
      d.note(p.note());
    }
    d.to(diagnostics);
  }

  private Expr.FormatCount count(FormatString.Count c) {
    return switch (c) {
      case null -> null;
      case FormatString.Number n -> new Expr.FormatCount(-1, n.value());
      case FormatString.Arg a -> new Expr.FormatCount(reference(a.ref(), a.lo(), a.hi(), true), -1);
      case FormatString.Star s -> null;
    };
  }

  private int reference(FormatString.Ref ref, int lo, int hi, boolean count) {
    return switch (ref) {
      case FormatString.Next n -> positional(next++, lo, hi, false);
      case FormatString.Index i ->
          count ? positional(i.index(), lo, hi, true) : positional(i.index(), i.lo(), i.hi(), true);
      case FormatString.Name n -> named(n);
    };
  }

  private int positional(int index, int lo, int hi, boolean byIndex) {
    if (index < args.size()) {
      used[index] = true;
      return index;
    }
    missing = Math.max(missing, index);
    missingByIndex |= byIndex;
    if (byIndex) {
      bad.add(at(lo, hi));
      countMissing |= offsets != null && literal.file().text().charAt(at(lo, hi).hi() - 1) == '$';
    }
    failed = true;
    return 0;
  }

  private int named(FormatString.Name n) {
    Integer i = names.get(n.name());
    if (i != null) {
      used[i] = true;
      return i;
    }
    Integer c = capturedIndex.get(n.name());
    if (c != null) {
      return c;
    }
    Span span = at(n.lo(), n.hi());
    if (offsets == null) {
      Diagnostic.error(null, span, "there is no argument named `" + n.name() + "`")
          .note(
              "did you intend to capture a variable `" + n.name() + "` from the surrounding scope?")
          .note(
              "to avoid ambiguity, `format_args!` cannot capture variables when the format string"
                  + " is expanded from a macro")
          .to(diagnostics);
      failed = true;
      return 0;
    }
    int index = args.size() + captured.size();
    captured.put(n.name(), new Expr.PathExpr(Path.of(new Ident(n.name(), span)), span));
    capturedIndex.put(n.name(), index);
    return index;
  }

  static String trait(String type) {
    return switch (type) {
      case "" -> "Display";
      case "?" -> "Debug";
      case "e" -> "LowerExp";
      case "E" -> "UpperExp";
      case "o" -> "Octal";
      case "p" -> "Pointer";
      case "b" -> "Binary";
      case "x" -> "LowerHex";
      case "X" -> "UpperHex";
      default -> null;
    };
  }

  private void unknownTrait(FormatString.Hole h) {
    failed = true;
    Diagnostic.error(
            null,
            at(h.typeLo(), h.typeLo() + h.type().length()),
            "unknown format trait `" + h.type() + "`")
        .note(
            "the only appropriate formatting traits are:\n"
                + "- ``, which uses the `Display` trait\n"
                + "- `?`, which uses the `Debug` trait\n"
                + "- `e`, which uses the `LowerExp` trait\n"
                + "- `E`, which uses the `UpperExp` trait\n"
                + "- `o`, which uses the `Octal` trait\n"
                + "- `p`, which uses the `Pointer` trait\n"
                + "- `b`, which uses the `Binary` trait\n"
                + "- `x`, which uses the `LowerHex` trait\n"
                + "- `X`, which uses the `UpperHex` trait")
        .to(diagnostics);
  }

  private static String given(int n) {
    return n == 0
        ? "no arguments were given"
        : n == 1 ? "there is 1 argument" : "there are " + n + " arguments";
  }

  private void tooFew(int plain, List<Span> holes) {
    int n = args.size();
    if (!missingByIndex) {
      int wanted = plain + stars.size();
      Span at = holes.isEmpty() ? literal : holes.get(0);
      Diagnostic.Builder d =
          Diagnostic.error(
              null,
              at,
              wanted
                  + " positional argument"
                  + (wanted == 1 ? "" : "s")
                  + " in format string, but "
                  + given(n));
      for (Span h : holes.subList(Math.min(1, holes.size()), holes.size())) {
        d.label(h, "");
      }
      args.forEach(a -> d.label(a.value().span(), ""));
      if (!stars.isEmpty()) {
        d.label(
            stars.get(0),
            "this precision flag adds an extra required argument at position 0, which is why there"
                + " are "
                + wanted
                + " arguments expected");
        d.note(POSITIONAL).note(VISIT);
      }
      d.to(diagnostics);
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error(
                null,
                bad.get(0),
                "invalid reference to positional argument"
                    + (bad.size() > 1 ? "s" : "")
                    + " "
                    + missing
                    + " ("
                    + given(n)
                    + ")")
            .note(POSITIONAL);
    if (countMissing) {
      d.note(VISIT);
    }
    d.to(diagnostics);
  }

  private void unused(FormatString format) {
    List<Arg> unused = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (!used[i]) {
        unused.add(args.get(i));
      }
    }
    if (unused.isEmpty()) {
      return;
    }
    failed = true;
    boolean one = unused.size() == 1;
    Arg first = unused.get(0);
    String what = first.name() != null ? "named argument never used" : "argument never used";
    Diagnostic.Builder d =
        Diagnostic.error(
            null, first.value().span(), one ? what : "multiple unused formatting arguments");
    d.label(what);
    for (Arg a : unused.subList(1, unused.size())) {
      d.label(
          a.value().span(), a.name() != null ? "named argument never used" : "argument never used");
    }
    d.label(
        literal, one ? "formatting specifier missing" : "multiple missing formatting specifiers");
    if (!one) {
      d.note("consider adding " + unused.size() + " format specifiers");
    }
    d.to(diagnostics);
  }
}
