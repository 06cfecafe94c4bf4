package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;

/**
 * What an {@code impl Trait} in a function's result captures: all generic parameters in scope, or
 * those that its {@code use<…>} names.
 */
final class Captures {
  private final Def opaque;

  /** Without quotes; null where there is no {@code use<…>}. */
  private final Set<String> names;

  private Captures(Def opaque, Set<String> names) {
    this.opaque = opaque;
    this.names = names;
  }

  static Captures of(Def opaque) {
    if (opaque.node() instanceof TypeExpr.ImplType t) {
      for (Generics.Bound b : t.bounds()) {
        if (b instanceof Generics.UseBound u) {
          Set<String> names = new HashSet<>();
          u.names()
              .forEach(n -> names.add(n.name().startsWith("'") ? n.name().substring(1) : n.name()));
          return new Captures(opaque, names);
        }
      }
    }
    return new Captures(opaque, null);
  }

  /**
   * @param name without a quote; {@code "_"} for an elided lifetime
   */
  boolean has(String name) {
    return names == null || names.contains(name);
  }

  /**
   * The arguments of the opaque type where it stands.
   *
   * @param parent the generics of the function
   * @param own those of the function, as they are
   * @param late what its late-bound lifetimes are, by their parameters
   * @return with {@code 'static} for what is not captured: whatever that is, it is the same type
   */
  List<GenericArg> args(GenericsOf parent, List<GenericArg> own, List<Def> late) {
    List<GenericArg> args = within(parent, own);
    for (int i = 0; i < late.size(); i++) {
      Def d = late.get(i);
      args.add(has(d == null ? "_" : d.name()) ? new Region.Bound(0, i, d) : Region.STATIC);
    }
    return args;
  }

  /** The arguments, but for what is not captured. */
  List<GenericArg> within(GenericsOf generics, List<GenericArg> args) {
    List<GenericArg> out = new ArrayList<>(args);
    for (int i = 0; i < out.size() && names != null; i++) {
      if (out.get(i) instanceof Region && !has(generics.param(i).name())) {
        out.set(i, Region.STATIC);
      }
    }
    return out;
  }

  /**
   * Reports what {@code use<…>} has to name and does not.
   *
   * @return whether there was such
   */
  boolean lacks(GlobalCtxt tcx, List<Predicate> bounds) {
    if (names == null) {
      return false;
    }
    boolean lacking = false;
    GenericsOf generics = tcx.generics(opaque);
    Set<Integer> mentioned = new HashSet<>();
    TypeFolder lifetimes =
        new TypeFolder(tcx.types()) {
          @Override
          public Ty ty(Ty t) {
            return t instanceof Ty.Opaque ? t : superTy(t);
          }

          @Override
          public Region region(Region r) {
            if (r instanceof Region.EarlyParam e) {
              mentioned.add(e.index());
            }
            return r;
          }
        };
    for (Predicate p : bounds) {
      lifetimes.predicate(p);
    }
    boolean ofTrait = tcx.traitOf(opaque.parent()) != null;
    for (int i = 0; i < generics.count(); i++) {
      GenericsOf.Param p = generics.param(i);
      if (has(p.name())) {
        continue;
      }
      boolean traits =
          ofTrait
              && p.def() != null
              && p.def().parent() != null
              && p.def().parent().kind() == Def.Kind.TRAIT;
      switch (p.kind()) {
        case LIFETIME -> {
          if (mentioned.contains(i) || traits) {
            lacking = true;
            lifetime(p, traits, tcx.diagnostics());
          }
        }
        case TYPE -> {
          lacking = true;
          boolean self = p.name().equals("Self");
          String what = self ? "the `Self` type of the trait" : "all type parameters in scope";
          missing(p, what, "type", tcx.diagnostics());
        }
        case CONST -> {
          lacking = true;
          missing(p, "all const parameters in scope", "const", tcx.diagnostics());
        }
      }
    }
    return lacking;
  }

  private void lifetime(GenericsOf.Param p, boolean ofTrait, Diagnostics sink) {
    Diagnostic.Builder d =
        Diagnostic.error(
            null,
            opaque.span(),
            "`impl Trait` captures lifetime parameter, but it is not mentioned in `use<...>`"
                + " precise captures list");
    if (p.def() != null) {
      d.label(
          p.def().span(),
          ofTrait
              ? "all lifetime parameters originating from a trait are captured implicitly"
              : "this lifetime parameter is captured");
    }
    d.to(sink);
  }

  private void missing(GenericsOf.Param p, String what, String kind, Diagnostics sink) {
    Diagnostic.Builder d =
        Diagnostic.error(
                null, opaque.span(), "`impl Trait` must mention " + what + " in `use<...>`")
            .note(
                "currently, all "
                    + kind
                    + " parameters are required to be mentioned in the precise captures list");
    if (p.def() != null) {
      d.label(
          p.def().span(),
          (p.name().equals("Self") ? "`Self` type" : kind)
              + " parameter is implicitly captured by this `impl Trait`");
    }
    d.to(sink);
  }
}
