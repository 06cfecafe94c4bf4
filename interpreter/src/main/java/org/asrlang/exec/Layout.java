package org.asrlang.exec;

import org.asrlang.resolve.Def;
import org.asrlang.types.Ty;

/**
 * How values of one concrete type are represented. Made once per type by the lowering; immutable
 * but for what it fills in lazily.
 */
public final class Layout {
  private String[] variantNames; // found when first asked for

  /** In which way nodes pass a value. */
  public enum Kind {
    /** No content: nothing is passed; as an object it is {@link Unit}. */
    ZST,
    LONG,
    DOUBLE,
    OBJECT
  }

  /** What the bits mean. */
  public enum Rep {
    ZST,
    INT,
    BOOL,
    CHAR,
    /** An enum without data: the variant's index. */
    ENUM,
    FLOAT,
    /** {@code i128}, {@code u128}: a {@link Wide}. */
    WIDE,
    /** An immutable object: reference, box, slice, dyn reference, function pointer, native. */
    POINTER,
    /** An {@link Agg}. */
    AGG,
    /** A Java array. */
    ARRAY,
    /** A {@link org.asrlang.exec.RawBuf}. */
    RAW_BUF
  }

  /**
   * One field.
   *
   * @param slot among the numbers or the objects, by the kind of the layout; 0 for ZST
   * @param itself in a transparent type: whether this field is the whole value
   */
  public record Field(Layout layout, int slot, boolean itself) {}

  public final Ty ty;
  public final Rep rep;
  public final Kind kind;

  /** Of integers and floats, in bits. */
  public final int bits;

  public final boolean signed;

  /** Whether dropping a value does anything. */
  public final boolean needsDrop;

  /** Whether the type is Copy. */
  public final boolean copy;

  /** A type that is represented as its only field. */
  public final boolean transparent;

  /** Of a transparent type, the representation itself; else this. */
  public final Layout inner;

  /** By variant and field; of a struct or tuple there is one variant. Null for others. */
  public final Field[][] variants;

  /** How many fields of each kind the object has room for. */
  public final int longs;

  public final int refs;

  /** Of arrays: the elements, and how many. */
  public final Layout element;

  public final long length;

  /** The {@link Elems} kind of an array of this type. */
  public final int elemKind;

  /** Of enums: the values that {@code as} gives, by variant; null where equal to the index. */
  public final long[] discriminants;

  public Layout(Builder b) {
    this.ty = b.ty;
    this.rep = b.rep;
    this.kind =
        switch (b.rep) {
          case ZST -> Kind.ZST;
          case INT, BOOL, CHAR, ENUM -> Kind.LONG;
          case FLOAT -> Kind.DOUBLE;
          case WIDE, POINTER, AGG, ARRAY, RAW_BUF -> Kind.OBJECT;
        };
    this.bits = b.bits;
    this.signed = b.signed;
    this.needsDrop = b.needsDrop;
    this.copy = b.copy;
    this.transparent = b.inner != null;
    this.inner = b.inner == null ? this : b.inner.inner;
    this.variants = b.variants;
    this.longs = b.longs;
    this.refs = b.refs;
    this.element = b.element;
    this.length = b.length;
    this.discriminants = b.discriminants;
    this.elemKind =
        switch (b.rep) {
          case ZST -> Elems.ZST;
          case BOOL -> Elems.U8;
          case CHAR -> Elems.I32;
          case ENUM -> b.bits <= 8 ? Elems.U8 : Elems.I32;
          case FLOAT -> b.bits == 32 ? Elems.F32 : Elems.F64;
          case INT ->
              switch (b.bits) {
                case 8 -> b.signed ? Elems.I8 : Elems.U8;
                case 16 -> b.signed ? Elems.I16 : Elems.U16;
                case 32 -> b.signed ? Elems.I32 : Elems.U32;
                default -> Elems.I64;
              };
          case WIDE, POINTER, AGG, ARRAY, RAW_BUF -> Elems.OBJ;
        };
  }

  /** Whether a reference to a value is the value's object itself. */
  public boolean isStorage() {
    return rep == Rep.AGG || rep == Rep.ARRAY || rep == Rep.RAW_BUF;
  }

  public boolean isZst() {
    return kind == Kind.ZST;
  }

  /** An empty storage object. */
  public Agg newAgg(int tag) {
    if (longs <= 1 && refs <= 1) {
      return new Agg(tag);
    }
    return longs <= 2 && refs <= 2 ? new Agg2(tag) : new AggN(tag, longs, refs);
  }

  /** Copies a value of a Copy type: storage is copied deeply, everything else shared. */
  public Object copyOf(Object value) {
    return switch (rep) {
      case AGG -> {
        Agg copy = ((Agg) value).shallowCopy();
        for (Field f : inner.variants[inner.variants.length == 1 ? 0 : copy.tag]) {
          if (f.layout().isStorage()) {
            copy.setRef(f.slot(), f.layout().copyOf(copy.getRef(f.slot())));
          }
        }
        yield copy;
      }
      case ARRAY -> {
        Object copy = shallowArray(value);
        if (element.isStorage()) {
          Object[] elements = (Object[]) copy;
          for (int i = 0; i < elements.length; i++) {
            elements[i] = element.copyOf(elements[i]);
          }
        }
        yield copy;
      }
      case RAW_BUF -> new RawBuf(((RawBuf) value).array);
      case ZST, INT, BOOL, CHAR, ENUM, FLOAT, WIDE, POINTER -> value;
    };
  }

