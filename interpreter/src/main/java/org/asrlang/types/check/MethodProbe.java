package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Path;
import org.asrlang.types.Adjustment;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.FastReject;

/**
 * Finds the method that {@code receiver.name(…)} or {@code Type::name} means, after rustc's {@code
 * probe.rs}: for each step of dereferencing the receiver by value, then by {@code &}, then by
 * {@code &mut}; at each, inherent candidates before those of traits in scope.
 */
final class MethodProbe {
  /** Where a candidate comes from. */
  private sealed interface Source {
    /** An inherent impl. */
    record Inherent(Def impl) implements Source {}

    /** A trait in scope. */
    record InScope(Def trait) implements Source {}

    /** A bound on a parameter, alias or a {@code dyn}'s own trait: arguments are known. */
    record Bound(TraitRef ref) implements Source {}
  }

  private record Candidate(Def item, Source source) {}

  /**
   * What was found.
   *
   * @param steps the autoderef steps, for method calls
   * @param derefs how many of them are taken
   * @param autoref null, or the mutability of the borrow
   * @param unsize whether the array became a slice
   */
  record Pick(
      Def item,
      Object candidate,
      List<Autoderef.Step> steps,
      int derefs,
      Boolean autoref,
      boolean unsize,
      Ty self) {}

  private final FnCtxt fcx;

