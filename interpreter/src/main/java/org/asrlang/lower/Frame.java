package org.asrlang.lower;

import java.util.IdentityHashMap;
import java.util.Map;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Locals;
import org.asrlang.thir.LocalDecl;

/**
 * The frame of a function that is being lowered: each local has a slot of its own; above them
 * temporaries and outgoing arguments come and go like a stack.
 */
final class Frame {
  /** How a local is stored. */
  enum Storage {
    /** No content, no slot. */
    NONE,
    LONG,
    DOUBLE,
    /** An immutable or storage object, in the slot itself. */
    REF,
    /** Borrowed somewhere: in a heap cell, which the slot holds. */
    CELL
  }

  /** Where a local is. */
  record Var(Storage storage, int slot, Layout layout) {
    /** Initialises it; a cell is made anew. */
    Node init(Node value) {
      return switch (storage) {
        case NONE -> value;
        case LONG -> new Locals.StoreLong(slot, value);
        case DOUBLE -> new Locals.StoreDouble(slot, value);
        case REF -> new Locals.StoreRef(slot, value);
        case CELL ->
            switch (layout.kind) {
              case LONG -> new Locals.NewLongCell(slot, value);
              case DOUBLE -> new Locals.NewDoubleCell(slot, value);
              case OBJECT -> new Locals.NewObjCell(slot, value);
              case ZST -> throw new Bug("a cell without content");
            };
      };
    }
  }

  private final Map<LocalDecl, Var> vars = new IdentityHashMap<>();
  int longTop;
  int refTop;
  private int maxLongs;
  private int maxRefs;

  /** Known when the function is done; nodes made before read it then. */
  final int[] refsEnd = new int[1];

  int newLong() {
    int slot = longTop++;
    maxLongs = Math.max(maxLongs, longTop);
    return slot;
  }

  int newRef() {
    int slot = refTop++;
    maxRefs = Math.max(maxRefs, refTop);
    return slot;
  }

  /** Where the frame of a Drop impl may begin; there is room for what it drops. */
  int dropRefTop() {
    maxRefs = Math.max(maxRefs, refTop + 1);
    return refTop;
  }

  /** A slot for a value, not in a cell. */
  Var newTemp(Layout layout) {
    return switch (layout.kind) {
      case ZST -> new Var(Storage.NONE, -1, layout);
      case LONG -> new Var(Storage.LONG, newLong(), layout);
      case DOUBLE -> new Var(Storage.DOUBLE, newLong(), layout);
      case OBJECT -> new Var(Storage.REF, newRef(), layout);
    };
  }

  /** A slot for a local, a cell where it has to be one. */
  Var newVar(LocalDecl decl, Layout layout) {
    Var v =
        decl.borrowed && !layout.isStorage() && !layout.isZst()
            ? new Var(Storage.CELL, newRef(), layout)
            : newTemp(layout);
    vars.put(decl, v);
    return v;
  }

  void bind(LocalDecl decl, Var v) {
    vars.put(decl, v);
  }

  /** Null if it was not declared. */
  Var var(LocalDecl decl) {
    return vars.get(decl);
  }

  int longs() {
    return maxLongs;
  }

  int refs() {
    return maxRefs;
  }

  /** Fixes the size. */
  void close() {
    refsEnd[0] = maxRefs;
  }
}
