package org.asrlang.lower;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.exec.Agg;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Wide;
import org.asrlang.types.Ty;
import org.asrlang.types.ValTree;

/** Reads the values of evaluated constants back from their representation. */
final class ValTrees {
  private final Layouts layouts;

  ValTrees(Layouts layouts) {
    this.layouts = layouts;
  }

  /**
   * @param value as {@link org.asrlang.exec.natives.Invoke#boxed} gives it
   * @return null if it holds what no pattern can match: function pointers, boxes, {@code dyn}
   */
  ValTree read(Object value, Ty ty) {
    Layout layout = layouts.of(ty);
    return switch (layout.kind) {
      case ZST -> empty(ty);
      case LONG -> number((Long) value, layout, ty);
      case DOUBLE -> new ValTree.Scalar(value);
      case OBJECT -> object(value, layout, ty);
    };
  }

  private ValTree number(long n, Layout layout, Ty ty) {
    return switch (layout.rep) {
      case BOOL -> new ValTree.Scalar(n != 0);
      case CHAR -> new ValTree.Scalar((int) n);
      case ENUM -> new ValTree.Branch((int) n, zeroSized(ty, (int) n));
      case INT ->
          layout.transparent
              ? new ValTree.Branch(0, wrapped(n, layout, ty))
              : new ValTree.Scalar(
                  layout.signed ? BigInteger.valueOf(n) : new BigInteger(Long.toUnsignedString(n)));
      case ZST, FLOAT, WIDE, POINTER, AGG, ARRAY, RAW_BUF -> throw new Bug("number " + ty);
    };
  }

  private ValTree object(Object value, Layout layout, Ty ty) {
    if (layout.transparent) {
      return branch(0, wrapped(value, layout, ty));
    }
    return switch (ty) {
      case Ty.Int i -> new ValTree.Scalar(((Wide) value).big(true));
      case Ty.Uint u -> new ValTree.Scalar(((Wide) value).big(false));
      case Ty.Array a -> elements(value, 0, (int) layout.length, a.element);
      case Ty.Ref r -> behind(value, r.target);
      case Ty.Tuple t -> fields((Agg) value, layout, ty);
      case Ty.Adt a -> value instanceof Agg agg ? fields(agg, layout, ty) : null;
      default -> null;
    };
  }

  private ValTree behind(Object pointer, Ty target) {
    return switch (target) {
      case Ty.Str s -> {
        Slice text = (Slice) pointer;
        byte[] utf8 = new byte[text.length];
        System.arraycopy(text.array, text.offset, utf8, 0, text.length);
        yield new ValTree.Str(utf8);
      }
      case Ty.Slice s -> {
        Slice part = (Slice) pointer;
        yield elements(part.array, part.offset, part.length, s.element);
      }
      case Ty.Dynamic d -> null;
      case Ty t -> {
        Layout layout = layouts.of(t);
        yield switch (layout.kind) {
          case ZST -> empty(t);
          case LONG -> read(((Ref) pointer).getLong(), t);
          case DOUBLE -> read(((Ref) pointer).getDouble(), t);
          case OBJECT -> read(layout.isStorage() ? pointer : ((Ref) pointer).get(), t);
        };
      }
    };
  }

  private ValTree elements(Object array, int from, int length, Ty element) {
    Layout layout = layouts.of(element);
    List<ValTree> parts = new ArrayList<>();
    for (int i = from; i < from + length; i++) {
      parts.add(
          switch (layout.kind) {
            case ZST -> empty(element);
            case LONG -> read(Elems.getLong(layout.elemKind, array, i), element);
            case DOUBLE -> read(Elems.getDouble(layout.elemKind, array, i), element);
            case OBJECT -> read(Elems.getObj(layout.elemKind, array, i), element);
          });
    }
    return branch(0, parts);
  }

  private ValTree fields(Agg agg, Layout layout, Ty ty) {
    int variant = layout.variants.length == 1 ? 0 : agg.tag;
    List<Ty> types = layouts.fieldTypes(ty, variant);
    List<ValTree> parts = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Layout.Field f = layout.variants[variant][i];
      parts.add(
          switch (f.layout().kind) {
            case ZST -> empty(types.get(i));
            case LONG -> read(agg.getLong(f.slot()), types.get(i));
            case DOUBLE -> read(Double.longBitsToDouble(agg.getLong(f.slot())), types.get(i));
            case OBJECT -> read(agg.getRef(f.slot()), types.get(i));
          });
    }
    return branch(variant, parts);
  }

  /** The fields of a type that is represented as one of them. */
  private List<ValTree> wrapped(Object value, Layout layout, Ty ty) {
    List<Ty> types = layouts.fieldTypes(ty, 0);
    List<ValTree> parts = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      parts.add(layout.variants[0][i].itself() ? read(value, types.get(i)) : empty(types.get(i)));
    }
    return parts;
  }

  private ValTree empty(Ty ty) {
    return switch (ty) {
      case Ty.Array a -> {
        int n = (int) layouts.of(ty).length;
        yield branch(0, java.util.Collections.nCopies(n, n == 0 ? null : empty(a.element)));
      }
      case Ty.Tuple t -> branch(0, zeroSized(ty, 0));
      case Ty.Adt a -> branch(0, zeroSized(ty, 0));
      default -> null;
    };
  }

  private List<ValTree> zeroSized(Ty ty, int variant) {
    List<ValTree> parts = new ArrayList<>();
    layouts.fieldTypes(ty, variant).forEach(t -> parts.add(empty(t)));
    return parts;
  }

  private static ValTree branch(int variant, List<ValTree> parts) {
    return parts.contains(null) ? null : new ValTree.Branch(variant, parts);
  }
}
