package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Ty;

/** Calls with wrong arguments: E0061, E0057, and E0308 where only their types are wrong. */
final class ArgumentErrors {
  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six");

  private final FnCtxt fcx;
  private final Span call;
  private final Span callee;
  private final List<Expr> args;
  private final List<Ty> formal;
  private final Def def;

  /**
   * @param call the whole call
   * @param callee the function's path, or the method's name
   * @param def what is called, or null
   */
  ArgumentErrors(FnCtxt fcx, Span call, Span callee, List<Expr> args, List<Ty> formal, Def def) {
    this.fcx = fcx;
    this.call = call;
    this.callee = callee;
    this.args = args;
    this.formal = formal;
    this.def = def;
  }

  /**
   * The arguments have been checked.
   *
   * @param code for a wrong number of them
   */
  void report(String code) {
    boolean unknown =
        args.size() == formal.size()
            && IntStream.range(0, args.size())
                .mapToObj(this::found)
                .anyMatch(t -> t == null || t.has(Ty.HAS_ERROR));
    if (unknown || formal.stream().anyMatch(t -> t.has(Ty.HAS_ERROR))) {
      fcx.results.tainted = true;
      return;
    }
    List<ArgumentMatrix.Mistake> mistakes =
        new ArgumentMatrix(args.size(), formal.size(), this::fits).mistakes();
    if (mistakes.size() == 1 && mistakes.getFirst() instanceof ArgumentMatrix.Invalid m) {
      Expr arg = args.get(m.provided());
      fcx.suggest.mismatchArgument(
          arg,
          fcx.resolve(formal.get(m.expected())),
          found(m.provided()),
          def,
          callee,
          m.expected(),
          formal.size());
      return;
    }
    Diagnostic.Builder d =
        args.size() == formal.size()
            ? Diagnostic.error(
                "E0308", callee, "arguments to this " + Suggest.kind(def) + " are incorrect")
            : Diagnostic.error(code, callee, wrongCount());
    List<Integer> missing = new ArrayList<>();
    for (ArgumentMatrix.Mistake m : mistakes) {
      switch (m) {
        case ArgumentMatrix.Invalid i -> unlike(d, i.expected(), i.provided());
        case ArgumentMatrix.Permuted p -> {
          for (int i = 0; i < p.provided().size(); i++) {
            // what stands there now, and what should
            int at = p.provided().get(i);
            unlike(d, p.expected().contains(at) ? at : p.expected().get(i), at);
          }
        }
        case ArgumentMatrix.Extra x ->
            d.label(
                args.get(x.provided()).span(),
                "unexpected argument #" + (x.provided() + 1) + ofType(found(x.provided())));
        case ArgumentMatrix.Missing x -> missing.add(x.expected());
      }
    }
    missing(d, missing);
    List<Integer> concerned = new ArrayList<>();
    for (ArgumentMatrix.Mistake m : mistakes) {
      switch (m) {
        case ArgumentMatrix.Invalid i -> concerned.add(i.expected());
        case ArgumentMatrix.Missing x -> concerned.add(x.expected());
        case ArgumentMatrix.Permuted p -> {}
        case ArgumentMatrix.Extra x -> {}
      }
    }
    fcx.suggest.notes().definedHere(d, def, formal.size(), concerned);
    help(d, mistakes);
    d.to(fcx.errors());
  }

  private Ty found(int arg) {
    Ty ty = fcx.results.typeOf(args.get(arg));
    return ty == null ? null : fcx.resolve(ty);
  }

  private boolean fits(int arg, int place) {
    Ty found = found(arg);
    Ty wanted = fcx.resolve(formal.get(place));
    return found != null
        && !found.has(Ty.HAS_ERROR)
        && fcx.coercion.can(args.get(arg), found, wanted);
  }

  private void unlike(Diagnostic.Builder d, int expected, int provided) {
    // among several, types are named and not described
    Expr arg = args.get(provided);
    boolean text = arg instanceof Expr.Literal l && l.kind() == Expr.LiteralKind.STR;
    d.label(
        arg.span(),
        "expected `"
            + fcx.shown(formal.get(expected))
            + "`, found `"
            + (text ? "&'static str" : fcx.shown(found(provided)))
            + "`");
  }

  private String ofType(Ty ty) {
    return ty == null || ty.has(Ty.HAS_ERROR) ? "" : " of type `" + fcx.shown(ty) + "`";
  }

