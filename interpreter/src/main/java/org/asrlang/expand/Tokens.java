package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.asrlang.source.Span;
import org.asrlang.syntax.Keywords;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TokenTree.Delimited;
import org.asrlang.syntax.TokenTree.Interpolated;
import org.asrlang.syntax.TokenTree.Token;

/** Questions about tokens that macros ask, and their text as {@code stringify!} shows it. */
final class Tokens {
  private static final Set<String> EXPR_KEYWORDS =
      Set.of(
          "async",
          "break",
          "const",
          "continue",
          "false",
          "for",
          "if",
          "loop",
          "match",
          "move",
          "return",
          "static",
          "true",
          "unsafe",
          "while",
          "yield",
          "self",
          "Self",
          "super",
          "crate",
          "$crate",
          "_");
  private static final Set<String> TYPE_KEYWORDS =
      Set.of(
          "_", "for", "impl", "fn", "unsafe", "extern", "dyn", "self", "Self", "super", "crate",
          "$crate");
  static final Set<String> KEYWORDS = Keywords.ALL;

  private Tokens() {}

  static boolean is(TokenTree t, String text) {
    return t instanceof Token k && k.text().equals(text) && !isRaw(k);
  }

  static boolean is(TokenTree t, char open) {
    return t instanceof Delimited d && d.open() == open;
  }

  /** An identifier or keyword, raw or not; {@code _} too. */
  static boolean isWord(TokenTree t) {
    if (!(t instanceof Token k) || k.text().isEmpty()) {
      return false;
    }
    String s = k.text();
    if (s.equals("$crate")) {
      return true;
    }
    return Character.isUnicodeIdentifierStart(s.codePointAt(0)) || s.charAt(0) == '_'
        ? s.indexOf('"') < 0 && s.indexOf('\'') < 0
        : false;
  }

  static boolean isRaw(Token k) {
    int length = k.span().hi() - k.span().lo();
    return length == k.text().length() + 2
        && k.span().file().text().startsWith("r#", k.span().lo());
  }

  /** What {@code $i:ident} takes: any word but {@code _}. */
  static boolean isIdent(TokenTree t) {
    return isWord(t) && !is(t, "_");
  }

  /** A word that is no keyword. */
  static boolean isName(TokenTree t) {
    return isIdent(t) && (isRaw((Token) t) || !KEYWORDS.contains(((Token) t).text()));
  }

  static boolean isLifetime(TokenTree t) {
    if (!(t instanceof Token k)) {
      return false;
    }
    String s = k.text();
    return s.length() > 1 && s.charAt(0) == '\'' && s.indexOf('\'', 1) < 0;
  }

  static boolean isLiteral(TokenTree t) {
    if (t instanceof Interpolated i) {
      return i.fragment().equals("literal");
    }
    if (!(t instanceof Token k) || k.text().isEmpty()) {
      return false;
    }
    String s = k.text();
    char c = s.charAt(0);
    return c >= '0' && c <= '9'
        || c == '"'
        || c == '\'' && s.length() > 2 && s.indexOf('\'', 1) > 0
        || (Character.isLetter(c) && (s.indexOf('"') > 0 || s.indexOf('\'') > 0))
        || s.equals("true")
        || s.equals("false");
  }

  static boolean isString(TokenTree t) {
    return t instanceof Token k && (k.text().startsWith("\"") || isRawString(k.text()));
  }

  static boolean isRawString(String s) {
    return s.startsWith("r\"") || s.startsWith("r#") && s.indexOf('"') > 0;
  }

  /** Whether a fragment of the kind may start with the tree. Null stands for the end. */
  static boolean canBegin(String kind, TokenTree t) {
    if (t == null) {
      return kind.equals("vis");
    }
    if (t instanceof Interpolated i) {
      return switch (kind) {
        case "expr", "expr_2021" ->
            Set.of("expr", "literal", "path", "block").contains(i.fragment());
        case "ty" -> i.fragment().equals("ty") || i.fragment().equals("path");
        case "pat", "pat_param" ->
            Set.of("pat", "pat_param", "literal", "path", "expr").contains(i.fragment());
        case "path" -> i.fragment().equals("path") || i.fragment().equals("ty");
        case "meta" -> i.fragment().equals("meta") || i.fragment().equals("path");
        case "tt", "item", "stmt" -> true;
        case "vis" -> true;
        default -> i.fragment().equals(kind);
      };
    }
    boolean word = isWord(t);
    String s = t instanceof Token k ? k.text() : String.valueOf(((Delimited) t).open());
    boolean name = isName(t);
    return switch (kind) {
      case "ident" -> isIdent(t);
      case "lifetime" -> isLifetime(t);
      case "literal" -> isLiteral(t) || s.equals("-");
      case "tt" -> true;
      case "item", "stmt" -> true;
      case "vis" -> word || s.equals(",") || canBegin("ty", t);
      case "block" -> s.equals("{") && t instanceof Delimited;
      case "path", "meta" -> word && !s.equals("_") || s.equals("::") || s.equals("<");
      case "ty" ->
          name
              || word && TYPE_KEYWORDS.contains(s)
              || isLifetime(t)
              || Set.of("(", "[", "!", "*", "&", "&&", "?", "<", "<<", "::").contains(s);
      case "pat", "pat_param" ->
          name
              || isLiteral(t)
              || word && !s.equals("let") && !s.equals("in") && !s.equals("if")
              || Set.of("(", "[", "&", "&&", "-", "..", "..=", "...", "::", "<", "<<").contains(s)
              || kind.equals("pat") && s.equals("|");
      default ->
          name
              || isLiteral(t)
              || isLifetime(t)
              || word && EXPR_KEYWORDS.contains(s)
              || Set.of(
                      "(", "[", "{", "!", "-", "*", "|", "||", "&", "&&", "..", "..=", "...", "<",
                      "<<", "::", "#")
                  .contains(s);
    };
  }

