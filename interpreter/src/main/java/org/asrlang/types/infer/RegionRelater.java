package org.asrlang.types.infer;

import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/**
 * What the borrow checker hears while types are related and obligations are proved. Called only for
 * what is not undone: never from within a probe, and after the enclosing snapshots are committed.
 * Relating regions never fails; whoever listens decides later.
 */
public interface RegionRelater {
  /**
   * {@code longer: shorter}.
   *
   * @param invariance what asks for more than subtyping, or null
   */
  void outlives(Region longer, Region shorter, Invariance invariance);

  /** {@code ty: region}: every region in the type outlives it. */
  void outlives(Ty ty, Region region);

  /**
   * A new region that is free to be anything that can be named by now: for opened {@code for<'a>}s.
   *
   * @param universe the newest one: its placeholders, and those of all older ones, can be named
   */
  Region existential(int universe);

  /**
   * What the placeholders of a universe made from now on stand for.
   *
   * @param what the {@code for<'a>} goal that was opened; null where two types are related
   */
  void opened(int universe, Predicate what);

  /** Whether what an associated type is, and what it shall be, are being related. */
  void equating(boolean now);
}
