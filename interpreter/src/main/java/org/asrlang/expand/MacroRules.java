package org.asrlang.expand;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TokenTree.Delimited;
import org.asrlang.syntax.TokenTree.Interpolated;
import org.asrlang.syntax.TokenTree.Token;

/** The rules of a {@code macro_rules!}: matchers and transcribers in the order written. */
public final class MacroRules {
  /** An element of a matcher or transcriber. */
  sealed interface Element {
    Span span();
  }

  record Tok(Token token) implements Element {
    @Override
    public Span span() {
      return token.span();
    }
  }

  record Group(Delimited tree, List<Element> elements) implements Element {
    @Override
    public Span span() {
      return tree.span();
    }
  }

  /** A fragment of an outer macro's argument that stands in the definition. */
  record Part(Interpolated tree) implements Element {
    @Override
    public Span span() {
      return tree.span();
    }
  }

  /**
   * {@code $( … ) sep op}.
   *
   * @param separator null without one
   * @param op {@code *}, {@code +} or {@code ?}
   */
  record Repeat(List<Element> elements, Token separator, char op, Span span) implements Element {}

  /**
   * {@code $name:kind} in a matcher, {@code $name} in a transcriber.
   *
   * @param kind null in a transcriber
   */
  record Var(String name, String kind, Span span) implements Element {}

  record Rule(List<Element> matcher, Span matcherSpan, List<Element> transcriber, Span span) {}

  static final Set<String> KINDS =
      Set.of(
          "block",
          "expr",
          "expr_2021",
          "ident",
          "item",
          "lifetime",
          "literal",
          "meta",
          "pat",
          "pat_param",
          "path",
          "stmt",
          "tt",
          "ty",
          "vis");

  final Delimited body;
  final List<Rule> rules = new ArrayList<>();
  private final Diagnostics diagnostics;

  private MacroRules(Delimited body, Diagnostics diagnostics) {
    this.body = body;
    this.diagnostics = diagnostics;
  }

  /** Reads rules that were read before, and found to be well-formed. */
  public static MacroRules trusted(Delimited body) {
    MacroRules m = new MacroRules(body, null);
    List<TokenTree> ts = body.trees();
    for (int i = 0; i + 2 < ts.size(); i += 4) {
      Delimited lhs = (Delimited) ts.get(i);
      Delimited rhs = (Delimited) ts.get(i + 2);
      m.rules.add(
          new Rule(
              m.elements(lhs.trees(), true),
              lhs.span(),
              m.elements(rhs.trees(), false),
              rhs.span()));
    }
    return m;
  }

  /** Reads the rules; ill-formed ones are reported and left out. */
  public static MacroRules parse(Delimited body, Diagnostics diagnostics) {
    MacroRules m = new MacroRules(body, diagnostics);
    List<TokenTree> ts = body.trees();
    int i = 0;
    if (ts.isEmpty()) {
      m.error(body.span(), "macros must contain at least one rule");
    }
    while (i < ts.size()) {
      if (!(ts.get(i) instanceof Delimited lhs)) {
        m.error(
            ts.get(i).span(),
            "invalid macro matcher; matchers must be contained in balanced delimiters");
        break;
      }
      if (i + 1 >= ts.size() || !Tokens.is(ts.get(i + 1), "=>")) {
        Span at = i + 1 < ts.size() ? ts.get(i + 1).span() : body.closeSpan();
        m.error(
            at,
            i + 1 < ts.size()
                ? "expected `=>`, found `" + Tokens.show(ts.get(i + 1)) + "`"
                : "expected `=>`, found end of `macro_rules` input");
        break;
      }
      if (i + 2 >= ts.size()) {
        m.error(body.closeSpan(), "expected right-hand side of macro rule");
        break;
      }
      if (!(ts.get(i + 2) instanceof Delimited rhs)) {
        m.error(ts.get(i + 2).span(), "macro rhs must be delimited");
        break;
      }
      m.rule(lhs, rhs);
      i += 3;
      if (i < ts.size()) {
        if (!Tokens.is(ts.get(i), ";")) {
          m.error(ts.get(i).span(), "expected `;`, found `" + Tokens.show(ts.get(i)) + "`");
          break;
        }
        i++;
      }
    }
    return m;
  }

  private void error(Span at, String message) {
    Diagnostic.error(null, at, message).to(diagnostics);
  }

