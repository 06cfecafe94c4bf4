package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Lifetime;

/** The targets of {@code break} and {@code continue}. */
final class Jumps {
  private final BodyResolver body;

  Jumps(BodyResolver body) {
    this.body = body;
  }

  /**
   * Finds the loop or labelled block that a jump leaves.
   *
   * @param word {@code break} or {@code continue}
   */
  void jump(Expr e, Lifetime label, String word, Expr value) {
    Span at = e.span();
    Rib.Closure closure = null;
    Rib.While condition = null;
    Expansion context = label == null ? null : label.span().expansion();
    List<String> near = new ArrayList<>();
    for (Rib r = body.ribs; r != null; r = r.outer()) {
      switch (r) {
        case Rib.Closure c -> closure = closure == null ? c : closure;
        case Rib.While w -> condition = condition == null && closure == null ? w : condition;
        case Rib.Macro m -> {
          if (context != null && context.callSite() != null && context.definition() == m.def()) {
            context = context.parent();
          }
        }
        case Rib.ItemBarrier b -> {
          if (label != null) {
            undeclared(label, near);
            inLoop(word, at);
          } else {
            outside(word, at, null);
          }
          return;
        }
        case Rib.Loop l -> {
          if (label != null) {
            if (l.label() != null && l.label().equals(label.name()) && l.context() == context) {
              if (closure != null) {
                Diagnostic.error(
                        "E0767", label.span(), "use of unreachable label `'" + label.name() + "`")
                    .label("unreachable label `'" + label.name() + "`")
                    .label(l.labelSpan(), "unreachable label defined here")
                    .note(
                        "labels are unreachable through functions, closures, async blocks and"
                            + " modules")
                    .to(body.diagnostics);
                inLoop(word, at);
                return;
              }
              target(e, l.target(), word, at, value, label);
              return;
            }
            if (l.label() != null && closure == null) {
              near.add(l.label());
            }
          } else {
            if (closure != null) {
              outside(word, at, closure);
              return;
            }
            if (condition != null && condition.outer() == l) {
              Diagnostic.error(
                      "E0590",
                      at,
                      "`" + word + "` with no label in the condition of a `while` loop")
                  .label("unlabeled `" + word + "` in the condition of a `while` loop")
                  .to(body.diagnostics);
              return;
            }
            if (l.target() instanceof Expr.Block) {
              Diagnostic.error("E0695", at, "unlabeled `" + word + "` inside of a labeled block")
                  .label(
                      "`"
                          + word
                          + "` statements that would diverge to or through a labeled block"
                          + " need to bear a label")
                  .to(body.diagnostics);
              return;
            }
            target(e, l.target(), word, at, value, null);
            return;
          }
        }
        case Rib.Variable v -> {}
        case Rib.Param p -> {}
        case Rib.SelfType s -> {}
        case Rib.ConstBarrier c -> {
          if (label == null && closure == null) {
            outside(word, at, null);
            return;
          }
        }
        case Rib.Names n -> {}
      }
    }
    if (label != null) {
      undeclared(label, near);
      inLoop(word, at);
    } else {
      outside(word, at, closure);
    }
  }

  /** Whatever its label, a jump stands in a loop. */
  private void inLoop(String word, Span at) {
    for (Rib r = body.ribs; r != null; r = r.outer()) {
      switch (r) {
        case Rib.Loop l when !(l.target() instanceof Expr.Block) -> {
          return;
        }
        case Rib.Closure c -> {
          outside(word, at, c);
          return;
        }
        case Rib.ItemBarrier b -> {
          outside(word, at, null);
          return;
        }
        case Rib.ConstBarrier b -> {
          outside(word, at, null);
          return;
        }
        case Rib.Loop l -> {}
        case Rib.While w -> {}
        case Rib.Macro m -> {}
        case Rib.Variable v -> {}
        case Rib.Param p -> {}
        case Rib.SelfType s -> {}
        case Rib.Names n -> {}
      }
    }
    outside(word, at, null);
  }

  private void undeclared(Lifetime label, List<String> near) {
    Diagnostic.Builder d =
        Diagnostic.error("E0426", label.span(), "use of undeclared label `'" + label.name() + "`")
            .label("undeclared label `'" + label.name() + "`");
    String similar = SimilarNames.nearest(label.name(), near);
    if (similar != null) {
      d.suggestion(Suggest.replace("try using similarly named label", label.span(), "'" + similar));
    }
    d.to(body.diagnostics);
  }

  private void outside(String word, Span at, Rib.Closure closure) {
    if (closure != null && closure.span().file() == at.file()) {
      Span head = closure.span();
      Diagnostic.error("E0267", at, "`" + word + "` inside of a closure")
          .label("cannot `" + word + "` inside of a closure")
          .label(closureHead(head), "enclosing closure")
          .to(body.diagnostics);
      return;
    }
    Diagnostic.error("E0268", at, "`" + word + "` outside of a loop or labeled block")
        .label("cannot `" + word + "` outside of a loop or labeled block")
        .to(body.diagnostics);
  }

  /** The {@code |…|} of a closure. */
  private static Span closureHead(Span closure) {
    String text = closure.file().text();
    int open = text.indexOf('|', closure.lo());
    int close = open < 0 ? -1 : text.indexOf('|', open + 1);
    return close < 0 || close >= closure.hi()
        ? closure
        : new Span(closure.file(), closure.lo(), close + 1, closure.expansion());
  }

  private void target(Expr e, Expr target, String word, Span at, Expr value, Lifetime label) {
    body.out.jumpTargets.put(e, target);
    if (word.equals("continue") && target instanceof Expr.Block b) {
      Diagnostic.error("E0696", at, "`continue` pointing to a labeled block")
          .label("labeled blocks cannot be `continue`'d")
          .label(b.span(), "labeled block the `continue` points to")
          .to(body.diagnostics);
    }
    String loop =
        target instanceof Expr.While ? "while" : target instanceof Expr.ForLoop ? "for" : null;
    if (value != null && loop != null) {
      Span head = target.span();
      Span block =
          target instanceof Expr.While w ? w.body().span() : ((Expr.ForLoop) target).body().span();
      if (block.file() == head.file() && block.lo() > head.lo()) {
        int hi = block.lo();
        String text = head.file().text();
        while (hi > head.lo() && Character.isWhitespace(text.charAt(hi - 1))) {
          hi--;
        }
        head = new Span(head.file(), head.lo(), hi, head.expansion());
      }
      Diagnostic.error("E0571", at, "`break` with value from a `" + loop + "` loop")
          .label("can only break with a value inside `loop` or breakable block")
          .label(head, "you can't `break` with a value in a `" + loop + "` loop")
          .suggestion(
              Suggest.replace(
                  "use `break` on its own without a value inside this `" + loop + "` loop",
                  at,
                  label == null ? "break" : "break '" + label.name()))
          .to(body.diagnostics);
    }
  }
}
