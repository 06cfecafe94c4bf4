package org.asrlang.expand;

import org.asrlang.syntax.TokenTree;

/** Reads string literals out of attributes. */
public final class StringLiterals {
  private StringLiterals() {}

  /** The decoded text; null if the token is no string literal. */
  public static String value(TokenTree.Token t) {
    return Tokens.isString(t) ? Literals.string(t.text()).value() : null;
  }
}
