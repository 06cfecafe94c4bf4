package org.asrlang.syntax;

import org.asrlang.source.Span;

/** A name with its place; raw identifiers ({@code r#type}) carry the name without the prefix. */
public record Ident(String name, Span span) {
  public boolean is(String text) {
    return name.equals(text);
  }

  @Override
  public String toString() {
    return name;
  }
}
