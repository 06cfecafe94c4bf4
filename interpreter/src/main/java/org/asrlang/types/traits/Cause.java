package org.asrlang.types.traits;

import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Predicate;

/**
 * Why something has to hold, for the message if it does not.
 *
 * @param span the smallest piece of source that demands it
 * @param what how it came about
 * @param item the item whose where clause or header demands it ("required by a bound in …"), or
 *     null
 * @param bound the where clause as the item has it, without arguments, or null
 * @param expr what names the item, where that is a path, a method call or a struct literal: what
 *     fails is then looked for in its arguments; null elsewhere
 * @param body the item in whose body or signature this stands
 */
public record Cause(Span span, What what, Def item, Predicate bound, Expr expr, Def body) {
  public enum What {
    MISC,
    /** A where clause of the item that an expression or type names. */
    ITEM,
    METHOD_CALL,
    OPERATOR,
    /** {@code for}'s iterator. */
    FOR_LOOP,
    TRY,
    /** A cast or implicit conversion to an unsized type. */
    UNSIZE,
    SIZED_VARIABLE,
    SIZED_ARGUMENT,
    SIZED_RETURN,
    SIZED_FIELD,
    REPEAT_ELEMENT,
    WELL_FORMED,
    IMPL_ITEM,
    SUPERTRAIT,
    NORMALIZE,
    RETURN_OPAQUE,
    STATIC_SYNC,
    MAIN_RETURN,
    /** An arm that runs in a child task. */
    SELECT_ARM
  }

  /** For questions whose failure nobody is told. */
  public static final Cause NONE = misc(Span.NONE, null);

  public static Cause misc(Span span, Def body) {
    return new Cause(span, What.MISC, null, null, null, body);
  }

  public static Cause of(Span span, What what, Def body) {
    return new Cause(span, what, null, null, null, body);
  }

  /** A where clause of an item. */
  public static Cause item(Span span, Def item, Predicate bound, Expr expr, Def body) {
    return new Cause(span, What.ITEM, item, bound, expr, body);
  }
}
