package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.List;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;

/** The messages about syntax errors at the next token. */
final class SyntaxMessages {
  interface Reporter {
    void report();
  }

  private final TokenArray tokens;
  private final Diagnostics diagnostics;

  /** The rule in which the error is. */
  ParserRuleContext context;

  SyntaxMessages(TokenArray tokens, Diagnostics diagnostics) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  /** The token before another one that somebody wrote, or null. */
  SourceToken before(SourceToken t) {
    for (int i = t.index - 1; i >= 0; i--) {
      if (!tokens.get(i).inserted) {
        return tokens.get(i);
      }
    }
    return null;
  }

  /** The next token that somebody wrote. */
  private SourceToken found() {
    SourceToken t = tokens.here();
    while (t.inserted && t.index + 1 < tokens.size()) {
      t = tokens.get(t.index + 1);
    }
    return t;
  }

  void expected(IntervalSet set) {
    SourceToken t = found();
    SourceToken before = before(t);
    if (postfixOperator(t, before) || withCode(set, t, before)) {
      return;
    }
    boolean names =
        set.contains(IDENTIFIER) && Expected.isKeywordOrReserved(t) && !set.contains(WHILE);
    if (names && !set.contains(STRUCT)) {
      Diagnostic.Builder d =
          Diagnostic.error(null, t.span(), "expected identifier, found " + Expected.found(t))
              .label(
                  "expected identifier, found "
                      + (t.baseType == RESERVED_KEYWORD ? "reserved " : "")
                      + "keyword");
      if (canBeRaw(t)) {
        d.maybe(
            "escape `" + t.text() + "` to use it as an identifier", t.span().shrinkToStart(), "r#");
      }
      d.to(diagnostics);
      return;
    }
    if (isDoc(t)) {
      Diagnostic.error(
              "E0585", t.span(), "found a documentation comment that doesn't document anything")
          .help(
              "doc comments must come before what they document, if a comment was intended use"
                  + " `//`")
          .to(diagnostics);
      return;
    }
    if (comparedCast(t)) {
      return;
    }
    String message = Expected.message(set, t);
    Diagnostic.error(null, t.span(), message).label(label(message)).to(diagnostics);
  }

  /** Errors that rustc's parser gives a code to. */
  private boolean withCode(IntervalSet set, SourceToken t, SourceToken before) {
    boolean item = set.contains(STRUCT);
    if (t.baseType == RESERVED_KEYWORD && t.text().equals("typeof") && set.contains(LBRACKET)) {
      Diagnostic.error("E0516", t.span(), "`typeof` is a reserved keyword but unimplemented")
          .label("reserved keyword")
          .help("ASR, as Rust, has no expression for the type of a value: name the type")
          .to(diagnostics);
    } else if (t.type == DOTDOTDOT && set.contains(DYN)) {
      Diagnostic.error(
              "E0743", t.span(), "C-variadic type `...` may not be nested inside another type")
          .to(diagnostics);
    } else if (item && (t.type == INNER_LINE_DOC || t.type == INNER_BLOCK_DOC)) {
      Diagnostic.error("E0753", t.span(), "expected outer doc comment")
          .note(
              "inner doc comments like this (starting with `//!` or `/*!`) can only appear before"
                  + " items")
          .to(diagnostics);
    } else if (item && t.type == LPAREN && before != null && before.type == PUB) {
      restriction(t);
    } else if (t.type == RBRACE && before != null && isDoc(before) && inAssociatedItems()) {
      Diagnostic.error(
              "E0584",
              before.span(),
              "found a documentation comment that doesn't document anything")
          .label("this doc comment doesn't document anything")
          .help(
              "doc comments must come before what they document, if a comment was intended use"
                  + " `//`")
          .to(diagnostics);
    } else {
      return false;
    }
    return true;
  }

  /** {@code pub(something)} that is none of what restricts visibility. */
  private void restriction(SourceToken open) {
    int close = closing(open);
    SourceToken first = tokens.get(open.index + 1);
    Span path = close > open.index + 1 ? first.to(tokens.get(close - 1)) : open.span();
    Diagnostic.error("E0704", path, "incorrect visibility restriction")
        .help(
            "some possible visibility restrictions are:\n"
                + "`pub(crate)`: visible only on the current crate\n"
                + "`pub(super)`: visible only in the current module's parent\n"
                + "`pub(in path::to::module)`: visible only on the specified path")
        .fix(
            "make this visible only to module `" + path.text() + "` with `in`",
            path,
            "in " + path.text())
        .to(diagnostics);
  }

  private boolean inAssociatedItems() {
    for (ParserRuleContext c = context; c != null; c = (ParserRuleContext) c.parent) {
      if (c.getRuleIndex() == RULE_associatedItems) {
        return true;
      }
      if (c.getRuleIndex() != RULE_item && c.getRuleIndex() != RULE_visItem) {
        return false;
      }
    }
    return false;
  }

  private static final String ONE_OF = "expected one of ";

  /** A label repeats a list of at most so many tokens; of a longer one it says how long it is. */
  private static final int MOST_LISTED = 6;

  private static String label(String message) {
    int found = message.indexOf(", found ");
    String what = found < 0 ? message : message.substring(0, found);
    if (!what.startsWith(ONE_OF)) {
      return what;
    }
    int n = what.substring(ONE_OF.length()).split(",? or (?=[`a-z])|, (?=[`a-z])").length;
    return n > MOST_LISTED ? ONE_OF + n + " possible tokens" : what;
  }

