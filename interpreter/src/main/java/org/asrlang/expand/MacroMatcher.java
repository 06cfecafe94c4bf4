package org.asrlang.expand;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.expand.MacroRules.Element;
import org.asrlang.source.Span;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TokenTree.Delimited;
import org.asrlang.syntax.TokenTree.Interpolated;
import org.asrlang.syntax.TokenTree.Token;

/**
 * Matches token trees against one matcher, as rustc does: all ways to read the repetitions are
 * followed at once, token by token; a fragment is parsed only where nothing else could match, and
 * then there is no way back.
 */
final class MacroMatcher {
  /** What a variable matched. */
  sealed interface Match {}

  record One(List<TokenTree> trees) implements Match {}

  record Many(List<Match> matches) implements Match {}

  /** How matching ended. */
  sealed interface Result {}

  record Success(Map<String, Match> bindings) implements Result {}

  /**
   * The rule does not fit.
   *
   * @param position how many tokens were read
   * @param found null at the end of the input
   * @param wanted what could have come there
   */
  record Failure(int position, TokenTree found, Span at, Element wanted) implements Result {}

  /** An error that no other rule can mend. */
  record Fatal(Diagnostic diagnostic) implements Result {}

  private record Env(Env outer, String name, Match match) {}

  /** A repetition's variable before the end of the match is known. */
  private record Pending(Env outer, Rounds rounds) implements Match {}

  private record Rounds(Rounds before, Env env) {}

  /** A repetition being read. */
  private record Frame(MacroRules.Repeat repeat, State resume, Rounds rounds) {}

  /** One way to read what came so far; {@code separator} if a round has just ended. */
  private record State(List<Element> elements, int at, Env env, Frame frame, boolean separator) {
    Element here() {
      return elements.get(at);
    }

    State advance(Env e) {
      return new State(elements, at + 1, e, frame, false);
    }
  }

  private record Inner(Env env, Result failure) {}

  private final Fragments fragments;
  private final String macro;

  MacroMatcher(Fragments fragments, String macro) {
    this.fragments = fragments;
    this.macro = macro;
  }

  Result match(MacroRules.Rule rule, Delimited args, Span callSpan) {
    Inner inner =
        run(
            rule.matcher(),
            args.trees(),
            null,
            0,
            args.trees().isEmpty() ? callSpan : args.closeSpan());
    if (inner.failure() != null) {
      return inner.failure();
    }
    Map<String, Match> bindings = new HashMap<>();
    for (Env e = inner.env(); e != null; e = e.outer()) {
      bindings.putIfAbsent(e.name(), settle(e.match(), e.name()));
    }
    return new Success(bindings);
  }

