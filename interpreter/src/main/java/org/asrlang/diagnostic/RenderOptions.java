package org.asrlang.diagnostic;

/**
 * How diagnostics look as text.
 *
 * @param colour whether to write terminal colours
 * @param width columns to fill; longer source lines are cut around what they show
 */
public record RenderOptions(boolean colour, int width) {
  /** What rustc assumes when it does not know the terminal. */
  public static final int DEFAULT_WIDTH = 140;

  public static final RenderOptions PLAIN = new RenderOptions(false, DEFAULT_WIDTH);
  public static final RenderOptions COLOURED = new RenderOptions(true, DEFAULT_WIDTH);
}
