package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.*;

/** The parts of expressions, in the order of their evaluation, and expressions with other parts. */
final class Operands {
  /** Replaces operands. */
  interface Mapper {
    ThirExpr operand(ThirExpr e);

    /** The place of a temporary whose initialiser comes first. */
    Place temp(Place.Temp t);
  }

  private Operands() {}

  /** All expressions directly inside, those in places and arms too. */
  static List<ThirExpr> children(ThirExpr e) {
    List<ThirExpr> out = new ArrayList<>();
    switch (e) {
      case Block b -> {
        out.addAll(b.stmts());
        add(out, b.tail());
      }
      case Scope s -> out.add(s.body());
      case If i -> {
        out.add(i.condition());
        out.add(i.then());
        add(out, i.otherwise());
      }
      case Logical l -> {
        out.add(l.left());
        out.add(l.right());
      }
      case Match m -> {
        places(out, m.scrutinee());
        for (Arm arm : m.arms()) {
          add(out, arm.guard());
          out.add(arm.body());
        }
      }
      case Loop l -> out.add(l.body());
      case Labelled l -> out.add(l.body());
      case Break b -> add(out, b.value());
      case Return r -> add(out, r.value());
      case LetPat l -> {
        places(out, l.scrutinee());
        add(out, l.otherwise());
      }
      case Let l -> places(out, l.scrutinee());
      default ->
          map(
              e,
              new Mapper() {
                @Override
                public ThirExpr operand(ThirExpr part) {
                  out.add(part);
                  return part;
                }

                @Override
                public Place temp(Place.Temp t) {
                  out.add(t.init());
                  return t;
                }
              });
    }
    return out;
  }

  private static void add(List<ThirExpr> out, ThirExpr e) {
    if (e != null) {
      out.add(e);
    }
  }

  private static void places(List<ThirExpr> out, Place p) {
    for (Place q = p; q != null; q = q.base()) {
      if (q instanceof Place.Temp t) {
        out.add(t.init());
      } else if (q instanceof Place.Index i) {
        out.add(i.index());
      }
    }
  }

  /**
   * The same expression with its operands replaced; the operands are asked for in the order of
   * evaluation. For expressions whose operands are all evaluated, always and once.
   */
  static ThirExpr map(ThirExpr e, Mapper m) {
    return switch (e) {
      case Use u -> new Use(place(u.place(), m), u.copy(), u.span());
      case Borrow b -> new Borrow(b.kind(), place(b.place(), m), b.ty(), b.span());
      case Unary u -> new Unary(u.op(), m.operand(u.operand()), u.ty(), u.span());
      case Binary b -> {
        ThirExpr left = m.operand(b.left());
        yield new Binary(b.op(), left, m.operand(b.right()), b.ty(), b.span());
      }
      case Cast c -> new Cast(c.kind(), m.operand(c.operand()), c.ty(), c.span());
      case Coerce c -> new Coerce(c.adjustment(), m.operand(c.operand()), c.span());
      case Call c -> new Call(c.callee(), all(c.args(), m::operand), c.ty(), c.fnSpan(), c.span());
      case CallPtr c -> {
        ThirExpr callee = m.operand(c.callee());
        yield new CallPtr(callee, all(c.args(), m::operand), c.ty(), c.span());
      }
      case Adt a -> {
        List<FieldValue> fields = new ArrayList<>(a.fields().size());
        for (FieldValue f : a.fields()) {
          fields.add(new FieldValue(f.field(), m.operand(f.value())));
        }
        Place base = a.base() == null ? null : place(a.base(), m);
        yield new Adt(a.ty(), a.variant(), fields, base, a.span());
      }
      case Tuple t -> new Tuple(all(t.elements(), m::operand), t.ty(), t.span());
      case Array a -> new Array(all(a.elements(), m::operand), a.ty(), a.span());
      case Repeat r -> new Repeat(m.operand(r.value()), r.count(), r.ty(), r.span());
      case Closure c -> new Closure(c.ty(), all(c.captures(), m::operand), c.span());
      case FormatArgs f -> new FormatArgs(f.pieces(), all(f.args(), m::operand), f.ty(), f.span());
      case Init i -> new Init(i.local(), m.operand(i.value()), i.ty(), i.span());
      case Discard d -> new Discard(m.operand(d.value()), d.ty(), d.span());
      case Assign a -> {
        ThirExpr value = m.operand(a.value());
        yield new Assign(place(a.place(), m), value, a.ty(), a.span());
      }
      case AssignOp a -> {
        ThirExpr value = m.operand(a.value());
        yield new AssignOp(a.op(), place(a.place(), m), value, a.ty(), a.span());
      }
      case Literal l -> l;
      case Unit u -> u;
      case NamedConst n -> n;
      case ConstValue c -> c;
      case FnItem f -> f;
      case Declare d -> d;
      case Continue c -> c;
      case Block b -> throw new Bug("operands of a block");
      case Scope s -> throw new Bug("operands of a scope");
      case If i -> throw new Bug("operands of an if");
      case Logical l -> throw new Bug("operands of a condition");
      case Match x -> throw new Bug("operands of a match");
      case Loop l -> throw new Bug("operands of a loop");
      case Labelled l -> throw new Bug("operands of a block");
      case Break b -> throw new Bug("operands of a break");
      case Return r -> throw new Bug("operands of a return");
      case LetPat l -> throw new Bug("operands of a let");
      case Let l -> throw new Bug("operands of a let");
    };
  }

