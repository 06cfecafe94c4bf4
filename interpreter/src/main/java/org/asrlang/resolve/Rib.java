package org.asrlang.resolve;

import org.asrlang.expand.MacroDef;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;

/** What is in scope at a place, innermost first: an immutable chain that ends at a module. */
sealed interface Rib {
  Rib outer();

  record Variable(Rib outer, String name, Expansion context, Local local) implements Rib {}

  /** A lifetime, type or constant parameter. */
  record Param(Rib outer, Def def) implements Rib {}

  record SelfType(Rib outer, Res.SelfType res) implements Rib {}

  /** A loop, or a labelled block. */
  record Loop(Rib outer, String label, Expansion context, Span labelSpan, Expr target)
      implements Rib {}

  /** A closure's body: its parameters' and outer locals are there, outer loops are not. */
  record Closure(Rib outer, Span span) implements Rib {}

  /** An item in a body: neither locals nor parameters of what is around it reach into it. */
  record ItemBarrier(Rib outer, Def item) implements Rib {}

  /**
   * A constant within: no locals from here on.
   *
   * @param withoutGenerics what it is, if parameters may not be used in it either; or null
   */
  record ConstBarrier(Rib outer, Span span, String withoutGenerics) implements Rib {
    ConstBarrier(Rib outer, Span span) {
      this(outer, span, null);
    }
  }

  /** A {@code macro_rules!} in a block: its output sees the locals from here on outwards. */
  record Macro(Rib outer, MacroDef def) implements Rib {}

  /** A module (then it is the last) or a block with items. */
  record Names(Rib outer, Scope scope) implements Rib {}

  /** The parameters of an item end here: for errors about duplicates. */
  record While(Rib outer, Span condition) implements Rib {}
}
