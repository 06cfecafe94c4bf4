package org.asrlang.exec;

import org.asrlang.source.Span;

/**
 * A place that calls a function, as {@link StackTrace}s name it.
 *
 * @param in the function that calls; null for a call by a native
 * @param span where; null for a call by a native
 * @param callee what is called; null if that is found out at run time
 */
public record CallSite(Code in, Span span, Code callee) {}
