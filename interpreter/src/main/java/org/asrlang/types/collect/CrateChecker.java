package org.asrlang.types.collect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.coherence.BuiltinImpls;
import org.asrlang.types.coherence.ImplItemChecker;
import org.asrlang.types.coherence.OrphanChecker;
import org.asrlang.types.coherence.OverlapChecker;
import org.asrlang.types.wf.ItemChecker;

/** All that is checked of a crate's types, in order. */
final class CrateChecker {
  private final GlobalCtxt tcx;

  CrateChecker(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  void check(Def crate) {
    check(List.copyOf(tcx.defs().allDefs(crate)));
  }

  void check(List<Def> items) {
    // What items are: parameters, bounds, fields, signatures.
    for (Def d : items) {
      collect(d);
    }
    // Which impls there may be.
    List<Def> impls = items.stream().filter(d -> d.kind() == Def.Kind.IMPL).toList();
    OrphanChecker orphans = new OrphanChecker(tcx);
    OverlapChecker overlaps = new OverlapChecker(tcx);
    BuiltinImpls builtin = new BuiltinImpls(tcx);
    ImplItemChecker implItems = new ImplItemChecker(tcx);
    // Traits whose impls are not as they may be: what is in these impls is not looked at.
    Set<Def> incoherent = new HashSet<>();
    for (Def impl : impls) {
      int before = tcx.diagnostics().errorCount();
      if (!orphans.check(impl)) {
        overlaps.ignore(impl);
      }
      if (tcx.diagnostics().errorCount() > before) {
        incoherent.add(traitOf(impl));
      }
    }
    // Impls with parameters that nothing determines: what is in them cannot be known.
    Set<Def> unconstrained = new HashSet<>();
    for (Def impl : overlaps.inOrder(impls)) {
      int before = tcx.diagnostics().errorCount();
      orphans.unconstrained(impl);
      if (tcx.diagnostics().errorCount() > before) {
        unconstrained.add(impl);
      }
      before = tcx.diagnostics().errorCount();
      overlaps.check(impl);
      builtin.check(impl);
      if (tcx.diagnostics().errorCount() > before) {
        incoherent.add(traitOf(impl));
      }
    }
    incoherent.remove(null);
    for (Def impl : impls) {
      if (!incoherent.contains(traitOf(impl))) {
        implItems.check(impl, !unconstrained.contains(impl));
      }
    }
    if (!tcx.isTraitMissing()) {
      overlaps.checkInherent(impls);
    }
    // Whether what they name makes sense.
    ItemChecker wf = new ItemChecker(tcx);
    for (Def d : items) {
      if ((d.kind() != Def.Kind.IMPL || !incoherent.contains(traitOf(d)))
          && !(d.isAssoc() && unconstrained.contains(d.parent()))) {
        wf.check(d);
      }
    }
    tcx.checkDynTypes();
    if (tcx.isTraitMissing()) {
      return;
    }
    // Bodies.
    for (Def d : items) {
      if (tcx.hasBody(d)) {
        tcx.typeck(d);
      }
    }
    tcx.checkDynTypes();
  }

  private Def traitOf(Def impl) {
    TraitRef ref = tcx.implTraitRef(impl);
    return ref == null ? null : ref.trait();
  }

  private void collect(Def d) {
    switch (d.kind()) {
      case STRUCT, ENUM -> {
        tcx.generics(d);
        tcx.predicates(d);
        tcx.adt(d);
        tcx.checkDiscriminants(d);
      }
      case TRAIT -> {
        tcx.superPredicates(d);
        tcx.predicates(d);
      }
      case TYPE_ALIAS, CONST, STATIC, ASSOC_CONST -> {
        tcx.predicates(d);
        tcx.typeOf(d);
      }
      case ASSOC_TYPE -> {
        tcx.predicates(d);
        tcx.itemBounds(d);
        tcx.typeOf(d);
      }
      case FN, ASSOC_FN -> {
        TyWalk.any(
            tcx.fnSig(d).output(),
            t -> {
              if (t instanceof Ty.Opaque o) {
                tcx.itemBounds(o.def);
              }
              return false;
            });
        tcx.predicates(d);
      }
      case IMPL -> {
        tcx.typeOf(d);
        tcx.implTraitRef(d);
        tcx.predicates(d);
      }
      case TYPE_PARAM, CONST_PARAM -> tcx.typeOf(d);
      case CRATE, MODULE, VARIANT, FIELD, LIFETIME_PARAM, CLOSURE, OPAQUE, ANON_CONST, MACRO -> {}
    }
  }
}
