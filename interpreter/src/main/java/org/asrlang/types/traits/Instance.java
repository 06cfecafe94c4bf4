package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/**
 * What a callee with concrete arguments comes to.
 *
 * @param kind what to run
 * @param def the function for ITEM, the constructor for CTOR, the trait's method for VIRTUAL and
 *     the shims, the closure for CLOSURE
 * @param args its arguments, regions erased
 * @param self the self type for VIRTUAL and the shims, the closure's, function's or pointer's type
 *     for CLOSURE, FN_ITEM_CALL and FN_PTR_CALL; else null
 */
public record Instance(Kind kind, Def def, List<GenericArg> args, Ty self) {
  public enum Kind {
    /** A function with a body (or a native one). */
    ITEM,
    /** A tuple struct's or variant's constructor. */
    CTOR,
    /** A call of a closure value: {@code args} are the closure type's. */
    CLOSURE,
    /** As CLOSURE, where {@code call_once} is wanted of a closure whose body takes a reference. */
    CLOSURE_ONCE_SHIM,
    /**
     * A closure that is an arm of a select, where instead of its operation what that waits for is
     * wanted.
     */
    CLOSURE_EVENT,
    /** {@code Fn…::call…} on a function item: {@code self} is the {@link Ty.FnDef}. */
    FN_ITEM_CALL,
    FN_PTR_CALL,
    /** {@code Clone::clone} of a Copy builtin, tuple, array, closure, function, reference. */
    CLONE_SHIM,
    /** Through the vtable of {@code dyn Trait}; {@code def} is the trait's method. */
    VIRTUAL,
    /** {@code drop_in_place} and the like. */
    DROP_GLUE
  }
}
