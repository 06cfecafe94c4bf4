package org.asrlang.types;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;

/**
 * What type checking learnt about a body, its closures included: side tables by node identity. Once
 * finished, no inference variable is left, and regions are erased except in {@link #userTypes}.
 */
public final class TypeckResults {
  private final Def owner;

  /** The type of each expression before its adjustments. */
  public final Map<Expr, Ty> exprTypes = new IdentityHashMap<>();

  public final Map<Expr, List<Adjustment>> adjustments = new IdentityHashMap<>();

  /**
   * The function behind a method call or an overloaded operator: {@link Expr.MethodCall}, {@link
   * Expr.Binary}, {@link Expr.AssignOp}, {@link Expr.Unary}, {@link Expr.Index}, and {@link
   * Expr.Call} of a value that is called through {@code Fn}, {@code FnMut} or {@code FnOnce}.
   * Built-in operators have none. Operands that the method takes by reference (receivers of calls
   * through {@code Fn}/{@code FnMut}, {@code ==}, {@code <}, {@code +=}, {@code []}) carry their
   * auto-ref in {@link #adjustments}.
   */
  public final Map<Expr, Callee> callees = new IdentityHashMap<>();

  /**
   * What a path expression names, type-relative segments included: a function, constructor,
   * constant, static, const parameter (Def, args). Local variables are not here.
   */
  public final Map<Path, Callee> pathTargets = new IdentityHashMap<>();

  /** The variant (or struct) of a struct literal, struct pattern, tuple-struct or path pattern. */
  public final Map<Node, Def> variants = new IdentityHashMap<>();

  /** The constant that a path or identifier pattern names. */
  public final Map<Pat, Callee> patConstants = new IdentityHashMap<>();

  /** The index of the field of a {@link Expr.Field}, after its object's adjustments. */
  public final Map<Expr.Field, Integer> fieldIndices = new IdentityHashMap<>();

  public final Map<Pat, Ty> patTypes = new IdentityHashMap<>();

  /**
   * The references that default binding modes look through before the pattern applies: the types
   * (references) in order from the outside. {@link #patTypes} is the type after them.
   */
  public final Map<Pat, List<Ty>> patAdjustments = new IdentityHashMap<>();

  /** How a binding binds, default binding modes included. */
  public final Map<Pat.IdentPat, BindingMode> bindingModes = new IdentityHashMap<>();

  public final Map<Local, Ty> localTypes = new LinkedHashMap<>();

  /** For {@code e?}: {@code FromResidual::from_residual}; {@code Try::branch} is in callees. */
  public final Map<Expr.Try, Callee> residualCallees = new IdentityHashMap<>();

  /**
   * For {@code for} loops: the iterator's type {@code I::IntoIter}, on which {@code next} is
   * called; {@code IntoIterator::into_iter} is in callees.
   */
  public final Map<Expr.ForLoop, Ty> iteratorTypes = new IdentityHashMap<>();

  /** The count of {@code [value; count]}. */
  public final Map<Expr.Repeat, Const> repeatCounts = new IdentityHashMap<>();

  public final Map<Expr.Cast, CastKind> casts = new IdentityHashMap<>();

  /** By closure definition. */
  public final Map<Def, ClosureInfo> closures = new LinkedHashMap<>();

  /**
   * Types that the user wrote, with their regions: by {@code let} statement, cast, closure
   * parameter and the like; for paths with explicit generic arguments see {@link #userArgs}. What
   * each {@code _} in them stands for is in {@link #inferred}.
   */
  public final Map<Node, Ty> userTypes = new IdentityHashMap<>();

  /** What the inference variables in what the user wrote have become, without regions. */
  public final Map<GenericArg, GenericArg> inferred = new HashMap<>();

  /**
   * All generic arguments of what a path, struct literal or method call names, with the regions
   * that the user wrote; {@link Region#ERASED} where inference found them.
   */
  public final Map<Node, List<GenericArg>> userArgs = new IdentityHashMap<>();

  /** The type {@code T} of {@code T::name} where that is in an inherent impl, by path. */
  public final Map<Node, Ty> userSelf = new IdentityHashMap<>();

  /** Hidden types of the opaque types that this body defines. */
  public final Map<Def, Ty> opaqueTypes = new LinkedHashMap<>();

  /**
   * The closures that are arms of a {@code select!} or {@code race!} and consist of one call of a
   * registered operation: a function with {@code #[event = "name"]}, beside which a function of
   * that name makes what the operation waits for.
   */
  public final Set<Def> eventArms = new HashSet<>();

  /** Set where the body has errors; then it is neither borrow-checked nor lowered. */
  public boolean tainted;

  public TypeckResults(Def owner) {
    this.owner = owner;
  }

  public Def owner() {
    return owner;
  }

  public enum BindingMode {
    MOVE,
    REF,
    REF_MUT
  }

  /** What {@code as} does. */
  public enum CastKind {
    /** A coercion (or nothing): see the operand's adjustments. */
    COERCION,
    INT_TO_INT,
    INT_TO_FLOAT,
    FLOAT_TO_INT,
    FLOAT_TO_FLOAT,
    BOOL_TO_INT,
    CHAR_TO_INT,
    U8_TO_CHAR,
    ENUM_TO_INT
  }

  public enum ClosureKind {
    FN,
    FN_MUT,
    FN_ONCE
  }

  /**
   * @param sig the parameters' types, not as a tuple
   * @param mentions what must be there when the closure is made, captured or not
   */
  public record ClosureInfo(
      Def def,
      Expr.Closure node,
      ClosureKind kind,
      FnSig sig,
      List<Capture> captures,
      List<Mention> mentions) {

    /**
     * A place of the surroundings that patterns inside are held against: rustc's closure fake
     * reads.
     *
     * @param closure the closure, this one or inside of it, in which that is
     */
    public record Mention(Capture place, Span closure) {}
  }

  public Ty typeOf(Expr e) {
    return exprTypes.get(e);
  }

  public List<Adjustment> adjustmentsOf(Expr e) {
    return adjustments.getOrDefault(e, List.of());
  }

  /** The type after the adjustments. */
  public Ty adjustedType(Expr e) {
    List<Adjustment> steps = adjustmentsOf(e);
    return steps.isEmpty() ? typeOf(e) : steps.get(steps.size() - 1).target();
  }

  public void adjust(Expr e, List<Adjustment> steps) {
    if (!steps.isEmpty()) {
      adjustments.merge(
          e,
          steps,
          (a, b) -> {
            List<Adjustment> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
          });
    }
  }
}
