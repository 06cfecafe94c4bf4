package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.source.Span;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.infer.Invariance;
import org.asrlang.types.infer.RegionRelater;

/**
 * The region variables of a function and its closures, and the outlives constraints between them. A
 * closure's body shares the variables of the function around it, so what the closure demands of its
 * creator are plain constraints.
 */
public final class RegionCtxt implements RegionRelater {
  /** Why a constraint exists, with how much that tells: less is more, as in rustc. */
  public enum Category {
    RETURN(0),
    UNSIZE(2),
    /** To a type with a trait object as its argument, such as a box. */
    UNSIZE_OBJECT(2),
    CALL_ARGUMENT(2),
    CAST(2),
    TYPE_ANNOTATION(2),
    ASSIGNMENT(2),
    USAGE(2),
    CLOSURE_UPVAR(2),
    GENERIC_ARG(3),
    OPAQUE(4),
    PREDICATE(4),
    BORING(5),
    INTERNAL(7);

    final int rank;

    Category(int rank) {
      this.rank = rank;
    }
  }

  /** A region that the body's owner is generic over, or that comes from outside of a closure. */
  public static final class Universal {
    public final int var;
    public final Region region;

    /** The body whose it is; null for {@code 'static}. */
    public final Cfg owner;

    /** The environment of a closure. */
    public boolean env;

    /** The stand-in for what an opaque return type may capture. */
    public boolean opaque;

    /** Of such a stand-in: it can only stand for {@code 'static}. */
    public boolean forEver;

    Universal(int var, Region region, Cfg owner) {
      this.var = var;
      this.region = region;
      this.owner = owner;
    }
  }

  private final TyInterner types;
  private int count;
  int[] sup = new int[32];
  int[] sub = new int[32];
  Category[] category = new Category[32];
  Span[] spans = new Span[32];
  Cfg[] where = new Cfg[32];

  /** The types that asked for equal regions; null where none has. */
  Invariance[] invariances = new Invariance[32];

  int constraints;

  /** Those that a closure's body demands of the one around it. */
  final BitSet ofClosures = new BitSet();

  /** The constraints of what an associated type shall be. */
  final BitSet equalities = new BitSet();

  private boolean equating;
  private boolean tainted;

  /** The constraints of coercions to function pointers, which rustc checks with the types. */
  final BitSet pointers = new BitSet();

  private boolean leakChecked;

  /** Until it is called again: whether what is related is a coercion to a function pointer. */
  void leakChecked(boolean now) {
    leakChecked = now;
  }

  private final Map<Region, Integer> named = new HashMap<>();

  /**
   * A higher-ranked region made rigid.
   *
   * @param index its number among {@link #placeholders}
   * @param what the goal whose {@code for<'a>} was opened; null where two types were related
   */
  record Placeholder(int var, int index, int universe, Predicate what) {}

  final List<Placeholder> placeholders = new ArrayList<>();
  private final Map<Region, Placeholder> rigid = new HashMap<>();
  private final Map<Integer, Placeholder> rigidByVar = new HashMap<>();
  private final Map<Integer, Predicate> opened = new HashMap<>();

  /** Of variables that can name placeholders: up to which universe. */
  private final Map<Integer, Integer> universes = new HashMap<>();

  /** The index of {@code 'static} in {@link #universals}. */
  static final int STATIC_INDEX = 0;

  final List<Universal> universals = new ArrayList<>();
  private final Map<Integer, Universal> byVar = new HashMap<>();

  /** Declared and implied {@code longer: shorter}, as pairs of variables. */
  private final Set<Long> known = new HashSet<>();

  /** {@code T: 'a} demanded of a type parameter or alias. */
  record TypeTest(Ty ty, int region, Span span, Cfg where, Category category) {}

  final List<TypeTest> typeTests = new ArrayList<>();

  /** Of which associated types it is declared what they outlive: others do if all they name do. */
  java.util.function.Predicate<Ty.Projection> bounded = p -> false;

  /** What is declared of an associated type, where that is one region. */
  Function<Ty.Projection, Region> onlyBound = p -> null;

  /** What constraints made from now on are for. */
  Category currentCategory = Category.BORING;

  Span currentSpan = Span.NONE;
  Cfg currentCfg;

  public final int staticVar;

  public RegionCtxt(TyInterner types) {
    this.types = types;
    staticVar = universal(Region.STATIC, null).var;
  }

  public int count() {
    return count;
  }

  public int fresh() {
    return count++;
  }

  public Region freshRegion() {
    return new Region.Var(fresh());
  }

  public Universal universal(Region r, Cfg owner) {
    Universal u = new Universal(fresh(), r, owner);
    universals.add(u);
    byVar.put(u.var, u);
    if (r != null && !(r instanceof Region.Erased)) {
      named.put(r, u.var);
    }
    return u;
  }

  /** Makes the region universal if it is not known yet; returns it. */
  Region declare(Region r, Cfg owner) {
    if (var(r) < 0) {
      universal(r, owner);
    }
    return r;
  }

  /** Makes those regions universal that an item is generic over. */
  void declare(List<GenericArg> identityArgs, Cfg owner) {
    for (GenericArg a : identityArgs) {
      if (a instanceof Region r) {
        declare(r, owner);
      }
    }
  }

  public Universal universalOf(int var) {
    return byVar.get(var);
  }

  /** Whether a region is in error: then nothing is told of the body. */
  boolean isTainted() {
    return tainted;
  }

