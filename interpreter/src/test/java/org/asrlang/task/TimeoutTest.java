package org.asrlang.task;

import static org.asrlang.task.Runs.*;
import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Rule T11 on what does not want to end: a loop, a drop that loops, a child that ignores
 * everything, a channel on which nothing comes. Under seeds, in parallel, and on every schedule
 * that an exploration tries.
 */
class TimeoutTest {
  private static final long LIMIT = 10 * MS;
  private static final long CLEANUP = 30 * MS;

  private static void inEveryMode(Program program, Consumer<Result> check) {
    RuntimeOptions options = RuntimeOptions.DEFAULT.withCleanupNanos(CLEANUP);
    for (int i = 0; i < 3; i++) {
      check.accept(run(options, program));
    }
    for (long seed = 1; seed <= 20; seed++) {
      check.accept(run(options.withSchedule(Schedule.random(seed)), program));
      check.accept(run(options.withSchedule(Schedule.pct(3, 50, seed)), program));
    }
    check.accept(run(options.withSchedule(Schedule.fifo()), program));
    List<Integer> path = List.of();
    for (int i = 0; i < 30 && path != null; i++) {
      Result r = run(options.withSchedule(Schedule.path(path)), program);
      check.accept(r);
      path = r.runtime().nextPath();
    }
  }

  private static Timeout.Result.Elapsed elapsed(Object result) {
    return assertInstanceOf(Timeout.Result.Elapsed.class, result);
  }

  private static Object loop(Task t) {
    while (true) {
      spin(t);
    }
  }

  /** As guest code that catches panics for ever: it never sees the cancellation. */
  private static Object deaf(Task t) {
    while (true) {
      try {
        if (t.id() % 2 == 0) {
          t.sleep(MS);
        } else {
          loop(t);
        }
      } catch (Unwind u) {
        if (!u.isPanic()) {
          throw u;
        }
      }
    }
  }

  @Test
  void T11_a_timeout_around_a_loop() {
    inEveryMode(
        (t, out) -> Timeout.run(t, LIMIT, (o, region) -> loop(o)),
        r -> assertTrue(elapsed(r.value()).cancelledAfterNanos() >= LIMIT));
  }

  @Test
  void T11_a_timeout_around_a_blocked_channel() {
    inEveryMode(
        (t, out) -> {
          TaskChannel c = new TaskChannel(0);
          Object received = Timeout.run(t, LIMIT, (o, region) -> c.recv(o));
          Object sent = Timeout.run(t, LIMIT, (o, region) -> c.send(o, "unwanted"));
          out.add(c.tryRecv(t) == TaskChannel.EMPTY);
          elapsed(received);
          return sent;
        },
        r -> {
          elapsed(r.value());
          assertEquals(List.of(true), r.out(), "a cancelled send has sent nothing");
        });
  }

  @Test
  void T11_a_timeout_around_children_that_ignore_everything() {
    inEveryMode(
        (t, out) ->
            Timeout.run(
                t,
                LIMIT,
                (o, region) ->
                    scope(
                        o,
                        (p, s) -> {
                          for (int i = 0; i < 3; i++) {
                            s.spawn(
                                null,
                                c -> {
                                  out.add("started"); // T10: or never
                                  return withLocal(c, () -> out.add("dropped"), TimeoutTest::deaf);
                                });
                          }
                          return deaf(p);
                        })),
        r -> {
          elapsed(r.value());
          long started = r.out().stream().filter("started"::equals).count();
          assertEquals(started, r.out().size() - started, "each has dropped its local");
        });
  }

  @Test
  void T11_a_timeout_around_a_drop_that_loops_ends_at_the_clean_up_deadline() {
    inEveryMode(
        (t, out) ->
            Timeout.run(
                t,
                LIMIT,
                (o, region) ->
                    withLocal(
                        o,
                        () -> out.add("next drop"),
                        p -> withLocal(p, () -> loop(p), TimeoutTest::sleeps))),
        r -> {
          Timeout.Result.Elapsed e = elapsed(r.value());
          assertTrue(e.totalNanos() >= CLEANUP, "not before");
          assertEquals(List.of("next drop"), r.out());
          assertEquals(List.of("Local"), r.runtime().abandonedDrops());
        });
  }

  @Test
  void T11_a_timeout_around_a_drop_that_waits_for_ever_ends_at_the_clean_up_deadline() {
    inEveryMode(
        (t, out) ->
            Timeout.run(
                t,
                LIMIT,
                (o, region) ->
                    scope(
                        o,
                        (p, s) -> {
                          s.spawn(
                              null,
                              c -> {
                                out.add("started");
                                return withLocal(
                                    c, () -> new TaskChannel(1).recv(c), TimeoutTest::sleeps);
                              });
                          return null;
                        })),
        r -> {
          elapsed(r.value());
          assertEquals(r.out().size(), r.runtime().abandonedDrops().size());
        });
  }

  private static Object sleeps(Task t) {
    t.sleep(3_600_000 * MS);
    return null;
  }
}