  private void rule(Delimited lhs, Delimited rhs) {
    int before = diagnostics.errorCount();
    List<Element> matcher = elements(lhs.trees(), true);
    List<Element> transcriber = elements(rhs.trees(), false);
    Map<String, Integer> depths = new HashMap<>();
    declare(matcher, 0, depths);
    checkFollow(matcher, Set.of());
    if (diagnostics.errorCount() == before) {
      rules.add(new Rule(matcher, lhs.span(), transcriber, rhs.span()));
    }
  }

  private List<Element> elements(List<TokenTree> ts, boolean matcher) {
    List<Element> out = new ArrayList<>();
    for (int i = 0; i < ts.size(); i++) {
      switch (ts.get(i)) {
        case Interpolated p -> out.add(new Part(p));
        case Delimited d -> out.add(new Group(d, elements(d.trees(), matcher)));
        case Token t -> {
          if (!t.text().equals("$") || i + 1 >= ts.size()) {
            out.add(new Tok(t));
            break;
          }
          TokenTree next = ts.get(i + 1);
          if (next instanceof Delimited d && d.open() == '(') {
            i = repeat(ts, i, d, matcher, out);
          } else if (Tokens.is(next, "crate")) {
            Token c = (Token) next;
            out.add(new Tok(new Token(c.kind(), "$crate", t.span().to(c.span()), t.spaceBefore())));
            i++;
          } else if (Tokens.isWord(next)) {
            i = variable(ts, i, (Token) next, matcher, out);
          } else {
            error(next.span(), "expected identifier, found `" + Tokens.show(next) + "`");
            i++;
          }
        }
      }
    }
    return out;
  }

  private int variable(List<TokenTree> ts, int i, Token name, boolean matcher, List<Element> out) {
    Span from = ts.get(i).span();
    if (!matcher) {
      out.add(new Var(name.text(), null, from.to(name.span())));
      return i + 1;
    }
    if (i + 3 < ts.size() && Tokens.is(ts.get(i + 2), ":") && Tokens.isWord(ts.get(i + 3))) {
      Token kind = (Token) ts.get(i + 3);
      Span span = from.to(kind.span());
      if (!KINDS.contains(kind.text())) {
        Diagnostic.error(null, span, "invalid fragment specifier `" + kind.text() + "`")
            .help(
                "valid fragment specifiers are `ident`, `block`, `stmt`, `expr`, `pat`, `ty`,"
                    + " `lifetime`, `literal`, `path`, `meta`, `tt`, `item` and `vis`, along with"
                    + " `expr_2021` and `pat_param` for edition compatibility")
            .to(diagnostics);
      }
      out.add(new Var(name.text(), kind.text(), span));
      return i + 3;
    }
    Diagnostic.error(null, from.to(name.span()), "missing fragment specifier")
        .note("fragment specifiers must be provided")
        .help(
            "valid fragment specifiers are `ident`, `block`, `stmt`, `expr`, `pat`, `ty`,"
                + " `lifetime`, `literal`, `path`, `meta`, `tt`, `item` and `vis`, along with"
                + " `expr_2021` and `pat_param` for edition compatibility")
        .to(diagnostics);
    return i + 1;
  }

  private int repeat(List<TokenTree> ts, int i, Delimited d, boolean matcher, List<Element> out) {
    int at = i + 2;
    Token separator = null;
    if (at < ts.size() && op(ts.get(at)) == 0 && ts.get(at) instanceof Token t) {
      separator = t;
      at++;
    } else if (at + 1 < ts.size()
        && op(ts.get(at)) != 0
        && op(ts.get(at + 1)) != 0
        && !Tokens.is(ts.get(at), "?")
        && adjacent(ts.get(at), ts.get(at + 1))) {
      // `$(…)+*`: the first is the separator.
      separator = (Token) ts.get(at);
      at++;
    }
    char op = at < ts.size() ? op(ts.get(at)) : 0;
    if (op == 0) {
      Span where = at < ts.size() ? ts.get(at).span() : d.closeSpan();
      error(where, "expected one of: `*`, `+`, or `?`");
      op = '*';
      at--;
    }
    if (op == '?' && separator != null) {
      error(separator.span(), "the `?` macro repetition operator does not take a separator");
    }
    List<Element> inner = elements(d.trees(), matcher);
    if (matcher && op != '?' && separator == null && canBeEmpty(inner)) {
      error(d.span(), "repetition matches empty token tree");
    }
    out.add(new Repeat(inner, separator, op, ts.get(i).span().to(d.closeSpan())));
    return at;
  }

