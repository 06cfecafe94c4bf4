package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Res;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Pat;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.ClosureSignature;

/**
 * Types of closure expressions: the signature from what is expected and what is written, the body
 * at once; kind and captures are found by {@link Upvars} when the whole body has been checked.
 */
final class Closures {
  private final FnCtxt fcx;

  /** The closures of the body. */
  final Map<Def, Expr.Closure> nodes = new LinkedHashMap<>();

  /** Whose parameters do not fit what is expected; a diagnostic was given. */
  final Set<Def> mismatched = new HashSet<>();

  /** In the order in which their bodies were done: inner ones first. */
  final List<Def> finished = new ArrayList<>();

  private final Map<Def, Ty.Closure> types = new HashMap<>();
  private final Map<Def, Boolean> capturing = new HashMap<>();

  private int depth;

  Closures(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Ty check(Expr.Closure c, Expectation expected) {
    Def def = fcx.resolutions.def(c);
    Ty hint = expected.hint(fcx);
    ClosureSignature.Deduced deduced =
        hint == null ? null : ClosureSignature.deduce(fcx.infcx, fcx.fulfill, hint);
    FnSig wanted = deduced == null ? null : normalized(c, deduced.sig());
    boolean wrongCount = wanted != null && wanted.inputs().size() != c.params().size();
    if (wrongCount) {
      wrongCount(c, wanted, deduced.cause());
      wanted = null;
    }
    List<Def> bound = new ArrayList<>(wanted == null ? List.of() : wanted.boundRegions());
    List<Ty> inputs = new ArrayList<>();
    for (int i = 0; i < c.params().size(); i++) {
      Expr.ClosureParam p = c.params().get(i);
      Ty expectedInput = wanted == null ? null : wanted.inputs().get(i);
      if (p.type() == null) {
        inputs.add(
            expectedInput != null
                ? expectedInput
                : wrongCount ? fcx.types.error : fcx.freshTy(p.pat().span()));
        continue;
      }
      Ty written =
          fcx.lowerInBinder(
              p.type(),
              span -> {
                bound.add(null);
                return new Region.Bound(0, bound.size() - 1, null);
              });
      if (expectedInput != null && !fcx.unify(erase(expectedInput), erase(written))) {
        expectedInput = null; // that it does not fit is told by what demands it
      }
      fcx.results.userTypes.put(p, written);
      inputs.add(
          expectedInput != null && expectedInput.has(Ty.HAS_BOUND) ? expectedInput : written);
    }
    Ty output;
    if (c.output() != null) {
      output = fcx.lower(c.output());
      fcx.results.userTypes.put(c, output);
      if (wanted != null) {
        fcx.unify(erase(wanted.output()), output);
      }
    } else {
      output = wanted != null ? wanted.output() : fcx.freshTy(c.body().span());
    }
    FnSig sig = new FnSig(inputs, output, bound);
    Ty kind =
        deduced == null || deduced.kind() == null ? fcx.freshTy(c.span()) : kindTy(deduced.kind());
    List<GenericArg> args = new ArrayList<>(fcx.tcx.identityArgs(fcx.owner));
    args.add(kind);
    args.add(fcx.types.fnPtr(sig));
    args.add(fcx.freshTy(c.span()));
    Ty.Closure ty = (Ty.Closure) fcx.types.closure(def, args);
    nodes.put(def, c);
    types.put(def, ty);
    body(c, fcx.liberate(sig));
    finished.add(def);
    return wrongCount && hint instanceof Ty.FnPtr ? fcx.types.error : ty;
  }

  /** When it was demanded, less may have been known: of {@code I} in {@code FnMut(I::Item<'a>)}. */
  private FnSig normalized(Expr.Closure c, FnSig sig) {
    return sig != null
            && fcx.normalize(c.span(), fcx.resolve(fcx.types.fnPtr(sig))) instanceof Ty.FnPtr f
        ? f.sig
        : sig;
  }

  private Ty erase(Ty ty) {
    return fcx.eraseRegions(ty);
  }

  private void body(Expr.Closure c, FnSig sig) {
    CoerceMany outer = fcx.returns;
    depth++;
    boolean diverges = fcx.diverges;
    fcx.returns = new CoerceMany(fcx, sig.output());
    boolean inParameters = fcx.inParameters;
    fcx.inParameters = true;
    for (int i = 0; i < c.params().size(); i++) {
      Expr.ClosureParam p = c.params().get(i);
      fcx.patterns.check(p.pat(), sig.inputs().get(i), null);
      fcx.registerSized(
          p.type() == null ? p.pat().span() : p.type().span(),
          sig.inputs().get(i),
          Cause.What.SIZED_ARGUMENT);
    }
    fcx.inParameters = inParameters;
    fcx.registerSized(c.body().span(), sig.output(), Cause.What.SIZED_RETURN);
    fcx.diverges = false;
    Ty ty = fcx.exprs.check(c.body(), Expectation.has(sig.output()));
    fcx.returns.add(c.body(), ty, c.body().span(), "");
    Ty result = fcx.returns.complete();
    if (fcx.resolve(sig.output()) instanceof Ty.Infer && result instanceof Ty.Never) {
      fcx.divergingDefault(sig.output());
    } else {
      fcx.unify(sig.output(), result);
    }
    depth--;
    fcx.returns = outer;
    fcx.diverges = diverges;
  }

  /** Whether the body of a closure is being checked. */
  boolean inside() {
    return depth > 0;
  }

  /**
   * @param cause the where clause that demands the closure, or null
   */
  private void wrongCount(Expr.Closure c, FnSig wanted, Cause cause) {
    mismatched.add(fcx.resolutions.def(c));
    int want = wanted.inputs().size();
    int got = c.params().size();
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0593",
                cause == null ? c.head() : fcx.syntax.callOf(cause.span()),
                "closure is expected to take " + count(want) + ", but it takes " + count(got))
            .label("expected closure that takes " + count(want));
    if (cause != null) {
      d.label(c.head(), "takes " + count(got));
    }
    d.to(fcx.errors());
  }