  /** The variable of a region; -1 for those that are not tracked. */
  public int var(Region r) {
    return switch (r) {
      case Region.Var v -> v.id() < count ? v.id() : -1;
      case Region.Static s -> staticVar;
      case Region.EarlyParam e -> namedVar(e);
      case Region.LateParam l -> namedVar(l);
      case Region.Bound b -> -1;
      case Region.Placeholder p -> rigid(p);
      case Region.Erased e -> -1;
      case Region.Error e -> {
        tainted = true;
        yield -1;
      }
    };
  }

  @Override
  public void equating(boolean now) {
    equating = now;
  }

  private int rigid(Region.Placeholder p) {
    Placeholder known = rigid.get(p);
    if (known == null) {
      known = new Placeholder(fresh(), placeholders.size(), p.universe(), opened.get(p.universe()));
      placeholders.add(known);
      rigid.put(p, known);
      rigidByVar.put(known.var, known);
    }
    return known.var;
  }

  /** Grows with each binder that is opened to rigid regions. */
  int rigidities() {
    return placeholders.size() + opened.size();
  }

  /** The placeholder whose variable it is; or null. */
  Placeholder placeholderAt(int var) {
    return rigidByVar.get(var);
  }

  /** The newest universe whose placeholders the variable can name. */
  int universe(int var) {
    return universes.getOrDefault(var, 0);
  }

  private int namedVar(Region r) {
    Integer v = named.get(r);
    return v == null ? -1 : v;
  }

  public void at(Category c, Span span, Cfg cfg) {
    currentCategory = c;
    currentSpan = span;
    currentCfg = cfg;
  }

  public void add(int longer, int shorter) {
    if (longer == shorter || longer < 0 || shorter < 0 || longer == staticVar) {
      return;
    }
    if (constraints == sup.length) {
      int n = constraints * 2;
      sup = Arrays.copyOf(sup, n);
      sub = Arrays.copyOf(sub, n);
      category = Arrays.copyOf(category, n);
      spans = Arrays.copyOf(spans, n);
      where = Arrays.copyOf(where, n);
      invariances = Arrays.copyOf(invariances, n);
    }
    sup[constraints] = longer;
    sub[constraints] = shorter;
    category[constraints] = currentCategory;
    spans[constraints] = currentSpan;
    where[constraints] = currentCfg;
    equalities.set(constraints, equating);
    pointers.set(constraints, leakChecked);
    constraints++;
  }

  @Override
  public void outlives(Region longer, Region shorter, Invariance invariance) {
    add(var(longer), var(shorter), invariance);
  }

  void add(int longer, int shorter, Invariance invariance) {
    int made = constraints;
    add(longer, shorter);
    if (constraints > made) {
      invariances[made] = invariance;
    }
  }

  void outlives(Region longer, Region shorter) {
    outlives(longer, shorter, null);
  }

  @Override
  public void outlives(Ty ty, Region region) {
    int r = var(region);
    if (r >= 0) {
      typeOutlives(ty, r);
    }
  }

  @Override
  public Region existential(int universe) {
    int var = fresh();
    if (universe > 0) {
      universes.put(var, universe);
    }
    return new Region.Var(var);
  }

  @Override
  public void opened(int universe, Predicate what) {
    opened.put(universe, what);
  }

  /** Every region in the type outlives the variable; type parameters are tested at the end. */
  public void typeOutlives(Ty ty, int shorter) {
    new TypeFolder(types) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Closure c) {
          // only what it holds matters, not what it can be called with
          ty(c.upvarsTy());
          return t;
        }
        if (t instanceof Ty.FnDef) {
          return t;
        }
        Region only = t instanceof Ty.Projection p ? onlyBound.apply(p) : null;
        if (only != null) {
          add(var(only), shorter);
          return t;
        }
        if (t instanceof Ty.Param
            || t instanceof Ty.Projection p && (!p.has(Ty.HAS_REGION) || bounded.test(p))) {
          typeTests.add(new TypeTest(t, shorter, currentSpan, currentCfg, currentCategory));
          return t;
        }
        return superTy(t);
      }

      @Override
      public Region region(Region r) {
        add(var(r), shorter);
        return r;
      }
    }.ty(ty);
  }

  public void declare(int longer, int shorter) {
    if (longer >= 0 && shorter >= 0 && longer != shorter) {
      known.add((long) longer << 32 | shorter);
    }
  }

  public boolean declaredWith(int longer) {
    for (long pair : known) {
      if (pair >> 32 == longer) {
        return true;
      }
    }
    return false;
  }

  /** Whether the universal region is declared, or implied, to outlive the other. */
  public boolean knownOutlives(int longer, int shorter) {
    if (longer == shorter || longer == staticVar) {
      return true;
    }
    Universal u = byVar.get(shorter);
    if (u != null && u.opaque) {
      return true;
    }
    Set<Integer> seen = new HashSet<>();
    List<Integer> todo = new ArrayList<>();
    todo.add(longer);
    while (!todo.isEmpty()) {
      int at = todo.removeLast();
      if (at == shorter || at == staticVar) {
        return true;
      }
      if (seen.add(at)) {
        for (long pair : known) {
          if (pair >> 32 == at) {
            todo.add((int) pair);
          }
        }
      }
    }
    return false;
  }

  /** The variables in a type, each once. */
  public Set<Integer> vars(Ty ty) {
    Set<Integer> found = new HashSet<>();
    if (ty.has(Ty.HAS_REGION)) {
      new TypeFolder(types) {
        @Override
        public Region region(Region r) {
          int v = var(r);
          if (v >= 0) {
            found.add(v);
          }
          return r;
        }
      }.ty(ty);
    }
    return found;
  }
}
