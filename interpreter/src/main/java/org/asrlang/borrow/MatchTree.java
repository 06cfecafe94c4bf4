package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.borrow.cfg.Cfg.Block;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirPat;
import org.asrlang.types.Ty;

/**
 * Decides between the arms of a {@code match}: what has been tested once is not tested again when a
 * guard has failed, while what the guard's arm has bound may still be borrowed. As rustc does it: a
 * test taken from the first candidate sorts those behind it, up to the first that it does not
 * decide.
 */
final class MatchTree {
  private final CfgBuilder b;
  private final CfgPatterns patterns;

  /** What is still to be tested for a candidate. */
  private record Pair(MirPlace place, ThirPat pat) {}

  /** One way in which an arm matches. */
  static final class Candidate {
    final ThirExpr.Arm arm;
    final List<CfgPatterns.Bind> binds = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    /** Where it has matched. */
    final Block matched = new Block();

    /** Where its guard has failed. */
    final Block failed = new Block();

    private Block start;

    private Candidate(ThirExpr.Arm arm) {
      this.arm = arm;
    }

    /** Where nothing before it is tried any more. */
    Block start() {
      return start == null ? matched : start;
    }
  }

  MatchTree(CfgBuilder b, CfgPatterns patterns) {
    this.b = b;
    this.patterns = patterns;
  }

  Candidate candidate(ThirExpr.Arm arm, ThirPat pat, MirPlace p) {
    Candidate c = new Candidate(arm);
    patterns.bindings(pat, p, c.binds);
    simplify(pat, p, c.pairs);
    return c;
  }

  /** Tests from a block on; where none of them matches is never reached. */
  Block build(List<Candidate> candidates, Block start) {
    Block at = start;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate c = candidates.get(i);
      if (c.start == null) {
        c.start = at;
      }
      if (!c.pairs.isEmpty()) {
        return test(candidates.subList(i, candidates.size()), at);
      }
      at.to(c.matched);
      // without a guard nothing goes on there, but what may be used does not depend on that
      at = c.failed;
    }
    return at;
  }

  private Block test(List<Candidate> candidates, Block start) {
    Candidate first = candidates.get(0);
    Pair test = first.pairs.get(0);
    b.cur = start;
    if (test.pat instanceof ThirPat.Or o) {
      CfgBuilder.Jump fail = new CfgBuilder.Jump(new Block(), null, b.depth(), null);
      patterns.orTests(o, test.place, fail, new Block());
      first.pairs.remove(0);
      build(List.of(first), b.cur).to(fail.block());
      return build(candidates.subList(1, candidates.size()), fail.block());
    }
    patterns.inspect(test.pat, test.place);
    Block tested = b.cur;
    Map<Object, List<Candidate>> branches = new LinkedHashMap<>();
    int sorted = 0;
    while (sorted < candidates.size()) {
      Candidate c = candidates.get(sorted);
      Object outcome = sort(test, c);
      if (outcome == null) {
        break;
      }
      branches.computeIfAbsent(outcome, k -> new ArrayList<>()).add(c);
      sorted++;
    }
    Block rest = new Block();
    if (branches.size() < outcomes(test)) {
      tested.to(rest);
    }
    for (List<Candidate> branch : branches.values()) {
      Block at = new Block();
      tested.to(at);
      build(branch, at).to(rest);
    }
    return build(candidates.subList(sorted, candidates.size()), rest);
  }

  /** How many outcomes there can be. */
  private int outcomes(Pair test) {
    return switch (test.pat) {
      case ThirPat.Variant v -> patterns.variants(test.place.ty);
      case ThirPat.Constant c when isSwitch(test.place.ty) ->
          test.place.ty instanceof Ty.Bool ? 2 : Integer.MAX_VALUE;
      default -> 2;
    };
  }

  private static boolean isSwitch(Ty ty) {
    return ty instanceof Ty.Int
        || ty instanceof Ty.Uint
        || ty instanceof Ty.Char
        || ty instanceof Ty.Bool;
  }

  /**
   * With which outcome of the test a candidate goes on; what that decides of it is not tested
   * again. Null: with more than one.
   */
  private Object sort(Pair test, Candidate c) {
    int i = 0;
    while (i < c.pairs.size() && c.pairs.get(i).place != test.place) {
      i++;
    }
    if (i == c.pairs.size()) {
      return null;
    }
    ThirPat pat = c.pairs.get(i).pat;
    return switch (test.pat) {
      case ThirPat.Variant v -> {
        if (!(pat instanceof ThirPat.Variant w)) {
          yield null;
        }
        decided(c, i);
        yield w.variant();
      }
      case ThirPat.Constant k -> constant(k, pat, test.place, c, i);
      case ThirPat.Slice s -> pat instanceof ThirPat.Slice t ? length(s, t, c, i) : null;
      default -> {
        if (pat != test.pat) {
          yield null;
        }
        decided(c, i);
        yield true;
      }
    };
  }

  private Object constant(ThirPat.Constant test, ThirPat pat, MirPlace p, Candidate c, int i) {
    if (!(pat instanceof ThirPat.Constant k)) {
      return null;
    }
    Object value = patterns.value(k);
    Object wanted = patterns.value(test);
    if (value == null || wanted == null) {
      if (k != test) {
        return null;
      }
      decided(c, i);
      return true;
    }
    if (isSwitch(p.ty)) {
      decided(c, i);
      return value;
    }
    if (value.equals(wanted)) {
      decided(c, i);
      return true;
    }
    return false;
  }

  /** The test is for exactly as many elements as the pattern has, or for at least as many. */
  private Object length(ThirPat.Slice test, ThirPat.Slice pat, Candidate c, int i) {
    int wanted = CfgPatterns.least(test);
    int has = CfgPatterns.least(pat);
    boolean open = pat.middle() != null;
    if (wanted == has && open == (test.middle() != null)) {
      decided(c, i);
      return true;
    }
    if (test.middle() == null) {
      return wanted < has || !open ? (Object) false : null;
    }
    return wanted <= has ? (Object) true : open ? null : (Object) false;
  }

  /** The parts are to be tested instead. */
  private void decided(Candidate c, int i) {
    Pair done = c.pairs.remove(i);
    List<Pair> parts = new ArrayList<>();
    patterns.parts(done.pat, done.place, (pat, p) -> simplify(pat, p, parts));
    c.pairs.addAll(parts);
    alternativesLast(c.pairs);
  }

  private void simplify(ThirPat pat, MirPlace p, List<Pair> out) {
    patterns.typed(pat, p);
    if (patterns.isTest(pat, p)) {
      out.add(new Pair(p, pat));
    } else {
      patterns.parts(pat, p, (part, at) -> simplify(part, at, out));
    }
    alternativesLast(out);
  }

  private static void alternativesLast(List<Pair> pairs) {
    pairs.sort((x, y) -> Boolean.compare(x.pat instanceof ThirPat.Or, y.pat instanceof ThirPat.Or));
  }
}
