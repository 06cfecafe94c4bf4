package org.asrlang.lower;

import java.util.List;
import java.util.function.Function;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Control;
import org.asrlang.exec.node.Next;
import org.asrlang.resolve.Def;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirPat;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Ty;

/**
 * {@code match next(&mut iter) { None => …, Some(pat) => … }} over ranges of integers and over
 * slices, without the call and without the {@code Option}.
 */
final class ForLoops {
  private final FnLowering fn;

  ForLoops(FnLowering fn) {
    this.fn = fn;
  }

  /** Null if it is not such a match. */
  Node fused(ThirExpr.Match m, Function<ThirExpr, Node> lowerBody) {
    if (!(m.scrutinee() instanceof Place.Temp t
        && t.init() instanceof ThirExpr.Call c
        && c.args().size() == 1
        && m.arms().size() == 2
        && c.callee().def == fn.q.lang("next")
        && c.args().get(0) instanceof ThirExpr.Borrow borrow
        && fn.mono(borrow.place().ty()) instanceof Ty.Adt iter
        && m.arms().get(0).pat() instanceof ThirPat.Variant none
        && none.fields().isEmpty()
        && m.arms().get(1).pat() instanceof ThirPat.Variant some
        && some.fields().size() == 1
        && m.arms().get(0).guard() == null
        && m.arms().get(1).guard() == null)) {
      return null;
    }
    ThirPat pat = some.fields().get(0).pat();
    if (iter.def == fn.q.lang("Range")) {
      Layout item = fn.layouts.of((Ty) iter.args.get(0));
      if (item.rep != Layout.Rep.INT || !isPlain(pat)) {
        return null;
      }
      Node iterator = fn.values.place(borrow.place(), Access::addr);
      Place.Local temp = fn.tempPlace(item.ty, c.span());
      int slot = fn.frame.var(temp.local()).slot();
      boolean u64 = item.bits == 64 && !item.signed;
      return build(new Next.OfRange(iterator, slot, u64), pat, temp, m, lowerBody);
    }
    if (!isSliceIter(iter.def)) {
      return null;
    }
    Ty elementTy = firstType(iter);
    Layout element = fn.layouts.of(elementTy);
    if (element.isZst() && !element.isStorage()) {
      return null;
    }
    if (pat instanceof ThirPat.Deref d && element.kind == Layout.Kind.LONG && isPlain(d.inner())) {
      Node iterator = fn.values.place(borrow.place(), Access::addr);
      Place.Local temp = fn.tempPlace(elementTy, c.span());
      int slot = fn.frame.var(temp.local()).slot();
      return build(
          new Next.OfLongs(iterator, slot, element.elemKind), d.inner(), temp, m, lowerBody);
    }
    if (!isPlain(pat)) {
      return null;
    }
    Node iterator = fn.values.place(borrow.place(), Access::addr);
    Place.Local temp = fn.tempPlace(pat.ty(), c.span());
    int slot = fn.frame.var(temp.local()).slot();
    return build(
        new Next.OfSlice(iterator, slot, element.elemKind, element.isStorage()),
        pat,
        temp,
        m,
        lowerBody);
  }

  /** Binds the whole item by value, or nothing. */
  private static boolean isPlain(ThirPat pat) {
    return pat instanceof ThirPat.Wild
        || pat instanceof ThirPat.Binding b && b.mode() == ThirPat.Mode.VALUE && b.sub() == null;
  }

  private Node build(
      Node next,
      ThirPat pat,
      Place.Local temp,
      ThirExpr.Match m,
      Function<ThirExpr, Node> lowerBody) {
    Node bind = fn.matching.irrefutable(pat, temp).bind();
    Node body = fn.withTemps(() -> lowerBody.apply(m.arms().get(1).body()));
    Node leave = fn.withTemps(() -> lowerBody.apply(m.arms().get(0).body()));
    Node each = bind == null ? body : new Control.Block(new Node[] {bind}, body);
    return new Control.If(next, each, leave);
  }

  /** Std's {@code slice::Iter}, as long as its fields are those that the node reads. */
  private boolean isSliceIter(Def def) {
    if (!Lowering.isStd(def) || !def.path().equals("std::slice::iter::Iter")) {
      return false;
    }
    List<AdtDef.Field> fields = fn.q.adt(def).struct().fields();
    return fields.size() == 3
        && fields.get(0).name().equals("slice")
        && fields.get(1).name().equals("pos")
        && fields.get(2).name().equals("end");
  }

  private static Ty firstType(Ty.Adt ty) {
    return (Ty) ty.args.stream().filter(a -> a instanceof Ty).findFirst().orElseThrow();
  }
}
