package org.asrlang.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoppableClockTest {
  @Test
  void standsStillUntilTheLastOneRestartsIt() {
    StoppableClock clock = new StoppableClock();
    clock.stop();
    clock.stop();
    long stopped = clock.now();
    clock.restart();
    assertTrue(clock.stopped());
    assertEquals(stopped, clock.now());
    clock.restart();
    long next = clock.now();
    while (clock.now() == next) {
      Thread.onSpinWait();
    }
    assertTrue(clock.now() > stopped);
  }

  @Test
  void neverRunsBackwardsFromOneThreadToAnother() throws InterruptedException {
    StoppableClock clock = new StoppableClock();
    AtomicLong latest = new AtomicLong();
    AtomicBoolean backwards = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean stops = i % 2 == 0;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 20_000; n++) {
                  long before = latest.get();
                  long now = clock.now();
                  if (now < before) {
                    backwards.set(true);
                  }
                  latest.accumulateAndGet(now, Math::max);
                  if (stops) {
                    clock.stop();
                    clock.restart();
                  }
                }
              }));
    }
    for (Thread t : threads) {
      t.join();
    }
    assertTrue(!backwards.get());
  }
}
