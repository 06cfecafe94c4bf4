package org.asrlang.exec;

/**
 * {@code &dyn Trait}, {@code Box<dyn Trait>}. Immutable.
 *
 * @param data the reference or box to the concrete value
 */
public record DynRef(Object data, VTable vtable) {}