  private static boolean adjacent(TokenTree a, TokenTree b) {
    return a.span().file() == b.span().file() && a.span().hi() == b.span().lo();
  }

  private static boolean canBeEmpty(List<Element> elements) {
    return elements.stream()
        .allMatch(e ->
            e instanceof Var v && "vis".equals(v.kind()) || e instanceof Repeat r && r.op() != '+');
  }

  private static char op(TokenTree t) {
    if (t instanceof Token k && k.text().length() == 1 && "*+?".contains(k.text())) {
      return k.text().charAt(0);
    }
    return 0;
  }

  private void declare(List<Element> elements, int depth, Map<String, Integer> depths) {
    for (Element e : elements) {
      switch (e) {
        case Var v -> {
          if (depths.putIfAbsent(v.name(), depth) != null) {
            error(v.span(), "duplicate matcher binding");
          }
        }
        case Group g -> declare(g.elements(), depth, depths);
        case Repeat r -> declare(r.elements(), depth + 1, depths);
        case Tok t -> {}
        case Part p -> {}
      }
    }
  }

  // FOLLOW sets: what may stand behind a fragment, so that Rust's grammar can grow.

  private void checkFollow(List<Element> elements, Set<Object> after) {
    for (int i = 0; i < elements.size(); i++) {
      Set<Object> next = new HashSet<>();
      boolean end = first(elements, i + 1, next);
      if (end) {
        next.addAll(after);
      }
      switch (elements.get(i)) {
        case Var v -> checkVar(v, next);
        case Group g -> checkFollow(g.elements(), Set.of());
        case Repeat r -> {
          Set<Object> inside = new HashSet<>(next);
          if (r.separator() != null) {
            inside.add(new Tok(r.separator()));
          }
          checkFollow(r.elements(), inside);
        }
        case Tok t -> {}
        case Part p -> {}
      }
    }
  }

  /** Adds what may come first from an index on; true if that may be nothing. */
  private static boolean first(List<Element> elements, int from, Set<Object> out) {
    for (int i = from; i < elements.size(); i++) {
      Element e = elements.get(i);
      switch (e) {
        case Repeat r -> {
          boolean empty = first(r.elements(), 0, out);
          if (empty && r.separator() != null) {
            out.add(new Tok(r.separator()));
          }
          if (r.op() == '+' && !empty) {
            return false;
          }
        }
        case Var v -> {
          out.add(v);
          if (!"vis".equals(v.kind())) {
            return false;
          }
        }
        case Group g -> {
          out.add(g);
          return false;
        }
        case Tok t -> {
          out.add(t);
          return false;
        }
        case Part p -> {
          out.add(p);
          return false;
        }
      }
    }
    return true;
  }

  private void checkVar(Var v, Set<Object> next) {
    Set<String> allowed =
        switch (v.kind() == null ? "" : v.kind()) {
          case "stmt", "expr", "expr_2021" -> Set.of("=>", ",", ";");
          case "pat" -> Set.of("=>", ",", "=", "if", "in");
          case "pat_param" -> Set.of("=>", ",", "=", "|", "if", "in");
          case "path", "ty" ->
              Set.of("{", "[", "=>", ",", ">", ">>", "=", ":", ";", "|", "as", "where");
          default -> null;
        };
    if (allowed == null) {
      return;
    }
    for (Object o : next) {
      String shown;
      boolean fine;
      switch (o) {
        case Tok t -> {
          shown = t.token().text();
          fine = allowed.contains(shown);
        }
        case Group g -> {
          shown = String.valueOf(g.tree().open());
          fine = allowed.contains(shown);
        }
        case Var w -> {
          shown = "$" + w.name() + ":" + w.kind();
          fine = allowed.contains("{") && "block".equals(w.kind());
        }
        default -> {
          shown = "";
          fine = true;
        }
      }
      if (!fine) {
        Diagnostic.error(
                null,
                ((Element) o).span(),
                "`$"
                    + v.name()
                    + ":"
                    + v.kind()
                    + "` is followed by `"
                    + shown
                    + "`, which is not allowed for `"
                    + v.kind()
                    + "` fragments")
            .label("not allowed after `" + v.kind() + "` fragments")
            .note(
                "allowed there are: "
                    + String.join(", ", allowed.stream().sorted().map(a -> "`" + a + "`").toList()))
            .to(diagnostics);
      }
    }
  }
}
