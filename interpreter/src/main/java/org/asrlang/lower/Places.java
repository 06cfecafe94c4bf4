package org.asrlang.lower;

import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Elements;
import org.asrlang.exec.node.Unsized;
import org.asrlang.source.Span;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;

/** Lowers places to {@link Access}es. */
final class Places {
  private final FnLowering fn;

  Places(FnLowering fn) {
    this.fn = fn;
  }

  /**
   * How to get at a place.
   *
   * @param prelude receives what has to run first, such as the initialisers of temporaries
   */
  Access access(Place place, List<Node> prelude) {
    return switch (place) {
      case Place.Local l -> local(l.local());
      case Place.Temp t -> {
        prelude.add(fn.statements.into(t.init(), fn.dest(t.local())));
        yield local(t.local());
      }
      case Place.Upvar u -> access(upvar(u), prelude);
      case Place.Static s -> fn.ex.staticAccess(s.def(), fn.layout(s.ty()));
      case Place.Promoted p -> promoted(p);
      case Place.Field f -> field(f, prelude);
      case Place.Deref d -> deref(d, prelude);
      case Place.Index i -> index(i, prelude);
      case Place.ConstIndex i -> constIndex(i, prelude);
      case Place.Subslice s -> subslice(s, prelude);
    };
  }

  /**
   * The same place without effects: temporaries are initialised, indices evaluated by the prelude,
   * so that it can be looked at again and again.
   */
  Place stable(Place place, List<Node> prelude) {
    return Operands.place(
        builtinIndices(place),
        new Operands.Mapper() {
          @Override
          public ThirExpr operand(ThirExpr index) {
            if (Operands.isPureIndex(index)) {
              return index;
            }
            Place.Local temp = fn.tempPlace(index.ty(), index.span());
            prelude.add(fn.statements.into(index, fn.dest(temp.local())));
            return new ThirExpr.Use(temp, false, index.span());
          }

          @Override
          public Place temp(Place.Temp t) {
            prelude.add(fn.statements.into(t.init(), fn.dest(t.local())));
            return new Place.Local(t.local(), t.span());
          }
        });
  }

  private Access local(LocalDecl decl) {
    Frame.Var v = fn.var(decl);
    return switch (v.storage()) {
      case NONE -> new Access.Nothing(v.layout());
      case LONG, DOUBLE, REF -> new Access.Slot(v, v.layout());
      case CELL -> new Access.Cell(v.slot(), v.layout());
    };
  }

  private Access promoted(Place.Promoted p) {
    Layout layout = fn.layout(p.ty());
    if (layout.isZst()) {
      return new Access.Nothing(layout);
    }
    Node cell = new Constants.Promoted(layout, fn.values.value(p.value()));
    return layout.isStorage()
        ? new Access.Storage(cell, null, layout)
        : new Access.Behind(cell, layout);
  }

  /** A capture is a field of the closure; by reference, what the field refers to. */
  private Place upvar(Place.Upvar u) {
    Capture c = fn.captures.get(u.index());
    Ty fieldTy = ((Ty.Tuple) fn.closureTy.upvarsTy()).elements.get(u.index());
    Span span = u.span();
    Place field = new Place.Field(fn.closure, 0, u.index(), fieldTy, span);
    return c.mode() == Capture.Mode.BY_VALUE ? field : new Place.Deref(field, u.ty(), span);
  }

  private Access field(Place.Field f, List<Node> prelude) {
    Ty baseTy = fn.mono(f.base().ty());
    Layout.Field[] fields = fn.layouts.of(baseTy).variants[f.variant()];
    Layout.Field field = fields[f.field()];
    Access base = access(f.base(), prelude);
    if (fn.layouts.isUnsized(baseTy)) {
      return unsizedField(f, base, baseTy, field);
    }
    if (field.itself()) {
      return base.as(field.layout());
    }
    if (field.layout().isZst()) {
      return new Access.Nothing(field.layout());
    }
    return new Access.OfField(base.load(), field.slot(), field.layout());
  }

  private Access unsizedField(Place.Field f, Access base, Ty baseTy, Layout.Field field) {
    if (field.layout() != null) {
      return field.layout().isZst()
          ? new Access.Nothing(field.layout())
          : new Access.OfField(new Unsized.Data(base.addr()), field.slot(), field.layout());
    }
    return new Access.Unsized(fn.ex.tail(base.addr(), baseTy, f.field()), null);
  }

