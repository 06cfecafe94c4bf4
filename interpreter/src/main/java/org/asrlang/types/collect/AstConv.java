package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;

/**
 * Lowers written types, paths and bounds to types; rustc's {@code HirTyLowerer}. Bound lifetimes of
 * {@code for<'a>}, {@code fn} types and {@code Fn(A) -> B} are kept track of here; all else about
 * lifetimes is the context's business.
 */
public final class AstConv {
  final GlobalCtxt tcx;
  final TyInterner types;
  final AstConvCtx cx;
  private final Resolutions res;
  private final PathLowering paths;
  private final BoundLowering bounds;
  private final List<Binder> binders = new ArrayList<>();
  private final Mentions mentions = new Mentions();

  /** The lifetime of a {@code dyn} that names none, where its place gives one; else null. */
  Region objectDefault;

  /** An {@link #objectDefault} that cannot be told. */
  static final Region AMBIGUOUS = new Region.Placeholder(-1, -1);

  /** A binder that is being lowered. */
  static final class Binder {
    enum Elided {
      /** Left to what is around. */
      OUTER,
      /** Each a new one of this binder. */
      FRESH,
      /** All the same as the only one of the inputs. */
      OUTPUT
    }

    final List<Def> regions;
    Elided elided = Elided.OUTER;
    Region output;

    /** What had been mentioned when it was opened. */
    Mentions.Mark mark;

    Binder(List<Def> regions) {
      this.regions = new ArrayList<>(regions);
    }
  }

  public AstConv(TyCtxt tcx, AstConvCtx cx) {
    this.tcx = (GlobalCtxt) tcx;
    this.types = tcx.types();
    this.cx = cx;
    this.res = cx.resolutions();
    this.bounds = new BoundLowering(this);
    this.paths = new PathLowering(this, bounds);
  }

  Resolutions res() {
    return res;
  }

  GenericArgLowering args() {
    return paths.args();
  }

  PathLowering paths() {
    return paths;
  }

  // ---- types

  public Ty lower(TypeExpr type) {
    Region object = objectDefault;
    objectDefault = null;
    return switch (type) {
      case TypeExpr.PathType t -> lowerPath(t.path());
      case TypeExpr.RefType t -> {
        Region region = t.lifetime() == null ? elided(t.span()) : region(t.lifetime());
        objectDefault = region;
        Ty target = lower(t.target());
        objectDefault = null;
        yield types.ref(region, target, t.mutable());
      }
      case TypeExpr.SliceType t -> types.slice(lower(t.element()));
      case TypeExpr.ArrayType t ->
          types.array(lower(t.element()), lowerConst(t.length(), types.usize));
      case TypeExpr.TupleType t -> types.tuple(t.elements().stream().map(this::lower).toList());
      case TypeExpr.NeverType t -> types.never;
      case TypeExpr.InferType t -> cx.inferTy(t.span());
      case TypeExpr.FnPtrType t -> types.fnPtr(fnPtr(t));
      case TypeExpr.DynType t -> bounds.dyn(t.bounds(), t.span(), object);
      case TypeExpr.ImplType t -> {
        Ty made = cx.implTrait(t);
        if (made == null) {
          yield types.error; // told when names were resolved
        }
        yield (Ty) BoundRegions.shift(types, made, binders.size());
      }
      case TypeExpr.ParenType t -> {
        objectDefault = object;
        yield lower(t.inner());
      }
      case TypeExpr.MacroType t -> types.error;
      case TypeExpr.RawPtrType t -> types.error;
      case TypeExpr.ErrorType t -> types.error;
    };
  }

  private FnSig fnPtr(TypeExpr.FnPtrType t) {
    Binder b = open(forDefs(t.forLifetimes()));
    b.elided = Binder.Elided.FRESH;
    List<Ty> inputs = inputs(t.inputs());
    Ty output = output(b, inputs, t.output());
    if (t.output() != null) {
      mustAppear("E0581", "return type", b, inputs, output, t.output().span());
    }
    mentions.leave(b.mark);
    close();
    return new FnSig(inputs, output, b.regions);
  }

