package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/**
 * A path such as {@code std::mem::swap::<T>} or {@code <T as Trait>::Item}.
 *
 * @param global written with a leading {@code ::}
 * @param qself the {@code T} of {@code <T as Trait>::…} or {@code <T>::…}, or null
 * @param qselfPosition how many of the segments belong to the trait in {@code <T as a::Trait>::x};
 *     0 without {@code as}
 * @param segments {@code self}, {@code Self}, {@code super}, {@code crate} and {@code $crate} are
 *     plain names here; {@code $crate}'s crate is found by its span's expansion
 */
public record Path(
    boolean global, TypeExpr qself, int qselfPosition, List<Segment> segments, Span span)
    implements Node {

  /**
   * @param args null where none were written
   */
  public record Segment(Ident ident, GenericArgs args) {
    public String name() {
      return ident.name();
    }
  }

  public static Path of(Ident ident) {
    return new Path(false, null, 0, List.of(new Segment(ident, null)), ident.span());
  }

  public Segment last() {
    return segments.get(segments.size() - 1);
  }

  /** The only name of a path of one plain segment, else null. */
  public Ident asIdent() {
    return !global && qself == null && segments.size() == 1 && segments.get(0).args() == null
        ? segments.get(0).ident()
        : null;
  }

  /** As written, without generic arguments. */
  @Override
  public String toString() {
    StringBuilder b = new StringBuilder(global ? "::" : "");
    for (int i = 0; i < segments.size(); i++) {
      b.append(i == 0 ? "" : "::").append(segments.get(i).name());
    }
    return b.toString();
  }
}
