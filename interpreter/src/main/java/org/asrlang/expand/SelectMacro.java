package org.asrlang.expand;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TokenTree;

/**
 * {@code asr::select!}, with tokio's syntax: {@code biased;}, then arms {@code pattern = operation,
 * if guard => handler} and at most one {@code else => handler}.
 *
 * <p>The expansion makes a slot for each arm's value and a {@code asr::task::Select} out of the
 * operations as closures and the patterns as tests; the handlers are arms of a match on the number
 * of the arm that has won, outside of all closures, so that {@code break}, {@code return} and
 * {@code ?} in them leave what is around the select.
 */
final class SelectMacro {
  private record Arm(
      List<TokenTree> pat, List<TokenTree> operation, List<TokenTree> guard, Handler handler) {}

  private record Handler(List<TokenTree> trees) {}

  private final Expander x;
  private final BodyExpander body;
  private final MacroCall call;
  private final Build b;
  private final List<TokenTree> ts;
  private final Span end;
  private int at;
  private boolean biased;
  private Span otherwiseSpan;
  private Handler otherwise;

  SelectMacro(Expander x, BodyExpander body, MacroCall call, MacroDef def) {
    this.x = x;
    this.body = body;
    this.call = call;
    this.ts = call.args().trees();
    this.end = call.args().closeSpan();
    Span at = call.span();
    this.b =
        new Build(
            at.withExpansion(
                new Expansion(at.expansion(), at, "select", def, Expansion.Kind.LIBRARY)));
  }

  Expr expand() {
    if (ts.size() > 1 && Tokens.is(ts.get(0), "biased") && Tokens.is(ts.get(1), ";")) {
      biased = true;
      at = 2;
    }
    List<Arm> arms = new ArrayList<>();
    while (at < ts.size()) {
      if (!arm(arms)) {
        return new Expr.ErrorExpr(call.span());
      }
    }
    if (arms.isEmpty()) {
      error(call.span(), "`select!` needs an arm: `pattern = operation => handler`", "no arm");
      return new Expr.ErrorExpr(call.span());
    }
    return build(arms);
  }

  // ---------------------------------------------------------------- parsing

  private boolean error(Span span, String message, String label) {
    Diagnostic.error(null, span, message).label(label).to(x.diagnostics);
    return false;
  }

  private boolean expected(String what) {
    if (at < ts.size()) {
      TokenTree t = ts.get(at);
      Span span = t instanceof TokenTree.Delimited d ? d.openSpan() : t.span();
      return error(
          span,
          "expected " + what + ", found " + Expander.describe(t),
          "expected " + what + " in this arm of `select!`");
    }
    return error(end, "expected " + what + ", found the end of `select!`", "expected " + what);
  }

  private boolean next(String token) {
    return at < ts.size() && Tokens.is(ts.get(at), token);
  }

  /** A piece of syntax; null after an error. */
  private List<TokenTree> fragment(String kind) {
    Fragments.Prefix p = x.fragments.prefix(kind, ts, at, end);
    if (p.error() != null) {
      x.diagnostics.add(p.error());
      return null;
    }
    int from = at;
    at += p.consumed();
    return ts.subList(from, at);
  }

  private boolean arm(List<Arm> arms) {
    if (next("else")) {
      return otherwise();
    }
    if (otherwise != null) {
      return error(
          Tokens.span(ts.subList(at, at + 1), end),
          "an arm after the `else` of `select!`",
          "`else` has to be the last arm");
    }
    List<TokenTree> pat = fragment("pat");
    if (pat == null) {
      return false;
    }
    if (!next("=")) {
      return expected("`=` and an operation");
    }
    at++;
    List<TokenTree> operation = fragment("expr");
    if (operation == null) {
      return false;
    }
    List<TokenTree> guard = null;
    if (next(",") && at + 1 < ts.size() && Tokens.is(ts.get(at + 1), "if")) {
      at += 2;
      guard = fragment("expr");
      if (guard == null) {
        return false;
      }
    }
    if (!next("=>")) {
      return expected(guard == null ? "`=>`, or `, if` and a condition" : "`=>`");
    }
    Handler handler = handler();
    if (handler == null) {
      return false;
    }
    arms.add(new Arm(pat, operation, guard, handler));
    return true;
  }

  private boolean otherwise() {
    Span span = ts.get(at).span();
    if (otherwise != null) {
      Diagnostic.error(null, span, "a second `else` in `select!`")
          .label("only one is possible")
          .label(otherwiseSpan, "the first one")
          .to(x.diagnostics);
      return false;
    }
    otherwiseSpan = span;
    at++;
    if (!next("=>")) {
      return expected("`=>`");
    }
    otherwise = handler();
    return otherwise != null;
  }

