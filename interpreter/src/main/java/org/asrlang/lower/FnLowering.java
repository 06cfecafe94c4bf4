package org.asrlang.lower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Node;
import org.asrlang.exec.Site;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Control;
import org.asrlang.exec.node.Drops;
import org.asrlang.exec.node.Locals;
import org.asrlang.exec.node.Scope;
import org.asrlang.source.Span;
import org.asrlang.thir.Body;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Capture;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/**
 * Lowers one function instance: its generic typed tree and its arguments to nodes. This class holds
 * what the parts share; they are {@link Values}, {@link Statements}, {@link Places}, {@link
 * Matching}, {@link CallLowering}, {@link Operators}, {@link Coercions}.
 */
final class FnLowering {
  final Lowering ex;
  final Layouts layouts;
  final TypeQueries q;
  final Code code;
  final List<GenericArg> args;
  final boolean std;
  final Frame frame = new Frame();
  final Jumps jumps = new Jumps();
  final Values values = new Values(this);
  final Statements statements = new Statements(this);
  final Places places = new Places(this);
  final Matching matching = new Matching(this);
  final CallLowering calls = new CallLowering(this);
  final Operators operators = new Operators(this);
  final Coercions coercions = new Coercions(this);

  /** The object slot of the caller's location in a function that tracks it, else -1. */
  int callerSlot = -1;

  /** Where {@code return} stores its value; null until one is met. */
  Dest result;

  /** Of a closure: the local that holds the closure or the reference to it, and its captures. */
  Place closure;

  Ty.Closure closureTy;
  List<Capture> captures = List.of();

  private final Map<Ty, Ty> monos = new IdentityHashMap<>();

  FnLowering(Lowering ex, Code code, List<GenericArg> args) {
    this.ex = ex;
    this.layouts = ex.layouts();
    this.q = ex.queries();
    this.code = code;
    this.args = args;
    this.std = code.std;
  }

  /** Where a value goes. */
  interface Dest {
    Dest IGNORE = value -> value;

    Node store(Node value);
  }

  // ---- whole bodies

  /** A function, constant or static. */
  Code.Body lower(Body body, boolean trackCaller) {
    List<Node> prologue = new ArrayList<>();
    for (LocalDecl p : body.params()) {
      param(p, prologue);
    }
    if (trackCaller) {
      callerSlot = frame.newRef();
    }
    return finish(body, prologue, null);
  }

  /**
   * A closure: the closure or a reference to it comes first.
   *
   * @param byValue whether the body consumes the closure
   */
  Code.Body lowerClosure(Body body, Ty.Closure ty, boolean byValue) {
    List<Node> prologue = new ArrayList<>();
    closureTy = ty;
    captures = body.captures();
    Ty selfTy = byValue ? ty : q.types().ref(org.asrlang.types.Region.ERASED, ty, true);
    LocalDecl self = new LocalDecl(-1, LocalDecl.Kind.PARAM, null, selfTy, true, body.span());
    self.borrowed = byValue;
    param(self, prologue);
    Place place = new Place.Local(self, body.span());
    closure = byValue ? place : new Place.Deref(place, ty, body.span());
    for (LocalDecl p : body.params()) {
      param(p, prologue);
    }
    return finish(body, prologue, byValue ? self : null);
  }

  /**
   * Code that no source stands behind.
   *
   * @param borrowsFirst whether the body borrows the first parameter
   */
  Code.Body lowerShim(
      List<Ty> params,
      boolean borrowsFirst,
      java.util.function.BiFunction<FnLowering, List<Place.Local>, Node> body) {
    List<Node> prologue = new ArrayList<>();
    List<Place.Local> places = new ArrayList<>();
    for (Ty ty : params) {
      LocalDecl p = new LocalDecl(-1, LocalDecl.Kind.PARAM, null, ty, true, Span.NONE);
      p.borrowed = borrowsFirst && places.isEmpty();
      param(p, prologue);
      places.add(new Place.Local(p, Span.NONE));
    }
    makeCells(prologue);
    Node root = body.apply(this, places);
    frame.close();
    return new Code.Body(FnLowering.seq(prologue, root), frame.longs(), frame.refs());
  }

  /** Gives a parameter its slot; a borrowed one moves into a cell first. */
  private void param(LocalDecl p, List<Node> prologue) {
    Layout layout = layout(p.ty);
    Frame.Var arrives = frame.newTemp(layout);
    frame.bind(p, arrives);
    if (p.borrowed && !layout.isStorage() && !layout.isZst()) {
      if (arrives.storage() == Frame.Storage.REF) {
        Frame.Var cell = new Frame.Var(Frame.Storage.CELL, arrives.slot(), layout);
        frame.bind(p, cell);
        prologue.add(cell.init(new Locals.LoadRef(arrives.slot())));
      } else {
        pendingCells.add(p);
      }
    }
  }

  private final List<LocalDecl> pendingCells = new ArrayList<>();

