package org.asrlang.types.infer;

import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/**
 * What the borrow checker hears while types are related and obligations are proved. Called only for
 * what is not undone: never from within a probe, and after the enclosing snapshots are committed.
 * Relating regions never fails; whoever listens decides later.
 */
public interface RegionRelater {
  /** {@code longer: shorter}. */
  void outlives(Region longer, Region shorter);

  /** {@code ty: region}: every region in the type outlives it. */
  void outlives(Ty ty, Region region);

  /** A new region that is free to be anything: for opened {@code for<'a>}s. */
  Region existential();
}
