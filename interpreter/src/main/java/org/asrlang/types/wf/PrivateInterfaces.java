package org.asrlang.types.wf;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Item;
import org.asrlang.types.GenericArg;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * E0446: what an associated type of an impl stands for may be named wherever the trait, the type
 * and their arguments may. (Elsewhere a private type in a public interface is legal.)
 */
final class PrivateInterfaces {
  private final GlobalCtxt tcx;

  PrivateInterfaces(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  void check(Def impl, TraitRef ref) {
    // Everybody who can name all of these can name the associated types.
    List<Def> limits = new ArrayList<>();
    for (GenericArg a : ref.args()) {
      if (a instanceof Ty t) {
        named(t).forEach(d -> limit(d, limits));
      }
    }
    limit(ref.trait(), limits);
    for (Def item : tcx.assocItems(impl)) {
      if (item.kind() != Def.Kind.ASSOC_TYPE) {
        continue;
      }
      for (Def d : named(tcx.typeOf(item))) {
        Def seen = d.visibleIn();
        if (seen != null && limits.stream().noneMatch(l -> l.isWithin(seen))) {
          String what = d.kind() == Def.Kind.TRAIT ? "trait" : "type";
          String how = seen.kind() == Def.Kind.CRATE && !isPrivate(d) ? "crate-private" : "private";
          Diagnostic.error(
                  "E0446",
                  item.head(),
                  how + " " + what + " `" + d.name() + "` in public interface")
              .label("can't leak " + how + " " + what)
              .label(d.head(), "`" + d.name() + "` declared as " + how)
              .to(tcx.diagnostics());
          break;
        }
      }
    }
  }

  private static boolean isPrivate(Def d) {
    return !(d.node() instanceof Item i) || !i.visibility().isPub();
  }

  private static void limit(Def d, List<Def> limits) {
    if (d.visibleIn() != null) {
      limits.add(d.visibleIn());
    }
  }

  /** The types and traits that a type mentions. */
  private static List<Def> named(Ty ty) {
    List<Def> found = new ArrayList<>();
    TyWalk.each(
        ty,
        t -> {
          if (t instanceof Ty.Adt a) {
            found.add(a.def);
          } else if (t instanceof Ty.Dynamic d && d.principal != null) {
            found.add(d.principal.trait());
          }
        });
    return found;
  }
}
