package org.asrlang.lower;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Wide;
import org.asrlang.exec.node.Aggregates;
import org.asrlang.exec.node.Aggregates.FieldInit;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Control;
import org.asrlang.exec.node.Counted;
import org.asrlang.exec.node.Ints;
import org.asrlang.exec.node.Locals;
import org.asrlang.exec.node.Refs;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.*;
import org.asrlang.types.Const;
import org.asrlang.types.Ty;

/** Lowers expressions out of which nothing jumps to nodes that give their value. */
final class Values {
  private final FnLowering fn;

  Values(FnLowering fn) {
    this.fn = fn;
  }

  Node value(ThirExpr e) {
    int last = lastUnsafeOperand(e);
    return last < 0 ? direct(e) : fn.statements.afterOperands(e, last);
  }

  /** The last operand that may unwind after one that waits in a temporary; -1 if there is none. */
  private int lastUnsafeOperand(ThirExpr e) {
    if (!(e instanceof Call
        || e instanceof CallPtr
        || e instanceof Adt
        || e instanceof Tuple
        || e instanceof Array
        || e instanceof Closure)) {
      return -1;
    }
    boolean waiting = false;
    int last = -1;
    int i = 0;
    for (ThirExpr operand : Operands.children(e)) {
      if (Operands.isWaiting(operand)) {
        waiting |= fn.layout(operand.ty()).needsDrop;
      } else if (waiting && !Operands.isInert(operand)) {
        last = i;
      }
      i++;
    }
    return last;
  }

  Node direct(ThirExpr e) {
    return switch (e) {
      case Use u -> use(u);
      case Literal l -> literal(l.value(), fn.layout(l.ty()));
      case Unit u -> Constants.Nothing.NODE;
      case NamedConst n ->
          fn.ex.constant(n.def(), fn.q.instantiate(n.args(), fn.args), fn.layout(n.ty()));
      case ConstValue c -> constValue(c);
      case FnItem f -> Constants.Nothing.NODE;
      case Borrow b -> place(b.place(), Access::addr);
      case Unary u -> fn.operators.unary(u);
      case Binary b -> fn.operators.binary(b);
      case Logical l -> fn.operators.logical(l);
      case Cast c -> fn.operators.cast(c);
      case Coerce c -> fn.coercions.coerce(c);
      case Call c -> fn.calls.call(c);
      case CallPtr c -> fn.calls.pointer(c);
      case Adt a -> adt(a);
      case Tuple t -> struct(fn.layout(t.ty()), t.elements());
      case Array a -> array(a);
      case Repeat r -> repeat(r);
      case Closure c -> struct(fn.layout(c.ty()), c.captures());
      case FormatArgs f -> fn.calls.formatArgs(f);
      case Block b -> block(b);
      case Scope s -> fn.scope(s.locals(), () -> value(s.body()));
      case If i ->
          new Control.If(
              value(i.condition()),
              value(i.then()),
              i.otherwise() == null ? Constants.Nothing.NODE : value(i.otherwise()));
      case Match m -> fn.matching.match(m, this::value);
      case Let l -> fn.matching.let(l);
      case Loop l -> viaSlot(l);
      case Labelled l -> viaSlot(l);
      case Init i -> fn.dest(i.local()).store(value(i.value()));
      case Declare d -> {
        Frame.Var v = fn.var(d.local());
        yield v.storage() == Frame.Storage.CELL
            ? new Locals.ClearRefs(v.slot(), v.slot() + 1)
            : Constants.Nothing.NODE;
      }
      case LetPat l -> fn.statements.letPat(l);
      case Discard d -> discard(d);
      case Assign a -> fn.statements.assign(a);
      case AssignOp a -> fn.operators.assignOp(a);
      case Break b -> throw new Bug("break as a value");
      case Continue c -> throw new Bug("continue as a value");
      case Return r -> throw new Bug("return as a value");
    };
  }

  interface ByAccess {
    Node make(Access access);
  }

  /** A node that uses a place once. */
  Node place(Place p, ByAccess f) {
    List<Node> prelude = new ArrayList<>();
    Node node = f.make(fn.places.access(p, prelude));
    return FnLowering.seq(prelude, node);
  }

