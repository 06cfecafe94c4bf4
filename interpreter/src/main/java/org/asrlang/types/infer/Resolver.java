package org.asrlang.types.infer;

import org.asrlang.types.Const;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;

/** Replaces bound variables by what they are bound to, everywhere inside. */
final class Resolver extends TypeFolder {
  private final InferCtxt infcx;

  Resolver(InferCtxt infcx) {
    super(infcx.types());
    this.infcx = infcx;
  }

  @Override
  public Ty ty(Ty t) {
    if (!t.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR)) {
      return t;
    }
    if (t instanceof Ty.Infer) {
      Ty found = infcx.shallow(t);
      return found instanceof Ty.Infer ? found : ty(found);
    }
    return superTy(t);
  }

  @Override
  public Region region(Region r) {
    return r instanceof Region.Var ? infcx.shallow(r) : r;
  }

  @Override
  public Const constant(Const c) {
    return c instanceof Const.Infer ? infcx.shallow(c) : superConst(c);
  }
}
