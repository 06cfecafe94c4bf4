package org.asrlang.syntax;

import static org.asrlang.grammar.AsrLexer.*;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/** Checks that all brackets have partners, before anything is parsed. */
final class Delimiters {
  private Delimiters() {}

  /** How many brackets are open at the end; 0 too where others are wrong. */
  static int open(List<SourceToken> tokens) {
    Deque<SourceToken> stack = new ArrayDeque<>();
    for (SourceToken t : tokens) {
      switch (t.type) {
        case LPAREN, LBRACKET, LBRACE -> stack.push(t);
        case RPAREN, RBRACKET, RBRACE -> {
          if (stack.isEmpty() || stack.pop().type + 1 != t.type) {
            return 0;
          }
        }
        default -> {}
      }
    }
    return stack.size();
  }

  /** Whether all is well; reports what is not. */
  static boolean check(SourceFile file, List<SourceToken> tokens, Diagnostics diagnostics) {
    Deque<SourceToken> stack = new ArrayDeque<>();
    boolean fine = true;
    for (SourceToken t : tokens) {
      switch (t.type) {
        case LPAREN, LBRACKET, LBRACE -> stack.push(t);
        case RPAREN, RBRACKET, RBRACE -> {
          if (stack.isEmpty()) {
            Diagnostic.error(null, t.span(), "unexpected closing delimiter: `" + t.text() + "`")
                .label("unexpected closing delimiter")
                .to(diagnostics);
            return false;
          }
          SourceToken open = stack.peek();
          if (open.type + 1 == t.type) {
            stack.pop();
            break;
          }
          fine = false;
          Diagnostic.error(null, t.span(), "mismatched closing delimiter: `" + t.text() + "`")
              .label("mismatched closing delimiter")
              .label(open.span(), "unclosed delimiter")
              .to(diagnostics);
          if (stack.stream().anyMatch(o -> o.type + 1 == t.type)) {
            while (stack.pop().type + 1 != t.type) {
              // What was opened inside ends here too.
            }
          } else {
            return false;
          }
        }
        default -> {}
      }
    }
    if (!stack.isEmpty() && fine) {
      // rustc's place: behind all that follows, but in its last line
      int end = file.text().length() - (file.text().endsWith("\n") ? 1 : 0);
      Diagnostic.Builder d =
          Diagnostic.error(
              null,
              new Span(file, end, end, stack.peek().expansion()),
              "this file contains an unclosed delimiter");
      stack.descendingIterator().forEachRemaining(o -> d.label(o.span(), "unclosed delimiter"));
      d.to(diagnostics);
      fine = false;
    }
    return fine;
  }
}