  private Node use(Use u) {
    return place(u.place(), a -> read(a, u.copy()));
  }

  /** Copies, or moves out. */
  Node read(Access a, boolean copy) {
    if (a.layout == null) {
      return a.take(); // an unsized value is passed as the pointer to it
    }
    if (copy) {
      return a.layout.isStorage() ? new Refs.CopyStorage(a.layout, a.load()) : a.load();
    }
    return a.layout.needsDrop ? a.take() : a.load();
  }

  static Node literal(Object value, Layout layout) {
    return switch (value) {
      case BigInteger i ->
          switch (layout.rep) {
            case WIDE -> new Constants.OfObject(Wide.of(i));
            case FLOAT -> new Constants.OfDouble(i.doubleValue());
            default -> new Constants.OfLong(Ints.wrap(i.longValue(), layout.bits, layout.signed));
          };
      case Double d -> new Constants.OfDouble(layout.bits == 32 ? (double) d.floatValue() : d);
      case Boolean b -> new Constants.OfLong(b ? 1 : 0);
      case Integer c -> new Constants.OfLong(c);
      case byte[] bytes -> new Constants.OfObject(text(bytes, layout));
      default -> throw new Bug("literal " + value.getClass());
    };
  }

  /** A byte string is a reference to an array; a {@code &str} a slice. */
  private static Object text(byte[] bytes, Layout layout) {
    return layout.ty instanceof Ty.Ref r && r.target instanceof Ty.Array
        ? bytes
        : Slice.bytes(bytes);
  }

  private Node constValue(ConstValue c) {
    Layout layout = fn.layout(c.ty());
    if (!(fn.q.instantiate(c.value(), fn.args) instanceof Const.Value v)) {
      throw new Bug("const argument " + c.value());
    }
    return switch (v.value()) {
      case Boolean b -> new Constants.OfLong(b ? 1 : 0);
      case Long l when layout.rep == Layout.Rep.WIDE ->
          new Constants.OfObject(Wide.ofLong(l, layout.signed));
      case Long l -> new Constants.OfLong(l);
      default -> throw new Bug("const argument " + v);
    };
  }

  private Node block(Block b) {
    Node tail = null;
    Node[] stmts = new Node[b.stmts().size()];
    for (int i = 0; i < stmts.length; i++) {
      ThirExpr stmt = b.stmts().get(i);
      stmts[i] = fn.withTemps(() -> value(stmt));
    }
    tail = b.tail() == null ? Constants.Nothing.NODE : value(b.tail());
    if (b.tail() == null && !(fn.layout(b.ty()).isZst())) {
      tail = new Control.Never(tail); // the statements diverge
    }
    return stmts.length == 0 ? tail : new Control.Block(stmts, tail);
  }

  /** A loop or labelled block that gives its value in a slot. */
  private Node viaSlot(ThirExpr e) {
    Layout layout = fn.layout(e.ty());
    if (layout.isZst()) {
      return fn.statements.into(e, FnLowering.Dest.IGNORE);
    }
    Frame.Var slot = fn.frame.newTemp(layout);
    Node run = fn.statements.into(e, slot::init);
    return new Control.Then(run, fn.readTemp(slot));
  }

  private Node discard(Discard d) {
    Node v = value(d.value());
    return dropped(v, d.value().ty());
  }

  /** Drops a value, if there is anything to drop. */
  Node dropped(Node v, Ty ty) {
    Ty mono = fn.mono(ty);
    return !fn.layouts.isUnsized(mono) && fn.layouts.of(mono).needsDrop
        ? new org.asrlang.exec.node.Drops.Value(fn.dropSite(mono), v)
        : v;
  }

  // ---- aggregates

  /** One field of a new struct, tuple, variant or closure, in the order of evaluation. */
  private record Part(int field, Node value) {}

