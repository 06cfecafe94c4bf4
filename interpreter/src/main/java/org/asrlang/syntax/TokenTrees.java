package org.asrlang.syntax;

import static org.asrlang.grammar.AsrLexer.*;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Span;

/** Between the tokens of the parser and the token trees of macros. */
final class TokenTrees {
  private TokenTrees() {}

  /** A reader over balanced tokens. */
  private static final class Reader {
    final TokenArray tokens;
    int at;
    final int end;

    Reader(TokenArray tokens, int from, int end) {
      this.tokens = tokens;
      this.at = from;
      this.end = end;
    }

    List<TokenTree> trees() {
      List<TokenTree> out = new ArrayList<>();
      while (at < end) {
        SourceToken t = tokens.get(at);
        switch (t.baseType) {
          case RPAREN, RBRACKET, RBRACE, EOF -> {
            return out;
          }
          case LPAREN, LBRACKET, LBRACE -> {
            at++;
            List<TokenTree> inner = trees();
            SourceToken close = tokens.get(Math.min(at, tokens.size() - 1));
            at++;
            out.add(delimited(t, inner, close));
          }
          default -> {
            at++;
            if (t.fragment != null) {
              out.add(t.fragment);
            } else if (!t.inserted) {
              plain(t, out);
            }
          }
        }
      }
      return out;
    }

    private void plain(SourceToken t, List<TokenTree> out) {
      switch (t.baseType) {
        case GT -> {
          if (joins(GT)) {
            SourceToken second = tokens.get(at++);
            if (joins(EQ)) {
              out.add(join(SHREQ, ">>=", t, tokens.get(at++)));
            } else {
              out.add(join(SHR, ">>", t, second));
            }
          } else if (joins(EQ)) {
            out.add(join(GE, ">=", t, tokens.get(at++)));
          } else {
            out.add(t.tree());
          }
        }
        case LT -> {
          if (joins(MINUS)) {
            out.add(join(LARROW, "<-", t, tokens.get(at++)));
          } else {
            out.add(t.tree());
          }
        }
        case OUTER_LINE_DOC, OUTER_BLOCK_DOC, INNER_LINE_DOC, INNER_BLOCK_DOC -> doc(t, out);
        default -> out.add(t.tree());
      }
    }

    private boolean joins(int type) {
      if (at >= end) {
        return false;
      }
      SourceToken next = tokens.get(at);
      return next.baseType == type && !next.spaceBefore && !next.inserted;
    }
  }

  private static TokenTree.Token join(int kind, String text, SourceToken a, SourceToken z) {
    return new TokenTree.Token(kind, text, a.to(z), a.spaceBefore);
  }

  private static TokenTree.Delimited delimited(
      SourceToken open, List<TokenTree> inner, SourceToken close) {
    char c = open.baseType == LPAREN ? '(' : open.baseType == LBRACKET ? '[' : '{';
    return new TokenTree.Delimited(c, inner, open.span(), close.span());
  }

  /** A doc comment as a macro sees it: {@code #[doc = "…"]}. */
  private static void doc(SourceToken t, List<TokenTree> out) {
    out.add(new TokenTree.Token(POUND, "#", t.span(), t.spaceBefore));
    if (t.baseType == INNER_LINE_DOC || t.baseType == INNER_BLOCK_DOC) {
      out.add(new TokenTree.Token(NOT, "!", t.span(), false));
    }
    List<TokenTree> inner =
        List.of(
            new TokenTree.Token(IDENTIFIER, "doc", t.span(), false),
            new TokenTree.Token(EQ, "=", t.span(), true),
            docString(t));
    out.add(new TokenTree.Delimited('[', inner, t.span(), t.span()));
  }

