package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.How;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.source.Span;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.BorrowKind;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.TypeckResults.ClosureKind;

/** Lowers places, and borrows of them. */
final class CfgPlaces {
  private final CfgBuilder b;
  private final BodyCtxt cx;
  private final Cfg cfg;

  CfgPlaces(CfgBuilder b) {
    this.b = b;
    this.cx = b.cx;
    this.cfg = b.cfg;
  }

  MirPlace place(Place p) {
    return switch (p) {
      case Place.Local l -> b.local(l.local());
      case Place.Temp t -> {
        MirPlace local = b.local(t.local());
        b.expr(t.init(), local);
        yield local;
      }
      case Place.Upvar u -> upvar(u);
      case Place.Static s -> {
        cx.statics.put(s.def().id(), s.def());
        yield cfg.statics(s.def().id(), cx.rules.normalize(cx.tcx.typeOf(s.def())));
      }
      case Place.Promoted c -> {
        MirPlace value = b.temp(cx.fresh(c.value().ty()), c.span());
        if (value.ty.has(Ty.HAS_REGION) || TyWalk.any(value.ty, Ty.Closure.class::isInstance)) {
          b.expr(c.value(), value); // for what it says of the type, and what its closures do
        }
        yield cfg.root(MirPlace.Kind.CONSTANT, 0, value.ty, null);
      }
      case Place.Field f -> field(place(f.base()), f.variant(), f.field());
      case Place.Deref d -> deref(place(d.base()));
      case Place.Index i -> {
        MirPlace base = place(i.base());
        List<MirPlace> held = holdIndexed(base, i);
        MirPlace at = b.operand(i.index());
        // the length of a slice is read, that of an array is known
        boolean slice = base.ty instanceof Ty.Slice;
        Operand length = new Operand(base, How.INSPECT, i.span());
        b.emit(
                    slice ? Stmt.Kind.NOP : Stmt.Kind.FAKE_READ,
                    null,
                    List.of(b.use(at, i.index().span()), length),
                    i.span())
                .indexing =
            !slice;
        b.release(held, i.index().span());
        b.unwinds();
        yield project(base, MirPlace.Kind.INDEX, 0, 0, cx.rules.element(base.ty));
      }
      case Place.ConstIndex i ->
          constIndex(place(i.base()), i.offset(), i.fromEnd(), i.offset() + 1);
      case Place.Subslice s -> subslice(place(s.base()), s.from(), s.to(), s.ty());
    };
  }

  /** What leads to a slice with checked bounds is not changed while a further index is computed. */
  private List<MirPlace> holdIndexed(MirPlace base, Place.Index i) {
    if (i.index() instanceof ThirExpr.Literal || i.index() instanceof ThirExpr.Use) {
      return List.of();
    }
    List<MirPlace> held = new ArrayList<>();
    boolean checked = false;
    for (MirPlace at = base; at.base != null; at = at.base) {
      if (checked && at.kind == MirPlace.Kind.DEREF) {
        held.add(b.hold(at.base, Loan.Held.INDEX, i.span()));
      }
      checked |= at.kind == MirPlace.Kind.INDEX && at.base.ty instanceof Ty.Slice;
    }
    return held;
  }

  MirPlace project(MirPlace base, MirPlace.Kind kind, int index, int extra, Ty ty) {
    MirPlace known = cfg.known(base, kind, index, extra);
    return known != null ? known : cfg.project(base, kind, index, extra, ty);
  }

  MirPlace field(MirPlace base, int variant, int field) {
    MirPlace known = cfg.known(base, MirPlace.Kind.FIELD, field, variant);
    return known != null
        ? known
        : cfg.project(
            base, MirPlace.Kind.FIELD, field, variant, cx.rules.field(base.ty, variant, field));
  }

  MirPlace deref(MirPlace base) {
    return project(base, MirPlace.Kind.DEREF, 0, 0, cx.rules.pointee(base.ty));
  }

  /**
   * @param least how many elements there are at least
   */
  MirPlace constIndex(MirPlace base, int offset, boolean fromEnd, int least) {
    int index = offset;
    int extra = fromEnd ? -least : least;
    if (base.ty instanceof Ty.Array a) {
      extra = 0;
      if (fromEnd
          && a.length instanceof org.asrlang.types.Const.Value v
          && v.value() instanceof Long n) {
        index = (int) (n - offset);
      } else if (fromEnd) {
        extra = -least;
      }
    }
    return project(base, MirPlace.Kind.CONST_INDEX, index, extra, cx.rules.element(base.ty));
  }

