package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.BitSet;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.AtomTransition;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.asrlang.diagnostic.Diagnostics;

/**
 * Reports syntax errors and goes on behind them. Brackets are known to be balanced, so what is
 * skipped is skipped in whole groups, and a closing bracket always has a rule that waits for it.
 */
final class SyntaxErrors extends DefaultErrorStrategy {
  private static final BitSet ITEM_KEYWORDS = new BitSet();

  static {
    int[] types = {
      FN,
      STRUCT,
      ENUM,
      UNION,
      TRAIT,
      AUTO,
      IMPL,
      TYPE,
      CONST,
      CONST_FN,
      STATIC,
      MOD,
      USE,
      EXTERN,
      EXTERN_CRATE,
      UNSAFE,
      ASYNC,
      PUB,
      PUB_RESTRICTED,
      MACRO_RULES,
      POUND,
      OUTER_LINE_DOC,
      OUTER_BLOCK_DOC
    };
    for (int t : types) {
      ITEM_KEYWORDS.set(t);
    }
  }

  private final TokenArray tokens;
  private final SyntaxMessages messages;

  /** What could have come at {@link #expectedAt}, by the decisions that were made there. */
  private IntervalSet expected = new IntervalSet();

  private int expectedAt = -1;

  SyntaxErrors(TokenArray tokens, Diagnostics diagnostics) {
    this.tokens = tokens;
    this.messages = new SyntaxMessages(tokens, diagnostics);
  }

  private void expect(IntervalSet set) {
    int at = tokens.index();
    if (at != expectedAt) {
      expected = new IntervalSet();
      expectedAt = at;
    }
    for (int t : set.toList()) {
      if (t != Token.EPSILON) {
        expected.add(t);
      }
    }
  }

  private void report(Parser p, SyntaxMessages.Reporter reporter) {
    if (inErrorRecoveryMode(p)) {
      return;
    }
    beginErrorCondition(p);
    messages.context = p.getContext();
    reporter.report();
  }

  @Override
  public void sync(Parser p) {
    ATN atn = p.getInterpreter().atn;
    ATNState s = atn.states.get(p.getState());
    IntervalSet local = atn.nextTokens(s);
    int la = tokens.LA(1);
    if (local.contains(la)) {
      return;
    }
    if (!inErrorRecoveryMode(p)) {
      expect(local);
    }
    switch (p.getContext().getRuleIndex()) {
      case RULE_crate, RULE_items, RULE_module, RULE_associatedItems -> {
        if (local.contains(FN)) {
          items(p, local);
        }
      }
      case RULE_statements -> {
        if (local.contains(SEMI)) {
          statement(p);
        }
      }
      default -> {
        if (local.contains(COMMA) && closes(local) && !local.contains(Token.EPSILON)) {
          list(p, s);
        }
      }
    }
  }

  private static boolean closes(IntervalSet set) {
    return set.contains(RPAREN)
        || set.contains(RBRACKET)
        || set.contains(RBRACE)
        || set.contains(GT)
        || set.contains(OR);
  }

  private static boolean isCloser(int type) {
    return type == RPAREN || type == RBRACKET || type == RBRACE || type == Token.EOF;
  }

  /** Between items something stands that is none. */
  private void items(Parser p, IntervalSet firsts) {
    report(p, () -> messages.expected(expected));
    while (!firsts.contains(tokens.LA(1)) && !isCloser(tokens.LA(1))) {
      skipStatement();
    }
    endErrorCondition(p);
  }

  /** To behind the next semicolon or braces, or to the next line with an item. */
  private void skipStatement() {
    boolean first = true;
    while (!isCloser(tokens.LA(1))) {
      SourceToken t = tokens.here();
      if (!first && ITEM_KEYWORDS.get(t.type) && startsLine(t)) {
        return;
      }
      first = false;
      boolean ends = t.type == SEMI || t.type == LBRACE;
      skip();
      if (ends) {
        return;
      }
    }
  }

  private boolean startsLine(SourceToken t) {
    SourceToken before = messages.before(t);
    return before == null || before.file() == t.file() && before.span().line() < t.span().line();
  }

