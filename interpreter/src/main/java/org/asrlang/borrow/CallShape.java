package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.infer.Invariance;

/**
 * What a call of a function with given types makes of its signature and where clauses, but for the
 * numbers of the region variables: they are all fresh, so that it is the same for each such call,
 * whatever body it stands in. Done once and written down, then said again with other numbers; as
 * rustc's canonical queries.
 */
final class CallShape {
  /** Those of a session of compilation. */
  static final class Known {
    private record Key(Def callee, List<GenericArg> args) {}

    private final Map<Key, CallShape> shapes = new HashMap<>();

    /** Erased types that are Copy whatever their regions are. */
    final Set<Ty> copied = new HashSet<>();

    /** Of erased types, whether dropping a value may do something. */
    final Map<Ty, Boolean> dropped = new HashMap<>();

    /**
     * @param args with erased regions
     * @return null if it depends on the body
     */
    CallShape of(Def callee, List<GenericArg> args) {
      for (GenericArg a : args) {
        boolean same =
            switch (a) {
              case Ty t -> !t.has(OF_BODY);
              case Region r -> r instanceof Region.Erased;
              case Const c -> c instanceof Const.Value;
            };
        if (!same) {
          return null;
        }
      }
      return shapes.computeIfAbsent(new Key(callee, args), k -> new CallShape());
    }
  }

  static final int OF_BODY =
      Ty.HAS_PARAM | Ty.HAS_ALIAS | Ty.HAS_INFER | Ty.HAS_ERROR | Ty.HAS_CLOSURE;

  private enum State {
    NEW,
    WRITING,
    KNOWN,
    /** It depends on the body after all. */
    NONE
  }

  /** Variables made by one step, and constraints. */
  private static final class Step {
    int from;
    int to;
    int[] longer = {};
    int[] shorter = {};
    boolean[] equal = {};
    Invariance[] invariances = {};
    boolean[] free = {};
  }

  private State state = State.NEW;
  private final List<Step> steps = new ArrayList<>();
  List<Ty> inputs;
  Ty output;

  // of the step that is being written
  private int constraints;
  private int marks;

  boolean isKnown() {
    return state == State.KNOWN;
  }

  /** Whether the call that is looked at is the first one of its kind. */
  boolean write() {
    boolean first = state == State.NEW;
    if (first) {
      state = State.WRITING;
    }
    return first;
  }

  private static int marks(RegionCtxt regions) {
    return regions.universals.size() + regions.typeTests.size() + regions.rigidities();
  }

  /** From here on {@link #end} writes down what happens. */
  void begin(RegionCtxt regions) {
    Step step = new Step();
    step.from = regions.count();
    constraints = regions.constraints;
    marks = marks(regions);
    steps.add(step);
  }

  void end(RegionCtxt regions) {
    Step step = steps.getLast();
    step.to = regions.count();
    if (marks != marks(regions)) {
      state = State.NONE;
    }
    int n = regions.constraints - constraints;
    step.longer = new int[n];
    step.shorter = new int[n];
    step.equal = new boolean[n];
    step.invariances = new Invariance[n];
    for (int i = 0; i < n && state != State.NONE; i++) {
      int c = constraints + i;
      step.longer[i] = regions.sup[c];
      step.shorter[i] = regions.sub[c];
      step.equal[i] = regions.equalities.get(c);
      step.invariances[i] = regions.invariances[c];
      if (!isOwn(regions, regions.sup[c]) || !isOwn(regions, regions.sub[c])) {
        state = State.NONE;
      }
    }
    step.free = new boolean[step.to - step.from];
    for (int v = step.from; v < step.to; v++) {
      int universe = regions.universe(v);
      step.free[v - step.from] = universe == Integer.MAX_VALUE;
      if (universe != 0 && universe != Integer.MAX_VALUE) {
        state = State.NONE;
      }
    }
  }

  private boolean isOwn(RegionCtxt regions, int var) {
    return var == regions.staticVar || step(var) != null;
  }

  private Step step(int var) {
    for (Step s : steps) {
      if (s.from <= var && var < s.to) {
        return s;
      }
    }
    return null;
  }

  void written() {
    if (state == State.WRITING) {
      state = State.KNOWN;
    }
  }

  /** The same once more, in a body. */
  final class Again extends TypeFolder {
    private final RegionCtxt regions;

    /** The first variable of each step so far. */
    private final int[] base = new int[steps.size()];

    private int next;

    Again(BodyCtxt cx) {
      super(cx.types);
      this.regions = cx.regions;
    }

    void step() {
      Step s = steps.get(next);
      base[next++] = regions.count();
      for (boolean free : s.free) {
        if (free) {
          regions.existential(Integer.MAX_VALUE);
        } else {
          regions.fresh();
        }
      }
      for (int i = 0; i < s.longer.length; i++) {
        regions.equating(s.equal[i]);
        regions.add(var(s.longer[i]), var(s.shorter[i]), s.invariances[i]);
      }
      regions.equating(false);
    }

    private int var(int written) {
      for (int i = 0; i < next; i++) {
        Step s = steps.get(i);
        if (s.from <= written && written < s.to) {
          return base[i] + written - s.from;
        }
      }
      return written; // 'static
    }

    /** The regions of the first step. */
    List<GenericArg> first() {
      List<GenericArg> found = new ArrayList<>();
      for (int i = 0; i < steps.get(0).free.length; i++) {
        found.add(new Region.Var(base[0] + i));
      }
      return found;
    }

    List<Ty> inputs() {
      return tys(inputs);
    }

    Ty output() {
      return ty(output);
    }

    @Override
    public Ty ty(Ty t) {
      return t.has(Ty.HAS_REGION_VAR) ? superTy(t) : t;
    }

    @Override
    public Region region(Region r) {
      return r instanceof Region.Var v ? new Region.Var(var(v.id())) : r;
    }
  }
}
