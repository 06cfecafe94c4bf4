package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Compare;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Control;
import org.asrlang.exec.node.Elements;
import org.asrlang.exec.node.Fields;
import org.asrlang.exec.node.Locals;
import org.asrlang.exec.node.Match;
import org.asrlang.exec.node.Numbers;
import org.asrlang.exec.node.Patterns;
import org.asrlang.exec.node.Wides;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirPat;
import org.asrlang.types.Ty;

/** Lowers patterns: tests on places, then bindings. */
final class Matching {
  /** More cases than this between the least and the greatest are not put into a table. */
  private static final int MAX_TABLE = 512;

  private final FnLowering fn;

  Matching(FnLowering fn) {
    this.fn = fn;
  }

  /**
   * A pattern against a place.
   *
   * @param prelude what makes the place ready, may jump
   * @param test null if it always matches
   * @param bind null if it binds nothing
   */
  record Test(List<Node> prelude, Node test, Node bind) {}

  Test irrefutable(ThirPat pat, Place scrutinee) {
    List<Node> prelude = new ArrayList<>();
    Place place = fn.places.stable(scrutinee, prelude);
    Node test = test(pat, place);
    Node bind = bind(pat, place, false);
    if (test == null && bind == null && isIndexed(place)) {
      // nothing looks at the place, but there must be one: `let _ = v[9];`
      prelude.add(fn.values.place(place, Access::addr));
    }
    return new Test(prelude, test, bind);
  }

  private static boolean isIndexed(Place place) {
    return switch (place) {
      case Place.Index i -> true;
      case Place.Field f -> isIndexed(f.base());
      case Place.Deref d -> isIndexed(d.base());
      case Place.ConstIndex i -> isIndexed(i.base());
      case Place.Subslice s -> isIndexed(s.base());
      case Place.Local l -> false;
      case Place.Temp t -> false;
      case Place.Upvar u -> false;
      case Place.Static s -> false;
      case Place.Promoted p -> false;
    };
  }

  Node let(ThirExpr.Let l) {
    Test t = irrefutable(l.pat(), l.scrutinee());
    Node prelude =
        t.prelude().isEmpty() ? null : FnLowering.seq(t.prelude(), Constants.Nothing.NODE);
    return new Patterns.Let(prelude, t.test(), t.bind());
  }

  /** With what may jump apart from the condition. */
  Node let(ThirExpr.Let l, FnLowering.Dest dest) {
    Test t = irrefutable(l.pat(), l.scrutinee());
    return FnLowering.seq(t.prelude(), dest.store(new Patterns.Let(null, t.test(), t.bind())));
  }

  // ---- match

  Node match(ThirExpr.Match m, Function<ThirExpr, Node> lowerBody) {
    Node loop = new ForLoops(fn).fused(m, lowerBody);
    if (loop != null) {
      return loop;
    }
    List<Node> prelude = new ArrayList<>();
    Place place = fn.places.stable(m.scrutinee(), prelude);
    if (isIndexed(place) && m.arms().size() == 1 && m.arms().get(0).pat() instanceof ThirPat.Wild) {
      prelude.add(fn.values.place(place, Access::addr));
    }
    place = cached(place, prelude);
    Layout layout = fn.layouts.isUnsized(fn.mono(place.ty())) ? null : fn.layout(place.ty());
    Node selector = null;
    long base = 0;
    int size = 0;
    if (layout != null && fn.mono(place.ty()) instanceof Ty.Adt a && fn.q.adt(a.def).isEnum()) {
      if (layout.rep == Layout.Rep.AGG && !layout.transparent) {
        selector = new Fields.Tag(load(place));
        size = layout.variants.length;
      } else if (layout.rep == Layout.Rep.ENUM) {
        selector = load(place);
        size = layout.variants.length;
      }
    } else if (layout != null && layout.kind == Layout.Kind.LONG && m.arms().size() > 3) {
      TreeSet<Long> cases = new TreeSet<>();
      for (ThirExpr.Arm arm : m.arms()) {
        constants(arm.pat(), layout, cases);
      }
      if (cases.size() > 2
          && cases.last() - cases.first() < MAX_TABLE
          && cases.last() - cases.first() >= 0) {
        selector = load(place);
        base = cases.first();
        size = (int) (cases.last() - base) + 1;
      }
    }
    List<Lowered> arms = new ArrayList<>();
    for (ThirExpr.Arm arm : m.arms()) {
      Then then = then(arm, lowerBody);
      for (ThirPat pat : arm.guard() == null ? List.of(arm.pat()) : Overlaps.split(arm.pat())) {
        arms.add(arm(pat, then, place, layout, selector != null));
      }
    }
    Match.Arm[][] table = null;
    if (selector != null) {
      table = new Match.Arm[size][];
      for (int v = 0; v < size; v++) {
        table[v] = candidates(arms, base + v);
      }
    }
    Match.Arm[] other =
        arms.stream().filter(a -> !a.exact).map(a -> a.arm).toArray(Match.Arm[]::new);
    return FnLowering.seq(prelude, new Match(selector, base, table, other));
  }

