package org.asrlang.types.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.FnSig;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.FulfillmentError;
import org.asrlang.types.traits.Obligation;

/** What does not hold, in the user's words: E0277 and its relatives. */
final class TraitErrors {
  private static final Set<String> FORMAT =
      Set.of(
          "Display",
          "Debug",
          "LowerHex",
          "UpperHex",
          "Octal",
          "Binary",
          "LowerExp",
          "UpperExp",
          "Pointer");

  private final FnCtxt fcx;
  private final Set<Object> said = new HashSet<>();

  TraitErrors(FnCtxt fcx) {
    this.fcx = fcx;
  }

  void report(FulfillmentError e) {
    Obligation root = e.obligation().root();
    // one thing that is demanded at one place is said not to hold only once
    if (!said.add(List.of(root.predicate(), root.cause().span()))) {
      fcx.results.tainted = true;
      return;
    }
    Predicate p = fcx.infcx.resolve(e.obligation().predicate());
    if (mentionsError(p) || mentionsError(fcx.infcx.resolve(root.predicate()))) {
      fcx.results.tainted = true;
      return;
    }
    switch (e.kind()) {
      case AMBIGUOUS -> ambiguous(root, p);
      case OVERFLOW ->
          Diagnostic.error(
                  "E0275",
                  root.cause().span(),
                  "overflow evaluating the requirement `" + describe(p) + "`")
              .to(fcx.errors());
      case PROJECTION_MISMATCH -> projection(e, root, p);
      case UNIMPLEMENTED -> {
        if (p instanceof Predicate.Trait t) {
          trait(t.traitRef(), e.obligation(), root);
        } else {
          Diagnostic.error(
                  "E0277",
                  root.cause().span(),
                  "the requirement `" + describe(p) + "` is not satisfied")
              .to(fcx.errors());
        }
      }
    }
  }

  private boolean mentionsError(Predicate p) {
    return switch (p) {
      case Predicate.Trait t ->
          t.traitRef().args().stream().anyMatch(a -> a instanceof Ty ty && ty.has(Ty.HAS_ERROR));
      case Predicate.Projection j -> j.alias().has(Ty.HAS_ERROR) || j.ty().has(Ty.HAS_ERROR);
      case Predicate.TypeOutlives o -> false;
      case Predicate.RegionOutlives o -> false;
    };
  }

