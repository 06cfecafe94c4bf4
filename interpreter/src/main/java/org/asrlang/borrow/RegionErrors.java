package org.asrlang.borrow;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.traits.ParamBounds;

/** Universal regions that would have to outlive others without being declared to. */
final class RegionErrors {
  private final BodyCtxt cx;
  private final RegionSolver solver;
  private final BorrowReports out;
  private final Set<Object> seen = new HashSet<>();

  RegionErrors(BodyCtxt cx, RegionSolver solver, BorrowReports out) {
    this.cx = cx;
    this.solver = solver;
    this.out = out;
  }

  void run() {
    List<Universal> all = cx.regions.universals;
    for (Universal u : all) {
      if (u.owner == null || u.opaque) {
        continue;
      }
      if (u.owner.parent != null) {
        escapes(u);
        continue;
      }
      Universal first = representative(u);
      boolean failed = false;
      for (int i = 0; i < all.size() && !failed; i++) {
        Universal v = all.get(i);
        if (u == v
            || first != u && first != v
            || v.owner != null && !sameOrOuter(v.owner, u.owner)
            || !solver.containsEnd(u.var, i)
            || cx.regions.knownOutlives(u.var, v.var)) {
          continue;
        }
        failed = true;
        report(u, v, solver.path(u.var, v.var, u.owner));
      }
    }
    typeTests();
  }

  /**
   * Of those that have to be equal the first: for the others it counts only whether they may be.
   */
  private Universal representative(Universal u) {
    return cx.regions.universals.stream()
        .filter(x ->
            x == u
                || x.owner != null && !x.opaque && x.owner == u.owner && solver.same(x.var, u.var))
        .findFirst()
        .orElseThrow();
  }

  private static boolean sameOrOuter(Cfg outer, Cfg inner) {
    for (Cfg c = inner; c != null; c = c.parent) {
      if (c == outer) {
        return true;
      }
    }
    return false;
  }

  /**
   * A closure's own region that must outlive one from outside: by what the closure does, whatever
   * its surroundings do.
   */
  private void escapes(Universal u) {
    Cfg owner = u.owner;
    for (int outer : outside(owner)) {
      if (outer == u.var || cx.regions.knownOutlives(u.var, outer)) {
        continue;
      }
      List<Integer> path = solver.path(u.var, outer, owner);
      if (path != null && !path.isEmpty()) {
        report(u, cx.regions.universalOf(outer), path);
        return;
      }
    }
  }

  /** The regions that a closure knows from outside, then its own, in rustc's order. */
  private Set<Integer> outside(Cfg closure) {
    Set<Integer> regions = new LinkedHashSet<>();
    for (Universal v : cx.regions.universals) {
      if (v.owner == null || v.owner != closure && sameOrOuter(v.owner, closure)) {
        regions.add(v.var);
      }
    }
    for (MirLocal l : closure.locals) {
      if (l.isReturn || l.isParam()) {
        regions.addAll(cx.regions.vars(l.ty));
      }
    }
    closure.upvarTys.forEach(t -> regions.addAll(cx.regions.vars(t)));
    regions.removeIf(
        v -> cx.regions.universalOf(v) != null && cx.regions.universalOf(v).owner == closure);
    for (Universal v : cx.regions.universals) {
      if (v.owner == closure) {
        regions.add(v.var); // its own last: one of its parameters may have to outlive another
      }
    }
    return regions;
  }

  /** Whether something that has a name in the closure has the region in its type. */
  private boolean isNamed(Cfg closure, int last) {
    int end = cx.regions.sub[last];
    for (Ty upvar : closure.upvarTys) {
      if (cx.regions.vars(upvar).contains(end)) {
        return true;
      }
    }
    return closure.locals.stream()
        .anyMatch(l -> l.isParam() && cx.regions.vars(l.ty).contains(end));
  }