  /** An arm and the selector's values that it may match: all, if null. */
  private record Lowered(Match.Arm arm, TreeSet<Long> cases, boolean exact, Match.Arm whenCase) {}

  private static Match.Arm[] candidates(List<Lowered> arms, long value) {
    List<Match.Arm> out = new ArrayList<>();
    for (Lowered a : arms) {
      if (a.cases == null) {
        out.add(a.arm);
      } else if (a.cases.contains(value)) {
        out.add(a.whenCase);
      } else {
        continue;
      }
      Match.Arm last = out.get(out.size() - 1);
      if (last.test() == null && last.guard() == null) {
        break;
      }
    }
    return out.toArray(Match.Arm[]::new);
  }

  /** What runs where the pattern of an arm matches. */
  private record Then(boolean guarded, Node jump, Node guard, Node body) {}

  private Then then(ThirExpr.Arm arm, Function<ThirExpr, Node> lowerBody) {
    boolean guarded = arm.guard() != null;
    Node jump = null;
    Node guard = null;
    if (guarded) {
      if (fn.jumps.escapes(arm.guard())) {
        int flag = fn.frame.newLong();
        jump = fn.statements.into(arm.guard(), v -> new Locals.StoreLong(flag, v));
        guard = new Locals.LoadLong(flag);
      } else {
        guard = fn.values.value(arm.guard());
      }
    }
    return new Then(guarded, jump, guard, fn.withTemps(() -> lowerBody.apply(arm.body())));
  }

  private Lowered arm(ThirPat pat, Then then, Place place, Layout layout, boolean selected) {
    Node test = test(pat, place);
    Node bind = bind(pat, place, then.guarded);
    Node confirm = then.guarded ? confirm(pat, place) : null;
    int[] slots = then.guarded ? bindingSlots(pat) : new int[0];
    Node jump = then.jump;
    Node guard = then.guard;
    Node body = then.body;
    Match.Arm whole = new Match.Arm(test, bind, jump, guard, confirm, slots, body);
    TreeSet<Long> cases = new TreeSet<>();
    if (!selected || !constants(pat, layout, cases)) {
      return new Lowered(whole, null, false, whole);
    }
    // In the table the selector has made the outermost test already.
    Node rest = pat instanceof ThirPat.Variant v ? inner(v, place) : isOr(pat) ? test : null;
    Match.Arm whenCase = new Match.Arm(rest, bind, jump, guard, confirm, slots, body);
    return new Lowered(whole, cases, true, whenCase);
  }

  private static boolean isOr(ThirPat pat) {
    return pat instanceof ThirPat.Or or
        && or.alternatives().stream()
            .anyMatch(a ->
                a instanceof ThirPat.Or || a instanceof ThirPat.Variant v && !v.fields().isEmpty());
  }

