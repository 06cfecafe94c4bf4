package org.asrlang.borrow;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Ice;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.thir.Body;
import org.asrlang.thir.ConstBodies;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.wf.EndlessDrops;

/**
 * Checks that a body uses nothing that is moved or uninitialized, changes only what is mutable, and
 * that no reference outlives, or is disturbed in, what it refers to: rustc's {@code borrowck} with
 * non-lexical lifetimes.
 */
public final class BorrowChecker {
  private final BodyCtxt cx;
  private final BorrowReports out = new BorrowReports();

  /** Where values are whose drop has no end. */
  private final Set<Span> endless = new HashSet<>();

  /** Those behind the signature's {@code impl Trait}s; null for constants. */
  private HiddenTypes hidden;

  private BorrowChecker(BodyCtxt cx) {
    this.cx = cx;
  }

  /**
   * What a body does to variables of earlier entries of a session.
   *
   * @param moved it moves out of them, which has been reported
   * @param lent it borrows them for {@code 'static}
   */
  public record Effects(Set<Def> moved, Set<Def> lent) {
    static final Effects NONE = new Effects(Set.of(), Set.of());
  }

  /**
   * Reports to the context's diagnostics.
   *
   * @param owner a function, constant or static with a body; its closures are checked with it
   */
  public static Effects check(TyCtxt tcx, Def owner) {
    if (owner.kind() == Def.Kind.CLOSURE) {
      return Effects.NONE;
    }
    return Ice.guard(
        tcx.diagnostics(),
        owner.span(),
        "the borrow checker failed on this function",
        () -> {
          Body body = tcx.typeck(owner).tainted ? null : tcx.thir(owner);
          return body == null
              ? Effects.NONE
              : new BorrowChecker(new BodyCtxt(tcx, owner)).run(body);
        },
        Effects.NONE);
  }

  private Effects run(Body body) {
    Cfg root = new Cfg(body, null, null, List.of());
    cx.cfgs.add(root);
    build(root);

    // every point of the function and its closures has a number
    int points = 0;
    for (Cfg cfg : cx.cfgs) {
      cfg.finish(points);
      points += cfg.points.size();
    }
    // looking into types may make regions: before they are counted
    for (Cfg cfg : cx.cfgs) {
      for (Stmt s : cfg.points) {
        if (s.kind == Stmt.Kind.DROP || s.kind == Stmt.Kind.DROP_REPLACE) {
          MirLocal dropped = s.dest.rootLocal();
          if (dropped != null) {
            cx.rules.dropRegions(dropped.ty);
          }
        }
      }
    }
    List<MoveAnalysis> moves =
        cx.cfgs.stream().map(cfg -> new MoveAnalysis(cfg, cx.rules)).toList();
    String where = ConstBodies.context(cx.tcx, body.owner());
    if (where != null) {
      new ConstDrops(root, cx.rules, moves.get(0), out, where).run();
    }
    if (!out.isEmpty()) {
      out.to(cx.tcx.diagnostics());
      return Effects.NONE;
    }
    RegionSolver solver = solve(points, moves);
    if (cx.regions.isTainted()) {
      return Effects.NONE;
    }
    HigherRanked higherRanked = new HigherRanked(cx.tcx, cx.regions, solver);
    higherRanked.propagate();
    higherRanked.reportPointers(out);
    if (!out.isEmpty()) {
      out.to(cx.tcx.diagnostics());
      return Effects.NONE;
    }
    new ClosureDemands(cx, solver).propagate();

    MoveAdvice advice = new MoveAdvice(cx);
    for (int i = 0; i < cx.cfgs.size(); i++) {
      Cfg cfg = cx.cfgs.get(i);
      Explain explain = new Explain(cfg, cx, solver);
      ReportedAccesses reported = new ReportedAccesses();
      new AccessCheck(
              cfg,
              cx,
              moves.get(i),
              new LoanFlow(cfg, solver),
              new MoveErrors(cfg, cx, moves.get(i), advice, out),
              new IllegalMoves(cfg, cx, moves.get(i), advice, out),
              new ConflictErrors(cfg, cx, explain, reported, out),
              reported,
              new Mutability(cfg, cx, out))
          .run();
    }
    if (hidden != null) {
      hidden.choose(solver);
    }
    new RegionErrors(cx, solver, out).run();
    higherRanked.report(out);
    if (hidden != null && out.isEmpty()) {
      hidden.check(solver, out);
    }
    for (Cfg cfg : cx.cfgs) {
      for (MirLocal l : cfg.locals) {
        endlessDrop(l);
      }
    }
    if (out.isEmpty()) {
      cx.unusedMut.report(cx.cfgs, cx.tcx.diagnostics());
    }
    out.to(cx.tcx.diagnostics());
    return new Effects(Set.copyOf(cx.movedVariables), lent(solver));
  }

