package org.asrlang.resolve;

import org.asrlang.expand.MacroDef;
import org.asrlang.source.Span;

/**
 * What a name means in a scope.
 *
 * @param res null for a macro
 * @param macro null but for a macro
 * @param visibleIn the module within which the name may be used; null for everywhere
 * @param glob came through a glob import, so that an explicit name shadows it
 * @param imported came through an import
 * @param ambiguous two glob imports give different meanings
 * @param span of the name's definition or import
 */
record Binding(
    Res res,
    MacroDef macro,
    Def visibleIn,
    boolean glob,
    boolean imported,
    boolean ambiguous,
    Span span) {

  static Binding item(Res res, Def visibleIn, Span span) {
    return new Binding(res, null, visibleIn, false, false, false, span);
  }

  static Binding macro(MacroDef macro, Def visibleIn) {
    return new Binding(null, macro, visibleIn, false, false, false, macro.span());
  }

  Binding through(Def visibility, boolean glob, Span at) {
    return new Binding(res, macro, visibility, glob, true, ambiguous, at);
  }

  Binding asAmbiguous() {
    return new Binding(res, macro, visibleIn, glob, imported, true, span);
  }

  boolean means(Binding other) {
    return macro == other.macro && java.util.Objects.equals(res, other.res);
  }

  boolean isVisibleFrom(Def place) {
    return visibleIn == null || place.isWithin(visibleIn);
  }

  Def def() {
    return res instanceof Res.Item i ? i.def() : null;
  }
}
