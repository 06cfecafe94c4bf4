package org.asrlang.lower;

import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Drops;
import org.asrlang.exec.node.Elements;
import org.asrlang.exec.node.Fields;
import org.asrlang.exec.node.Floats;
import org.asrlang.exec.node.Locals;
import org.asrlang.exec.node.LongBin;
import org.asrlang.exec.node.Refs;

/**
 * How to get at a place: makes the nodes that read, write and borrow it. Each node evaluates the
 * place anew, so a place with effects is used once, or first made stable.
 */
abstract class Access {
  /** Null for unsized places. */
  final Layout layout;

  Access(Layout layout) {
    this.layout = layout;
  }

  /** The value as it lies there: storage objects are not copied. */
  abstract Node load();

  /** Moves an object out: what is left is empty (null). */
  abstract Node take();

  /** Stores without dropping what was there. */
  abstract Node store(Node value);

  /** A reference to the place. */
  abstract Node addr();

  Node update(LongBin op, Node value) {
    throw cannot("compute with");
  }

  Node update(Floats.Bin op, Node value) {
    throw cannot("compute with");
  }

  /** Drops the content where it lies, or null: then what {@link #take} gives is dropped. */
  Node dropInPlace(Drops.Site glue) {
    return null;
  }

  /** The same place seen as another type of the same representation. */
  abstract Access as(Layout other);

  Bug cannot(String what) {
    return new Bug("cannot " + what + " a place of " + layout);
  }

  /** A local in a slot of its own. */
  static final class Slot extends Access {
    final Frame.Var var;

    Slot(Frame.Var var, Layout layout) {
      super(layout);
      this.var = var;
    }

    @Override
    Node load() {
      return switch (var.storage()) {
        case LONG -> new Locals.LoadLong(var.slot());
        case DOUBLE -> new Locals.LoadDouble(var.slot());
        case REF -> new Locals.LoadRef(var.slot());
        case NONE, CELL -> throw cannot("load");
      };
    }

    @Override
    Node take() {
      return new Locals.TakeRef(var.slot());
    }

    @Override
    Node store(Node value) {
      return var.init(value);
    }

    @Override
    Node addr() {
      if (!layout.isStorage()) {
        throw cannot("borrow");
      }
      return load();
    }

    @Override
    Node update(LongBin op, Node value) {
      return new Locals.UpdateLong(var.slot(), op, value);
    }

    @Override
    Node update(Floats.Bin op, Node value) {
      return new Locals.UpdateDouble(var.slot(), op, value);
    }

    @Override
    Access as(Layout other) {
      return new Slot(var, other);
    }
  }

  /** Behind a reference that is no storage object. */
  static class Behind extends Access {
    final Node ref;

    Behind(Node ref, Layout layout) {
      super(layout);
      this.ref = ref;
    }

    @Override
    Node load() {
      return switch (layout.kind) {
        case LONG -> new Refs.LoadLong(ref);
        case DOUBLE -> new Refs.LoadDouble(ref);
        case OBJECT -> new Refs.LoadObj(ref);
        case ZST -> throw cannot("load");
      };
    }

    @Override
    Node take() {
      return new Refs.TakeObj(ref);
    }

    @Override
    Node store(Node value) {
      return switch (layout.kind) {
        case LONG -> new Refs.StoreLong(ref, value);
        case DOUBLE -> new Refs.StoreDouble(ref, value);
        case OBJECT -> new Refs.StoreObj(ref, value);
        case ZST -> throw cannot("store");
      };
    }

    @Override
    Node addr() {
      return ref;
    }

    @Override
    Node update(LongBin op, Node value) {
      return new Refs.UpdateLong(ref, op, value);
    }

    @Override
    Node update(Floats.Bin op, Node value) {
      return new Refs.UpdateDouble(ref, op, value);
    }

    @Override
    Access as(Layout other) {
      return new Behind(ref, other);
    }
  }

  /** A local in a cell, which may not exist yet where the local is uninitialised. */
  static final class Cell extends Behind {
    final int slot;

    Cell(int slot, Layout layout) {
      super(new Locals.LoadRef(slot), layout);
      this.slot = slot;
    }

    @Override
    Node take() {
      return new Locals.TakeCell(slot);
    }

    @Override
    Node store(Node value) {
      return new Locals.AssignCell(slot, layout.kind, value);
    }

    @Override
    Access as(Layout other) {
      return new Cell(slot, other);
    }
  }

  /** A storage object behind a reference to it. */
  static final class Storage extends Access {
    final Node object;

    /** Of the box that owns it, or null: moving out empties the box. */
    final Access box;

    Storage(Node object, Access box, Layout layout) {
      super(layout);
      this.object = object;
      this.box = box;
    }

    @Override
    Node load() {
      return object;
    }

    @Override
    Node take() {
      if (box == null) {
        throw cannot("move out of a reference to");
      }
      return box.take();
    }

    @Override
    Node store(Node value) {
      return box == null ? new Refs.Overwrite(layout, object, value) : box.store(value);
    }

    @Override
    Node addr() {
      return object;
    }

