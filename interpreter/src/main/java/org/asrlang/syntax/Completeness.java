package org.asrlang.syntax;

import static org.asrlang.grammar.AsrLexer.*;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/** Whether a text that somebody is typing is finished. */
final class Completeness {
  private Completeness() {}

  static boolean isIncomplete(String text) {
    SourceFile file = new SourceFile("<input>", text);
    Diagnostics diagnostics = new Diagnostics();
    Lexing.Result lexed = Lexing.lex(file, diagnostics);
    if (!lexed.complete()) {
      // A character literal must end on its line; strings and comments may go on.
      return diagnostics.all().stream()
          .map(Diagnostic::code)
          .noneMatch(c -> "E0762".equals(c) || "E0763".equals(c));
    }
    List<SourceToken> tokens = lexed.tokens();
    if (tokens.isEmpty()) {
      return false;
    }
    if (Delimiters.open(tokens) > 0) {
      return true;
    }
    if (!Delimiters.check(file, tokens, new Diagnostics())) {
      return false;
    }
    SourceToken last = tokens.get(tokens.size() - 1);
    if (needsMore(last.type)) {
      return !(tokens.size() > 1 && endsHere(tokens));
    }
    if (last.type == SEMI) {
      return false;
    }
    return wantsBody(file, tokens);
  }

  /** {@code use a::*} and the like end with an operator; so does {@code 1..}. */
  private static boolean endsHere(List<SourceToken> tokens) {
    SourceToken last = tokens.get(tokens.size() - 1);
    SourceToken before = tokens.get(tokens.size() - 2);
    return last.type == STAR && before.type == PATHSEP;
  }

  private static boolean needsMore(int type) {
    return switch (type) {
      case PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          CARET,
          NOT,
          AND,
          OR,
          ANDAND,
          OROR,
          SHL,
          PLUSEQ,
          MINUSEQ,
          STAREQ,
          SLASHEQ,
          PERCENTEQ,
          CARETEQ,
          ANDEQ,
          OREQ,
          SHLEQ,
          EQ,
          EQEQ,
          NE,
          LT,
          GT,
          LE,
          DOTDOTEQ,
          DOT,
          COMMA,
          COLON,
          PATHSEP,
          RARROW,
          FATARROW,
          POUND,
          AS,
          ELSE,
          IF,
          IN,
          LET,
          LOOP,
          MATCH,
          MOD,
          MOVE,
          MUT,
          PUB,
          REF,
          STATIC,
          STRUCT,
          TRAIT,
          TYPE,
          UNSAFE,
          USE,
          WHERE,
          WHILE,
          CONST,
          ENUM,
          EXTERN,
          FN,
          FOR,
          IMPL,
          DYN,
          ASYNC,
          OUTER_LINE_DOC,
          OUTER_BLOCK_DOC ->
          true;
      default -> false;
    };
  }

  /**
   * Whether parsing fails at the end of the text and nowhere else: a function without body, an
   * {@code if} without block, an attribute without item.
   */
  private static boolean wantsBody(SourceFile file, List<SourceToken> tokens) {
    Diagnostics diagnostics = new Diagnostics();
    int end = file.text().length();
    Span at = new Span(file, end, end, Expansion.ROOT);
    List<SourceToken> list = ParserRun.withEnd(tokens, true, at);
    ParserRun.Outcome outcome = ParserRun.run(list, AstParser::blockContents, false, diagnostics);
    if (!outcome.failed()) {
      return diagnostics.all().stream()
          .anyMatch(d -> d.message().contains("after outer attribute"));
    }
    SourceToken stopped = outcome.tokens().here();
    return stopped.type == Token.EOF;
  }
}
