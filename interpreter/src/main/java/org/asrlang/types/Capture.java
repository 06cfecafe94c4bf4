package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;

/**
 * What a closure captures, by disjoint field as in Rust 2021 and later.
 *
 * @param variable the variable the place starts at (it may itself be a capture of the enclosing
 *     closure)
 * @param path the projections from there
 * @param mode how it is captured
 * @param placeTy the type of the captured place
 * @param use the expression that made the capture necessary
 * @param modeUse the one because of which it is captured in that mode: a use of a part of the place
 *     perhaps
 */
public record Capture(
    Local variable, List<Step> path, Mode mode, Ty placeTy, Span use, Span modeUse) {
  public enum Mode {
    BY_VALUE,
    BY_REF,
    /** A unique borrow: through a {@code &mut} that is itself not declared {@code mut}. */
    BY_UNIQUE_REF,
    BY_MUT_REF
  }

  public sealed interface Step {
    /** The type after the step. */
    Ty ty();
  }

  public record FieldStep(int variant, int field, Ty ty) implements Step {}

  public record DerefStep(Ty ty) implements Step {}
}
