package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.AsrLexer;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Parser;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TokenTree.Delimited;
import org.asrlang.syntax.TokenTree.Interpolated;
import org.asrlang.syntax.TokenTree.Token;

/**
 * Parses std without the bodies of its functions, of which a program uses few. Before parsing, each
 * body becomes {@code { __body!(…) }} with its tokens as one fragment; {@link #open} parses it when
 * it is needed.
 */
public final class LazyBodies {
  private static final String NAME = "__body";
  private static final Set<String> CONTAINERS = Set.of("impl", "trait", "mod");
  private static final Set<String> OTHERS =
      Set.of("struct", "enum", "const", "static", "use", "type", "extern");

  private LazyBodies() {}

  /** The same items with bodies left unparsed. */
  public static List<TokenTree> of(List<TokenTree> items) {
    List<TokenTree> out = new ArrayList<>(items.size());
    String item = "";
    for (int i = 0; i < items.size(); i++) {
      TokenTree t = items.get(i);
      switch (t) {
        case Token k -> {
          String s = k.text();
          if (s.equals(";")) {
            item = "";
          } else if (s.equals("fn") && i + 1 < items.size() && Tokens.isIdent(items.get(i + 1))) {
            item = "fn";
          } else if (s.equals("!") && i > 0 && Tokens.isIdent(items.get(i - 1)) && item.isEmpty()) {
            item = "macro";
          } else if (item.isEmpty() && (CONTAINERS.contains(s) || OTHERS.contains(s))) {
            item = s;
          }
          out.add(t);
        }
        case Delimited d when d.open() == '{' -> {
          if (item.equals("fn")) {
            out.add(closed(d));
          } else if (CONTAINERS.contains(item)) {
            out.add(new Delimited('{', of(d.trees()), d.openSpan(), d.closeSpan()));
          } else {
            out.add(d);
          }
          // A braced constant goes on to its semicolon.
          item = item.equals("const") || item.equals("static") || item.equals("use") ? item : "";
        }
        case Delimited d -> out.add(d);
        case Interpolated p -> out.add(p);
      }
    }
    return out;
  }

  private static Delimited closed(Delimited body) {
    if (body.trees().isEmpty()) {
      return body;
    }
    Span open = body.openSpan();
    return new Delimited(
        '{',
        List.of(
            new Token(AsrLexer.IDENTIFIER, NAME, open, false),
            new Token(AsrLexer.NOT, "!", open, false),
            new Delimited(
                '(', List.of(new Interpolated("block", List.of(body), open)), open, open)),
        open,
        body.closeSpan());
  }

  /** The body itself, parsed now if it was left. */
  public static Expr open(Expr body, Diagnostics diagnostics) {
    if (body instanceof Expr.Block b
        && b.stmts().isEmpty()
        && b.tail() instanceof Expr.MacroExpr m
        && m.call().path().toString().equals(NAME)
        && m.call().args().trees().get(0) instanceof Interpolated i) {
      Delimited d = (Delimited) i.trees().get(0);
      Expr.Block content = Parser.block(d.trees(), d.span(), diagnostics);
      return content;
    }
    return body;
  }
}
