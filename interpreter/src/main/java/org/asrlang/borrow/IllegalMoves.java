package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;

/** Moves out of what cannot be moved out of: E0507, E0508, E0509. */
final class IllegalMoves {
  private final Cfg cfg;
  private final BodyCtxt cx;
  private final MoveAnalysis moves;
  private final Describe describe;
  private final MoveAdvice advice;
  private final IllegalMoveAdvice hints;
  private final BorrowReports out;
  private final Set<Object> reported = new HashSet<>();

  /** The bindings of one pattern move out of one place together. */
  private final Map<Span, List<Operand>> bound = new HashMap<>();

  IllegalMoves(Cfg cfg, BodyCtxt cx, MoveAnalysis moves, MoveAdvice advice, BorrowReports out) {
    this.cfg = cfg;
    this.cx = cx;
    this.moves = moves;
    this.describe = new Describe(cx, cfg);
    this.advice = advice;
    this.hints = new IllegalMoveAdvice(cx, cfg, advice);
    this.out = out;
  }

  void unsizedMove(Operand o) {
    String ty = describe.ty(o.place().ty);
    if (reported.add("unsized@" + o.span().lo() + ":" + o.span().hi())) {
      out.add(
          Diagnostic.error("E0161", o.span(), "cannot move a value of type `" + ty + "`")
              .label("the size of `" + ty + "` cannot be statically determined"));
    }
  }

  /** What a pattern binds is only looked at by its guard. */
  void inGuard(Operand o) {
    MirPlace p = o.place();
    String name = describe.place(p);
    if (reported.add("move@" + o.span().lo() + ":" + o.span().hi())) {
      out.add(
          Diagnostic.error(
                  "E0507",
                  o.span(),
                  "cannot move out of " + describe.quoted(p, "value") + " in pattern guard")
              .label(moveBecause(p, name))
              .note(
                  "variables bound in patterns cannot be moved from until after the end of the"
                      + " pattern guard"));
    }
  }

  void illegalMove(Operand o, Stmt s) {
    MirPlace p = o.place();
    Span at = s.binding && s.scrutinee != null ? s.scrutinee : o.span();
    List<Operand> together = s.binding ? bound.computeIfAbsent(at, k -> new ArrayList<>()) : null;
    if (together != null) {
      if (together.stream().anyMatch(x -> x.span().equals(o.span()))) {
        return;
      }
      together.add(o);
    } else if (!reported.add("move@" + at.lo() + ":" + at.hi())) {
      return;
    }
    if (together != null && together.size() > 1) {
      p = together.get(0).place();
    }
    Diagnostic.Builder d;
    boolean item = p.root().kind == MirPlace.Kind.STATIC && cx.variable(p.root()) == null;
    switch (item ? MoveAnalysis.Illegal.STATIC : moves.illegal(p)) {
      case DROP_TYPE -> {
        MirPlace owner = p;
        for (MirPlace x = p; x.base != null; x = x.base) {
          if (x.kind == MirPlace.Kind.FIELD && cx.rules.dropImpl(x.base.ty) != null) {
            owner = x.base;
          }
        }
        d =
            Diagnostic.error(
                "E0509",
                at,
                "cannot move out of type `"
                    + describe.ty(owner.ty)
                    + "`, which implements the `Drop` trait");
        cannot(d, at, o, s);
      }
      case INDEX -> {
        MirPlace owner = p;
        for (MirPlace x = p; x.base != null; x = x.base) {
          if (x.base.ty instanceof Ty.Slice || x.base.ty instanceof Ty.Array) {
            owner = x.base;
            break;
          }
        }
        d = interior(owner, at);
        cannot(d, at, o, s);
      }
      case STATIC -> {
        if (item) {
          String root = "`" + describe.place(p.root()) + "`";
          String what =
              p.base == null
                  ? "static item " + root
                  : "`" + describe.place(p) + "` as " + root + " is a static item";
          d = Diagnostic.error("E0507", at, "cannot move out of " + what);
        } else {
          // a session takes the variable into the entry and asks again, if nobody refers to it
          cx.movedVariables.add(cx.statics.get(p.root().index));
          d =
              Diagnostic.error(
                      "E0505",
                      at,
                      "cannot move out of `" + describe.place(p) + "` because it is borrowed")
                  .label(moveBecause(p, describe.place(p)))
                  .note("an earlier entry has borrowed it for as long as the session lives")
                  .help("clone it, or borrow it");
        }
      }
      case UPVAR -> {
        MirPlace captured = p.prefix(Math.min(p.depth, 1));
        d =
            cfg.kind == ClosureKind.FN_ONCE
                    && captured.derefsRef()
                    && (captured.ty instanceof Ty.Array || captured.ty instanceof Ty.Slice)
                ? interior(captured, at)
                : upvar(p, at);
      }
      default -> {
        MirPlace elements = behindReference(p);
        d =
            elements.ty instanceof Ty.Slice || elements.ty instanceof Ty.Array
                ? interior(elements, at)
                : borrowed(p, at);
      }
    }
    if (together == null) {
      hints.value(d, o, at);
      out.add(d);
    } else {
      hints.bindings(d, together, at, isValue(p, at));
      out.replace(List.of(this, at), d);
    }
  }

