package org.asrlang.exec.natives;

import java.util.List;
import org.asrlang.exec.Code;
import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.types.Ty;

/** How natives call the values of one callable type: {@code FnOnce::call_once}. Immutable. */
final class GuestFn {
  private final Code code;
  private final Layout self;
  private final Layout[] inputs;
  private final DropGlue glue;

  private GuestFn(Code code, Layout self, Layout[] inputs, DropGlue glue) {
    this.code = code;
    this.self = self;
    this.inputs = inputs;
    this.glue = glue;
  }

  static GuestFn of(NativeSig.Linker linker, Layout self, List<Ty> inputs) {
    Layout[] layouts = inputs.stream().map(linker::layout).toArray(Layout[]::new);
    DropGlue glue = self.needsDrop ? linker.glue(self.ty) : null;
    return new GuestFn(linker.callOnce(self.ty, inputs), self, layouts, glue);
  }

  /** By other code than its {@code call_once}; without arguments. */
  static GuestFn of(NativeSig.Linker linker, Layout self, Code code) {
    return new GuestFn(code, self, new Layout[0], self.needsDrop ? linker.glue(self.ty) : null);
  }

  /**
   * Calls one.
   *
   * @param base which slots of the running frame are free, of each kind
   */
  Object call(Stack s, int base, Object callee, Layout result, Object[] args) {
    s.ensure(base + args.length + 1, base + args.length + 1);
    int longs = base;
    int refs = base;
    for (int i = -1; i < args.length; i++) {
      Layout in = i < 0 ? self : inputs[i];
      Object arg = i < 0 ? callee : args[i];
      switch (in.kind) {
        case ZST -> {}
        case LONG -> s.setLong(longs++, (Long) arg);
        case DOUBLE -> s.setLong(longs++, Double.doubleToRawLongBits((Double) arg));
        case OBJECT -> s.setRef(refs++, arg);
      }
    }
    return Invoke.boxed(code, s, base, base, result.kind);
  }

  void drop(Stack s, Object callee) {
    if (glue != null) {
      s.ensure(Invoke.NATIVE_FRAME + 1, Invoke.NATIVE_FRAME + 1);
      glue.drop(s, Invoke.NATIVE_FRAME, Invoke.NATIVE_FRAME, callee);
    }
  }
}