  List<Ty> inputs(List<TypeExpr> inputs) {
    List<Ty> out = new ArrayList<>();
    for (TypeExpr t : inputs) {
      mentions.nextInput();
      out.add(lower(t));
    }
    return out;
  }

  /** Lowers what stands behind {@code ->} with the elision rules; null is {@code ()}. */
  Ty output(Binder b, List<Ty> inputs, TypeExpr output) {
    b.elided = Binder.Elided.OUTPUT;
    b.output = mentions.only(b.mark, binders.size());
    Ty ty = output == null ? types.unit : lower(output);
    b.elided = Binder.Elided.OUTER;
    return ty;
  }

  /** A lifetime of {@code for<'a>} that the result names must come in with an input. */
  void mustAppear(
      String code, String what, Binder b, List<? extends GenericArg> inputs, Ty output, Span at) {
    if (!output.has(Ty.HAS_BOUND)) {
      return;
    }
    Set<Def> in = new HashSet<>();
    Set<Def> out = new LinkedHashSet<>();
    inputs.forEach(i -> named(i, in, true));
    named(output, out, false);
    for (Def d : out) {
      if (b.regions.contains(d) && !in.contains(d)) {
        Diagnostic.error(
                code,
                at,
                what
                    + " references lifetime `'"
                    + d.name()
                    + "`, which "
                    + (code.equals("E0581")
                        ? "is not constrained by the fn input types"
                        : "does not appear in the trait input types"))
            .to(tcx.diagnostics());
      }
    }
  }

  /**
   * The named bound lifetimes of a type.
   *
   * @param constrained without those that only stand in projections
   */
  private static void named(GenericArg arg, Set<Def> to, boolean constrained) {
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        return constrained && t instanceof Ty.Projection || !t.has(Ty.HAS_BOUND) ? t : superTy(t);
      }

