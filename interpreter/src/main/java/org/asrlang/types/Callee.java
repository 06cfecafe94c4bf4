package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/**
 * A function with its generic arguments: a free function, an inherent method, or a trait's method
 * (args start with {@code Self}), which instances resolve to an impl's.
 */
public record Callee(Def def, List<GenericArg> args) {}
