package org.asrlang.lower;

import java.util.List;
import org.asrlang.exec.FnPtr;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Control;
import org.asrlang.exec.node.Elements;
import org.asrlang.exec.node.Locals;
import org.asrlang.exec.node.Unsized;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Ty;

/** Lowers coercions: to function pointers, to slices, to {@code dyn}. */
final class Coercions {
  private final FnLowering fn;

  Coercions(FnLowering fn) {
    this.fn = fn;
  }

  Node coerce(ThirExpr.Coerce c) {
    Node v = fn.values.value(c.operand());
    Ty from = fn.mono(c.operand().ty());
    Ty to = fn.mono(c.ty());
    return switch (c.adjustment()) {
      case Adjustment.NeverToAny n -> to instanceof Ty.Never ? v : new Control.Never(v);
      case Adjustment.ReifyFn r ->
          FnLowering.seq(
              effects(v), new Constants.OfObject(new FnPtr(fn.ex.shims().fnItem((Ty.FnDef) from))));
      case Adjustment.ClosureFn f ->
          FnLowering.seq(
              effects(v),
              new Constants.OfObject(new FnPtr(fn.ex.shims().plainClosure((Ty.Closure) from))));
      case Adjustment.Unsize u -> unsize(v, from, to);
      case Adjustment.Deref d -> throw new Bug("dereference as a coercion");
      case Adjustment.Borrow b -> throw new Bug("borrow as a coercion");
    };
  }

  private static List<Node> effects(Node v) {
    return v == Constants.Nothing.NODE ? List.of() : List.of(v);
  }

  /** From a pointer (or a struct that holds one) to the same with an unsized target. */
  Node unsize(Node v, Ty from, Ty to) {
    Ty a = fn.layouts.pointeeOf(from);
    Ty b = fn.layouts.pointeeOf(to);
    if (a != null && b != null) {
      return unsizePointee(v, a, b);
    }
    if (!(from instanceof Ty.Adt x && to instanceof Ty.Adt y && x.def == y.def)) {
      throw new Bug("unsizing of " + from + " to " + to);
    }
    // CoerceUnsized: the one field that changes.
    List<Ty> before = fn.layouts.fieldTypes(from, 0);
    List<Ty> after = fn.layouts.fieldTypes(to, 0);
    Layout layout = fn.layouts.of(from);
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i) == after.get(i) || layout.variants[0][i].layout().isZst()) {
        continue;
      }
      Layout.Field field = layout.variants[0][i];
      if (field.itself()) {
        return unsize(v, before.get(i), after.get(i));
      }
      int temp = fn.frame.newRef();
      Node coerced = unsize(new Locals.LoadRef(temp), before.get(i), after.get(i));
      return new Unsized.CoerceField(v, field.slot(), temp, coerced);
    }
    return v;
  }

  private Node unsizePointee(Node v, Ty from, Ty to) {
    if (from == to) {
      return v;
    }
    if (to instanceof Ty.Dynamic target) {
      return from instanceof Ty.Dynamic source
          ? sameTrait(source, target) ? v : new Unsized.Upcast(v, to)
          : new Unsized.ToDyn(v, fn.ex.vtable(from, to));
    }
    if (to instanceof Ty.Slice && from instanceof Ty.Array a) {
      return new Elements.OfArray(v, (int) fn.layouts.lengthOf(a.length));
    }
    // A struct whose last field is unsized: the same object, seen with what the tail needs.
    if (from instanceof Ty.Adt && to instanceof Ty.Adt && fn.layouts.isUnsized(to)) {
      Ty last = fn.layouts.fieldTypes(from, 0).getLast();
      Ty lastTo = fn.layouts.fieldTypes(to, 0).getLast();
      return fn.layouts.isTailAlone(to)
          ? unsizePointee(v, last, lastTo)
          : unsizeTail(v, last, lastTo);
    }
    throw new Bug("unsizing of " + from + " to " + to);
  }

  /** What a reference to a struct becomes when the last field of the struct does. */
  private Node unsizeTail(Node v, Ty from, Ty to) {
    if (from == to || to instanceof Ty.Dynamic || to instanceof Ty.Slice) {
      return unsizePointee(v, from, to);
    }
    return unsizeTail(
        v, fn.layouts.fieldTypes(from, 0).getLast(), fn.layouts.fieldTypes(to, 0).getLast());
  }

  private static boolean sameTrait(Ty.Dynamic a, Ty.Dynamic b) {
    return b.principal == null || a.principal != null && a.principal.trait() == b.principal.trait();
  }
}