  /** Collects the numbers that a pattern stands for; false if it may match others too. */
  private boolean constants(ThirPat pat, Layout layout, TreeSet<Long> out) {
    return switch (pat) {
      case ThirPat.Variant v -> {
        out.add((long) v.variant());
        yield true;
      }
      case ThirPat.Constant c
          when layout.kind == Layout.Kind.LONG
              && fn.values.value(c.value()) instanceof Constants.OfLong l -> {
        out.add(l.value);
        yield true;
      }
      case ThirPat.Or or -> {
        boolean all = true;
        for (ThirPat a : or.alternatives()) {
          all &= constants(a, layout, out);
        }
        yield all;
      }
      default -> false;
    };
  }

  /** Looks a scrutinee behind references up once, if it is a storage object or a number. */
  private Place cached(Place place, List<Node> prelude) {
    if (place instanceof Place.Local || fn.layouts.isUnsized(fn.mono(place.ty()))) {
      return place;
    }
    Layout layout = fn.layout(place.ty());
    if (!layout.isStorage() || layout.needsDrop && !isBorrowed(place)) {
      return place; // moves out of it must reach the place itself
    }
    LocalDecl decl =
        new LocalDecl(-1, LocalDecl.Kind.TEMP, null, fn.mono(place.ty()), true, place.span());
    Frame.Var v = fn.frame.newTemp(layout);
    fn.frame.bind(decl, v);
    prelude.add(v.init(load(place)));
    return new Place.Local(decl, place.span());
  }

  /** Whether the place is reached through a reference, so that it cannot be moved out of. */
  private boolean isBorrowed(Place place) {
    for (Place p = place; p != null; p = p.base()) {
      if (p instanceof Place.Deref d && fn.mono(d.base().ty()) instanceof Ty.Ref) {
        return true;
      }
    }
    return false;
  }

  private Node load(Place place) {
    return fn.places.access(place, new ArrayList<>()).load();
  }

  // ---- tests

  /** A condition, or null if the pattern always matches. */
  private Node test(ThirPat pat, Place place) {
    return switch (pat) {
      case ThirPat.Wild w -> null;
      case ThirPat.Never n -> Patterns.Fail.NODE;
      case ThirPat.Binding b -> b.sub() == null ? null : test(b.sub(), place);
      case ThirPat.Variant v -> and(variant(v, place), inner(v, place));
      case ThirPat.Leaf l -> fields(l.fields(), place, 0);
      case ThirPat.Deref d -> test(d.inner(), new Place.Deref(place, d.inner().ty(), d.span()));
      case ThirPat.Constant c -> constant(c, place);
      case ThirPat.Range r -> range(r, place);
      case ThirPat.Slice s -> slice(s, place);
      case ThirPat.Or or -> {
        Node all = null;
        for (int i = or.alternatives().size() - 1; i >= 0; i--) {
          Node t = test(or.alternatives().get(i), place);
          if (t == null) {
            all = null;
          } else {
            boolean last = i == or.alternatives().size() - 1;
            all = last ? t : all == null ? null : new Numbers.Or(t, all);
          }
        }
        yield anyAlways(or, place) ? null : all;
      }
    };
  }

  private boolean anyAlways(ThirPat.Or or, Place place) {
    return or.alternatives().stream().anyMatch(a -> test(a, place) == null);
  }

  private static Node and(Node a, Node b) {
    return a == null ? b : b == null ? a : new Numbers.And(a, b);
  }

  private Node variant(ThirPat.Variant v, Place place) {
    Layout layout = fn.layout(place.ty());
    return switch (layout.rep) {
      case AGG -> layout.variants.length == 1 ? null : new Fields.TagIs(load(place), v.variant());
      case ENUM ->
          layout.variants.length == 1
              ? null
              : new Compare.Eq(load(place), new Constants.OfLong(v.variant()));
      default -> null;
    };
  }

  private Node inner(ThirPat.Variant v, Place place) {
    return fields(v.fields(), place, v.variant());
  }

