package org.asrlang.tests.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.asrlang.embed.CancelledException;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Function;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.PanicException;
import org.asrlang.embed.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of a program's functions from Java: threads, interruption, recursion. */
@Timeout(60)
class CallTest {
  private static final String SCRIPT =
      """
      struct Bye;

      impl Drop for Bye {
          fn drop(&mut self) { println!("bye"); }
      }

      fn whoami() { host::thread(); }

      fn wait() {
          let _bye = Bye;
          host::ready();
          std::thread::sleep(std::time::Duration::from_secs(3600));
      }

      fn spin() {
          let _bye = Bye;
          host::ready();
          loop {}
      }

      fn block() {
          let _bye = Bye;
          host::block();
      }

      fn depth(n: u64) -> u64 { if n == 0 { 0 } else { 1 + depth(n - 1) } }

      fn twice(n: i64) -> i64 { host::again(n) + 1 }

      fn double(n: i64) -> i64 { n * 2 }

      fn fail(text: &str) { panic!("no {text}"); }

      fn deadlock() {
          let (_sender, receiver) = std::sync::mpsc::channel::<i32>();
          receiver.recv().unwrap();
      }
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final AtomicReference<Thread> seen = new AtomicReference<>();
  private final AtomicReference<Function<Long>> inner = new AtomicReference<>();

  private Isolate isolate() throws Exception {
    Program program =
        Engine.builder()
            .module(
                "host",
                m ->
                    m.function(
                            "fn thread()",
                            call -> {
                              seen.set(Thread.currentThread());
                              return null;
                            })
                        .function(
                            "fn ready()",
                            call -> {
                              ready.countDown();
                              return null;
                            })
                        .function(
                            "fn block()",
                            call -> {
                              ready.countDown();
                              new CountDownLatch(1).await();
                              return null;
                            })
                        .function("fn again(n: i64) -> i64", call -> inner.get().call(call.get(0))))
            .build()
            .compile("calls.asr", SCRIPT);
    return program.isolate().capabilities(Capabilities.NONE.withOutput(out)).start();
  }

  @Test
  void runsOnTheCallingThread() throws Exception {
    try (Isolate isolate = isolate()) {
      isolate.function("whoami", Void.class).call();
      assertSame(Thread.currentThread(), seen.get());
    }
  }

  @Test
  void interruptingTheCallerCancelsTheCall() throws Exception {
    for (String name : List.of("wait", "spin", "block")) {
      out.reset();
      try (Isolate isolate = isolate()) {
        Function<Void> function = isolate.function(name, Void.class);
        AtomicReference<Boolean> status = new AtomicReference<>();
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        Thread caller =
            Thread.ofPlatform()
                .start(() -> {
                  thrown.set(assertThrows(RuntimeException.class, function::call));
                  status.set(Thread.currentThread().isInterrupted());
                });
        ready.await();
        caller.interrupt();
        caller.join();
        assertEquals(CancelledException.class, thrown.get().getClass(), name);
        assertTrue(status.get(), name);
        assertEquals("bye\n", out.toString(), name);
      }
    }
  }

  @Test
  void recursionIsNotBoundByTheCallersStack() throws Exception {
    try (Isolate isolate = isolate()) {
      Function<Long> depth = isolate.function("depth", long.class, long.class);
      assertEquals(10L, depth.call(10L));
      assertEquals(50_000L, depth.call(50_000L));
    }
  }

  @Test
  void aHostFunctionMayCallBack() throws Exception {
    try (Isolate isolate = isolate()) {
      inner.set(isolate.function("double", long.class, long.class));
      assertEquals(15L, isolate.function("twice", long.class, long.class).call(7L));
    }
  }

  @Test
  void manyThreadsMayCallAtOnce() throws Exception {
    try (Isolate isolate = isolate();
        var pool = Executors.newFixedThreadPool(8)) {
      Function<Long> function = isolate.function("double", long.class, long.class);
      List<Future<Long>> sums = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        sums.add(
            pool.submit(() -> {
              long sum = 0;
              for (long i = 0; i < 20_000; i++) {
                sum += function.call(i);
              }
              return sum;
            }));
      }
      for (Future<Long> sum : sums) {
        assertEquals(399_980_000L, sum.get());
      }
    }
  }

  @Test
  void closingTheIsolateCancelsCallsOfOtherThreads() throws Exception {
    Isolate isolate = isolate();
    Function<Void> function = isolate.function("wait", Void.class);
    AtomicReference<RuntimeException> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> thrown.set(assertThrows(RuntimeException.class, function::call)));
    ready.await();
    isolate.close();
    caller.join();
    assertEquals(CancelledException.class, thrown.get().getClass());
    assertEquals("bye\n", out.toString());
  }

  @Test
  void aPanicIsAnException() throws Exception {
    try (Isolate isolate = isolate()) {
      Function<Void> function = isolate.function("fail", Void.class, String.class);
      assertEquals(
          "no luck", assertThrows(PanicException.class, () -> function.call("luck")).getMessage());
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void aDeadlockEndsTheCall() throws Exception {
    try (Isolate isolate = isolate()) {
      Function<Void> function = isolate.function("deadlock", Void.class);
      assertThrows(CancelledException.class, function::call);
    }
  }
}