  /**
   * {@code v[i]} of a {@code Vec} with a {@code usize} as an index like that of a slice, instead of
   * a call that makes a reference.
   */
  private Place builtinIndices(Place place) {
    return switch (place) {
      case Place.Deref d -> {
        Place.Index index = vecIndex(d);
        yield index != null ? index : new Place.Deref(builtinIndices(d.base()), d.ty(), d.span());
      }
      case Place.Field f ->
          new Place.Field(builtinIndices(f.base()), f.variant(), f.field(), f.ty(), f.span());
      case Place.Index i -> new Place.Index(builtinIndices(i.base()), i.index(), i.ty(), i.span());
      case Place.Local l -> l;
      case Place.Temp t -> t;
      case Place.Upvar u -> u;
      case Place.Static s -> s;
      case Place.Promoted p -> p;
      case Place.ConstIndex c -> c;
      case Place.Subslice s -> s;
    };
  }

  /** Null if the place is not such an element. */
  private Place.Index vecIndex(Place.Deref d) {
    if (!(d.base() instanceof Place.Temp t
        && t.init() instanceof ThirExpr.Call c
        && c.args().size() == 2
        && fn.mono(c.args().get(1).ty()) == fn.q.types().usize
        && fn.mono(c.args().get(0).ty()) instanceof Ty.Ref r
        && fn.layouts.isVec(r.target)
        && fn.ex.isIndexTrait(fn.q.traitOf(c.callee().def)))) {
      return null;
    }
    Place vec =
        c.args().get(0) instanceof ThirExpr.Borrow b
            ? builtinIndices(b.place())
            : new Place.Deref(asPlace(c.args().get(0)), r.target, c.span());
    return new Place.Index(vec, c.args().get(1), d.ty(), c.fnSpan());
  }

  /** An expression's value as a place; a reference needs no drop. */
  private Place asPlace(ThirExpr e) {
    if (e instanceof ThirExpr.Use u) {
      return u.place();
    }
    LocalDecl temp = new LocalDecl(-1, LocalDecl.Kind.TEMP, null, fn.mono(e.ty()), true, e.span());
    fn.frame.bind(temp, fn.frame.newTemp(fn.layout(e.ty())));
    return new Place.Temp(temp, e, e.span());
  }

  private Access deref(Place.Deref d, List<Node> prelude) {
    Place.Index indexed = vecIndex(d);
    if (indexed != null) {
      return index(indexed, prelude);
    }
    Access base = access(d.base(), prelude);
    Ty baseTy = fn.mono(d.base().ty());
    Ty ty = fn.mono(d.ty());
    Access box = fn.layouts.isBox(baseTy) ? base : null;
    if (fn.layouts.isUnsized(ty)) {
      return new Access.Unsized(base.load(), box);
    }
    Layout layout = fn.layouts.of(ty);
    if (layout.isZst()) {
      return new Access.Nothing(layout);
    }
    return layout.isStorage()
        ? new Access.Storage(base.load(), box, layout)
        : new Access.Behind(base.load(), layout);
  }

  private Access index(Place.Index i, List<Node> prelude) {
    Access base = access(i.base(), prelude);
    return element(base, fn.mono(i.base().ty()), fn.values.value(i.index()), i.ty(), i.span());
  }

  private Access element(Access base, Ty baseTy, Node index, Ty ty, Span span) {
    Layout element = fn.layout(ty);
    long length = fn.layouts.isVec(baseTy) ? Elements.IN_VEC : Elements.IN_SLICE;
    if (baseTy instanceof Ty.Array a) {
      length = fn.layouts.lengthOf(a.length);
    }
    Node array =
        length >= 0 && base instanceof Access.Nothing ? Constants.Nothing.NODE : base.load();
    return new Access.Element(
        new Elements.Place(array, index, element.elemKind, length, fn.site(span)), element);
  }

  private Access constIndex(Place.ConstIndex i, List<Node> prelude) {
    Access base = access(i.base(), prelude);
    Ty baseTy = fn.mono(i.base().ty());
    Node index;
    if (!i.fromEnd()) {
      index = new Constants.OfLong(i.offset());
    } else if (baseTy instanceof Ty.Array a) {
      index = new Constants.OfLong(fn.layouts.lengthOf(a.length) - i.offset());
    } else {
      index = new Elements.ConstIndex(base.addr(), i.offset());
    }
    return element(base, baseTy, index, i.ty(), i.span());
  }

  /** Of an array, a subslice is an array again: a copy, or behind a reference a slice of it. */
  private Access subslice(Place.Subslice s, List<Node> prelude) {
    Access base = access(s.base(), prelude);
    Ty baseTy = fn.mono(s.base().ty());
    if (baseTy instanceof Ty.Array a) {
      Layout layout = fn.layout(s.ty());
      int from = s.from();
      Elements.SubArray part =
          new Elements.SubArray(
              base.load(), from, (int) layout.length, layout.element.elemKind, false);
      return layout.isZst() ? new Access.Nothing(layout) : new Access.SubArray(part, layout);
    }
    return new Access.Unsized(new Elements.Subslice(base.addr(), s.from(), s.to()), null);
  }
}