  private Node fields(List<ThirPat.FieldPat> fields, Place place, int variant) {
    Node all = null;
    for (ThirPat.FieldPat f : fields) {
      all = and(all, test(f.pat(), field(place, variant, f)));
    }
    return all;
  }

  private static Place field(Place base, int variant, ThirPat.FieldPat f) {
    return new Place.Field(base, variant, f.field(), f.pat().ty(), f.pat().span());
  }

  private Node constant(ThirPat.Constant c, Place place) {
    ThirExpr value = c.value();
    if (value instanceof ThirExpr.Literal lit && lit.value() instanceof byte[] bytes) {
      Ty ty = fn.mono(place.ty());
      Node subject =
          fn.layouts.isUnsized(ty)
              ? fn.places.access(place, new ArrayList<>()).addr()
              : load(place);
      return new Patterns.BytesAre(subject, bytes);
    }
    Layout layout = fn.layout(place.ty());
    Node expected = fn.values.value(value);
    return switch (layout.kind) {
      case ZST -> null;
      case LONG -> new Compare.Eq(load(place), expected);
      case DOUBLE -> new Compare.EqF(load(place), expected);
      case OBJECT -> new Wides.Comparison(BinOp.EQ, true, load(place), expected);
    };
  }

  private Node range(ThirPat.Range r, Place place) {
    Layout layout = fn.layout(place.ty());
    Node low = null;
    Node high = null;
    if (r.lo() != null) {
      low = fn.operators.compare(BinOp.GE, layout, load(place), fn.values.value(r.lo()));
    }
    if (r.hi() != null) {
      BinOp op = r.inclusive() ? BinOp.LE : BinOp.LT;
      high = fn.operators.compare(op, layout, load(place), fn.values.value(r.hi()));
    }
    return and(low, high);
  }

  private Node slice(ThirPat.Slice p, Place place) {
    int fixed = p.prefix().size() + p.suffix().size();
    Node all = null;
    if (!(fn.mono(place.ty()) instanceof Ty.Array)) {
      Node pointer = fn.places.access(place, new ArrayList<>()).addr();
      if (fixed > 0 || p.middle() == null) {
        all = new Elements.LengthIs(pointer, fixed, p.middle() != null);
      }
    }
    for (Part part : parts(p, place)) {
      all = and(all, test(part.pat, part.place));
    }
    return all;
  }

  private record Part(ThirPat pat, Place place) {}

  private static List<Part> parts(ThirPat.Slice p, Place place) {
    List<Part> parts = new ArrayList<>();
    int n = p.suffix().size();
    for (int i = 0; i < p.prefix().size(); i++) {
      ThirPat e = p.prefix().get(i);
      parts.add(new Part(e, new Place.ConstIndex(place, i, false, e.ty(), e.span())));
    }
    if (p.middle() != null && !(p.middle() instanceof ThirPat.Wild)) {
      ThirPat m = p.middle();
      parts.add(new Part(m, new Place.Subslice(place, p.prefix().size(), n, m.ty(), m.span())));
    }
    for (int i = 0; i < n; i++) {
      ThirPat e = p.suffix().get(i);
      parts.add(new Part(e, new Place.ConstIndex(place, n - i, true, e.ty(), e.span())));
    }
    return parts;
  }

  // ---- bindings

  /** Stores what a pattern binds; {@code look}: before a guard, nothing is moved yet. */
  private Node bind(ThirPat pat, Place place, boolean look) {
    List<Node> out = new ArrayList<>();
    bind(pat, place, look ? Binder.LOOK : Binder.BIND, out);
    return block(out);
  }

  /** After a guard has held: empties the places that bindings were moved out of. */
  private Node confirm(ThirPat pat, Place place) {
    List<Node> out = new ArrayList<>();
    bind(pat, place, Binder.CONFIRM, out);
    return block(out);
  }

