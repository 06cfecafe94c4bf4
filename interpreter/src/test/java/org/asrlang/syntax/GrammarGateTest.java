package org.asrlang.syntax;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.atn.DecisionInfo;
import org.antlr.v4.runtime.atn.LL1Analyzer;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.AsrParser;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.junit.jupiter.api.Test;

/**
 * The shape of the grammar is what makes short runs short. A change that makes decisions look
 * further ahead shows here, not first in somebody's start-up time.
 */
class GrammarGateTest {
  private static AstParser parser(SourceFile file, PredictionMode mode) {
    Diagnostics ignored = new Diagnostics();
    Span end = new Span(file, 0, 0, Expansion.ROOT);
    List<SourceToken> tokens = ParserRun.withEnd(Lexing.lex(file, ignored).tokens(), true, end);
    AstParser parser = new AstParser(new TokenArray(tokens), ignored, false);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(mode);
    return parser;
  }

  private static List<SourceFile> good() {
    return Corpus.files().stream().filter(f -> !f.name().endsWith("_err.asr")).toList();
  }

  @Test
  void lookahead() {
    long looks = 0;
    long invocations = 0;
    long max = 0;
    long fallbacks = 0;
    long states = 0;
    for (SourceFile file : good()) {
      AstParser parser = parser(file, PredictionMode.SLL);
      parser.setProfile(true);
      parser.crate();
      for (DecisionInfo d : parser.getParseInfo().getDecisionInfo()) {
        looks += d.SLL_TotalLook;
        invocations += d.invocations;
        max = Math.max(max, d.SLL_MaxLook);
        fallbacks += d.LL_Fallback;
      }
      states = parser.getParseInfo().getDFASize();
    }
    double average = invocations == 0 ? 1 : (double) looks / invocations;
    String all =
        "average " + average + ", max " + max + ", fallbacks " + fallbacks + ", states " + states;
    assertTrue(average < 2, all);
    assertTrue(max < 10, all);
    assertTrue(states < 60, all);
    assertTrue(fallbacks == 0, all);
  }

  /** Decisions that one token cannot make; each has a reason, and no more may come. */
  @Test
  void decisions() {
    List<String> hard = new ArrayList<>();
    AstParser parser = parser(new SourceFile("e", ""), PredictionMode.SLL);
    for (var decision : parser.getATN().decisionToState) {
      var sets = new LL1Analyzer(parser.getATN()).getDecisionLookahead(decision);
      var seen = new IntervalSet();
      for (var set : sets) {
        if (set == null) {
          continue;
        }
        if (!seen.and(set).isNil()) {
          hard.add(AsrParser.ruleNames[decision.ruleIndex] + set);
          break;
        }
        seen.addAll(set);
      }
    }
    assertTrue(hard.size() <= 2, hard.toString());
  }

  /**
   * Full-context prediction has nothing to do that SLL does not do already: counted in tokens
   * looked at, which is what its time comes from and does not depend on the machine.
   */
  @Test
  void fullContextCostsNoMore() {
    long sll = looks(PredictionMode.SLL);
    long ll = looks(PredictionMode.LL);
    assertTrue(ll <= sll * 1.3, "LL " + ll + " looks, SLL " + sll);
  }

  private static long looks(PredictionMode mode) {
    long looks = 0;
    for (SourceFile file : good()) {
      AstParser parser = parser(file, mode);
      parser.setProfile(true);
      parser.crate();
      for (DecisionInfo d : parser.getParseInfo().getDecisionInfo()) {
        looks += d.SLL_TotalLook + d.LL_TotalLook;
      }
    }
    return looks;
  }
}
