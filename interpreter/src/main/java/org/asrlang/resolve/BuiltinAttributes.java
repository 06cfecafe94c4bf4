package org.asrlang.resolve;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Item;

/** The arguments of built-in attributes: each has a form that it must have. */
final class BuiltinAttributes {
  private static final Set<String> LINT_LEVELS =
      Set.of("allow", "warn", "deny", "forbid", "expect");
  private static final Set<String> LINT_TOOLS =
      Set.of("clippy", "rustc", "rustdoc", "rustfmt", "miri", "diagnostic", "rust_analyzer");

  /** Attributes without arguments. */
  private static final Set<String> WORDS =
      Set.of("cold", "non_exhaustive", "automatically_derived");

  private final Diagnostics diagnostics;

  BuiltinAttributes(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void check(Item item) {
    Attribute deprecated = null;
    for (Attribute a : item.attrs()) {
      switch (a.path().toString()) {
        case "inline" -> inline(a, item);
        case "deprecated" -> {
          if (deprecated != null) {
            Diagnostic.error(null, a.span(), "multiple `deprecated` attributes")
                .help("remove this attribute")
                .note(deprecated.span(), "attribute also specified here")
                .to(diagnostics);
          }
          deprecated = a;
          deprecated(a);
        }
        case "must_use" -> {
          MetaItem m = MetaItem.of(a);
          if (m.isList() || m.isNameValue() && !m.isText()) {
            malformed("E0539", a, "");
          }
        }
        case "ignore" -> {
          if (MetaItem.of(a).isList()) {
            Diagnostic.error(
                    null,
                    a.span(),
                    "valid forms for the attribute are `#[ignore = \"reason\"]` and `#[ignore]`")
                .to(diagnostics);
          }
        }
        case "derive" -> {
          MetaItem m = MetaItem.of(a);
          if (m.isList()) {
            m.items().stream()
                .filter(MetaItem::isLiteral)
                .forEach(i ->
                    Diagnostic.error("E0777", i.span(), "expected path to a trait, found literal")
                        .to(diagnostics));
          }
        }
        case "stable", "unstable", "rustc_const_stable", "rustc_const_unstable" ->
            Diagnostic.error(
                    "E0734",
                    a.span(),
                    "stability attributes may not be used outside of the standard library")
                .to(diagnostics);
        case String name when name.equals("non_exhaustive") && !hasData(item) -> {
          Diagnostic.error(
                  null, a.span(), "`#[non_exhaustive]` attribute cannot be used on " + plural(item))
              .help("`#[non_exhaustive]` can be applied to data types and enum variants")
              .to(diagnostics);
        }
        case String name when WORDS.contains(name) -> {
          if (!MetaItem.of(a).isWord()) {
            malformed("E0565", a, "didn't expect any arguments here");
          }
        }
        default -> {}
      }
    }
    lints(item.attrs());
    new ReprCheck(diagnostics).check(item);
  }

  private static boolean hasData(Item item) {
    return item instanceof Item.Struct || item instanceof Item.Enum || item instanceof Item.Union;
  }

  private void malformed(String code, Attribute a, String label) {
    Diagnostic.error(code, a.span(), "malformed `" + a.path() + "` attribute input")
        .label(label)
        .to(diagnostics);
  }

  private void inline(Attribute a, Item item) {
    MetaItem m = MetaItem.of(a);
    if (m.isList() && m.items().size() != 1) {
      malformed("E0805", a, m.items().isEmpty() ? "expected an argument here" : "");
    } else if (m.isList() && !Set.of("always", "never").contains(m.items().get(0).name())) {
      malformed("E0539", a, "valid arguments are `always` or `never`");
    } else if (m.isNameValue()) {
      Diagnostic.error(
              null,
              a.span(),
              "valid forms for the attribute are `#[inline(always)]`, `#[inline(never)]`, and"
                  + " `#[inline]`")
          .to(diagnostics);
    } else if (!(item instanceof Item.Fn)) {
      Diagnostic.error(null, a.span(), "`#[inline]` attribute cannot be used on " + plural(item))
          .help("`#[inline]` can only be applied to functions")
          .to(diagnostics);
    }
  }

  private static String plural(Item item) {
    return switch (item) {
      case Item.Struct s -> "structs";
      case Item.Enum e -> "enums";
      case Item.Trait t -> "traits";
      case Item.Impl i -> "impl blocks";
      case Item.TypeAlias t -> "type aliases";
      case Item.Const c -> "constants";
      case Item.Static s -> "statics";
      case Item.Fn f -> "functions";
      case Item.Union u -> "unions";
      case Item.Module m -> "modules";
      case Item.Use u -> "use statements";
      case Item.MacroRules m -> "macro defs";
      case Item.MacroItem m -> "macro calls";
      case Item.ExternCrate c -> "extern crates";
      case Item.ExternBlock b -> "foreign modules";
    };
  }

  private void deprecated(Attribute a) {
    MetaItem m = MetaItem.of(a);
    if (!m.isList()) {
      if (m.isNameValue() && !m.isText()) {
        malformed("E0539", a, "");
      }
      return;
    }
    Set<String> seen = new HashSet<>();
    for (MetaItem i : m.items()) {
      if (i.isLiteral()) {
        malformed("E0565", a, "didn't expect a literal here");
        return;
      }
      if (!Set.of("since", "note", "suggestion").contains(i.name())
          || !i.isNameValue()
          || !i.isText()) {
        malformed("E0539", a, "");
        return;
      }
      if (!seen.add(i.name())) {
        malformed("E0538", a, "found `" + i.name() + "` used as a key more than once");
        return;
      }
    }
  }

  /** The form of lint levels; which lints there are is not asked here. */
  void lints(List<Attribute> attrs) {
    for (Attribute a : attrs) {
      String level = a.path().toString();
      if (!LINT_LEVELS.contains(level)) {
        continue;
      }
      MetaItem m = MetaItem.of(a);
      if (!m.isList()) {
        Diagnostic.error(null, a.span(), "malformed `" + level + "` attribute input")
            .to(diagnostics);
        continue;
      }
      for (MetaItem lint : m.items()) {
        if (lint.isNameValue() && lint.name().equals("reason") && lint.isText()) {
          continue;
        }
        if (!lint.isWord()) {
          Diagnostic.error("E0452", lint.span(), "malformed lint attribute input")
              .label("bad attribute argument")
              .to(diagnostics);
          continue;
        }
        int colons = lint.name().indexOf("::");
        if (colons > 0 && !LINT_TOOLS.contains(lint.name().substring(0, colons))) {
          String tool = lint.name().substring(0, colons);
          Diagnostic.error(
                  "E0710",
                  lint.span(),
                  "unknown tool name `" + tool + "` found in scoped lint: `" + lint.name() + "`")
              .to(diagnostics);
        }
      }
    }
  }
}
