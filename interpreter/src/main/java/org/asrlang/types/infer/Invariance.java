package org.asrlang.types.infer;

import org.asrlang.types.Ty;

/**
 * Why regions have to be equal where subtyping would do elsewhere: the outermost type that asks for
 * it.
 *
 * @param param the parameter of the type, a struct's or a function's, in which they stand
 */
public record Invariance(Ty ty, int param) {}
