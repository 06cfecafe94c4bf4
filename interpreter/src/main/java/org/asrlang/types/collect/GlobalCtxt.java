package org.asrlang.types.collect;

import java.util.List;
import java.util.function.Function;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.DefMap;
import org.asrlang.thir.Body;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.LangItems;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.infer.Variance;
import org.asrlang.types.traits.ParamEnv;

/** The queries, memoised. */
public abstract class GlobalCtxt implements TyCtxt {
  // Filled in next: constructor GlobalCtxt(TyInterner, DefMap, Diagnostics), setThirBuilder,
  // setConstEvaluator, checkCrate(Def crate).
}
