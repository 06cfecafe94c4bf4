package org.asrlang.types;

/** The head of a type, as the key under which impls are found. */
public final class SimplifiedType {
  private SimplifiedType() {}

  /** The key of type parameters and rigid aliases in goals: only blanket impls can match. */
  public static final Object RIGID = "rigid";

  /** The head of a tuple type. */
  public record Tuple(int arity) {}

  /** The head of a function pointer type. */
  public record FnPtr(int arity) {}

  /** The key of an impl's self type; null for a blanket impl. */
  public static Object ofImpl(Ty self) {
    Object key = head(self);
    return key == RIGID ? null : key;
  }

  /** The key of a goal's self type; null where any impl could match. */
  public static Object ofGoal(Ty self) {
    return head(self);
  }

  private static Object head(Ty ty) {
    return switch (ty) {
      case Ty.Bool t -> t;
      case Ty.Char t -> t;
      case Ty.Int t -> t;
      case Ty.Uint t -> t;
      case Ty.Float t -> t;
      case Ty.Str t -> t;
      case Ty.Never t -> t;
      case Ty.Tuple t -> new Tuple(t.elements.size());
      case Ty.Adt t -> t.def;
      case Ty.Ref t -> t.mutable ? "&mut" : "&";
      case Ty.Slice t -> "[]";
      case Ty.Array t -> "[;]";
      case Ty.FnDef t -> t.def;
      case Ty.FnPtr t -> new FnPtr(t.sig.inputs().size());
      case Ty.Closure t -> t.def;
      case Ty.Dynamic t -> t.principal == null ? "dyn" : t.principal.trait();
      case Ty.Param t -> RIGID;
      case Ty.Projection t -> RIGID;
      case Ty.Opaque t -> RIGID;
      case Ty.Infer t -> null;
      case Ty.Error t -> null;
    };
  }
}
