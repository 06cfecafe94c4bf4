package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/** Trait methods with concrete arguments to what is run; opaque types are looked through. */
public final class InstanceResolver {
  public InstanceResolver(TyCtxt tcx) {}

  /**
   * @param callee without parameters and inference variables
   * @return null if no impl is found (only after errors)
   */
  public Instance resolve(Callee callee) {
    throw new UnsupportedOperationException();
  }

  /** The implementation of an associated constant: a Def with its arguments. */
  public Callee resolveConst(Def constant, List<GenericArg> args) {
    throw new UnsupportedOperationException();
  }

  /** Erases regions, normalizes projections, reveals opaque types. */
  public Ty normalize(Ty ty) {
    throw new UnsupportedOperationException();
  }

  /** Puts the instance's arguments into a generic type and normalizes it. */
  public Ty instantiate(Ty generic, List<GenericArg> args) {
    throw new UnsupportedOperationException();
  }

  public List<GenericArg> instantiate(List<GenericArg> generic, List<GenericArg> args) {
    throw new UnsupportedOperationException();
  }

  /** Whether a concrete type implements a lang trait ({@code copy}, {@code sized}, …). */
  public boolean implementsLang(Ty ty, String langTrait) {
    throw new UnsupportedOperationException();
  }

  /** Whether dropping a value of the type does anything. */
  public boolean needsDrop(Ty ty) {
    throw new UnsupportedOperationException();
  }

  /** The methods of a vtable of {@code dyn Trait}, supertraits' first: the slots. */
  public List<Def> vtableMethods(Def trait) {
    throw new UnsupportedOperationException();
  }
}