  private void endlessDrop(MirLocal l) {
    if (EndlessDrops.in(cx.tcx, l.ty) && endless.add(l.span)) {
      out.add(
          Diagnostic.error(
                  "E0320",
                  l.span,
                  "overflow while adding drop-check rules for `"
                      + EraseRegions.of(cx.types, l.ty)
                      + "`")
              .note("each value of the type may hold one with larger arguments, without end"));
    }
  }

  private RegionSolver solve(int points, List<MoveAnalysis> moves) {
    RegionSolver solver = new RegionSolver(cx.regions, points);
    seed(solver, points);
    for (int i = 0; i < cx.cfgs.size(); i++) {
      new Liveness(cx.cfgs.get(i), cx, solver).run(moves.get(i));
    }
    solver.solve();
    return solver;
  }

  private Set<Def> lent(RegionSolver solver) {
    Set<Def> lent = new HashSet<>();
    for (Cfg cfg : cx.cfgs) {
      for (Loan l : cfg.loans) {
        MirPlace root = l.place.root();
        if (cx.variable(root) != null
            && !LoanFlow.ignored(cfg, l)
            && solver.containsEnd(l.region, RegionCtxt.STATIC_INDEX)) {
          lent.add(cx.statics.get(root.index));
        }
      }
    }
    return lent;
  }

  private void build(Cfg root) {
    Body body = root.body;
    List<Ty> inputs = List.of();
    Ty output;
    if (body.owner().isFnLike()) {
      FnSig sig = cx.signature(body.owner(), root);
      cx.earlyBound(root);
      cx.regions.at(RegionCtxt.Category.BORING, body.span(), root);
      inputs = sig.inputs().stream().map(cx.rules::normalize).toList();
      hidden = new HiddenTypes(cx, root);
      output = cx.rules.normalize(hidden.open(sig.output()));
      inputs.forEach(cx::implied);
      cx.implied(sig.output());
    } else {
      cx.earlyBound(root);
      output =
          switch (body.owner().kind()) {
            case CONST, ASSOC_CONST, STATIC -> staticTy(cx.tcx.typeOf(body.owner()));
            default -> cx.fresh(body.returnTy());
          };
    }
    new CfgBuilder(cx, root).build(inputs, output);
  }

  private Ty staticTy(Ty ty) {
    return cx.rules.normalize(ty);
  }

  /** Universal regions contain all points, and their own ends. */
  private void seed(RegionSolver solver, int points) {
    for (int i = 0; i < cx.regions.universals.size(); i++) {
      Universal u = cx.regions.universals.get(i);
      solver.addEnd(u.var, i);
      if (u.owner == null || u.owner.parent == null) {
        solver.addPoints(u.var, 0, points);
      } else {
        within(solver, u.var, u.owner);
      }
    }
    for (RegionCtxt.Placeholder p : cx.regions.placeholders) {
      solver.addEnd(p.var(), cx.regions.universals.size() + p.index());
    }
    for (Cfg cfg : cx.cfgs) {
      Set<Integer> external = cfg.external;
      for (int v : external) {
        within(solver, v, cfg);
      }
    }
  }

  /** The points of a closure and of those inside of it. */
  private void within(RegionSolver solver, int var, Cfg owner) {
    for (Cfg cfg : cx.cfgs) {
      for (Cfg c = cfg; c != null; c = c.parent) {
        if (c == owner) {
          solver.addPoints(var, cfg.firstPoint, cfg.firstPoint + cfg.points.size());
          break;
        }
      }
    }
  }
}
