package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Local;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;

/**
 * A place as far as a closure could capture it: up to the first index.
 *
 * @param root the variable, or null for temporaries and statics
 * @param before the type before each step
 * @param inside the type of the place if it lies behind an index, else null: then the steps lead to
 *     the array only, which is captured whole
 */
record PlaceUse(Local root, Ty rootTy, List<Capture.Step> steps, List<Ty> before, Ty inside) {
  PlaceUse(Local root, Ty rootTy, List<Capture.Step> steps, List<Ty> before) {
    this(root, rootTy, steps, before, null);
  }

  Ty ty() {
    return inside != null ? inside : steps.isEmpty() ? rootTy : steps.getLast().ty();
  }

  PlaceUse inside(Ty ty) {
    return new PlaceUse(root, rootTy, steps, before, ty);
  }

  static PlaceUse temp(Ty ty) {
    return new PlaceUse(null, ty, List.of(), List.of());
  }

  /** One step further. */
  PlaceUse step(Capture.Step step) {
    if (root == null) {
      return temp(step.ty());
    }
    if (inside != null) {
      return inside(step.ty());
    }
    List<Capture.Step> further = new ArrayList<>(steps);
    List<Ty> befores = new ArrayList<>(before);
    further.add(step);
    befores.add(ty());
    return new PlaceUse(root, rootTy, further, befores);
  }
}
