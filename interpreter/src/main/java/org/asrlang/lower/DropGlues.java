package org.asrlang.lower;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.exec.Agg;
import org.asrlang.exec.Code;
import org.asrlang.exec.DropGlue;
import org.asrlang.exec.DynRef;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.node.Unsized;
import org.asrlang.types.Ty;

/** The query <i>drop glue of</i>. What glue needs of other types it asks for when it first runs. */
final class DropGlues {
  private final Lowering ex;
  private final ConcurrentHashMap<Ty, DropGlue> known = new ConcurrentHashMap<>();

  DropGlues(Lowering ex) {
    this.ex = ex;
  }

  /** Null if dropping the type does nothing. */
  DropGlue of(Ty ty) {
    DropGlue found = known.get(ty);
    return found != null ? found : ex.locked(() -> find(ty));
  }

  private DropGlue find(Ty ty) {
    switch (ty) {
      case Ty.Str s -> {
        return null;
      }
      case Ty.Slice s -> {
        return of(s.element) == null ? null : known.computeIfAbsent(ty, t -> new OfSlice(s));
      }
      case Ty.Dynamic d -> {
        return known.computeIfAbsent(ty, t -> new OfDyn());
      }
      default -> {
        if (ex.layouts().isUnsized(ty)) {
          return known.computeIfAbsent(ty, t -> new OfTail(ty));
        }
        Layout layout = ex.layouts().of(ty);
        if (!layout.needsDrop) {
          return null;
        }
        DropGlue found = known.get(ty);
        if (found != null) {
          return found;
        }
        DropGlue made = make(ty, layout);
        DropGlue other = known.putIfAbsent(ty, made);
        return other != null ? other : made;
      }
    }
  }

  private DropGlue make(Ty ty, Layout layout) {
    if (ex.layouts().isBox(ty)) {
      return new OfBox(ty);
    }
    if (layout.transparent) {
      // Without a Drop impl: what is to be dropped is the one field.
      List<Ty> types = ex.layouts().fieldTypes(ty, 0);
      for (int i = 0; i < types.size(); i++) {
        if (layout.variants[0][i].itself()) {
          return of(types.get(i));
        }
      }
    }
    return ty instanceof Ty.Array a ? new OfArray(a) : new OfAgg(ty, layout);
  }

  /** Pushes what a reference of the type points to. */
  private void pushPointee(Ty ty, Object pointer, DropGlue.Work work) {
    switch (ty) {
      case Ty.Dynamic d -> pushDyn((DynRef) pointer, work);
      case Ty.Str s -> {}
      case Ty.Slice s -> {
        DropGlue glue = of(s);
        if (glue != null) {
          work.push(glue, pointer);
        }
      }
      default -> {
        if (ex.layouts().isUnsized(ty)) {
          work.push(of(ty), pointer);
          return;
        }
        Layout layout = ex.layouts().of(ty);
        if (layout.needsDrop) {
          work.push(of(ty), layout.isStorage() ? pointer : ((Ref) pointer).get());
        }
      }
    }
  }

  private static void pushDyn(DynRef d, DropGlue.Work work) {
    DropGlue glue = d.vtable().glue();
    if (glue != null) {
      Layout layout = d.vtable().layout;
      work.push(glue, layout.isStorage() ? d.data() : ((Ref) d.data()).get());
    }
  }

  private final class OfBox extends DropGlue {
    private final Ty ty;
    private final Ty content;

    OfBox(Ty ty) {
      this.ty = ty;
      this.content = ex.layouts().pointeeOf(ty);
    }

    @Override
    protected Object what() {
      return ty;
    }

    @Override
    protected void pushParts(Object value, Work work) {
      pushPointee(content, value, work);
    }
  }

  /** The value is the reference to the dyn place. */
  private static final class OfDyn extends DropGlue {
    @Override
    protected Object what() {
      return "dyn";
    }

    @Override
    protected void pushParts(Object value, Work work) {
      pushDyn((DynRef) value, work);
    }
  }

  /** A struct that ends in something unsized; the value is the reference to it. */
  private final class OfTail extends DropGlue {
    private final Ty ty;

    OfTail(Ty ty) {
      this.ty = ty;
    }

    @Override
    protected Object what() {
      return ty;
    }

    @Override
    protected void pushParts(Object value, Work work) {
      if (ex.layouts().isTailAlone(ty)) {
        pushPointee(ex.layouts().fieldTypes(ty, 0).getLast(), value, work);
      } else {
        pushPointee(ex.sized(ty, value), Unsized.dataOf(value), work);
      }
    }
  }

  /** The value is the slice. */
  private final class OfSlice extends DropGlue {
    private final Ty.Slice ty;

    OfSlice(Ty.Slice ty) {
      this.ty = ty;
    }

    @Override
    protected Object what() {
      return ty;
    }

    @Override
    protected void pushParts(Object value, Work work) {
      Slice slice = (Slice) value;
      pushElements(ty.element, slice.array, slice.offset, slice.length, work);
    }
  }

  private final class OfArray extends DropGlue {
    private final Ty.Array ty;

    OfArray(Ty.Array ty) {
      this.ty = ty;
    }

    @Override
    protected Object what() {
      return ty;
    }

    @Override
    protected void pushParts(Object value, Work work) {
      pushElements(ty.element, value, 0, ((Object[]) value).length, work);
    }
  }

  private void pushElements(Ty element, Object array, int from, int n, DropGlue.Work work) {
    DropGlue glue = of(element);
    Object[] elements = (Object[]) array;
    for (int i = from + n - 1; i >= from; i--) {
      work.push(glue, elements[i]);
    }
  }

  private final class OfAgg extends DropGlue {
    private final Ty ty;
    private final Layout layout;
    private final boolean hasImpl;
    private final String counted;
    private volatile Code impl;
    private volatile DropGlue[][] parts;

    OfAgg(Ty ty, Layout layout) {
      this.ty = ty;
      this.layout = layout;
      this.hasImpl = ty instanceof Ty.Adt a && ex.queries().dropImpl(a.def) != null;
      this.counted = ex.counted(ty);
    }

    @Override
    protected String counted() {
      return counted;
    }

    @Override
    protected Object what() {
      return ty;
    }

    @Override
    protected Code dropImpl() {
      if (!hasImpl) {
        return null;
      }
      Code code = impl;
      return code != null ? code : (impl = ex.dropCode((Ty.Adt) ty));
    }

    @Override
    protected void pushParts(Object value, Work work) {
      DropGlue[][] glues = parts;
      if (glues == null) {
        parts = glues = ex.locked(this::findParts);
      }
      Agg agg = (Agg) value;
      int variant = glues.length == 1 ? 0 : agg.tag;
      DropGlue[] fields = glues[variant];
      for (int i = fields.length - 1; i >= 0; i--) {
        if (fields[i] != null) {
          work.push(fields[i], agg.getRef(layout.variants[variant][i].slot()));
        }
      }
    }

    private DropGlue[][] findParts() {
      DropGlue[][] out = new DropGlue[layout.variants.length][];
      for (int v = 0; v < out.length; v++) {
        List<Ty> types = ex.layouts().fieldTypes(ty, v);
        out[v] = new DropGlue[types.size()];
        for (int i = 0; i < types.size(); i++) {
          // A field's layout knows better than its type: ManuallyDrop.
          out[v][i] = layout.variants[v][i].layout().needsDrop ? of(types.get(i)) : null;
        }
      }
      return out;
    }
  }
}