    @Override
    Node dropInPlace(Drops.Site glue) {
      return box == null ? new Drops.Value(glue, object) : null;
    }

    @Override
    Access as(Layout other) {
      return new Storage(object, box, other);
    }
  }

  /** A field of a storage object. */
  static final class OfField extends Access {
    final Node object;
    final int slot;

    OfField(Node object, int slot, Layout layout) {
      super(layout);
      this.object = object;
      this.slot = slot;
    }

    @Override
    Node load() {
      return switch (layout.kind) {
        case LONG -> Fields.loadLong(object, slot);
        case DOUBLE -> new Fields.LoadDouble(object, slot);
        case OBJECT -> Fields.loadRef(object, slot);
        case ZST -> throw cannot("load");
      };
    }

    @Override
    Node take() {
      return new Fields.TakeRef(object, slot);
    }

    @Override
    Node store(Node value) {
      return switch (layout.kind) {
        case LONG -> new Fields.StoreLong(object, slot, value);
        case DOUBLE -> new Fields.StoreDouble(object, slot, value);
        case OBJECT -> new Fields.StoreRef(object, slot, value);
        case ZST -> throw cannot("store");
      };
    }

    @Override
    Node addr() {
      if (layout.isStorage()) {
        return load();
      }
      return layout.kind == Layout.Kind.OBJECT
          ? new Fields.RefObj(object, slot)
          : new Fields.RefLong(object, slot);
    }

    @Override
    Node update(LongBin op, Node value) {
      return new Fields.UpdateLong(object, slot, op, value);
    }

    @Override
    Node update(Floats.Bin op, Node value) {
      return new Fields.UpdateDouble(object, slot, op, value);
    }

    @Override
    Access as(Layout other) {
      return new OfField(object, slot, other);
    }
  }

  /** An element of an array or slice. */
  static final class Element extends Access {
    final Elements.Place at;

    Element(Elements.Place at, Layout layout) {
      super(layout);
      this.at = at;
    }

    @Override
    Node load() {
      return switch (layout.kind) {
        case LONG -> Elements.loadLong(at);
        case DOUBLE -> new Elements.LoadDouble(at);
        case OBJECT -> new Elements.LoadObj(at);
        case ZST -> new Elements.Check(at);
      };
    }

    @Override
    Node take() {
      return new Elements.TakeObj(at);
    }

    @Override
    Node store(Node value) {
      return switch (layout.kind) {
        case LONG -> new Elements.StoreLong(at, value);
        case DOUBLE -> new Elements.StoreDouble(at, value);
        case OBJECT -> new Elements.StoreObj(at, value);
        case ZST -> new org.asrlang.exec.node.Control.Then(value, new Elements.Check(at));
      };
    }

    @Override
    Node addr() {
      return layout.isStorage() || layout.isZst() ? load() : new Elements.RefTo(at);
    }

    @Override
    Node update(LongBin op, Node value) {
      return new Elements.UpdateLong(at, op, value);
    }

    @Override
    Node update(Floats.Bin op, Node value) {
      return new Elements.UpdateDouble(at, op, value);
    }

    @Override
    Access as(Layout other) {
      return new Element(at, other);
    }
  }

  /** Some of the elements of an array in a pattern: they are copied or moved to a new one. */
  static final class SubArray extends Access {
    final Elements.SubArray part;

    SubArray(Elements.SubArray part, Layout layout) {
      super(layout);
      this.part = part;
    }

    @Override
    Node load() {
      return part;
    }

    @Override
    Node take() {
      return part.taking();
    }

    @Override
    Node store(Node value) {
      throw cannot("store to");
    }

    @Override
    Node addr() {
      return part;
    }

    @Override
    Access as(Layout other) {
      return new SubArray(part, other);
    }
  }

  /** A place without content. */
  static final class Nothing extends Access {
    Nothing(Layout layout) {
      super(layout);
    }

    @Override
    Node load() {
      return Constants.Nothing.NODE;
    }

    @Override
    Node take() {
      return Constants.Nothing.NODE;
    }

    @Override
    Node store(Node value) {
      return value;
    }

    @Override
    Node addr() {
      return Constants.Nothing.NODE;
    }

    @Override
    Access as(Layout other) {
      return new Nothing(other);
    }
  }

  /** An unsized place: there is only the reference to it. */
  static final class Unsized extends Access {
    final Node pointer;
    final Access box;

    Unsized(Node pointer, Access box) {
      super(null);
      this.pointer = pointer;
      this.box = box;
    }

    @Override
    Node load() {
      return pointer;
    }

    @Override
    Node take() {
      return box == null ? pointer : box.take();
    }

    @Override
    Node store(Node value) {
      throw new Bug("cannot store an unsized value");
    }

    @Override
    Node addr() {
      return pointer;
    }

    @Override
    Node update(LongBin op, Node value) {
      throw new Bug("cannot compute with an unsized value");
    }

    @Override
    Node update(Floats.Bin op, Node value) {
      throw new Bug("cannot compute with an unsized value");
    }

    @Override
    Access as(Layout other) {
      return this;
    }
  }
}
