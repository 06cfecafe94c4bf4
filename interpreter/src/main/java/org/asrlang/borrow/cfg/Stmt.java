package org.asrlang.borrow.cfg;

import java.util.List;
import java.util.Set;
import org.asrlang.source.Span;
import org.asrlang.types.GenericArg;

/** One point of the graph: reads {@link #uses}, makes {@link #loan}, then writes {@link #dest}. */
public final class Stmt {
  public enum Kind {
    ASSIGN,
    STORAGE_DEAD,
    DROP,
    /** The old value of an assignment's left side. */
    DROP_REPLACE,
    FAKE_READ,
    RETURN,
    NOP
  }

  public enum How {
    COPY,
    MOVE,
    /** A discriminant or length. */
    INSPECT
  }

  /**
   * @param closure the closure expression that captures it, or null
   */
  public record Operand(MirPlace place, How how, Span span, Span closure) {
    public Operand(MirPlace place, How how, Span span) {
      this(place, how, span, null);
    }
  }

  public final Kind kind;
  public final MirPlace dest;
  public final List<Operand> uses;
  public final Loan loan;
  public final Span span;
  public int point = -1;

  /** Whether it is a call. */
  public boolean call;

  public String callee;

  /** The generic arguments of what is called: their regions are live here. */
  public List<GenericArg> generic = List.of();

  /** Whether it may panic, so that the body is left from here. */
  public boolean unwinds;

  /** Whether it only names what is indexed. */
  public boolean indexing;

  /** What is called: the path of a function, the name of a method; null for what is no call. */
  public Span fnSpan;

  /** Whether it moves or copies into the binding of a pattern. */
  public boolean binding;

  /** What the pattern has bound whose guard this is a part of; null outside of guards. */
  public Set<MirLocal> guarded;

  /** Whether the variable is one that the pattern binds whose guard this is a part of. */
  public boolean isGuarded(MirLocal local) {
    return guarded != null && !binding && guarded.contains(local);
  }

  /** What is matched by the pattern of the binding. */
  public Span scrutinee;

  /** Of an assignment the drop of the old value before it, where that is dropped; else null. */
  public Stmt replaces;

  public Stmt(Kind kind, MirPlace dest, List<Operand> uses, Loan loan, Span span) {
    this.kind = kind;
    this.dest = dest;
    this.uses = uses;
    this.loan = loan;
    this.span = span;
  }
}
