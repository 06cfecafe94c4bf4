package org.asrlang.points;

import java.util.List;
import org.asrlang.source.Span;

/**
 * Where a function may suspend: in its own body, not in the closures that it makes, which are
 * listed on their own.
 *
 * @param name its path; of a closure that of its function and {@code {closure}}
 * @param points in the order of the source; empty if it never suspends
 */
public record FunctionPoints(String name, Span span, List<Point> points) {
  public FunctionPoints {
    points = List.copyOf(points);
  }
}
