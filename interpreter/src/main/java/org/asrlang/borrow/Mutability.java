package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.AccessCheck.Rw;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Pat;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;

/** E0384, E0594 and E0596: what is not mutable is not changed. */
final class Mutability {
  private final Cfg cfg;
  private final BodyCtxt cx;
  private final Describe describe;
  private final BorrowReports out;
  private final MutabilityAdvice advice;
  private final Set<Object> seen = new HashSet<>();

  /** Whether what was found last is that a {@code Fn} closure changes nothing it has captured. */
  private boolean ofClosure;

  private final Map<MirLocal, List<Span>> borrowed = new HashMap<>();
  private final Map<MirLocal, String> firstMessage = new HashMap<>();

  Mutability(Cfg cfg, BodyCtxt cx, BorrowReports out) {
    this.cfg = cfg;
    this.cx = cx;
    this.describe = new Describe(cx, cfg);
    this.out = out;
    this.advice = new MutabilityAdvice(cfg, cx);
  }

  /** True if an error was given. */
  boolean check(Stmt s, MirPlace p, Span span, Rw rw, Loan making) {
    boolean allowed =
        switch (rw) {
          case BORROW_MUT, RESERVE ->
              making != null && making.unique || making != null && making.closure != null;
          case MUTATE -> p.isLocal();
          default -> true;
        };
    boolean writes = rw == Rw.BORROW_MUT || rw == Rw.RESERVE || rw == Rw.MUTATE;
    if (!writes) {
      return false;
    }
    if (s.isGuarded(p.rootLocal())) {
      inGuard(p, span, rw);
      return true;
    }
    MirPlace culprit = immutable(p, allowed);
    if (culprit == null) {
      return false;
    }
    if (!silently(culprit)) {
      report(p, culprit, span, rw, making);
    }
    return true;
  }

  /** Where a closure captures through a shared reference, the capture has been told of. */
  private boolean silently(MirPlace culprit) {
    return culprit.kind == MirPlace.Kind.UPVAR
        && !ofClosure
        && pointers(cfg.captures.get(culprit.index)).stream()
            .anyMatch(t -> t instanceof Ty.Ref r && !r.mutable);
  }

  /** The part of the place because of which it cannot be written; null if it can. */
  private MirPlace immutable(MirPlace p, boolean allowed) {
    return switch (p.kind) {
      case LOCAL -> {
        if (!allowed && p.local.decl != null) {
          cx.unusedMut.changed(p.local.decl.span);
        }
        yield allowed || p.local.mutable() ? null : p;
      }
      case STATIC -> {
        Local variable = cx.variable(p);
        yield variable != null && (allowed || variable.mutable()) ? null : p;
      }
      case CONSTANT -> null;
      case UPVAR -> {
        Capture c = cfg.captures.get(p.index);
        boolean mutable = allowed || captureMutable(c);
        ofClosure = mutable && cfg.kind == ClosureKind.FN;
        if (mutable
            && !ofClosure
            && !allowed
            && pointers(c).stream().noneMatch(Ty.Ref.class::isInstance)) {
          cx.unusedMut.changed(c.variable().span());
        }
        yield mutable && !ofClosure ? null : p;
      }
      case DEREF -> {
        if (p.base.ty instanceof Ty.Ref r) {
          boolean captured = p.base.kind == MirPlace.Kind.UPVAR && byRef(p.base);
          yield r.mutable ? immutable(p.base, !captured || allowed) : p;
        }
        yield immutable(p.base, allowed);
      }
      case FIELD, INDEX, CONST_INDEX, SUBSLICE -> immutable(p.base, allowed);
    };
  }

  private boolean byRef(MirPlace upvar) {
    return cfg.captures.get(upvar.index).mode() != Capture.Mode.BY_VALUE;
  }

  private boolean captureMutable(Capture c) {
    return captureMutable(cx, c);
  }

  private List<Ty> pointers(Capture c) {
    return pointers(cx, c);
  }

  /** A captured place is as mutable as the references that lead there, else as its variable. */
  static boolean captureMutable(BodyCtxt cx, Capture c) {
    boolean mutable = c.variable().mutable();
    for (Ty pointer : pointers(cx, c)) {
      if (pointer instanceof Ty.Ref r) {
        if (!r.mutable) {
          return false;
        }
        mutable = true;
      }
    }
    return mutable;
  }

