package org.asrlang.exec.natives;

/** The native functions of one module of std, or of a host. */
public interface NativeModule {
  /** Registers the functions; called once for each engine. */
  void register(Registrar r);
}