  private static boolean canBeRaw(SourceToken t) {
    return switch (t.baseType) {
      case SELF_VALUE, SELF_TYPE, SUPER, CRATE, UNDERSCORE -> false;
      default -> true;
    };
  }

  private static boolean isDoc(SourceToken t) {
    return switch (t.type) {
      case OUTER_LINE_DOC, OUTER_BLOCK_DOC -> true;
      default -> false;
    };
  }

  /** {@code x as usize < y}: the {@code <} was taken for the start of generic arguments. */
  private boolean comparedCast(SourceToken t) {
    for (int i = t.index; i > 1 && i > t.index - 12; i--) {
      SourceToken open = tokens.get(i);
      if (open.type == SEMI || open.type == LBRACE) {
        return false;
      }
      if (open.type != LT && open.type != SHL) {
        continue;
      }
      int k = i - 1;
      while (k > 0 && (tokens.get(k).type == IDENTIFIER || tokens.get(k).type == PATHSEP)) {
        k--;
      }
      if (k < i - 1 && tokens.get(k).type == AS) {
        String what = open.type == LT ? "a comparison" : "a shift";
        Diagnostic.error(
                null,
                open.span(),
                "`"
                    + open.text()
                    + "` is interpreted as a start of generic arguments for `"
                    + tokens.get(k + 1).to(tokens.get(i - 1)).text()
                    + "`, not "
                    + what)
            .label("not interpreted as " + what.substring(2))
            .to(diagnostics);
        return true;
      }
    }
    return false;
  }

  /** {@code i++} and {@code i--}. */
  private boolean postfixOperator(SourceToken t, SourceToken before) {
    if (before == null) {
      return false;
    }
    SourceToken second = t.type == PLUS ? t : before;
    SourceToken first = before(second);
    if (first == null || second.spaceBefore || first.type != second.type) {
      return false;
    }
    boolean plus = t.type == PLUS && second.type == PLUS;
    boolean minus =
        t.type != PLUS && second.type == MINUS && !ContextualTokens.beginsExpression(t.type);
    if (!plus && !minus) {
      return false;
    }
    String name = plus ? "increment" : "decrement";
    Span both = first.to(second);
    Diagnostic.error(null, both, "ASR has no postfix " + name + " operator")
        .label("not a valid postfix operator")
        .fix("use `" + (plus ? "+=" : "-=") + " 1` instead", both, plus ? " += 1" : " -= 1")
        .to(diagnostics);
    return true;
  }

  void missingSemicolon() {
    SourceToken t = found();
    SourceToken before = before(tokens.here());
    Span at = before == null ? t.span().shrinkToStart() : before.span().shrinkToEnd();
    Diagnostic.error(null, at, "expected `;`, found " + Expected.found(t))
        .label(t.span(), "unexpected token")
        .fix("add `;` here", at, ";", Diagnostic.Shown.WORDS)
        .to(diagnostics);
  }

  void missingArmComma() {
    Span at = before(tokens.here()).span().shrinkToEnd();
    Diagnostic.error(null, at, "expected `,` following `match` arm")
        .fix("missing a comma here to end this `match` arm", at, ",")
        .to(diagnostics);
  }

  void missingComma(IntervalSet set) {
    SourceToken t = found();
    SourceToken before = before(tokens.here());
    String message = Expected.message(set, t);
    Span end = before.span().shrinkToEnd();
    boolean sameLine = before.file() == t.file() && before.span().line() == t.span().line();
    Diagnostic.error(null, sameLine ? t.span() : end, message)
        .label(label(message))
        .maybe("missing `,`", end, ",")
        .to(diagnostics);
  }

  /** Something in a block that does not belong to the statement before it. */
  void inStatement(IntervalSet set, Parser p) {
    SourceToken t = found();
    SourceToken name = before(t);
    SourceToken brace = name == null ? null : before(name);
    SourceToken type = brace == null ? null : before(brace);
    if (t.type == COLON
        && type != null
        && brace.type == LBRACE
        && (type.type == IDENTIFIER || type.type == SELF_TYPE || type.type == GT)
        && inCondition(p.getContext())) {
      int close = brace.partner >= 0 ? closing(brace) : t.index;
      SourceToken first = type;
      while (before(first) != null
          && before(first).type == PATHSEP
          && before(before(first)) != null
          && before(before(first)).type == IDENTIFIER) {
        first = before(before(first));
      }
      Span literal = first.to(tokens.get(close));
      Diagnostic.error(null, literal, "struct literals are not allowed here")
          .fix(
              "surround the struct literal with parentheses",
              List.of(
                  new Diagnostic.Edit(literal.shrinkToStart(), "("),
                  new Diagnostic.Edit(literal.shrinkToEnd(), ")")))
          .to(diagnostics);
      return;
    }
    expected(set);
  }

  private int closing(SourceToken brace) {
    int depth = 0;
    for (int i = brace.index; i < tokens.size(); i++) {
      switch (tokens.get(i).type) {
        case LPAREN, LBRACKET, LBRACE -> depth++;
        case RPAREN, RBRACKET, RBRACE -> {
          if (--depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return brace.index;
  }

  private static boolean inCondition(ParserRuleContext c) {
    ParserRuleContext block = (ParserRuleContext) c.parent;
    ParserRuleContext owner = block == null ? null : (ParserRuleContext) block.parent;
    if (owner == null) {
      return false;
    }
    return switch (owner.getRuleIndex()) {
      case RULE_ifExpression, RULE_labelledExpression, RULE_matchExpression -> true;
      default -> false;
    };
  }
}