  /** The types of the references and boxes that lead to what is captured. */
  private static List<Ty> pointers(BodyCtxt cx, Capture c) {
    List<Ty> out = new ArrayList<>();
    Ty before = cx.results.localTypes.get(c.variable());
    for (Capture.Step step : c.path()) {
      if (step instanceof Capture.DerefStep && before != null) {
        out.add(before);
      }
      before = step.ty();
    }
    return out;
  }

  /** What a pattern binds is only looked at by its guard. */
  private void inGuard(MirPlace p, Span span, Rw rw) {
    boolean borrow = rw != Rw.MUTATE;
    String what = describe.quoted(p, "value");
    if (seen.add("guard@" + span.lo())) {
      out.add(
          Diagnostic.error(
                  borrow ? "E0596" : "E0594",
                  span,
                  (borrow
                          ? "cannot borrow " + what + " as mutable, as it"
                          : "cannot assign to " + what + ", as it")
                      + " is immutable for the pattern guard")
              .label(borrow ? "cannot borrow as mutable" : "cannot assign")
              .note(
                  "variables bound in patterns are immutable until the end of the pattern guard"));
    }
  }

  void reassigned(Stmt s, MirLocal l) {
    if (s.binding || !seen.add(l + "@" + s.span.lo())) {
      return;
    }
    if (s.isGuarded(l)) {
      inGuard(s.dest, s.span, Rw.MUTATE);
      return;
    }
    if (l.isParam()) {
      Diagnostic.Builder d =
          Diagnostic.error(
                  "E0384", s.span, "cannot assign to immutable argument `" + l.name() + "`")
              .label("cannot assign to immutable argument");
      d.fix("consider making this binding mutable", l.decl.span.shrinkToStart(), "mut ");
      out.add(d);
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0384", s.span, "cannot assign twice to immutable variable `" + l.name() + "`")
            .label("cannot assign twice to immutable variable")
            .label(firstAssignment(s, l), "first assignment to `" + l.name() + "`");
    d.fix("consider making this binding mutable", l.decl.span.shrinkToStart(), "mut ");
    out.add(d);
  }

  /** Where it is declared, or else, declared without a value, where it is assigned. */
  private Span firstAssignment(Stmt again, MirLocal l) {
    for (Stmt s : cfg.points) {
      if (s != again
          && s.kind == Stmt.Kind.ASSIGN
          && s.dest != null
          && s.dest.isLocal()
          && s.dest.local == l
          && s.span.lo() >= l.decl.span.hi()) {
        Pat.IdentPat p = cx.syntax.binding(l.decl.span);
        boolean open =
            p != null
                && cx.syntax.parent(p) instanceof org.asrlang.syntax.Stmt.LetStmt let
                && let.pat() == p
                && let.init() == null;
        return open ? s.span : l.decl.span;
      }
    }
    return l.decl.span;
  }

  private void report(MirPlace p, MirPlace culprit, Span span, Rw rw, Loan making) {
    boolean borrow = rw != Rw.MUTATE;
    Span at = span;
    String place = describe.place(p);
    String reason;
    String what = place == null ? "value" : "`" + place + "`";
    String label;
    switch (culprit.kind) {
      case LOCAL -> {
        boolean own = culprit == p;
        reason =
            own
                ? ", as it is not declared as mutable"
                : ", as `" + culprit.local.name() + "` is not declared as mutable";
      }
      case UPVAR -> {
        boolean own = culprit == p || culprit == p.base && p.kind == MirPlace.Kind.DEREF;
        Capture c = cfg.captures.get(culprit.index);
        if (ofClosure) {
          reason = ", as it is a captured variable in a `Fn` closure";
        } else {
          reason =
              own
                  ? ", as it is not declared as mutable"
                  : ", as `" + c.variable().name() + "` is not declared as mutable";
        }
      }
      case STATIC -> {
        // statics are never mutable, variables of a session may be
        Local variable = cx.variable(culprit);
        String name = describe.place(culprit);
        if (variable == null && p == culprit) {
          what = "immutable static item `" + name + "`";
        }
        reason =
            variable != null
                ? ", as `" + name + "` is not declared as mutable"
                : p == culprit ? "" : ", as `" + name + "` is an immutable static item";
      }
      default -> {
        String container = container(culprit);
        if (container != null) {
          what = "data in " + container;
        }
        reason = container != null ? "" : behind(borrow);
      }
    }
    String message =
        (borrow ? "cannot borrow " + what + " as mutable" : "cannot assign to " + what) + reason;
    if (!seen.add(message + "@" + at.lo())) {
      return;
    }
    if (borrow) {
      label =
          culprit.kind == MirPlace.Kind.DEREF && describe.place(culprit.base) != null
              ? "`"
                  + describe.place(culprit.base)
                  + "` is a `&` reference, so it cannot be borrowed as mutable"
              : "cannot borrow as mutable";
    } else {
      label =
          culprit.kind == MirPlace.Kind.DEREF && describe.place(culprit.base) != null
              ? "`"
                  + describe.place(culprit.base)
                  + "` is a `&` reference, so it cannot be written to"
              : "cannot assign";
    }
    Diagnostic.Builder d = Diagnostic.error(borrow ? "E0596" : "E0594", at, message).label(label);
    String container = container(culprit);
    if (container != null) {
      boolean index = culprit.base.local.callee.equals("index");
      d.help(
          "trait `"
              + (index ? "IndexMut" : "DerefMut")
              + "` is required to modify "
              + (index ? "indexed content" : "through a dereference")
              + ", but it is not implemented for `"
              + describe.ty(((Ty.Ref) culprit.base.local.calleeSelf).target)
              + "`");
    }
    switch (culprit.kind) {
      case DEREF -> {
        if (container == null) {
          advice.behindReference(d, culprit);
        }
      }
      case STATIC -> advice.isStatic(d, culprit, borrow);
      case UPVAR -> {
        Capture c = cfg.captures.get(culprit.index);
        if (cfg.kind == ClosureKind.FN && captureMutable(c)) {
          advice.fnClosure(d, c, c.mode() != Capture.Mode.BY_VALUE);
        }
      }
      default -> {}
    }
    MirLocal l = culprit.kind == MirPlace.Kind.LOCAL ? culprit.local : null;
    if (borrow && l != null && p == culprit) {
      advice.calledClosure(d, l);
    }
    if (borrow && l != null && l.isUser() && !l.byRefBinding) {
      // Several borrows of one variable are one mistake: where it is declared.
      List<Span> spans = borrowed.computeIfAbsent(l, k -> new ArrayList<>());
      spans.add(at);
      if (spans.size() > 1) {
        d = Diagnostic.error("E0596", l.decl.span, firstMessage.get(l)).label("not mutable");
        for (Span s : spans) {
          d.label(s, "cannot borrow as mutable");
        }
      } else {
        firstMessage.put(l, message);
      }
      if (spans.size() > 1 || !advice.borrowedAgain(d, l, at)) {
        if (!isReference(l)) {
          d.fix("consider changing this to be mutable", l.decl.span.shrinkToStart(), "mut ");
        }
      }
      out.replace(List.of(this, l), d);
      return;
    }
    if (l != null && l.decl != null && l.name() != null && !isReference(l)) {
      d.fix("consider changing this to be mutable", l.decl.span.shrinkToStart(), "mut ");
    } else if (culprit.kind == MirPlace.Kind.UPVAR && !ofClosure) {
      d.fix(
          "consider changing this to be mutable",
          cfg.captures.get(culprit.index).variable().span().shrinkToStart(),
          "mut ");
    }
    out.add(d);
  }

  /** {@code &self}, of which no {@code mut} makes more. */
  private static boolean isReference(MirLocal l) {
    return l.name().equals("self") && l.ty instanceof Ty.Ref;
  }

  /** What an overloaded dereference or index gave a shared reference to; null for others. */
  private String container(MirPlace deref) {
    MirLocal l = deref.base == null ? null : deref.base.local;
    if (l == null || l.callee == null || !(l.calleeSelf instanceof Ty.Ref r)) {
      return null;
    }
    return switch (l.callee) {
      case "deref" ->
          r.target instanceof Ty.Adt a && (a.def.name().equals("Rc") || a.def.name().equals("Arc"))
              ? "an `" + a.def.name() + "`"
              : "dereference of `" + describe.ty(r.target) + "`";
      case "index" -> "an index of `" + describe.ty(r.target) + "`";
      default -> null;
    };
  }

  private static String behind(boolean borrow) {
    return (borrow ? ", as it is" : ", which is") + " behind a `&` reference";
  }
}
