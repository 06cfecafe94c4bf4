package org.asrlang.task;

import static org.asrlang.task.Runs.*;
import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CancellationTest {
  @Test
  void T5_cancellation_persists_and_cannot_be_swallowed() {
    everyWay(
        (t, out) -> {
          try {
            return scope(
                t,
                (o, s) -> {
                  s.cancel(CancelReason.REQUESTED);
                  for (int i = 0; i < 3; i++) {
                    try {
                      o.checkpoint();
                      out.add("missed");
                    } catch (Unwind u) {
                      out.add(u.request().reason().kind());
                    }
                  }
                  o.sleep(1);
                  return null;
                });
          } catch (Unwind u) {
            t.checkpoint(); // outside the cancelled scope all is well again
            return "outside";
          }
        },
        r -> {
          assertEquals("outside", r.value());
          assertEquals(
              List.of(
                  CancelReason.Kind.REQUESTED,
                  CancelReason.Kind.REQUESTED,
                  CancelReason.Kind.REQUESTED),
              r.out());
        });
  }

  @Test
  void T5_cancel_reaches_grandchildren_and_children_clean_up_before_their_parent() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                100 * MS,
                (o, region) ->
                    withLocal(
                        o,
                        () -> out.add("parent"),
                        x ->
                            scope(
                                x,
                                (p, s) -> {
                                  s.spawn(
                                      "child",
                                      c ->
                                          withLocal(
                                              c,
                                              () -> {
                                                c.sleep(20 * MS);
                                                out.add("child");
                                              },
                                              y ->
                                                  scope(
                                                      y,
                                                      (q, s2) ->
                                                          s2.spawn(
                                                              "grandchild",
                                                              g ->
                                                                  withLocal(
                                                                      g,
                                                                      () -> {
                                                                        g.sleep(30 * MS);
                                                                        out.add("grandchild");
                                                                      },
                                                                      Runs::forever)))));
                                  return forever(p);
                                }))),
        r -> {
          assertEquals(List.of("grandchild", "child", "parent"), r.out());
          assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
        });
  }

  @Test
  void T5_panic_outranks_cancellation_which_stays_attached() {
    everySeed(
        (t, out) -> {
          // a panic in a drop while an outer cancellation unwinds an inner scope
          return Timeout.run(
              t,
              10 * MS,
              (o, region) ->
                  scope(
                      o,
                      (p, s) ->
                          withLocal(
                              p,
                              () -> {
                                throw boom("in drop");
                              },
                              Runs::forever)));
        },
        r -> {
          Unwind u = r.failure();
          assertTrue(u.isPanic());
          assertEquals("in drop", u.getMessage());
          assertEquals(Unwind.Kind.CANCEL, u.attached().getFirst().kind());
        });
  }

  @Test
  void T2_an_endless_loop_is_cancelled_by_the_budget_and_that_poisons() {
    everySeed(
        (t, out) ->
            Timeout.run(
                t,
                50 * MS,
                (o, region) -> {
                  try {
                    while (true) {
                      spin(o);
                    }
                  } catch (Unwind u) {
                    out.add(u.isForced() && u.poisons());
                    throw u;
                  }
                }),
        r -> {
          assertEquals(List.of(true), r.out());
          assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
        });
  }

  @Test
  void T2_an_endless_loop_of_a_child_is_cancelled_in_parallel_runs_too() {
    Runs.Result r =
        parallel((t, out) ->
            scope(
                t,
                (o, s) -> {
                  for (int i = 0; i < 8; i++) {
                    s.spawn(
                        null,
                        c -> {
                          while (true) {
                            spin(c);
                          }
                        });
                  }
                  o.yieldNow();
                  throw boom("enough");
                }));
    assertEquals("enough", r.failure().getMessage());
  }

  @Test
  void T2_the_budget_cancels_only_after_a_whole_slice_and_never_in_std() {
    everySeed(
        (t, out) -> {
          try {
            return scope(
                t,
                (o, s) -> {
                  s.cancel(CancelReason.REQUESTED);
                  o.endOfSlice();
                  out.add("not yet");
                  o.inStd++;
                  for (int i = 0; i < 100_000; i++) {
                    spin(o);
                  }
                  o.inStd--;
                  out.add("std is through");
                  int n = 0;
                  while (n++ < 2 * Task.SLICE) {
                    spin(o);
                  }
                  out.add("missed");
                  return null;
                });
          } catch (Unwind u) {
            return u.isForced();
          }
        },
        r -> {
          assertEquals(true, r.value());
          assertEquals(List.of("not yet", "std is through"), r.out());
        });
  }

  @Test
  void T9_a_finished_child_is_delivered_although_its_scope_is_cancelled() {
    everySeed(
        (t, out) ->
            scope(
                t,
                (o, s) -> {
                  TaskHandle h = s.spawn(null, c -> "result");
                  o.sleep(MS);
                  s.cancel(CancelReason.REQUESTED);
                  return "body";
                }),
        r -> assertEquals("body", r.value()));
  }

  @Test
  void T11_a_timeout_returns_the_value_or_elapsed_and_outer_deadlines_reach_inwards() {
    everySeed(
        (t, out) -> {
          out.add(
              Timeout.run(
                  t,
                  100 * MS,
                  (o, r) -> {
                    o.sleep(50 * MS);
                    return "in time";
                  }));
          var outer =
              Timeout.run(
                  t,
                  20 * MS,
                  (o, r) -> {
                    Timeout.run(
                        o,
                        3_600_000 * MS,
                        (p, r2) -> {
                          p.sleep(7_200_000 * MS);
                          return null;
                        });
                    out.add("missed");
                    return null;
                  });
          out.add(outer instanceof Timeout.Result.Elapsed);
          return t.runtime().now() / MS;
        },
        r -> {
          assertEquals(List.of(new Timeout.Result.Completed("in time"), true), r.out());
          assertEquals(70L, r.value());
        });
  }

  @Test
  void T11_a_spawn_inside_a_timeout_belongs_to_it() {
    everySeed(
        (t, out) -> {
          out.add(
              Timeout.run(
                      t,
                      30 * MS,
                      (o, region) -> {
                        o.spawn(
                            null,
                            c ->
                                withLocal(
                                    c,
                                    () -> out.add("cleaned"),
                                    x -> {
                                      x.sleep(1000 * MS);
                                      return null;
                                    }));
                        return "body done";
                      })
                  instanceof Timeout.Result.Elapsed);
          return null;
        },
        r -> assertEquals(List.of("cleaned", true), r.out()));
  }

  @Test
  void T12_race_joins_the_losers_before_the_winner_is_used() {
    everySeed(
        (t, out) -> {
          Winner w =
              race(
                  t,
                  c -> {
                    c.sleep(20 * MS);
                    return "slow";
                  },
                  c -> {
                    c.sleep(10 * MS);
                    return "fast";
                  },
                  c ->
                      withLocal(
                          c,
                          () -> {
                            c.sleep(500 * MS);
                            out.add("loser cleaned");
                          },
                          Runs::forever));
          out.add(w.value());
          return w.index();
        },
        r -> {
          assertEquals(List.of("loser cleaned", "fast"), r.out());
          assertEquals(1, r.value());
        });
  }

  @Test
  void T12_a_loser_that_finishes_drops_its_result() {
    class Arm implements TaskBody {
      final List<Object> out;
      final String name;

      Arm(List<Object> out, String name) {
        this.out = out;
        this.name = name;
      }

      @Override
      public Object run(Task c) {
        c.enterDrop(); // not to be cancelled
        c.yieldNow();
        c.leaveDrop(null, "");
        return name;
      }

      @Override
      public void discardResult(Task c, Object v) {
        out.add("dropped " + v);
      }

      @Override
      public void discard(Task c) {
        out.add("dropped " + name);
      }
    }
    everyWay(
        (t, out) -> race(t, new Arm(out, "a"), new Arm(out, "b")).value(),
        r -> assertEquals(List.of("dropped " + (r.value().equals("a") ? "b" : "a")), r.out()));
  }

  @Test
  void T12_a_panic_of_an_arm_is_the_panic_of_the_race() {
    everySeed(
        (t, out) ->
            race(
                t,
                Runs::forever,
                c -> {
                  throw boom("arm");
                }),
        r -> assertEquals("arm", r.failure().getMessage()));
  }

  @Test
  void a_cancelled_external_call_is_interrupted_and_a_result_that_is_there_is_delivered() {
    AtomicBoolean interrupted = new AtomicBoolean();
    Runs.Result r =
        parallel((t, out) -> {
          var latch = new java.util.concurrent.CountDownLatch(1);
          var started = new TaskChannel(1);
          try {
            return scope(
                t,
                (o, s) -> {
                  s.spawn(
                      null,
                      c -> {
                        started.send(c, "now");
                        try {
                          return c.external(
                              "latch",
                              true,
                              () -> {
                                try {
                                  latch.await();
                                } catch (InterruptedException e) {
                                  interrupted.set(true);
                                  throw e;
                                }
                                return null;
                              });
                        } catch (Unwind u) {
                          throw u;
                        } catch (Exception e) {
                          throw new AssertionError(e);
                        }
                      });
                  started.recv(o);
                  throw boom("stop");
                });
          } catch (Unwind u) {
            return u.getMessage();
          }
        });
    assertEquals("stop", r.value());
  }

  @Test
  void T9_an_arm_that_finishes_after_the_race_was_cancelled_drops_its_result() {
    class Arm implements TaskBody {
      final List<Object> out;

      Arm(List<Object> out) {
        this.out = out;
      }

      @Override
      public Object run(Task c) {
        c.enterDrop(); // not to be cancelled
        c.sleep(50 * MS);
        c.leaveDrop(null, "");
        return "arm";
      }

      @Override
      public void discardResult(Task c, Object v) {
        out.add("dropped " + v);
      }
    }
    everySeed(
        (t, out) -> Timeout.run(t, 10 * MS, (o, region) -> race(o, new Arm(out))),
        r -> {
          assertInstanceOf(Timeout.Result.Elapsed.class, r.value());
          assertEquals(List.of("dropped arm"), r.out());
        });
  }
}
