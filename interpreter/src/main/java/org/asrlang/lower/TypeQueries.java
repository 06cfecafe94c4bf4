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

  Const instantiate(Const generic, List<GenericArg> args);

  /** Null if no impl is found, after errors only. */
  Instance resolve(Callee callee);

  Callee resolveConst(Def constant, List<GenericArg> args);

  boolean isCopy(Ty ty);

  /** Methods of a vtable: the slots. */
  List<Def> vtableMethods(Def trait);

  AdtDef adt(Def def);

  /** As {@link org.asrlang.types.TyCtxt#discriminant}. */
  long discriminant(Def variant);

  Def dropImpl(Def adt);

  /** Whether the last field of a struct is unsized for some arguments. */
  boolean mayEndUnsized(Def struct);

  /** The method {@code drop} of a Drop impl. */
  Def dropMethod(Def dropImpl);

  Def lang(String name);

  FnSig fnSig(Def fn);

  /** Generic arguments of a function whose own parameters are lifetimes and these types. */
  List<GenericArg> typeArgs(Def fn, Ty... types);

  /** The trait's reference among the supertraits of {@code trait<args>}; args start with Self. */
  List<GenericArg> supertraitArgs(Def trait, List<GenericArg> args, Def supertrait);

  Def assocFn(Def trait, String name);

  /** {@code <args[0] as Trait<…>>::name}, normalized. */
  Ty projection(Def trait, String name, List<GenericArg> args);

  Ty typeOf(Def item);

  /** The trait in which an associated item is declared, or null. */
  Def traitOf(Def item);

  Const evaluate(Const c);

  /**
   * @throws Tainted if the body has errors, or there is none
   */
  Body thir(Def owner);

  boolean hasAttr(Def def, String attribute);

  String attrText(Def def, String attribute);

  /** Whether a closure is an arm of a select that is one call of a registered operation. */
  boolean isEventArm(Def closure);

  /** The function of that name in the impl or module of another one, or null. */
  Def sibling(Def fn, String name);

  /** The one over a real compilation. */
  static TypeQueries of(TyCtxt tcx) {
    return new TyCtxtQueries(tcx, new InstanceResolver(tcx));
  }
}
