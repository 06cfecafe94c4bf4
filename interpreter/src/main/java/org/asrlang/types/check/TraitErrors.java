package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.FulfillmentError;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.TraitMessages;

/** What does not hold, in the user's words: E0277 and its relatives. */
final class TraitErrors {
  private final FnCtxt fcx;
  private final Blame blame;
  private final TraitMessages messages;
  private final CallableMismatch callables;
  private final Set<Object> said = new HashSet<>();

  /** Where variables are bound, and what their types lack, as was told there. */
  private final Set<Object> ofVariables = new HashSet<>();

  TraitErrors(FnCtxt fcx) {
    this.fcx = fcx;
    this.blame = new Blame(fcx);
    this.messages = new TraitMessages(fcx.infcx);
    this.callables = new CallableMismatch(fcx, messages);
  }

  void report(FulfillmentError e) {
    Obligation root = e.obligation().root();
    // one thing that is demanded at one place is said not to hold only once
    if (!said.add(List.of(root.predicate(), root.cause().span()))) {
      fcx.results.tainted = true;
      return;
    }
    Predicate p = fcx.shown(e.obligation().predicate());
    if (TraitMessages.mentionsError(p)
        || TraitMessages.mentionsError(fcx.infcx.resolve(root.predicate()))) {
      fcx.results.tainted = true;
      if (fcx.tcx.diagnostics().hasErrors()) {
        return; // it follows from one of those
      }
    }
    switch (e.kind()) {
      case AMBIGUOUS -> ambiguous(root, p);
      case OVERFLOW ->
          Diagnostic.error(
                  "E0275",
                  root.cause().span(),
                  "overflow evaluating the requirement `" + TraitMessages.describe(p) + "`")
              .to(fcx.errors());
      case PROJECTION_MISMATCH -> projection(e, root, p);
      case UNIMPLEMENTED -> {
        if (p instanceof Predicate.Trait t) {
          trait(t.traitRef(), e.obligation());
        } else {
          Diagnostic.error(
                  "E0277",
                  root.cause().span(),
                  "the requirement `" + TraitMessages.describe(p) + "` is not satisfied")
              .to(fcx.errors());
        }
      }
    }
  }

  private void ambiguous(Obligation root, Predicate p) {
    if (fcx.isTainted()) {
      return;
    }
    if (p instanceof Predicate.Trait t
        && t.traitRef().self() instanceof Ty.Infer
        && root.cause().item() != null
        && (root.cause().item().kind() == Def.Kind.ASSOC_FN
            || root.cause().item().kind() == Def.Kind.ASSOC_CONST)
        && root.cause().item().parent() == t.traitRef().trait()
        && root.predicate() instanceof Predicate.Trait r
        && r.traitRef().trait() == t.traitRef().trait()
        && root.cause().what() != Cause.What.METHOD_CALL) {
      boolean fn = root.cause().item().kind() == Def.Kind.ASSOC_FN;
      String use = fn ? "call associated function" : "refer to the associated constant";
      Diagnostic.error(
              "E0790",
              root.cause().span(),
              "cannot " + use + " on trait without specifying the corresponding `impl` type")
          .label("cannot " + use + " of trait")
          .to(fcx.errors());
    } else if (formatArgs(root.cause().span()) != null
        && root.predicate() instanceof Predicate.Trait r
        && fcx.resolve(r.traitRef().self()) instanceof Ty.Infer) {
      fcx.annotationsNeeded(root.cause().span(), unknown(p));
    } else if (p instanceof Predicate.Trait t
        && root.cause().what() == Cause.What.OPERATOR
        && output(t.traitRef().trait()) instanceof Def output) {
      // what it results in is asked first
      InferSource.error(fcx, "E0284", root.cause().span(), unknown(p), true)
          .note("cannot satisfy `" + fcx.types.projection(output, t.traitRef().args()) + " == _`")
          .to(fcx.errors());
    } else if (p instanceof Predicate.Trait t
        && !fcx.tcx.lang().is(t.traitRef().trait(), "sized")) {
      InferSource.error(fcx, "E0283", root.cause().span(), unknown(p), true)
          .note("cannot satisfy `" + TraitMessages.describe(p) + "`")
          .to(fcx.errors());
    } else if (p instanceof Predicate.Projection) {
      InferSource.error(fcx, "E0284", root.cause().span(), unknown(p), true)
          .note("cannot satisfy `" + TraitMessages.describe(p) + "`")
          .to(fcx.errors());
    } else if (p instanceof Predicate.Subtype) {
      InferSource.error(fcx, "E0282", root.cause().span(), unknown(p), true).to(fcx.errors());
    } else {
      fcx.annotationsNeeded(root.cause().span(), unknown(p));
    }
  }

