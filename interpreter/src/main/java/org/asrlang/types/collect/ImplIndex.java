package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.ImplNames;
import org.asrlang.resolve.Res;
import org.asrlang.syntax.Item;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;

/**
 * Finds impls by trait and by the head of the self type. Headers are first found by names, those of
 * std by the names that stand in them, and lowered only when something of that name is asked for:
 * std has many.
 */
final class ImplIndex {
  private final GlobalCtxt tcx;
  private Map<String, List<Def>> byTraitName;
  private Map<String, List<Def>> inherentByName;
  private final Map<Def, OfTrait> traits = new IdentityHashMap<>();
  private final Map<Object, List<Def>> inherent = new HashMap<>();
  private final List<ImplNames> named = new ArrayList<>();
  private int known = -1;

  /**
   * The impls of one trait.
   *
   * @param byName those of the user by the head of the self type; {@link #ANY} for blanket ones
   * @param byHead what was found for a head
   */
  private record OfTrait(Map<String, List<Def>> byName, Map<Object, List<Def>> byHead) {}

  private static final String ANY = ImplNames.ANY;

  // The key in OfTrait.byHead of the list of all impls.
  private static final Object ALL = new Object();

  ImplIndex(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  /** Reads all headers again when next asked. */
  void forget() {
    known = -1;
  }

  private void read() {
    int count = 0;
    for (Def crate : tcx.defs().crates()) {
      count += tcx.defs().impls(crate).size();
    }
    if (count == known) {
      return;
    }
    // Impls inside bodies appear when the bodies are looked at.
    known = count;
    byTraitName = new HashMap<>();
    inherentByName = new HashMap<>();
    traits.clear();
    inherent.clear();
    named.clear();
    for (Def crate : tcx.defs().crates()) {
      ImplNames names = tcx.defs().implNames(crate);
      if (names != null) {
        named.add(names);
        continue;
      }
      for (Def impl : tcx.defs().impls(crate)) {
        if (!(impl.node() instanceof Item.Impl i)) {
          continue;
        }
        if (i.trait() != null) {
          add(byTraitName, traitName(impl, i), impl);
        } else {
          add(inherentByName, name(tcx.typeOf(impl)), impl);
        }
      }
    }
  }

  private static void add(Map<String, List<Def>> map, String key, Def impl) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(impl);
  }

  /** A {@code use … as …} may stand between. */
  private String traitName(Def impl, Item.Impl i) {
    return tcx.defs().signature(impl).path(i.trait()).base() instanceof Res.Item t
        ? t.def().name()
        : "";
  }

  private static String name(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> a.def.name();
      case Ty.Ref r -> "&";
      case Ty.Slice s -> "[]";
      case Ty.Array a -> "[;]";
      case Ty.Tuple t -> "()";
      case Ty.FnPtr f -> "fn";
      case Ty.Dynamic d -> d.principal == null ? "dyn" : "dyn " + d.principal.trait().name();
      case Ty.Param p -> ANY;
      case Ty.Projection p -> ANY;
      case Ty.Opaque o -> ANY;
      case Ty.Error e -> ANY;
      case Ty other -> other.toString();
    };
  }

  /** The written name of a {@link SimplifiedType} of a goal. */
  private static String name(Object head) {
    return switch (head) {
      case Def def -> def.kind() == Def.Kind.TRAIT ? "dyn " + def.name() : def.name();
      case Ty ty -> name(ty);
      case String s -> s.startsWith("&") ? "&" : s;
      default -> head instanceof SimplifiedType.Tuple ? "()" : "fn";
    };
  }

  List<Def> traitImpls(Def trait, Object head) {
    read();
    OfTrait of = traits.get(trait);
    if (of == null) {
      of = new OfTrait(new HashMap<>(), new HashMap<>());
      traits.put(trait, of);
      for (Def impl : byTraitName.getOrDefault(trait.name(), List.of())) {
        add(of.byName, name(tcx.typeOf(impl)), impl);
      }
    }
    Object key = head == null ? ALL : head;
    List<Def> found = of.byHead.get(key);
    if (found == null) {
      found = new ArrayList<>();
      if (head == null) {
        for (List<Def> some : of.byName.values()) {
          filter(some, trait, null, found);
        }
        for (ImplNames names : named) {
          filter(names.ofTrait(trait.name()), trait, null, found);
        }
        found.sort(Comparator.comparingInt(Def::id));
      } else {
        filter(of.byName.getOrDefault(name(head), List.of()), trait, head, found);
        filter(of.byName.getOrDefault(ANY, List.of()), trait, head, found);
        for (ImplNames names : named) {
          filter(names.ofTrait(trait.name(), name(head)), trait, head, found);
          filter(names.ofTrait(trait.name(), ANY), trait, head, found);
        }
      }
      of.byHead.put(key, found);
    }
    return found;
  }

  private void filter(List<Def> some, Def trait, Object head, List<Def> to) {
    for (Def impl : some) {
      TraitRef ref = tcx.implTraitRef(impl);
      if (ref == null || ref.trait() != trait || ref.self() instanceof Ty.Error) {
        continue;
      }
      Object own = head == null ? null : SimplifiedType.ofImpl(ref.self());
      if (own == null || own.equals(head)) {
        to.add(impl);
      }
    }
  }

  List<Def> inherentImpls(Ty self) {
    read();
    Object head = SimplifiedType.ofGoal(self);
    if (head == null || head == SimplifiedType.RIGID) {
      return List.of();
    }
    List<Def> found = inherent.get(head);
    if (found == null) {
      found = new ArrayList<>();
      inherent(inherentByName.getOrDefault(name(self), List.of()), head, found);
      for (ImplNames names : named) {
        inherent(names.inherent(name(self)), head, found);
      }
      inherent.put(head, found);
    }
    return found;
  }

  private void inherent(List<Def> some, Object head, List<Def> to) {
    for (Def impl : some) {
      if (head.equals(SimplifiedType.ofImpl(tcx.typeOf(impl)))) {
        to.add(impl);
      }
    }
  }
}