  private static String describe(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> t.traitRef().self() + ": " + t.traitRef();
      case Predicate.Projection j -> j.alias() + " == " + j.ty();
      case Predicate.TypeOutlives o -> o.ty() + ": " + o.region();
      case Predicate.RegionOutlives o -> o.longer() + ": " + o.shorter();
    };
  }

  private void ambiguous(Obligation root, Predicate p) {
    if (fcx.results.tainted) {
      return;
    }
    if (p instanceof Predicate.Trait t
        && t.traitRef().self() instanceof Ty.Infer
        && root.cause().item() != null
        && root.cause().item().kind() == Def.Kind.ASSOC_FN
        && root.cause().item().parent() == t.traitRef().trait()
        && root.predicate() instanceof Predicate.Trait r
        && r.traitRef().trait() == t.traitRef().trait()
        && root.cause().what() != Cause.What.METHOD_CALL) {
      Diagnostic.error(
              "E0790",
              root.cause().span(),
              "cannot call associated function on trait without specifying the corresponding"
                  + " `impl` type")
          .label("cannot call associated function of trait")
          .to(fcx.errors());
    } else if (p instanceof Predicate.Trait t
        && !fcx.tcx.lang().is(t.traitRef().trait(), "sized")) {
      Diagnostic.error("E0283", root.cause().span(), "type annotations needed")
          .label("cannot infer type")
          .note("cannot satisfy `" + describe(p) + "`")
          .to(fcx.errors());
    } else if (p instanceof Predicate.Projection) {
      Diagnostic.error("E0284", root.cause().span(), "type annotations needed")
          .label("cannot infer type")
          .note("cannot satisfy `" + describe(p) + "`")
          .to(fcx.errors());
    } else {
      fcx.annotationsNeeded(root.cause().span(), fcx.types.error);
    }
  }

  private void projection(FulfillmentError e, Obligation root, Predicate p) {
    Ty expected = e.expected() == null ? null : fcx.resolve(e.expected());
    Ty found = e.found() == null ? null : fcx.resolve(e.found());
    String alias = p instanceof Predicate.Projection j ? j.alias().toString() : "projection";
    if (p instanceof Predicate.Projection j && j.alias().args.get(0) instanceof Ty.Closure c) {
      Diagnostic.error(
              "E0271",
              root.cause().span(),
              "expected `" + c + "` to return `" + expected + "`, but it returns `" + found + "`")
          .label("expected `" + expected + "`, found `" + found + "`")
          .to(fcx.errors());
      return;
    }
    Diagnostic.error(
            "E0271",
            root.cause().span(),
            "type mismatch resolving `" + alias + " == " + expected + "`")
        .label("expected `" + expected + "`, found `" + found + "`")
        .to(fcx.errors());
  }

  private void trait(TraitRef ref, Obligation at, Obligation root) {
    Ty self = ref.self();
    Def trait = ref.trait();
    Cause cause = root.cause();
    String name = trait.name();
    String s = "`" + self + "`";
    Diagnostic.Builder d;
    if (cause.what() == Cause.What.TRY && fcx.tcx.lang().is(trait, "FromResidual")) {
      tryMismatch(ref, root);
      return;
    }
    if (cause.what() == Cause.What.TRY && fcx.tcx.lang().is(trait, "from")) {
      d =
          Diagnostic.error("E0277", cause.span(), "`?` couldn't convert the error to " + s)
              .label("the trait `From<" + ref.args().get(1) + ">` is not implemented for " + s)
              .note(
                  "the question mark operation (`?`) implicitly performs a conversion on the error"
                      + " value using the `From` trait");
    } else if (self instanceof Ty.Closure c && isFnTrait(trait) && fcx.closures.known(c) != null) {
      closureKind(c, trait, root);
      return;
    } else if (fcx.tcx.lang().is(trait, "sized")) {
      d =
          Diagnostic.error(
                  "E0277",
                  cause.span(),
                  "the size for values of type " + s + " cannot be known at compilation time")
              .label("doesn't have a size known at compile-time")
              .help("the trait `Sized` is not implemented for " + s);
    } else if (name.equals("Send") || name.equals("Sync")) {
      d =
          Diagnostic.error(
                  "E0277",
                  cause.span(),
                  s
                      + " cannot be "
                      + (name.equals("Send") ? "sent" : "shared")
                      + " between threads safely")
              .label(
                  s
                      + " cannot be "
                      + (name.equals("Send") ? "sent" : "shared")
                      + " between threads safely");
      d.help("the trait `" + name + "` is not implemented for " + s);
    } else if (FORMAT.contains(name) && trait.parent().name().equals("fmt")) {
      String text = name.equals("Display") ? "std::fmt::Display" : name;
      d =
          Diagnostic.error("E0277", cause.span(), s + " doesn't implement `" + text + "`")
              .label(
                  name.equals("Display")
                      ? s + " cannot be formatted with the default formatter"
                      : s
                          + " cannot be formatted using `{:?}`"
                          + (self instanceof Ty.Adt
                              ? " because it doesn't implement `Debug`"
                              : ""));
      d.help("the trait `" + text + "` is not implemented for " + s);
      if (name.equals("Debug") && self instanceof Ty.Adt a && a.def.crate() == fcx.owner.crate()) {
        d.note(
            "add `#[derive(Debug)]` to `" + self + "` or manually `impl Debug for " + self + "`");
      }
    } else if (fcx.tcx.lang().is(trait, "iterator")) {
      d =
          Diagnostic.error("E0277", cause.span(), s + " is not an iterator")
              .label(s + " is not an iterator")
              .help("the trait `Iterator` is not implemented for " + s);
    } else if (fcx.tcx.lang().is(trait, "eq") || fcx.tcx.lang().is(trait, "partial_ord")) {
      d =
          Diagnostic.error(
                  "E0277", cause.span(), "can't compare " + s + " with `" + ref.args().get(1) + "`")
              .label(
                  "no implementation for `"
                      + self
                      + (fcx.tcx.lang().is(trait, "eq") ? " == " : " < ")
                      + ref.args().get(1)
                      + "`")
              .help("the trait `" + ref + "` is not implemented for " + s);
    } else if (isFnTrait(trait)) {
      d =
          Diagnostic.error(
                  "E0277", cause.span(), "expected a `" + fnSugar(ref) + "` closure, found " + s)
              .label("expected an `" + fnSugar(ref) + "` closure, found " + s)
              .help("the trait `" + fnSugar(ref) + "` is not implemented for " + s);
    } else if (name.equals("FromIterator")) {
      d =
          Diagnostic.error(
                  "E0277",
                  cause.span(),
                  "a value of type "
                      + s
                      + " cannot be built from an iterator over elements of type `"
                      + ref.args().get(1)
                      + "`")
              .label(
                  "value of type "
                      + s
                      + " cannot be built from `std::iter::Iterator<Item="
                      + ref.args().get(1)
                      + ">`")
              .help("the trait `" + ref + "` is not implemented for " + s);
    } else {
      d =
          Diagnostic.error(
                  "E0277",
                  cause.span(),
                  "the trait bound `" + self + ": " + ref + "` is not satisfied")
              .label("the trait `" + ref + "` is not implemented for " + s);
    }
    if (at != root && root.predicate() instanceof Predicate.Trait outer) {
      TraitRef o = fcx.infcx.resolve(outer.traitRef());
      if (!o.equals(ref)) {
        d.note("required for `" + o.self() + "` to implement `" + o + "`");
      }
    }
    if (cause.item() != null) {
      d.note("required by a bound in `" + cause.item().name() + "`");
    }
    d.to(fcx.errors());
  }

  private boolean isFnTrait(Def trait) {
    return fcx.tcx.lang().is(trait, "fn")
        || fcx.tcx.lang().is(trait, "fn_mut")
        || fcx.tcx.lang().is(trait, "fn_once");
  }

  private static String fnSugar(TraitRef ref) {
    String inputs =
        ref.args().get(1) instanceof Ty.Tuple t ? t.toString().replaceFirst(",\\)$", ")") : "(_)";
    return ref.trait().name() + inputs;
  }

  private void tryMismatch(TraitRef ref, Obligation root) {
    Ty returned = ref.self();
    Ty residual = (Ty) ref.args().get(1);
    Span at = root.cause().span();
    boolean result = returned instanceof Ty.Adt a && fcx.tcx.lang().is(a.def, "Result");
    boolean option = returned instanceof Ty.Adt a && fcx.tcx.lang().is(a.def, "Option");
    if (!result && !option) {
      fcx.tryOutside(at, returned);
      return;
    }
    String residualName = residual instanceof Ty.Adt a ? a.def.name() : "";
    if (result && residualName.equals("Option")) {
      Diagnostic.error(
              "E0277",
              at,
              "the `?` operator on an `Option` (not `Result`) can only be used in a function that"
                  + " returns `Option`")
          .label("use `.ok_or(...)?` to provide an error compatible with `" + returned + "`")
          .to(fcx.errors());
    } else if (option && residualName.equals("Result")) {
      Diagnostic.error(
              "E0277",
              at,
              "the `?` operator on a `Result` can only be used in a function that returns `Result`"
                  + " or `Option`")
          .label(
              "use `.ok()?` if you want to discard the `Result<Infallible, _>` error information")
          .to(fcx.errors());
    } else {
      Ty error = result ? (Ty) ((Ty.Adt) returned).args.get(1) : returned;
      Ty from = residual instanceof Ty.Adt a && a.args.size() == 2 ? (Ty) a.args.get(1) : residual;
      Diagnostic.error("E0277", at, "`?` couldn't convert the error to `" + error + "`")
          .label("the trait `From<" + from + ">` is not implemented for `" + error + "`")
          .note(
              "the question mark operation (`?`) implicitly performs a conversion on the error"
                  + " value using the `From` trait")
          .to(fcx.errors());
    }
  }

  private void closureKind(Ty.Closure c, Def trait, Obligation root) {
    ClosureKind kind = fcx.closures.known(c);
    String has =
        switch (kind) {
          case FN -> "Fn";
          case FN_MUT -> "FnMut";
          case FN_ONCE -> "FnOnce";
        };
    if (fcx.closures.mismatched.contains(c.def)) {
      return;
    }
    if (has.equals(trait.name()) || kind == ClosureKind.FN) {
      FnSig sig = fcx.coercion.sigOf(c);
      Diagnostic.error("E0631", root.cause().span(), "type mismatch in closure arguments")
          .label(
              "expected closure signature differs from `fn("
                  + (sig == null
                      ? ""
                      : String.join(
                          ", ", sig.inputs().stream().map(t -> fcx.resolve(t).toString()).toList()))
                  + ") -> _`")
          .to(fcx.errors());
      return;
    }
    Diagnostic.error(
            "E0525",
            fcx.closures.nodes.get(c.def).span(),
            "expected a closure that implements the `"
                + trait.name()
                + "` trait, but this closure only implements `"
                + has
                + "`")
        .label("this closure implements `" + has + "`, not `" + trait.name() + "`")
        .label(
            root.cause().span(),
            "the requirement to implement `" + trait.name() + "` derives from here")
        .to(fcx.errors());
  }
}