      @Override
      public Region region(Region r) {
        if (r instanceof Region.Bound b && b.def() != null) {
          to.add(b.def());
        }
        return r;
      }
    }.arg(arg);
  }

  // ---- lifetimes

  List<Def> forDefs(List<Generics.LifetimeParam> forLifetimes) {
    List<Def> defs = new ArrayList<>();
    for (Generics.LifetimeParam p : forLifetimes) {
      defs.add(res.def(p));
    }
    return defs;
  }

  Binder open(List<Def> regions) {
    Binder b = new Binder(regions);
    b.mark = mentions.mark();
    binders.add(b);
    return b;
  }

  void close() {
    binders.remove(binders.size() - 1);
  }

  int depth() {
    return binders.size();
  }

  Binder innermost() {
    return binders.isEmpty() ? null : binders.get(binders.size() - 1);
  }

  public Region region(Lifetime lifetime) {
    if (lifetime.name().equals("static")) {
      return mentions.add(Region.STATIC, binders.size());
    }
    if (lifetime.name().equals("_")) {
      return elided(lifetime.span());
    }
    Def def = res.lifetime(lifetime);
    return def == null ? Region.ERROR : mentions.add(region(def), binders.size());
  }

  private Region region(Def def) {
    for (int i = binders.size() - 1; i >= 0; i--) {
      int index = binders.get(i).regions.indexOf(def);
      if (index >= 0) {
        return new Region.Bound(binders.size() - 1 - i, index, def);
      }
    }
    return (Region) BoundRegions.shift(types, itemRegion(def), binders.size());
  }

  private Region itemRegion(Def def) {
    GenericsOf generics = tcx.generics(cx.item());
    for (int i = 0; i < generics.count(); i++) {
      if (generics.param(i).def() == def) {
        return new Region.EarlyParam(def, i);
      }
    }
    Def owner = def.parent();
    if (owner != null && owner.isFnLike()) {
      int index = tcx.lateBound(owner).indexOf(def);
      if (index >= 0) {
        return cx.lateBound(def, index);
      }
    }
    return Region.ERASED;
  }

  /** The region of a lifetime that was left out. */
  Region elided(Span span) {
    return mentions.add(leftOut(span), binders.size());
  }

  private Region leftOut(Span span) {
    for (int i = binders.size() - 1; i >= 0; i--) {
      Binder b = binders.get(i);
      int depth = binders.size() - 1 - i;
      switch (b.elided) {
        case OUTER -> {}
        case FRESH -> {
          b.regions.add(null);
          return new Region.Bound(depth, b.regions.size() - 1, null);
        }
        case OUTPUT -> {
          if (b.output == null && !cx.inBody()) {
            missing(span);
            return Region.ERROR;
          }
          return b.output == null
              ? Region.ERASED
              : (Region) BoundRegions.shift(types, b.output, depth);
        }
      }
    }
    return (Region) BoundRegions.shift(types, cx.elidedRegion(span), binders.size());
  }

  Mentions mentions() {
    return mentions;
  }

  /** Of a reference's type the {@code &}, where the lifetime belongs. */
  static Span ampersand(Span type) {
    return type.text().startsWith("&")
        ? new Span(type.file(), type.lo(), type.lo() + 1, type.expansion())
        : type;
  }

  void missing(Span span) {
    Diagnostic.error("E0106", ampersand(span), "missing lifetime specifier")
        .label("expected named lifetime parameter")
        .to(tcx.diagnostics());
  }

  // ---- paths

  /** A whole path in type position. */
  public Ty lowerPath(Path path) {
    return paths.type(path, false);
  }

  /**
   * The type that the resolved part of a path names: for an expression {@code Vec::<T>::new} (one
   * segment unresolved) {@code Vec<T>}; for {@code <T>::f} the {@code T}. In a body arguments that
   * were left out altogether are inferred.
   */
  public Ty lowerPathBase(Path path, Res.Partial partial) {
    return paths.base(path, partial, cx.inBody());
  }

  /** {@code base::Segment} for an associated type: E0220, E0221, E0223. */
  public Ty assocType(Ty base, Res baseRes, Path.Segment segment, Span span) {
    return paths.assocType(base, baseRes, segment, span);
  }

  /**
   * The trait of a path that names it (or, for {@code Trait::method}, starts with it).
   *
   * @param segments how many segments of the path name the trait
   */
  public TraitRef traitRef(Path path, int segments, Ty self) {
    args().noConstraints(path.segments().get(segments - 1));
    return bounds.traitRef(path, segments, self);
  }

  /**
   * The arguments of an item from what stands behind its name; what was left out is inferred
   * (bodies) or takes its default. E0107 and the like.
   *
   * @param parentArgs those of its parent; its own follow
   * @param segment null where nothing can have been written
   * @param valuePath in expressions, arguments that were left out altogether are inferred
   */
  public List<GenericArg> genericArgs(
      Def item, List<GenericArg> parentArgs, Path.Segment segment, Span span, boolean valuePath) {
    return args().lower(item, parentArgs, segment, span, valuePath);
  }

  /** E0109 for segments that take no arguments. */
  public void prohibitArgs(List<Path.Segment> segments, String what) {
    paths.prohibitArgs(segments, what);
  }

  /** As {@link #prohibitArgs}, of the modules that lead to an item. */
  public void prohibitModules(List<Path.Segment> segments) {
    paths.prohibitModules(segments);
  }

  /** The predicates of bounds on a type, associated type constraints included; no implied Sized. */
  public List<Predicate> bounds(Ty self, List<Generics.Bound> bounds) {
    List<Predicate> out = new ArrayList<>();
    this.bounds.lower(List.of(), () -> (Ty) BoundRegions.shift(types, self, 1), bounds, out);
    return out;
  }

  BoundLowering boundLowering() {
    return bounds;
  }

  /** An array length or const argument. */
  public Const lowerConst(Expr expr, Ty ty) {
    return new ConstLowering(tcx, cx).lower(expr, ty);
  }
}
