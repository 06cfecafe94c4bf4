package org.asrlang.stdlib;

import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.Registrar;

/** {@code hash::}, and the views of slices that the executor has none of. */
public final class CoreNatives implements NativeModule {
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  @Override
  public void register(Registrar r) {
    r.longBody("hash::seed", s -> s.task.runtime().seeds().hash().nextLong());
    r.longBody("hash::bytes", s -> hash(s.getLong(0), (Slice) s.getRef(0)));
    r.node("slice::from_ref", sig -> fromRef(sig.typeLayout(0)));
    r.node(
        "slice::as_array",
        sig -> {
          Layout element = sig.typeLayout(0);
          return new NativeNodes.OfObject(s -> asArray(element, (Slice) s.getRef(0)));
        });
  }

  /** Eight bytes at a time, as {@code DefaultHasher} mixes a {@code u64}. */
  private static long hash(long state, Slice s) {
    byte[] a = (byte[]) s.array;
    int i = s.offset;
    int end = s.offset + s.length;
    long h = state;
    while (i < end) {
      long word = 0;
      int n = Math.min(8, end - i);
      for (int k = 0; k < n; k++) {
        word |= (a[i + k] & 0xFFL) << (8 * k);
      }
      h = (h ^ word) * MULTIPLIER;
      h ^= h >>> 29;
      i += n;
    }
    return h;
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