  private void report(Universal longer, Universal shorter, List<Integer> path) {
    if (path == null || path.isEmpty()) {
      return;
    }
    int best = Blame.best(cx.regions, longer.owner, path);
    Category category = cx.regions.category[best];
    Span span = cx.regions.spans[best];
    Cfg owner = longer.owner;
    boolean closure = owner.parent != null;
    boolean external = shorter == null || shorter.owner != owner;
    MirLocal param = paramOf(longer);
    if (longer.env && category == Category.RETURN) {
      String kind = owner.kind == ClosureKind.FN ? "Fn" : "FnMut";
      out.add(
          Diagnostic.error(
                  null, span, "captured variable cannot escape `" + kind + "` closure body")
              .label("returns a reference to a captured variable which escapes the closure body")
              .note(
                  "`"
                      + kind
                      + "` closures only have access to their captured variables while they are"
                      + " executing...")
              .note("...therefore, they cannot allow references to captured variables to escape"));
      return;
    }
    RegionNames names = new RegionNames(cx);
    String name = names.name(longer) == null ? "'1" : names.name(longer);
    String second = shorter == null ? null : names.name(shorter);
    String other = second == null ? "'2" : second;
    boolean anonymous = name.equals("'1");
    // nothing escapes where neither belongs to something that is given in
    boolean given =
        param != null
            || (closure
                ? isNamed(owner, path.getLast())
                : shorter != null && paramOf(shorter) != null);
    if (external
        && given
        && (closure && category != Category.RETURN || !closure && escapesFunction(category))) {
      escaping(longer, shorter, param, best, closure, names, name, other);
      return;
    }
    if (!closure
        && shorter != null
        && RegionNames.isNamed(longer) != RegionNames.isNamed(shorter)) {
      // a name on one side, none on the other: that could have the same
      Universal nameless = RegionNames.isNamed(longer) ? shorter : longer;
      MirLocal unnamed = paramOf(nameless);
      String wanted = RegionNames.isNamed(longer) ? name : other;
      if (!wanted.equals("'static")
          && !ofTrait(owner.body.owner())
          && unnamed != null
          && !"self".equals(unnamed.name())) {
        required(nameless, unnamed, wanted, span, names);
        return;
      }
    }
    Diagnostic.Builder d = Diagnostic.error(null, span, "lifetime may not live long enough");
    if (category == Category.RETURN && !external) {
      d.label(
          what(owner)
              + " was supposed to return data with lifetime `"
              + other
              + "` but it is returning data with lifetime `"
              + name
              + "`");
    } else {
      d.label(
          Explain.category(category) + "requires that `" + name + "` must outlive `" + other + "`");
    }
    names.define(d, longer);
    if (shorter != null) {
      names.define(d, shorter);
    }
    if (!anonymous && RegionNames.isNamed(shorter) && !other.equals("'static")) {
      d.help("consider adding the following bound: `" + name + ": " + other + "`");
    }
    new InvarianceNotes(cx).add(d, cx.regions.invariances[best]);
    cx.tasks.leaves(d, param);
    out.add(d);
  }

  private void required(
      Universal nameless, MirLocal param, String wanted, Span span, RegionNames names) {
    String where = param.isUser() ? "the type of `" + param.name() + "`" : "parameter type";
    Diagnostic.Builder d =
        Diagnostic.error("E0621", span, "explicit lifetime required in " + where)
            .label("lifetime `" + wanted + "` required");
    Span reference = names.reference(nameless, param);
    if (reference != null) {
      d.maybe(
          "add explicit lifetime `" + wanted + "` to " + where,
          reference.shrinkToEnd(),
          wanted + " ");
    }
    out.add(d);
  }

  /** What is put or turned into something else in the function itself does not leave it. */
  private static boolean escapesFunction(Category category) {
    return switch (category) {
      case RETURN,
          OPAQUE,
          UNSIZE,
          UNSIZE_OBJECT,
          ASSIGNMENT,
          USAGE,
          CAST,
          TYPE_ANNOTATION,
          GENERIC_ARG ->
          false;
      case CALL_ARGUMENT, CLOSURE_UPVAR, PREDICATE, BORING, INTERNAL -> true;
    };
  }

  /** The parameters of a method that implements a trait's cannot be declared otherwise. */
  private boolean ofTrait(Def fn) {
    return fn.parent().kind() == Def.Kind.IMPL && cx.tcx.implTraitRef(fn.parent()) != null;
  }

  private void escaping(
      Universal longer,
      Universal shorter,
      MirLocal param,
      int constraint,
      boolean closure,
      RegionNames names,
      String name,
      String other) {
    Category category = cx.regions.category[constraint];
    Span span = cx.regions.spans[constraint];
    String from =
        closure
            ? "closure"
            : what(longer.owner).equals("function") ? "function" : what(longer.owner);
    Diagnostic.Builder d =
        Diagnostic.error("E0521", span, "borrowed data escapes outside of " + from);
    Span target = closure ? outer(span) : null;
    if (target != null) {
      String text = target.text();
      d.label(
          cx.syntax.declaration(target),
          "`" + text + "` declared here, outside of the closure body");
    }
    if (param != null && param.isUser()) {
      d.label(
          param.decl.span,
          "`" + param.name() + "` is a reference that is only valid in the " + from + " body");
      d.label("`" + param.name() + "` escapes the " + from + " body here");
      if (!closure) {
        names.define(d, longer);
        d.label(
            Explain.category(category)
                + "requires that `"
                + name
                + "` must outlive `"
                + other
                + "`");
      }
    } else {
      d.label(
          Explain.category(category) + "requires that `" + name + "` must outlive `" + other + "`");
    }
    new InvarianceNotes(cx).add(d, cx.regions.invariances[constraint]);
    cx.tasks.leaves(d, param);
    out.add(d);
  }

