package org.asrlang.exec;

import org.asrlang.source.Span;

/**
 * Where a panic of a node is reported: its place in the source, or, in a {@code #[track_caller]}
 * function, its caller's.
 *
 * @param callerSlot the object slot that holds the caller's location, or -1
 */
public record Site(Span span, int callerSlot) {
  public Location location(Stack s) {
    return callerSlot >= 0 && s.refs[s.rb + callerSlot] instanceof Location caller
        ? caller
        : Location.of(span);
  }
}
