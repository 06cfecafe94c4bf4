package org.asrlang.borrow.cfg;

import org.asrlang.source.Span;
import org.asrlang.thir.LocalDecl;
import org.asrlang.types.Ty;

/** A local of the graph: one of the tree's, or a value on its way. */
public final class MirLocal {
  public final int id;

  /** Null for values on their way. */
  public final LocalDecl decl;

  public final Ty ty;
  public final Span span;
  public boolean isReturn;

  /** The value of a field of a struct or variant that is being built. */
  public boolean fieldValue;

  /** Bound by reference in a pattern: {@code mut} would not make it mutable. */
  public boolean byRefBinding;

  /**
   * The function whose result it is, and that function's first argument's type; null for others.
   */
  public String callee;

  public Ty calleeSelf;

  /** The closure that this is a captured reference for, or null. */
  public Span closure;

  public MirLocal(int id, LocalDecl decl, Ty ty, Span span) {
    this.id = id;
    this.decl = decl;
    this.ty = ty;
    this.span = span;
  }

  /** Null for temporaries. */
  public String name() {
    return decl == null ? null : decl.name;
  }

  public boolean mutable() {
    return decl == null || decl.mutable || decl.name == null;
  }

  public boolean isUser() {
    return decl != null && decl.name != null;
  }

  public boolean isParam() {
    return decl != null && decl.kind == LocalDecl.Kind.PARAM;
  }
}
