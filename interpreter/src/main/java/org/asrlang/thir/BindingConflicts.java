package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.thir.ThirPat.Binding;
import org.asrlang.thir.ThirPat.Mode;

/**
 * {@code a @ Some(b)} binds a value and a part of it: what the two do to the value must go
 * together.
 */
final class BindingConflicts {
  private final BodyTypes types;
  private final Diagnostics diagnostics;

  BindingConflicts(BodyTypes types, Diagnostics diagnostics) {
    this.types = types;
    this.diagnostics = diagnostics;
  }

  void check(Binding outer) {
    List<Binding> inner = new ArrayList<>();
    ThirPats.walk(
        outer.sub(),
        p -> {
          if (p instanceof Binding b) {
            inner.add(b);
          }
        });
    switch (outer.mode()) {
      case VALUE -> byValue(outer, inner);
      case REF -> byReference(outer, inner);
      case REF_MUT -> byMutableReference(outer, inner);
    }
  }

  /** Without the pattern behind {@code @}. */
  private static Span head(Binding b) {
    Span whole = b.span();
    return b.sub() == null
        ? whole
        : new Span(whole.file(), whole.lo(), b.local().span.hi(), whole.expansion());
  }

  private boolean isMove(Binding b) {
    return b.mode() == Mode.VALUE && !types.isCopy(b.ty());
  }

  private void byValue(Binding outer, List<Binding> inner) {
    List<Binding> refs = inner.stream().filter(b -> b.mode() != Mode.VALUE).toList();
    if (!isMove(outer) || refs.isEmpty()) {
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error(null, head(outer), "borrow of moved value")
            .label(
                "value moved into `"
                    + outer.local().name
                    + "` here\nmove occurs because `"
                    + outer.local().name
                    + "` has type `"
                    + outer.ty()
                    + "`, which does not implement the `Copy` trait");
    refs.forEach(b -> d.label(head(b), "value borrowed here after move"));
    d.fix(
            "borrow this binding in the pattern to avoid moving the value",
            outer.span().shrinkToStart(),
            "ref ")
        .to(diagnostics);
  }

  private void byReference(Binding outer, List<Binding> inner) {
    if (inner.stream().anyMatch(b -> b.mode() == Mode.REF_MUT)) {
      report(
          outer,
          inner,
          "cannot borrow value as mutable because it is also borrowed as immutable",
          false);
    }
    if (inner.stream().anyMatch(this::isMove)) {
      report(outer, inner, "cannot move out of value because it is borrowed", false);
    }
  }

  private void byMutableReference(Binding outer, List<Binding> inner) {
    boolean mutable = inner.stream().anyMatch(b -> b.mode() == Mode.REF_MUT);
    if (mutable) {
      report(outer, inner, "cannot borrow value as mutable more than once at a time", true);
    } else if (inner.stream().anyMatch(b -> b.mode() == Mode.REF)) {
      report(
          outer,
          inner,
          "cannot borrow value as immutable because it is also borrowed as mutable",
          true);
    }
    if (inner.stream().anyMatch(this::isMove)) {
      report(outer, inner, "cannot move out of value because it is borrowed", true);
    }
  }

  private void report(Binding outer, List<Binding> inner, String message, boolean mutable) {
    Diagnostic.Builder d =
        Diagnostic.error(null, head(outer), message)
            .label(
                "value is "
                    + (mutable ? "mutably " : "")
                    + "borrowed by `"
                    + outer.local().name
                    + "` here");
    for (Binding b : inner) {
      String name = "`" + b.local().name + "` here";
      switch (b.mode()) {
        case REF -> d.label(head(b), "value is borrowed by " + name);
        case REF_MUT -> d.label(head(b), "value is mutably borrowed by " + name);
        case VALUE -> {
          if (isMove(b)) {
            d.label(head(b), "value is moved into " + name);
          }
        }
      }
    }
    d.to(diagnostics);
  }
}