  /** Takes a token, or a group with its brackets. */
  private void skip() {
    int depth = 0;
    do {
      switch (tokens.LA(1)) {
        case LPAREN, LBRACKET, LBRACE -> depth++;
        case RPAREN, RBRACKET, RBRACE -> depth--;
        case Token.EOF -> {
          return;
        }
        default -> {}
      }
      tokens.consume();
    } while (depth > 0);
  }

  /** Behind a statement neither a semicolon nor the end of the block. */
  private void statement(Parser p) {
    SourceToken t = tokens.here();
    if (isCloser(t.type)) {
      return;
    }
    IntervalSet next = behind(p, SEMI);
    if (startsLine(t) && next.contains(t.type)) {
      report(p, messages::missingSemicolon);
      insert(SEMI, ";");
      return;
    }
    report(p, () -> messages.inStatement(expected, p));
    while (!isCloser(tokens.LA(1)) && tokens.LA(1) != SEMI && tokens.LA(1) != Token.EOF) {
      skip();
      SourceToken here = tokens.here();
      if (here.type != Token.EOF
          && startsLine(here)
          && (here.type == LET || ITEM_KEYWORDS.get(here.type))
          && next.contains(here.type)) {
        insert(SEMI, ";");
        return;
      }
    }
  }

  private void insert(int type, String text) {
    SourceToken here = tokens.here();
    SourceToken before = messages.before(here);
    SourceToken t =
        new SourceToken(
            type,
            text,
            before == null ? here.span().shrinkToStart() : before.span().shrinkToEnd(),
            false);
    t.inserted = true;
    tokens.insert(t);
  }

  /** What can come behind the token in the rule that is being parsed. */
  private IntervalSet behind(Parser p, int token) {
    ATN atn = p.getInterpreter().atn;
    ATNState target = find(atn.states.get(p.getState()), token, new BitSet());
    return target == null ? new IntervalSet() : atn.nextTokens(target);
  }