  /** rustc says of an element and of a part of a droppable that it cannot move out of there. */
  private void cannot(Diagnostic.Builder d, Span at, Operand o, Stmt s) {
    d.label(at, "cannot move out of here");
  }

  /** Whether what is matched is a variable, or a temporary, as a whole. */
  private boolean isValue(MirPlace p, Span scrutinee) {
    org.asrlang.syntax.Expr e = advice.exprAt(scrutinee);
    return e == null || cx.syntax.isValue(e);
  }

  /** What the innermost reference of the place refers to. */
  private static MirPlace behindReference(MirPlace p) {
    for (MirPlace x = p; x.base != null; x = x.base) {
      if (x.derefsRef()) {
        return x;
      }
    }
    return p;
  }

  private Diagnostic.Builder interior(MirPlace elements, Span at) {
    String kind = elements.ty instanceof Ty.Slice ? "slice" : "array";
    return Diagnostic.error(
        "E0508",
        at,
        "cannot move out of type `" + describe.ty(elements.ty) + "`, a non-copy " + kind);
  }

  private Diagnostic.Builder upvar(MirPlace p, Span at) {
    String name = describe.place(p);
    MirPlace root = p.root();
    String kind =
        cfg.kind == null
            ? "FnOnce"
            : switch (cfg.kind) {
              case FN -> "Fn";
              case FN_MUT -> "FnMut";
              case FN_ONCE -> "FnOnce";
            };
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0507",
            at,
            "cannot move out of "
                + (name == null ? "value" : "`" + name + "`")
                + (whole(p)
                    ? ", a captured variable in an `"
                    : ", as `" + describe.upvar(root.index) + "` is a captured variable in an `")
                + kind
                + "` closure");
    d.label(
        cx.syntax.declaration(cfg.captures.get(root.index).variable().span()),
        "captured outer variable");
    if (cfg.closureSpan != null) {
      d.label(CfgPlaces.head(cfg.closureSpan), "captured by this `" + kind + "` closure");
    }
    hints.closureBound(d);
    return d;
  }

  /** Whether it is what was captured, not a part of it. */
  private static boolean whole(MirPlace p) {
    return p.base == null || p.base.base == null && p.derefsRef();
  }

  private Diagnostic.Builder borrowed(MirPlace p, Span at) {
    MirPlace deref = behindReference(p);
    MirLocal l = deref.base.local;
    String name = describe.place(p);
    String message;
    if (l != null
        && l.callee != null
        && (l.callee.startsWith("index") || l.callee.startsWith("deref"))
        && l.calleeSelf instanceof Ty.Ref self) {
      if (l.callee.startsWith("index")) {
        message = "cannot move out of index of `" + describe.ty(self.target) + "`";
      } else {
        String holder =
            self.target instanceof Ty.Adt a
                ? (a.def.name().equals("Rc") || a.def.name().equals("Arc")
                    ? "an `" + a.def.name() + "`"
                    : "dereference of `" + describe.ty(self.target) + "`")
                : "a reference";
        message = "cannot move out of " + holder;
      }
    } else {
      String kind = ((Ty.Ref) deref.base.ty).mutable ? "mutable" : "shared";
      String source = describe.place(deref);
      message =
          name == null
              ? "cannot move out of a " + kind + " reference"
              : "cannot move out of `" + name + "` which is behind a " + kind + " reference";
    }
    return Diagnostic.error("E0507", at, message);
  }

  private String moveBecause(MirPlace p, String name) {
    return "move occurs because "
        + (name == null ? "value" : "`" + name + "`")
        + " has type `"
        + describe.ty(p.ty)
        + "`, which does not implement the `Copy` trait";
  }
}
