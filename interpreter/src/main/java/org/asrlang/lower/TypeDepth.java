package org.asrlang.lower;

import java.util.List;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;

/** Walks over the structure of types. */
final class TypeDepth {
  private TypeDepth() {}

  /** How deep a type nests. */
  static int of(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> 1 + ofAll(a.args);
      case Ty.Ref r -> 1 + of(r.target);
      case Ty.Tuple t -> 1 + ofAll(t.elements);
      case Ty.Array a -> 1 + of(a.element);
      case Ty.Slice s -> 1 + of(s.element);
      case Ty.Closure c -> 1 + ofAll(c.parentArgs());
      case Ty.FnDef f -> 1 + ofAll(f.args);
      default -> 1;
    };
  }

  private static int ofAll(List<? extends GenericArg> args) {
    int max = 0;
    for (GenericArg a : args) {
      if (a instanceof Ty t) {
        max = Math.max(max, of(t));
      }
    }
    return max;
  }

  /** The type with another one in the place of a part. */
  static Ty replace(TyInterner types, Ty ty, Ty part, Ty by) {
    return new TypeFolder(types) {
      @Override
      public Ty ty(Ty t) {
        return t == part ? by : superTy(t);
      }
    }.ty(ty);
  }
}