  /** The declaration of the variable outside of the closure into which something is put. */
  private Span outer(Span at) {
    Expr e = cx.syntax.expr(at);
    Expr into =
        switch (e) {
          case Expr.MethodCall m -> m.receiver();
          case Expr.Assign a -> a.place();
          case null, default -> null;
        };
    if (e != null && into == null && cx.syntax.parent(e) instanceof Expr.Assign a) {
      into = a.place();
    }
    while (into instanceof Expr.Field f) {
      into = f.object();
    }
    Local variable = into == null ? null : cx.tcx.defs().body(cx.owner).variable(into);
    return variable == null ? null : variable.span();
  }

  private static String name(Universal u, String anonymous) {
    if (u.region == null) {
      return anonymous;
    }
    String n = u.region.toString();
    return n.equals("'_") ? anonymous : n;
  }

  /** The parameter in whose type the region stands. */
  private MirLocal paramOf(Universal u) {
    if (u.owner == null) {
      return null;
    }
    for (MirLocal l : u.owner.locals) {
      if (l.isParam() && cx.regions.vars(l.ty).contains(u.var)) {
        return l;
      }
    }
    return null;
  }

  private static String what(Cfg cfg) {
    if (cfg.parent != null) {
      return "closure";
    }
    Def owner = cfg.body.owner();
    if (owner.kind() == Def.Kind.ASSOC_FN) {
      boolean self = !cfg.body.params().isEmpty() && "self".equals(cfg.body.params().get(0).name);
      return self ? "method" : "associated function";
    }
    return owner.kind() == Def.Kind.FN ? "function" : "const";
  }

  // ---- T: 'a

  private void typeTests() {
    TypeTests tests = cx.typeTests(solver);
    for (RegionCtxt.TypeTest t : cx.regions.typeTests) {
      Universal forEver = cx.regions.universals.get(RegionCtxt.STATIC_INDEX);
      if (forAny(t) && !tests.outlives(t.ty(), forEver)) {
        String ty = new Describe(cx, t.where()).ty(t.ty());
        out.add(
            Diagnostic.error(null, t.span(), "`" + ty + "` does not live long enough")
                .note("it has to outlive any lifetime of a `for<...>`, which only `'static` does"));
        continue;
      }
      Universal u = tests.tooLong(t.ty(), t.region());
      if (u != null && seen.add(List.of("T", t.span().lo(), t.ty()))) {
        tooShort(t, u);
      }
    }
  }

  private void tooShort(RegionCtxt.TypeTest t, Universal u) {
    String region = name(u, "'_");
    boolean isStatic = u.owner == null;
    String ty = new Describe(cx, t.where()).ty(t.ty());
    String what = TypeTests.described(t.ty(), ty);
    Diagnostic.Builder d =
        Diagnostic.error(
            isStatic ? "E0310" : RegionNames.isNamed(u) ? "E0309" : "E0311",
            t.span(),
            "the " + what + " may not live long enough");
    if (isStatic) {
      d.label("the " + what + " must be valid for the static lifetime...");
    } else {
      Def def = named(u);
      if (def != null) {
        d.label(
            def.span(),
            "the " + what + " must be valid for the lifetime `" + region + "` as defined here...");
      }
    }
    d.label("...so that the type `" + ty + "` will meet its required lifetime bounds");
    if (t.ty() instanceof Ty.Param p) {
      ParamBounds.outlive(d, p, region);
    } else {
      d.help("consider adding an explicit lifetime bound: `" + ty + ": " + region + "`");
    }
    out.add(d);
  }

  /** The lifetime parameter that it is; null for others. */
  static Def named(Universal u) {
    return switch (u.region) {
      case Region.EarlyParam e -> e.def();
      case Region.LateParam l -> l.def();
      case null, default -> null;
    };
  }

  /** Whether the region is one of a {@code for<'a>} made rigid. */
  private boolean forAny(RegionCtxt.TypeTest t) {
    int base = solver.points + cx.regions.universals.size();
    return solver.value(t.region()).nextSetBit(base) >= 0;
  }
}