  /** Behind the arrow: a block, or an expression that a comma ends. */
  private Handler handler() {
    at++;
    if (at == ts.size()) {
      expected("what to do when this arm is first");
      return null;
    }
    if (ts.get(at) instanceof TokenTree.Delimited d && d.open() == '{') {
      Handler block = new Handler(ts.subList(at, at + 1));
      at++;
      if (next(",")) {
        at++;
      }
      return block;
    }
    List<TokenTree> expr = fragment("expr");
    if (expr == null) {
      return null;
    }
    if (at < ts.size() && !next(",")) {
      expected("`,`");
      return null;
    }
    at++;
    return new Handler(expr);
  }

  // ---------------------------------------------------------------- building

  private Expr build(List<Arm> arms) {
    List<Stmt> stmts = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      stmts.add(let("slot" + i, false, b.call(b.stdName("task", "Slot", "new"))));
    }
    stmts.add(let("select", true, b.call(b.stdName("task", "Select", "new"), b.bool(biased))));
    List<Expr.Arm> handlers = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      Arm a = arms.get(i);
      stmts.add(b.stmt(register(a, i)));
      handlers.add(b.arm(new Pat.LiteralPat(b.integer(i, null), b.span()), handle(a, i)));
    }
    Expr none =
        otherwise == null
            ? b.call(b.stdName("task", "no_arm"))
            : body.argument(otherwise.trees(), b.span());
    handlers.add(b.arm(b.wild(), none));
    Expr run = b.method(b.name("select"), "run");
    return b.block(stmts, b.match(run, handlers));
  }

  private Stmt let(String name, boolean mutable, Expr value) {
    Pat pat = new Pat.IdentPat(false, mutable, b.ident(name), null, b.span());
    return new Stmt.LetStmt(List.of(), pat, null, value, null, b.span());
  }

  /** {@code select.arm(guard, || operation).to(&slot, |value| test)}. */
  private Expr register(Arm a, int i) {
    Expr guard = a.guard() == null ? b.bool(true) : body.argument(a.guard(), b.span());
    Expr operation = body.argument(a.operation(), b.span());
    Expr arm = b.method(b.name("select"), "arm", guard, closure(List.of(), operation));
    Expr slot = b.ref(b.name("slot" + i));
    Pat pat = pattern(a);
    if (pat instanceof Pat.WildPat) {
      return b.method(arm, "to_any", slot);
    }
    return b.method(arm, "to", slot, closure(List.of("value"), test(pat)));
  }

  private Pat pattern(Arm a) {
    return body.pat(x.fragments.pat(a.pat(), Tokens.span(a.pat(), b.span())));
  }

  private Expr closure(List<String> params, Expr value) {
    List<Expr.ClosureParam> list = new ArrayList<>();
    params.forEach(p -> list.add(new Expr.ClosureParam(b.bind(p), null, b.span())));
    Span span = params.isEmpty() ? value.span() : b.span();
    return new Expr.Closure(List.of(), false, list, null, value, span);
  }

  /**
   * {@code match value { (pattern,) => true, _ => false }} with a reference to the value: bindings
   * see what the handler will take. They count as used: whether they are is the handler's matter.
   */
  private Expr test(Pat pat) {
    Map<String, Ident> names = new LinkedHashMap<>();
    Pat seen =
        new Folder() {
          @Override
          Pat pat(Pat p) {
            return switch (p) {
              case Pat.IdentPat i -> {
                names.putIfAbsent(i.ident().name(), i.ident());
                Pat sub = i.sub() == null ? null : pat(i.sub());
                yield new Pat.IdentPat(false, false, i.ident(), sub, i.span());
              }
              case Pat.RefPat r -> pat(r.inner());
              case Pat q -> super.pat(q);
            };
          }
        }.pat(pat);
    List<Stmt> uses = new ArrayList<>();
    for (Ident name : names.values()) {
      Build there = new Build(name.span());
      Expr use = there.ref(there.name(name.name()));
      uses.add(new Stmt.LetStmt(List.of(), b.wild(), null, use, null, b.span()));
    }
    Pat one = new Pat.TuplePat(List.of(seen), b.span());
    return b.match(
        b.name("value"),
        List.of(b.arm(one, b.block(uses, b.bool(true))), b.arm(b.wild(), b.bool(false))));
  }

  /** {@code match slot.take() { pattern => handler, _ => unreachable }}. */
  private Expr handle(Arm a, int i) {
    Pat pat = pattern(a);
    Expr handler = body.argument(a.handler().trees(), b.span());
    List<Expr.Arm> arms = new ArrayList<>();
    arms.add(b.arm(pat, handler));
    if (!(pat instanceof Pat.WildPat)) {
      arms.add(b.arm(b.wild(), b.call(b.stdName("task", "no_arm"))));
    }
    return new Expr.Match(b.method(b.name("slot" + i), "take"), arms, handler.span());
  }
}