  private static Node block(List<Node> nodes) {
    return switch (nodes.size()) {
      case 0 -> null;
      case 1 -> nodes.get(0);
      default ->
          new Control.Block(
              nodes.subList(0, nodes.size() - 1).toArray(Node[]::new), nodes.get(nodes.size() - 1));
    };
  }

  private enum Binder {
    BIND,
    LOOK,
    CONFIRM
  }

  private void bind(ThirPat pat, Place place, Binder how, List<Node> out) {
    switch (pat) {
      case ThirPat.Wild w -> {}
      case ThirPat.Never n -> {}
      case ThirPat.Constant c -> {}
      case ThirPat.Range r -> {}
      case ThirPat.Binding b -> {
        binding(b, place, how, out);
        if (b.sub() != null) {
          bind(b.sub(), place, how, out);
        }
      }
      case ThirPat.Variant v -> {
        for (ThirPat.FieldPat f : v.fields()) {
          bind(f.pat(), field(place, v.variant(), f), how, out);
        }
      }
      case ThirPat.Leaf l -> {
        for (ThirPat.FieldPat f : l.fields()) {
          bind(f.pat(), field(place, 0, f), how, out);
        }
      }
      case ThirPat.Deref d ->
          bind(d.inner(), new Place.Deref(place, d.inner().ty(), d.span()), how, out);
      case ThirPat.Slice s -> parts(s, place).forEach(p -> bind(p.pat, p.place, how, out));
      case ThirPat.Or or -> {
        Node[] tests = new Node[or.alternatives().size()];
        Node[] binds = new Node[tests.length];
        boolean any = false;
        for (int i = 0; i < tests.length; i++) {
          ThirPat a = or.alternatives().get(i);
          List<Node> inner = new ArrayList<>();
          tests[i] = test(a, place);
          bind(a, place, how, inner);
          binds[i] = block(inner);
          any |= binds[i] != null;
        }
        if (any) {
          out.add(new Patterns.BindOr(tests, binds));
        }
      }
    }
  }

  private void binding(ThirPat.Binding b, Place place, Binder how, List<Node> out) {
    Frame.Var v = fn.var(b.local());
    Access access = fn.places.access(place, new ArrayList<>());
    if (b.mode() != ThirPat.Mode.VALUE) {
      if (how != Binder.CONFIRM) {
        out.add(v.init(access.addr()));
      }
      return;
    }
    boolean moves = access.layout != null && access.layout.needsDrop;
    switch (how) {
      case BIND -> out.add(v.init(fn.values.read(access, access.layout.copy)));
      case LOOK ->
          out.add(v.init(moves ? access.load() : fn.values.read(access, access.layout.copy)));
      case CONFIRM -> {
        if (moves) {
          out.add(access.take());
        }
      }
    }
  }

  /** The object slots of bindings by value that need dropping. */
  private int[] bindingSlots(ThirPat pat) {
    List<Integer> out = new ArrayList<>();
    bindingSlots(pat, out);
    return out.stream().distinct().mapToInt(i -> i).toArray();
  }

  private void bindingSlots(ThirPat pat, List<Integer> out) {
    switch (pat) {
      case ThirPat.Binding b -> {
        Frame.Var v = fn.var(b.local());
        if (v.layout().needsDrop) {
          out.add(v.slot());
        }
        if (b.sub() != null) {
          bindingSlots(b.sub(), out);
        }
      }
      case ThirPat.Variant v -> v.fields().forEach(f -> bindingSlots(f.pat(), out));
      case ThirPat.Leaf l -> l.fields().forEach(f -> bindingSlots(f.pat(), out));
      case ThirPat.Deref d -> bindingSlots(d.inner(), out);
      case ThirPat.Slice s -> parts(s, null).forEach(p -> bindingSlots(p.pat, out));
      case ThirPat.Or or -> or.alternatives().forEach(a -> bindingSlots(a, out));
      case ThirPat.Wild w -> {}
      case ThirPat.Never n -> {}
      case ThirPat.Constant c -> {}
      case ThirPat.Range r -> {}
    }
  }
}
