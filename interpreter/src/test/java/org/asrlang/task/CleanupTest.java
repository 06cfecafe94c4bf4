package org.asrlang.task;

import static org.asrlang.task.Runs.*;
import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Clean-up that is cancelled, waits, panics or spawns. */
class CleanupTest {
  @Test
  void T6_a_masked_drop_runs_to_its_end_and_may_await() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                10 * MS,
                (o, region) ->
                    withLocal(
                        o,
                        () -> {
                          o.sleep(50 * MS);
                          // a scope and its children inside a drop are not cancelled either
                          Object v =
                              scope(
                                  o,
                                  (p, s) -> {
                                    TaskHandle h =
                                        s.spawn(
                                            null,
                                            c -> {
                                              c.sleep(50 * MS);
                                              return "child of a drop";
                                            });
                                    return joined(h.join(p));
                                  });
                          out.add(v);
                        },
                        Runs::forever)),
        r -> {
          assertEquals(List.of("child of a drop"), r.out());
          var e = assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
          assertTrue(e.cancelledAfterNanos() < 20 * MS, e::toString);
          assertTrue(e.totalNanos() >= 100 * MS, e::toString);
        });
  }

  @Test
  void T6_the_request_waits_behind_the_drop() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                10 * MS,
                (o, region) -> {
                  assertClean(drop(o, () -> o.sleep(50 * MS), "slow"));
                  out.add("drop done");
                  o.checkpoint();
                  out.add("missed");
                  return null;
                }),
        r -> {
          assertEquals(List.of("drop done"), r.out());
          assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
        });
  }

  @Test
  void T6_after_the_clean_up_deadline_each_drop_still_starts_and_is_reported_by_name() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                10 * MS,
                (o, region) ->
                    withLocal(
                        o,
                        () -> {
                          out.add("second starts");
                          o.sleep(MS);
                          out.add("second goes on");
                        },
                        x ->
                            withLocal(
                                x,
                                () -> {
                                  out.add("first starts");
                                  x.sleep(3_600_000 * MS);
                                  out.add("first goes on");
                                },
                                Runs::forever))),
        r -> {
          assertEquals(List.of("first starts", "second starts"), r.out());
          assertEquals(List.of("Local", "Local"), r.runtime().abandonedDrops());
          var e = assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
          assertEquals(10_000, (e.totalNanos() - e.cancelledAfterNanos()) / MS);
        });
  }

  @Test
  void T6_a_task_that_is_cancelled_alone_while_it_cleans_up_has_the_deadline_from_then_on() {
    everySeed(
        (t, out) ->
            scope(
                t,
                (p, s) -> {
                  TaskHandle plain =
                      s.spawn(
                          null, c -> withLocal(c, () -> c.sleep(15_000 * MS), x -> out.add("a")));
                  TaskHandle withScope =
                      s.spawn(
                          null,
                          c ->
                              withLocal(
                                  c,
                                  () -> {
                                    scope(
                                        c,
                                        (d, inner) -> {
                                          inner.spawn(null, e -> forever(e));
                                          d.sleep(15_000 * MS);
                                          return null;
                                        });
                                    out.add("goes on");
                                  },
                                  x -> null));
                  s.spawn(null, c -> withLocal(c, () -> c.sleep(15_000 * MS), x -> null));
                  p.sleep(10 * MS);
                  plain.cancel();
                  withScope.cancel();
                  p.sleep(11_000 * MS);
                  return out.add(p.runtime.abandonedDrops().size());
                }),
        r -> {
          assertEquals(List.of("a", 2), r.out());
          assertEquals(List.of("Local", "Local"), r.runtime().abandonedDrops());
        });
  }

  @Test
  void T6_the_nearest_clean_up_limit_wins() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                10 * MS,
                (o, region) -> {
                  region.setCleanupLimit(200 * MS);
                  return withLocal(o, () -> o.sleep(3_600_000 * MS), Runs::forever);
                }),
        r -> {
          var e = assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
          assertEquals(200, (e.totalNanos() - e.cancelledAfterNanos()) / MS);
        });
  }

  @Test
  void T6_an_endless_loop_in_a_drop_ends_at_the_clean_up_deadline() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                10 * MS,
                (o, region) -> {
                  region.setCleanupLimit(50 * MS);
                  return withLocal(
                      o,
                      () -> {
                        while (true) {
                          spin(o);
                        }
                      },
                      Runs::forever);
                }),
        r -> {
          assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
          assertEquals(List.of("Local"), r.runtime().abandonedDrops());
        });
  }

  @Test
  void T15_a_child_spawned_in_a_drop_belongs_to_that_drop() {
    everyWay(
        (t, out) -> {
          assertClean(
              drop(
                  t,
                  () -> {
                    // nested: below a scope that is open already
                    scope(
                        t,
                        (o, s) -> {
                          o.spawn(
                              "inner",
                              c -> {
                                c.yieldNow();
                                c.yieldNow();
                                return out.add("inner");
                              });
                          return null;
                        });
                    assertClean(
                        drop(
                            t,
                            () ->
                                t.spawn(
                                    "nested",
                                    c -> {
                                      c.yieldNow();
                                      return out.add("nested");
                                    }),
                            "nested"));
                    assertTrue(out.contains("nested"));
                  },
                  "outer"));
          out.add("after");
          assertEquals(0, t.mask);
          return null;
        },
        r -> {
          assertEquals(3, r.out().size(), r.out()::toString);
          assertEquals("after", r.out().getLast());
        });
  }

  @Test
  void T7_a_panic_in_a_drop_while_unwinding_is_attached_and_the_rest_of_the_drops_run() {
    everyWay(
        (t, out) ->
            withLocal(
                t,
                () -> out.add("last drop"),
                x ->
                    withLocal(
                        x,
                        () -> {
                          throw boom("second");
                        },
                        y -> {
                          throw boom("first");
                        })),
        r -> {
          assertEquals("first", r.failure().getMessage());
          assertEquals(List.of("second"), texts(r.failure().attached()));
          assertEquals(List.of("last drop"), r.out());
        });
  }

  @Test
  void T6_a_request_that_comes_while_a_drop_has_a_scope_open_stays_outside() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                10 * MS,
                (o, region) -> {
                  assertClean(
                      drop(
                          o,
                          () ->
                              scope(
                                  o,
                                  (p, s) -> {
                                    s.spawn(
                                        null,
                                        c -> {
                                          c.sleep(50 * MS);
                                          return out.add("child");
                                        });
                                    p.sleep(40 * MS);
                                    return out.add("body");
                                  }),
                          "slow"));
                  o.checkpoint();
                  return out.add("missed");
                }),
        r -> {
          assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
          assertEquals(List.of("body", "child"), r.out());
        });
  }
}
