package org.asrlang.syntax;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.asrlang.diagnostic.Diagnostics;

final class SyntaxErrors extends DefaultErrorStrategy {
  SyntaxErrors(TokenArray tokens, Diagnostics diagnostics) {}
}
