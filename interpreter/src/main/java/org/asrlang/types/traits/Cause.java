package org.asrlang.types.traits;

import org.asrlang.resolve.Def;
import org.asrlang.source.Span;

/**
 * Why something has to hold, for the message if it does not.
 *
 * @param span the smallest piece of source that demands it
 * @param what how it came about
 * @param item the item whose where clause or header demands it ("required by a bound in …"), or
 *     null
 * @param bound the place of the bound itself, or null
 * @param body the item in whose body or signature this stands
 */
public record Cause(Span span, What what, Def item, Span bound, Def body) {
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
    MAIN_RETURN
  }

  /** For questions whose failure nobody is told. */
  public static final Cause NONE = misc(Span.NONE, null);

  public static Cause misc(Span span, Def body) {
    return new Cause(span, What.MISC, null, null, body);
  }

  public static Cause of(Span span, What what, Def body) {
    return new Cause(span, what, null, null, body);
  }

  /** A where clause of an item. */
  public static Cause item(Span span, Def item, Def body) {
    return new Cause(span, What.ITEM, item, null, body);
  }
}