  MethodProbe(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** Null if there is no such method, or the receiver has an error. */
  Pick method(Ty receiver, Ident name, Node scope, Span span) {
    List<Autoderef.Step> steps = Autoderef.steps(fcx, span, receiver);
    if (steps.getLast().ty() instanceof Ty.Error) {
      return null; // as in rustc: it cannot be told what it has
    }
    List<Candidate> inherent = new ArrayList<>();
    Set<Def> seen = new LinkedHashSet<>();
    for (Autoderef.Step step : steps) {
      inherent(step.ty(), name.name(), inherent, seen);
    }
    Ty lastTy = steps.getLast().ty();
    boolean array = lastTy instanceof Ty.Array;
    if (array) {
      inherent(fcx.types.slice(((Ty.Array) lastTy).element), name.name(), inherent, seen);
    }
    List<Candidate> extension = extension(name.name(), scope);
    for (int i = 0; i <= steps.size(); i++) {
      boolean unsize = i == steps.size();
      if (unsize && !array) {
        break;
      }
      int derefs = unsize ? i - 1 : i;
      Ty self = unsize ? fcx.types.slice(((Ty.Array) lastTy).element) : steps.get(i).ty();
      if (self instanceof Ty.Infer inf && inf.kind == Ty.InferKind.GENERAL) {
        break;
      }
      if (!unsize) {
        Pick pick = pick(self, inherent, extension, steps, derefs, null, false, span, name);
        if (pick != null) {
          return pick;
        }
      }
      for (boolean mutable : new boolean[] {false, true}) {
        Ty ref = fcx.types.ref(Region.ERASED, self, mutable);
        Pick pick = pick(ref, inherent, extension, steps, derefs, mutable, unsize, span, name);
        if (pick != null) {
          return pick;
        }
      }
    }
    return null;
  }

  private Pick pick(
      Ty self,
      List<Candidate> inherent,
      List<Candidate> extension,
      List<Autoderef.Step> steps,
      int derefs,
      Boolean autoref,
      boolean unsize,
      Span span,
      Ident name) {
    for (List<Candidate> group : List.of(inherent, extension)) {
      List<Candidate> fit = new ArrayList<>();
      for (Candidate c : group) {
        if (hasSelf(c.item) && fits(c, self)) {
          fit.add(c);
        }
      }
      if (fit.size() > 1) {
        fit = narrow(fit);
      }
      if (fit.size() > 1) {
        ambiguous(fit, span, name);
      }
      if (!fit.isEmpty()) {
        Candidate c = fit.getFirst();
        return new Pick(c.item, c, steps, derefs, autoref, unsize, self);
      }
    }
    return null;
  }

  /** The same trait's method found twice is one; a bound is preferred to the trait in general. */
  private List<Candidate> narrow(List<Candidate> fit) {
    List<Candidate> out = new ArrayList<>();
    for (Candidate c : fit) {
      if (out.stream().noneMatch(o -> o.item == c.item)) {
        out.add(c);
      }
    }
    // an item of a subtrait shadows the supertrait's
    // several bounds of one trait, `T: Convert<String> + Convert<f64>`: which is found out later
    if (out.size() == 1
        && fit.size() > 1
        && fit.stream().allMatch(c -> c.source instanceof Source.Bound)) {
      Def item = fit.getFirst().item;
      return List.of(new Candidate(item, new Source.InScope(item.parent())));
    }
    return out;
  }

  private void ambiguous(List<Candidate> fit, Span span, Ident name) {
    Diagnostic.Builder d =
        Diagnostic.error("E0034", name.span(), "multiple applicable items in scope")
            .label("multiple `" + name + "` found");
    for (Candidate c : fit) {
      d.note(
          "candidate is defined in "
              + (c.source instanceof Source.Inherent
                  ? "an impl"
                  : "the trait `" + c.item.parent().name() + "`"));
    }
    d.to(fcx.errors());
  }

  private boolean hasSelf(Def fn) {
    return fn.kind() == Def.Kind.ASSOC_FN
        && fn.node() instanceof org.asrlang.syntax.Item.Fn f
        && f.self() != null;
  }

  private boolean fits(Candidate c, Ty self) {
    Ty formal = fcx.tcx.fnSig(c.item).inputs().get(0);
    if (!FastReject.mayMatch(fcx.infcx, formal, self)) {
      return false;
    }
    if (c.source instanceof Source.InScope t && cannotHold(t.trait, formal, self)) {
      return false;
    }
    return fcx.probe(() -> {
      List<GenericArg> args = parentArgs(c, null);
      Ty receiver = receiverTy(c.item, args);
      if (!fcx.unify(receiver, self)) {
        return false;
      }
      return switch (c.source) {
        case Source.Inherent i -> fcx.predicatesMayHold(i.impl, args) && resultMayBe(c.item, args);
        case Source.InScope t -> fcx.mayHold(new Predicate.Trait(new TraitRef(t.trait, args)));
        case Source.Bound b -> true;
      };
    });
  }

  /** Whether what {@code Self} would be does not implement the trait, where that is easily told. */
  private boolean cannotHold(Def trait, Ty formal, Ty actual) {
    actual = fcx.infcx.shallow(actual);
    if (formal instanceof Ty.Ref f && actual instanceof Ty.Ref a) {
      formal = f.target;
      actual = fcx.infcx.shallow(a.target);
    }
    return formal instanceof Ty.Param p && p.index == 0 && fcx.cannotHold(trait, actual);
  }

  /** Whether a result that is a projection, such as {@code concat}'s, may have a meaning. */
  private boolean resultMayBe(Def fn, List<GenericArg> parentArgs) {
    FnSig sig = fcx.tcx.fnSig(fn);
    if (!(sig.output() instanceof Ty.Projection)) {
      return true;
    }
    List<GenericArg> args = fcx.infcx.freshArgs(fn, parentArgs);
    Ty.Projection p = (Ty.Projection) fcx.subst(fcx.eraseBound(sig, sig.output()), args);
    Def trait = p.assocType.parent();
    List<GenericArg> of = p.args.subList(0, fcx.tcx.generics(trait).count());
    return trait.kind() != Def.Kind.TRAIT
        || fcx.mayHold(new Predicate.Trait(new TraitRef(trait, of)));
  }

  /** The arguments of the impl or trait that the item belongs to: fresh, or those of the bound. */
  private List<GenericArg> parentArgs(Candidate c, Ty self) {
    return switch (c.source) {
      case Source.Inherent i -> fcx.infcx.freshArgs(i.impl);
      case Source.InScope t -> fcx.infcx.freshArgs(t.trait);
      case Source.Bound b -> b.ref.args();
    };
  }

  private Ty receiverTy(Def fn, List<GenericArg> parentArgs) {
    List<GenericArg> args = fcx.infcx.freshArgs(fn, parentArgs);
    FnSig sig = fcx.tcx.fnSig(fn);
    Ty receiver = fcx.subst(fcx.eraseBound(sig, sig.inputs().get(0)), args);
    return fcx.normalizeInProbe(receiver);
  }

  /** Candidates that belong to the type itself. */
  private void inherent(Ty self, String name, List<Candidate> out, Set<Def> seen) {
    for (Def impl : fcx.tcx.inherentImpls(self)) {
      for (Def item : fcx.tcx.assocItems(impl)) {
        if (item.name().equals(name) && item.kind() != Def.Kind.ASSOC_TYPE && seen.add(item)) {
          out.add(new Candidate(item, new Source.Inherent(impl)));
        }
      }
    }
    switch (self) {
      case Ty.Dynamic d when d.principal != null -> {
        List<GenericArg> args = new ArrayList<>();
        args.add(d);
        args.addAll(d.principal.args());
        bounds(List.of(new TraitRef(d.principal.trait(), args)), name, out);
      }
      case Ty.Param p -> bounds(fcx.traitBoundsOn(p), name, out);
      case Ty.Projection p -> bounds(fcx.traitBoundsOn(p), name, out);
      case Ty.Opaque o -> bounds(fcx.traitBoundsOn(o), name, out);
      case Ty t -> {}
    }
  }

  private void bounds(List<TraitRef> refs, String name, List<Candidate> out) {
    for (TraitRef ref : fcx.elaborate(refs)) {
      for (Def item : fcx.tcx.assocItems(ref.trait())) {
        if (item.name().equals(name)
            && item.kind() != Def.Kind.ASSOC_TYPE
            && out.stream().noneMatch(c -> c.source.equals(new Source.Bound(ref)))) {
          out.add(new Candidate(item, new Source.Bound(ref)));
        }
      }
    }
  }

  private List<Candidate> extension(String name, Node scope) {
    List<Candidate> out = new ArrayList<>();
    for (Def item : fcx.tcx.assocItems(fcx.resolutions.traitsInScope(scope), name)) {
      if (item.kind() != Def.Kind.ASSOC_TYPE) {
        out.add(new Candidate(item, new Source.InScope(item.parent())));
      }
    }
    return out;
  }

  /** Whether a trait in scope has such an item: then {@code <_>::name} may be found out later. */
  boolean isOfTrait(String name, Node scope) {
    return !extension(name, scope).isEmpty();
  }

  /** The adjustments of the receiver that the pick asks for. */
  List<Adjustment> adjustments(Pick pick, Ty formal) {
    List<Adjustment> out = new ArrayList<>(Autoderef.adjustments(fcx, pick.steps, pick.derefs));
    Ty at = pick.steps.get(pick.derefs).ty();
    if (pick.autoref != null) {
      out.add(
          new Adjustment.Borrow(
              pick.autoref, pick.autoref, fcx.types.ref(Region.ERASED, at, pick.autoref)));
      if (pick.unsize) {
        out.add(new Adjustment.Unsize(pick.self));
      }
    } else if (at instanceof Ty.Ref r) {
      // a reference taken as it is is reborrowed, neither moved nor itself captured
      out.add(new Adjustment.Deref(null, r.target));
      out.add(new Adjustment.Borrow(r.mutable, r.mutable, at));
    }
    return out;
  }

  /** All generic arguments of the method found; unifies the receiver and registers predicates. */
  List<GenericArg> confirm(Pick pick, Path.Segment segment, Span span) {
    Candidate c = (Candidate) pick.candidate;
    List<GenericArg> parent = parentArgs(c, pick.self);
    List<GenericArg> args = fcx.genericArgs(span, pick.item, parent, segment);
    FnSig sig = fcx.tcx.fnSig(pick.item);
    Ty receiver = fcx.normalize(span, fcx.subst(fcx.eraseBound(sig, sig.inputs().get(0)), args));
    fcx.sub(span, pick.self, receiver);
    checkVisible(pick.item, span);
    return args;
  }

  private void checkVisible(Def item, Span span) {
    if (item.parent().kind() == Def.Kind.IMPL && !item.isVisibleFrom(fcx.owner.module())) {
      Diagnostic.error(
              "E0624",
              span,
              (hasSelf(item) ? "method" : "associated function")
                  + " `"
                  + item.name()
                  + "` is private")
          .label("private " + (hasSelf(item) ? "method" : "associated function"))
          .label(
              item.head(),
              "private " + (hasSelf(item) ? "method" : "associated function") + " defined here")
          .to(fcx.errors());
    }
  }

  /**
   * What does not hold, of what the methods of that name would ask of the receiver: those of
   * inherent impls for its type, and of impls of traits in scope for it.
   */
  List<Predicate> unsatisfied(Ty receiver, Ident name, Node scope) {
    Set<Predicate> out = new LinkedHashSet<>();
    List<Candidate> extension = extension(name.name(), scope);
    for (Autoderef.Step step : Autoderef.steps(fcx, name.span(), receiver)) {
      List<Candidate> all = new ArrayList<>();
      inherent(step.ty(), name.name(), all, new LinkedHashSet<>());
      all.addAll(extension);
      for (Candidate c : all) {
        List<Def> impls =
            switch (c.source) {
              case Source.Inherent i -> List.of(i.impl);
              case Source.InScope t ->
                  fcx.tcx.traitImpls(t.trait, SimplifiedType.ofGoal(fcx.resolve(step.ty())));
              case Source.Bound b -> List.of();
            };
        impls.forEach(impl -> unsatisfied(impl, step.ty(), out));
      }
    }
    return List.copyOf(out);
  }

  /** The traits in scope that have a method of that name, whoever implements them. */
  List<Def> traitsInScope(Ident name, Node scope) {
    return extension(name.name(), scope).stream().map(c -> c.item.parent()).distinct().toList();
  }

  private void unsatisfied(Def impl, Ty self, Set<Predicate> out) {
    fcx.probe(() -> {
      List<GenericArg> args = fcx.infcx.freshArgs(impl);
      if (fcx.unify(fcx.normalizeInProbe(fcx.subst(fcx.tcx.typeOf(impl), args)), self)) {
        for (Predicate p : fcx.tcx.predicates(impl)) {
          if (p instanceof Predicate.Trait && !fcx.mayHold(p = Subst.apply(fcx.types, p, args))) {
            out.add(fcx.shown(p));
          }
        }
      }
      return null;
    });
  }

  /** {@code Type::name}. */
  Pick path(Ty self, Ident name, Node scope, Span span) {
    List<Candidate> inherent = new ArrayList<>();
    if (!(self instanceof Ty.Infer)) {
      inherent(self, name.name(), inherent, new LinkedHashSet<>());
    }
    for (List<Candidate> group : List.of(inherent, extension(name.name(), scope))) {
      List<Candidate> fit = new ArrayList<>();
      for (Candidate c : group) {
        boolean ok =
            fcx.probe(() -> {
              List<GenericArg> args = parentArgs(c, self);
              return switch (c.source) {
                case Source.Inherent i ->
                    fcx.unify(fcx.normalizeInProbe(fcx.subst(fcx.tcx.typeOf(i.impl), args)), self)
                        && fcx.predicatesMayHold(i.impl, args);
                case Source.InScope t ->
                    fcx.unify((Ty) args.get(0), self)
                        && fcx.mayHold(new Predicate.Trait(new TraitRef(t.trait, args)));
                case Source.Bound b -> fcx.unify(b.ref.self(), self);
              };
            });
        if (ok) {
          fit.add(c);
        }
      }
      if (fit.size() > 1) {
        fit = narrow(fit);
      }
      if (fit.size() > 1) {
        ambiguous(fit, span, name);
      }
      if (!fit.isEmpty()) {
        return new Pick(fit.getFirst().item, fit.getFirst(), List.of(), 0, null, false, self);
      }
    }
    if (!self.has(Ty.HAS_ERROR)) {
      fcx.suggest.noAssociated(self, name, span);
    }
    return null;
  }

  List<GenericArg> pathArgs(Pick pick, Ty self, Path.Segment segment, Path path) {
    Candidate c = (Candidate) pick.candidate;
    List<GenericArg> parent = parentArgs(c, self);
    switch (c.source) {
      case Source.Inherent i ->
          fcx.unify(fcx.normalize(path.span(), fcx.subst(fcx.tcx.typeOf(i.impl), parent)), self);
      case Source.InScope t -> fcx.unify((Ty) parent.get(0), self);
      case Source.Bound b -> fcx.unify(b.ref.self(), self);
    }
    checkVisible(pick.item, segment.ident().span());
    List<GenericArg> args = fcx.genericArgs(path.span(), pick.item, parent, segment);
    if (c.source instanceof Source.Inherent) {
      fcx.recordUserArgs(path, args);
      if (FnCtxt.namesRegion(self)) {
        fcx.results.userSelf.put(path, self);
      }
    } else {
      List<GenericArg> written = new ArrayList<>(args);
      written.set(0, self);
      fcx.recordUserArgs(path, written);
    }
    return args;
  }

  /** Whether a type has a method of that name, in any trait at all: for hints in messages. */
  boolean hasMethod(Ty receiver, String name, Node scope) {
    return fcx.probe(() -> method(receiver, new Ident(name, Span.NONE), scope, Span.NONE) != null);
  }
}
