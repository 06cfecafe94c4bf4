package org.asrlang.syntax;

import org.asrlang.source.Span;

/** A lifetime or a label; the name is without the quote: {@code a}, {@code static}, {@code _}. */
public record Lifetime(String name, Span span) implements Node {}
