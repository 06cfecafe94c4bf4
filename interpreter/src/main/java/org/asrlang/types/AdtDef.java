package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/**
 * The shape of a struct or enum.
 *
 * @param variants a struct has one, whose Def is the struct itself
 * @param isBox the lang item {@code Box}: dereferencing it moves out and borrows through
 */
public record AdtDef(Def def, boolean isEnum, boolean isBox, List<Variant> variants) {
  /**
   * @param ctor how it is built
   */
  public record Variant(Def def, String name, int index, Ctor ctor, List<Field> fields) {
    public int fieldIndex(String name) {
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).name().equals(name)) {
          return i;
        }
      }
      return -1;
    }
  }

  public enum Ctor {
    UNIT,
    TUPLE,
    NAMED
  }

  /** The type is generic: instantiate it with {@link Subst}. */
  public record Field(Def def, String name, Ty ty) {}

  public Variant struct() {
    return variants.get(0);
  }

  public Variant variant(Def variantOrStruct) {
    for (Variant v : variants) {
      if (v.def() == variantOrStruct) {
        return v;
      }
    }
    return null;
  }
}
