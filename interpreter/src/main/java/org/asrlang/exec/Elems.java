package org.asrlang.exec;

import java.util.Arrays;

/**
 * Arrays of guest values, naked Java arrays typed by element. The kind of an array is known when
 * lowering; the switches here are on constants of the calling node.
 */
public final class Elems {
  public static final int I8 = 0;
  public static final int U8 = 1;
  public static final int I16 = 2;
  public static final int U16 = 3;
  public static final int I32 = 4;
  public static final int U32 = 5;
  public static final int I64 = 6;
  public static final int F32 = 7;
  public static final int F64 = 8;

  /** Objects: storage objects, references, wide integers. */
  public static final int OBJ = 9;

  /** Elements without content: the array is {@link Unit}. */
  public static final int ZST = 10;

  private Elems() {}

  public static Object newArray(int kind, int length) {
    return switch (kind) {
      case I8, U8 -> new byte[length];
      case I16, U16 -> new short[length];
      case I32, U32 -> new int[length];
      case I64 -> new long[length];
      case F32 -> new float[length];
      case F64 -> new double[length];
      case OBJ -> new Object[length];
      default -> Unit.UNIT;
    };
  }

  public static long getLong(int kind, Object array, int i) {
    return switch (kind) {
      case I8 -> ((byte[]) array)[i];
      case U8 -> ((byte[]) array)[i] & 0xFF;
      case I16 -> ((short[]) array)[i];
      case U16 -> ((short[]) array)[i] & 0xFFFF;
      case I32 -> ((int[]) array)[i];
      case U32 -> ((int[]) array)[i] & 0xFFFF_FFFFL;
      case I64 -> ((long[]) array)[i];
      default -> throw new IllegalStateException();
    };
  }

  public static void setLong(int kind, Object array, int i, long v) {
    switch (kind) {
      case I8, U8 -> ((byte[]) array)[i] = (byte) v;
      case I16, U16 -> ((short[]) array)[i] = (short) v;
      case I32, U32 -> ((int[]) array)[i] = (int) v;
      case I64 -> ((long[]) array)[i] = v;
      default -> throw new IllegalStateException();
    }
  }

  public static double getDouble(int kind, Object array, int i) {
    return kind == F64 ? ((double[]) array)[i] : ((float[]) array)[i];
  }

  public static void setDouble(int kind, Object array, int i, double v) {
    if (kind == F64) {
      ((double[]) array)[i] = v;
    } else {
      ((float[]) array)[i] = (float) v;
    }
  }

  public static Object getObj(int kind, Object array, int i) {
    return kind == ZST ? Unit.UNIT : ((Object[]) array)[i];
  }

  public static void setObj(int kind, Object array, int i, Object v) {
    if (kind != ZST) {
      ((Object[]) array)[i] = v;
    }
  }

  /** As boxed value: {@link Long}, {@link Double} or the object. */
  public static Object getBoxed(int kind, Object array, int i) {
    return switch (kind) {
      case I8, U8, I16, U16, I32, U32, I64 -> getLong(kind, array, i);
      case F32, F64 -> getDouble(kind, array, i);
      default -> getObj(kind, array, i);
    };
  }

  public static void setBoxed(int kind, Object array, int i, Object v) {
    switch (kind) {
      case I8, U8, I16, U16, I32, U32, I64 -> setLong(kind, array, i, (Long) v);
      case F32, F64 -> setDouble(kind, array, i, (Double) v);
      default -> setObj(kind, array, i, v);
    }
  }

  /** Moves bits; the ranges may overlap. */
  public static void copy(int kind, Object from, int at, Object to, int toAt, int n) {
    if (kind != ZST && n > 0) {
      System.arraycopy(from, at, to, toAt, n);
    }
  }

  /** A copy with that length; elements beyond the old one are uninitialised. */
  public static Object resized(int kind, Object array, int length) {
    return switch (kind) {
      case I8, U8 -> Arrays.copyOf((byte[]) array, length);
      case I16, U16 -> Arrays.copyOf((short[]) array, length);
      case I32, U32 -> Arrays.copyOf((int[]) array, length);
      case I64 -> Arrays.copyOf((long[]) array, length);
      case F32 -> Arrays.copyOf((float[]) array, length);
      case F64 -> Arrays.copyOf((double[]) array, length);
      case OBJ -> Arrays.copyOf((Object[]) array, length);
      default -> array;
    };
  }

  public static int length(Object array) {
    return switch (array) {
      case byte[] a -> a.length;
      case Object[] a -> a.length;
      case int[] a -> a.length;
      case long[] a -> a.length;
      case double[] a -> a.length;
      case short[] a -> a.length;
      case float[] a -> a.length;
      default -> throw new IllegalStateException();
    };
  }

  /** Exchanges two elements of what may be two arrays of one kind. */
  public static void swap(int kind, Object a, int i, Object b, int j) {
    switch (kind) {
      case I8, U8, I16, U16, I32, U32, I64 -> {
        long x = getLong(kind, a, i);
        setLong(kind, a, i, getLong(kind, b, j));
        setLong(kind, b, j, x);
      }
      case F32, F64 -> {
        double x = getDouble(kind, a, i);
        setDouble(kind, a, i, getDouble(kind, b, j));
        setDouble(kind, b, j, x);
      }
      case OBJ -> {
        Object x = ((Object[]) a)[i];
        ((Object[]) a)[i] = ((Object[]) b)[j];
        ((Object[]) b)[j] = x;
      }
      default -> {}
    }
  }
}
