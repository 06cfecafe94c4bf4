package org.asrlang.points;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.Ty;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.traits.Instance;
import org.asrlang.types.traits.InstanceResolver;

/**
 * Which functions may suspend, and where (T17): those that reach a primitive of T2, by calls or by
 * drops. What is not known, a call through {@code dyn}, a function pointer or a type parameter,
 * may. A call is judged for the generic arguments that it has.
 */
public final class Suspension {
  /** How a function gets to what waits in the fewest steps. */
  private record Way(int length, Edge next) {}

  /** A generic function that uses itself with ever larger types has no end. */
  private static final int MOST = 200_000;

  private final GlobalCtxt tcx;
  private final InstanceResolver resolver;
  private final Map<Key, List<Edge>> edges = new HashMap<>();
  private final Map<Key, Way> ways = new HashMap<>();

  public Suspension(GlobalCtxt tcx) {
    this.tcx = tcx;
    this.resolver = new InstanceResolver(tcx);
  }

  /** All functions and closures of a crate that have a body, in the order of the source. */
  public List<FunctionPoints> ofCrate(Def crate) {
    List<FunctionPoints> out = new ArrayList<>();
    for (Def def : List.copyOf(tcx.defs().allDefs(crate))) {
      if (def.isFnLike() && tcx.hasBody(def) && !tcx.defs().hasAttr(def, "native")) {
        out.add(of(def));
        for (Def closure : tcx.typeck(def).closures.keySet()) {
          out.add(of(closure));
        }
      }
    }
    out.sort(
        Comparator.comparing((FunctionPoints f) -> f.span().file().name())
            .thenComparingInt(f -> f.span().lo()));
    return out;
  }

  /** One function, its type parameters standing for anything. */
  public FunctionPoints of(Def fn) {
    boolean closure = fn.kind() == Def.Kind.CLOSURE;
    Instance.Kind kind = closure ? Instance.Kind.CLOSURE : Instance.Kind.ITEM;
    Key key = new Key.Fn(new Instance(kind, fn, tcx.identityArgs(closure ? owner(fn) : fn), null));
    solve(key);
    Map<Span, Point> points = new LinkedHashMap<>();
    for (Edge e : edges.get(key)) {
      if (e.target() == null || ways.containsKey(e.target())) {
        points.putIfAbsent(e.span().callSite(), point(e));
      }
    }
    List<Point> sorted = new ArrayList<>(points.values());
    sorted.sort(Comparator.comparingInt(p -> p.span().lo()));
    return new FunctionPoints(name(key), fn.span(), sorted);
  }

  private static Def owner(Def closure) {
    Def d = closure;
    while (d.kind() == Def.Kind.CLOSURE) {
      d = d.parent();
    }
    return d;
  }

  // ---------------------------------------------------------------- reachability

  /** Finds everything below a function, then from what waits backwards the shortest ways. */
  private void solve(Key from) {
    if (edges.containsKey(from)) {
      return;
    }
    Set<Key> fresh = new LinkedHashSet<>();
    ArrayDeque<Key> todo = new ArrayDeque<>(List.of(from));
    while (!todo.isEmpty()) {
      Key k = todo.poll();
      if (edges.containsKey(k)) {
        continue;
      }
      List<Edge> found =
          edges.size() < MOST
              ? Edges.of(tcx, resolver, k)
              : List.of(new Edge(Span.NONE, false, null, "uses itself with ever larger types"));
      edges.put(k, found);
      fresh.add(k);
      for (Edge e : found) {
        if (e.target() != null) {
          todo.add(e.target());
        }
      }
    }
    Map<Key, List<Key>> callers = new HashMap<>();
    ArrayDeque<Key> next = new ArrayDeque<>();
    for (Key k : fresh) {
      for (Edge e : edges.get(k)) {
        if (e.target() == null) {
          if (improve(k, new Way(1, e))) {
            next.add(k);
          }
        } else if (fresh.contains(e.target())) {
          callers.computeIfAbsent(e.target(), t -> new ArrayList<>()).add(k);
        } else if (ways.get(e.target()) instanceof Way w && improve(k, new Way(w.length + 1, e))) {
          next.add(k);
        }
      }
    }
    while (!next.isEmpty()) {
      Key k = next.poll();
      int length = ways.get(k).length + 1;
      for (Key caller : callers.getOrDefault(k, List.of())) {
        for (Edge e : edges.get(caller)) {
          if (k.equals(e.target()) && improve(caller, new Way(length, e))) {
            next.add(caller);
          }
        }
      }
    }
  }

  private boolean improve(Key k, Way way) {
    Way old = ways.get(k);
    if (old != null && old.length <= way.length) {
      return false;
    }
    ways.put(k, way);
    return true;
  }

  // ---------------------------------------------------------------- describing

  private Point point(Edge first) {
    List<Point.Step> chain = new ArrayList<>();
    Edge e = first;
    while (e.target() != null) {
      Edge next = ways.get(e.target()).next;
      boolean primitive =
          e.target() instanceof Key.Fn f && tcx.defs().hasAttr(f.instance().def(), "suspends");
      if (!primitive || chain.isEmpty()) {
        chain.add(new Point.Step(name(e.target()), next.span(), isLibrary(e.target())));
      }
      e = next;
    }
    String what =
        chain.isEmpty()
            ? first.why()
            : (first.drop() ? "drops `" : "calls `") + chain.getFirst().name() + "`";
    return new Point(first.span().callSite(), first.drop(), what, chain, e.why());
  }

  private static boolean isLibrary(Key key) {
    return switch (key) {
      case Key.Drop d -> d.ty() instanceof Ty.Adt a && Edges.isLibrary(a.def);
      case Key.Fn f -> Edges.isLibrary(f.instance().def());
    };
  }

  private String name(Key key) {
    return switch (key) {
      case Key.Drop d -> d.ty().toString();
      case Key.Fn f -> name(f.instance());
    };
  }

  private String name(Instance instance) {
    Def def = instance.def();
    if (def.kind() == Def.Kind.CLOSURE) {
      return owner(def).path() + "::{closure}";
    }
    Def around = def.parent();
    return around != null && around.kind() == Def.Kind.IMPL
        ? resolver.instantiate(tcx.typeOf(around), instance.args()) + "::" + def.name()
        : def.path();
  }
}
