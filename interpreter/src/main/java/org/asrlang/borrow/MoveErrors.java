package org.asrlang.borrow;

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

/** E0381, E0382, and moves out of what cannot be moved out of: E0507, E0508, E0509. */
final class MoveErrors {
  /** What is done with a place that is gone. */
  enum Action {
    USE,
    BORROW,
    ASSIGN
  }

  private final Cfg cfg;
  private final BodyCtxt cx;
  private final MoveAnalysis moves;
  private final Describe describe;
  private final BorrowReports out;
  private final Map<Set<Integer>, MirPlace> reportedMoves = new HashMap<>();
  private final Set<Object> reported = new HashSet<>();

  MoveErrors(Cfg cfg, BodyCtxt cx, MoveAnalysis moves, BorrowReports out) {
    this.cfg = cfg;
    this.cx = cx;
    this.moves = moves;
    this.describe = new Describe(cx, cfg);
    this.out = out;
  }

  void moved(
      Stmt s,
      MirPlace used,
      MirPlace path,
      Span span,
      Action action,
      boolean partially,
      Span closureUse) {
    List<Stmt> sites = moves.movesBefore(path, s.point);
    if (sites.isEmpty()) {
      uninitialized(MoveAnalysis.movePath(used), span, action);
      return;
    }
    Set<Integer> key = new HashSet<>();
    sites.forEach(x -> key.add(x.point * cfg.places.size() + operand(x, path).place().id));
    // What was moved at the same places is told once: of the last use, or of the widest.
    MirPlace before = reportedMoves.get(key);
    if (before != null && before.isWithin(used) && comparable(used)) {
      return;
    }
    reportedMoves.put(key, used);
    String name = describe.place(partially ? used : moves.known(used));
    String word =
        action == Action.BORROW
            ? "borrow of "
            : action == Action.ASSIGN ? "assign to part of " : "use of ";
    String partly = partially ? "partially " : "";
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0382",
            span,
            word + partly + "moved value" + (name == null ? "" : ": `" + name + "`"));
    String verb =
        action == Action.BORROW ? "borrowed" : action == Action.ASSIGN ? "assigned" : "used";
    boolean loop = false;
    for (Stmt site : sites) {
      Operand o = operand(site, path);
      boolean inLoop = site == s;
      loop |= inLoop;
      String when = inLoop ? ", in previous iteration of loop" : "";
      if (o.closure() != null) {
        if (!inLoop) {
          d.label(o.span(), "value " + partly + "moved into closure here");
        }
        d.label(
            o.closure(),
            inLoop
                ? "use occurs due to use in closure"
                : "variable " + partly + "moved due to use in closure");
      } else if (!same(o.span(), span) || !inLoop) {
        d.label(o.span(), "value " + partly + "moved here" + when);
      }
    }
    Operand first = operand(sites.get(0), path);
    String ending =
        loop && sites.size() == 1
            ? "value moved"
                + (first.closure() != null ? " into closure" : "")
                + " here, in previous iteration of loop"
            : "value " + verb + " here after " + partly + "move";
    d.label(ending);
    if (closureUse != null && !loop) {
      d.label(
          closureUse,
          (action == Action.BORROW ? "borrow" : "use") + " occurs due to use in closure");
    }
    because(d, first.place(), partially);
    out.replace(List.of(cfg, key), d);
  }

  /**
   * Whether rustc knows the place again where it is named a second time: each mention of a field
   * has region variables of its own, and each index its own temporary.
   */
  static boolean comparable(MirPlace p) {
    for (MirPlace at = p; at != null; at = at.base) {
      switch (at.kind) {
        case FIELD, UPVAR -> {
          if (at.ty.has(Ty.HAS_REGION)) {
            return false;
          }
        }
        case INDEX -> {
          return false;
        }
        case LOCAL, STATIC, CONSTANT, DEREF, CONST_INDEX, SUBSLICE -> {}
      }
    }
    return true;
  }

  private static boolean same(Span a, Span b) {
    return a.file() == b.file() && a.lo() == b.lo() && a.hi() == b.hi();
  }

  private Operand operand(Stmt site, MirPlace path) {
    for (Operand o : site.uses) {
      if (moves.moves(o) && ArrayParts.touches(path, o.place())) {
        return o;
      }
    }
    return site.uses.get(0);
  }

  /** Why it was a move and no copy. */
  private void because(Diagnostic.Builder d, MirPlace place, boolean partial) {
    String ty = describe.ty(place.ty);
    String name = describe.place(place);
    MirLocal l = place.isLocal() ? place.local : null;
    String text =
        (partial ? "partial move" : "move")
            + " occurs because "
            + (name == null ? "value" : "`" + name + "`")
            + " has type `"
            + ty
            + "`, which does not implement the `Copy` trait";
    if (l != null && l.isUser()) {
      d.label(l.decl.span, text);
    } else {
      d.note(text);
    }
  }

  private void uninitialized(MirPlace path, Span span, Action action) {
    MirLocal l = path.rootLocal();
    if (l == null || !l.isUser() || !reported.add(l)) {
      return;
    }
    boolean maybe = assignedSomewhere(l);
    String name = describe.place(path);
    if (action == Action.ASSIGN) {
      out.add(
          Diagnostic.error(
                  "E0381",
                  span,
                  "partially assigned binding `" + l.name() + "` isn't fully initialized")
              .label("`" + name + "` partially assigned here but it isn't fully initialized")
              .label(l.decl.span, "binding declared here but left uninitialized"));
      return;
    }
    String isnt = maybe ? "is possibly-uninitialized" : "isn't initialized";
    out.add(
        Diagnostic.error("E0381", span, "used binding `" + name + "` " + isnt)
            .label(
                "`"
                    + name
                    + "` "
                    + (action == Action.BORROW ? "borrowed" : "used")
                    + " here but it "
                    + isnt)
            .label(l.decl.span, "binding declared here but left uninitialized"));
  }

  private boolean assignedSomewhere(MirLocal l) {
    for (Stmt s : cfg.points) {
      if (s.kind == Stmt.Kind.ASSIGN && s.dest != null && s.dest.local == l) {
        return true;
      }
    }
    return false;
  }

  // ---- illegal moves

  void unsizedMove(Operand o) {
    String ty = describe.ty(o.place().ty);
    if (reported.add("move@" + o.span().lo() + ":" + o.span().hi())) {
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
    if (!reported.add("move@" + at.lo() + ":" + at.hi())) {
      return;
    }
    Diagnostic.Builder d;
    switch (moves.illegal(p)) {
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
                        + "`, which implements the `Drop` trait")
                .label("cannot move out of here");
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
      }
      case STATIC -> {
        if (cx.variable(p.root()) == null) {
          d =
              Diagnostic.error(
                      "E0507",
                      at,
                      "cannot move out of static item `" + describe.place(p.root()) + "`")
                  .label(moveBecause(p, describe.place(p)));
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
      case UPVAR -> d = upvar(p, at);
      default -> {
        MirPlace elements = behindReference(p);
        d =
            elements.ty instanceof Ty.Slice || elements.ty instanceof Ty.Array
                ? interior(elements, at)
                : borrowed(p, at, s.binding);
      }
    }
    if (s.binding) {
      d.label(o.span(), "data moved here");
    }
    out.add(d);
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
            "cannot move out of type `" + describe.ty(elements.ty) + "`, a non-copy " + kind)
        .label("cannot move out of here");
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
                    + ", a captured variable in an `"
                    + kind
                    + "` closure")
            .label(moveBecause(p, name));
    d.label(cfg.captures.get(root.index).variable().span(), "captured outer variable");
    if (cfg.closureSpan != null) {
      d.label(cfg.closureSpan, "captured by this `" + kind + "` closure");
    }
    return d;
  }

  private Diagnostic.Builder borrowed(MirPlace p, Span at, boolean pattern) {
    MirPlace deref = behindReference(p);
    MirLocal l = deref.base.local;
    String name = describe.place(p);
    String message;
    String label = moveBecause(p, name);
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
      label = moveBecause(p, null);
    } else {
      String kind = ((Ty.Ref) deref.base.ty).mutable ? "mutable" : "shared";
      String source = describe.place(deref);
      message =
          name == null
              ? "cannot move out of a " + kind + " reference"
              : "cannot move out of `" + name + "` which is behind a " + kind + " reference";
    }
    Diagnostic.Builder d = Diagnostic.error("E0507", at, message);
    return pattern ? d : d.label(label);
  }

  private String moveBecause(MirPlace p, String name) {
    return "move occurs because "
        + (name == null ? "value" : "`" + name + "`")
        + " has type `"
        + describe.ty(p.ty)
        + "`, which does not implement the `Copy` trait";
  }
}
