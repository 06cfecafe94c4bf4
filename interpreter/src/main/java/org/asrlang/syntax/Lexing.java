package org.asrlang.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.misc.Pair;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.AsrLexer;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/** From text to tokens, with the errors that concern single tokens. */
final class Lexing {
  private final SourceFile file;
  private final Diagnostics diagnostics;
  private final List<SourceToken> tokens = new ArrayList<>();

  private Lexing(SourceFile file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /**
   * The tokens of a text.
   *
   * @param complete false if a string or comment has no end: then the tokens behind its start are
   *     missing
   */
  record Result(List<SourceToken> tokens, boolean complete) {}

  static Result lex(SourceFile file, Diagnostics diagnostics) {
    return new Lexing(file, diagnostics).run();
  }

  private final class Factory implements TokenFactory<SourceToken> {
    @Override
    public SourceToken create(
        Pair<TokenSource, CharStream> source,
        int type,
        String text,
        int channel,
        int start,
        int stop,
        int line,
        int column) {
      return new SourceToken(type, file, start, stop + 1);
    }

    @Override
    public SourceToken create(int type, String text) {
      return new SourceToken(type, file, 0, 0);
    }
  }

  private Result run() {
    String text = file.text();
    Utf16Stream stream = new Utf16Stream(text);
    stream.seek(start(text));
    AsrLexer lexer = new AsrLexer(stream);
    lexer.removeErrorListeners();
    lexer.setTokenFactory(new Factory());
    int end = 0;
    while (true) {
      SourceToken t = (SourceToken) lexer.nextToken();
      if (t.type == Token.EOF) {
        return new Result(tokens, true);
      }
      t.spaceBefore = t.lo > end;
      end = t.hi;
      if (t.type == AsrLexer.DOT ? !pointOfFloat(t) : t.type < FIRST_BAD || check(t)) {
        tokens.add(t);
      } else if (fatal) {
        return new Result(tokens, false);
      }
    }
  }

  // Keywords, identifiers, literals and lifetimes come first in the grammar, then what is wrong.
  private static final int FIRST_BAD = AsrLexer.UNDERSCORE;

  private boolean fatal;

  /** Behind a byte order mark and a {@code #!} line, unless that is an attribute. */
  private static int start(String text) {
    int from = text.startsWith("\uFEFF") ? 1 : 0;
    if (!text.startsWith("#!", from)) {
      return from;
    }
    int next = from + 2;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    if (next < text.length() && text.charAt(next) == '[') {
      return from;
    }
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /** Puts {@code 1} and {@code .} together, unless a field, method or range follows. */
  private boolean pointOfFloat(SourceToken dot) {
    int n = tokens.size();
    if (n == 0 || dot.spaceBefore) {
      return false;
    }
    SourceToken before = tokens.get(n - 1);
    if (before.type != AsrLexer.INTEGER_LITERAL
        || n > 1 && tokens.get(n - 2).type == AsrLexer.DOT) {
      return false;
    }
    String text = file.text();
    for (int i = before.lo; i < before.hi; i++) {
      char c = text.charAt(i);
      if (c != '_' && (c < '0' || c > '9')) {
        return false;
      }
    }
    if (dot.hi < text.length()) {
      char c = text.charAt(dot.hi);
      if (c == '_' || Character.isUnicodeIdentifierStart(c) || Character.isSurrogate(c)) {
        return false;
      }
    }
    SourceToken number = new SourceToken(AsrLexer.FLOAT_LITERAL, file, before.lo, dot.hi);
    number.spaceBefore = before.spaceBefore;
    tokens.set(n - 1, number);
    return true;
  }

  /** Whether the token may stay; reports what is wrong with it. */
  private boolean check(SourceToken t) {
    return switch (t.type) {
      case AsrLexer.IDENTIFIER, AsrLexer.RAW_IDENTIFIER -> {
        name(t);
        yield true;
      }
      case AsrLexer.EMPTY_CHAR -> replace(t, "empty character literal", "empty byte literal");
      case AsrLexer.LONG_CHAR -> {
        if (isOneCharacter(t)) {
          t.type = AsrLexer.CHAR_LITERAL;
          t.baseType = t.type;
          yield true;
        }
        yield replace(
            t,
            "character literal may only contain one codepoint",
            "byte literal may only contain one codepoint");
      }
      case AsrLexer.UNTERMINATED_CHAR ->
          t.text().startsWith("b")
              ? end("E0763", t, "unterminated byte constant")
              : end("E0762", t, "unterminated character literal");
      case AsrLexer.UNTERMINATED_STRING ->
          switch (t.text().charAt(0)) {
            case 'b' -> end("E0766", t, "unterminated double quote byte string");
            case 'c' -> end("E0767", t, "unterminated C string");
            default -> end("E0765", t, "unterminated double quote string");
          };
      case AsrLexer.UNTERMINATED_RAW_STRING -> {
        int hashes = (int) t.text().chars().filter(c -> c == '#').count();
        Span at = new Span(file, t.lo, t.hi, t.expansion());
        Diagnostic.Builder b =
            Diagnostic.error("E0748", at, "unterminated raw string")
                .label("unterminated raw string");
        if (hashes > 0) {
          b.note("this raw string should be terminated with `\"" + "#".repeat(hashes) + "`");
        }
        b.to(diagnostics);
        fatal = true;
        yield false;
      }
      case AsrLexer.UNTERMINATED_BLOCK_COMMENT -> {
        String text = file.text();
        boolean doc =
            text.startsWith("/*!", t.lo)
                || text.startsWith("/**", t.lo) && !text.startsWith("/***", t.lo);
        Span at = new Span(file, t.lo, text.length(), t.expansion());
        Diagnostic.error(
                "E0758", at, doc ? "unterminated block doc-comment" : "unterminated block comment")
            .to(diagnostics);
        fatal = true;
        yield false;
      }
      case AsrLexer.UNKNOWN -> {
        String c = file.text().substring(t.lo, t.hi);
        String shown =
            c.charAt(0) > 126 || c.charAt(0) < 32
                ? "\\u{" + Integer.toHexString(c.charAt(0)) + "}"
                : c;
        Diagnostic.error(null, t.span(), "unknown start of token: " + shown).to(diagnostics);
        yield false;
      }
      default -> true;
    };
  }

  private boolean end(String code, SourceToken t, String message) {
    Diagnostic.error(code, t.span(), message).to(diagnostics);
    fatal = true;
    return false;
  }

  /** The lexer sees two units where a character is beyond the first plane. */
  private static boolean isOneCharacter(SourceToken t) {
    String text = t.text();
    return text.startsWith("'") && text.codePointCount(1, text.length() - 1) == 1;
  }

  private boolean replace(SourceToken t, String charMessage, String byteMessage) {
    boolean isByte = t.text().startsWith("b");
    Diagnostic.error(null, t.span(), isByte ? byteMessage : charMessage).to(diagnostics);
    t.type = isByte ? AsrLexer.BYTE_LITERAL : AsrLexer.CHAR_LITERAL;
    t.baseType = t.type;
    t.text(isByte ? "b' '" : "' '");
    return true;
  }

  /** The lexer takes all surrogates for letters. */
  private void name(SourceToken t) {
    String text = file.text();
    for (int i = t.lo; i < t.hi; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int c = text.codePointAt(i);
        if (!Character.isUnicodeIdentifierPart(c)) {
          boolean emoji = Character.isEmoji(c);
          Diagnostic.error(
                  null,
                  t.span(),
                  emoji
                      ? "identifiers cannot contain emoji: `" + t.text() + "`"
                      : "unknown start of token: \\u{" + Integer.toHexString(c) + "}")
              .to(diagnostics);
          return;
        }
        i++;
      }
    }
  }
}
