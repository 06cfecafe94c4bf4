package org.asrlang.types.collect;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** What lowering of written types depends on: whether it is an item's signature or in a body. */
public interface AstConvCtx {
  /** The tables that the nodes stand in. */
  Resolutions resolutions();

  /** The item that is looked at: its parameters are in scope. */
  Def item();

  /** For {@code _}; in a signature E0121 and an error type. */
  Ty inferTy(Span span);

  /** For an argument that was left out where inference may find it; null to demand it (E0107). */
  GenericArg inferArg(GenericsOf.Param param, Span span);

  Const inferConst(Ty ty, Span span);

  /** For {@code &T}, {@code '_} and left out lifetime arguments. */
  Region elidedRegion(Span span);

  /** A late-bound lifetime parameter of the item: bound in a signature, free in its body. */
  Region lateBound(Def lifetime, int index);

  /** {@code <Self as Trait>::Assoc}: a projection in a signature, normalized in a body. */
  Ty projection(Ty.Projection projection, Span span);

  /**
   * Receives what a written type's generic arguments must fulfil, in bodies; signatures are checked
   * by themselves.
   */
  void require(List<Predicate> predicates, Def item, Span span);

  /** {@code impl Trait} at this place; null where it is not allowed (E0562). */
  Ty implTrait(org.asrlang.syntax.TypeExpr.ImplType node);

  /** What was written is wrong: what cannot be inferred may follow from it. */
  default void taint() {}

  /**
   * A bound or an impl names a trait that is not there. What may hold then cannot be known: rustc
   * looks no further at the item, nor, unless it is a body, at any body.
   */
  void missingTrait();

  /** Whether types are written in a body: then what is left out is inferred. */
  default boolean inBody() {
    return true;
  }
}
