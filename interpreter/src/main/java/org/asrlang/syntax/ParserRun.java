package org.asrlang.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/**
 * One run of the generated parser: first without any thought of errors, and where that fails once
 * more with messages and recovery.
 */
final class ParserRun {
  private ParserRun() {}

  /** A rule to start with. */
  interface Entry {
    NodeContext parse(AstParser parser);
  }

  /**
   * @param value what was built from the rule, or null
   * @param end the index of the first token that was not taken
   */
  record Outcome(Object value, TokenArray tokens, int end, boolean failed) {}

  private static final class Bail extends BailErrorStrategy {
    @Override
    public void reportError(Parser recognizer, RecognitionException e) {}
  }

  /**
   * @param tokens with their contexts settled, and the end of the text
   * @param whole whether a failed run is repeated with recovery
   */
  static Outcome run(
      List<SourceToken> tokens, Entry entry, boolean whole, Diagnostics diagnostics) {
    TokenArray array = new TokenArray(tokens);
    try {
      Diagnostics first = new Diagnostics();
      AstParser fast = new AstParser(array, first, false);
      fast.removeErrorListeners();
      fast.setErrorHandler(new Bail());
      fast.getInterpreter().setPredictionMode(PredictionMode.SLL);
      Object value = entry.parse(fast).node;
      diagnostics.addAll(first.all());
      return new Outcome(value, array, array.index(), false);
    } catch (ParseCancellationException e) {
      if (!whole) {
        return new Outcome(null, array, 0, true);
      }
    } catch (StackOverflowError e) {
      return tooDeep(array, diagnostics);
    }
    try {
      diagnostics.markPartial();
      array = new TokenArray(tokens);
      AstParser slow = new AstParser(array, diagnostics, true);
      slow.removeErrorListeners();
      slow.setErrorHandler(new SyntaxErrors(array, diagnostics));
      slow.getInterpreter().setPredictionMode(PredictionMode.LL);
      int before = diagnostics.errorCount();
      Object value = entry.parse(slow).node;
      if (diagnostics.errorCount() == before) {
        SourceToken t = array.here();
        Diagnostic.error(null, t.span(), "unexpected token: `" + t.text() + "`").to(diagnostics);
      }
      return new Outcome(value, array, array.index(), true);
    } catch (StackOverflowError e) {
      return tooDeep(array, diagnostics);
    }
  }

  private static Outcome tooDeep(TokenArray array, Diagnostics diagnostics) {
    diagnostics.markPartial();
    SourceToken t = array.here();
    Diagnostic.error(null, t.span(), "the source is nested too deeply")
        .help("move the inner parts to functions, constants or variables of their own")
        .to(diagnostics);
    return new Outcome(null, array, 0, true);
  }

  /** Parses all of the trees; null if nothing can be made of them. */
  static Object trees(
      List<TokenTree> trees, Entry entry, String kind, Span fallback, Diagnostics diagnostics) {
    return run(tokens(trees, 0, kind, fallback), entry, true, diagnostics).value();
  }

  /** The tokens of the trees from an index on, for a fragment of the kind. */
  static List<SourceToken> tokens(List<TokenTree> trees, int from, String kind, Span fallback) {
    List<SourceToken> flat = new ArrayList<>(trees.size() + 4);
    TokenTrees.flatten(trees, from, flat);
    return withEnd(flat, statements(kind), fallback);
  }

  static boolean statements(String kind) {
    return switch (kind) {
      case "item", "items", "stmt", "stmts", "crate" -> true;
      default -> false;
    };
  }

  static List<SourceToken> withEnd(List<SourceToken> flat, boolean statements, Span end) {
    List<SourceToken> tokens = ContextualTokens.apply(flat, statements);
    tokens.add(new SourceToken(Token.EOF, "", end.shrinkToEnd(), true));
    return tokens;
  }
}
