package org.asrlang.syntax;

import java.util.List;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;

/** Tokens for the parser, the end of the text being the last of them. */
final class TokenArray implements TokenStream {
  private SourceToken[] tokens;
  private int size;
  private int at;

  TokenArray(List<SourceToken> list) {
    tokens = list.toArray(new SourceToken[0]);
    size = tokens.length;
    for (int i = 0; i < size; i++) {
      tokens[i].index = i;
    }
  }

  /** Puts a token that is missing in front of the next one. */
  void insert(SourceToken token) {
    SourceToken[] more = new SourceToken[tokens.length + 1];
    System.arraycopy(tokens, 0, more, 0, at);
    more[at] = token;
    System.arraycopy(tokens, at, more, at + 1, tokens.length - at);
    tokens = more;
    size++;
    for (int i = at; i < size; i++) {
      tokens[i].index = i;
    }
  }

  SourceToken here() {
    return tokens[at];
  }

  @Override
  public SourceToken get(int index) {
    return tokens[index];
  }

  @Override
  public Token LT(int k) {
    int p = k > 0 ? at + k - 1 : at + k;
    return p < 0 ? null : tokens[Math.min(p, size - 1)];
  }

  @Override
  public int LA(int k) {
    int p = k > 0 ? at + k - 1 : at + k;
    return p < 0 ? Token.INVALID_TYPE : tokens[Math.min(p, size - 1)].type;
  }

  @Override
  public void consume() {
    if (at < size - 1) {
      at++;
    }
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return at;
  }

  @Override
  public void seek(int index) {
    at = Math.min(index, size - 1);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String getSourceName() {
    return UNKNOWN_SOURCE_NAME;
  }

  @Override
  public TokenSource getTokenSource() {
    return null;
  }

  @Override
  public String getText(Interval interval) {
    return "";
  }

  @Override
  public String getText() {
    return "";
  }

  @Override
  public String getText(RuleContext ctx) {
    return "";
  }

  @Override
  public String getText(Token start, Token stop) {
    return "";
  }
}
