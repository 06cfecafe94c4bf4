package org.asrlang.types.check;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.IntKind;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.ParamBounds;

/**
 * What would make a value of the type that was expected: rustc's {@code suggest_deref_or_ref}, …
 */
final class MismatchFixes {
  private final FnCtxt fcx;

  MismatchFixes(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /**
   * @param e the expression, or null
   */
  void add(Diagnostic.Builder d, Span span, Expr e, Ty expected, Ty found) {
    if (e == null || span.shown() != span) {
      return;
    }
    if (e instanceof Expr.MethodCall m
        && m.method().name().equals("clone")
        && expected instanceof Ty.Param p
        && found instanceof Ty.Ref r
        && fcx.resolve(r.target) == p) {
      d.note(
          m.receiver().span(),
          "`" + p + "` does not implement `Clone`, so `" + found + "` was cloned instead");
      ParamBounds.restrict(d, p, "Clone", "Clone");
      return;
    }
    if (assignment(d, e, expected)
        || literal(d, e, expected)
        || conversion(d, span, expected, found)
        || reference(d, span, e, expected, found)
        || number(d, span, e, expected, found)) {
      return;
    }
    wrap(d, span, expected, found);
  }

  /** {@code if x = 5}. */
  private boolean assignment(Diagnostic.Builder d, Expr e, Ty expected) {
    if (expected instanceof Ty.Bool && e.withoutParens() instanceof Expr.Assign a) {
      d.fix("you might have meant to compare for equality", a.opSpan().shrinkToEnd(), "=");
      return true;
    }
    return false;
  }

  private boolean literal(Diagnostic.Builder d, Expr e, Ty expected) {
    if (!(e instanceof Expr.Literal l)) {
      return false;
    }
    Span at = l.span();
    String text = at.text();
    switch (l.kind()) {
      case INT, FLOAT -> {
        boolean fits =
            l.kind() == Expr.LiteralKind.FLOAT
                ? expected instanceof Ty.Float
                : Operators.isIntegral(expected) && !(expected instanceof Ty.Infer);
        if (l.suffix() != null && fits && text.endsWith(l.suffix())) {
          d.fix(
              "change the type of the numeric literal from `"
                  + l.suffix()
                  + "` to `"
                  + expected
                  + "`",
              new Span(at.file(), at.hi() - l.suffix().length(), at.hi(), at.expansion()),
              expected.toString());
          return true;
        }
        if (l.kind() == Expr.LiteralKind.INT
            && expected instanceof Ty.Float
            && (l.suffix() == null || l.suffix().isEmpty())) {
          d.fix("use a float literal", at, text + ".0");
          return true;
        }
      }
      case STR -> {
        if (expected instanceof Ty.Char
            && text.startsWith("\"")
            && l.value() instanceof String s
            && s.codePointCount(0, s.length()) == 1) {
          d.fix(
              "if you meant to write a `char` literal, use single quotes",
              at,
              "'" + text.substring(1, text.length() - 1) + "'");
          return true;
        }
      }
      case CHAR -> {
        if (isText(expected)) {
          d.fix(
              "if you meant to write a string literal, use double quotes",
              List.of(
                  new Diagnostic.Edit(
                      new Span(at.file(), at.lo(), at.lo() + 1, at.expansion()), "\""),
                  new Diagnostic.Edit(
                      new Span(at.file(), at.hi() - 1, at.hi(), at.expansion()), "\"")));
          return true;
        }
        if (expected instanceof Ty.Uint u && u.kind == IntKind.W8 && text.length() == 3) {
          d.fix("if you meant to write a byte literal, prefix with `b`", at, "b" + text);
          return true;
        }
      }
      default -> {}
    }
    return false;
  }

  private boolean isText(Ty ty) {
    return ty instanceof Ty.Ref r && !r.mutable && fcx.resolve(r.target) instanceof Ty.Str;
  }

  /** {@code .to_string()}, {@code .to_vec()}. */
  private boolean conversion(Diagnostic.Builder d, Span span, Ty expected, Ty found) {
    if (!(expected instanceof Ty.Adt a) || !(found instanceof Ty.Ref r)) {
      return false;
    }
    Ty target = fcx.resolve(r.target);
    String method =
        fcx.tcx.lang().is(a.def, "String") && target instanceof Ty.Str
            ? ".to_string()"
            : a.def.name().equals("Vec")
                    && target instanceof Ty.Slice s
                    && fcx.probe(() -> fcx.unify((Ty) a.args.get(0), s.element))
                ? ".to_vec()"
                : null;
    if (method == null) {
      return false;
    }
    d.maybe("try using a conversion method", span.shrinkToEnd(), method);
    return true;
  }

  private boolean reference(Diagnostic.Builder d, Span span, Expr e, Ty expected, Ty found) {
    if (expected instanceof Ty.Ref r
        && !(found instanceof Ty.Ref)
        && fcx.coercion.can(e, fcx.types.ref(Region.ERASED, found, r.mutable), expected)) {
      d.fix(
          "consider " + (r.mutable ? "mutably " : "") + "borrowing here",
          span.shrinkToStart(),
          r.mutable ? "&mut " : "&");
      return true;
    }
    if (!(found instanceof Ty.Ref r) || !fcx.probe(() -> fcx.unify(expected, r.target))) {
      return false;
    }
    if (e instanceof Expr.Borrow b) {
      Span amp = new Span(span.file(), span.lo(), b.operand().span().lo(), span.expansion());
      d.fix("consider removing the borrow", amp, "");
    } else if (fcx.solver.implementsLang(fcx.env, expected, "copy")) {
      d.fix("consider dereferencing the borrow", span.shrinkToStart(), "*");
    }
    return true;
  }

  private boolean number(Diagnostic.Builder d, Span span, Expr e, Ty expected, Ty found) {
    if (!Operators.isIntegral(expected)
        || !Operators.isIntegral(found)
        || found instanceof Ty.Infer
        || expected instanceof Ty.Infer
        || e instanceof Expr.Literal) {
      return false;
    }
    boolean always = widens(found, expected);
    String to =
        "you can convert "
            + article(found)
            + " `"
            + found
            + "` to "
            + article(expected)
            + " `"
            + expected
            + "`";
    String call = always ? ".into()" : ".try_into().unwrap()";
    String message = always ? to : to + " and panic if the converted value doesn't fit";
    if (binds(e)) {
      d.fix(message, span.shrinkToEnd(), call);
    } else {
      d.fix(
          message,
          List.of(
              new Diagnostic.Edit(span.shrinkToStart(), "("),
              new Diagnostic.Edit(span.shrinkToEnd(), ")" + call)));
    }
    return true;
  }

  /** Whether a method can be called on it without parentheses. */
  private static boolean binds(Expr e) {
    return !(e instanceof Expr.Binary
        || e instanceof Expr.Unary
        || e instanceof Expr.Cast
        || e instanceof Expr.Borrow
        || e instanceof Expr.Range
        || e instanceof Expr.Closure);
  }

  private static String article(Ty number) {
    return number.toString().startsWith("i") ? "an" : "a";
  }

  /** Whether {@code From} is there for it. */
  private static boolean widens(Ty from, Ty to) {
    IntKind a = from instanceof Ty.Int i ? i.kind : ((Ty.Uint) from).kind;
    IntKind b = to instanceof Ty.Int i ? i.kind : ((Ty.Uint) to).kind;
    boolean signed = from instanceof Ty.Int;
    if (signed && to instanceof Ty.Uint || a == IntKind.SIZE) {
      return false;
    }
    if (b == IntKind.SIZE) {
      return signed == (to instanceof Ty.Int) ? a.bits <= 16 : a.bits <= 8;
    }
    return a.bits < b.bits;
  }

  private void wrap(Diagnostic.Builder d, Span span, Ty expected, Ty found) {
    if (!(expected instanceof Ty.Adt a) || a.args.isEmpty()) {
      return;
    }
    String with =
        switch (a.def.name()) {
          case "Option" -> "Some";
          case "Result" -> "Ok";
          default -> null;
        };
    boolean std = a.def.crate() != fcx.owner.crate();
    if (std && with != null && fcx.probe(() -> fcx.unify((Ty) a.args.get(0), found))) {
      d.maybe(
          "try wrapping the expression in `" + with + "`",
          List.of(
              new Diagnostic.Edit(span.shrinkToStart(), with + "("),
              new Diagnostic.Edit(span.shrinkToEnd(), ")")));
    } else if (fcx.tcx.adt(a.def).isBox()
        && fcx.probe(() -> fcx.unify((Ty) a.args.get(0), found))) {
      d.note(
          "for more on the distinction between the stack and the heap, read"
              + " https://doc.rust-lang.org/book/ch15-01-box.html,"
              + " https://doc.rust-lang.org/rust-by-example/std/box.html, and"
              + " https://doc.rust-lang.org/std/boxed/index.html");
      d.maybe(
          "store this in the heap by calling `Box::new`",
          List.of(
              new Diagnostic.Edit(span.shrinkToStart(), "Box::new("),
              new Diagnostic.Edit(span.shrinkToEnd(), ")")));
    }
  }
}
