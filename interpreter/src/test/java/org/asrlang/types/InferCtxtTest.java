package org.asrlang.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.infer.Invariance;
import org.asrlang.types.infer.RegionRelater;
import org.asrlang.types.infer.Variance;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.Instance;
import org.asrlang.types.traits.InstanceResolver;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitSolver;
import org.junit.jupiter.api.Test;

/** Variables, undoing, regions heard of while relating, and what instances come to. */
class InferCtxtTest {
  private static final String SOURCE =
      """
      struct Cov<'a, T>(&'a T, Vec<T>);
      struct Inv<'a, T>(&'a mut Vec<&'a T>);
      struct Contra<T>(fn(T));
      struct List<T> { head: T, tail: Option<Box<List<T>>> }
      trait Show { fn show(&self) -> i32 { 0 } fn id() -> i32; const N: usize; }
      impl Show for i32 { fn show(&self) -> i32 { *self } fn id() -> i32 { 1 } const N: usize = 4; }
      impl<T: Show> Show for Vec<T> { fn id() -> i32 { 2 } const N: usize = T::N; }
      fn main() {}
      """;

  private final GlobalCtxt tcx = TypeChecks.run(SOURCE, new Diagnostics());
  private final TyInterner types = tcx.types();

  private Def def(String name) {
    for (Def crate : tcx.defs().crates()) {
      for (Def d : tcx.defs().allDefs(crate)) {
        if (d.name().equals(name) && (d.isAdt() || d.kind() == Def.Kind.TRAIT)) {
          return d;
        }
      }
    }
    throw new AssertionError(name);
  }

  private static Region var(int id) {
    return new Region.Var(id);
  }

  /** Writes down what it hears. */
  private static final class Recorder implements RegionRelater {
    final List<String> heard = new ArrayList<>();
    int next = 100;

    @Override
    public void outlives(Region longer, Region shorter, Invariance invariance) {
      heard.add(longer + ": " + shorter);
    }

    @Override
    public void outlives(Ty ty, Region region) {
      heard.add(ty + ": " + region);
    }

    @Override
    public Region existential(int universe) {
      return var(next++);
    }

    @Override
    public void opened(int universe, Predicate what) {}

    @Override
    public void equating(boolean now) {}
  }

  @Test
  void failedUnificationBindsNothing() {
    InferCtxt infcx = new InferCtxt(tcx);
    Ty a = infcx.freshTy(Span.NONE);
    Ty left = types.tuple(List.of(a, types.bool));
    Ty right = types.tuple(List.of(types.i32, types.chr));
    assertFalse(infcx.unify(left, right));
    assertTrue(infcx.isUnbound(a));
    assertTrue(infcx.unify(left, types.tuple(List.of(types.i32, types.bool))));
    assertSame(types.i32, infcx.resolve(a));
  }

  @Test
  void kindsOfVariables() {
    InferCtxt infcx = new InferCtxt(tcx);
    Ty i = infcx.freshInt();
    assertFalse(infcx.unify(i, types.f64));
    assertFalse(infcx.unify(i, infcx.freshFloat()));
    Ty general = infcx.freshTy(Span.NONE);
    assertTrue(infcx.unify(general, i));
    assertFalse(infcx.unify(general, types.bool));
    assertTrue(infcx.unify(general, types.u8));
    assertSame(types.u8, infcx.resolve(i));
    Ty occurs = infcx.freshTy(Span.NONE);
    assertFalse(infcx.unify(occurs, types.slice(occurs)));
  }

  @Test
  void rollback() {
    InferCtxt infcx = new InferCtxt(tcx);
    Ty a = infcx.freshTy(Span.NONE);
    InferCtxt.Snapshot s = infcx.snapshot();
    infcx.unify(a, types.slice(infcx.freshTy(Span.NONE)));
    infcx.rollback(s);
    assertTrue(infcx.isUnbound(a));
    assertTrue(infcx.probe(() -> infcx.unify(a, types.i8)));
    assertTrue(infcx.unify(a, types.u8));
  }