  private Node adt(Adt a) {
    Layout layout = fn.layout(a.ty());
    List<Part> parts = new ArrayList<>();
    boolean[] given = new boolean[layout.variants[a.variant()].length];
    for (FieldValue f : a.fields()) {
      given[f.field()] = true;
      parts.add(new Part(f.field(), value(f.value())));
    }
    if (a.base() == null) {
      return build(layout, a.variant(), parts);
    }
    List<Node> prelude = new ArrayList<>();
    Place base = fn.places.stable(a.base(), prelude);
    List<Ty> types = fn.layouts.fieldTypes(fn.mono(a.ty()), 0);
    for (int i = 0; i < given.length; i++) {
      if (!given[i]) {
        Place field = new Place.Field(base, 0, i, types.get(i), a.span());
        boolean copy = fn.layouts.of(types.get(i)).copy;
        parts.add(new Part(i, value(new Use(field, copy, a.span()))));
      }
    }
    if (prelude.isEmpty()) {
      return build(layout, a.variant(), parts);
    }
    // The base is evaluated after the fields that are given.
    Part last = parts.get(a.fields().size());
    parts.set(a.fields().size(), new Part(last.field(), FnLowering.seq(prelude, last.value())));
    return build(layout, a.variant(), parts);
  }

  private Node struct(Layout layout, List<ThirExpr> values) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(new Part(i, value(values.get(i))));
    }
    return build(layout, 0, parts);
  }

  private Node build(Layout layout, int variant, List<Part> parts) {
    Node made = aggregate(layout, variant, parts);
    String counted = fn.ex.counted(layout.ty);
    return counted == null || layout.rep != Layout.Rep.AGG ? made : new Counted.Made(made, counted);
  }

  private static Node aggregate(Layout layout, int variant, List<Part> parts) {
    if (layout.rep == Layout.Rep.ZST) {
      return sequence(parts, Constants.Nothing.NODE);
    }
    Layout.Field[] fields = layout.variants[variant];
    if (layout.transparent) {
      return transparent(fields, parts);
    }
    if (layout.rep == Layout.Rep.ENUM) {
      return sequence(parts, new Constants.OfLong(variant));
    }
    int tag = layout.variants.length == 1 ? 0 : variant;
    FieldInit[] inits = new FieldInit[parts.size()];
    for (int i = 0; i < inits.length; i++) {
      Layout.Field f = fields[parts.get(i).field()];
      inits[i] = new FieldInit(f.layout().kind, f.slot(), parts.get(i).value());
    }
    if (inits.length == 1 && layout.longs <= 1 && layout.refs <= 1 && inits[0].slot() == 0) {
      if (inits[0].kind() == Layout.Kind.LONG) {
        return new Aggregates.NewLong(tag, inits[0].value());
      }
      if (inits[0].kind() == Layout.Kind.OBJECT) {
        return new Aggregates.NewRef(tag, inits[0].value());
      }
    }
    return new Aggregates.New(layout, tag, inits);
  }

  private static Node sequence(List<Part> parts, Node last) {
    List<Node> first = new ArrayList<>();
    for (Part p : parts) {
      if (p.value() != Constants.Nothing.NODE) {
        first.add(p.value());
      }
    }
    return FnLowering.seq(first, last);
  }

  /** The value is that of one field; the others have no content but may have effects. */
  private static Node transparent(Layout.Field[] fields, List<Part> parts) {
    List<Node> before = new ArrayList<>();
    Node itself = null;
    for (Part p : parts) {
      if (fields[p.field()].itself()) {
        itself = p.value();
      } else if (p.value() != Constants.Nothing.NODE) {
        before.add(p.value()); // no content, so its order does not show but for its effects
      }
    }
    return FnLowering.seq(before, itself);
  }

  /** A constructor applied to values. */
  Node constructor(Layout layout, int variant, List<Node> values) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(new Part(i, values.get(i)));
    }
    return build(layout, variant, parts);
  }

  private Node array(Array a) {
    Layout layout = fn.layout(a.ty());
    Node[] elements = new Node[a.elements().size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = value(a.elements().get(i));
    }
    if (layout.isZst()) {
      return FnLowering.seq(List.of(elements), Constants.Nothing.NODE);
    }
    return new Aggregates.NewArray(layout.element.elemKind, elements);
  }

  private Node repeat(Repeat r) {
    Layout layout = fn.layout(r.ty());
    Node value = value(r.value());
    if (layout.isZst()) {
      return value;
    }
    boolean again = !layout.element.copy && layout.element.isStorage();
    return new Aggregates.Repeat(layout.element, (int) layout.length, again, value);
  }
}
