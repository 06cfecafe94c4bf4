package org.asrlang.task;

import static org.asrlang.task.Runs.*;
import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SyncTest {
  @Test
  void a_mutex_excludes() {
    everyWay(
        (t, out) -> {
          TaskMutex m = new TaskMutex();
          int[] count = new int[1];
          scope(
              t,
              (o, s) -> {
                for (int i = 0; i < 8; i++) {
                  s.spawn(
                      null,
                      c -> {
                        for (int k = 0; k < 100; k++) {
                          m.lock(c);
                          int v = count[0];
                          if (k % 10 == 0) {
                            c.yieldNow();
                          }
                          count[0] = v + 1;
                          m.unlock(c);
                        }
                        return null;
                      });
                }
                return null;
              });
          assertFalse(m.isLocked());
          return count[0];
        },
        r -> assertEquals(800, r.value()));
  }

  @Test
  void a_cancelled_wait_for_a_mutex_leaves_the_queue_intact() {
    everySeed(
        (t, out) -> {
          TaskMutex m = new TaskMutex();
          m.lock(t);
          scope(
              t,
              (o, s) -> {
                s.spawn(
                    "impatient",
                    c ->
                        Timeout.run(
                            c,
                            10 * MS,
                            (x, region) -> {
                              m.lock(x);
                              return out.add("missed");
                            }));
                s.spawn(
                    "patient",
                    c -> {
                      c.sleep(MS);
                      m.lock(c);
                      out.add("locked");
                      m.unlock(c);
                      return null;
                    });
                o.sleep(50 * MS);
                m.unlock(o);
                return null;
              });
          return m.isLocked();
        },
        r -> {
          assertEquals(false, r.value());
          assertEquals(List.of("locked"), r.out());
        });
  }

  @Test
  void poison_by_panic_and_by_force_but_not_by_cancellation() {
    TaskMutex m = new TaskMutex();
    Runs.Result r =
        seeded(
            1,
            (t, out) -> {
              m.lock(t);
              CancelRequest q = new CancelRequest(CancelReason.REQUESTED, t.scope(), 0);
              m.unlock(t, Unwind.cancel(q));
              out.add(m.isPoisoned());
              m.lock(t);
              m.unlock(t, Unwind.forcedCancel(q));
              out.add(m.isPoisoned());
              return null;
            });
    assertEquals(List.of(false, true), r.out());
  }

  @Test
  void an_rwlock_shares_reads_and_excludes_writes() {
    everyWay(
        (t, out) -> {
          TaskRwLock l = new TaskRwLock();
          int[] value = new int[2];
          scope(
              t,
              (o, s) -> {
                for (int i = 0; i < 6; i++) {
                  boolean writer = i % 3 == 0;
                  s.spawn(
                      null,
                      c -> {
                        for (int k = 0; k < 50; k++) {
                          if (writer) {
                            l.write(c);
                            value[0]++;
                            c.yieldNow();
                            value[1]++;
                            l.unlockWrite(c, null);
                          } else {
                            l.read(c);
                            assertEquals(value[0], value[1]);
                            c.yieldNow();
                            assertEquals(value[0], value[1]);
                            l.unlockRead(c);
                          }
                        }
                        return null;
                      });
                }
                return null;
              });
          assertTrue(l.tryWrite(t));
          return value[0];
        },
        r -> assertEquals(100, r.value()));
  }

  @Test
  void a_cancelled_writer_lets_the_readers_behind_it_in() {
    everySeed(
        (t, out) -> {
          TaskRwLock l = new TaskRwLock();
          l.read(t);
          return scope(
              t,
              (o, s) -> {
                s.spawn(
                    "writer",
                    c ->
                        Timeout.run(
                            c,
                            10 * MS,
                            (x, region) -> {
                              l.write(x);
                              return null;
                            }));
                s.spawn(
                    "reader",
                    c -> {
                      c.sleep(5 * MS);
                      l.read(c);
                      out.add(c.runtime().now() / MS);
                      l.unlockRead(c);
                      return null;
                    });
                o.sleep(100 * MS);
                l.unlockRead(o);
                return null;
              });
        },
        r -> assertEquals(List.of(10L), r.out()));
  }

  @Test
  void channels_lose_nothing_and_keep_order_per_sender() {
    for (int capacity : new int[] {0, 1, 3, TaskChannel.UNBOUNDED}) {
      everyWay(
          (t, out) -> {
            TaskChannel ch = new TaskChannel(capacity);
            return scope(
                t,
                (o, s) -> {
                  for (int i = 0; i < 4; i++) {
                    int sender = i;
                    ch.cloneSender();
                    s.spawn(
                        null,
                        c -> {
                          for (int k = 0; k < 50; k++) {
                            assertEquals(TaskChannel.Sent.SENT, ch.send(c, sender * 1000 + k));
                          }
                          ch.dropSender(c);
                          return null;
                        });
                  }
                  ch.dropSender(o);
                  int[] next = new int[4];
                  int count = 0;
                  for (Object v = ch.recv(o); v != TaskChannel.DISCONNECTED; v = ch.recv(o)) {
                    int n = (int) v;
                    assertEquals(next[n / 1000]++, n % 1000);
                    count++;
                  }
                  return count;
                });
          },
          r -> assertEquals(200, r.value()));
    }
  }

  @Test
  void T9_a_value_is_with_the_sender_or_the_receiver_whatever_is_cancelled() {
    for (int capacity : new int[] {0, 1, TaskChannel.UNBOUNDED}) {
      everyWay(
          (t, out) -> {
            TaskChannel ch = new TaskChannel(capacity);
            List<Object> kept = new ArrayList<>(); // sent by nobody: still with the sender
            List<Object> got = new ArrayList<>();
            try {
              scope(
                  t,
                  (o, s) -> {
                    s.spawn(
                        "sender",
                        c -> {
                          for (int k = 0; ; k++) {
                            try {
                              if (ch.send(c, k) != TaskChannel.Sent.SENT) {
                                kept.add(k);
                              }
                            } catch (Unwind u) {
                              kept.add(k);
                              throw u;
                            }
                          }
                        });
                    s.spawn(
                        "receiver",
                        c -> {
                          while (true) {
                            got.add(ch.recv(c));
                          }
                        });
                    s.spawn(
                        "stopper",
                        c -> {
                          for (int i = 0; i < 20; i++) {
                            c.yieldNow();
                          }
                          throw boom("stop");
                        });
                    return null;
                  });
            } catch (Unwind u) {
              out.add(u.getMessage());
            }
            List<Object> all = new ArrayList<>(got);
            all.addAll(ch.dropReceiver(t));
            all.addAll(kept);
            assertEquals(all.size(), new TreeSet<>(all).size(), "nothing twice");
            for (int i = 0; i < all.size(); i++) {
              assertEquals(i, all.get(i), "nothing lost");
            }
            return null;
          },
          r -> assertEquals(List.of("stop"), r.out()));
    }
  }

  @Test
  void a_receiver_can_time_out_and_a_gone_receiver_gives_values_back() {
    everySeed(
        (t, out) -> {
          TaskChannel ch = new TaskChannel(0);
          out.add(ch.tryRecv(t) == TaskChannel.EMPTY);
          out.add(ch.recvTimeout(t, 5 * MS) == TaskChannel.TIMED_OUT);
          out.add(ch.trySend(t, 1));
          scope(
              t,
              (o, s) -> {
                TaskHandle h = s.spawn(null, c -> ch.send(c, null));
                o.sleep(MS);
                out.add(ch.dropReceiver(o));
                out.add(joined(h.join(o)));
                return null;
              });
          return null;
        },
        r ->
            assertEquals(
                List.of(
                    true, true, TaskChannel.Sent.FULL, List.of(), TaskChannel.Sent.DISCONNECTED),
                r.out()));
  }

  @Test
  void a_condvar_wait_that_is_cancelled_does_not_lock_again() {
    everySeed(
        (t, out) -> {
          TaskMutex m = new TaskMutex();
          TaskCondvar cv = new TaskCondvar();
          var result =
              Timeout.run(
                  t,
                  10 * MS,
                  (o, region) -> {
                    m.lock(o);
                    cv.await(o, m, Long.MAX_VALUE);
                    return null;
                  });
          out.add(result instanceof Timeout.Result.Elapsed);
          out.add(m.isLocked());
          m.lock(t);
          out.add(cv.await(t, m, 5 * MS));
          out.add(m.isLocked());
          m.unlock(t);
          return null;
        },
        r -> assertEquals(List.of(true, false, false, true), r.out()));
  }

  @Test
  void a_condvar_hands_out_every_notification() {
    everyWay(
        (t, out) -> {
          TaskMutex m = new TaskMutex();
          TaskCondvar cv = new TaskCondvar();
          int[] tokens = new int[1];
          return scope(
              t,
              (o, s) -> {
                for (int i = 0; i < 10; i++) {
                  s.spawn(
                      null,
                      c -> {
                        m.lock(c);
                        while (tokens[0] == 0) {
                          cv.await(c, m, Long.MAX_VALUE);
                        }
                        tokens[0]--;
                        m.unlock(c);
                        return out.add("token");
                      });
                }
                for (int i = 0; i < 10; i++) {
                  m.lock(o);
                  tokens[0]++;
                  m.unlock(o);
                  cv.notifyOne(o);
                  o.yieldNow();
                }
                return null;
              });
        },
        r -> assertEquals(10, r.out().size()));
  }

  @Test
  void a_barrier_has_one_leader_per_round() {
    everyWay(
        (t, out) -> {
          TaskBarrier b = new TaskBarrier(4);
          return scope(
              t,
              (o, s) -> {
                for (int i = 0; i < 4; i++) {
                  s.spawn(
                      null,
                      c -> {
                        for (int k = 0; k < 5; k++) {
                          if (b.await(c)) {
                            out.add(k);
                          }
                        }
                        return null;
                      });
                }
                return null;
              });
        },
        r -> assertEquals(List.of(0, 1, 2, 3, 4), r.out()));
  }

  @Test
  void a_once_runs_once_and_after_a_cancellation_another_task_takes_over() {
    everySeed(
        (t, out) -> {
          TaskOnce once = new TaskOnce();
          return scope(
              t,
              (o, s) -> {
                s.spawn(
                    "first",
                    c ->
                        Timeout.run(
                            c,
                            10 * MS,
                            (x, region) -> {
                              assertEquals(TaskOnce.Turn.RUN, once.begin(x, false));
                              try {
                                x.sleep(1000 * MS);
                              } catch (Unwind u) {
                                once.end(x, u);
                                throw u;
                              }
                              return null;
                            }));
                for (int i = 0; i < 3; i++) {
                  s.spawn(
                      "later",
                      c -> {
                        c.sleep(5 * MS);
                        TaskOnce.Turn turn = once.begin(c, false);
                        out.add(turn);
                        if (turn == TaskOnce.Turn.RUN) {
                          c.sleep(MS);
                          once.end(c, null);
                        }
                        return null;
                      });
                }
                return null;
              });
        },
        r ->
            assertEquals(
                List.of(TaskOnce.Turn.RUN, TaskOnce.Turn.DONE, TaskOnce.Turn.DONE), r.out()));
  }

  @Test
  void a_parked_task_gets_every_permit_once() {
    everyWay(
        (t, out) -> {
          TaskParker p = new TaskParker();
          return scope(
              t,
              (o, s) -> {
                TaskChannel ack = new TaskChannel(0);
                s.spawn(
                    null,
                    c -> {
                      for (int i = 0; i < 5; i++) {
                        p.park(c, Long.MAX_VALUE);
                        out.add(i);
                        ack.send(c, i);
                      }
                      return null;
                    });
                for (int i = 0; i < 5; i++) {
                  p.unpark(o);
                  ack.recv(o);
                }
                return null;
              });
        },
        r -> assertEquals(List.of(0, 1, 2, 3, 4), r.out()));
  }

  @Test
  void a_notification_of_a_waiter_that_is_cancelled_goes_to_the_next_one() {
    everySeed(
        (t, out) -> {
          TaskMutex m = new TaskMutex();
          TaskCondvar cv = new TaskCondvar();
          return scope(
              t,
              (o, s) -> {
                s.spawn(
                    "first",
                    c ->
                        Timeout.run(
                            c,
                            20 * MS,
                            (x, region) -> {
                              m.lock(x);
                              cv.await(x, m, Long.MAX_VALUE);
                              return out.add("first");
                            }));
                s.spawn(
                    "second",
                    c -> {
                      c.sleep(5 * MS);
                      m.lock(c);
                      cv.await(c, m, Long.MAX_VALUE);
                      m.unlock(c);
                      return out.add("second");
                    });
                o.sleep(10 * MS);
                m.lock(o);
                cv.notifyOne(o); // the first waiter now waits for the mutex
                o.sleep(20 * MS); // … and is cancelled there
                m.unlock(o);
                return null;
              });
        },
        r -> {
          assertNull(r.value());
          assertEquals(List.of("second"), r.out());
        });
  }

  @Test
  void a_cancelled_task_does_not_count_at_a_barrier() {
    everySeed(
        (t, out) -> {
          TaskBarrier b = new TaskBarrier(2);
          out.add(
              Timeout.run(t, 5 * MS, (o, region) -> b.await(o)) instanceof Timeout.Result.Elapsed);
          return scope(
              t,
              (o, s) -> {
                s.spawn(
                    null,
                    c -> {
                      b.await(c);
                      return out.add("passed");
                    });
                o.sleep(5 * MS);
                out.add("not yet");
                b.await(o);
                return null;
              });
        },
        r -> assertEquals(List.of(true, "not yet", "passed"), r.out()));
  }
}
