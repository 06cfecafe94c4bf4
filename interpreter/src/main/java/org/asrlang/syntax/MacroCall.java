package org.asrlang.syntax;

import org.asrlang.source.Span;

/** {@code path!(…)}, {@code path![…]} or {@code path!{…}}. */
public record MacroCall(Path path, TokenTree.Delimited args, Span span) implements Node {}
