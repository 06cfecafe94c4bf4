package org.asrlang.repl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.asrlang.grammar.AsrLexer;
import org.asrlang.syntax.Utf16Stream;

/** What the lexer says about an entry that is being written. */
public final class EntryTokens {
  private EntryTokens() {}

  /** All tokens but comments and blanks; their positions are UTF-16 offsets. */
  static List<? extends Token> of(String text) {
    AsrLexer lexer = new AsrLexer(new Utf16Stream(text));
    lexer.removeErrorListeners();
    return lexer.getAllTokens();
  }

  /**
   * Would more lines make an entry of this? So it is while a bracket, a string or a comment is
   * open, and behind an operator or an attribute, unless an empty line says that this is all.
   *
   * @param text without the line break that ends its last line
   */
  public static boolean isIncomplete(String text) {
    Deque<Integer> open = new ArrayDeque<>();
    boolean attribute = false;
    int last = Token.EOF;
    for (Token t : of(text)) {
      switch (t.getType()) {
        case AsrLexer.UNTERMINATED_STRING,
            AsrLexer.UNTERMINATED_RAW_STRING,
            AsrLexer.UNTERMINATED_BLOCK_COMMENT -> {
          return true;
        }
        case AsrLexer.LPAREN, AsrLexer.LBRACE -> open.push(t.getType());
        case AsrLexer.LBRACKET -> {
          attribute |= open.isEmpty() && last == AsrLexer.POUND;
          open.push(t.getType());
        }
        case AsrLexer.RPAREN, AsrLexer.RBRACE, AsrLexer.RBRACKET -> {
          if (open.isEmpty() || open.pop() != opening(t.getType())) {
            // No further line makes this right: let the parser say so.
            return false;
          }
        }
        default -> {}
      }
      boolean inAttribute = attribute && !open.isEmpty();
      if (!inAttribute && t.getType() != AsrLexer.RBRACKET && t.getType() != AsrLexer.POUND) {
        attribute = false;
      }
      last = t.getType();
    }
    if (!open.isEmpty()) {
      return true;
    }
    int lastLine = text.lastIndexOf('\n') + 1;
    boolean endsWithEmptyLine = lastLine > 0 && text.substring(lastLine).isBlank();
    return (attribute || wantsMore(last)) && !endsWithEmptyLine;
  }

  private static int opening(int closing) {
    return switch (closing) {
      case AsrLexer.RPAREN -> AsrLexer.LPAREN;
      case AsrLexer.RBRACE -> AsrLexer.LBRACE;
      default -> AsrLexer.LBRACKET;
    };
  }

  /** Nothing can end with one of these. */
  private static boolean wantsMore(int type) {
    return switch (type) {
      case AsrLexer.PLUS,
          AsrLexer.MINUS,
          AsrLexer.STAR,
          AsrLexer.SLASH,
          AsrLexer.PERCENT,
          AsrLexer.CARET,
          AsrLexer.AND,
          AsrLexer.OR,
          AsrLexer.ANDAND,
          AsrLexer.OROR,
          AsrLexer.SHL,
          AsrLexer.PLUSEQ,
          AsrLexer.MINUSEQ,
          AsrLexer.STAREQ,
          AsrLexer.SLASHEQ,
          AsrLexer.PERCENTEQ,
          AsrLexer.CARETEQ,
          AsrLexer.ANDEQ,
          AsrLexer.OREQ,
          AsrLexer.SHLEQ,
          AsrLexer.EQ,
          AsrLexer.EQEQ,
          AsrLexer.NE,
          AsrLexer.LT,
          AsrLexer.LE,
          AsrLexer.DOT,
          AsrLexer.COMMA,
          AsrLexer.COLON,
          AsrLexer.PATHSEP,
          AsrLexer.RARROW,
          AsrLexer.FATARROW,
          AsrLexer.ELSE,
          AsrLexer.OUTER_LINE_DOC,
          AsrLexer.OUTER_BLOCK_DOC ->
          true;
      default -> false;
    };
  }
}
