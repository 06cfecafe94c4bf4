package org.asrlang.repl;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.asrlang.grammar.AsrLexer;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours an entry while it is being written, by its tokens. */
final class SyntaxHighlighter implements Highlighter {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle KEYWORD = PLAIN.foreground(AttributedStyle.MAGENTA);
  private static final AttributedStyle TYPE = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle TEXT = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle NUMBER = PLAIN.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle MACRO = PLAIN.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle COMMENT =
      PLAIN.foreground(AttributedStyle.BLACK + AttributedStyle.BRIGHT);
  private static final AttributedStyle COMMAND = PLAIN.bold();

  private final boolean enabled;

  SyntaxHighlighter(boolean enabled) {
    this.enabled = enabled;
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    return enabled ? highlight(buffer) : new AttributedString(buffer);
  }

  static AttributedString highlight(String text) {
    AttributedStringBuilder out = new AttributedStringBuilder();
    int start = commandEnd(text);
    out.styled(COMMAND, text.substring(0, start));
    String code = text.substring(start);
    List<? extends Token> tokens = EntryTokens.of(code);
    int at = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token t = tokens.get(i);
      int next = i + 1 < tokens.size() ? tokens.get(i + 1).getType() : Token.EOF;
      gap(out, code.substring(at, t.getStartIndex()));
      at = t.getStopIndex() + 1;
      out.styled(style(t, next), code.substring(t.getStartIndex(), at));
    }
    gap(out, code.substring(at));
    return out.toAttributedString();
  }

  /** Between tokens there are blanks and comments. */
  private static void gap(AttributedStringBuilder out, String text) {
    String comment = text.strip();
    int start = text.indexOf(comment);
    out.append(text, 0, start);
    out.styled(COMMENT, comment);
    out.append(text, start + comment.length(), text.length());
  }

  /** The end of a command's name, such as {@code :type}; 0 where the text is code. */
  private static int commandEnd(String text) {
    int end = 0;
    if (text.startsWith(":")) {
      end++;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private static AttributedStyle style(Token token, int next) {
    return switch (token.getType()) {
      case AsrLexer.OUTER_LINE_DOC,
          AsrLexer.INNER_LINE_DOC,
          AsrLexer.OUTER_BLOCK_DOC,
          AsrLexer.INNER_BLOCK_DOC,
          AsrLexer.UNTERMINATED_BLOCK_COMMENT ->
          COMMENT;
      case AsrLexer.STRING_LITERAL,
          AsrLexer.RAW_STRING_LITERAL,
          AsrLexer.BYTE_STRING_LITERAL,
          AsrLexer.RAW_BYTE_STRING_LITERAL,
          AsrLexer.C_STRING_LITERAL,
          AsrLexer.RAW_C_STRING_LITERAL,
          AsrLexer.CHAR_LITERAL,
          AsrLexer.BYTE_LITERAL,
          AsrLexer.UNTERMINATED_STRING,
          AsrLexer.UNTERMINATED_RAW_STRING ->
          TEXT;
      case AsrLexer.INTEGER_LITERAL, AsrLexer.FLOAT_LITERAL, AsrLexer.TRUE, AsrLexer.FALSE ->
          NUMBER;
      case AsrLexer.LIFETIME_OR_LABEL -> TYPE;
      case AsrLexer.IDENTIFIER -> identifier(token.getText(), next);
      default -> isWord(token.getText()) ? KEYWORD : PLAIN;
    };
  }

  private static AttributedStyle identifier(String name, int next) {
    if (next == AsrLexer.NOT) {
      return MACRO;
    }
    return Character.isUpperCase(name.codePointAt(0)) ? TYPE : PLAIN;
  }

  /** Of the tokens left, only the keywords are words. */
  private static boolean isWord(String text) {
    return Character.isLetter(text.codePointAt(0));
  }
}
