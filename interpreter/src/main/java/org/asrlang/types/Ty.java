package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/**
 * A type. Interned by {@link TyInterner}: two types are equal exactly if they are the same object,
 * regions included. Made only through the interner.
 */
public abstract sealed class Ty implements GenericArg {
  /** Contains inference variables (types, constants). */
  public static final int HAS_INFER = 1;

  /** Contains type or const parameters. */
  public static final int HAS_PARAM = 2;

  /** Contains projections or opaque types that could be normalized. */
  public static final int HAS_ALIAS = 4;

  /** Contains a type or constant that could not be told. */
  public static final int HAS_ERROR_TY = 8;

  /** Contains regions other than erased ones. */
  public static final int HAS_REGION = 16;

  /** Contains region variables. */
  public static final int HAS_REGION_VAR = 32;

  /** Contains regions bound by a binder; whether it escapes is up to the asker. */
  public static final int HAS_BOUND = 64;

  /** Contains a region that could not be told; the type itself is known. */
  public static final int HAS_ERROR_REGION = 128;

  /** Contains erased regions. */
  public static final int HAS_ERASED = 256;

  /** Contains closures. */
  public static final int HAS_CLOSURE = 512;

  /** Contains what an error was reported about, so that nothing more is said of it. */
  public static final int HAS_ERROR = HAS_ERROR_TY | HAS_ERROR_REGION;

  int flags;
  int hash;

  Ty() {}

  public final boolean has(int mask) {
    return (flags & mask) != 0;
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  /** As rustc prints it in messages, with local names. */
  @Override
  public final String toString() {
    return TyPrinter.print(this);
  }

  public static final class Bool extends Ty {
    Bool() {}
  }

  public static final class Char extends Ty {
    Char() {}
  }

  /** {@code i8} … {@code i128}, {@code isize}. */
  public static final class Int extends Ty {
    public final IntKind kind;

    Int(IntKind kind) {
      this.kind = kind;
    }
  }

  /** {@code u8} … {@code u128}, {@code usize}. */
  public static final class Uint extends Ty {
    public final IntKind kind;

    Uint(IntKind kind) {
      this.kind = kind;
    }
  }

  /** {@code f32}, {@code f64}. */
  public static final class Float extends Ty {
    public final int bits;

    Float(int bits) {
      this.bits = bits;
    }
  }

  public static final class Str extends Ty {
    Str() {}
  }

  public static final class Never extends Ty {
    Never() {}
  }

  /** {@code ()} is the empty one. */
  public static final class Tuple extends Ty {
    public final List<Ty> elements;

    Tuple(List<Ty> elements) {
      this.elements = elements;
    }
  }

  /** A struct or enum. */
  public static final class Adt extends Ty {
    public final Def def;
    public final List<GenericArg> args;

    Adt(Def def, List<GenericArg> args) {
      this.def = def;
      this.args = args;
    }
  }

  public static final class Ref extends Ty {
    public final Region region;
    public final Ty target;
    public final boolean mutable;

    Ref(Region region, Ty target, boolean mutable) {
      this.region = region;
      this.target = target;
      this.mutable = mutable;
    }
  }

  public static final class Slice extends Ty {
    public final Ty element;

    Slice(Ty element) {
      this.element = element;
    }
  }

  public static final class Array extends Ty {
    /** How many elements there can be that have content. */
    public static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    public final Ty element;
    public final Const length;

    Array(Ty element, Const length) {
      this.element = element;
      this.length = length;
    }
  }

  /**
   * The zero-sized type of one function item or tuple constructor (a struct's or variant's Def).
   */
  public static final class FnDef extends Ty {
    public final Def def;
    public final List<GenericArg> args;

    FnDef(Def def, List<GenericArg> args) {
      this.def = def;
      this.args = args;
    }
  }

  /** {@code for<'a> fn(A) -> B}; the signature is a binder. */
  public static final class FnPtr extends Ty {
    public final FnSig sig;

    FnPtr(FnSig sig) {
      this.sig = sig;
    }
  }

  /**
   * A closure. As in rustc, the arguments are those of the enclosing item, then three more: the
   * kind ({@code i8} Fn, {@code i16} FnMut, {@code i32} FnOnce, or an inference variable while not
   * known), the signature as a {@link FnPtr}, the captures' types as a {@link Tuple}.
   */
  public static final class Closure extends Ty {
    public final Def def;
    public final List<GenericArg> args;

    Closure(Def def, List<GenericArg> args) {
      this.def = def;
      this.args = args;
    }

    public List<GenericArg> parentArgs() {
      return args.subList(0, args.size() - 3);
    }

    public Ty kindTy() {
      return (Ty) args.get(args.size() - 3);
    }

    public Ty sigTy() {
      return (Ty) args.get(args.size() - 2);
    }

    public Ty upvarsTy() {
      return (Ty) args.get(args.size() - 1);
    }
  }

  /** {@code dyn Principal<…, Assoc = T> + Auto + 'r}. */
  public static final class Dynamic extends Ty {
    /** Null for {@code dyn Send} and the like. Binds regions; {@code Self} is left out of args. */
    public final ExistentialTraitRef principal;

    public final List<ExistentialProjection> projections;

    /** In order of their Def's id. */
    public final List<Def> autoTraits;

    public final Region region;

    Dynamic(
        ExistentialTraitRef principal,
        List<ExistentialProjection> projections,
        List<Def> autoTraits,
        Region region) {
      this.principal = principal;
      this.projections = projections;
      this.autoTraits = autoTraits;
      this.region = region;
    }
  }

  /** A trait without its {@code Self}. */
  public record ExistentialTraitRef(Def trait, List<GenericArg> args) {}

  /** {@code Item = T} of a {@code dyn}; args are the trait's without {@code Self}. */
  public record ExistentialProjection(Def assocType, List<GenericArg> args, Ty ty) {}

  /** A type parameter; {@code Self} of a trait is number 0 of the trait's generics. */
  public static final class Param extends Ty {
    public final Def def;
    public final int index;

    /** {@code T}, {@code Self}, {@code impl Trait}. */
    public final String name;

    Param(Def def, int index, String name) {
      this.def = def;
      this.index = index;
      this.name = name;
    }
  }

  /** {@code <T as Trait>::Assoc}: args are the trait's (with {@code Self}), then its own. */
  public static final class Projection extends Ty {
    public final Def assocType;
    public final List<GenericArg> args;

    Projection(Def assocType, List<GenericArg> args) {
      this.assocType = assocType;
      this.args = args;
    }
  }

  /** {@code impl Trait} in return position, with the arguments of its function. */
  public static final class Opaque extends Ty {
    public final Def def;
    public final List<GenericArg> args;

    Opaque(Def def, List<GenericArg> args) {
      this.def = def;
      this.args = args;
    }
  }

  /** What an inference variable may become. */
  public enum InferKind {
    GENERAL,
    INTEGER,
    FLOAT
  }

  /** An inference variable of an {@link org.asrlang.types.infer.InferCtxt}. */
  public static final class Infer extends Ty {
    public final InferKind kind;
    public final int id;

    Infer(InferKind kind, int id) {
      this.kind = kind;
      this.id = id;
    }
  }

  /** A diagnostic was given; unifies with everything without further errors. */
  public static final class Error extends Ty {
    Error() {}
  }
}
