package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/**
 * A function's signature, and the binder of its late-bound regions: {@link Region.Bound} of depth 0
 * inside refers to {@code boundRegions}.
 *
 * @param boundRegions the bound lifetimes' parameters, null elements for elided ones
 */
public record FnSig(List<Ty> inputs, Ty output, List<Def> boundRegions) {}
