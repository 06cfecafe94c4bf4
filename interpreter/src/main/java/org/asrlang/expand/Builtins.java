package org.asrlang.expand;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TokenTree;

/** The macros that no rules could define. Everything else is {@code macro_rules!} in std. */
public final class Builtins {
  /** Their names: each is a macro of std's root and in scope everywhere. */
  public static final Set<String> NAMES =
      Set.of(
          "format_args",
          "format_args_nl",
          "const_format_args",
          "concat",
          "stringify",
          "line",
          "column",
          "file",
          "module_path",
          "cfg",
          "cfg_select",
          "compile_error",
          "env",
          "option_env",
          "include_str",
          "include_bytes",
          "assert",
          "asm",
          "global_asm");

  private final Expander x;
  private final BodyExpander body;

  Builtins(Expander x, BodyExpander body) {
    this.x = x;
    this.body = body;
  }

  List<Item> items(MacroCall call, MacroDef def) {
    if (def.name().equals("compile_error")) {
      compileError(call);
    } else if (Unsupported.assembly(def.name())) {
      x.unsupported.assembly(call.span());
    } else {
      Diagnostic.error(null, call.span(), "expected item, found `" + def.name() + "!`")
          .label("expected item")
          .to(x.diagnostics);
    }
    return List.of();
  }

  /** The macro-free expression that the call stands for. */
  Expr expr(MacroCall call, MacroDef def) {
    Span span = call.span();
    return switch (def.name()) {
      case "format_args", "const_format_args" -> formatArgs(call, false);
      case "format_args_nl" -> formatArgs(call, true);
      case "concat" -> concat(call);
      case "stringify" -> str(Tokens.text(call.args().trees()), span);
      case "line" -> noArgs(call, def, number(span.callSite().line(), "u32", span));
      case "column" -> {
        Span at = span.callSite();
        yield noArgs(call, def, number(at.file().column(at.lo()), "u32", span));
      }
      case "file" -> noArgs(call, def, str(span.callSite().file().name(), span));
      case "module_path" -> noArgs(call, def, str(x.resolver.modulePath(body.place()), span));
      case "cfg" -> {
        if (call.args().trees().isEmpty()) {
          yield error(span, "macro requires a cfg-pattern as an argument", "cfg-pattern required");
        }
        yield new Expr.Literal(
            Expr.LiteralKind.BOOL, x.cfg.holds(call.args().trees(), x.diagnostics), null, span);
      }
      case "compile_error" -> compileError(call);
      case "env" -> env(call);
      case "option_env" -> optionEnv(call);
      case "include_str", "include_bytes" -> include(call, def);
      case "assert" -> assertion(call, def);
      case "select" -> new SelectMacro(x, body, call, def).expand();
      default -> {
        if (Unsupported.assembly(def.name())) {
          x.unsupported.assembly(span);
          yield new Expr.ErrorExpr(span);
        }
        yield error(span, "cannot find macro `" + def.name() + "` in this scope", "");
      }
    };
  }

  private Expr error(Span at, String message, String label) {
    Diagnostic.error(null, at, message).label(label).to(x.diagnostics);
    return new Expr.ErrorExpr(at);
  }

  private static Expr str(String s, Span at) {
    return new Expr.Literal(Expr.LiteralKind.STR, s, null, at);
  }

  private static Expr number(long n, String suffix, Span at) {
    return new Expr.Literal(Expr.LiteralKind.INT, BigInteger.valueOf(n), suffix, at);
  }

  private Expr noArgs(MacroCall call, MacroDef def, Expr value) {
    return call.args().trees().isEmpty()
        ? value
        : error(call.span(), def.name() + "! takes no arguments", "");
  }

  /** Splits at commas of the top level, by parsing: {@code a::<b, c>()} is one argument. */
  private List<List<TokenTree>> arguments(List<TokenTree> ts, Span end) {
    List<List<TokenTree>> out = new ArrayList<>();
    int i = 0;
    while (i < ts.size()) {
      int from = i;
      if (i + 1 < ts.size() && Tokens.isIdent(ts.get(i)) && Tokens.is(ts.get(i + 1), "=")) {
        i += 2;
      }
      Fragments.Prefix p = x.fragments.prefix("expr", ts, i, end);
      if (p.error() != null) {
        x.diagnostics.add(p.error());
        return null;
      }
      i += p.consumed();
      out.add(ts.subList(from, i));
      if (i < ts.size()) {
        if (!Tokens.is(ts.get(i), ",")) {
          error(
              ts.get(i).span(),
              "expected one of `,`, `.`, `?`, or an operator, found `"
                  + Tokens.show(ts.get(i))
                  + "`",
              "expected one of `,`, `.`, `?`, or an operator");
          return null;
        }
        i++;
      }
    }
    return out;
  }

