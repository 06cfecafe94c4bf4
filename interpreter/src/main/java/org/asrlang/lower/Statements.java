package org.asrlang.lower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Control;
import org.asrlang.exec.node.Drops;
import org.asrlang.exec.node.Locals;
import org.asrlang.lower.FnLowering.Dest;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.*;

/**
 * Lowers expressions that may jump: to statements that give a status and leave the value, if they
 * come to their end, in a destination. Operands before one that jumps wait in temporaries.
 */
final class Statements {
  private final FnLowering fn;

  /** The loops and labelled blocks around: their codes and where a break's value goes. */
  private record Goal(int breakCode, Dest dest) {}

  private final Map<Target, Goal> goals = new IdentityHashMap<>();
  private int nextCode = Node.RETURN + 1;

  Statements(FnLowering fn) {
    this.fn = fn;
  }

  /** Evaluates and stores the value, which is ignored only if it needs no drop. */
  Node into(ThirExpr e, Dest dest) {
    if (e instanceof Loop || e instanceof Labelled) {
      return target(e, dest);
    }
    if (!fn.jumps.escapes(e)) {
      return dest.store(fn.values.value(e));
    }
    return switch (e) {
      case Block b -> block(b, dest);
      case Scope s -> fn.scope(s.locals(), () -> into(s.body(), dest));
      case If i -> conditional(i, dest);
      case Logical l -> logical(l, dest);
      case Match m -> fn.matching.match(m, body -> into(body, dest));
      case Let l -> fn.matching.let(l, dest);
      case LetPat l -> letPat(l);
      case Break b -> {
        Goal goal = goals.get(b.target());
        yield new Control.Jump(
            b.value() == null ? null : into(b.value(), goal.dest), goal.breakCode);
      }
      case Continue c -> new Control.Jump(null, goals.get(c.target()).breakCode + 1);
      case Return r ->
          new Control.Jump(r.value() == null ? null : into(r.value(), fn.result), Node.RETURN);
      case Coerce c when c.operand().ty() instanceof org.asrlang.types.Ty.Never ->
          into(c.operand(), Dest.IGNORE);
      case Init i -> into(i.value(), fn.dest(i.local()));
      case Discard d when !needsDrop(d.value()) -> into(d.value(), Dest.IGNORE);
      default -> spilled(e, dest);
    };
  }

  private boolean needsDrop(ThirExpr e) {
    return fn.layout(e.ty()).needsDrop;
  }

  private Node block(Block b, Dest dest) {
    Node[] stmts = new Node[b.stmts().size()];
    for (int i = 0; i < stmts.length; i++) {
      ThirExpr stmt = b.stmts().get(i);
      stmts[i] = fn.withTemps(() -> into(stmt, Dest.IGNORE));
    }
    Node tail =
        b.tail() != null
            ? into(b.tail(), dest)
            : fn.layout(b.ty()).isZst()
                ? dest.store(Constants.Nothing.NODE)
                : Constants.Nothing.NODE; // the statements diverge
    return new Control.Block(stmts, tail);
  }

  private Node target(ThirExpr e, Dest dest) {
    int code = nextCode;
    nextCode += 2;
    if (e instanceof Loop l) {
      goals.put(l.target(), new Goal(code, dest));
      return new Control.Loop(into(l.body(), Dest.IGNORE), code, fn.std);
    }
    Labelled l = (Labelled) e;
    goals.put(l.target(), new Goal(code, dest));
    return new Control.Labelled(into(l.body(), dest), code);
  }

  private Node conditional(If i, Dest dest) {
    if (!fn.jumps.escapes(i.condition())) {
      return new Control.If(
          fn.values.value(i.condition()), into(i.then(), dest), otherwise(i, dest));
    }
    int flag = fn.frame.newLong();
    Node condition = into(i.condition(), v -> new Locals.StoreLong(flag, v));
    Node branch =
        new Control.If(new Locals.LoadLong(flag), into(i.then(), dest), otherwise(i, dest));
    return new Control.Block(new Node[] {condition}, branch);
  }

  private Node otherwise(If i, Dest dest) {
    return i.otherwise() == null ? dest.store(Constants.Nothing.NODE) : into(i.otherwise(), dest);
  }