  /** The text of a doc comment as a raw string literal. */
  static TokenTree.Token docString(SourceToken t) {
    String s = t.text();
    boolean block = t.baseType == OUTER_BLOCK_DOC || t.baseType == INNER_BLOCK_DOC;
    s = block ? s.substring(3, Math.max(3, s.length() - 2)) : s.substring(3);
    if (s.endsWith("\r")) {
      s = s.substring(0, s.length() - 1);
    }
    int hashes = 0;
    for (int i = s.indexOf('"'); i >= 0; i = s.indexOf('"', i + 1)) {
      int k = 1;
      while (i + k < s.length() && s.charAt(i + k) == '#') {
        k++;
      }
      hashes = Math.max(hashes, k);
    }
    String mark = "#".repeat(hashes);
    String text = "r" + mark + "\"" + s + "\"" + mark;
    return new TokenTree.Token(RAW_STRING_LITERAL, text, t.span(), true);
  }

  /** The trees of the tokens from one index up to another, not including it. */
  static List<TokenTree> of(TokenArray tokens, int from, int end) {
    return new Reader(tokens, from, end).trees();
  }

  /** The tree whose opening and closing delimiter stand at the indices. */
  static TokenTree.Delimited delimited(TokenArray tokens, int open, int close) {
    return delimited(tokens.get(open), of(tokens, open + 1, close), tokens.get(close));
  }

  /** Takes trees apart into tokens for the parser. */
  static void flatten(List<TokenTree> trees, int from, List<SourceToken> out) {
    for (int i = from; i < trees.size(); i++) {
      flatten(trees.get(i), out);
    }
  }

  static void flatten(TokenTree tree, List<SourceToken> out) {
    switch (tree) {
      case TokenTree.Delimited d -> {
        int open = d.open() == '(' ? LPAREN : d.open() == '[' ? LBRACKET : LBRACE;
        String close = d.open() == '(' ? ")" : d.open() == '[' ? "]" : "}";
        out.add(new SourceToken(open, String.valueOf(d.open()), d.openSpan(), false));
        flatten(d.trees(), 0, out);
        out.add(new SourceToken(open + 1, close, d.closeSpan(), false));
      }
      case TokenTree.Interpolated f -> {
        int type = fragmentType(f.fragment());
        if (type == 0) {
          flatten(f.trees(), 0, out);
          return;
        }
        SourceToken t = new SourceToken(type, "", f.span(), true);
        t.fragment = f;
        out.add(t);
      }
      case TokenTree.Token t -> {
        switch (t.kind()) {
          case SHR -> split(t, out, GT, ">", GT, ">");
          case GE -> split(t, out, GT, ">", EQ, "=");
          case LARROW -> split(t, out, LT, "<", MINUS, "-");
          case SHREQ -> {
            split(t, out, GT, ">", GT, ">");
            out.add(new SourceToken(EQ, "=", piece(t, 2), false));
          }
          default -> out.add(new SourceToken(t.kind(), t.text(), t.span(), t.spaceBefore()));
        }
      }
    }
  }

  private static void split(
      TokenTree.Token t, List<SourceToken> out, int a, String aText, int b, String bText) {
    out.add(new SourceToken(a, aText, piece(t, 0), t.spaceBefore()));
    out.add(new SourceToken(b, bText, piece(t, 1), false));
  }

  private static Span piece(TokenTree.Token t, int i) {
    Span s = t.span();
    if (s.hi() - s.lo() != t.text().length()) {
      return s;
    }
    return new Span(s.file(), s.lo() + i, s.lo() + i + 1, s.expansion());
  }

  private static int fragmentType(String fragment) {
    return switch (fragment) {
      case "expr", "expr_2021" -> INTERPOLATED_EXPR;
      case "ty" -> INTERPOLATED_TY;
      case "pat", "pat_param" -> INTERPOLATED_PAT;
      case "stmt" -> INTERPOLATED_STMT;
      case "block" -> INTERPOLATED_BLOCK;
      case "item" -> INTERPOLATED_ITEM;
      case "path" -> INTERPOLATED_PATH;
      case "meta" -> INTERPOLATED_META;
      case "vis" -> INTERPOLATED_VIS;
      case "literal" -> INTERPOLATED_LITERAL;
      default -> 0;
    };
  }
}
