package org.asrlang.exec.intrinsics;

import org.asrlang.exec.natives.Registrar;

/** The executor's own native functions: docs/intrinsics.md. */
public final class Intrinsics {
  private Intrinsics() {}

  public static void register(Registrar r) {
    IntIntrinsics.register(r);
    FloatIntrinsics.register(r);
    PtrIntrinsics.register(r);
    RawBufIntrinsics.register(r);
    MemIntrinsics.register(r);
    SliceIntrinsics.register(r);
    StrIntrinsics.register(r);
    PanicIntrinsics.register(r);
    FmtIntrinsics.register(r);
  }
}
