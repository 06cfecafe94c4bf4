package org.asrlang.types.infer;

import java.util.Arrays;
import org.asrlang.types.Const;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** Which variables were bound, in order; they are only ever bound once. */
final class UndoLog {
  private static final int TY = 0;
  private static final int CONST = 1;
  private static final int REGION = 2;

  private int[] log = new int[64];
  private int length;

  int length() {
    return length;
  }

  void ty(int id) {
    add(id << 2 | TY);
  }

  void constant(int id) {
    add(id << 2 | CONST);
  }

  void region(int id) {
    add(id << 2 | REGION);
  }

  void clear() {
    length = 0;
  }

  void back(int to, Ty[] tys, Const[] consts, Region[] regions) {
    while (length > to) {
      int entry = log[--length];
      int id = entry >>> 2;
      switch (entry & 3) {
        case TY -> tys[id] = null;
        case CONST -> consts[id] = null;
        default -> regions[id] = null;
      }
    }
  }

  private void add(int entry) {
    if (length == log.length) {
      log = Arrays.copyOf(log, length * 2);
    }
    log[length++] = entry;
  }
}
