package org.asrlang.borrow.cfg;

import org.asrlang.source.Span;

/** A borrow expression. */
public final class Loan {
  /** Dense within the body: in the order in which rustc comes upon them, once the graph is done. */
  public int id;

  public final MirPlace place;
  public final boolean mutable;
  public final boolean twoPhase;

  /** The region variable of the reference made. */
  public final int region;

  public final Span span;

  /** Where it is made, and (two-phase) where it becomes mutable; -1 if never. */
  public int point = -1;

  public int activation = -1;

  /** The closure that captures by this borrow: its head; null for others. */
  public Span closure;

  /** The use inside the closure. */
  public Span closureUse;

  /** The use because of which it captures in that mode. */
  public Span modeUse;

  /** A closure's capture of what is behind a reference, or of a variable that is not mut. */
  public boolean unique;

  /** What the user has not borrowed but must not change while something runs. */
  public enum Held {
    /** What is matched on, in the guards of the arms. */
    GUARD,
    /** What leads to the elements of a slice, in an index. */
    INDEX
  }

  /** Null for the user's own. */
  public Held held;

  public MirLocal dest;

  public Loan(int id, MirPlace place, boolean mutable, boolean twoPhase, int region, Span span) {
    this.id = id;
    this.place = place;
    this.mutable = mutable;
    this.twoPhase = twoPhase;
    this.region = region;
    this.span = span;
  }
}
