package org.asrlang.borrow;

import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.infer.Invariance;

/** Tells that regions had to be equal, and not only ordered, and for which type's sake. */
final class InvarianceNotes {
  private final BodyCtxt cx;

  InvarianceNotes(BodyCtxt cx) {
    this.cx = cx;
  }

  /** Nothing where it is null. */
  void add(Diagnostic.Builder d, Invariance why) {
    if (why == null) {
      return;
    }
    switch (EraseRegions.of(cx.types, why.ty())) {
      case Ty.Ref r ->
          add(
              d,
              "a mutable reference to `" + r.target + "`",
              "mutable references are invariant over their type parameter");
      case Ty.Adt a ->
          add(
              d,
              "the type `"
                  + a
                  + "`, which makes the generic argument `"
                  + a.args.get(why.param())
                  + "` invariant",
              "the "
                  + (a.def.kind() == Def.Kind.ENUM ? "enum" : "struct")
                  + " `"
                  + cx.types.adt(a.def, cx.tcx.identityArgs(a.def))
                  + "` is invariant over the parameter `"
                  + parameter(a.def, why.param())
                  + "`");
      case Ty.FnDef f ->
          add(
              d,
              "a function pointer to `" + f.def.name() + "`",
              "the function `"
                  + f.def.name()
                  + "` is invariant over the parameter `"
                  + parameter(f.def, why.param())
                  + "`");
      case Ty t -> {}
    }
  }

  private GenericArg parameter(Def of, int index) {
    return cx.tcx.identityArgs(of).get(index);
  }

  private static void add(Diagnostic.Builder d, String because, String fact) {
    d.note("requirement occurs because of " + because);
    d.note(fact);
    d.help(
        "see <https://doc.rust-lang.org/nomicon/subtyping.html> for more information about"
            + " variance");
  }
}
