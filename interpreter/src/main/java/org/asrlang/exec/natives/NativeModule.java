package org.asrlang.exec.natives;

/**
 * The native functions of one module of std, or of a host. Found as a service ({@link
 * java.util.ServiceLoader}).
 */
public interface NativeModule {
  /** Registers the functions; called once for each engine. */
  void register(Registrar r);
}
