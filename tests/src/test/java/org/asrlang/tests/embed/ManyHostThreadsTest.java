package org.asrlang.tests.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import org.asrlang.embed.CancelledException;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Execution;
import org.asrlang.embed.Function;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.task.DeadlockReport;
import org.asrlang.task.TaskEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Host threads that call, cancel, look and close at the same time. What they meet is a matter of
 * chance, that nothing gets lost is not.
 */
class ManyHostThreadsTest {
  private static final int THREADS = 6;
  private static final int CALLS = 40;
  private static final String SOURCE =
      """
      use asr::{task, time};
      use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
      use std::sync::mpsc;
      use std::time::Duration;

      static ALIVE: AtomicI64 = AtomicI64::new(0);

      struct Alive;

      impl Alive {
          fn new() -> Alive {
              ALIVE.fetch_add(1, SeqCst);
              Alive
          }
      }

      impl Drop for Alive {
          fn drop(&mut self) {
              task::yield_now();
              ALIVE.fetch_sub(1, SeqCst);
          }
      }

      pub fn alive() -> i64 { ALIVE.load(SeqCst) }

      pub fn double(n: i64) -> i64 {
          let _alive = Alive::new();
          n * 2
      }

      pub fn channel(n: i64) -> i64 {
          let _alive = Alive::new();
          let (tx, rx) = mpsc::sync_channel(1);
          task::scope(|s| {
              s.spawn(move || {
                  for _ in 0..n {
                      if tx.send((2, Alive::new())).is_err() {
                          break;
                      }
                  }
              });
              let mut sum = 0;
              while let Ok((i, _alive)) = rx.recv() {
                  sum += i;
              }
              sum
          })
      }

      pub fn sleep(n: i64) -> i64 {
          let _alive = Alive::new();
          time::sleep(Duration::from_micros(n as u64));
          host::block(n);
          2 * n
      }

      pub fn forever(_: i64) -> i64 {
          let _alive = Alive::new();
          task::scope(|s| {
              s.spawn(|| {
                  let _alive = Alive::new();
                  time::sleep(Duration::MAX);
              });
              loop {}
          })
      }
      """;

  private final Queue<Object> wrong = new ConcurrentLinkedQueue<>();

  private Isolate isolate(boolean seeded) throws Exception {
    Program program =
        Engine.builder()
            .module(
                "host",
                m ->
                    m.function(
                        "fn block(n: i64)",
                        call -> {
                          Thread.sleep(Duration.ofNanos(call.getLong(0) * 1000));
                          return null;
                        }))
            .build()
            .compile("many.asr", SOURCE);
    TaskEvents events =
        new TaskEvents() {
          @Override
          public void deadlock(DeadlockReport report) {
            wrong.add(report.render());
          }
        };
    Isolate.Builder b = program.isolate().events(events);
    return (seeded ? b.seed(1) : b).start();
  }

  private void call(Isolate isolate, Function<Long> function) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long n = random.nextInt(50);
    switch (random.nextInt(4)) {
      case 0 -> assertEquals(2 * n, function.start(n).join());
      case 1 -> {
        Execution<Long> endless = isolate.function("forever", Long.class, long.class).start(n);
        LockSupport.parkNanos(random.nextInt(200_000));
        endless.cancel("enough");
        try {
          endless.join();
          wrong.add("an endless call has ended");
        } catch (CancelledException e) {
          // as it was asked for
        }
      }
      default -> assertEquals(2 * n, function.call(n));
    }
    if (Thread.interrupted()) {
      wrong.add("interrupted by nobody");
    }
  }

  /** Many calls at once, until they are made or the isolate is closed under them. */
  private List<Future<?>> calls(ThreadPoolExecutor pool, Isolate isolate, boolean closes) {
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Function<Long> function =
          isolate.function(
              List.of("double", "channel", "sleep").get(t % 3), Long.class, long.class);
      all.add(
          pool.submit(() -> {
            for (int i = 0; i < CALLS; i++) {
              try {
                call(isolate, function);
              } catch (CancelledException e) {
                assertTrue(closes, e::toString);
              }
              isolate.taskTree(20);
            }
          }));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsAndCancellationsDoNotMeetEachOther(boolean seeded) throws Exception {
    try (var pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(THREADS);
        Isolate isolate = isolate(seeded)) {
      for (Future<?> f : calls(pool, isolate, false)) {
        f.get();
      }
      assertEquals(0L, isolate.function("alive", Long.class).call());
    }
    assertEquals(List.of(), List.copyOf(wrong));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIsolateIsClosedByTwoThreadsUnderItsCalls(boolean seeded) throws Exception {
    try (var pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(THREADS + 1)) {
      Isolate isolate = isolate(seeded);
      List<Future<?>> calls = calls(pool, isolate, true);
      LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(20_000_000));
      Future<List<String>> other = pool.submit(() -> isolate.close(Duration.ofMinutes(1)));
      assertEquals(List.of(), isolate.close(Duration.ofMinutes(1)));
      assertEquals(List.of(), other.get());
      for (Future<?> f : calls) {
        f.get();
      }
      assertEquals(0, isolate.runtime().liveTasks());
    }
    assertEquals(List.of(), List.copyOf(wrong));
  }

  @Test
  void aClosedIsolateTakesNoCalls() throws Exception {
    Isolate isolate = isolate(false);
    Function<Long> function = isolate.function("double", Long.class, long.class);
    isolate.close();
    RuntimeException refused = null;
    try {
      function.call(1L);
    } catch (RuntimeException e) {
      refused = e;
    }
    assertInstanceOf(CancelledException.class, refused);
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
