package org.asrlang.borrow.cfg;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.types.Ty;

/**
 * A place of the control-flow graph: a root and projections. Each is made once per body, so places
 * are compared by identity.
 */
public final class MirPlace {
  public enum Kind {
    LOCAL,
    /** The closure's own field; a capture by reference is a {@link #DEREF} of it. */
    UPVAR,
    STATIC,
    /** A promoted constant. */
    CONSTANT,
    FIELD,
    DEREF,
    INDEX,
    CONST_INDEX,
    SUBSLICE
  }

  /** Null for roots. */
  public final MirPlace base;

  public final Kind kind;

  /** Field number, or the offset (from) of elements. */
  public final int index;

  /**
   * Variant of a field; for SUBSLICE how many follow; for CONST_INDEX how many there are at least,
   * less than zero if counted from the end, zero for arrays.
   */
  public final int extra;

  /** With regions. */
  public final Ty ty;

  /** Of a LOCAL. */
  public final MirLocal local;

  /** Dense within the body. */
  public final int id;

  public final int depth;

  /** What stands for it in the states of the analysis of moves. */
  public int bit;

  final List<MirPlace> children = new ArrayList<>(2);

  MirPlace(MirPlace base, Kind kind, int index, int extra, Ty ty, MirLocal local, int id) {
    this.base = base;
    this.kind = kind;
    this.index = index;
    this.extra = extra;
    this.ty = ty;
    this.local = local;
    this.id = id;
    this.depth = base == null ? 0 : base.depth + 1;
  }

  public MirPlace root() {
    MirPlace p = this;
    while (p.base != null) {
      p = p.base;
    }
    return p;
  }

  /** The local at the root, or null. */
  public MirLocal rootLocal() {
    return root().local;
  }

  public boolean isLocal() {
    return kind == Kind.LOCAL;
  }

  /** Whether this is the other or something inside or behind of it. */
  public boolean isWithin(MirPlace outer) {
    MirPlace p = this;
    while (p.depth > outer.depth) {
      p = p.base;
    }
    return p == outer;
  }

  /** The prefix with the given number of projections. */
  public MirPlace prefix(int length) {
    MirPlace p = this;
    while (p.depth > length) {
      p = p.base;
    }
    return p;
  }

  public boolean derefsRef() {
    return kind == Kind.DEREF && base.ty instanceof Ty.Ref;
  }

  public boolean derefsShared() {
    return kind == Kind.DEREF && base.ty instanceof Ty.Ref r && !r.mutable;
  }

  /** Whether some step looks through a reference. */
  public boolean behindRef() {
    for (MirPlace p = this; p.base != null; p = p.base) {
      if (p.derefsRef()) {
        return true;
      }
    }
    return false;
  }
}
