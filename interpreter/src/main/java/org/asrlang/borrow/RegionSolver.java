package org.asrlang.borrow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.asrlang.borrow.cfg.Cfg;

/**
 * The least solution: each variable's set of points (and ends of universal regions and of
 * placeholders, numbered after the points) contains those of all variables it must outlive.
 * Variables of a cycle share a set.
 */
final class RegionSolver {
  private final RegionCtxt regions;
  final int points;
  final int vars;
  private final int[] firstOut;
  private int[] nextOut;
  private int[] firstIn;
  private int[] nextIn;
  private int[] component;
  private PointSet[] values;
  private final PointSet[] initial;
  private final PointSet nothing;

  RegionSolver(RegionCtxt regions, int points) {
    this.regions = regions;
    this.points = points;
    this.vars = regions.count();
    this.initial = new PointSet[vars];
    this.nothing = new PointSet(points);
    this.firstOut = new int[vars];
    connect();
  }

  /** Takes in what constraints there are. */
  private void connect() {
    nextOut = new int[regions.constraints];
    Arrays.fill(firstOut, -1);
    for (int c = regions.constraints - 1; c >= 0; c--) {
      nextOut[c] = firstOut[regions.sup[c]];
      firstOut[regions.sup[c]] = c;
    }
  }

  private PointSet start(int var) {
    PointSet s = initial[var];
    if (s == null) {
      s = initial[var] = new PointSet(points);
    }
    return s;
  }

  void addPoint(int var, int point) {
    if (var < vars) {
      start(var).set(point);
    }
  }

  void addPoints(int var, int from, int to) {
    start(var).set(from, to);
  }

  void addEnd(int var, int universal) {
    start(var).set(points + universal);
  }

  /**
   * Adds the variables that must outlive one of the set. Where the set holds all points anyhow, it
   * need not be found out where these are live.
   */
  void addLonger(BitSet set) {
    if (firstIn == null) {
      firstIn = new int[vars];
      nextIn = new int[regions.constraints];
      Arrays.fill(firstIn, -1);
      for (int c = regions.constraints - 1; c >= 0; c--) {
        nextIn[c] = firstIn[regions.sub[c]];
        firstIn[regions.sub[c]] = c;
      }
    }
    int[] todo = set.stream().toArray();
    int n = todo.length;
    while (n > 0) {
      int v = todo[--n];
      for (int e = firstIn[v]; e >= 0; e = nextIn[e]) {
        int w = regions.sup[e];
        if (!set.get(w)) {
          set.set(w);
          if (n == todo.length) {
            todo = Arrays.copyOf(todo, n * 2 + 4);
          }
          todo[n++] = w;
        }
      }
    }
  }

  /** With constraints that have been added since. */
  void solveAgain() {
    connect();
    firstIn = null;
    solve();
  }