  private Expr formatArgs(MacroCall call, boolean newline) {
    List<TokenTree> ts = call.args().trees();
    if (ts.isEmpty()) {
      return error(call.span(), "requires at least a format string argument", "");
    }
    List<List<TokenTree>> parts = arguments(ts, call.args().closeSpan());
    if (parts == null) {
      return new Expr.ErrorExpr(call.span());
    }
    Expr format = format(parts, 0, newline, call.span());
    return format == null ? new Expr.ErrorExpr(call.span()) : format;
  }

  /** The format string at an index and the arguments behind it; null after an error. */
  private Expr format(List<List<TokenTree>> parts, int at, boolean newline, Span span) {
    List<TokenTree> first = Tokens.flatten(parts.get(at));
    Span literalSpan = Tokens.span(first, span);
    FormatString format;
    int[] offsets = null;
    if (first.size() == 1 && Tokens.isString(first.get(0))) {
      Literals.Decoded d = Literals.string(((TokenTree.Token) first.get(0)).text());
      format = FormatString.parse(d.value());
      Span own = first.get(0).span();
      offsets =
          own.hi() - own.lo() == ((TokenTree.Token) first.get(0)).text().length()
              ? d.offsets()
              : null;
    } else {
      Expr e = body.argument(parts.get(at), span);
      if (e instanceof Expr.Literal l && l.kind() == Expr.LiteralKind.STR) {
        format = FormatString.parse((String) l.value());
      } else {
        if (!(e instanceof Expr.ErrorExpr)) {
          int n = parts.size() - at - 1;
          Diagnostic.error(null, e.span(), "format argument must be a string literal")
              .suggestion(
                  new Diagnostic.Suggestion(
                      "you might be missing a string literal to format with",
                      List.of(
                          new Diagnostic.Edit(
                              e.span().shrinkToStart(), "\"" + "{}" + " {}".repeat(n) + "\", ")),
                      false))
              .to(x.diagnostics);
        }
        return null;
      }
    }
    List<FormatArgsBuilder.Arg> args = new ArrayList<>();
    Map<String, Span> names = new HashMap<>();
    boolean ok = true;
    FormatArgsBuilder.Arg named = null;
    for (List<TokenTree> part : parts.subList(at + 1, parts.size())) {
      if (part.size() > 2 && Tokens.isIdent(part.get(0)) && Tokens.is(part.get(1), "=")) {
        TokenTree.Token k = (TokenTree.Token) part.get(0);
        Expr value = body.argument(part.subList(2, part.size()), span);
        named = new FormatArgsBuilder.Arg(new Ident(k.text(), k.span()), value);
        Span before = names.putIfAbsent(k.text(), k.span());
        if (before != null) {
          Diagnostic.error(null, k.span(), "duplicate argument named `" + k.text() + "`")
              .label("duplicate argument")
              .label(before, "previously here")
              .to(x.diagnostics);
          ok = false;
        }
        args.add(named);
      } else {
        Expr value = body.argument(part, span);
        if (named != null) {
          Diagnostic.error(null, value.span(), "positional arguments cannot follow named arguments")
              .label("positional arguments must be before named arguments")
              .label(named.name().span().to(named.value().span()), "named argument")
              .to(x.diagnostics);
          ok = false;
        }
        args.add(new FormatArgsBuilder.Arg(null, value));
      }
    }
    return ok
        ? new FormatArgsBuilder(literalSpan, offsets, span, args, x.diagnostics)
            .build(format, newline)
        : null;
  }

  private Expr concat(MacroCall call) {
    List<List<TokenTree>> parts = arguments(call.args().trees(), call.args().closeSpan());
    if (parts == null) {
      return new Expr.ErrorExpr(call.span());
    }
    StringBuilder b = new StringBuilder();
    for (List<TokenTree> part : parts) {
      Expr e = body.argument(part, call.span());
      boolean negative = false;
      if (e instanceof Expr.Unary u && u.op() == Expr.UnOp.NEG) {
        negative = true;
        e = u.operand();
      }
      switch (e) {
        case Expr.Literal l
            when l.kind() != Expr.LiteralKind.BYTE_STR
                && l.kind() != Expr.LiteralKind.BYTE
                && l.kind() != Expr.LiteralKind.C_STR -> {
          b.append(negative ? "-" : "");
          if (l.kind() == Expr.LiteralKind.CHAR) {
            b.appendCodePoint((Integer) l.value());
          } else {
            b.append(l.value());
          }
        }
        case Expr.Literal l -> {
          return error(l.span(), "cannot concatenate a byte string literal", "");
        }
        case Expr.ErrorExpr err -> {
          return err;
        }
        default -> {
          Diagnostic.error(null, e.span(), "expected a literal")
              .note("only literals (like `\"foo\"`, `-42` and `3.14`) can be passed to `concat!()`")
              .to(x.diagnostics);
          return new Expr.ErrorExpr(call.span());
        }
      }
    }
    return str(b.toString(), call.span());
  }

  /** The only argument, a string literal; null after an error. */
  private String string(List<TokenTree> part, MacroCall call) {
    Expr e = body.argument(part, call.span());
    if (e instanceof Expr.Literal l && l.kind() == Expr.LiteralKind.STR) {
      return (String) l.value();
    }
    if (!(e instanceof Expr.ErrorExpr)) {
      error(e.span(), "argument must be a string literal", "");
    }
    return null;
  }