  private static String count(int n) {
    return n + " argument" + (n == 1 ? "" : "s");
  }

  Ty kindTy(ClosureKind kind) {
    return switch (kind) {
      case FN -> fcx.types.i8;
      case FN_MUT -> fcx.types.i16;
      case FN_ONCE -> fcx.types.i32;
    };
  }

  /** Null while not known. */
  ClosureKind known(Ty.Closure c) {
    Ty kind = fcx.resolve(c.kindTy());
    return kind == fcx.types.i8
        ? ClosureKind.FN
        : kind == fcx.types.i16
            ? ClosureKind.FN_MUT
            : kind == fcx.types.i32 ? ClosureKind.FN_ONCE : null;
  }

  ClosureKind kindOf(Ty.Closure c) {
    ClosureKind kind = known(c);
    return kind == null ? ClosureKind.FN : kind;
  }

  Ty.Closure type(Def def) {
    return types.get(def);
  }

  /** Whether the closure names a variable from outside of it. */
  boolean mayCapture(Def def) {
    return capturing.computeIfAbsent(
        def, d -> nodes.containsKey(d) ? !freeVariables(nodes.get(d)).isEmpty() : true);
  }

  /** The variables from outside that the closure names, in order. */
  Set<Local> freeVariables(Expr.Closure c) {
    Set<Local> own = new HashSet<>();
    Set<Local> used = new java.util.LinkedHashSet<>();
    visit(c, own, used);
    used.removeAll(own);
    return used;
  }

  private void visit(Node n, Set<Local> own, Set<Local> used) {
    if (n instanceof Pat.IdentPat p && fcx.resolutions.identPat(p) instanceof Res.Var v) {
      own.add(v.local());
    }
    if (n instanceof Expr.PathExpr p
        && fcx.resolutions.path(p.path()).base() instanceof Res.Var v) {
      used.add(v.local());
    }
    Nodes.children(n, child -> visit(child, own, used));
  }
}