  MirPlace subslice(MirPlace base, int from, int to, Ty erased) {
    Ty element = cx.rules.element(base.ty);
    Ty ty =
        erased instanceof Ty.Array a ? cx.types.array(element, a.length) : cx.types.slice(element);
    return project(base, MirPlace.Kind.SUBSLICE, from, to, ty);
  }

  private MirPlace upvar(Place.Upvar u) {
    List<Ty> tys = upvarTys();
    Ty ty = u.index() < tys.size() ? tys.get(u.index()) : cx.fresh(u.ty());
    MirPlace own = cfg.upvar(u.index(), ty);
    return byRef(u.index()) ? deref(own) : own;
  }

  private List<Ty> upvarTys() {
    return cfg.upvarTys;
  }

  private boolean byRef(int index) {
    return cfg.captures.get(index).mode() != org.asrlang.types.Capture.Mode.BY_VALUE;
  }

  // ---- borrows

  /**
   * @param closure the head of the closure that captures by it, or null
   */
  /**
   * @return null for a borrow of what lives for ever
   */
  Loan borrow(ThirExpr.Borrow e, MirPlace dest, Span closure, Span closureUse) {
    MirPlace p = place(e.place());
    Span at = closure == null ? e.span() : closure;
    boolean mutable = e.ty() instanceof Ty.Ref r && r.mutable;
    // to rustc the reference that is borrowed from is a step on the way of a lifetime
    Loan l = borrow(p, e.kind(), mutable, dest, at, closure, closureUse, e.again()).loan;
    if (closure != null && l != null) {
      l.unique = e.kind() == BorrowKind.UNIQUE || l.mutable && !rootMutable(p);
    }
    return l;
  }

  /** Whether the variable through which a closure captures is {@code mut}. */
  private boolean rootMutable(MirPlace p) {
    MirPlace root = p.root();
    return switch (root.kind) {
      case LOCAL -> root.local.mutable();
      case UPVAR -> Mutability.captureMutable(cx, cfg.captures.get(root.index));
      default -> true;
    };
  }

  /** {@code move |a, b|} of a closure. */
  static Span head(Span closure) {
    String text = closure.text();
    int first = text.indexOf('|');
    int second = first < 0 ? -1 : text.indexOf('|', first + 1);
    return second < 0
        ? closure
        : new Span(closure.file(), closure.lo(), closure.lo() + second + 1, closure.expansion());
  }

  /** A borrow that is no closure's. */
  Stmt borrow(MirPlace p, BorrowKind kind, boolean mutable, MirPlace dest, Span span) {
    return borrow(p, kind, mutable, dest, span, null, null, false);
  }

  private Stmt borrow(
      MirPlace p,
      BorrowKind kind,
      boolean mutable,
      MirPlace dest,
      Span span,
      Span closure,
      Span closureUse,
      boolean again) {
    int region = cx.regions.fresh();
    int outer = region;
    if (again) {
      outer = cx.regions.fresh();
      b.at(Category.BORING, span);
      cx.regions.add(region, outer);
    }
    Ty ref = cx.types.ref(new Region.Var(outer), p.ty, mutable);
    b.flow(ref, dest, span);
    if (p.root().kind == MirPlace.Kind.CONSTANT
        || p.root().kind == MirPlace.Kind.STATIC
            && cx.variable(p.root()) == null
            && kind == BorrowKind.SHARED) {
      // lives for ever, and who looks at it is in nobody's way
      return b.emit(Stmt.Kind.ASSIGN, dest, List.of(), span);
    }
    Loan loan =
        new Loan(
            cfg.loans.size(),
            p,
            kind != BorrowKind.SHARED,
            kind == BorrowKind.TWO_PHASE,
            region,
            span);
    loan.closure = closure;
    loan.closureUse = closureUse;
    loan.dest = dest.rootLocal();
    cfg.loans.add(loan);
    reborrow(p, region, span);
    return b.emit(new Stmt(Stmt.Kind.ASSIGN, dest, List.of(), loan, span));
  }

  /** What the references looked through must outlive. */
  private void reborrow(MirPlace p, int region, Span span) {
    b.at(Category.BORING, span);
    for (MirPlace at = p; at.base != null; at = at.base) {
      if (at.kind == MirPlace.Kind.DEREF && at.base.ty instanceof Ty.Ref r) {
        cx.regions.add(cx.regions.var(r.region), region);
        if (!r.mutable) {
          return;
        }
      }
    }
    if (p.root().kind == MirPlace.Kind.UPVAR
        && cfg.kind != ClosureKind.FN_ONCE
        && cfg.envRegion >= 0) {
      cx.regions.add(cfg.envRegion, region);
    }
  }
}