  private Inner run(List<Element> elements, List<TokenTree> input, Env env, int base, Span end) {
    List<State> states = new ArrayList<>();
    close(new State(elements, 0, env, null, false), states);
    int i = 0;
    int position = base;
    while (true) {
      TokenTree t = i < input.size() ? input.get(i) : null;
      List<State> next = new ArrayList<>();
      List<State> vars = new ArrayList<>();
      State done = null;
      Element wanted = null;
      Failure inside = null;
      for (State s : states) {
        if (s.separator) {
          if (same(s.frame.repeat.separator(), t)) {
            close(
                new State(s.frame.repeat.elements(), 0, s.frame.resume.env, s.frame, false), next);
          }
          if (wanted == null) {
            wanted = new MacroRules.Tok(s.frame.repeat.separator());
          }
          continue;
        }
        if (s.at == s.elements.size()) {
          done = s;
          continue;
        }
        Element e = s.here();
        wanted = wanted == null || e instanceof MacroRules.Var ? e : wanted;
        switch (e) {
          case MacroRules.Tok k -> {
            if (same(k.token(), t)) {
              close(s.advance(s.env), next);
            }
          }
          case MacroRules.Group g -> {
            if (t instanceof Delimited d && d.open() == g.tree().open()) {
              Inner inner = run(g.elements(), d.trees(), s.env, position + 1, d.closeSpan());
              if (inner.failure() instanceof Fatal) {
                return inner;
              } else if (inner.failure() instanceof Failure f) {
                inside = inside == null || f.position() > inside.position() ? f : inside;
              } else {
                close(s.advance(inner.env()), next);
              }
            }
          }
          case MacroRules.Part p -> {
            if (t instanceof Interpolated q
                && Tokens.text(List.of(p.tree())).equals(Tokens.text(List.of(q)))) {
              close(s.advance(s.env), next);
            }
          }
          case MacroRules.Var v -> {
            if (Tokens.canBegin(v.kind(), t)) {
              vars.add(s);
            }
          }
          case MacroRules.Repeat r -> throw new AssertionError();
        }
      }
      if (t == null && done != null) {
        return new Inner(done.env, null);
      }
      if (vars.size() == 1 && next.isEmpty()) {
        State s = vars.get(0);
        MacroRules.Var v = (MacroRules.Var) s.here();
        Fragments.Prefix prefix = prefix(v.kind(), input, i, end);
        if (prefix.error() != null) {
          return new Inner(null, new Fatal(prefix.error()));
        }
        List<TokenTree> taken = input.subList(i, i + prefix.consumed());
        for (TokenTree x : taken) {
          position += size(x);
        }
        i += prefix.consumed();
        Env e = new Env(s.env, v.name(), new One(wrap(v.kind(), List.copyOf(taken), end)));
        states = new ArrayList<>();
        close(s.advance(e), states);
        continue;
      }
      if (!vars.isEmpty()) {
        return new Inner(null, new Fatal(ambiguity(vars, next, t, end)));
      }
      if (next.isEmpty()) {
        return new Inner(
            null,
            inside != null
                ? inside
                : new Failure(position, t, t == null ? end : firstSpan(t), wanted));
      }
      states = next;
      position += size(t);
      i++;
    }
  }

  private static Span firstSpan(TokenTree t) {
    return t instanceof Delimited d ? d.openSpan() : t.span();
  }

  private Diagnostic ambiguity(List<State> vars, List<State> next, TokenTree t, Span end) {
    List<String> options =
        vars.stream()
            .map(s -> (MacroRules.Var) s.here())
            .map(v -> v.kind() + " ('" + v.name() + "')")
            .toList();
    return Diagnostic.error(
            null,
            t == null ? end : firstSpan(t),
            "local ambiguity when calling macro `"
                + macro
                + "`: multiple parsing options: built-in"
                + " NTs "
                + String.join(" or ", options)
                + (next.isEmpty()
                    ? "."
                    : next.size() == 1
                        ? " or 1 other option."
                        : " or " + next.size() + " other options."))
        .build();
  }

  /** Adds the states that a state stands for, up to the next token. */
  private static void close(State s, List<State> out) {
    if (s.at == s.elements.size()) {
      if (s.frame == null) {
        out.add(s);
        return;
      }
      Frame f = s.frame;
      MacroRules.Repeat r = f.repeat;
      Rounds rounds = new Rounds(f.rounds, s.env);
      Frame more = new Frame(r, f.resume, rounds);
      close(f.resume.advance(collect(r, f.resume.env, rounds)), out);
      if (r.op() == '?') {
        return;
      }
      if (r.separator() != null) {
        out.add(new State(r.elements(), 0, f.resume.env, more, true));
      } else {
        close(new State(r.elements(), 0, f.resume.env, more, false), out);
      }
      return;
    }
    if (s.here() instanceof MacroRules.Repeat r) {
      if (r.op() != '+') {
        close(s.advance(collect(r, s.env, null)), out);
      }
      close(new State(r.elements(), 0, s.env, new Frame(r, s, null), false), out);
      return;
    }
    out.add(s);
  }

