package org.asrlang.lower;

import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Elements;
import org.asrlang.exec.node.Refs;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Instance;

/**
 * Natives that are so small that a call would cost more than they do: they become nodes of the
 * caller. What they do is what {@code exec.intrinsics} registers under the same names.
 */
final class Inline {
  private Inline() {}

  /** Null if the instance is not one of these. */
  static Node intrinsic(FnLowering fn, Instance instance, List<ThirExpr> args) {
    String name = fn.q.attrText(instance.def(), "native");
    if (name == null) {
      return null;
    }
    return switch (name) {
      case "ptr::of",
          "ptr::of_mut",
          "ptr::as_ref",
          "ptr::as_mut",
          "box::into_ptr",
          "box::from_ptr",
          "str::as_bytes",
          "str::from_utf8_unchecked" ->
          fn.values.value(args.get(0));
      case "box::new" -> new Refs.NewBox(fn.layout(args.get(0).ty()), fn.values.value(args.get(0)));
      case "slice::len", "str::len", "ptr::slice_len" ->
          new Elements.Length(fn.values.value(args.get(0)));
      case "ptr::read" -> {
        Ty ty = fn.layouts.pointeeOf(fn.mono(args.get(0).ty()));
        yield ty == null ? null : read(fn.layouts.of(ty), fn.values.value(args.get(0)));
      }
      default -> null;
    };
  }

  private static Node read(Layout l, Node ref) {
    return switch (l.kind) {
      case ZST -> ref;
      case LONG -> new Refs.LoadLong(ref);
      case DOUBLE -> new Refs.LoadDouble(ref);
      case OBJECT -> l.isStorage() ? null : new Refs.LoadObj(ref);
    };
  }
}
