package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Capture;
import org.asrlang.types.FnSig;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.TypeckResults.ClosureKind;

/**
 * What closures capture, how, and so which of {@code Fn}, {@code FnMut}, {@code FnOnce} they are:
 * capture by disjoint places as in RFC 2229 and rustc's {@code upvar.rs}.
 */
final class Upvars {
  private final FnCtxt fcx;

  Upvars(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** Analyses all closures of the body, inner ones before the closures around them. */
  void analyze() {
    for (Def def : fcx.closures.finished) {
      closure(def);
      // calls of it can be decided now, before closures that make such calls are looked at
      fcx.deferredCalls.getOrDefault(def, List.of()).forEach(Runnable::run);
    }
  }

  private void closure(Def def) {
    Expr.Closure node = fcx.closures.nodes.get(def);
    Ty.Closure ty = fcx.closures.type(def);
    Set<Local> free = fcx.closures.freeVariables(node);
    List<Capture> captures = new ArrayList<>();
    List<TypeckResults.ClosureInfo.Mention> mentions = new ArrayList<>();
    Set<Local> order = new LinkedHashSet<>();
    ClosureKind[] kind = {ClosureKind.FN};
    if (!free.isEmpty()) {
      UseVisitor visitor =
          new UseVisitor(
              fcx,
              new UseVisitor.Delegate() {
                @Override
                public void use(PlaceUse place, UseVisitor.How how, Span at) {
                  if (place.root() != null && free.contains(place.root())) {
                    kind[0] = max(kind[0], needed(how));
                    order.add(place.root());
                    merge(captures, capture(place, how, node.move(), at));
                  }
                }

                @Override
                public void mention(PlaceUse place, Span at, Span closure) {
                  if (place.root() != null && free.contains(place.root())) {
                    mentions.add(
                        new TypeckResults.ClosureInfo.Mention(
                            new Capture(
                                place.root(),
                                List.copyOf(place.steps()),
                                Capture.Mode.BY_REF,
                                place.steps().isEmpty()
                                    ? fcx.resolve(place.rootTy())
                                    : place.steps().getLast().ty(),
                                at,
                                at),
                            closure == null ? node.span() : closure));
                  }
                }
              });
      visitor.body(node.body());
      if (node.move()) {
        // a `move` closure takes what it names; places named in full are there already
        byVariable(captures);
      }
      sort(captures, order);
    }
    ClosureKind known = fcx.closures.known(ty);
    ClosureKind inferred = known == null ? kind[0] : known;
    fcx.unify(ty.kindTy(), fcx.closures.kindTy(inferred));
    List<Ty> upvars = new ArrayList<>();
    for (Capture c : captures) {
      upvars.add(
          switch (c.mode()) {
            case BY_VALUE -> c.placeTy();
            case BY_REF -> fcx.types.ref(Region.ERASED, c.placeTy(), false);
            case BY_UNIQUE_REF, BY_MUT_REF -> fcx.types.ref(Region.ERASED, c.placeTy(), true);
          });
    }
    fcx.unify(ty.upvarsTy(), fcx.types.tuple(upvars));
    FnSig sig = unnamed(node, ((Ty.FnPtr) fcx.resolve(ty.sigTy())).sig);
    fcx.results.closures.put(
        def,
        new TypeckResults.ClosureInfo(
            def, node, inferred, sig, List.copyOf(captures), List.copyOf(mentions)));
    kindMismatch(def, known, kind[0]);
  }

  /**
   * The signature without the lifetimes that inference happened upon, such as a literal's {@code
   * 'static}: of what is not written, only the binder's own are known.
   */
  private FnSig unnamed(Expr.Closure node, FnSig sig) {
    TypeFolder unnamed =
        new TypeFolder(fcx.types) {
          @Override
          public Region region(Region r) {
            return r instanceof Region.Bound ? r : Region.ERASED;
          }
        };
    List<Ty> inputs = new ArrayList<>();
    for (int i = 0; i < sig.inputs().size(); i++) {
      Ty input = sig.inputs().get(i);
      inputs.add(node.params().get(i).type() == null ? unnamed.ty(input) : input);
    }
    Ty output = node.output() == null ? unnamed.ty(sig.output()) : sig.output();
    return new FnSig(inputs, output, sig.boundRegions());
  }

  /** Kinds demanded from outside that the body does not keep are the borrow checker's errors. */
  private void kindMismatch(Def def, ClosureKind demanded, ClosureKind body) {}

  private static ClosureKind needed(UseVisitor.How how) {
    return switch (how) {
      case COPY, SHARED -> ClosureKind.FN;
      case MUT, UNIQUE -> ClosureKind.FN_MUT;
      case MOVE -> ClosureKind.FN_ONCE;
    };
  }

  private static ClosureKind max(ClosureKind a, ClosureKind b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private Capture capture(PlaceUse place, UseVisitor.How how, boolean move, Span at) {
    List<Capture.Step> path = new ArrayList<>(place.steps());
    List<Ty> before = new ArrayList<>(place.before());
    Capture.Mode mode;
    if (move) {
      mode = Capture.Mode.BY_VALUE;
      truncate(path, before, firstDeref(path));
    } else {
      mode =
          switch (how) {
            case COPY, SHARED -> Capture.Mode.BY_REF;
            case MUT -> Capture.Mode.BY_MUT_REF;
            case UNIQUE -> Capture.Mode.BY_UNIQUE_REF;
            case MOVE -> Capture.Mode.BY_VALUE;
          };
      if (mode == Capture.Mode.BY_VALUE) {
        truncate(path, before, firstDeref(path));
      } else {
        // a place behind a shared reference lives as long as that reference: capture the target
        int last = lastDeref(path);
        if (last >= 0 && before.get(last) instanceof Ty.Ref r && !r.mutable) {
          truncate(path, before, last + 1);
        }
      }
    }
    Ty captured = path.isEmpty() ? fcx.resolve(place.rootTy()) : path.getLast().ty();
    if (mode == Capture.Mode.BY_VALUE
        && !fcx.solver.implementsLang(fcx.env, fcx.resolve(captured), "copy")) {
      // a field is not moved out of a type with a destructor
      truncate(path, before, firstDropType(path, before));
    }
    // boxes and references of packed or unknown shape end the precision: nothing to do here
    Ty ty = path.isEmpty() ? fcx.resolve(place.rootTy()) : path.getLast().ty();
    return new Capture(place.root(), List.copyOf(path), mode, ty, at, at);
  }

  /**
   * A change behind a mutable reference needs the reference, where that is captured, for itself
   * only.
   */
  private static Capture.Mode swallowed(Capture wide, Capture deep) {
    if (deep.mode() == Capture.Mode.BY_MUT_REF) {
      for (int i = wide.path().size(); i < deep.path().size(); i++) {
        Ty before = i == wide.path().size() ? wide.placeTy() : deep.path().get(i - 1).ty();
        if (deep.path().get(i) instanceof Capture.DerefStep
            && before instanceof Ty.Ref r
            && r.mutable) {
          return Capture.Mode.BY_UNIQUE_REF;
        }
      }
    }
    return deep.mode();
  }

  private static int firstDeref(List<Capture.Step> path) {
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i) instanceof Capture.DerefStep) {
        return i;
      }
    }
    return path.size();
  }

  private static int lastDeref(List<Capture.Step> path) {
    for (int i = path.size() - 1; i >= 0; i--) {
      if (path.get(i) instanceof Capture.DerefStep) {
        return i;
      }
    }
    return -1;
  }

  private int firstDropType(List<Capture.Step> path, List<Ty> before) {
    Def drop = fcx.tcx.lang().get("drop");
    for (int i = 0; i < path.size(); i++) {
      if (before.get(i) instanceof Ty.Adt a
          && drop != null
          && fcx.tcx.traitImpls(drop, null).stream()
              .anyMatch(impl ->
                  fcx.tcx.implTraitRef(impl).self() instanceof Ty.Adt b && b.def == a.def)) {
        return i;
      }
    }
    return path.size();
  }

  private static void truncate(List<Capture.Step> path, List<Ty> before, int length) {
    while (path.size() > length) {
      path.removeLast();
      before.removeLast();
    }
  }

  /**
   * Keeps the captures disjoint: an ancestor swallows its descendants, with the stronger mode. It
   * is told where the ancestor is used, also if it is captured so because of a descendant.
   */
  private static void merge(List<Capture> captures, Capture fresh) {
    for (int i = 0; i < captures.size(); i++) {
      Capture old = captures.get(i);
      if (old.variable() != fresh.variable()) {
        continue;
      }
      if (isPrefix(old.path(), fresh.path())) {
        captures.set(i, with(old, swallowed(old, fresh), fresh, old.path().size()));
        return;
      }
      if (isPrefix(fresh.path(), old.path())) {
        captures.remove(i);
        merge(captures, with(fresh, swallowed(fresh, old), old, -1));
        return;
      }
    }
    captures.add(fresh);
  }

  /**
   * A capture together with another one.
   *
   * @param other the mode that the other one needs for the place
   * @param same how long the other's path is if its use may be told instead
   */
  private static Capture with(Capture c, Capture.Mode other, Capture by, int same) {
    return stronger(c.mode(), other) == c.mode()
        ? c
        : new Capture(
            c.variable(),
            c.path(),
            other,
            c.placeTy(),
            by.path().size() == same ? by.use() : c.use(),
            by.modeUse());
  }

  private static Capture.Mode stronger(Capture.Mode a, Capture.Mode b) {
    return rank(a) >= rank(b) ? a : b;
  }

  private static int rank(Capture.Mode m) {
    return switch (m) {
      case BY_REF -> 0;
      case BY_UNIQUE_REF -> 1;
      case BY_MUT_REF -> 2;
      case BY_VALUE -> 3;
    };
  }

  private static boolean isPrefix(List<Capture.Step> a, List<Capture.Step> b) {
    if (a.size() > b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      Capture.Step x = a.get(i);
      Capture.Step y = b.get(i);
      boolean same =
          x instanceof Capture.DerefStep
              ? y instanceof Capture.DerefStep
              : x instanceof Capture.FieldStep f
                  && y instanceof Capture.FieldStep g
                  && f.field() == g.field()
                  && f.variant() == g.variant();
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private void byVariable(List<Capture> captures) {}

  /** In the order in which the variables are used first, as rustc drops them. */
  private static void sort(List<Capture> captures, Set<Local> order) {
    List<Local> index = List.copyOf(order);
    captures.sort((a, b) -> {
      int byVar = index.indexOf(a.variable()) - index.indexOf(b.variable());
      if (byVar != 0) {
        return byVar;
      }
      for (int i = 0; i < Math.min(a.path().size(), b.path().size()); i++) {
        if (a.path().get(i) instanceof Capture.FieldStep f
            && b.path().get(i) instanceof Capture.FieldStep g
            && f.field() != g.field()) {
          return f.field() - g.field();
        }
      }
      return 0;
    });
  }
}