  /** The parameters' slots are fixed by the caller; those of their cells come after them. */
  private void makeCells(List<Node> prologue) {
    for (LocalDecl p : pendingCells) {
      Node load = new Access.Slot(frame.var(p), frame.var(p).layout()).load();
      prologue.add(frame.newVar(p, frame.var(p).layout()).init(load));
    }
  }

  private Code.Body finish(Body body, List<Node> prologue, LocalDecl owned) {
    makeCells(prologue);
    int refFrom = frame.refTop;
    for (LocalDecl local : body.locals()) {
      if (frame.var(local) == null && layout(local.ty).needsDrop) {
        frame.newVar(local, layout(local.ty));
      }
    }
    if (frame.refTop > refFrom) {
      // An empty slot means "nothing to drop", so what an earlier frame has left here must go.
      prologue.add(new Locals.ClearRefs(refFrom, frame.refTop));
    }
    for (LocalDecl local : body.locals()) {
      if (frame.var(local) == null) {
        frame.newVar(local, layout(local.ty));
      }
    }
    Node root = function(body.root(), body.returnTy());
    if (owned != null && layout(owned.ty).needsDrop) {
      root = scope(List.of(owned), () -> function(body.root(), body.returnTy()));
    }
    if (!prologue.isEmpty()) {
      root = new Control.Block(prologue.toArray(Node[]::new), root);
    }
    frame.close();
    return new Code.Body(root, frame.longs(), frame.refs());
  }

  private Node function(ThirExpr root, Ty resultTy) {
    Layout resultLayout = layout(resultTy);
    ThirExpr body = new TailReturns(resultTy).simplify(root);
    if (!jumps.escapes(body)) {
      return values.value(body);
    }
    Frame.Var slot = frame.newTemp(resultLayout);
    result = slot::init;
    Node run = statements.into(body, result);
    return new Control.WithResult(run, readTemp(slot));
  }

  // ---- what the parts share

  Ty mono(Ty ty) {
    Ty found = monos.get(ty);
    if (found == null) {
      found = q.instantiate(ty, args);
      monos.put(ty, found);
    }
    return found;
  }

  Layout layout(Ty ty) {
    return layouts.of(mono(ty));
  }

  Site site(Span span) {
    return new Site(span, callerSlot);
  }

  /** The location that a call hands to a callee that tracks it. */
  Node location(Span span) {
    Site site = site(span);
    return callerSlot < 0
        ? new Constants.OfObject(Location.of(span))
        : new org.asrlang.exec.node.Locations.Caller(site);
  }

  Drops.Site dropSite(Ty ty) {
    return new Drops.Site(ex.glue(mono(ty)), frame.longTop, frame.dropRefTop());
  }

  /** Reads a temporary and empties it. */
  Node readTemp(Frame.Var v) {
    return switch (v.storage()) {
      case NONE -> Constants.Nothing.NODE;
      case LONG -> new Locals.LoadLong(v.slot());
      case DOUBLE -> new Locals.LoadDouble(v.slot());
      case REF -> new Locals.TakeRef(v.slot());
      case CELL -> throw new Bug("a temporary in a cell");
    };
  }

  /** A new temporary as a place that trees can name. */
  Place.Local tempPlace(Ty ty, Span span) {
    LocalDecl decl = new LocalDecl(-1, LocalDecl.Kind.TEMP, null, mono(ty), true, span);
    frame.bind(decl, frame.newTemp(layout(ty)));
    return new Place.Local(decl, span);
  }

  Dest dest(LocalDecl local) {
    return var(local)::init;
  }

  Frame.Var var(LocalDecl local) {
    Frame.Var v = frame.var(local);
    if (v == null) {
      // The builder did not list it: it is known from here on.
      v = frame.newVar(local, layout(local.ty));
    }
    return v;
  }

  /** Lowers something inside a drop scope. */
  Node scope(List<LocalDecl> locals, java.util.function.Supplier<Node> body) {
    List<Scope.Owned> owned = new ArrayList<>();
    for (LocalDecl local : locals) {
      Frame.Var v = var(local);
      if (v.layout().needsDrop) {
        owned.add(
            new Scope.Owned(v.slot(), v.storage() == Frame.Storage.CELL, ex.glue(mono(local.ty))));
      }
    }
    if (owned.isEmpty()) {
      return body.get();
    }
    int longTop = frame.longTop;
    int refTop = frame.dropRefTop();
    return new Scope(owned.toArray(Scope.Owned[]::new), body.get(), longTop, refTop, frame.refsEnd);
  }

  /** Runs with temporaries that are given back at the end. */
  <T> T withTemps(java.util.function.Supplier<T> f) {
    int longs = frame.longTop;
    int refs = frame.refTop;
    T out = f.get();
    frame.longTop = longs;
    frame.refTop = refs;
    return out;
  }

  static Node seq(List<Node> first, Node last) {
    return first.isEmpty() ? last : new Control.Block(first.toArray(Node[]::new), last);
  }
}