  /** The span of a list of trees; {@code at} where it is empty. */
  static Span span(List<TokenTree> trees, Span at) {
    return trees.isEmpty() ? at : trees.get(0).span().to(trees.get(trees.size() - 1).span());
  }

  /** The trees with every interpolated fragment replaced by its tokens. */
  static List<TokenTree> flatten(List<TokenTree> trees) {
    List<TokenTree> out = new ArrayList<>();
    for (TokenTree t : trees) {
      switch (t) {
        case Token k -> out.add(k);
        case Delimited d ->
            out.add(new Delimited(d.open(), flatten(d.trees()), d.openSpan(), d.closeSpan()));
        case Interpolated i -> out.addAll(flatten(i.trees()));
      }
    }
    return out;
  }

  static char close(char open) {
    return switch (open) {
      case '(' -> ')';
      case '[' -> ']';
      default -> '}';
    };
  }

  /** What a message calls the tree's first token. */
  static String show(TokenTree t) {
    return switch (t) {
      case Token k -> (isRaw(k) ? "r#" : "") + k.text();
      case Delimited d -> String.valueOf(d.open());
      case Interpolated i -> i.fragment() + " metavariable";
    };
  }

  /** The text as {@code stringify!} makes it: single spaces where there was white space. */
  static String text(List<TokenTree> trees) {
    StringBuilder b = new StringBuilder();
    append(b, trees, false);
    return b.toString();
  }

  private static void append(StringBuilder b, List<TokenTree> trees, boolean inFragment) {
    TokenTree before = null;
    for (TokenTree t : trees) {
      if (before != null && spaceBetween(before, t)) {
        b.append(' ');
      }
      switch (t) {
        case Token k -> b.append(isRaw(k) ? "r#" : "").append(k.text());
        case Delimited d -> {
          boolean braces = d.open() == '{' && !d.trees().isEmpty();
          b.append(d.open()).append(braces ? " " : "");
          append(b, d.trees(), inFragment);
          b.append(braces ? " " : "").append(close(d.open()));
        }
        case Interpolated i -> append(b, i.trees(), true);
      }
      before = t;
    }
  }

  private static boolean spaceBetween(TokenTree before, TokenTree t) {
    Span a = last(before);
    Span z = first(t);
    if (a != Span.NONE
        && a.file() == z.file()
        && a.expansion() == z.expansion()
        && z.lo() == a.hi()) {
      return false;
    }
    String s = show(t);
    String p = show(before);
    boolean punct = isPunct(before);
    if (s.equals(",") || s.equals(";") || s.equals(".")) {
      return punct;
    }
    if (p.equals(".") && !isPunct(t) || p.equals("$") && isWord(t)) {
      return false;
    }
    return !(s.equals("(") && isName(before) || p.equals("#") && s.equals("["));
  }

  private static boolean isPunct(TokenTree t) {
    return t instanceof Token k && !isWord(k) && !isLiteral(k) && !isLifetime(k);
  }

  private static final Set<String> BINARY =
      Set.of(
          "==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>");

  /** The text of an expression, with spaces around its binary operators. */
  static String exprText(List<TokenTree> trees) {
    return text(spaced(flatten(trees)));
  }

  /** The tokens with their neighbours moved apart where an expression is written with a space. */
  private static List<TokenTree> spaced(List<TokenTree> trees) {
    List<TokenTree> out = new ArrayList<>();
    boolean apart = false;
    boolean operand = false;
    for (TokenTree t : trees) {
      boolean binary = operand && t instanceof Token k && BINARY.contains(k.text());
      if (apart || binary) {
        t = apart(t);
      }
      if (t instanceof Delimited d) {
        t = new Delimited(d.open(), spaced(d.trees()), d.openSpan(), d.closeSpan());
      }
      out.add(t);
      apart = binary || is(t, ",");
      operand = t instanceof Delimited || isLiteral(t) || is(t, "?") || is(t, "self") || isName(t);
    }
    return out;
  }

  /** The same token in another place: nothing is next to it. */
  private static TokenTree apart(TokenTree t) {
    Span nowhere = Span.NONE;
    return switch (t) {
      case Token k -> isRaw(k) ? k : new Token(k.kind(), k.text(), nowhere, true);
      case Delimited d -> new Delimited(d.open(), d.trees(), nowhere, d.closeSpan());
      case Interpolated i -> i;
    };
  }

  private static Span first(TokenTree t) {
    return switch (t) {
      case Token k -> k.span();
      case Delimited d -> d.openSpan();
      case Interpolated i -> i.trees().isEmpty() ? i.span() : first(i.trees().get(0));
    };
  }

  private static Span last(TokenTree t) {
    return switch (t) {
      case Token k -> k.span();
      case Delimited d -> d.closeSpan();
      case Interpolated i ->
          i.trees().isEmpty() ? i.span() : last(i.trees().get(i.trees().size() - 1));
    };
  }

  /** All tokens, those in brackets and in fragments included. */
  static long count(List<TokenTree> trees) {
    long n = trees.size();
    for (TokenTree t : trees) {
      switch (t) {
        case TokenTree.Token k -> {}
        case TokenTree.Delimited d -> n += count(d.trees());
        case TokenTree.Interpolated f -> n += count(f.trees());
      }
    }
    return n;
  }
}
