package org.asrlang.thir;

import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.Ty;

/** A place: something with an identity that can be read, moved from, borrowed or assigned. */
public sealed interface Place {
  /** The type of what is in the place. */
  Ty ty();

  Span span();

  record Local(LocalDecl local, Span span) implements Place {
    @Override
    public Ty ty() {
      return local.ty;
    }
  }

  /**
   * A temporary: stores the value in a fresh local, which the enclosing {@link ThirExpr.Scope} that
   * lists it drops, and is then that local's place.
   */
  record Temp(LocalDecl local, ThirExpr init, Span span) implements Place {
    @Override
    public Ty ty() {
      return local.ty;
    }
  }

  /**
   * A captured place inside a closure. It stands for the captured place itself: for a capture by
   * reference the dereference is implied.
   *
   * @param index of {@link Body#captures}
   */
  record Upvar(int index, Ty ty, Span span) implements Place {}

  record Static(Def def, Ty ty, Span span) implements Place {}

  /**
   * The value of a constant expression, made once per instance and never dropped: what {@code &} of
   * a constant borrows (constant promotion), and what a constant's or static's own value borrows
   * (its extended temporaries). Its references live for {@code 'static}; nothing is moved out.
   */
  record Promoted(ThirExpr value, Span span) implements Place {
    @Override
    public Ty ty() {
      return value.ty();
    }
  }

  /**
   * A field of a struct, tuple or of the variant that {@code base} is known to hold.
   *
   * @param variant 0 for structs and tuples
   */
  record Field(Place base, int variant, int field, Ty ty, Span span) implements Place {}

  /** {@code *base}, where {@code base} holds a reference or a box. */
  record Deref(Place base, Ty ty, Span span) implements Place {}

  /**
   * Built-in indexing of an array or slice, with its bounds check.
   *
   * @param base the array or slice (behind a {@link Deref} for slices)
   * @param index a {@code usize}; evaluated after the base
   */
  record Index(Place base, ThirExpr index, Ty ty, Span span) implements Place {}

  /** An element in a slice pattern, counted from the front or from the end (1 is the last). */
  record ConstIndex(Place base, int offset, boolean fromEnd, Ty ty, Span span) implements Place {}

  /** The {@code rest @ ..} of a slice pattern: elements {@code from} … {@code len - to}. */
  record Subslice(Place base, int from, int to, Ty ty, Span span) implements Place {}

  /** The locals, upvars, statics and constants that places start at have no base. */
  default Place base() {
    return switch (this) {
      case Local l -> null;
      case Temp t -> null;
      case Upvar u -> null;
      case Static s -> null;
      case Promoted p -> null;
      case Field f -> f.base;
      case Deref d -> d.base;
      case Index i -> i.base;
      case ConstIndex i -> i.base;
      case Subslice s -> s.base;
    };
  }
}