  /** A new object with the bits of the storage object; what is inside is shared. */
  public Object moveOut(Object storage) {
    return switch (rep) {
      case AGG -> ((Agg) storage).shallowCopy();
      case ARRAY -> shallowArray(storage);
      case RAW_BUF -> new RawBuf(((RawBuf) storage).array);
      case ZST, INT, BOOL, CHAR, ENUM, FLOAT, WIDE, POINTER -> storage;
    };
  }

  /** Overwrites the content of a storage object. */
  public void assign(Object storage, Object value) {
    switch (rep) {
      case AGG -> ((Agg) storage).assignFrom((Agg) value);
      case ARRAY -> Elems.copy(element.elemKind, value, 0, storage, 0, (int) length);
      case RAW_BUF -> ((RawBuf) storage).array = ((RawBuf) value).array;
      case ZST, INT, BOOL, CHAR, ENUM, FLOAT, WIDE, POINTER -> throw new IllegalStateException();
    }
  }

  private Object shallowArray(Object array) {
    return element.isZst() ? array : Elems.resized(element.elemKind, array, (int) length);
  }

  /** Whether a value of a Copy type can be shared instead of copied. */
  public boolean copyIsTrivial() {
    return !isStorage();
  }

  public long discriminant(int variant) {
    return discriminants == null ? variant : discriminants[variant];
  }

  /** Reads the place behind a reference of the type as a boxed value; storage is not copied. */
  public Object read(Object ref) {
    return switch (kind) {
      case ZST -> Unit.UNIT;
      case LONG -> ((Ref) ref).getLong();
      case DOUBLE -> ((Ref) ref).getDouble();
      case OBJECT -> isStorage() ? ref : ((Ref) ref).get();
    };
  }

  /** Overwrites the place behind a reference by a boxed value. */
  public void write(Object ref, Object value) {
    switch (kind) {
      case ZST -> {}
      case LONG -> ((Ref) ref).setLong((Long) value);
      case DOUBLE -> ((Ref) ref).setDouble((Double) value);
      case OBJECT -> {
        if (isStorage()) {
          assign(ref, value);
        } else {
          ((Ref) ref).set(value);
        }
      }
    }
  }

  /** A new place on the heap with that boxed value: what a box holds. */
  public Object newBox(Object value) {
    return switch (kind) {
      case ZST -> Unit.UNIT;
      case LONG -> new Ref.LongCell((Long) value);
      case DOUBLE -> new Ref.LongCell(Double.doubleToRawLongBits((Double) value));
      case OBJECT -> isStorage() ? value : new Ref.ObjCell(value);
    };
  }

  /** A field as boxed value. */
  public Object getField(Object agg, int variant, int field) {
    Field f = variants[variant][field];
    if (f.itself()) {
      return agg;
    }
    return switch (f.layout().kind) {
      case ZST -> Unit.UNIT;
      case LONG -> ((Agg) agg).getLong(f.slot());
      case DOUBLE -> Double.longBitsToDouble(((Agg) agg).getLong(f.slot()));
      case OBJECT -> ((Agg) agg).getRef(f.slot());
    };
  }

  /** Sets a field to a boxed value. */
  public void setField(Agg agg, int variant, int field, Object value) {
    Field f = variants[variant][field];
    switch (f.layout().kind) {
      case ZST -> {}
      case LONG -> agg.setLong(f.slot(), (Long) value);
      case DOUBLE -> agg.setLong(f.slot(), Double.doubleToRawLongBits((Double) value));
      case OBJECT -> agg.setRef(f.slot(), value);
    }
  }

  /** Builds a struct, tuple or variant of boxed fields. */
  public Object build(int variant, Object... fields) {
    if (rep == Rep.ZST) {
      return Unit.UNIT;
    }
    Field[] fs = variants[variant];
    if (transparent) {
      for (int i = 0; i < fs.length; i++) {
        if (fs[i].itself()) {
          return fields[i];
        }
      }
      throw new IllegalStateException();
    }
    if (rep == Rep.ENUM) {
      return (long) variant;
    }
    Agg agg = newAgg(variants.length == 1 ? 0 : variant);
    for (int i = 0; i < fs.length; i++) {
      setField(agg, variant, i, fields[i]);
    }
    return agg;
  }

  /** Which variant of an enum has this name. */
  public int variantIndex(String name) {
    String[] names = variantNames;
    if (names == null) {
      names =
          ((Ty.Adt) ty)
              .def.children(Def.Kind.VARIANT).stream().map(Def::name).toArray(String[]::new);
      variantNames = names;
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException(this + " has no variant " + name);
  }

  @Override
  public String toString() {
    return ty + ": " + rep;
  }

  /** Collects what a layout is made of. */
  public static final class Builder {
    public final Ty ty;
    public final Rep rep;
    public int bits = 64;
    public boolean signed;
    public boolean needsDrop;
    public boolean copy;

    /** For a transparent type: the layout of its field. */
    public Layout inner;

    public Field[][] variants;
    public int longs;
    public int refs;
    public Layout element;
    public long length;
    public long[] discriminants;

    public Builder(Ty ty, Rep rep) {
      this.ty = ty;
      this.rep = rep;
    }

    public Layout build() {
      return new Layout(this);
    }
  }
}
