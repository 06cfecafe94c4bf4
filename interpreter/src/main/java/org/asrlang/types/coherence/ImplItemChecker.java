package org.asrlang.types.coherence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.collect.ParamEnvs;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.FulfillmentCtxt;
import org.asrlang.types.traits.FulfillmentError;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitErrorReporter;
import org.asrlang.types.traits.TraitMessages;
import org.asrlang.types.traits.TraitSolver;

/** An impl has what its trait asks for: E0046, and the signatures agree: E0049, E0050, E0053, … */
public final class ImplItemChecker {
  private final GlobalCtxt tcx;

  public ImplItemChecker(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  /**
   * @param constrained whether the impl's parameters are determined: else what its types are cannot
   *     be looked at
   */
  public void check(Def impl, boolean constrained) {
    TraitRef ref = tcx.implTraitRef(impl);
    if (ref == null || tcx.isNegativeImpl(impl) || OverlapChecker.hasError(ref.args())) {
      return;
    }
    missing(impl, ref.trait());
    for (Def item : tcx.assocItems(impl)) {
      Def traitItem = tcx.assocItem(ref.trait(), item.name(), item.kind());
      if (traitItem == null) {
        continue;
      }
      switch (item.kind()) {
        case ASSOC_FN -> method(item, traitItem, ref);
        case ASSOC_TYPE -> {
          if (constrained) {
            type(item, traitItem, ref);
          }
        }
        case ASSOC_CONST -> constant(item, traitItem, ref);
        default -> {}
      }
    }
  }

  private void missing(Def impl, Def trait) {
    List<Def> missing = new ArrayList<>();
    for (Def item : tcx.assocItems(trait)) {
      if (tcx.implementedBy(item, impl) == null) {
        missing.add(item);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    String names = String.join(", ", missing.stream().map(d -> "`" + d.name() + "`").toList());
    Diagnostic.Builder d =
        Diagnostic.error("E0046", impl.span(), "not all trait items implemented, missing: " + names)
            .label("missing " + names + " in implementation");
    for (Def m : missing) {
      if (OrphanChecker.isLocal(tcx, m)) {
        d.label(m.head(), "`" + m.name() + "` from trait");
      } else {
        d.help("implement the missing item: `" + stub(m) + "`");
      }
    }
    d.to(tcx.diagnostics());
  }

  private static String stub(Def item) {
    return switch (item.kind()) {
      case ASSOC_TYPE -> "type " + item.name() + " = /* Type */;";
      case ASSOC_CONST -> "const " + item.name() + ": /* Type */ = /* value */;";
      default -> head(item) + " { todo!() }";
    };
  }

  private static String head(Def fn) {
    String text = fn.node().span().text();
    int end = text.indexOf('{') >= 0 ? text.indexOf('{') : text.indexOf(';');
    int from = text.indexOf("fn ");
    return text.substring(Math.max(from, 0), end < 0 ? text.length() : end).strip();
  }

  // ---- methods

  private static List<Def> typeParams(Def fn) {
    return fn.children(Def.Kind.TYPE_PARAM);
  }

  private void method(Def fn, Def traitFn, TraitRef ref) {
    Item.Fn written = tcx.defs().function(fn);
    Item.Fn declared = tcx.defs().function(traitFn);
    if (!self(fn, written, traitFn, declared, ref.trait())) {
      return;
    }
    if (!generics(fn, traitFn, ref.trait())) {
      return;
    }
    List<Def> mine = typeParams(fn);
    List<Def> theirs = typeParams(traitFn);
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      boolean impl = theirs.get(i).node() instanceof org.asrlang.syntax.TypeExpr;
      if (impl != mine.get(i).node() instanceof org.asrlang.syntax.TypeExpr) {
        Diagnostic.error(
                "E0643",
                mine.get(i).span(),
                "method `" + fn.name() + "` has incompatible signature for trait")
            .label(
                impl
                    ? "expected `impl Trait`, found generic parameter"
                    : "expected generic parameter, found `impl Trait`")
            .label(theirs.get(i).span(), "declaration in trait here")
            .to(tcx.diagnostics());
        return;
      }
    }
    FnSig sig = tcx.fnSig(fn);
    FnSig traitSig = tcx.fnSig(traitFn);
    if (sig.inputs().size() != traitSig.inputs().size()) {
      int a = sig.inputs().size();
      int b = traitSig.inputs().size();
      Diagnostic.error(
              "E0050",
              inputs(written, fn.span()),
              "method `"
                  + fn.name()
                  + "` has "
                  + plural(a, "parameter")
                  + " but the declaration in trait `"
                  + ref.trait().name()
                  + "::"
                  + fn.name()
                  + "` has "
                  + b)
          .label("expected " + plural(b, "parameter") + ", found " + a)
          .label(
              declared.params().isEmpty()
                  ? traitFn.span()
                  : declared.params().get(declared.params().size() - 1).type().span(),
              "trait requires " + plural(b, "parameter"))
          .to(tcx.diagnostics());
      return;
    }
    compare(fn, written, traitFn, ref, sig, traitSig);
  }

  private static String plural(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private boolean self(Def fn, Item.Fn written, Def traitFn, Item.Fn declared, Def trait) {
    if (written.self() != null && declared.self() == null) {
      Diagnostic.error(
              "E0185",
              fn.span(),
              "method `"
                  + fn.name()
                  + "` has a `"
                  + written.self().span().text()
                  + "` declaration in the impl, but not in the trait")
          .label("`" + written.self().span().text() + "` used in impl")
          .label(
              traitFn.head(),
              "trait method declared without `" + written.self().span().text() + "`")
          .to(tcx.diagnostics());
      return false;
    }
    if (written.self() == null && declared.self() != null) {
      Diagnostic.error(
              "E0186",
              fn.span(),
              "method `"
                  + fn.name()
                  + "` has a `"
                  + declared.self().span().text()
                  + "` declaration in the trait, but not in the impl")
          .label("expected `" + declared.self().span().text() + "` in impl")
          .label(traitFn.head(), "`" + declared.self().span().text() + "` used in trait")
          .to(tcx.diagnostics());
      return false;
    }
    return true;
  }

  private boolean generics(Def fn, Def traitFn, Def trait) {
    int[] own = count(fn);
    int[] wanted = count(traitFn);
    if (own[0] != wanted[0]) {
      Diagnostic.error("E0195", fn.span(), "lifetime parameters do not match the trait definition")
          .label(traitFn.span(), "expected " + plural(wanted[0], "lifetime parameter"))
          .to(tcx.diagnostics());
      return false;
    }
    for (int kind = 1; kind <= 2; kind++) {
      if (own[kind] != wanted[kind]) {
        String what = kind == 1 ? "type" : "const";
        Diagnostic.error(
                "E0049",
                fn.span(),
                "method `"
                    + fn.name()
                    + "` has "
                    + plural(own[kind], what + " parameter")
                    + " but its trait declaration has "
                    + plural(wanted[kind], what + " parameter"))
            .label("found " + plural(own[kind], what + " parameter"))
            .label(traitFn.span(), "expected " + plural(wanted[kind], what + " parameter"))
            .to(tcx.diagnostics());
        return false;
      }
    }
    return true;
  }

  private int[] count(Def fn) {
    int[] n = new int[3];
    for (GenericsOf.Param p : tcx.generics(fn).own()) {
      switch (p.kind()) {
        case LIFETIME -> n[0] += p.def() == null ? 0 : 1;
        case TYPE -> n[1]++;
        case CONST -> n[2]++;
      }
    }
    return n;
  }

  private List<GenericArg> rebased(Def item, Def traitItem, TraitRef ref) {
    return Rebasing.rebased(tcx, item, traitItem, ref, Region.ERASED);
  }

  private void compare(
      Def fn, Item.Fn written, Def traitFn, TraitRef ref, FnSig sig, FnSig traitSig) {
    List<GenericArg> args = rebased(fn, traitFn, ref);
    // May be assumed: what the impl and the trait's method demand.
    List<Predicate> given = new ArrayList<>(tcx.predicates(fn.parent()));
    List<Predicate> traitsOwn = new ArrayList<>(tcx.predicates(traitFn));
    traitsOwn.removeAll(tcx.predicates(ref.trait()));
    for (Predicate p : traitsOwn) {
      given.add(Subst.apply(tcx.types(), p, args));
    }
    ParamEnv env = ParamEnvs.of(tcx, given);
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    FulfillmentCtxt fulfillment = new FulfillmentCtxt(infcx);
    Cause cause = Cause.of(fn.span(), Cause.What.IMPL_ITEM, fn);
    for (Predicate p : tcx.predicates(fn)) {
      if (!given.contains(p)) {
        List<Obligation> more = new ArrayList<>();
        Predicate n = solver.normalize(env, p, cause, more);
        fulfillment.register(new Obligation(n, env, cause));
        fulfillment.register(more);
      }
    }
    List<FulfillmentError> stricter = fulfillment.selectAllOrError();
    if (!stricter.isEmpty()) {
      Predicate p = infcx.resolve(stricter.get(0).obligation().root().predicate());
      Span bound = tcx.boundSpan(fn, p);
      Diagnostic.error(
              "E0276",
              bound == null ? fn.span() : bound,
              "impl has stricter requirements than trait")
          .label("impl has extra requirement `" + TraitMessages.describe(p) + "`")
          .label(traitFn.head(), "definition of `" + fn.name() + "` from trait")
          .to(tcx.diagnostics());
      return;
    }
    List<Obligation> nested = new ArrayList<>();
    FnSig own = solver.normalize(env, open(sig), cause, nested);
    Hidden hidden = new Hidden(traitFn, infcx);
    FnSig theirs = open(Subst.apply(tcx.types(), traitSig, args));
    FnSig wanted =
        solver.normalize(
            env,
            new FnSig(theirs.inputs(), hidden.ty(theirs.output()), theirs.boundRegions()),
            cause,
            nested);
    if (isWrong(own) || isWrong(wanted)) {
      return; // told already
    }
    fulfillment.register(nested);
    fulfillment.selectWherePossible();
    for (int i = 0; i <= own.inputs().size(); i++) {
      boolean output = i == own.inputs().size();
      Ty a = output ? own.output() : own.inputs().get(i);
      Ty b = output ? wanted.output() : wanted.inputs().get(i);
      if (!infcx.unify(a, b)) {
        incompatible(fn, written, traitFn, i, output, infcx, own, wanted, a, b);
        return;
      }
      fulfillment.selectWherePossible();
    }
    Span at = written.output() == null ? fn.span() : written.output().span();
    for (int i = 0; i < hidden.found.size(); i++) { // bounds may name others
      Ty.Opaque o = hidden.found.sequencedKeySet().stream().skip(i).findFirst().orElseThrow();
      for (Predicate p : tcx.itemBounds(o.def)) {
        Cause bound = Cause.item(at, o.def, p, null, fn);
        List<Obligation> more = new ArrayList<>();
        Predicate here = hidden.predicate(Subst.apply(tcx.types(), p, o.args));
        fulfillment.register(new Obligation(solver.normalize(env, here, bound, more), env, bound));
        fulfillment.register(more);
      }
    }
    new TraitErrorReporter(infcx).report(fulfillment.selectAllOrError());
  }

  private static boolean isWrong(FnSig sig) {
    return sig.output().has(Ty.HAS_ERROR)
        || sig.inputs().stream().anyMatch(t -> t.has(Ty.HAS_ERROR));
  }

  private FnSig open(FnSig sig) {
    return BoundRegions.instantiate(tcx.types(), sig, b -> Region.ERASED);
  }

  /** {@code impl Trait} in what a trait's method returns is whatever the impl's has there. */
  private final class Hidden extends TypeFolder {
    private final SequencedMap<Ty.Opaque, Ty> found = new LinkedHashMap<>();
    private final Def traitFn;
    private final InferCtxt infcx;

    Hidden(Def traitFn, InferCtxt infcx) {
      super(tcx.types());
      this.traitFn = traitFn;
      this.infcx = infcx;
    }

    @Override
    public Ty ty(Ty t) {
      return t instanceof Ty.Opaque o && o.def.parent() == traitFn
          ? found.computeIfAbsent(o, x -> infcx.freshTy(o.def.span()))
          : superTy(t);
    }
  }

  private void incompatible(
      Def fn,
      Item.Fn written,
      Def traitFn,
      int index,
      boolean output,
      InferCtxt infcx,
      FnSig own,
      FnSig wanted,
      Ty found0,
      Ty expected0) {
    Ty found = infcx.resolve(found0);
    Ty expected = infcx.resolve(expected0);
    if (found.has(Ty.HAS_ERROR) || expected.has(Ty.HAS_ERROR)) {
      return;
    }
    Span at;
    int selfs = written.self() == null ? 0 : 1;
    if (output) {
      at = written.output() == null ? fn.span() : written.output().span();
    } else if (index < selfs) {
      at = written.self().span();
    } else {
      at = written.params().get(index - selfs).type().span();
    }
    boolean mutability =
        found instanceof Ty.Ref a
            && expected instanceof Ty.Ref b
            && a.mutable != b.mutable
            && infcx.canUnify(a.target, b.target);
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0053", at, "method `" + fn.name() + "` has an incompatible type for trait");
    boolean receiver = !output && index < selfs;
    Span declared = inTrait(traitFn, index, output);
    boolean plain = at.expansion().callSite() == null;
    if (plain && receiver) {
      d.fix(
          "change the self-receiver type to match the trait",
          at,
          expected instanceof Ty.Ref r ? r.mutable ? "&mut self" : "&self" : "self");
    } else if (plain && !(output && written.output() == null)) {
      d.fix(
          "change the " + (output ? "output" : "parameter") + " type to match the trait",
          at,
          expected.toString());
    }
    d.label(
            mutability
                ? "types differ in mutability"
                : "expected `" + expected + "`, found `" + found + "`")
        .note(declared, "type in trait")
        .note(
            "expected signature `"
                + shown(infcx, wanted)
                + "`\n   found signature `"
                + shown(infcx, own)
                + "`")
        .to(tcx.diagnostics());
  }

  private Span inTrait(Def traitFn, int index, boolean output) {
    Item.Fn f = tcx.defs().function(traitFn);
    int selfs = f.self() == null ? 0 : 1;
    if (output) {
      return f.output() == null ? traitFn.span() : f.output().span();
    }
    return index < selfs ? f.self().span() : f.params().get(index - selfs).type().span();
  }

  private String shown(InferCtxt infcx, FnSig sig) {
    return tcx.types().fnPtr(infcx.resolve(sig)).toString();
  }

  // ---- types and constants

  private void type(Def item, Def traitItem, TraitRef ref) {
    GenericsOf own = tcx.generics(item);
    GenericsOf wanted = tcx.generics(traitItem);
    if (own.own().size() != wanted.own().size()) {
      Diagnostic.error(
              own.own().stream().allMatch(p -> p.kind() == GenericsOf.Kind.LIFETIME)
                      && wanted.own().stream().allMatch(p -> p.kind() == GenericsOf.Kind.LIFETIME)
                  ? "E0195"
                  : "E0049",
              item.span(),
              "type `"
                  + item.name()
                  + "` has "
                  + plural(own.own().size(), "generic parameter")
                  + " but its trait declaration has "
                  + plural(wanted.own().size(), "generic parameter"))
          .label(traitItem.span(), "expected by the trait")
          .to(tcx.diagnostics());
      return;
    }
    List<GenericArg> args = rebased(item, traitItem, ref);
    ParamEnv env = tcx.paramEnv(item);
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    FulfillmentCtxt fulfillment = new FulfillmentCtxt(infcx);
    Item.TypeAlias alias = (Item.TypeAlias) item.node();
    Span at = alias.type() == null ? item.span() : alias.type().span();
    Cause cause = Cause.item(at, traitItem, null, null, item);
    for (Predicate p : tcx.itemBounds(traitItem)) {
      List<Obligation> more = new ArrayList<>();
      Predicate n = solver.normalize(env, Subst.apply(tcx.types(), p, args), cause, more);
      fulfillment.register(new Obligation(n, env, cause));
      fulfillment.register(more);
    }
    new TraitErrorReporter(infcx).report(fulfillment.selectAllOrError());
  }

  private void constant(Def item, Def traitItem, TraitRef ref) {
    List<GenericArg> args = rebased(item, traitItem, ref);
    ParamEnv env = tcx.paramEnv(item);
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    List<Obligation> nested = new ArrayList<>();
    Cause cause = Cause.of(item.span(), Cause.What.IMPL_ITEM, item);
    Ty found = solver.normalize(env, tcx.typeOf(item), cause, nested);
    Ty expected =
        solver.normalize(env, Subst.apply(tcx.types(), tcx.typeOf(traitItem), args), cause, nested);
    if (!infcx.unify(found, expected) && !found.has(Ty.HAS_ERROR)) {
      Diagnostic.error(
              "E0326",
              ((Item.Const) item.node()).type().span(),
              "implemented const `" + item.name() + "` has an incompatible type for trait")
          .label("expected `" + expected + "`, found `" + found + "`")
          .label(traitItem.span(), "type in trait")
          .to(tcx.diagnostics());
    }
  }

  /** From the first parameter's type to the last one's; the name where there are none. */
  private static Span inputs(Item.Fn fn, Span name) {
    Span last = fn.params().isEmpty() ? null : fn.params().getLast().type().span();
    Span first =
        fn.self() != null
            ? fn.self().span()
            : last == null ? name : fn.params().getFirst().type().span();
    return last == null ? first : first.to(last);
  }
}
