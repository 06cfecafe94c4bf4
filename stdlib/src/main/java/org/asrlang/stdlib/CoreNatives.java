package org.asrlang.stdlib;

import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.Registrar;

/** The views of slices that the executor has none of. */
public final class CoreNatives implements NativeModule {
  @Override
  public void register(Registrar r) {
    r.node("slice::from_ref", sig -> fromRef(sig.typeLayout(0)));
    r.node(
        "slice::as_array",
        sig -> {
          Layout element = sig.typeLayout(0);
          return new NativeNodes.OfObject(s -> asArray(element, (Slice) s.getRef(0)));
        });
  }

  /**
   * A slice of one element. Storage objects are the element itself; what a {@link Ref} refers to is
   * read now, and a shared reference is the only one that this is used for.
   */
  private static Node fromRef(Layout l) {
    return new NativeNodes.OfObject(s -> {
      Object ref = s.getRef(0);
      Object array = Elems.newArray(l.elemKind, 1);
      switch (l.kind) {
        case ZST -> {}
        case LONG -> Elems.setLong(l.elemKind, array, 0, ((Ref) ref).getLong());
        case DOUBLE -> Elems.setDouble(l.elemKind, array, 0, ((Ref) ref).getDouble());
        case OBJECT -> Elems.setObj(l.elemKind, array, 0, l.isStorage() ? ref : ((Ref) ref).get());
      }
      return new Slice(array, 0, 1);
    });
  }

  /**
   * The elements of a slice as an array of exactly that length: the array itself if the slice is
   * all of it, else one that shares the storage objects.
   */
  private static Object asArray(Layout element, Slice s) {
    if (element.isZst()) {
      return s.array;
    }
    if (s.offset == 0 && Elems.length(s.array) == s.length) {
      return s.array;
    }
    Object array = Elems.newArray(element.elemKind, s.length);
    Elems.copy(element.elemKind, s.array, s.offset, array, 0, s.length);
    return array;
  }
}
