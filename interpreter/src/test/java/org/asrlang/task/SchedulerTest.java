package org.asrlang.task;

import static org.asrlang.task.Runs.*;
import static org.junit.jupiter.api.Assertions.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static Object racing(Task t, List<Object> out) {
    scope(
        t,
        (o, s) -> {
          for (char name : new char[] {'a', 'b', 'c'}) {
            s.spawn(
                null,
                c -> {
                  c.yieldNow();
                  return out.add(name);
                });
          }
          return null;
        });
    return null;
  }

  @Test
  void T13_the_same_seed_gives_the_same_schedule_and_different_seeds_different_ones() {
    Set<List<Object>> orders = new HashSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Runs.Result a = seeded(seed, SchedulerTest::racing);
      Runs.Result b = seeded(seed, SchedulerTest::racing);
      assertEquals(a.out(), b.out());
      assertEquals(a.runtime().scheduleTrace(), b.runtime().scheduleTrace());
      orders.add(a.out());
    }
    assertEquals(6, orders.size());
  }

  @Test
  void T13_virtual_time_takes_no_real_time() {
    long start = System.nanoTime();
    Runs.Result r =
        seeded(
            1,
            (t, out) -> {
              scope(
                  t,
                  (o, s) -> {
                    for (int i = 1; i <= 24; i++) {
                      int hours = i;
                      s.spawn(
                          null,
                          c -> {
                            c.sleep(hours * 3_600_000L * MS);
                            return out.add(hours);
                          });
                    }
                    return null;
                  });
              return t.runtime().now() / (3_600_000L * MS);
            });
    assertEquals(24L, r.value());
    assertEquals(24, r.out().size());
    assertEquals(1, r.out().getFirst());
    assertEquals(24, r.out().getLast());
    assertTrue(System.nanoTime() - start < 60_000 * MS); // not a day
  }

  @Test
  void T13_each_spent_slice_takes_a_millisecond_and_preempts() {
    everySeed(
        (t, out) -> {
          boolean[] stop = new boolean[1];
          scope(
              t,
              (o, s) -> {
                s.spawn(
                    "hog",
                    c -> {
                      while (!stop[0]) {
                        spin(c);
                      }
                      return null;
                    });
                o.sleep(20 * MS);
                stop[0] = true;
                return null;
              });
          return t.runtime().now() / MS;
        },
        r -> assertTrue((long) r.value() >= 20 && (long) r.value() < 60, () -> "" + r.value()));
  }

  @Test
  void T13_a_deadlock_is_reported_with_the_tree_in_both_modes() {
    Program program =
        (t, out) -> {
          TaskMutex a = new TaskMutex();
          TaskMutex b = new TaskMutex();
          TaskBarrier both = new TaskBarrier(2);
          return scope(
              t,
              (o, s) -> {
                s.spawn("left", c -> lockBoth(c, a, b, both));
                s.spawn("right", c -> lockBoth(c, b, a, both));
                return null;
              });
        };
    List<Runs.Result> results = new ArrayList<>();
    everySeed(program, results::add);
    results.add(parallel(program));
    for (Runs.Result r : results) {
      assertEquals(CancelReason.Kind.DEADLOCK, r.failure().request().reason().kind());
      String report = r.runtime().deadlockReport().render();
      assertEquals(
          """
          deadlock: every task waits for another one
            main waits at the end of a scope for left, right
              left waits for a mutex held by right
              right waits for a mutex held by left\
          """,
          report);
    }
  }

  private static Object lockBoth(Task t, TaskMutex first, TaskMutex second, TaskBarrier both) {
    first.lock(t);
    try {
      both.await(t);
      second.lock(t);
      second.unlock(t);
      return null;
    } finally {
      first.unlock(t);
    }
  }

  @Test
  void T13_waiting_for_the_outside_is_no_deadlock_and_stops_the_clock() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      CountDownLatch latch = new CountDownLatch(1);
      Runs.Result r =
          seeded(
              seed,
              (t, out) ->
                  scope(
                      t,
                      (o, s) -> {
                        s.spawn(
                            "outside",
                            c -> {
                              try {
                                c.external("latch", false, () -> latch.await(5, SECONDS));
                              } catch (Exception e) {
                                throw new AssertionError(e);
                              }
                              return out.add("outside at " + c.runtime().now());
                            });
                        s.spawn(
                            "sleeper",
                            c -> {
                              latch.countDown();
                              c.sleep(MS);
                              return out.add("slept");
                            });
                        return null;
                      }));
      r.value();
      assertTrue(r.out().contains("slept"));
      assertEquals(2, r.out().size());
    }
  }

  private static final java.util.concurrent.TimeUnit SECONDS =
      java.util.concurrent.TimeUnit.SECONDS;

  @Test
  void T14_a_hundred_thousand_children_in_parallel() {
    Runs.Result r =
        parallel((t, out) ->
            scope(
                t,
                (o, s) -> {
                  List<TaskHandle> handles = new ArrayList<>();
                  for (int i = 0; i < 100_000; i++) {
                    int n = i;
                    handles.add(s.spawn(null, c -> n));
                  }
                  long sum = 0;
                  for (TaskHandle h : handles) {
                    sum += (int) joined(h.join(o));
                  }
                  return sum;
                }));
    assertEquals(100_000L * 99_999 / 2, r.value());
  }

  @Test
  void T16_threads_are_cancelled_when_main_returns_tasks_are_awaited() {
    everyWay(
        (t, out) -> {
          TaskChannel up = new TaskChannel(1);
          t.spawnThread(
              "thread",
              c ->
                  withLocal(
                      c,
                      () -> out.add("thread cleaned"),
                      x -> {
                        up.send(x, "up");
                        new TaskChannel(0).recv(x);
                        return null;
                      }));
          up.recv(t);
          t.spawn(
              "task",
              c -> {
                c.yieldNow();
                c.yieldNow();
                return out.add("task");
              });
          return "main";
        },
        r -> {
          assertEquals("main", r.value());
          assertEquals(List.of("task", "thread cleaned"), r.out());
        });
  }

  @Test
  void T16_exit_kills_with_drops_off() {
    everyWay(
        (t, out) ->
            scope(
                t,
                (o, s) -> {
                  s.spawn(
                      null,
                      c -> {
                        new TaskChannel(0).recv(c);
                        return null;
                      });
                  throw o.exit(7);
                }),
        r -> {
          assertTrue(r.failure().isKill());
          assertEquals(7, ((KillReason) r.failure().payload()).exitCode());
        });
  }

  @Test
  void T16_a_step_limit_and_a_task_limit_kill() {
    Limits steps = new Limits(1_000_000, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
    Limits tasks = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 100, Integer.MAX_VALUE);
    for (RuntimeOptions o : List.of(RuntimeOptions.parallel(), RuntimeOptions.seeded(3))) {
      Runs.Result a =
          run(
              o.withLimits(steps),
              (t, out) -> {
                while (true) {
                  spin(t);
                }
              });
      assertTrue(a.failure().isKill());
      assertTrue(a.failure().getMessage().contains("1000000 steps"));
      Runs.Result b =
          run(
              o.withLimits(tasks),
              (t, out) ->
                  scope(
                      t,
                      (p, s) -> {
                        while (true) {
                          s.spawn(null, c -> new TaskChannel(0).recv(c));
                          spin(p);
                          p.yieldNow();
                        }
                      }));
      assertTrue(b.failure().isKill());
    }
  }

  @Test
  void T16_a_wall_time_limit_kills() {
    Limits wall = new Limits(Long.MAX_VALUE, 20 * MS, Long.MAX_VALUE, Integer.MAX_VALUE);
    Runs.Result r =
        run(
            RuntimeOptions.parallel().withLimits(wall),
            (t, out) -> {
              while (true) {
                spin(t);
              }
            });
    assertTrue(r.failure().isKill());
  }

  @Test
  void T16_the_host_cancels_a_call_and_closes_the_runtime() {
    for (RuntimeOptions o : List.of(RuntimeOptions.parallel(), RuntimeOptions.seeded(1))) {
      List<Object> out = java.util.Collections.synchronizedList(new ArrayList<>());
      TaskRuntime runtime = new TaskRuntime(o);
      CountDownLatch running = new CountDownLatch(1);
      RootCall call =
          runtime.start(
              "call",
              t ->
                  withLocal(
                      t,
                      () -> out.add("cleaned"),
                      x -> {
                        running.countDown();
                        while (true) {
                          spin(x);
                        }
                      }),
              false);
      assertDoesNotThrow(() -> running.await());
      call.cancel(CancelReason.REQUESTED);
      assertTrue(((Unwind) joined(call.join())).isCancel());
      assertEquals(List.of("cleaned"), out);
      assertEquals(List.of(), runtime.close(Duration.ofSeconds(5)));
    }
  }

  @Test
  void T16_close_names_the_stragglers() {
    TaskRuntime runtime = new TaskRuntime(RuntimeOptions.parallel());
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    runtime.start(
        "deaf",
        t -> {
          try {
            return t.external(
                "host",
                false,
                () -> {
                  inside.countDown();
                  stuck.await();
                  return null;
                });
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        false);
    assertDoesNotThrow(() -> inside.await());
    assertEquals(List.of("deaf"), runtime.close(Duration.ofMillis(20)));
    stuck.countDown();
  }

  @Test
  void deep_recursion_goes_on_on_another_stack() {
    Runs.Result r =
        seeded(
            1,
            (t, out) ->
                scope(
                    t,
                    (o, s) ->
                        joined(
                            s.spawn(
                                    null,
                                    c -> {
                                      try {
                                        return recurse(c, 150_000);
                                      } catch (Exception e) {
                                        throw Unwind.of(e);
                                      }
                                    })
                                .join(o))));
    assertEquals(150_000, r.value());
  }

  private static int recurse(Task t, int n) throws Exception {
    if (n == 0) {
      t.yieldNow();
      return 0;
    }
    if (t.depth >= t.depthLimit) {
      assertTrue(t.canGoDeeper());
      return t.onDeepStack(() -> recurse(t, n));
    }
    t.depth++;
    int below = recurse(t, n - 1);
    t.depth--;
    return below + 1;
  }
}