  private static ATNState find(ATNState s, int token, BitSet seen) {
    if (s instanceof RuleStopState || seen.get(s.stateNumber)) {
      return null;
    }
    seen.set(s.stateNumber);
    for (int i = 0; i < s.getNumberOfTransitions(); i++) {
      Transition t = s.transition(i);
      if (t instanceof AtomTransition a && a.label == token) {
        return a.target;
      }
      if (t instanceof RuleTransition r) {
        ATNState found = find(r.followState, token, seen);
        if (found != null) {
          return found;
        }
      } else if (t.isEpsilon()) {
        ATNState found = find(t.target, token, seen);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Behind an element of a list neither a comma nor the end. */
  private void list(Parser p, ATNState s) {
    SourceToken t = tokens.here();
    if (isCloser(t.type)) {
      return;
    }
    if (inErrorRecoveryMode(p)) {
      while (!isCloser(tokens.LA(1))
          && tokens.LA(1) != COMMA
          && tokens.LA(1) != SEMI
          && tokens.LA(1) != LBRACE) {
        skip();
      }
      return;
    }
    SourceToken before = messages.before(t);
    boolean atStart =
        before != null
            && (before.type == COMMA
                || before.type == LPAREN
                || before.type == LBRACKET
                || before.type == LBRACE
                || before.type == LT);
    IntervalSet next = behind(p, COMMA);
    if (!atStart && next.contains(t.type) && t.type != COMMA) {
      report(p, () -> messages.missingComma(expected));
      insert(COMMA, ",");
    }
  }

  @Override
  public Token recoverInline(Parser p) throws RecognitionException {
    ATN atn = p.getInterpreter().atn;
    ATNState s = atn.states.get(p.getState());
    IntervalSet wanted = atn.nextTokens(s);
    if (!inErrorRecoveryMode(p)) {
      expect(wanted);
    }
    int type = wanted.size() == 1 ? wanted.getMinElement() : Token.INVALID_TYPE;
    SourceToken here = tokens.here();
    switch (type) {
      case Token.EOF -> {
        report(p, () -> messages.expected(expected));
        while (tokens.LA(1) != Token.EOF) {
          tokens.consume();
        }
        return tokens.here();
      }
      case RPAREN, RBRACKET, RBRACE -> {
        report(p, () -> messages.expected(expected));
        return closing(p, type);
      }
      case GT, OR -> {
        report(p, () -> messages.expected(expected));
        return missing(type);
      }
      case SEMI -> {
        boolean ends = startsLine(here) || isCloser(here.type);
        report(
            p,
            () -> {
              if (ends && !isCloser(here.type)) {
                messages.missingSemicolon();
              } else {
                messages.expected(expected);
              }
            });
        if (ends) {
          return missing(SEMI);
        }
        skipTo(SEMI);
        return tokens.LA(1) == SEMI ? taken(p) : missing(SEMI);
      }
      case COMMA -> {
        boolean ends = startsLine(here);
        report(
            p,
            () -> {
              if (ends) {
                messages.missingArmComma();
              } else {
                messages.expected(expected);
              }
            });
        if (ends) {
          return missing(COMMA);
        }
        skipTo(COMMA);
        return tokens.LA(1) == COMMA ? taken(p) : missing(COMMA);
      }
      default -> {}
    }
    if (type != Token.INVALID_TYPE) {
      ATNState next = s.transition(0).target;
      if (!Expected.isKeywordOrReserved(here)
          && atn.nextTokens(next, p.getContext()).contains(here.type)) {
        report(p, () -> messages.expected(expected));
        return missing(type);
      }
      if (tokens.LA(2) == type && !isCloser(here.type)) {
        report(p, () -> messages.expected(expected));
        tokens.consume();
        return taken(p);
      }
    }
    throw new InputMismatchException(p);
  }

  private Token taken(Parser p) {
    Token t = tokens.here();
    reportMatch(p);
    p.consume();
    return t;
  }

  private void skipTo(int type) {
    while (!isCloser(tokens.LA(1)) && tokens.LA(1) != type) {
      SourceToken t = tokens.here();
      if (ITEM_KEYWORDS.get(t.type) && startsLine(t)) {
        return;
      }
      skip();
    }
  }

  private Token closing(Parser p, int type) {
    while (!isCloser(tokens.LA(1))) {
      skip();
    }
    return tokens.LA(1) == type ? taken(p) : missing(type);
  }

  private Token missing(int type) {
    SourceToken here = tokens.here();
    SourceToken before = messages.before(here);
    SourceToken t =
        new SourceToken(
            type,
            "",
            before == null ? here.span().shrinkToStart() : before.span().shrinkToEnd(),
            false);
    t.inserted = true;
    t.index = -1;
    return t;
  }

  @Override
  public void reportError(Parser p, RecognitionException e) {
    report(
        p,
        () -> {
          IntervalSet at = new IntervalSet();
          if (e.getOffendingState() >= 0) {
            at =
                p.getInterpreter()
                    .atn
                    .nextTokens(p.getInterpreter().atn.states.get(e.getOffendingState()));
          }
          expect(at);
          messages.expected(expected);
        });
  }

  @Override
  public void recover(Parser p, RecognitionException e) {
    if (lastErrorIndex == tokens.index()
        && lastErrorStates != null
        && lastErrorStates.contains(p.getState())
        && !isCloser(tokens.LA(1))) {
      skip();
    }
    lastErrorIndex = tokens.index();
    if (lastErrorStates == null) {
      lastErrorStates = new IntervalSet();
    }
    lastErrorStates.add(p.getState());
    IntervalSet follow = getErrorRecoverySet(p);
    while (!isCloser(tokens.LA(1))) {
      SourceToken t = tokens.here();
      boolean strong =
          t.type == SEMI
              || t.type == COMMA
              || t.type == LBRACE
              || t.type == FATARROW
              || t.type == EQ;
      if (strong && follow.contains(t.type)
          || startsLine(t) && (t.type == LET || ITEM_KEYWORDS.get(t.type))) {
        return;
      }
      skip();
    }
  }
}