  /** Where they would stand: before the next argument, or at the end. */
  private void missing(Diagnostic.Builder d, List<Integer> missing) {
    if (missing.isEmpty()) {
      return;
    }
    if (missing.size() == 1) {
      int i = missing.getFirst();
      d.label(
          i < args.size() ? args.get(i).span() : end(),
          "argument #" + (i + 1) + " of type `" + fcx.shown(formal.get(i)) + "` is missing");
      return;
    }
    List<String> types = missing.stream().map(i -> "`" + fcx.shown(formal.get(i)) + "`").toList();
    int n = types.size();
    String list =
        n > 3
            ? ""
            : " of type "
                + (n == 2
                    ? types.get(0) + " and " + types.get(1)
                    : types.get(0) + ", " + types.get(1) + ", and " + types.get(2));
    d.label(
        missing.getFirst() < args.size() ? args.get(missing.getFirst()).span() : end(),
        (n < NUMBERS.size() && n <= 3 ? NUMBERS.get(n) : n > 3 ? "multiple" : n)
            + " arguments"
            + list
            + " are missing");
  }

  /** The arguments with their parentheses. */
  private Span end() {
    int from = callee.hi();
    return from < call.hi() && callee.file() == call.file()
        ? new Span(call.file(), from, call.hi(), call.expansion())
        : call.shrinkToEnd();
  }

  private String wrongCount() {
    int want = formal.size();
    int got = args.size();
    return "this %s takes %d argument%s but %d argument%s supplied"
        .formatted(
            Suggest.kind(def), want, want == 1 ? "" : "s", got, got == 1 ? " was" : "s were");
  }

  private void help(Diagnostic.Builder d, List<ArgumentMatrix.Mistake> mistakes) {
    if (args.stream().anyMatch(a -> a.span().callSite().file() != call.file())
        || !call.expansion().equals(Expansion.ROOT)) {
      return;
    }
    boolean permuted = mistakes.stream().allMatch(ArgumentMatrix.Permuted.class::isInstance);
    boolean extra = mistakes.stream().allMatch(ArgumentMatrix.Extra.class::isInstance);
    boolean missing = mistakes.stream().allMatch(ArgumentMatrix.Missing.class::isInstance);
    boolean one = mistakes.size() == 1;
    if (mistakes.stream().allMatch(ArgumentMatrix.Invalid.class::isInstance)) {
      return;
    }
    String text =
        permuted
            ? one && ((ArgumentMatrix.Permuted) mistakes.getFirst()).provided().size() == 2
                ? "swap these arguments"
                : "reorder these arguments"
            : extra
                ? "remove the extra argument" + (one ? "" : "s")
                : missing ? "provide the argument" + (one ? "" : "s") : "did you mean";
    Span inside = new Span(call.file(), open(), call.hi() - 1, call.expansion());
    d.suggestion(
        new Diagnostic.Suggestion(
            text, List.of(new Diagnostic.Edit(inside, corrected(mistakes))), false));
  }

  /** Behind the opening parenthesis. */
  private int open() {
    return args.isEmpty()
        ? call.hi() - 1
        : call.file().text().lastIndexOf('(', args.getFirst().span().callSite().lo() - 1) + 1;
  }

  private String corrected(List<ArgumentMatrix.Mistake> mistakes) {
    String[] out = new String[formal.size()];
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      rest.add(i);
    }
    for (ArgumentMatrix.Mistake m : mistakes) {
      switch (m) {
        case ArgumentMatrix.Invalid i -> {
          out[i.expected()] = placeholder(i.expected());
          rest.remove((Integer) i.provided());
        }
        case ArgumentMatrix.Permuted p -> {
          for (int i = 0; i < p.provided().size(); i++) {
            out[p.expected().get(i)] = text(p.provided().get(i));
            rest.remove(p.provided().get(i));
          }
        }
        case ArgumentMatrix.Extra x -> rest.remove((Integer) x.provided());
        case ArgumentMatrix.Missing x -> out[x.expected()] = placeholder(x.expected());
      }
    }
    int next = 0;
    for (int i = 0; i < out.length; i++) {
      if (out[i] == null) {
        out[i] = next < rest.size() ? text(rest.get(next++)) : placeholder(i);
      }
    }
    return String.join(", ", out);
  }

  private String text(int arg) {
    return args.get(arg).span().callSite().text();
  }

  private String placeholder(int i) {
    return "/* " + fcx.shown(formal.get(i)) + " */";
  }
}
