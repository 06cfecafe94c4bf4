package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TokenTree;

/** The configuration that {@code #[cfg]} and {@code cfg!} ask about. */
public final class Cfg {
  private final Set<String> names;
  private final Map<String, Set<String>> values;

  private Cfg(Set<String> names, Map<String, Set<String>> values) {
    this.names = names;
    this.values = values;
  }

  /** As a rustc debug build for a 64-bit Unix; {@code test} when tests are to run. */
  public static Cfg of(boolean testing) {
    Set<String> names = new java.util.HashSet<>(Set.of("debug_assertions", "unix", "asr"));
    if (testing) {
      names.add("test");
    }
    return new Cfg(
        names,
        Map.of(
            "target_pointer_width", Set.of("64"),
            "target_endian", Set.of("little"),
            "target_os", Set.of("linux"),
            "target_family", Set.of("unix"),
            "target_arch", Set.of("x86_64"),
            "target_has_atomic", Set.of("8", "16", "32", "64", "ptr"),
            "panic", Set.of("unwind")));
  }

  /** Whether something with these attributes is part of the program. */
  boolean keep(List<Attribute> attrs, Diagnostics diagnostics) {
    for (Attribute a : attrs) {
      if (a.is("cfg")) {
        if (a.tokens().size() != 1 || !(a.tokens().get(0) instanceof TokenTree.Delimited d)) {
          Diagnostic.error(null, a.span(), "malformed `cfg` attribute input")
              .label("expected this to be a list")
              .to(diagnostics);
        } else if (d.trees().isEmpty()) {
          Diagnostic.error(null, a.span(), "`cfg` predicate is not specified").to(diagnostics);
        } else if (!holds(d.trees(), diagnostics)) {
          return false;
        }
      }
    }
    return true;
  }

  /** One predicate, possibly with a comma behind it. */
  boolean holds(List<TokenTree> ts, Diagnostics diagnostics) {
    List<List<TokenTree>> parts = split(ts);
    if (parts.size() != 1) {
      Diagnostic.error(null, Tokens.span(ts, null), "multiple `cfg` predicates are specified")
          .to(diagnostics);
      return true;
    }
    List<TokenTree> p = parts.get(0);
    String name = p.get(0) instanceof TokenTree.Token k ? k.text() : "";
    if (p.size() == 2 && p.get(1) instanceof TokenTree.Delimited d) {
      List<List<TokenTree>> inner = d.trees().isEmpty() ? List.of() : split(d.trees());
      switch (name) {
        case "not" -> {
          if (inner.size() != 1) {
            Diagnostic.error("E0536", d.span(), "expected 1 cfg-pattern").to(diagnostics);
            return true;
          }
          return !holds(inner.get(0), diagnostics);
        }
        case "all" -> {
          boolean all = true;
          for (List<TokenTree> i : inner) {
            all &= holds(i, diagnostics);
          }
          return all;
        }
        case "any" -> {
          boolean any = false;
          for (List<TokenTree> i : inner) {
            any |= holds(i, diagnostics);
          }
          return any;
        }
        default ->
            Diagnostic.error("E0537", p.get(0).span(), "invalid predicate `" + name + "`")
                .to(diagnostics);
      }
      return true;
    }
    if (p.size() == 3 && Tokens.is(p.get(1), "=") && Tokens.isString(p.get(2))) {
      String value = Literals.string(((TokenTree.Token) p.get(2)).text()).value();
      return values.getOrDefault(name, Set.of()).contains(value);
    }
    if (p.size() == 1 && name.equals("true") || name.equals("false")) {
      return name.equals("true");
    }
    if (p.size() != 1 || !Tokens.isWord(p.get(0))) {
      Diagnostic.error(null, Tokens.span(p, null), "`cfg` predicate key must be an identifier")
          .to(diagnostics);
      return true;
    }
    return names.contains(name);
  }

  static List<List<TokenTree>> split(List<TokenTree> ts) {
    List<List<TokenTree>> out = new ArrayList<>();
    List<TokenTree> part = new ArrayList<>();
    for (TokenTree t : ts) {
      if (Tokens.is(t, ",")) {
        out.add(part);
        part = new ArrayList<>();
      } else {
        part.add(t);
      }
    }
    if (!part.isEmpty()) {
      out.add(part);
    }
    out.removeIf(List::isEmpty);
    return out;
  }

  /** Replaces {@code cfg_attr(p, a, b)} by the attributes; the same list where there is none. */
  List<Attribute> attrs(List<Attribute> attrs, Diagnostics diagnostics) {
    return Folder.flat(
        attrs,
        a -> {
          if (!a.is("cfg_attr")
              || a.tokens().size() != 1
              || !(a.tokens().get(0) instanceof TokenTree.Delimited d)) {
            return List.of(a);
          }
          List<List<TokenTree>> parts = split(d.trees());
          if (parts.isEmpty() || !holds(parts.get(0), diagnostics)) {
            return List.of();
          }
          List<Attribute> out = new ArrayList<>();
          for (List<TokenTree> p : parts.subList(1, parts.size())) {
            List<Path.Segment> segments = new ArrayList<>();
            int i = 0;
            while (i < p.size() && (Tokens.isWord(p.get(i)) || Tokens.is(p.get(i), "::"))) {
              if (p.get(i) instanceof TokenTree.Token k && !k.text().equals("::")) {
                segments.add(
                    new Path.Segment(new org.asrlang.syntax.Ident(k.text(), k.span()), null));
              }
              i++;
            }
            if (segments.isEmpty()) {
              continue;
            }
            out.add(
                new Attribute(
                    a.inner(),
                    new Path(false, null, 0, segments, p.get(0).span()),
                    List.copyOf(p.subList(i, p.size())),
                    Tokens.span(p, a.span())));
          }
          return attrs(out, diagnostics);
        });
  }
}
