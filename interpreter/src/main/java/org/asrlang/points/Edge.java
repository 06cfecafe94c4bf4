package org.asrlang.points;

import org.asrlang.source.Span;

/**
 * Something that a function does.
 *
 * @param target what is called or dropped; null if that is not known
 * @param why of an unknown one: {@code calls through a function pointer}; else null
 */
record Edge(Span span, boolean drop, Key target, String why) {}
