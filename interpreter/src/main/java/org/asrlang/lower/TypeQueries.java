package org.asrlang.lower;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.thir.Body;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.traits.Instance;
import org.asrlang.types.traits.InstanceResolver;

/** What lowering asks about types and items, all without parameters and regions. */
public interface TypeQueries {
  TyInterner types();

  /** Puts the arguments into a generic type, normalizes it, erases regions. */
  Ty instantiate(Ty generic, List<GenericArg> args);

  List<GenericArg> instantiate(List<GenericArg> generic, List<GenericArg> args);

  Instance resolve(Callee callee);

  Callee resolveConst(Def constant, List<GenericArg> args);

  boolean isCopy(Ty ty);

  /** Methods of a vtable: the slots. */
  List<Def> vtableMethods(Def trait);

  AdtDef adt(Def def);

  Def dropImpl(Def adt);

  /** The method {@code drop} of a Drop impl. */
  Def dropMethod(Def dropImpl);

  Def lang(String name);

  FnSig fnSig(Def fn);

  Ty typeOf(Def item);

  /** The trait in which an associated item is declared, or null. */
  Def traitOf(Def item);

  Const evaluate(Const c);

  Body thir(Def owner);

  boolean hasAttr(Def def, String attribute);

  String attrText(Def def, String attribute);

  /** The one over a real compilation. */
  static TypeQueries of(TyCtxt tcx) {
    return new TyCtxtQueries(tcx, new InstanceResolver(tcx));
  }
}
