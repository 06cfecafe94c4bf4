package org.asrlang.types;

import java.util.List;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.DefMap;
import org.asrlang.source.Span;
import org.asrlang.thir.Body;
import org.asrlang.types.infer.Variance;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitCache;

/**
 * The queries about items, each answered once and remembered; a cycle is a diagnostic (E0391,
 * E0072, E0733) and an error type. rustc's {@code TyCtxt}. Used by one thread at a time.
 */
public interface TyCtxt {
  TyInterner types();

  DefMap defs();

  Diagnostics diagnostics();

  LangItems lang();

  GenericsOf generics(Def item);

  /** The parameters standing for themselves: {@code [Self, 'a, T, N]}. */
  List<GenericArg> identityArgs(Def item);

  /**
   * The type of an ADT ({@code Self} type), alias, impl's self, field, constant, static, const
   * parameter, function or tuple constructor (a {@link Ty.FnDef}), associated type with a value,
   * opaque type (its hidden type; type-checks the function).
   */
  Ty typeOf(Def item);

  /** The signature of a function or tuple constructor. */
  FnSig fnSig(Def fn);

  /** Its own and its parents' where clauses and bounds; for a trait {@code Self: Trait} too. */
  List<Predicate> predicates(Def item);

  /** Where the source demands one of {@link #predicates}; null if it is implied. For messages. */
  Span boundSpan(Def item, Predicate predicate);

  /** The bounds on {@code Self} that a trait's header demands. */
  List<Predicate> superPredicates(Def trait);

  /** The bounds of an associated type or opaque type, on the projection of identity arguments. */
  List<Predicate> itemBounds(Def assocTypeOrOpaque);

  /**
   * Whether the opaque type's bounds need more than its {@code use<…>} names: that was reported.
   */
  boolean isWrongCapture(Def opaque);

  AdtDef adt(Def def);

  /**
   * The discriminant of an enum's variant as its representation holds it. Not part of {@link
   * AdtDef}: the expression of one may name other variants of the same enum.
   */
  long discriminant(Def variant);

  /** The integer type that an enum's discriminants have: of {@code #[repr(u8)]}, or isize. */
  Ty discriminantType(Def adt);

  /** What an impl implements; null for an inherent one. */
  TraitRef implTraitRef(Def impl);

  boolean isNegativeImpl(Def impl);

  boolean isAutoTrait(Def trait);

  /** The impls of a trait that could match a self type of that simplified form (null: all). */
  List<Def> traitImpls(Def trait, Object simplifiedSelf);

  List<Def> inherentImpls(Ty self);

  /** Associated items of a trait or impl, in order. */
  List<Def> assocItems(Def traitOrImpl);

  /**
   * Associated items of that name in any of the traits.
   *
   * @param inScope as {@link org.asrlang.resolve.Resolutions#traitsInScope} gives it
   */
  List<Def> assocItems(List<Def> inScope, String name);

  /** The item of that name in the impl, or the trait's default; null if there is none. */
  Def implementedBy(Def traitItem, Def impl);

  /** The trait item that an impl's item implements, or null. */
  Def traitItemOf(Def implItem);

  /** Evaluates a constant of the type system as far as it can without parameters. */
  Const evaluate(Const c);

  /**
   * The value of a constant as a tree, with the diagnostics of its evaluation.
   *
   * @param args concrete
   * @return null if it could not be evaluated or has parts that are no tree
   */
  ValTree evaluateTree(Def constant, List<GenericArg> args);

  /** What the bodies of an item, or the clauses of a signature, may assume. */
  ParamEnv paramEnv(Def item);

  /** Answers to trait goals without variables. */
  TraitCache traitCache();

  /** How an ADT depends on its parameters; all invariant for anything else. */
  List<Variance> variances(Def item);

  /**
   * The associated item of that name and kind of a trait or impl itself, or null.
   *
   * @param kind ASSOC_FN, ASSOC_TYPE or ASSOC_CONST
   */
  Def assocItem(Def traitOrImpl, String name, Def.Kind kind);

  /** The trait that an associated item is declared in, or null (inherent items, impls' items). */
  Def traitOf(Def item);

  /** The trait and all its supertraits, each once, itself first. */
  List<Def> supertraits(Def trait);

  /** Whether {@code dyn Trait} is a type. */
  boolean isDynCompatible(Def trait);

  /** Whether a trait's item has {@code where Self: Sized}. */
  boolean requiresSizedSelf(Def traitItem);

  /**
   * Whether a trait's method can be called through a vtable (not where it demands {@code Sized}).
   */
  boolean isDispatchable(Def method);

  /** The {@code Drop} impl of an ADT, or null. */
  Def dropImpl(Def adt);

  /** Whether the type holds itself with ever larger arguments, so that no drop of it ends. */
  boolean dropsEndlessly(Def adt);

  /** The types of a body. */
  TypeckResults typeck(Def owner);

  /** The desugared typed tree of a body, drop scopes included; built from {@link #typeck}. */
  Body thir(Def owner);
}