  private String onlyString(MacroCall call) {
    List<List<TokenTree>> parts = arguments(call.args().trees(), call.args().closeSpan());
    if (parts == null) {
      return null;
    }
    if (parts.size() != 1) {
      error(call.span(), call.path().last().name() + "! takes 1 argument", "");
      return null;
    }
    return string(parts.get(0), call);
  }

  private Expr compileError(MacroCall call) {
    String text = onlyString(call);
    if (text != null) {
      error(call.span(), text, "");
    }
    return new Expr.ErrorExpr(call.span());
  }

  private Expr env(MacroCall call) {
    List<List<TokenTree>> parts = arguments(call.args().trees(), call.args().closeSpan());
    if (parts == null) {
      return new Expr.ErrorExpr(call.span());
    }
    if (parts.isEmpty() || parts.size() > 2) {
      return error(call.span(), "`env!()` takes 1 or 2 arguments", "");
    }
    String name = string(parts.get(0), call);
    if (name == null) {
      return new Expr.ErrorExpr(call.span());
    }
    String value = x.resolver.env(name);
    if (value != null) {
      return str(value, call.span());
    }
    String message = parts.size() == 2 ? string(parts.get(1), call) : null;
    Diagnostic.error(
            null,
            call.span(),
            message != null
                ? message
                : "environment variable `" + name + "` not defined at compile time")
        .help("use `std::env::var(\"" + name + "\")` to read the variable at run time")
        .to(x.diagnostics);
    return new Expr.ErrorExpr(call.span());
  }

  private Expr optionEnv(MacroCall call) {
    String name = onlyString(call);
    if (name == null) {
      return new Expr.ErrorExpr(call.span());
    }
    Build b = new Build(own(call, "option_env"));
    String value = x.resolver.env(name);
    return value == null
        ? b.stdName("option", "Option", "None")
        : b.call(b.stdName("option", "Option", "Some"), b.str(value));
  }

  private Expr include(MacroCall call, MacroDef def) {
    String name = onlyString(call);
    if (name == null) {
      return new Expr.ErrorExpr(call.span());
    }
    SourceFile file = x.resolver.include(name, body.place());
    if (file == null) {
      return error(
          call.span(), "couldn't read `" + name + "`: No such file or directory (os error 2)", "");
    }
    if (def.name().equals("include_str")) {
      return str(file.text(), call.span());
    }
    return new Expr.Literal(
        Expr.LiteralKind.BYTE_STR, file.text().getBytes(StandardCharsets.UTF_8), null, call.span());
  }

  /** The call's span in an expansion in which {@code $crate} is the macro's own crate. */
  private Span own(MacroCall call, String name) {
    MacroDef def = body.resolve(call);
    return call.span().withExpansion(library(call, name, def));
  }

  private static Expansion library(MacroCall call, String name, MacroDef def) {
    return new Expansion(call.span().expansion(), call.span(), name, def, Expansion.Kind.LIBRARY);
  }

  private Expr assertion(MacroCall call, MacroDef def) {
    List<TokenTree> ts = call.args().trees();
    if (ts.isEmpty()) {
      return error(
          call.span(),
          "macro requires a boolean expression as an argument",
          "boolean expression required");
    }
    Fragments.Prefix p = x.fragments.prefix("expr", ts, 0, call.args().closeSpan());
    if (p.error() != null) {
      x.diagnostics.add(p.error());
      return new Expr.ErrorExpr(call.span());
    }
    int n = p.consumed();
    if (n < ts.size() && !Tokens.is(ts.get(n), ",")) {
      return error(
          ts.get(n).span(),
          "expected one of `,`, `.`, `?`, or an operator, found `" + Tokens.show(ts.get(n)) + "`",
          "expected one of `,`, `.`, `?`, or an operator");
    }
    List<TokenTree> condition = ts.subList(0, n);
    Expr cond = body.argument(condition, call.span());
    Span span = call.span().withExpansion(library(call, "assert", def));
    Build b = new Build(span);
    Expr failed;
    if (n + 1 < ts.size()) {
      List<List<TokenTree>> parts =
          arguments(ts.subList(n + 1, ts.size()), call.args().closeSpan());
      failed = parts == null ? null : format(parts, 0, false, span);
    } else {
      String text = "assertion failed: " + Tokens.exprText(condition);
      failed = new Expr.FormatArgs(List.of(new Expr.FormatText(text)), List.of(), false, span);
    }
    if (failed == null) {
      return new Expr.ErrorExpr(call.span());
    }
    Stmt panic = b.stmt(b.call(b.stdName("panicking", "panic_fmt"), failed));
    return new Expr.If(
        new Expr.Unary(Expr.UnOp.NOT, new Expr.Paren(cond, cond.span()), span),
        b.block(List.of(panic), null),
        null,
        span);
  }
}