  private static Env collect(MacroRules.Repeat repeat, Env outer, Rounds rounds) {
    List<String> names = new ArrayList<>();
    names(repeat.elements(), names);
    Env env = outer;
    for (String name : names) {
      env = new Env(env, name, new Pending(outer, rounds));
    }
    return env;
  }

  /** What a variable matched, with the rounds of its repetitions gathered. */
  private static Match settle(Match m, String name) {
    if (!(m instanceof Pending p)) {
      return m;
    }
    ArrayList<Match> all = new ArrayList<>();
    for (Rounds r = p.rounds; r != null; r = r.before) {
      for (Env e = r.env; e != p.outer; e = e.outer) {
        if (e.name.equals(name)) {
          all.add(settle(e.match, name));
          break;
        }
      }
    }
    Collections.reverse(all);
    return new Many(all);
  }

  private static void names(List<Element> elements, List<String> out) {
    for (Element e : elements) {
      switch (e) {
        case MacroRules.Var v -> out.add(v.name());
        case MacroRules.Group g -> names(g.elements(), out);
        case MacroRules.Repeat r -> names(r.elements(), out);
        case MacroRules.Tok t -> {}
        case MacroRules.Part p -> {}
      }
    }
  }

  private static boolean same(Token wanted, TokenTree t) {
    return t instanceof Token k
        && Objects.equals(k.text(), wanted.text())
        && Tokens.isRaw(k) == Tokens.isRaw(wanted);
  }

  private Fragments.Prefix prefix(String kind, List<TokenTree> input, int i, Span end) {
    return switch (kind) {
      case "ident", "lifetime", "tt", "block" -> new Fragments.Prefix(1, null);
      case "literal" -> {
        int n = Tokens.is(input.get(i), "-") ? 2 : 1;
        if (n == 2 && (i + 1 >= input.size() || !Tokens.isLiteral(input.get(i + 1)))) {
          yield new Fragments.Prefix(
              0, Diagnostic.error(null, input.get(i).span(), "unexpected token: `-`").build());
        }
        yield new Fragments.Prefix(n, null);
      }
      case "vis" -> new Fragments.Prefix(visibility(input, i), null);
      default -> {
        if (input.get(i) instanceof Interpolated p
            && p.fragment().equals(kind)
            && !kind.startsWith("expr")) {
          yield new Fragments.Prefix(1, null);
        }
        yield fragments.prefix(kind, input, i, end);
      }
    };
  }

  private static int visibility(List<TokenTree> input, int i) {
    if (i < input.size() && input.get(i) instanceof Interpolated p && p.fragment().equals("vis")) {
      return 1;
    }
    if (i >= input.size() || !Tokens.is(input.get(i), "pub")) {
      return 0;
    }
    if (i + 1 < input.size()
        && input.get(i + 1) instanceof Delimited d
        && d.open() == '('
        && !d.trees().isEmpty()) {
      TokenTree first = d.trees().get(0);
      boolean word =
          d.trees().size() == 1
              && (Tokens.is(first, "crate")
                  || Tokens.is(first, "self")
                  || Tokens.is(first, "super"));
      if (word || Tokens.is(first, "in")) {
        return 2;
      }
    }
    return 1;
  }

  private static List<TokenTree> wrap(String kind, List<TokenTree> trees, Span end) {
    if (kind.equals("ident") || kind.equals("lifetime") || kind.equals("tt")) {
      return trees;
    }
    if (trees.size() == 1 && trees.get(0) instanceof Interpolated) {
      return trees;
    }
    String fragment = kind.equals("expr_2021") ? "expr" : kind.equals("pat_param") ? "pat" : kind;
    return List.of(new Interpolated(fragment, trees, Tokens.span(trees, end.shrinkToStart())));
  }

  private static int size(TokenTree t) {
    return switch (t) {
      case Token k -> 1;
      case Delimited d -> {
        int n = 2;
        for (TokenTree x : d.trees()) {
          n += size(x);
        }
        yield n;
      }
      case Interpolated i -> 1;
    };
  }
}
