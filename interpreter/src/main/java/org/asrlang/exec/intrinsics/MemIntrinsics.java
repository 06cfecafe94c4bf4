package org.asrlang.exec.intrinsics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.asrlang.exec.Agg;
import org.asrlang.exec.DynRef;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.types.Ty;

/** {@code mem::}; {@code mem::swap} and {@code mem::replace} are with the pointers. */
final class MemIntrinsics {
  private MemIntrinsics() {}

  static void register(Registrar r) {
    r.node(
        "mem::size_of",
        sig -> {
          long size = new SizeOf(sig.linker()).of(sig.typeArg(0)).size();
          return new NativeNodes.OfLong(s -> size);
        });
    r.node(
        "mem::align_of",
        sig -> {
          long align = new SizeOf(sig.linker()).of(sig.typeArg(0)).align();
          return new NativeNodes.OfLong(s -> align);
        });
    r.node("mem::size_of_val", MemIntrinsics::sizeOfVal);
    r.node("mem::align_of_val", MemIntrinsics::alignOfVal);
    r.node(
        "mem::needs_drop",
        sig -> {
          Ty ty = sig.typeArg(0);
          boolean drops =
              switch (ty) {
                case Ty.Dynamic d -> true;
                case Ty.Str t -> false;
                case Ty.Slice t -> sig.linker().glue(t.element) != null;
                case Ty t -> sig.linker().glue(t) != null;
              };
          return new NativeNodes.OfLong(s -> drops ? 1 : 0);
        });
    r.node(
        "mem::is_copy",
        sig -> {
          boolean copy = sig.typeLayout(0).copy;
          return new NativeNodes.OfLong(s -> copy ? 1 : 0);
        });
    r.node(
        "mem::type_name",
        sig -> {
          Slice name = Slice.str(TypeName.of(sig.typeArg(0)));
          return new NativeNodes.OfObject(s -> name);
        });
    ConcurrentHashMap<Ty, Long> ids = new ConcurrentHashMap<>();
    AtomicLong next = new AtomicLong(1);
    r.node(
        "mem::type_id",
        sig -> {
          long id = ids.computeIfAbsent(sig.typeArg(0), t -> next.getAndIncrement());
          return new NativeNodes.OfLong(s -> id);
        });
    r.node("mem::discriminant", MemIntrinsics::discriminant);
    r.voidBody("mem::forget", s -> {});
    r.node(
        "mem::transmute",
        sig ->
            switch (sig.result().kind) {
              case ZST -> new NativeNodes.OfVoid(s -> {});
              case LONG -> new NativeNodes.OfLong(s -> s.getLong(0));
              case DOUBLE -> new NativeNodes.OfDouble(s -> Double.longBitsToDouble(s.getLong(0)));
              case OBJECT -> new NativeNodes.OfObject(s -> s.getRef(0));
            });
  }

  private static Node sizeOfVal(NativeSig sig) {
    SizeOf sizes = new SizeOf(sig.linker());
    return switch (sig.typeArg(0)) {
      case Ty.Str t -> new NativeNodes.OfLong(s -> ((Slice) s.getRef(0)).length);
      case Ty.Slice t -> {
        long each = sizes.of(t.element).size();
        yield new NativeNodes.OfLong(s -> each * ((Slice) s.getRef(0)).length);
      }
      case Ty.Dynamic d ->
          new NativeNodes.OfLong(s -> sizes.of(((DynRef) s.getRef(0)).vtable().concrete).size());
      case Ty.Adt a when sig.linker().isUnsized(a) ->
          new NativeNodes.OfLong(s -> {
            Object reference = s.getRef(0);
            return sizes.of(sig.linker().sized(a, reference)).size();
          });
      case Ty t -> {
        long size = sizes.of(t).size();
        yield new NativeNodes.OfLong(s -> size);
      }
    };
  }

  private static Node alignOfVal(NativeSig sig) {
    SizeOf sizes = new SizeOf(sig.linker());
    return switch (sig.typeArg(0)) {
      case Ty.Str t -> new NativeNodes.OfLong(s -> 1);
      case Ty.Slice t -> {
        long align = sizes.of(t.element).align();
        yield new NativeNodes.OfLong(s -> align);
      }
      case Ty.Dynamic d ->
          new NativeNodes.OfLong(s -> sizes.of(((DynRef) s.getRef(0)).vtable().concrete).align());
      case Ty t -> {
        long align = sizes.of(t).align();
        yield new NativeNodes.OfLong(s -> align);
      }
    };
  }

  private static Node discriminant(NativeSig sig) {
    Layout l = sig.typeLayout(0);
    boolean isEnum = l.ty instanceof Ty.Adt a && a.def.kind() == org.asrlang.resolve.Def.Kind.ENUM;
    if (isEnum && l.rep == Layout.Rep.ENUM) {
      return new NativeNodes.OfLong(s -> l.discriminant((int) ((Ref) s.getRef(0)).getLong()));
    }
    if (isEnum && l.rep == Layout.Rep.AGG) {
      return new NativeNodes.OfLong(s -> l.discriminant(((Agg) s.getRef(0)).tag));
    }
    return new NativeNodes.OfLong(s -> 0);
  }
}
