package org.asrlang.task;

import static org.asrlang.task.Runs.MS;
import static org.asrlang.task.Runs.scope;
import static org.asrlang.task.Runs.spin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What host threads and tasks do at the same moment. Each test does it many times, so that a race
 * is likely to be seen; none can fail by chance.
 */
class RacesTest {
  private static final CancelReason MINE =
      new CancelReason(CancelReason.Kind.REQUESTED, "by this test");

  private final Random random = new Random();

  private static RuntimeOptions options(boolean seeded, long seed) {
    return seeded ? RuntimeOptions.seeded(seed) : RuntimeOptions.parallel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void T13_while_a_host_cancels_nothing_is_a_deadlock(boolean seeded) {
    TaskRuntime runtime = new TaskRuntime(options(seeded, 1));
    TaskChannel channel = new TaskChannel(0);
    runtime.scheduler.hold(); // as between its claim of a wait and the task's turn
    RootCall call = runtime.start("call", channel::recv, false);
    while (runtime.taskTree(1).roots().stream()
        .noneMatch(t -> t.state() == TaskInfo.State.WAITING)) {
      Thread.onSpinWait();
    }
    runtime.scheduler.recheck();
    assertNull(runtime.deadlockReport());
    runtime.scheduler.release();
    assertInstanceOf(Outcome.Failed.class, call.join());
    assertNotNull(runtime.deadlockReport());
    assertEquals(List.of(), runtime.close(Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void T16_a_host_that_cancels_as_all_begin_to_wait_does_not_kill(boolean seeded) throws Exception {
    for (int i = 0; i < 100; i++) {
      TaskRuntime runtime = new TaskRuntime(options(seeded, i));
      TaskChannel channel = new TaskChannel(0);
      CountDownLatch runs = new CountDownLatch(1);
      int turns = random.nextInt(3000);
      RootCall call =
          runtime.start(
              "call",
              t ->
                  scope(
                      t,
                      (o, s) -> {
                        s.spawn(
                            "late",
                            x -> {
                              runs.countDown();
                              for (int n = 0; n < turns; n++) {
                                spin(x);
                              }
                              return channel.recv(x);
                            });
                        return channel.recv(o);
                      }),
              false);
      runs.await();
      switch (i % 3) {
        case 0 -> call.cancel(MINE);
        case 1 -> runtime.cancelRoot(MINE);
        default -> runtime.cancelTask(call.task().id(), MINE);
      }
      Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, call.join());
      assertTrue(failed.failure().isCancel(), () -> "" + failed.failure());
      assertNull(runtime.killReason());
      assertEquals(List.of(), runtime.close(Duration.ofMinutes(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void T16_who_has_seen_a_task_end_may_spawn_another_one(boolean seeded) {
    TaskRuntime runtime =
        new TaskRuntime(
            options(seeded, 1)
                .withLimits(new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 2, Integer.MAX_VALUE)));
    Outcome outcome =
        runtime.run(
            "main",
            t -> {
              int sum = 0;
              for (int i = 0; i < 500; i++) {
                TaskHandle child = t.spawn(null, x -> 1);
                sum += (Integer) Runs.joined(child.join(t));
              }
              return sum;
            });
    assertEquals(new Outcome.Value(500), outcome);
  }

  /** Spawns more of its kind, by all ways; some are cancelled. */
  private final class Storm implements TaskBody {
    final AtomicInteger spawned = new AtomicInteger();
    final AtomicInteger ran = new AtomicInteger();
    final AtomicInteger dropped = new AtomicInteger();
    final AtomicInteger discarded = new AtomicInteger();

    private TaskBody body(int levels) {
      spawned.incrementAndGet();
      return new TaskBody() {
        @Override
        public Object run(Task t) {
          ran.incrementAndGet();
          return Runs.withLocal(
              t,
              () -> {
                t.yieldNow();
                dropped.incrementAndGet();
              },
              x -> {
                spawnMore(x, levels);
                x.sleep(random.nextInt(2) * MS / 10);
                return null;
              });
        }

        @Override
        public void discard(Task t) {
          discarded.incrementAndGet();
        }
      };
    }

    private void spawnMore(Task t, int levels) {
      for (int i = 0; levels > 0 && i < 4; i++) {
        switch (random.nextInt(4)) {
          case 0 -> t.spawn(null, body(levels - 1)).cancel();
          case 1 -> t.spawnThread(null, body(0));
          case 2 -> t.spawn(null, body(levels - 1)).drop(t);
          default ->
              scope(
                  t,
                  (o, s) -> {
                    s.spawn(null, body(levels - 1));
                    o.yieldNow();
                    return s.spawn(null, body(levels - 1));
                  });
        }
      }
    }

    @Override
    public Object run(Task t) {
      return scope(t, (o, s) -> s.spawn(null, body(3)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void T10_whatever_is_spawned_while_the_root_is_cancelled_runs_or_drops_its_captures(
      boolean seeded) {
    for (int i = 0; i < 30; i++) {
      TaskRuntime runtime = new TaskRuntime(options(seeded, i));
      Storm storm = new Storm();
      RootCall call = runtime.start("main", storm, false);
      for (int n = random.nextInt(20_000); n > 0; n--) {
        Thread.onSpinWait();
      }
      runtime.cancelRoot(MINE);
      call.join();
      assertEquals(List.of(), runtime.close(Duration.ofMinutes(1)));
      assertEquals(storm.spawned.get(), storm.ran.get() + storm.discarded.get());
      assertEquals(storm.ran.get(), storm.dropped.get());
    }
  }
}