  @Test
  void variances() {
    assertEquals(List.of(Variance.COVARIANT, Variance.COVARIANT), tcx.variances(def("Cov")));
    assertEquals(List.of(Variance.INVARIANT, Variance.INVARIANT), tcx.variances(def("Inv")));
    assertEquals(List.of(Variance.CONTRAVARIANT), tcx.variances(def("Contra")));
    assertEquals(List.of(Variance.COVARIANT), tcx.variances(def("List")));
  }

  @Test
  void regionsAreHeardByVariance() {
    Recorder recorder = new Recorder();
    InferCtxt infcx = new InferCtxt(tcx, recorder);
    infcx.sub(types.ref(var(1), types.i32, false), types.ref(var(2), types.i32, false));
    assertEquals(List.of("'?1: '?2"), recorder.heard);
    recorder.heard.clear();
    Def contra = def("Contra");
    infcx.sub(
        types.adt(contra, List.of(types.ref(var(1), types.i32, false))),
        types.adt(contra, List.of(types.ref(var(2), types.i32, false))));
    assertEquals(List.of("'?2: '?1"), recorder.heard);
    recorder.heard.clear();
    Ty mutable = types.ref(var(1), types.ref(var(2), types.i32, false), true);
    infcx.sub(mutable, types.ref(var(3), types.ref(var(4), types.i32, false), true));
    assertEquals(List.of("'?1: '?3", "'?2: '?4", "'?4: '?2"), recorder.heard);
    recorder.heard.clear();
    infcx.probe(() -> infcx.sub(mutable, types.ref(var(9), types.i32, true)));
    assertEquals(List.of(), recorder.heard);
  }

  @Test
  void normalizingKeepsRegions() {
    Recorder recorder = new Recorder();
    InferCtxt infcx = new InferCtxt(tcx, recorder);
    TraitSolver solver = TraitSolver.of(infcx);
    Def item = tcx.assocItem(def("Iterator"), "Item", Def.Kind.ASSOC_TYPE);
    Ty iter = types.adt(def("Iter"), List.of(var(1), types.i32));
    List<Obligation> out = new ArrayList<>();
    Ty ty =
        solver.normalize(ParamEnv.EMPTY, types.projection(item, List.of(iter)), Cause.NONE, out);
    assertSame(types.ref(var(1), types.i32, false), infcx.resolve(ty));
  }

  @Test
  void instances() {
    InstanceResolver resolver = new InstanceResolver(tcx);
    Def show = def("Show");
    Def id = tcx.assocItem(show, "id", Def.Kind.ASSOC_FN);
    Def method = tcx.assocItem(show, "show", Def.Kind.ASSOC_FN);
    Def n = tcx.assocItem(show, "N", Def.Kind.ASSOC_CONST);
    Ty vec = types.adt(def("Vec"), List.of(types.i32));
    Instance i = resolver.resolve(id, List.of(vec));
    assertEquals(Instance.Kind.ITEM, i.kind());
    assertEquals(Def.Kind.IMPL, i.def().parent().kind());
    assertEquals(List.of(types.i32), i.args());
    // Vec's impl leaves `show` to the trait.
    Instance d = resolver.resolve(method, List.of(vec));
    assertSame(method, d.def());
    assertEquals(List.of(vec), d.args());
    assertEquals(List.of(types.i32), resolver.resolveConst(n, List.of(vec)).args());
    Def clone = tcx.assocItem(def("Clone"), "clone", Def.Kind.ASSOC_FN);
    Ty pair = types.tuple(List.of(types.i32, types.bool));
    assertEquals(Instance.Kind.CLONE_SHIM, resolver.resolve(clone, List.of(pair)).kind());
    assertTrue(resolver.needsDrop(types.adt(def("List"), List.of(types.i32))));
    assertFalse(resolver.needsDrop(pair));
    assertTrue(resolver.implementsLang(pair, "copy"));
  }
}