  static Place place(Place p, Mapper m) {
    return switch (p) {
      case Place.Local l -> l;
      case Place.Upvar u -> u;
      case Place.Static s -> s;
      case Place.Promoted c -> c;
      case Place.Temp t -> m.temp(t);
      case Place.Field f ->
          new Place.Field(place(f.base(), m), f.variant(), f.field(), f.ty(), f.span());
      case Place.Deref d -> new Place.Deref(place(d.base(), m), d.ty(), d.span());
      case Place.Index i -> {
        Place base = place(i.base(), m);
        yield new Place.Index(base, m.operand(i.index()), i.ty(), i.span());
      }
      case Place.ConstIndex i ->
          new Place.ConstIndex(place(i.base(), m), i.offset(), i.fromEnd(), i.ty(), i.span());
      case Place.Subslice s ->
          new Place.Subslice(place(s.base(), m), s.from(), s.to(), s.ty(), s.span());
    };
  }

  /** The value of a temporary that only waits here until the later operands are there. */
  static boolean isWaiting(ThirExpr e) {
    return e instanceof Use u
        && !u.copy()
        && u.place() instanceof Place.Local l
        && l.local().kind == LocalDecl.Kind.TEMP;
  }

  /** Whether evaluating the operand can neither unwind nor have an effect. */
  static boolean isInert(ThirExpr e) {
    return switch (e) {
      case Literal l -> true;
      case Unit u -> true;
      case FnItem f -> true;
      case ConstValue c -> true;
      case Use u -> isPure(u.place());
      case Borrow b -> isPure(b.place());
      default -> false;
    };
  }

  /** Whether evaluating the place does anything but looking at it. */
  static boolean isPure(Place p) {
    for (Place q = p; q != null; q = q.base()) {
      if (q instanceof Place.Temp || q instanceof Place.Index i && !isPureIndex(i.index())) {
        return false;
      }
    }
    return true;
  }

  /** An index that gives the same at each look. */
  static boolean isPureIndex(ThirExpr e) {
    return e instanceof Literal
        || e instanceof Use u && u.place() instanceof Place.Local l && !mutable(l.local());
  }

  private static boolean mutable(LocalDecl l) {
    return l.mutable && l.kind != LocalDecl.Kind.TEMP;
  }

  private static List<ThirExpr> all(List<ThirExpr> parts, UnaryOperator<ThirExpr> f) {
    List<ThirExpr> out = new ArrayList<>(parts.size());
    for (ThirExpr part : parts) {
      out.add(f.apply(part));
    }
    return out;
  }
}
