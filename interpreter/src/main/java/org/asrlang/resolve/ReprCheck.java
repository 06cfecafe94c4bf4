package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.PrimitiveTypes;

/**
 * {@code #[repr(…)]}. How ASR lays a value out cannot be seen, so only an enum's number type has an
 * effect; but what Rust rejects is rejected.
 */
final class ReprCheck {
  private final Diagnostics diagnostics;

  ReprCheck(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void check(Item item) {
    List<MetaItem> hints = new ArrayList<>();
    for (Attribute a : item.attrs()) {
      if (a.is("repr")) {
        MetaItem m = MetaItem.of(a);
        if (!m.isList()) {
          Diagnostic.error("E0539", a.span(), "malformed `repr` attribute input")
              .label("expected this to be a list")
              .to(diagnostics);
          continue;
        }
        for (MetaItem h : m.items()) {
          if (hint(h) && applies(h, item)) {
            hints.add(h);
          }
        }
      }
    }
    if (!hints.isEmpty()) {
      together(hints, item);
    }
  }

  /** Whether the hint is one. */
  private boolean hint(MetaItem h) {
    if (h.isLiteral()) {
      Diagnostic.error("E0565", h.span(), "meta item in `repr` must be an identifier")
          .to(diagnostics);
      return false;
    }
    if (h.name().equals("align") || h.name().equals("packed")) {
      if (h.isNameValue()) {
        String n = h.value().replace("\"", "");
        Diagnostic.error("E0693", h.span(), "incorrect `repr(" + h.name() + ")` attribute format")
            .fix(
                "use parentheses instead",
                h.span(),
                h.name() + "(" + n + ")",
                Diagnostic.Shown.LABEL)
            .to(diagnostics);
        return false;
      }
      if (h.isWord() && h.name().equals("align") || h.isList() && h.items().size() != 1) {
        alignment(h, h, "`align` needs an argument");
        return false;
      }
      return h.isWord() || amount(h);
    }
    if (h.isWord() && (PrimitiveTypes.INTEGERS.contains(h.name()) || NAMES.contains(h.name()))) {
      return true;
    }
    Diagnostic.error("E0552", h.span(), "unrecognized representation hint")
        .help(
            "valid reprs are `Rust` (default), `C`, `align`, `packed`, `transparent`, `simd`,"
                + " `i8`, `u8`, `i16`, `u16`, `i32`, `u32`, `i64`, `u64`, `i128`, `u128`,"
                + " `isize`, `usize`")
        .to(diagnostics);
    return false;
  }

  private static final Set<String> NAMES = Set.of("C", "Rust", "transparent");

  private void alignment(MetaItem h, MetaItem at, String why) {
    Diagnostic.error("E0589", at.span(), "invalid `repr(" + h.name() + ")` attribute: " + why)
        .to(diagnostics);
  }

  private boolean amount(MetaItem h) {
    MetaItem n = h.items().get(0);
    String digits = n.value() == null ? "" : n.value().replace("_", "");
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      alignment(h, n, "not an unsuffixed integer");
      return false;
    }
    java.math.BigInteger value = new java.math.BigInteger(digits);
    if (value.bitCount() != 1) {
      alignment(h, n, "not a power of two");
      return false;
    }
    if (value.bitLength() > 30) {
      alignment(h, n, "larger than 2^29");
      return false;
    }
    return true;
  }

  private boolean applies(MetaItem h, Item item) {
    boolean struct = item instanceof Item.Struct || item instanceof Item.Union;
    boolean isEnum = item instanceof Item.Enum;
    String wanted =
        PrimitiveTypes.INTEGERS.contains(h.name())
            ? isEnum ? null : "an enum"
            : h.name().equals("packed")
                ? struct ? null : "a struct or union"
                : struct || isEnum ? null : "a struct, enum, or union";
    if (wanted == null) {
      return true;
    }
    Diagnostic.error("E0517", h.span(), "attribute should be applied to " + wanted)
        .label(item.span(), "not " + wanted)
        .to(diagnostics);
    return false;
  }

  /** Hints that exclude each other, or what they are given to. */
  private void together(List<MetaItem> hints, Item item) {
    MetaItem first = hints.get(0);
    List<MetaItem> transparent = named(hints, "transparent");
    if (!transparent.isEmpty() && hints.size() > transparent.size()) {
      String what = item instanceof Item.Enum ? "enum" : "struct";
      Diagnostic.error(
              "E0692",
              transparent.get(0).span(),
              "transparent " + what + " cannot have other repr hints")
          .to(diagnostics);
    }
    List<MetaItem> packed = named(hints, "packed");
    if (!packed.isEmpty() && !named(hints, "align").isEmpty()) {
      Diagnostic.error(
              "E0587",
              item.ident().span(),
              "type has conflicting packed and align representation hints")
          .to(diagnostics);
    }
    if (packed.stream().map(ReprCheck::amountOf).distinct().count() > 1) {
      Diagnostic.error(
              "E0634", item.ident().span(), "type has conflicting packed representation hints")
          .to(diagnostics);
    }
    List<MetaItem> integers =
        hints.stream().filter(h -> PrimitiveTypes.INTEGERS.contains(h.name())).toList();
    boolean c = !named(hints, "C").isEmpty();
    boolean rust = !named(hints, "Rust").isEmpty();
    if (rust && (c || !integers.isEmpty())
        || integers.size() > 1
        || c
            && integers.size() == 1
            && item instanceof Item.Enum e
            && e.variants().stream().allMatch(v -> v.data().kind() == Item.DataKind.UNIT)) {
      Diagnostic.error("E0566", first.span(), "conflicting representation hints").to(diagnostics);
    }
    if (item instanceof Item.Enum e) {
      if (e.variants().isEmpty() && hints.stream().anyMatch(h -> !h.name().equals("Rust"))) {
        Diagnostic.error("E0084", first.span(), "unsupported representation for zero-variant enum")
            .label(Collector.head(item), "zero-variant enum")
            .to(diagnostics);
      } else if (!transparent.isEmpty() && e.variants().size() != 1) {
        Diagnostic.error(
                "E0731",
                Collector.head(e),
                "transparent enum needs exactly one variant, but has " + e.variants().size())
            .label("needs exactly one variant, but has " + e.variants().size())
            .to(diagnostics);
      }
    }
  }

  private static String amountOf(MetaItem h) {
    return h.isList() ? h.items().get(0).value() : "1";
  }

  private static List<MetaItem> named(List<MetaItem> hints, String name) {
    return hints.stream().filter(h -> h.name().equals(name)).toList();
  }
}
