package org.asrlang.types;

import org.asrlang.resolve.Def;

/** Functions as rustc names them in messages: {@code Option::<T>::unwrap}. */
public final class DefPath {
  private DefPath() {}

  /**
   * @param crate from where it is named: std's trait methods go by their name alone
   */
  public static String of(TyCtxt tcx, Def fn, Def crate) {
    Def in = fn.kind() == Def.Kind.ASSOC_FN ? fn.parent() : null;
    if (in == null) {
      return fn.name();
    }
    if (in.kind() == Def.Kind.IMPL) {
      Ty self = tcx.typeOf(in);
      String type = self.toString();
      String owner =
          switch (self) {
            case Ty.Adt a -> {
              int generic = type.indexOf('<');
              yield generic > 0
                  ? type.substring(0, generic) + "::" + type.substring(generic)
                  : type;
            }
            case Ty.Slice s -> "slice::<impl " + type + ">";
            case Ty t -> "<impl " + type + ">";
          };
      return owner + "::" + fn.name();
    }
    return in.kind() == Def.Kind.TRAIT && fn.crate() == crate
        ? in.name() + "::" + fn.name()
        : fn.name();
  }
}
