package org.asrlang.task;

import static org.asrlang.task.Runs.*;
import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void T3_a_scope_returns_its_value_after_all_children() {
    everyWay(
        (t, out) -> {
          AtomicInteger ended = new AtomicInteger();
          Object v =
              scope(
                  t,
                  (o, s) -> {
                    for (int i = 0; i < 10; i++) {
                      s.spawn(
                          null,
                          c -> {
                            c.yieldNow();
                            return ended.incrementAndGet();
                          });
                    }
                    return "value";
                  });
          out.add(ended.get());
          return v;
        },
        r -> {
          assertEquals("value", r.value());
          assertEquals(List.of(10), r.out());
        });
  }

  @Test
  void T3_children_are_joined_before_a_panic_of_the_body_leaves() {
    everyWay(
        (t, out) -> {
          try {
            scope(
                t,
                (o, s) -> {
                  s.spawn("child", c -> withLocal(c, () -> out.add("cleaned"), x -> forever(x)));
                  o.yieldNow();
                  throw boom("body");
                });
          } catch (Unwind u) {
            out.add(u.getMessage());
          }
          return null;
        },
        r -> {
          assertEquals("body", r.out().getLast());
          assertNull(r.value());
        });
  }

  @Test
  void T3_a_spawned_child_is_joined_after_the_task_and_before_it_ends() {
    everyWay(
        (t, out) -> {
          Object v =
              scope(
                  t,
                  (o, s) -> {
                    TaskHandle h =
                        s.spawn(
                            "child",
                            c -> {
                              c.spawn(
                                  "grandchild",
                                  g -> {
                                    g.yieldNow();
                                    g.yieldNow();
                                    out.add("grandchild");
                                    return null;
                                  });
                              return "child";
                            });
                    out.add(joined(h.join(o)));
                    return null;
                  });
          return v;
        },
        r -> assertEquals(List.of("grandchild", "child"), r.out()));
  }

  @Test
  void T3_children_may_spawn_siblings() {
    everyWay(
        (t, out) ->
            scope(
                t,
                (o, s) -> {
                  s.spawn(null, c -> s.spawn(null, d -> out.add("sibling")));
                  return 1;
                }),
        r -> assertEquals(List.of("sibling"), r.out()));
  }

  @Test
  void T4_a_failing_child_cancels_siblings_and_body() {
    everyWay(
        (t, out) -> {
          try {
            return scope(
                t,
                (o, s) -> {
                  s.spawn("a", c -> withLocal(c, () -> out.add("a cleaned"), Runs::forever));
                  s.spawn(
                      "b",
                      c -> {
                        // wait until the others are under way
                        while (out.isEmpty()) {
                          c.yieldNow();
                        }
                        throw boom("b");
                      });
                  return withLocal(
                      o,
                      () -> out.add("body cleaned"),
                      x -> {
                        out.add("started");
                        return forever(x);
                      });
                });
          } catch (Unwind u) {
            assertTrue(u.isPanic());
            return u.getMessage();
          }
        },
        r -> {
          assertEquals("b", r.value());
          assertTrue(r.out().contains("body cleaned"));
        });
  }

  @Test
  void T4_further_panics_are_attached_in_spawn_order() {
    everySeed(
        (t, out) ->
            scope(
                t,
                (o, s) -> {
                  for (int i = 0; i < 5; i++) {
                    int n = i;
                    // each fails in its drop when the first one fails
                    s.spawn(
                        "c" + n,
                        c ->
                            withLocal(
                                c,
                                () -> {
                                  throw boom("drop " + n);
                                },
                                x -> {
                                  if (n == 2) {
                                    x.sleep(10 * MS);
                                    throw boom("first");
                                  }
                                  x.sleep(1000 * MS);
                                  return null;
                                }));
                  }
                  return null;
                }),
        r -> {
          Unwind u = r.failure();
          assertEquals("first", u.getMessage());
          List<String> texts = texts(u.attached());
          assertEquals("drop 2", texts.getFirst(), "its own drop first (T7)");
          assertEquals(
              List.of("drop 0", "drop 1", "drop 3", "drop 4"), texts.subList(1, texts.size()));
        });
  }

  @Test
  void T4_join_of_a_failed_child_does_not_return() {
    everyWay(
        (t, out) ->
            scope(
                t,
                (o, s) -> {
                  TaskHandle h =
                      s.spawn(
                          null,
                          c -> {
                            throw boom("child");
                          });
                  h.join(o);
                  out.add("returned");
                  return null;
                }),
        r -> {
          assertEquals("child", r.failure().getMessage());
          assertEquals(List.of(), r.out());
        });
  }

  @Test
  void T4_supervise_keeps_failures_apart() {
    everyWay(
        (t, out) ->
            TaskScope.run(
                t,
                ScopeMode.SUPERVISE,
                (o, s) -> {
                  TaskHandle bad =
                      s.spawn(
                          null,
                          c -> {
                            throw boom("bad");
                          });
                  TaskHandle good = s.spawn(null, c -> "good");
                  TaskHandle cancelled = s.spawn(null, Runs::forever);
                  out.add(((Unwind) joined(bad.join(o))).getMessage());
                  out.add(joined(good.join(o)));
                  cancelled.cancel();
                  out.add(((Unwind) joined(cancelled.join(o))).kind());
                  return null;
                }),
        r -> {
          assertNull(r.value());
          assertEquals(List.of("bad", "good", Unwind.Kind.CANCEL), r.out());
        });
  }

  /** An Err is a one-element list here. */
  private record Tried(ScopeBody run, List<Object> out) implements ScopeBody {
    @Override
    public Object run(Task t, TaskScope s) {
      return run.run(t, s);
    }

    @Override
    public boolean isErr(Object v) {
      return v instanceof List<?>;
    }

    @Override
    public void discardResult(Task t, Object v) {
      out.add("dropped " + v);
    }
  }

  private record TriedChild(TaskBody run, List<Object> out) implements TaskBody {
    @Override
    public Object run(Task t) {
      return run.run(t);
    }

    @Override
    public boolean isErr(Object v) {
      return v instanceof List<?>;
    }

    @Override
    public void discardResult(Task t, Object v) {
      out.add("dropped " + v);
    }
  }

  @Test
  void T4_try_scope_returns_the_first_err_and_drops_the_others() {
    everySeed(
        (t, out) ->
            TaskScope.run(
                t,
                ScopeMode.TRY,
                new Tried(
                    (o, s) -> {
                      s.spawn(
                          null,
                          new TriedChild(
                              c -> {
                                c.sleep(5 * MS);
                                return List.of("first");
                              },
                              out));
                      s.spawn(
                          null,
                          new TriedChild(
                              c -> {
                                c.enterDrop(); // cannot be cancelled, so it ends with an Err too
                                c.sleep(9 * MS);
                                c.leaveDrop(null, "");
                                return List.of("second");
                              },
                              out));
                      s.spawn(null, Runs::forever);
                      o.sleep(1000 * MS);
                      return "body";
                    },
                    out)),
        r -> {
          assertEquals(List.of("first"), r.value());
          assertEquals(List.of("dropped [second]"), r.out());
        });
  }

  @Test
  void std_thread_scope_waits_for_all_and_panics_only_for_unjoined_threads() {
    everyWay(
        (t, out) ->
            TaskScope.run(
                t,
                ScopeMode.THREAD_SCOPE,
                (o, s) -> {
                  TaskHandle bad =
                      s.spawn(
                          null,
                          c -> {
                            throw boom("bad");
                          });
                  s.spawn(
                      null,
                      c -> {
                        c.yieldNow();
                        return out.add("not cancelled");
                      });
                  joined(bad.join(o));
                  return "fine";
                }),
        r -> {
          assertEquals("fine", r.value());
          assertEquals(List.of("not cancelled"), r.out());
        });
    everyWay(
        (t, out) ->
            TaskScope.run(
                t,
                ScopeMode.THREAD_SCOPE,
                (o, s) -> {
                  s.spawn(
                      null,
                      c -> {
                        throw boom("bad");
                      });
                  return "fine";
                }),
        r -> assertEquals("a scoped thread panicked", r.failure().getMessage()));
  }

  @Test
  void T8_dropping_a_handle_neither_detaches_nor_cancels_and_T9_the_result_is_dropped_once() {
    class Body implements TaskBody {
      final List<Object> out;

      Body(List<Object> out) {
        this.out = out;
      }

      @Override
      public Object run(Task c) {
        c.yieldNow();
        return "result";
      }

      @Override
      public void discardResult(Task c, Object v) {
        c.yieldNow(); // a drop may suspend
        out.add(v);
      }
    }
    everyWay(
        (t, out) ->
            scope(
                t,
                (o, s) -> {
                  for (int i = 0; i < 5; i++) {
                    TaskHandle h = s.spawn(null, new Body(out));
                    for (int k = 0; k < i; k++) {
                      o.yieldNow();
                    }
                    assertClean(drop(o, () -> h.drop(o), "handle"));
                  }
                  return null;
                }),
        r -> assertEquals(List.of("result", "result", "result", "result", "result"), r.out()));
  }

  @Test
  void T10_a_child_born_cancelled_never_runs_its_body_but_drops_its_captures() {
    class Body implements TaskBody {
      final List<Object> out;

      Body(List<Object> out) {
        this.out = out;
      }

      @Override
      public Object run(Task c) {
        return out.add("ran");
      }

      @Override
      public void discard(Task c) {
        c.yieldNow();
        out.add("captures dropped");
      }
    }
    everyWay(
        (t, out) -> {
          try {
            return scope(
                t,
                (o, s) -> {
                  s.cancel(CancelReason.REQUESTED);
                  s.spawn(null, new Body(out));
                  return null;
                });
          } catch (Unwind u) {
            return u.kind();
          }
        },
        r -> {
          assertEquals(Unwind.Kind.CANCEL, r.value());
          assertEquals(List.of("captures dropped"), r.out());
        });
  }

  @Test
  void a_hundred_levels_of_scopes_end_inside_out() {
    everySeed(
        (t, out) -> {
          nest(t, out, 100);
          return null;
        },
        r -> {
          List<Object> expected = new ArrayList<>();
          for (int i = 1; i <= 100; i++) {
            expected.add(i);
          }
          assertEquals(expected, r.out());
        });
  }

  private static void nest(Task t, List<Object> out, int level) {
    if (level == 0) {
      return;
    }
    scope(
        t,
        (o, s) ->
            s.spawn(
                null,
                c -> {
                  nest(c, out, level - 1);
                  return out.add(level);
                }));
  }
}
