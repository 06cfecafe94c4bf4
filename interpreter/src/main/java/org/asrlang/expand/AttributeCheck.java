package org.asrlang.expand;

import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TokenTree;

/** Attributes that do not exist, or not where they stand. */
public final class AttributeCheck {
  private static final Set<String> KNOWN =
      Set.of(
          "allow",
          "automatically_derived",
          "cfg",
          "cfg_attr",
          "cold",
          "collapse_debuginfo",
          "crate_name",
          "crate_type",
          "debugger_visualizer",
          "default",
          "deny",
          "deprecated",
          "derive",
          "diagnostic",
          "doc",
          "expect",
          "export_name",
          "feature",
          "forbid",
          "global_allocator",
          "ignore",
          "inline",
          "instruction_set",
          "link",
          "link_name",
          "link_ordinal",
          "link_section",
          "macro_export",
          "macro_use",
          "must_use",
          "naked",
          "no_builtins",
          "no_implicit_prelude",
          "no_link",
          "no_main",
          "no_mangle",
          "no_std",
          "non_exhaustive",
          "nosuspend",
          "panic_handler",
          "path",
          "recursion_limit",
          "repr",
          "should_panic",
          "stable",
          "target_feature",
          "test",
          "track_caller",
          "type_length_limit",
          "unstable",
          "used",
          "warn",
          "windows_subsystem");
  private static final Set<String> TOOLS =
      Set.of("rustfmt", "clippy", "diagnostic", "miri", "rust_analyzer");

  private AttributeCheck() {}

  /** What kind of attribute has that name; null if there is none. */
  public static String kindOf(String name) {
    return switch (name) {
      case "derive", "global_allocator", "test" -> "attribute macro";
      case "default", "nosuspend" -> null; // rustc knows no such attribute outside of a derive
      default -> KNOWN.contains(name) ? "built-in attribute" : null;
    };
  }

  /** Reports an attribute that does not exist. */
  static void check(Attribute a, Diagnostics diagnostics) {
    var segments = a.path().segments();
    String first = segments.get(0).name();
    if (segments.size() > 1) {
      if (!TOOLS.contains(first)) {
        Diagnostic.error(
                "E0433",
                segments.get(0).ident().span(),
                "cannot find module or crate `" + first + "` in this scope")
            .label("use of unresolved module or unlinked crate `" + first + "`")
            .help("ASR has no attribute macros from other crates")
            .to(diagnostics);
      }
    } else if (first.startsWith("proc_macro")) {
      Diagnostic.error("A0009", a.span(), "procedural macros are not part of ASR")
          .label("checking a script runs no part of it")
          .help("write a `macro_rules!` macro")
          .to(diagnostics);
    } else if (!KNOWN.contains(first)) {
      Diagnostic.Builder d = missing(a);
      String similar = SimilarNames.nearest(first, KNOWN.stream().sorted().toList());
      if (similar != null) {
        d.suggestion(
            new Diagnostic.Suggestion(
                "a built-in attribute with a similar name exists",
                List.of(new Diagnostic.Edit(a.path().span(), similar)),
                false));
      }
      d.to(diagnostics);
    }
  }

  /** Reports attributes that the item cannot have. */
  public static void check(Item item, Diagnostics diagnostics) {
    for (Attribute a : item.attrs()) {
      if (a.is("test") && !(item instanceof Item.Fn)) {
        Diagnostic.error(
                null, a.span(), "the `#[test]` attribute may only be used on a free function")
            .label(
                "the `#[test]` macro causes a function to be run as a test and has no effect on"
                    + " non-functions")
            .to(diagnostics);
      }
    }
    if (item instanceof Item.Enum e
        && e.attrs().stream().noneMatch(a -> a.is("derive") && names(a.tokens(), "Default"))) {
      for (Item.Variant v : e.variants()) {
        for (Attribute a : v.attrs()) {
          if (a.is("default")) {
            missing(a).help("consider adding a derive: `#[derive(Default)]`").to(diagnostics);
          }
        }
      }
    }
  }

  private static Diagnostic.Builder missing(Attribute a) {
    return Diagnostic.error(
        null, a.path().span(), "cannot find attribute `" + a.path() + "` in this scope");
  }

  private static boolean names(List<TokenTree> tokens, String name) {
    return tokens.stream()
        .anyMatch(t ->
            t instanceof TokenTree.Delimited d
                ? names(d.trees(), name)
                : t instanceof TokenTree.Token k && k.text().equals(name));
  }
}