  void solve() {
    component = new int[vars];
    Arrays.fill(component, -1);
    int[] low = new int[vars];
    int[] order = new int[vars];
    int[] at = new int[vars];
    int counter = 0;
    int components = 0;
    PointSet[] sets = new PointSet[vars];
    int[] stack = new int[vars];
    int top = 0;
    int[] path = new int[vars];
    for (int root = 0; root < vars; root++) {
      if (order[root] != 0) {
        continue;
      }
      int depth = 0;
      path[depth++] = root;
      order[root] = low[root] = ++counter;
      at[root] = firstOut[root];
      stack[top++] = root;
      while (depth > 0) {
        int v = path[depth - 1];
        if (at[v] >= 0) {
          int w = regions.sub[at[v]];
          at[v] = nextOut[at[v]];
          if (order[w] == 0) {
            order[w] = low[w] = ++counter;
            at[w] = firstOut[w];
            stack[top++] = w;
            path[depth++] = w;
          } else if (component[w] < 0) {
            low[v] = Math.min(low[v], order[w]);
          }
          continue;
        }
        depth--;
        if (depth > 0) {
          low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[v]);
        }
        if (low[v] == order[v]) {
          PointSet set = nothing;
          boolean shared = true;
          int c = components++;
          int from = top;
          int w;
          do {
            w = stack[--from];
            component[w] = c;
          } while (w != v);
          for (int i = from; i < top; i++) {
            int member = stack[i];
            int e = firstOut[member];
            PointSet part = initial[member];
            while (true) {
              // most have one part only, which is not copied then
              if (part != null && part != set && part != nothing) {
                if (set == nothing) {
                  set = part;
                } else {
                  set = shared ? set.copy() : set;
                  shared = false;
                  set.or(part);
                }
              }
              if (e < 0) {
                break;
              }
              int target = component[regions.sub[e]];
              part = target == c ? null : sets[target];
              e = nextOut[e];
            }
          }
          top = from;
          sets[c] = set;
        }
      }
    }
    values = sets;
  }

  /** Whether each must outlive the other. */
  boolean same(int a, int b) {
    return component[a] == component[b];
  }

  PointSet value(int var) {
    return values[component[var]];
  }

  boolean contains(int var, int point) {
    return values[component[var]].get(point);
  }

  boolean containsEnd(int var, int universal) {
    return values[component[var]].get(points + universal);
  }

  interface Goal {
    boolean at(int var);
  }

  /**
   * The constraints on the shortest way from a variable to one that fits; null if there is none.
   */
  List<Integer> path(int from, Goal goal) {
    return path(from, goal, c -> true);
  }

  /**
   * @param over which constraints it may go
   */
  List<Integer> path(int from, Goal goal, IntPredicate over) {
    int[] came = new int[vars];
    Arrays.fill(came, -2);
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(from);
    came[from] = -1;
    while (!queue.isEmpty()) {
      int v = queue.poll();
      if (goal.at(v)) {
        List<Integer> found = new ArrayList<>();
        for (int x = v; came[x] >= 0; x = regions.sup[came[x]]) {
          found.add(came[x]);
        }
        Collections.reverse(found);
        return found;
      }
      for (int e = firstOut[v]; e >= 0; e = nextOut[e]) {
        int w = regions.sub[e];
        if (came[w] == -2 && over.test(e)) {
          came[w] = e;
          queue.add(w);
        }
      }
    }
    return null;
  }

  /**
   * The way that is shortest in a body, for which all that a closure made in it demands is one
   * step, from a region that comes from outside of the closure to another.
   *
   * @return null if there is none
   */
  List<Integer> path(int from, int to, Cfg cfg) {
    Map<Integer, List<Integer>> came = new HashMap<>();
    came.put(from, List.of());
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(from);
    while (!queue.isEmpty() && !came.containsKey(to)) {
      int v = queue.poll();
      Set<Cfg> closures = new HashSet<>();
      for (int e = firstOut[v]; e >= 0; e = nextOut[e]) {
        Cfg body = Blame.inside(regions.where[e], cfg);
        if (body == cfg) {
          step(came, queue, regions.sub[e], List.of(e));
        } else if (body != null && closures.add(body)) {
          through(body, cfg, v, (target, way) -> step(came, queue, target, way));
        }
      }
    }
    if (!came.containsKey(to)) {
      // through what only the inside of a closure knows
      return path(
          from,
          v -> v == to,
          e -> cfg.parent == null || Blame.inside(regions.where[e], cfg) != null);
    }
    LinkedList<Integer> found = new LinkedList<>();
    for (int v = to; v != from; v = regions.sup[found.getFirst()]) {
      found.addAll(0, came.get(v));
    }
    return found;
  }

  private static void step(
      Map<Integer, List<Integer>> came, Deque<Integer> queue, int to, List<Integer> way) {
    if (came.putIfAbsent(to, way) == null) {
      queue.add(to);
    }
  }

  /** The regions from outside of a closure that one must outlive by what the closure does. */
  private void through(Cfg closure, Cfg cfg, int from, BiConsumer<Integer, List<Integer>> reached) {
    Map<Integer, List<Integer>> ways = new LinkedHashMap<>();
    ways.put(from, List.of());
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(from);
    while (!queue.isEmpty()) {
      int v = queue.poll();
      for (int e = firstOut[v]; e >= 0; e = nextOut[e]) {
        int w = regions.sub[e];
        if (!ways.containsKey(w) && Blame.inside(regions.where[e], cfg) == closure) {
          List<Integer> way = new ArrayList<>(ways.get(v));
          way.add(e);
          ways.put(w, way);
          queue.add(w);
          if (closure.external.contains(w) || regions.universalOf(w) != null) {
            reached.accept(w, way);
          }
        }
      }
    }
  }

  /**
   * The variables that the given one must outlive, itself among them.
   *
   * @param over which constraints demand it
   */
  BitSet outlived(int from, IntPredicate over) {
    BitSet seen = new BitSet();
    path(
        from,
        v -> {
          seen.set(v);
          return false;
        },
        over);
    return seen;
  }

  /** The nearest variable that the given one must outlive and that is itself live at the point. */
  int liveSub(int from, int point) {
    List<Integer> p = path(from, v -> initial[v] != null && initial[v].get(point));
    return p == null ? -1 : p.isEmpty() ? from : regions.sub[p.getLast()];
  }

  boolean startsWith(int var, int point) {
    return initial[var] != null && initial[var].get(point);
  }
}