  /** The left side decides whether the right one is evaluated; the result is in a flag first. */
  private Node logical(Logical l, Dest dest) {
    int flag = fn.frame.newLong();
    Dest toFlag = v -> new Locals.StoreLong(flag, v);
    Node left = into(l.left(), toFlag);
    Node right = into(l.right(), toFlag);
    Node test = new Locals.LoadLong(flag);
    Node rest =
        l.and()
            ? new Control.If(test, right, Constants.Nothing.NODE)
            : new Control.If(test, Constants.Nothing.NODE, right);
    return new Control.Block(new Node[] {left, rest}, dest.store(new Locals.LoadLong(flag)));
  }

  Node letPat(LetPat l) {
    Matching.Test t = fn.matching.irrefutable(l.pat(), l.scrutinee());
    if (l.otherwise() == null) {
      return FnLowering.seq(t.prelude(), t.bind() == null ? Constants.Nothing.NODE : t.bind());
    }
    Node otherwise = into(l.otherwise(), Dest.IGNORE);
    Node bind = t.bind() == null ? Constants.Nothing.NODE : t.bind();
    return FnLowering.seq(
        t.prelude(), t.test() == null ? bind : new Control.If(t.test(), bind, otherwise));
  }

  // ---- assignments

  Node assign(Assign a) {
    Layout layout = fn.layout(a.place().ty());
    if (layout.needsDrop) {
      return fn.withTemps(() -> assignAndDrop(a, layout));
    }
    if (Operands.isPure(a.place())) {
      return fn.values.place(a.place(), p -> p.store(fn.values.value(a.value())));
    }
    List<Node> prelude = new ArrayList<>();
    Frame.Var temp = fn.frame.newTemp(layout);
    Node value = temp.init(fn.values.value(a.value()));
    Access access = fn.places.access(a.place(), prelude);
    prelude.add(0, value);
    return FnLowering.seq(prelude, access.store(fn.readTemp(temp)));
  }

  private Node assignAndDrop(Assign a, Layout layout) {
    List<Node> first = new ArrayList<>();
    Frame.Var temp = fn.frame.newTemp(layout);
    first.add(temp.init(fn.values.value(a.value())));
    Place stable = fn.places.stable(a.place(), first);
    Access access = fn.places.access(stable, first);
    Drops.Site glue = fn.dropSite(a.place().ty());
    Node drop = access.dropInPlace(glue);
    if (drop == null) {
      drop = new Drops.Value(glue, access.take());
    }
    return new Drops.Assign(
        FnLowering.seq(first.subList(0, first.size() - 1), first.get(first.size() - 1)),
        drop,
        access.store(fn.readTemp(temp)));
  }

  // ---- operands that jump

  /** Evaluates the operands up to the last one that jumps into temporaries, then the expression. */
  private Node spilled(ThirExpr e, Dest dest) {
    return fn.withTemps(() -> {
      List<ThirExpr> operands = Operands.children(e);
      int last = operands.size() - 1;
      while (!fn.jumps.escapes(operands.get(last))) {
        last--;
      }
      int refFrom = fn.frame.refTop;
      List<Node> steps = new ArrayList<>();
      ThirExpr rest = Operands.map(e, new Spill(steps, last));
      int refTo = fn.frame.refTop;
      steps.add(into(rest, dest));
      return new Control.Spilled(steps.toArray(Node[]::new), refFrom, refTo);
    });
  }

  /**
   * The operands that are not inert evaluated into temporaries first, so that those that wait in
   * temporaries of their own are moved only when nothing can go wrong any more.
   */
  Node afterOperands(ThirExpr e, int last) {
    return fn.withTemps(() -> {
      List<Node> steps = new ArrayList<>();
      ThirExpr rest = Operands.map(e, new Spill(steps, last));
      return FnLowering.seq(steps, fn.values.direct(rest));
    });
  }

  private final class Spill implements Operands.Mapper {
    private final List<Node> steps;
    private final int last;
    private int at;

    Spill(List<Node> steps, int last) {
      this.steps = steps;
      this.last = last;
    }

    @Override
    public ThirExpr operand(ThirExpr e) {
      if (at++ > last
          || Operands.isWaiting(e)
          || e instanceof Literal
          || e instanceof FnItem
          || e instanceof Unit) {
        return e;
      }
      Place.Local temp = fn.tempPlace(e.ty(), e.span());
      steps.add(into(e, fn.dest(temp.local())));
      return new Use(temp, false, e.span());
    }

    @Override
    public Place temp(Place.Temp t) {
      if (at++ > last) {
        return t;
      }
      LocalDecl local = t.local();
      steps.add(into(t.init(), fn.dest(local)));
      return new Place.Local(local, t.span());
    }
  }
}
