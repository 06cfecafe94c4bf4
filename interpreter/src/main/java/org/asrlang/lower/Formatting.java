package org.asrlang.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.asrlang.exec.Node;
import org.asrlang.exec.Slice;
import org.asrlang.exec.intrinsics.FormatTemplate;
import org.asrlang.exec.node.Constants;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr.FormatCount;
import org.asrlang.syntax.Expr.FormatPiece;
import org.asrlang.syntax.Expr.FormatPlaceholder;
import org.asrlang.syntax.Expr.FormatText;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.FnSig;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** Lowers {@code format_args!} to calls of std: see docs/intrinsics.md. */
final class Formatting {
  private final FnLowering fn;

  /** An argument as one trait formats it. */
  private record Formatted(int arg, String constructor) {}

  private final Map<Formatted, Integer> formatted = new LinkedHashMap<>();

  Formatting(FnLowering fn) {
    this.fn = fn;
  }

  Node lower(ThirExpr.FormatArgs f) {
    Span span = f.span();
    FormatTemplate template = template(f.pieces());
    List<Node> first = new ArrayList<>();
    List<ThirExpr> args = new ArrayList<>();
    for (ThirExpr arg : f.args()) {
      // Each argument is borrowed once, whatever formats it and in which order.
      Place.Local temp = fn.tempPlace(arg.ty(), span);
      first.add(fn.statements.into(arg, fn.dest(temp.local())));
      args.add(new ThirExpr.Use(temp, true, span));
    }
    Def make = lang("format_arguments_new");
    FnSig sig = fn.q.fnSig(make);
    Ty argumentTy = elementOf(sig.inputs().get(1));
    List<ThirExpr> elements = new ArrayList<>();
    for (Formatted one : formatted.keySet()) {
      elements.add(argument(one, args.get(one.arg), argumentTy, span));
    }
    Ty slice = fn.q.types().slice(argumentTy);
    Ty array = fn.q.types().array(argumentTy, elements.size());
    Ty arrayRef = fn.q.types().ref(Region.ERASED, array, false);
    Place.Local list = fn.tempPlace(array, span);
    first.add(fn.statements.into(new ThirExpr.Array(elements, array, span), fn.dest(list.local())));
    ThirExpr ref = new ThirExpr.Borrow(ThirExpr.BorrowKind.SHARED, list, arrayRef, span);
    ThirExpr whole =
        new ThirExpr.Coerce(
            new org.asrlang.types.Adjustment.Unsize(fn.q.types().ref(Region.ERASED, slice, false)),
            ref,
            span);
    Place.Local constant = fn.tempPlace(sig.inputs().get(0), span);
    first.add(fn.dest(constant.local()).store(new Constants.OfObject(template)));
    ThirExpr templateArg = new ThirExpr.Use(constant, true, span);
    return FnLowering.seq(
        first, fn.calls.call(make, List.of(), List.of(templateArg, whole), f.ty(), span));
  }

  private ThirExpr argument(Formatted one, ThirExpr ref, Ty argumentTy, Span span) {
    Def make = lang(one.constructor);
    Ty target = ((Ty.Ref) fn.mono(ref.ty())).target;
    boolean generic = !one.constructor.endsWith("_usize");
    while (!generic && target instanceof Ty.Ref r && ref instanceof ThirExpr.Use use) {
      // a width behind further references
      ref = new ThirExpr.Use(new Place.Deref(use.place(), target, span), true, span);
      target = r.target;
    }
    Ty.FnDef callee =
        (Ty.FnDef) fn.q.types().fnDef(make, generic ? fn.q.typeArgs(make, target) : List.of());
    return new ThirExpr.Call(callee, List.of(ref), argumentTy, span, span);
  }

  private Ty elementOf(Ty sliceRef) {
    return fn.q.instantiate(((Ty.Slice) ((Ty.Ref) sliceRef).target).element, List.of());
  }

  private Def lang(String name) {
    Def def = fn.q.lang(name);
    if (def == null) {
      throw new Bug("std has no lang item " + name);
    }
    return def;
  }

  // ---- the template

  private FormatTemplate template(List<FormatPiece> pieces) {
    List<Slice> literals = new ArrayList<>();
    List<FormatTemplate.Placeholder> placeholders = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (FormatPiece piece : pieces) {
      switch (piece) {
        case FormatText t -> text.append(t.text());
        case FormatPlaceholder p -> {
          literals.add(Slice.str(text.toString()));
          text.setLength(0);
          placeholders.add(placeholder(p));
        }
      }
    }
    literals.add(Slice.str(text.toString()));
    return new FormatTemplate(literals, placeholders);
  }

  private FormatTemplate.Placeholder placeholder(FormatPlaceholder p) {
    String trait = p.trait().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    int align =
        switch (p.align()) {
          case '<' -> 0;
          case '^' -> 1;
          case '>' -> 2;
          default -> 3;
        };
    return new FormatTemplate.Placeholder(
        index(p.arg(), "format_argument_new_" + trait),
        p.fill() == 0 ? ' ' : p.fill(),
        align,
        p.flags(),
        count(p.width()),
        count(p.precision()));
  }

  private int count(FormatCount c) {
    if (c == null) {
      return -1;
    }
    return c.arg() < 0 ? c.literal() : -2 - index(c.arg(), "format_argument_new_usize");
  }

  private int index(int arg, String constructor) {
    return formatted.computeIfAbsent(new Formatted(arg, constructor), k -> formatted.size());
  }
}
