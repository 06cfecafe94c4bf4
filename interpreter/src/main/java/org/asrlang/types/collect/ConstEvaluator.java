package org.asrlang.types.collect;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.GenericArg;
import org.asrlang.types.ValTree;

/** Runs the body of a constant; supplied by whoever can execute bodies. */
public interface ConstEvaluator {
  /**
   * The value as {@link org.asrlang.types.Const.Value} holds it: {@link Long}, {@link Boolean}.
   *
   * @param constant a CONST, ASSOC_CONST or ANON_CONST of an integer, {@code bool} or {@code char}
   * @param args its generic arguments, concrete
   * @return null if it could not be evaluated (a diagnostic was given)
   */
  Object evaluate(Def constant, List<GenericArg> args);

  /** Evaluates for the sake of the diagnostic only. */
  void demand(Def constant, List<GenericArg> args);

  /** The value of a constant of any type as a tree; null if it has none or failed. */
  ValTree tree(Def constant, List<GenericArg> args);
}
