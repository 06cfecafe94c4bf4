package org.asrlang.exec;

import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.types.Ty;

/** What a {@code dyn Trait} reference knows of the concrete type behind it. One per pair. */
public final class VTable {
  /** Finds the methods when they are first called. */
  public interface Linker {
    Code method(VTable table, int slot);

    VTable upcast(Ty concrete, Ty target);

    DropGlue glue(Ty concrete);
  }

  public final Ty concrete;

  /** The {@code dyn} type, regions erased. */
  public final Ty dynTy;

  /** The layout of the concrete type. */
  public final Layout layout;

  private final Linker linker;
  private final Code[] methods;
  private final ConcurrentHashMap<Ty, VTable> upcasts = new ConcurrentHashMap<>(2);
  private volatile DropGlue glue;

  /** What lowering wants to remember by table, such as where an unsized tail lies. */
  public final ConcurrentHashMap<Object, Object> cache = new ConcurrentHashMap<>(2);

  public VTable(Linker linker, Ty concrete, Ty dynTy, Layout layout, int methods) {
    this.linker = linker;
    this.concrete = concrete;
    this.dynTy = dynTy;
    this.layout = layout;
    this.methods = new Code[methods];
  }

  public Code method(Stack s, int slot) {
    Code code = methods[slot];
    return code != null ? code : find(s, slot);
  }

  private Code find(Stack s, int slot) {
    return methods[slot] = s.task.runtime().engineWork(() -> linker.method(this, slot));
  }

  public VTable upcast(Ty target) {
    VTable found = upcasts.get(target);
    if (found == null) {
      found = linker.upcast(concrete, target);
      upcasts.put(target, found);
    }
    return found;
  }

  /** Null if the concrete type needs no drop. */
  public DropGlue glue() {
    if (!layout.needsDrop) {
      return null;
    }
    DropGlue g = glue;
    return g != null ? g : (glue = linker.glue(concrete));
  }

  @Override
  public String toString() {
    return "<" + concrete + " as " + dynTy + ">";
  }
}
