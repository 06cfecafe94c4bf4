package org.asrlang.types.coherence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitSolver;

/** Two impls for one type: E0119, E0751, and E0592 among inherent ones. */
public final class OverlapChecker {
  private final GlobalCtxt tcx;
  private final Set<Def> ignored = new HashSet<>();
  private final Set<Def> misplaced = new HashSet<>();

  public OverlapChecker(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  /**
   * The impls in the order in which they are compared, each with those before it: what is derived
   * comes behind what is written. The later of two in conflict is told, and counts no more.
   */
  public List<Def> inOrder(List<Def> impls) {
    ignored.addAll(impls);
    List<Def> order = new ArrayList<>(impls);
    order.sort(Comparator.comparing(this::isDerived));
    return order;
  }

  /** For impls that may not stand where they do: they conflict with nothing. */
  public void ignore(Def impl) {
    misplaced.add(impl);
  }

  /** Compares a trait impl with all others of its trait. */
  public void check(Def impl) {
    TraitRef ref = tcx.implTraitRef(impl);
    if (ref == null || misplaced.contains(impl) || hasError(ref.args())) {
      return;
    }
    if (ref.self() instanceof Ty.Dynamic d) {
      object(impl, ref, d);
    }
    Object head = SimplifiedType.ofImpl(ref.self());
    for (Def other : tcx.traitImpls(ref.trait(), head)) {
      if (other == impl || ignored.contains(other) || hasError(tcx.implTraitRef(other).args())) {
        continue;
      }
      if (tcx.isAutoTrait(ref.trait())
          && tcx.isNegativeImpl(impl) == tcx.isNegativeImpl(other)
          && other.crate() != impl.crate()) {
        continue;
      }
      TraitRef common = overlap(impl, other);
      if (common != null) {
        report(impl, other, common);
        return;
      }
    }
    ignored.remove(impl);
  }

  /** E0371: an object of a trait has that trait, and those above it, by itself. */
  private void object(Def impl, TraitRef ref, Ty.Dynamic self) {
    if (self.principal != null
        && tcx.isDynCompatible(self.principal.trait())
        && (self.principal.trait() == ref.trait()
            || tcx.supertraits(self.principal.trait()).contains(ref.trait()))) {
      Diagnostic.error(
              "E0371",
              head(impl),
              "the object type `"
                  + self
                  + "` automatically implements the trait `"
                  + ref.trait().name()
                  + "`")
          .label("`" + self + "` automatically implements trait `" + ref.trait().name() + "`")
          .to(tcx.diagnostics());
    }
  }

  static boolean hasError(List<GenericArg> args) {
    for (GenericArg a : args) {
      if (a instanceof Ty t && t.has(Ty.HAS_ERROR)) {
        return true;
      }
    }
    return false;
  }

  /** A trait reference that both impls may match; null if there is none. */
  private TraitRef overlap(Def a, Def b) {
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    List<Obligation> nested = new ArrayList<>();
    List<GenericArg> argsA = infcx.freshArgs(a);
    List<GenericArg> argsB = infcx.freshArgs(b);
    TraitRef refA = header(solver, a, argsA, nested);
    TraitRef refB = header(solver, b, argsB, nested);
    if (!infcx.unifyHeader(refA.args(), refB.args())) {
      return null;
    }
    add(solver, a, argsA, nested);
    add(solver, b, argsB, nested);
    for (Obligation o : nested) {
      Predicate p = infcx.resolve(o.predicate());
      if (!solver.mayHold(ParamEnv.EMPTY, p) && knowable(infcx, p)) {
        return null;
      }
    }
    return infcx.resolve(refA);
  }

  private TraitRef header(
      TraitSolver solver, Def impl, List<GenericArg> args, List<Obligation> nested) {
    return solver.normalize(
        ParamEnv.EMPTY, Subst.apply(tcx.types(), tcx.implTraitRef(impl), args), Cause.NONE, nested);
  }

  private void add(TraitSolver solver, Def impl, List<GenericArg> args, List<Obligation> nested) {
    for (Predicate p : tcx.predicates(impl)) {
      nested.add(new Obligation(Subst.apply(tcx.types(), p, args), ParamEnv.EMPTY, Cause.NONE));
    }
  }

  /**
   * Whether that something does not hold may be relied upon: not where another crate could add an
   * impl that makes it hold.
   */
  private boolean knowable(InferCtxt infcx, Predicate p) {
    if (!(p instanceof Predicate.Trait t)) {
      return true;
    }
    TraitRef ref = t.traitRef();
    for (GenericArg a : ref.args()) {
      if (a instanceof Ty ty
          && OrphanChecker.throughFundamental(tcx, infcx.resolve(ty)) instanceof Ty.Infer v
          && v.kind == Ty.InferKind.GENERAL) {
        return false; // a crate that uses this one could implement it for a type of its own
      }
    }
    if (isLocal(ref.trait())
        || tcx.lang().is(ref.trait(), "sized")
        || tcx.defs().hasAttr(ref.trait(), "fundamental")) {
      return true;
    }
    for (GenericArg a : ref.args()) {
      if (a instanceof Ty ty && OrphanChecker.localHead(tcx, infcx.resolve(ty))) {
        return true;
      }
    }
    return false;
  }

  private boolean isLocal(Def def) {
    return OrphanChecker.isLocal(tcx, def);
  }

  private void report(Def later, Def first, TraitRef common) {
    boolean mixed = tcx.isNegativeImpl(later) != tcx.isNegativeImpl(first);
    String self = common.self() instanceof Ty.Infer ? null : common.self().toString();
    String forType =
        self == null
                || tcx.typeOf(later) instanceof Ty.Param && tcx.typeOf(first) instanceof Ty.Param
            ? ""
            : " for type `" + common.self() + "`";
    String label = forType.isEmpty() ? "" : " for `" + common.self() + "`";
    if (mixed) {
      Diagnostic.error(
              "E0751",
              place(later),
              "found both positive and negative implementation of trait `"
                  + common
                  + "`"
                  + forType
                  + ":")
          .label("negative implementation here")
          .label(place(first), "positive implementation here")
          .to(tcx.diagnostics());
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0119",
                place(later),
                "conflicting implementations of trait `" + common + "`" + forType)
            .label("conflicting implementation" + label);
    if (isLocal(first)) {
      d.label(place(first), "first implementation here");
    } else {
      d.note(
          "conflicting implementation in crate `"
              + first.crate().name()
              + "`:\n- "
              + place(first).text());
    }
    d.to(tcx.diagnostics());
  }

  /** What is derived stands where the trait's name does. */
  private Span place(Def impl) {
    return isDerived(impl) ? impl.span().callSite() : head(impl);
  }

  private boolean isDerived(Def impl) {
    return tcx.defs().hasAttr(impl, "automatically_derived");
  }

  static Span head(Def impl) {
    return impl.span();
  }

  // ---- inherent impls

  /** E0592 for the inherent impls of the crate, and for names that stand twice in one impl. */
  public void checkInherent(List<Def> impls) {
    Map<String, List<Def>> byName = new HashMap<>();
    Set<Def> inherent = new LinkedHashSet<>();
    for (Def impl : impls) {
      if (impl.node() instanceof Item.Impl i && i.trait() == null) {
        if (misplaced.contains(impl) || tcx.typeOf(impl).has(Ty.HAS_ERROR)) {
          continue;
        }
        inherent.add(impl);
        // only impls for types with one head can meet
        String head = "::" + SimplifiedType.ofImpl(tcx.typeOf(impl));
        for (Def item : tcx.assocItems(impl)) {
          byName.computeIfAbsent(item.name() + head, k -> new ArrayList<>()).add(item);
        }
      } else {
        twiceInOne(impl);
      }
    }
    for (List<Def> items : byName.values()) {
      for (int i = 0; i < items.size(); i++) {
        for (int j = i + 1; j < items.size(); j++) {
          Def a = items.get(i);
          Def b = items.get(j);
          if (a.parent() == b.parent() || sameType(a.parent(), b.parent())) {
            // within one impl it is the second that is too much
            duplicate(a.parent() == b.parent() ? b : a, a.parent() == b.parent() ? a : b);
          }
        }
      }
    }
  }

  private void twiceInOne(Def impl) {
    Map<String, Def> names = new HashMap<>();
    for (Def item : tcx.assocItems(impl)) {
      Def before = names.putIfAbsent(item.kind() + item.name(), item);
      if (before != null) {
        Diagnostic.error(
                "E0201", item.span(), "duplicate definitions with name `" + item.name() + "`:")
            .label("duplicate definition")
            .label(before.span(), "previous definition here")
            .to(tcx.diagnostics());
      }
    }
  }

  private void duplicate(Def a, Def b) {
    Diagnostic.error("E0592", a.span(), "duplicate definitions with name `" + a.name() + "`")
        .label("duplicate definitions for `" + a.name() + "`")
        .label(b.head(), "other definition for `" + a.name() + "`")
        .to(tcx.diagnostics());
  }

  private boolean sameType(Def a, Def b) {
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    List<GenericArg> argsA = infcx.freshArgs(a);
    List<GenericArg> argsB = infcx.freshArgs(b);
    if (!infcx.unifyHeader(
        List.of(Subst.apply(tcx.types(), tcx.typeOf(a), argsA)),
        List.of(Subst.apply(tcx.types(), tcx.typeOf(b), argsB)))) {
      return false;
    }
    List<Obligation> nested = new ArrayList<>();
    add(solver, a, argsA, nested);
    add(solver, b, argsB, nested);
    for (Obligation o : nested) {
      Predicate p = infcx.resolve(o.predicate());
      if (!solver.mayHold(ParamEnv.EMPTY, p) && knowable(infcx, p)) {
        return false;
      }
    }
    return true;
  }
}
