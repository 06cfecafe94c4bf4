package org.asrlang.types.coherence;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/** A trait item's generic arguments as the impl's item sees them: rustc's rebasing. */
public final class Rebasing {
  private Rebasing() {}

  /**
   * The trait's arguments, then the item's own for the trait item's parameters, by kind and order:
   * lifetimes that one side has without a name are not counted.
   *
   * @param otherwise stands where the item has no parameter of the kind left; null: then there is
   *     no answer
   * @return null if there is no answer
   */
  public static List<GenericArg> rebased(
      TyCtxt tcx, Def item, Def traitItem, TraitRef ref, GenericArg otherwise) {
    List<GenericArg> args = new ArrayList<>(ref.args());
    List<GenericArg> identity = tcx.identityArgs(item);
    List<GenericArg> own =
        new ArrayList<>(identity.subList(tcx.generics(item).parentCount(), identity.size()));
    for (GenericsOf.Param p : tcx.generics(traitItem).own()) {
      GenericArg found = own.stream().filter(a -> fits(a, p.kind())).findFirst().orElse(otherwise);
      if (found == null) {
        return null;
      }
      own.remove(found);
      args.add(found);
    }
    return args;
  }

  private static boolean fits(GenericArg a, GenericsOf.Kind kind) {
    return switch (kind) {
      case LIFETIME -> a instanceof Region;
      case TYPE -> a instanceof Ty;
      case CONST -> a instanceof Const;
    };
  }
}
