package org.asrlang.thir;

import org.asrlang.source.Span;
import org.asrlang.types.Ty;

/** A variable, parameter or temporary of a body. Compared by identity; {@link #id} is dense. */
public final class LocalDecl {
  public enum Kind {
    PARAM,
    USER,
    TEMP
  }

  public final int id;
  public final Kind kind;

  /** Null for temporaries. */
  public final String name;

  public final Ty ty;

  /** Declared {@code mut}; temporaries are. */
  public final boolean mutable;

  public final Span span;

  /**
   * Whether a reference to it (or a part of it) may be made anywhere in the body, closures
   * included: then it lives in a heap cell unless its layout is a storage object.
   */
  public boolean borrowed;

  public LocalDecl(int id, Kind kind, String name, Ty ty, boolean mutable, Span span) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.ty = ty;
    this.mutable = mutable;
    this.span = span;
  }

  @Override
  public String toString() {
    return (name == null ? "tmp" : name) + "#" + id;
  }
}
