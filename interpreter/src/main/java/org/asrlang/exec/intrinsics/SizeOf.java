package org.asrlang.exec.intrinsics;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.resolve.Def;
import org.asrlang.types.Const;
import org.asrlang.types.Ty;

/**
 * Sizes as rustc lays types out on 64 bits: fields by falling alignment, enums in a niche of their
 * one variant with data where it has enough invalid values, else behind a tag.
 */
final class SizeOf {
  /**
   * @param niches how many invalid bit patterns the type has that an enum around it may use
   */
  record Size(long size, long align, double niches) {}

  private static final Size POINTER = new Size(8, 8, 1);
  private static final Size FAT = new Size(16, 8, 1);
  private static final double MANY = 1e9;

  private final NativeSig.Linker linker;

  SizeOf(NativeSig.Linker linker) {
    this.linker = linker;
  }

  Size of(Ty ty) {
    return switch (ty) {
      case Ty.Bool b -> new Size(1, 1, 254);
      case Ty.Char c -> new Size(4, 4, MANY);
      case Ty.Int i -> scalar(i.kind.bits / 8);
      case Ty.Uint i -> scalar(i.kind.bits / 8);
      case Ty.Float f -> scalar(f.bits / 8);
      case Ty.Ref r -> pointer(r.target);
      case Ty.FnPtr f -> POINTER;
      case Ty.Array a -> {
        Size e = of(a.element);
        long n = a.length instanceof Const.Value v ? (Long) v.value() : 0;
        yield new Size(e.size * n, e.align, n == 0 ? 0 : e.niches);
      }
      case Ty.Adt a -> adt(a);
      case Ty t -> {
        Layout l = linker.layout(t);
        yield l.variants == null ? new Size(0, 1, 0) : fields(l.variants[0], 0);
      }
    };
  }

  private static Size scalar(long bytes) {
    return new Size(bytes, bytes, 0);
  }

  private static Size pointer(Ty target) {
    return target instanceof Ty.Slice || target instanceof Ty.Str || target instanceof Ty.Dynamic
        ? FAT
        : POINTER;
  }

  private Size adt(Ty.Adt a) {
    String name = a.def.name();
    boolean std = a.def.crate().name().equals("std");
    if (std) {
      switch (name) {
        case "Box", "Rc", "Arc", "Weak", "Ptr" -> {
          return pointer((Ty) a.args.get(a.args.size() - 1));
        }
        case "String", "Vec", "BinaryHeap" -> {
          return new Size(24, 8, MANY);
        }
        case "BTreeMap", "BTreeSet" -> {
          return new Size(24, 8, 0);
        }
        case "LinkedList" -> {
          return new Size(24, 8, 0);
        }
        case "VecDeque" -> {
          return new Size(32, 8, MANY);
        }
        case "HashMap", "HashSet" -> {
          // The keys of std's hasher are 16 bytes.
          Size hasher = of((Ty) a.args.get(a.args.size() - 1));
          return new Size(32 + (isRandomState(a) ? 16 : hasher.size), 8, MANY);
        }
        case "Duration", "Instant", "SystemTime" -> {
          return new Size(16, 8, MANY);
        }
        case "Mutex" -> {
          return locked((Ty) a.args.get(0), 4);
        }
        case "RwLock" -> {
          return locked((Ty) a.args.get(0), 8);
        }
        case "AtomicBool", "AtomicU8", "AtomicI8" -> {
          return scalar(1);
        }
        case "AtomicU16", "AtomicI16" -> {
          return scalar(2);
        }
        case "AtomicU32", "AtomicI32" -> {
          return scalar(4);
        }
        case "AtomicU64", "AtomicI64", "AtomicUsize", "AtomicIsize" -> {
          return scalar(8);
        }
        case "NonZero" -> {
          Size number = of((Ty) a.args.get(0));
          return new Size(number.size, number.align, 1);
        }
        case "RawBuf" -> {
          return new Size(16, 8, MANY);
        }
        default -> {}
      }
    }
    Layout l = linker.layout(a);
    if (a.def.kind() == Def.Kind.STRUCT) {
      Size s = l.variants == null ? new Size(0, 1, 0) : fields(l.variants[0], 0);
      return std && name.equals("UnsafeCell") ? new Size(s.size, s.align, 0) : s;
    }
    return enumSize(l, a.def.children(Def.Kind.VARIANT).size());
  }

  private static boolean isRandomState(Ty.Adt a) {
    return a.args.get(a.args.size() - 1) instanceof Ty.Adt s && s.def.name().equals("RandomState");
  }

  /** The value behind a lock's state and the mark of poison. */
  private Size locked(Ty value, int state) {
    Size v = of(value);
    long align = Math.max(v.align, 4);
    return new Size(round(state + 1 + v.size, align), align, 0);
  }

  private Size enumSize(Layout l, int variants) {
    if (variants == 0) {
      return new Size(0, 1, 0);
    }
    if (l.variants == null) {
      return variants == 1 ? new Size(0, 1, 0) : tag(variants);
    }
    Size largest = new Size(0, 1, 0);
    int withData = 0;
    for (Layout.Field[] v : l.variants) {
      Size s = fields(v, 0);
      withData += s.size > 0 ? 1 : 0;
      largest = s.size > largest.size || s.align > largest.align ? max(s, largest) : largest;
    }
    if (variants == 1) {
      return largest;
    }
    if (withData == 0) {
      return tag(variants);
    }
    if (withData == 1 && largest.niches >= variants - 1) {
      return new Size(largest.size, largest.align, largest.niches - (variants - 1));
    }
    long tagged = 0;
    long align = 1;
    for (Layout.Field[] v : l.variants) {
      Size s = fields(v, 1);
      tagged = Math.max(tagged, s.size);
      align = Math.max(align, s.align);
    }
    return new Size(round(tagged, align), align, 256 - variants);
  }

  private static Size max(Size a, Size b) {
    return new Size(
        Math.max(a.size, b.size), Math.max(a.align, b.align), Math.max(a.niches, b.niches));
  }

  private static Size tag(int variants) {
    return variants <= 256 ? new Size(1, 1, 256 - variants) : new Size(2, 2, 65536 - variants);
  }

  /** A tag of that size first, then the fields by falling alignment (after a tag: rising). */
  private Size fields(Layout.Field[] fields, long tag) {
    List<Size> sizes = new ArrayList<>();
    for (Layout.Field f : fields) {
      sizes.add(of(f.layout().ty));
    }
    sizes.sort((x, y) -> Long.compare(tag == 0 ? y.align : x.align, tag == 0 ? x.align : y.align));
    long at = tag;
    long align = 1;
    double niches = 0;
    for (Size s : sizes) {
      at = round(at, s.align) + s.size;
      align = Math.max(align, s.align);
      niches = Math.max(niches, s.niches);
    }
    return new Size(round(at, align), align, niches);
  }

  private static long round(long n, long align) {
    return (n + align - 1) / align * align;
  }
}
