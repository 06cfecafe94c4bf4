package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;

/**
 * Where the source demands a predicate of an item. Lowers the bounds once more, one by one: only
 * messages ask, so predicates need not carry their places.
 */
final class BoundSpans {
  private final GlobalCtxt tcx;
  private final PredicateCollector collector;

  BoundSpans(GlobalCtxt tcx, PredicateCollector collector) {
    this.tcx = tcx;
    this.collector = collector;
  }

  /** The bound's place; null if it is written nowhere, as an implied {@code Sized} is not. */
  Span of(Def item, Predicate wanted) {
    for (Def at = item; at != null; at = at.parent()) {
      Item syntax = Syntax.item(tcx.defs(), at);
      if (syntax != null) {
        Span found = in(at, syntax, wanted);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private Span in(Def at, Item syntax, Predicate wanted) {
    AstConv conv = collector.conv(at);
    if (syntax instanceof Item.Trait t) {
      Span found = among(conv, tcx.types().param(at, 0, "Self"), t.supertraits(), wanted);
      if (found != null) {
        return found;
      }
    }
    if (syntax instanceof Item.TypeAlias a && at.kind() == Def.Kind.ASSOC_TYPE) {
      Ty self = tcx.types().projection(at, tcx.identityArgs(at));
      Span found = among(conv, self, a.bounds(), wanted);
      if (found != null) {
        return found;
      }
    }
    List<Def> defs = Syntax.paramDefs(at);
    List<Generics.Param> params = Syntax.generics(syntax).params();
    for (int i = 0; i < params.size() && i < defs.size(); i++) {
      if (params.get(i) instanceof Generics.TypeParam t) {
        Span found = among(conv, tcx.typeOf(defs.get(i)), t.bounds(), wanted);
        if (found != null) {
          return found;
        }
      }
    }
    if (at.isFnLike()) {
      for (Def p : Syntax.synthetic(at)) {
        TypeExpr.ImplType node = (TypeExpr.ImplType) p.node();
        PredicateCollector.implTraitArgs(tcx, conv, at);
        Span found = among(conv, tcx.typeOf(p), node.bounds(), wanted);
        if (found != null) {
          return found;
        }
      }
    }
    for (Generics.WherePredicate w : Syntax.generics(syntax).where()) {
      if (w instanceof Generics.TypePredicate p) {
        for (Generics.Bound b : p.bounds()) {
          List<Predicate> found = new ArrayList<>();
          conv.boundLowering()
              .lower(conv.forDefs(p.forLifetimes()), () -> conv.lower(p.type()), List.of(b), found);
          if (found.contains(wanted)) {
            return b.span();
          }
        }
      }
    }
    return null;
  }

  private static Span among(AstConv conv, Ty self, List<Generics.Bound> bounds, Predicate wanted) {
    for (Generics.Bound b : bounds) {
      if (conv.bounds(self, List.of(b)).contains(wanted)) {
        return b.span();
      }
    }
    return null;
  }
}
