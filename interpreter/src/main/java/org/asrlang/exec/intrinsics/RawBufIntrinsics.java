package org.asrlang.exec.intrinsics;

import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.RawBuf;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.Registrar;

/** {@code raw_buf::}. */
final class RawBufIntrinsics {
  private RawBufIntrinsics() {}

  private static Object array(Stack s, int slot) {
    return ((RawBuf) s.getRef(slot)).array;
  }

  static void register(Registrar r) {
    r.node(
        "raw_buf::new",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfObject(
              s -> new RawBuf(Elems.newArray(kind, (int) s.getLong(0))));
        });
    r.node(
        "raw_buf::capacity",
        sig ->
            sig.typeLayout(0).isZst()
                ? new NativeNodes.OfLong(s -> -1)
                : new NativeNodes.OfLong(s -> Elems.length(array(s, 0))));
    r.node(
        "raw_buf::grow",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfVoid(s -> {
            RawBuf b = (RawBuf) s.getRef(0);
            b.array = Elems.resized(kind, b.array, (int) s.getLong(0));
          });
        });
    r.node("raw_buf::get", sig -> get(sig.typeLayout(0)));
    r.node("raw_buf::read", sig -> read(sig.typeLayout(0), false));
    r.node("raw_buf::read_copy", sig -> read(sig.typeLayout(0), true));
    r.node("raw_buf::write", sig -> write(sig.typeLayout(0)));
    r.node(
        "raw_buf::swap",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfVoid(s -> {
            Object a = array(s, 0);
            Elems.swap(kind, a, (int) s.getLong(0), a, (int) s.getLong(1));
          });
        });
    r.node(
        "raw_buf::copy_within",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfVoid(s -> {
            Object a = array(s, 0);
            Elems.copy(kind, a, (int) s.getLong(0), a, (int) s.getLong(1), (int) s.getLong(2));
          });
        });
    r.node(
        "raw_buf::copy_to",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfVoid(s ->
              Elems.copy(
                  kind,
                  array(s, 0),
                  (int) s.getLong(0),
                  array(s, 1),
                  (int) s.getLong(1),
                  (int) s.getLong(2)));
        });
    r.node("raw_buf::copy_from_slice", sig -> copyFromSlice(sig.typeLayout(0)));
    r.node("raw_buf::fill", sig -> fill(sig.typeLayout(0)));
    r.objectBody(
        "raw_buf::slice", s -> new Slice(array(s, 0), (int) s.getLong(0), (int) s.getLong(1)));
    r.node(
        "raw_buf::into_boxed_slice",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfObject(s -> {
            int n = (int) s.getLong(0);
            Object a = array(s, 0);
            boolean exact = kind == Elems.ZST || Elems.length(a) == n;
            return new Slice(exact ? a : Elems.resized(kind, a, n), 0, n);
          });
        });
    r.node(
        "raw_buf::from_boxed_slice",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfObject(s -> {
            Slice b = (Slice) s.getRef(0);
            boolean whole = kind == Elems.ZST || b.offset == 0 && b.length == Elems.length(b.array);
            if (whole) {
              return new RawBuf(b.array);
            }
            Object copy = Elems.newArray(kind, b.length);
            Elems.copy(kind, b.array, b.offset, copy, 0, b.length);
            return new RawBuf(copy);
          });
        });
    r.node(
        "raw_buf::into_array",
        sig -> {
          Layout l = sig.typeLayout(0);
          int n = (int) sig.constArg();
          return l.isZst() || n == 0 && sig.result().isZst()
              ? new NativeNodes.OfObject(s -> Unit.UNIT)
              : new NativeNodes.OfObject(s -> Elems.resized(l.elemKind, array(s, 0), n));
        });
    r.node(
        "raw_buf::from_array",
        sig -> {
          Layout l = sig.typeLayout(0);
          return sig.param(0).isZst()
              ? new NativeNodes.OfObject(s -> new RawBuf(Elems.newArray(l.elemKind, 0)))
              : new NativeNodes.OfObject(s -> new RawBuf(s.getRef(0)));
        });
  }

  private static Node get(Layout l) {
    int kind = l.elemKind;
    if (l.isZst()) {
      return new NativeNodes.OfObject(s -> Unit.UNIT);
    }
    return new NativeNodes.OfObject(
        l.isStorage()
            ? s -> ((Object[]) array(s, 0))[(int) s.getLong(0)]
            : s -> new Ref.Elem(kind, array(s, 0), (int) s.getLong(0)));
  }

  private static Node read(Layout l, boolean copy) {
    int kind = l.elemKind;
    return switch (l.kind) {
      case ZST -> new NativeNodes.OfVoid(s -> {});
      case LONG ->
          new NativeNodes.OfLong(s -> Elems.getLong(kind, array(s, 0), (int) s.getLong(0)));
      case DOUBLE ->
          new NativeNodes.OfDouble(s -> Elems.getDouble(kind, array(s, 0), (int) s.getLong(0)));
      case OBJECT ->
          new NativeNodes.OfObject(
              copy && !l.copyIsTrivial()
                  ? s -> l.copyOf(((Object[]) array(s, 0))[(int) s.getLong(0)])
                  : copy
                      ? s -> ((Object[]) array(s, 0))[(int) s.getLong(0)]
                      : s -> {
                        Object[] a = (Object[]) array(s, 0);
                        int i = (int) s.getLong(0);
                        Object v = a[i];
                        a[i] = null;
                        return v;
                      });
    };
  }

  private static Node write(Layout l) {
    int kind = l.elemKind;
    return new NativeNodes.OfVoid(
        switch (l.kind) {
          case ZST -> s -> {};
          case LONG -> s -> Elems.setLong(kind, array(s, 0), (int) s.getLong(0), s.getLong(1));
          case DOUBLE ->
              s ->
                  Elems.setDouble(
                      kind, array(s, 0), (int) s.getLong(0), Double.longBitsToDouble(s.getLong(1)));
          case OBJECT -> s -> ((Object[]) array(s, 0))[(int) s.getLong(0)] = s.getRef(1);
        });
  }

  private static Node copyFromSlice(Layout l) {
    int kind = l.elemKind;
    return new NativeNodes.OfVoid(s -> {
      Slice from = (Slice) s.getRef(1);
      copyElements(l, kind, from, array(s, 0), (int) s.getLong(0));
    });
  }

  /** Copies elements of a Copy type: storage elements are copied one by one. */
  static void copyElements(Layout l, int kind, Slice from, Object to, int at) {
    if (l.isStorage()) {
      Object[] a = (Object[]) from.array;
      Object[] b = (Object[]) to;
      for (int i = 0; i < from.length; i++) {
        b[at + i] = l.copyOf(a[from.offset + i]);
      }
    } else {
      Elems.copy(kind, from.array, from.offset, to, at, from.length);
    }
  }

  private static Node fill(Layout l) {
    int kind = l.elemKind;
    return new NativeNodes.OfVoid(
        switch (l.kind) {
          case ZST -> s -> {};
          case LONG ->
              s -> {
                for (int i = (int) s.getLong(0); i < (int) s.getLong(1); i++) {
                  Elems.setLong(kind, array(s, 0), i, s.getLong(2));
                }
              };
          case DOUBLE ->
              s -> {
                for (int i = (int) s.getLong(0); i < (int) s.getLong(1); i++) {
                  Elems.setDouble(kind, array(s, 0), i, Double.longBitsToDouble(s.getLong(2)));
                }
              };
          case OBJECT ->
              s -> {
                Object[] a = (Object[]) array(s, 0);
                for (int i = (int) s.getLong(0); i < (int) s.getLong(1); i++) {
                  a[i] = l.copyOf(s.getRef(1));
                }
              };
        });
  }
}
