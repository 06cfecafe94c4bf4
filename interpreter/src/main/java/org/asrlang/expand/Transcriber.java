package org.asrlang.expand;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.MacroMatcher.Many;
import org.asrlang.expand.MacroMatcher.Match;
import org.asrlang.expand.MacroMatcher.One;
import org.asrlang.expand.MacroRules.Element;
import org.asrlang.grammar.AsrLexer;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TokenTree.Delimited;
import org.asrlang.syntax.TokenTree.Token;

/**
 * Makes the output of one macro call. Tokens of the macro's own text get a fresh expansion, one for
 * each context that they had in the definition; those of arguments keep theirs.
 */
final class Transcriber {
  private final MacroDef macro;
  private final Span callSite;
  private final Expansion.Kind kind;
  private final Diagnostics diagnostics;
  private final Map<Expansion, Expansion> marks = new IdentityHashMap<>();

  /**
   * @param own whether the macro is of the crate that calls it
   */
  Transcriber(MacroDef macro, Span callSite, boolean own, Diagnostics diagnostics) {
    this.macro = macro;
    this.callSite = callSite;
    this.kind = own ? Expansion.Kind.MACRO : Expansion.Kind.LIBRARY;
    this.diagnostics = diagnostics;
  }

  /** Null after an error. */
  List<TokenTree> run(MacroRules.Rule rule, Map<String, Match> bindings) {
    List<TokenTree> out = new ArrayList<>();
    return emit(rule.transcriber(), bindings, out) ? out : null;
  }

  private Span mark(Span s) {
    return s.withExpansion(
        marks.computeIfAbsent(
            s.expansion(), e -> new Expansion(e, callSite, macro.name(), macro, kind)));
  }

  private boolean emit(List<Element> elements, Map<String, Match> env, List<TokenTree> out) {
    for (Element e : elements) {
      switch (e) {
        case MacroRules.Tok t -> {
          Token k = t.token();
          out.add(new Token(k.kind(), k.text(), mark(k.span()), k.spaceBefore()));
        }
        case MacroRules.Part p -> out.add(p.tree());
        case MacroRules.Group g -> {
          List<TokenTree> inner = new ArrayList<>();
          if (!emit(g.elements(), env, inner)) {
            return false;
          }
          Delimited d = g.tree();
          out.add(new Delimited(d.open(), inner, mark(d.openSpan()), mark(d.closeSpan())));
        }
        case MacroRules.Var v -> {
          Match m = env.get(v.name());
          if (m instanceof One one) {
            out.addAll(one.trees());
            Span variable = mark(v.span());
            one.trees().forEach(t -> variable.expansion().substitute(variable, t.span()));
          } else if (m == null) {
            Span s = mark(v.span());
            out.add(new Token(AsrLexer.DOLLAR, "$", s, true));
            out.add(new Token(AsrLexer.IDENTIFIER, v.name(), s, false));
          } else {
            Diagnostic.error(
                    null, v.span(), "variable `" + v.name() + "` is still repeating at this depth")
                .to(diagnostics);
            return false;
          }
        }
        case MacroRules.Repeat r -> {
          if (!repeat(r, env, out)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean repeat(MacroRules.Repeat r, Map<String, Match> env, List<TokenTree> out) {
    String leader = null;
    int count = -1;
    List<String> used = new ArrayList<>();
    used(r.elements(), used);
    for (String name : used) {
      if (env.get(name) instanceof Many many) {
        int n = many.matches().size();
        if (count < 0) {
          count = n;
          leader = name;
        } else if (count != n) {
          Diagnostic.error(
                  null,
                  r.span(),
                  "meta-variable `"
                      + leader
                      + "` repeats "
                      + times(count)
                      + ", but `"
                      + name
                      + "` repeats "
                      + times(n))
              .to(diagnostics);
          return false;
        }
      }
    }
    if (count < 0) {
      Diagnostic.error(
              null,
              r.span(),
              "attempted to repeat an expression containing no syntax variables matched as"
                  + " repeating at this depth")
          .to(diagnostics);
      return false;
    }
    if (count == 0 && r.op() == '+') {
      Diagnostic.error(null, r.span(), "this must repeat at least once").to(diagnostics);
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (i > 0 && r.separator() != null) {
        Token s = r.separator();
        out.add(new Token(s.kind(), s.text(), mark(s.span()), s.spaceBefore()));
      }
      Map<String, Match> inner = new java.util.HashMap<>(env);
      for (String name : used) {
        if (env.get(name) instanceof Many many) {
          inner.put(name, many.matches().get(i));
        }
      }
      if (!emit(r.elements(), inner, out)) {
        return false;
      }
    }
    return true;
  }

  private static String times(int n) {
    return n == 1 ? "1 time" : n + " times";
  }

  private static void used(List<Element> elements, List<String> out) {
    for (Element e : elements) {
      switch (e) {
        case MacroRules.Var v -> {
          if (!out.contains(v.name())) {
            out.add(v.name());
          }
        }
        case MacroRules.Group g -> used(g.elements(), out);
        case MacroRules.Repeat r -> used(r.elements(), out);
        case MacroRules.Tok t -> {}
        case MacroRules.Part p -> {}
      }
    }
  }
}
