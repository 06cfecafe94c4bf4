package org.asrlang.points;

import java.util.List;
import org.asrlang.source.Span;

/**
 * A place in a function where its task may suspend (T17).
 *
 * @param span what suspends: the call, or the variable or value that is dropped
 * @param drop whether it is a drop
 * @param what {@code calls f} or {@code drops T}
 * @param chain what is called from there, outermost first, down to what waits
 * @param why what the last of the chain does: {@code waits for a mutex}, {@code calls through dyn
 *     Shape}
 */
public record Point(Span span, boolean drop, String what, List<Step> chain, String why) {
  /**
   * One function or drop on the way.
   *
   * @param name as people read it
   * @param span where it goes on from there, or {@link Span#NONE}
   * @param library whether it is std's
   */
  public record Step(String name, Span span, boolean library) {}

  public Point {
    chain = List.copyOf(chain);
  }

  /** One line: {@code calls `save` → `Mutex::lock`, which waits for a mutex}. */
  public String text() {
    StringBuilder out = new StringBuilder(what);
    for (int i = 1; i < chain.size(); i++) {
      if (chain.get(i - 1).library()) {
        break; // how std does it is its own matter
      }
      out.append(" → `").append(chain.get(i).name()).append('`');
    }
    return chain.isEmpty() ? what : out.append(", which ").append(why).toString();
  }
}
