package org.asrlang.thir;

import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/**
 * What constants, statics and constant functions may not do although it could be computed: call
 * what is no {@code const fn} (E0015), and keep a cell alive behind a shared reference (E0492).
 * rustc's {@code check_consts}. Closures inside may do as they like: they run later.
 */
public final class ConstBodies {
  private final TyCtxt tcx;
  private final Def owner;
  private final String where;
  private final BodyTypes types;

  private ConstBodies(TyCtxt tcx, Def owner, String where) {
    this.tcx = tcx;
    this.owner = owner;
    this.where = where;
    this.types = new BodyTypes(tcx, owner);
  }

  /**
   * How what is computed at compile time is called where it stands.
   *
   * @return null for what is not
   */
  public static String context(TyCtxt tcx, Def owner) {
    return switch (owner.kind()) {
      case CONST, ASSOC_CONST, ANON_CONST -> "constants";
      case STATIC -> "statics";
      case FN, ASSOC_FN -> isConst(tcx, owner) ? "constant functions" : null;
      default -> null;
    };
  }

  static boolean isConst(TyCtxt tcx, Def fn) {
    Item.Fn f = tcx.defs().function(fn);
    return f != null && f.header().constSpan() != null;
  }

  public static void check(TyCtxt tcx, Body body) {
    String where = context(tcx, body.owner());
    if (where != null) {
      new ConstBodies(tcx, body.owner(), where).expr(body.root());
    }
  }

  /** A {@code const { … }} in a body of the user's crate. */
  static void checkBlock(TyCtxt tcx, Def owner, ThirExpr block) {
    new ConstBodies(tcx, owner, "constants").expr(block);
  }

  private void expr(ThirExpr e) {
    if (e instanceof ThirExpr.Call c && isMessage(c)) {
      ThirWalk.children(c.args().get(0), this::expr, p -> ThirWalk.children(p, this::expr));
      return;
    }
    switch (e) {
      case ThirExpr.Call c -> call(c);
      case ThirExpr.CallPtr c ->
          Diagnostic.error(null, c.span(), "function pointer calls are not allowed in " + where)
              .to(tcx.diagnostics());
      case ThirExpr.FormatArgs f -> {
        if (format(f)) {
          return;
        }
      }
      case ThirExpr.Borrow b -> borrow(b);
      case ThirExpr x -> {}
    }
    ThirWalk.children(e, this::expr, p -> ThirWalk.children(p, this::expr));
  }

  private void notConst(Span at, String what) {
    notConst(at, what, null);
  }

  /**
   * @param fn what is called, or null
   */
  private void notConst(Span at, String what, Def fn) {
    Diagnostic.Builder d = Diagnostic.error("E0015", at, what + " in " + where);
    if (fn != null && fn.kind() == Def.Kind.FN && fn.crate() == owner.crate()) {
      d.note(fn.head(), "function `" + fn.name() + "` is not const");
    }
    d.note(
            "calls in "
                + where
                + " are limited to constant functions, tuple structs and tuple variants")
        .to(tcx.diagnostics());
  }

  // ---- calls

  private void call(ThirExpr.Call c) {
    Def callee = c.callee().def;
    if (!callee.isFnLike() || !isRusts(callee)) {
      return;
    }
    Def parent = callee.parent();
    if (parent.kind() == Def.Kind.TRAIT) {
      ofTrait(c, callee, parent);
    } else if (parent.kind() == Def.Kind.IMPL && tcx.implTraitRef(parent) != null
        || !isConst(tcx, callee)) {
      notConst(place(c), "cannot call non-const " + described(c), callee);
    }
  }

  /** Libraries other than std follow their own rules. */
  private boolean isRusts(Def callee) {
    return callee.crate() == owner.crate() || callee.crate().name().equals("std");
  }

  private void ofTrait(ThirExpr.Call c, Def method, Def trait) {
    Ty self = c.callee().args.get(0) instanceof Ty t ? t : tcx.types().error;
    if (tcx.lang().is(trait, "fn")
        || tcx.lang().is(trait, "fn_mut")
        || tcx.lang().is(trait, "fn_once")) {
      if (self instanceof Ty.FnDef f) {
        if (!f.def.isFnLike() || isConst(tcx, f.def)) {
          return;
        }
        notConst(c.span(), "cannot call non-const function `" + f.def.path() + "`", f.def);
      } else if (self instanceof Ty.FnPtr) {
        Diagnostic.error(null, c.span(), "function pointer calls are not allowed in " + where)
            .to(tcx.diagnostics());
      } else {
        notConst(c.span(), "cannot call non-const closure");
      }
      return;
    }
    boolean written = c.span().text().contains(method.name());
    if (written) {
      notConst(place(c), "cannot call non-const " + described(c));
      return;
    }
    switch (method.name()) {
      case "into_iter", "next" -> notConst(c.span(), "cannot use `for` loop on `" + self + "`");
      case "branch", "from_residual" -> unstable(c, trait, "`?` is not allowed on `" + self + "`");
      case "deref", "deref_mut" ->
          notConst(c.span(), "cannot perform non-const deref coercion on `" + self + "`");
      default -> {
        if (ofStd(self)) {
          unstable(c, trait, "cannot call conditionally-const operator");
        } else {
          notConst(c.span(), "cannot call non-const operator");
        }
      }
    }
  }

