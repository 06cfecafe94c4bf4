package org.asrlang.resolve;

import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Item;

/** Attributes that do not exist, or not where they stand. */
final class AttributeCheck {
  private static final Set<String> KNOWN =
      Set.of(
          "allow",
          "automatically_derived",
          "cfg",
          "cfg_attr",
          "cold",
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

  static void check(Item item, Diagnostics diagnostics) {
    check(item.attrs(), item instanceof Item.Fn, diagnostics);
  }

  /**
   * @param testable whether it may be a test
   */
  static void check(List<Attribute> attrs, boolean testable, Diagnostics diagnostics) {
    for (Attribute a : attrs) {
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
        Diagnostic.Builder d =
            Diagnostic.error(
                null, a.path().span(), "cannot find attribute `" + first + "` in this scope");
        String similar = Suggest.similar(first, KNOWN.stream().sorted().toList());
        if (similar != null) {
          d.suggestion(
              Suggest.replace(
                  "a built-in attribute with a similar name exists", a.path().span(), similar));
        }
        d.to(diagnostics);
      } else if (first.equals("test") && !testable) {
        Diagnostic.error(
                null, a.span(), "the `#[test]` attribute may only be used on a free function")
            .label(
                "the `#[test]` macro causes a function to be run as a test and has no effect on"
                    + " non-functions")
            .to(diagnostics);
      }
    }
  }
}
