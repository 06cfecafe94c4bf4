package org.asrlang.stdlib;

import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;

/** {@code std::hash::DefaultHasher}. */
public final class HashNatives implements NativeModule {
  @Override
  public void register(Registrar r) {
    r.longBody("hash::seed", s -> s.task.runtime().seeds().hash().nextLong());
    r.objectBody("sip::new", s -> new SipHash13(s.getLong(0), s.getLong(1)));
    r.objectBody("sip::clone", s -> state(s).copy());
    r.voidBody("sip::write_u8", s -> state(s).write(s.getLong(0), 1));
    r.voidBody("sip::write_u16", s -> state(s).write(s.getLong(0), 2));
    r.voidBody("sip::write_u32", s -> state(s).write(s.getLong(0), 4));
    r.voidBody("sip::write_u64", s -> state(s).write(s.getLong(0), 8));
    r.voidBody("sip::write", HashNatives::write);
    r.longBody("sip::finish", s -> state(s).finish());
  }

  private static SipHash13 state(Stack s) {
    return (SipHash13) s.getRef(0);
  }

  private static void write(Stack s) {
    Slice bytes = (Slice) s.getRef(1);
    state(s).write((byte[]) bytes.array, bytes.offset, bytes.length);
  }
}