  /** Whether the operator is std's own: those are const in Rust, but not on stable. */
  private boolean ofStd(Ty self) {
    return switch (self) {
      case Ty.Adt a ->
          a.def.crate() != owner.crate()
              && a.args.stream().allMatch(x -> !(x instanceof Ty t) || ofStd(t));
      case Ty.Array a -> ofStd(a.element);
      case Ty.Slice s -> ofStd(s.element);
      case Ty.Ref r -> ofStd(r.target);
      case Ty.Tuple t -> t.elements.stream().allMatch(this::ofStd);
      case Ty.Param p -> false;
      case Ty.Projection p -> false;
      case Ty.Opaque p -> false;
      case Ty.Dynamic p -> false;
      case Ty other -> true;
    };
  }

  private void unstable(ThirExpr.Call c, Def trait, String what) {
    Diagnostic.error("E0658", c.span(), what + " in " + where).to(tcx.diagnostics());
    Diagnostic.error(null, c.span(), "`" + trait.name() + "` is not yet stable as a const trait")
        .to(tcx.diagnostics());
  }

  /** Of a method call what stands behind the receiver. */
  private Span place(ThirExpr.Call c) {
    Item.Fn f = tcx.defs().function(c.callee().def);
    Span name = c.fnSpan();
    boolean method = f != null && f.self() != null && name.text().equals(f.ident().name());
    return method ? name.to(c.span().shrinkToEnd()) : c.span();
  }

  private String described(ThirExpr.Call c) {
    Def callee = c.callee().def;
    Def parent = callee.parent();
    if (callee.kind() == Def.Kind.FN) {
      return "function `" + callee.path() + "`";
    }
    Item.Fn f = tcx.defs().function(callee);
    String kind = f != null && f.self() != null ? "method" : "associated function";
    String owner;
    if (parent.kind() == Def.Kind.TRAIT) {
      owner = "<" + c.callee().args.get(0) + " as " + parent.name() + ">";
    } else {
      Ty self = Subst.apply(tcx.types(), tcx.typeOf(parent), c.callee().args);
      String shown = self.toString();
      owner =
          self instanceof Ty.Adt a && !a.args.isEmpty() ? shown.replaceFirst("<", "::<") : shown;
    }
    return kind + " `" + owner + "::" + callee.name() + "`";
  }

  // ---- formatting

  /** Text without arguments is a constant. */
  private boolean format(ThirExpr.FormatArgs f) {
    for (Expr.FormatPiece p : f.pieces()) {
      if (p instanceof Expr.FormatPlaceholder) {
        notConst(f.span(), "cannot call non-const formatting macro");
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(Expr.FormatPlaceholder h) {
    return h.trait().equals("Display") && h.flags() == 0 && h.align() == 0;
  }

  /** {@code panic!("{}", text)} hands the text over as it is. */
  private boolean isMessage(ThirExpr.Call c) {
    return tcx.lang().is(c.callee().def, "panic_fmt")
        && c.args().get(0) instanceof ThirExpr.FormatArgs f
        && f.pieces().size() == 1
        && f.pieces().get(0) instanceof Expr.FormatPlaceholder h
        && isPlain(h)
        && f.args().get(h.arg()).ty() instanceof Ty.Ref r
        && r.target instanceof Ty.Ref s
        && s.target instanceof Ty.Str;
  }

  // ---- cells

  private void borrow(ThirExpr.Borrow b) {
    if (b.kind() != ThirExpr.BorrowKind.SHARED || where.equals("constant functions")) {
      return;
    }
    Place root = b.place();
    while (root instanceof Place.Field || root instanceof Place.Index) {
      root = root.base();
    }
    if (root instanceof Place.Promoted p && !types.isFreeze(b.place().ty()) && hasCell(p.value())) {
      Diagnostic.error(
              "E0492",
              b.span(),
              "interior mutable shared borrows of temporaries that have their lifetime extended"
                  + " until the end of the program are not allowed")
          .label("this borrow of an interior mutable value refers to such a temporary")
          .note(
              "temporaries in constants and statics can have their lifetime extended until the"
                  + " end of the program")
          .note(
              "to avoid accidentally creating global mutable state, such temporaries must be"
                  + " immutable")
          .help(
              "if you really want global mutable state, try replacing the temporary by an"
                  + " interior mutable `static`")
          .to(tcx.diagnostics());
    }
  }

  /** Whether the value, not only its type, has a cell: {@code None::<Cell<u8>>} has none. */
  private boolean hasCell(ThirExpr e) {
    if (types.isFreeze(e.ty())) {
      return false;
    }
    return switch (e) {
      case ThirExpr.Adt x ->
          tcx.lang().is(x.ty().def, "unsafe_cell")
              || x.base() != null
              || x.fields().stream().anyMatch(f -> hasCell(f.value()));
      case ThirExpr.Tuple x -> x.elements().stream().anyMatch(this::hasCell);
      case ThirExpr.Array x -> x.elements().stream().anyMatch(this::hasCell);
      case ThirExpr.Repeat x -> hasCell(x.value());
      case ThirExpr.Coerce x -> hasCell(x.operand());
      case ThirExpr.Scope x -> hasCell(x.body());
      case ThirExpr.Block x -> x.tail() != null && hasCell(x.tail());
      case ThirExpr.Call x when !x.callee().def.isFnLike() ->
          x.args().stream().anyMatch(this::hasCell);
      case ThirExpr.NamedConst x -> {
        Body of =
            x.args().isEmpty()
                    && x.def().crate() == owner.crate()
                    && x.def().kind() == Def.Kind.CONST
                ? ThirBuilder.ofConstant(tcx, x.def())
                : null;
        yield of == null || hasCell(of.root());
      }
      case ThirExpr x -> true;
    };
  }
}
