package org.asrlang.exec.intrinsics;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.DynRef;
import org.asrlang.exec.Elems;
import org.asrlang.exec.FnPtr;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.types.Ty;

/** {@code ptr::} and {@code box::}. */
final class PtrIntrinsics {
  private PtrIntrinsics() {}

  static void register(Registrar r) {
    for (String same :
        new String[] {
          "ptr::of", "ptr::of_mut", "ptr::as_ref", "ptr::as_mut", "box::into_ptr", "box::from_ptr"
        }) {
      r.objectBody(same, s -> s.getRef(0));
    }
    r.node("ptr::read", sig -> read(sig.typeLayout(0)));
    r.node("box::into_inner", sig -> take(sig.typeLayout(0)));
    r.node("ptr::write", sig -> write(sig.typeLayout(0)));
    r.node("ptr::replace", sig -> replace(sig.typeLayout(0)));
    r.node("mem::replace", sig -> replace(sig.typeLayout(0)));
    r.node("ptr::swap", sig -> swap(sig.typeLayout(0)));
    r.node("mem::swap", sig -> swap(sig.typeLayout(0)));
    r.longBody("ptr::eq", s -> same(s.getRef(0), s.getRef(1)) ? 1 : 0);
    r.longBody("ptr::addr", s -> address(s.getRef(0)));
    r.longBody("fn_ptr::same", s -> s.getRef(0).equals(s.getRef(1)) ? 1 : 0);
    r.longBody("fn_ptr::addr", s -> address(((FnPtr) s.getRef(0)).code()));
    r.node("ptr::drop_in_place", PtrIntrinsics::dropInPlace);
    r.objectBody("ptr::cast", s -> thin(s.getRef(0)));
    r.longBody("ptr::slice_len", s -> ((Slice) s.getRef(0)).length);
    r.node("ptr::slice_get", sig -> element(sig.typeLayout(0)));
    r.objectBody(
        "ptr::slice_range",
        s -> ((Slice) s.getRef(0)).range((int) s.getLong(0), (int) s.getLong(1)));
    r.node("ptr::slice_read", sig -> readAt(sig.typeLayout(0)));
    r.node("ptr::slice_write", sig -> writeAt(sig.typeLayout(0)));
    r.node(
        "ptr::slice_swap",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfVoid(s -> {
            Slice a = (Slice) s.getRef(0);
            Elems.swap(
                kind,
                a.array,
                a.offset + (int) s.getLong(0),
                a.array,
                a.offset + (int) s.getLong(1));
          });
        });
    r.node(
        "ptr::slice_copy",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfVoid(s -> {
            Slice from = (Slice) s.getRef(0);
            Slice to = (Slice) s.getRef(1);
            Elems.copy(
                kind,
                from.array,
                from.offset + (int) s.getLong(0),
                to.array,
                to.offset + (int) s.getLong(1),
                (int) s.getLong(2));
          });
        });
    r.node(
        "box::new",
        sig -> {
          Layout l = sig.param(0);
          return switch (l.kind) {
            case ZST -> new NativeNodes.OfObject(s -> Unit.UNIT);
            case LONG, DOUBLE -> new NativeNodes.OfObject(s -> new Ref.LongCell(s.getLong(0)));
            case OBJECT ->
                l.isStorage()
                    ? new NativeNodes.OfObject(s -> s.getRef(0))
                    : new NativeNodes.OfObject(s -> new Ref.ObjCell(s.getRef(0)));
          };
        });
  }

  /** Reads a place bitwise; the place keeps its own storage. */
  static Node read(Layout l) {
    return switch (l.kind) {
      case ZST -> new NativeNodes.OfVoid(s -> {});
      case LONG -> new NativeNodes.OfLong(s -> ((Ref) s.getRef(0)).getLong());
      case DOUBLE -> new NativeNodes.OfDouble(s -> ((Ref) s.getRef(0)).getDouble());
      case OBJECT ->
          l.isStorage()
              ? new NativeNodes.OfObject(s -> l.moveOut(s.getRef(0)))
              : new NativeNodes.OfObject(s -> ((Ref) s.getRef(0)).get());
    };
  }

  /** Takes what a box holds: nobody looks at the box again. */
  private static Node take(Layout l) {
    return l.isStorage() ? new NativeNodes.OfObject(s -> s.getRef(0)) : read(l);
  }

  private static Node write(Layout l) {
    return new NativeNodes.OfVoid(
        switch (l.kind) {
          case ZST -> s -> {};
          case LONG -> s -> ((Ref) s.getRef(0)).setLong(s.getLong(0));
          case DOUBLE -> s -> ((Ref) s.getRef(0)).setDouble(Double.longBitsToDouble(s.getLong(0)));
          case OBJECT ->
              l.isStorage()
                  ? s -> l.assign(s.getRef(0), s.getRef(1))
                  : s -> ((Ref) s.getRef(0)).set(s.getRef(1));
        });
  }

  private static Node replace(Layout l) {
    return switch (l.kind) {
      case ZST -> new NativeNodes.OfVoid(s -> {});
      case LONG ->
          new NativeNodes.OfLong(s -> {
            Ref place = (Ref) s.getRef(0);
            long old = place.getLong();
            place.setLong(s.getLong(0));
            return old;
          });
      case DOUBLE ->
          new NativeNodes.OfDouble(s -> {
            Ref place = (Ref) s.getRef(0);
            double old = place.getDouble();
            place.setDouble(Double.longBitsToDouble(s.getLong(0)));
            return old;
          });
      case OBJECT ->
          l.isStorage()
              ? new NativeNodes.OfObject(s -> {
                Object old = l.moveOut(s.getRef(0));
                l.assign(s.getRef(0), s.getRef(1));
                return old;
              })
              : new NativeNodes.OfObject(s -> {
                Ref place = (Ref) s.getRef(0);
                Object old = place.get();
                place.set(s.getRef(1));
                return old;
              });
    };
  }

  private static Node swap(Layout l) {
    return new NativeNodes.OfVoid(
        switch (l.kind) {
          case ZST -> s -> {};
          case LONG ->
              s -> {
                Ref a = (Ref) s.getRef(0);
                Ref b = (Ref) s.getRef(1);
                long v = a.getLong();
                a.setLong(b.getLong());
                b.setLong(v);
              };
          case DOUBLE ->
              s -> {
                Ref a = (Ref) s.getRef(0);
                Ref b = (Ref) s.getRef(1);
                double v = a.getDouble();
                a.setDouble(b.getDouble());
                b.setDouble(v);
              };
          case OBJECT ->
              l.isStorage()
                  ? s -> {
                    Object old = l.moveOut(s.getRef(0));
                    l.assign(s.getRef(0), s.getRef(1));
                    l.assign(s.getRef(1), old);
                  }
                  : s -> {
                    Ref a = (Ref) s.getRef(0);
                    Ref b = (Ref) s.getRef(1);
                    Object v = a.get();
                    a.set(b.get());
                    b.set(v);
                  };
        });
  }

  /** The place of an element behind a slice pointer. */
  static Node element(Layout l) {
    int kind = l.elemKind;
    if (l.isZst()) {
      return new NativeNodes.OfObject(s -> Unit.UNIT);
    }
    return new NativeNodes.OfObject(
        l.isStorage()
            ? s -> {
              Slice a = (Slice) s.getRef(0);
              return ((Object[]) a.array)[a.offset + (int) s.getLong(0)];
            }
            : s -> {
              Slice a = (Slice) s.getRef(0);
              return new Ref.Elem(kind, a.array, a.offset + (int) s.getLong(0));
            });
  }

  private static Node readAt(Layout l) {
    int kind = l.elemKind;
    return switch (l.kind) {
      case ZST -> new NativeNodes.OfVoid(s -> {});
      case LONG ->
          new NativeNodes.OfLong(s -> {
            Slice a = (Slice) s.getRef(0);
            return Elems.getLong(kind, a.array, a.offset + (int) s.getLong(0));
          });
      case DOUBLE ->
          new NativeNodes.OfDouble(s -> {
            Slice a = (Slice) s.getRef(0);
            return Elems.getDouble(kind, a.array, a.offset + (int) s.getLong(0));
          });
      case OBJECT ->
          new NativeNodes.OfObject(s -> {
            Slice a = (Slice) s.getRef(0);
            return ((Object[]) a.array)[a.offset + (int) s.getLong(0)];
          });
    };
  }

  private static Node writeAt(Layout l) {
    int kind = l.elemKind;
    return new NativeNodes.OfVoid(
        switch (l.kind) {
          case ZST -> s -> {};
          case LONG ->
              s -> {
                Slice a = (Slice) s.getRef(0);
                Elems.setLong(kind, a.array, a.offset + (int) s.getLong(0), s.getLong(1));
              };
          case DOUBLE ->
              s -> {
                Slice a = (Slice) s.getRef(0);
                Elems.setDouble(
                    kind,
                    a.array,
                    a.offset + (int) s.getLong(0),
                    Double.longBitsToDouble(s.getLong(1)));
              };
          case OBJECT ->
              s -> {
                Slice a = (Slice) s.getRef(0);
                ((Object[]) a.array)[a.offset + (int) s.getLong(0)] = s.getRef(1);
              };
        });
  }

  private static Object thin(Object p) {
    return p instanceof DynRef d ? d.data() : p;
  }

  static boolean same(Object a, Object b) {
    a = thin(a);
    b = thin(b);
    if (a instanceof Slice x && b instanceof Slice y) {
      return x.array == y.array && x.offset == y.offset && x.length == y.length;
    }
    return a == b || a instanceof Ref x && b instanceof Ref y && x.samePlace(y);
  }

  private static long address(Object p) {
    p = thin(p);
    int hash =
        switch (p) {
          case Slice s -> System.identityHashCode(s.array) + s.offset;
          case Ref f -> f.placeHash();
          case null -> 0;
          default -> System.identityHashCode(p);
        };
    return 0x7f00_0000_0000L | (hash & 0xFFFF_FFFFL) << 4;
  }

  /** Of sized types, slices, {@code str} and {@code dyn}. */
  private static Node dropInPlace(NativeSig sig) {
    Ty ty = sig.typeArg(0);
    int base = Invoke.NATIVE_FRAME;
    return switch (ty) {
      case Ty.Dynamic d ->
          new NativeNodes.OfVoid(s -> {
            DynRef p = (DynRef) s.getRef(0);
            DropGlue glue = p.vtable().glue();
            if (glue != null) {
              s.ensure(base + 1, base + 1);
              glue.drop(s, base, base, p.vtable().layout.read(p.data()));
            }
          });
      case Ty.Str t -> new NativeNodes.OfVoid(s -> {});
      case Ty.Slice slice -> {
        DropGlue glue = sig.linker().glue(slice.element);
        yield glue == null
            ? new NativeNodes.OfVoid(s -> {})
            : new NativeNodes.OfVoid(s -> dropElements(s, glue, base));
      }
      case Ty t -> {
        DropGlue glue = sig.linker().glue(t);
        Layout l = sig.linker().layout(t);
        yield glue == null
            ? new NativeNodes.OfVoid(s -> {})
            : new NativeNodes.OfVoid(s -> {
              s.ensure(base + 1, base + 1);
              glue.drop(s, base, base, l.read(s.getRef(0)));
            });
      }
    };
  }

  /** All of them, in order, whatever fails. */
  private static void dropElements(Stack s, DropGlue glue, int base) {
    Slice a = (Slice) s.getRef(0);
    s.ensure(base + 1, base + 1);
    org.asrlang.task.Unwind failure = null;
    for (int i = 0; i < a.length && (failure == null || !failure.isKill()); i++) {
      boolean panics = failure != null && failure.isPanic();
      if (panics) {
        s.task.panicking++;
      }
      try {
        Object v = a.array instanceof Object[] objects ? objects[a.offset + i] : Unit.UNIT;
        glue.drop(s, base, base, v);
      } catch (org.asrlang.task.Unwind u) {
        failure = org.asrlang.task.Unwind.combine(failure, u);
      }
      if (panics) {
        s.task.panicking--;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