  private Def output(Def operator) {
    return fcx.tcx.assocItems(operator).stream()
        .filter(i -> i.name().equals("Output"))
        .findFirst()
        .orElse(null);
  }

  /** The types of a predicate, in which something could not be inferred. */
  private Ty unknown(Predicate p) {
    List<GenericArg> args =
        switch (p) {
          case Predicate.Trait t -> t.traitRef().args();
          case Predicate.Projection j -> j.alias().args;
          case Predicate.TypeOutlives o -> List.of(o.ty());
          case Predicate.RegionOutlives o -> List.of();
          case Predicate.Subtype s -> List.of(s.ty());
        };
    return fcx.types.tuple(args.stream().filter(Ty.class::isInstance).map(Ty.class::cast).toList());
  }

  private void projection(FulfillmentError e, Obligation root, Predicate p) {
    Ty expected = e.expected() == null ? null : fcx.shown(e.expected());
    Ty found = e.found() == null ? null : fcx.shown(e.found());
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
    Blame.Place at = blame.of(root.cause());
    boolean item =
        p instanceof Predicate.Projection j
            && j.alias().assocType.name().equals("Item")
            && fcx.tcx.lang().is(j.alias().assocType.parent(), "iterator");
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0271",
                at.span(),
                item
                    ? "expected `%s` to be an iterator that yields `%s`, but it yields `%s`"
                        .formatted(((Predicate.Projection) p).alias().args.get(0), expected, found)
                    : "type mismatch resolving `" + alias + " == " + expected + "`")
            .label("expected `" + expected + "`, found `" + found + "`");
    at.nameCall(d);
    messages.requiredBy(root.cause(), d);
    d.to(fcx.errors());
  }

  private void trait(TraitRef ref, Obligation o) {
    Ty self = ref.self();
    Def trait = ref.trait();
    Obligation root = o.root();
    Cause cause = root.cause();
    Blame.Place at = blame.of(cause);
    if (cause.what() == Cause.What.SIZED_VARIABLE) {
      ofVariables.add(List.of(cause.span(), ref));
    } else if (ofVariables.contains(List.of(variable(cause, at), ref))) {
      fcx.results.tainted = true;
      return;
    }
    Diagnostic.Builder d;
    if (cause.what() == Cause.What.TRY && fcx.tcx.lang().is(trait, "FromResidual")) {
      tryMismatch(ref, root);
      return;
    }
    if (cause.what() == Cause.What.TRY
        && trait.name().equals("From")
        && trait.crate() != fcx.owner.crate()) {
      d =
          Diagnostic.error(
                  "E0277", cause.span(), "`?` couldn't convert the error to `" + self + "`")
              .label(
                  "the trait `From<%s>` is not implemented for `%s`"
                      .formatted(ref.args().get(1), self))
              .note(
                  "the question mark operation (`?`) implicitly performs a conversion on the error"
                      + " value using the `From` trait");
      questionMark(d, cause.span(), self);
      d.to(fcx.errors());
      return;
    } else if (messages.isFnTrait(trait) && callables.report(ref, at, root.cause())) {
      return;
    } else if (self instanceof Ty.Closure c && messages.isFnTrait(trait)) {
      closure(c, ref, root);
      return;
    } else if (fcx.tcx.lang().is(trait, "sized")
        && self instanceof Ty.Dynamic
        && cause.item() != null
        && cause.item().kind() == Def.Kind.ASSOC_FN
        && fcx.tcx.requiresSizedSelf(cause.item())
        && cause.item().parent().kind() == Def.Kind.TRAIT) {
      Diagnostic.error(
              null,
              cause.span(),
              "the `" + cause.item().name() + "` method cannot be invoked on a trait object")
          .label(cause.item().span(), "this has a `Sized` requirement")
          .to(fcx.errors());
      return;
    } else if (fcx.tcx.lang().is(trait, "sized")
        && self instanceof Ty.Dynamic object
        && object.principal != null
        && !fcx.tcx.isDynCompatible(object.principal.trait())) {
      // there are no values of that type at all: E0038
      fcx.results.tainted = true;
      return;
    } else {
      boolean formatted = formatArgs(at.span()) != null;
      d = messages.unimplemented(ref, at.span(), fcx.owner, formatted);
      if (formatted) {
        formatted(d, at.span(), trait);
      }
      if (cause.what() == Cause.What.SELECT_ARM) {
        d.note(
            "an arm runs in a child task unless it is one call of an operation that waits, such as"
                + " `recv`, on a place");
      }
    }
    at.nameCall(d);
    messages.explain(ref, o, d);
    sizedParts(cause, trait, d);
    if (o == root) {
      MethodChain.note(d, fcx, ref, root);
    }
    messages.because(ref, o, d);
    d.to(fcx.errors());
  }

  /** Where something unsized could be borrowed instead. */
  private void sizedParts(Cause cause, Def trait, Diagnostic.Builder d) {
    Span at = cause.span();
    if (!fcx.tcx.lang().is(trait, "sized")) {
      return;
    }
    if (cause.what() == Cause.What.SIZED_VARIABLE) {
      d.note("all local variables must have a statically known size");
      Pat.IdentPat p = fcx.syntax.binding(at);
      if (p == null || !(fcx.syntax.parent(p) instanceof Stmt.LetStmt let)) {
        return;
      }
      if (let.type() != null) {
        d.fix("consider borrowing here", let.type().span().shrinkToStart(), "&");
      } else if (let.init() instanceof Expr.Index i) {
        d.fix("consider borrowing here", i.span().shrinkToStart(), "&");
      } else if (let.init() instanceof Expr.Unary u && u.op() == Expr.UnOp.DEREF) {
        d.maybe(
            "references are always `Sized`, even if they point to unsized data; consider not"
                + " dereferencing the expression",
            new Span(at.file(), u.span().lo(), u.operand().span().lo(), at.expansion()),
            "");
      }
    } else if (cause.what() == Cause.What.SIZED_ARGUMENT) {
      TypeExpr type = declared(at);
      switch (type) {
        case null -> {
          if (fcx.owner.node() instanceof Item.Fn f
              && f.self() != null
              && f.self().span().equals(at)) {
            borrowed(d, at, "types always have", "&", "");
          } else {
            d.note("all function arguments must have a statically known size");
          }
        }
        case TypeExpr.SliceType s -> borrowed(d, at, "slices always have", "&", "");
        case TypeExpr.PathType p -> borrowed(d, at, "types always have", "&", "");
        case TypeExpr.DynType t -> {
          if (t.bounds().size() == 1) {
            d.maybe(
                "you can use `impl Trait` as the argument type",
                new Span(at.file(), at.lo(), at.lo() + "dyn ".length(), at.expansion()),
                "impl ");
          }
          boolean several = t.bounds().size() > 1;
          borrowed(d, at, "types always have", several ? "&(" : "&", several ? ")" : "");
        }
        default -> {}
      }
    }
  }

  private static void borrowed(
      Diagnostic.Builder d, Span at, String what, String before, String after) {
    List<Diagnostic.Edit> edits = new ArrayList<>();
    edits.add(new Diagnostic.Edit(at.shrinkToStart(), before));
    if (!after.isEmpty()) {
      edits.add(new Diagnostic.Edit(at.shrinkToEnd(), after));
    }
    d.fix(
        "function arguments must have a statically known size, borrowed " + what + " a known size",
        edits);
  }

  /** The type of a parameter, the function's or a closure's, that is written there, or null. */
  private TypeExpr declared(Span at) {
    Stream<TypeExpr> own =
        fcx.owner.node() instanceof Item.Fn f
            ? f.params().stream().map(Item.Param::type)
            : Stream.empty();
    Stream<TypeExpr> closures =
        fcx.closures.nodes.values().stream()
            .flatMap(c -> c.params().stream())
            .map(Expr.ClosureParam::type)
            .filter(Objects::nonNull);
    return Stream.concat(own, closures).filter(t -> t.span().equals(at)).findFirst().orElse(null);
  }

  /** What is annotated with {@code ?}, and what demands the error that it is turned into. */
  private void questionMark(Diagnostic.Builder d, Span mark, Ty error) {
    if (fcx.syntax.tryAt(mark) instanceof Expr.Try t) {
      Ty ty = fcx.results.typeOf(t.operand());
      if (ty != null) {
        d.label(
            t.operand() instanceof Expr.MethodCall m ? BodySyntax.callPart(m) : t.operand().span(),
            "this can't be annotated with `?` because it has type `" + fcx.shown(ty) + "`");
      }
      boolean inside = fcx.syntax.ancestors(t).stream().anyMatch(Expr.Closure.class::isInstance);
      if (!inside && fcx.owner.node() instanceof Item.Fn f && f.output() != null) {
        d.label(f.output().span(), "expected `" + error + "` because of this");
      }
    }
  }

  private Expr.FormatArgs formatArgs(Span at) {
    Expr arg = fcx.syntax.expr(at);
    return arg != null && fcx.syntax.parent(arg) instanceof Expr.FormatArgs f ? f : null;
  }

  /** The piece of a format string that the argument is for. */
  private void formatted(Diagnostic.Builder d, Span at, Def trait) {
    Expr arg = fcx.syntax.expr(at);
    Expr.FormatArgs f = formatArgs(at);
    int index = f.args().indexOf(arg);
    for (Expr.FormatPiece piece : f.pieces()) {
      if (piece instanceof Expr.FormatPlaceholder p
          && p.arg() == index
          && p.trait().equals(trait.name())
          && p.span() != null
          && !p.span().equals(at)) {
        d.label(p.span(), "required by this formatting parameter");
        break;
      }
    }
    if (trait.name().equals("Display")) {
      d.note("in format strings you may be able to use `{:?}` (or {:#?} for pretty-print) instead");
    }
  }

  /** Where the variable is bound that is the argument to blame; none if it is none. */
  private Span variable(Cause cause, Blame.Place at) {
    List<Expr> args =
        switch (cause.expr()) {
          case Expr.PathExpr p when fcx.callOf(p) != null -> fcx.callOf(p).args();
          case Expr.MethodCall m -> m.args();
          case null, default -> List.of();
        };
    for (Expr arg : args) {
      Expr e = arg;
      while (e instanceof Expr.Borrow b) {
        e = b.operand();
      }
      Local variable = fcx.resolutions.variable(e);
      if (arg.span().equals(at.span()) && variable != null) {
        return variable.span();
      }
    }
    return Span.NONE;
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

  private void closure(Ty.Closure c, TraitRef wanted, Obligation root) {
    if (fcx.closures.mismatched.contains(c.def)) {
      fcx.results.tainted = true;
      return;
    }
    ClosureKind kind = fcx.closures.known(c);
    String has =
        kind == null
            ? "FnOnce"
            : switch (kind) {
              case FN -> "Fn";
              case FN_MUT -> "FnMut";
              case FN_ONCE -> "FnOnce";
            };
    String name = wanted.trait().name();
    Blame.Place at = blame.of(root.cause());
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0525",
                fcx.closures.nodes.get(c.def).head(),
                "expected a closure that implements the `%s` trait, but this closure only implements `%s`"
                    .formatted(name, has))
            .label("this closure implements `" + has + "`, not `" + name + "`")
            .label(at.span(), "the requirement to implement `" + name + "` derives from here");
    at.nameCall(d);
    messages.requiredBy(root.cause(), d);
    d.to(fcx.errors());
  }
}
