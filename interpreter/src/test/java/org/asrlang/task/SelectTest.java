package org.asrlang.task;

import static org.asrlang.task.Runs.*;
import static org.junit.jupiter.api.Assertions.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rule T12: exactly one arm commits, and what the others wait for is not taken. */
class SelectTest {
  private static final int VALUES = 40;

  private static Select.Arm recv(TaskChannel from, List<Object> to) {
    return registered(from.received(), from::recv, to::add);
  }

  private static Select.Arm sleep(Task t, long nanos, List<Object> to) {
    return registered(Events.after(t, nanos), c -> "slept", to::add);
  }

  private static int select(Task t, Select.Arm... arms) {
    return Select.run(t, SuspensionPoint.SELECT, false, List.of(arms));
  }

  /** Sends the numbers from {@code first} on, and is gone then. */
  private static TaskBody sender(TaskChannel to, int first) {
    return c -> {
      for (int i = 0; i < VALUES; i++) {
        to.send(c, first + i);
      }
      to.dropSender(c);
      return null;
    };
  }

  /** Selects among channels until all senders are gone; writes what it got. */
  private static TaskBody receiver(List<TaskChannel> channels, List<Object> out) {
    return c -> {
      boolean[] open = new boolean[channels.size()];
      java.util.Arrays.fill(open, true);
      while (true) {
        List<Select.Arm> arms = new ArrayList<>();
        List<Object> got = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
          arms.add(open[i] ? recv(channels.get(i), got) : null);
        }
        int winner = Select.run(c, SuspensionPoint.SELECT, false, arms);
        if (winner == Select.NONE) {
          return null;
        }
        assertEquals(1, got.size(), "one arm commits");
        if (got.getFirst() == TaskChannel.DISCONNECTED) {
          open[winner] = false;
        } else {
          out.add(got.getFirst());
        }
      }
    };
  }

  private static void allOf(int senders, Runs.Result r) {
    r.value();
    assertEquals(senders * VALUES, r.out().size(), "nothing twice");
    assertEquals(senders * VALUES, new TreeSet<>(r.out()).size(), "nothing lost");
  }

  @Test
  void T12_no_message_is_lost_or_delivered_twice_between_selects_and_receivers() {
    for (int capacity : new int[] {0, 1, TaskChannel.UNBOUNDED}) {
      Set<Long> schedules = new HashSet<>();
      everyWay(
          (t, out) -> {
            TaskChannel a = new TaskChannel(capacity);
            TaskChannel b = new TaskChannel(capacity);
            scope(
                t,
                (o, s) -> {
                  s.spawn("select 1", receiver(List.of(a, b), out));
                  s.spawn("select 2", receiver(List.of(b, a), out));
                  s.spawn(
                      "plain",
                      c -> {
                        for (Object v = a.recv(c); v != TaskChannel.DISCONNECTED; v = a.recv(c)) {
                          out.add(v);
                        }
                        return null;
                      });
                  s.spawn("send a", sender(a, 0));
                  s.spawn("send b", sender(b, 1000));
                  return null;
                });
            return null;
          },
          r -> {
            allOf(2, r);
            schedules.add(r.runtime().scheduleTrace());
          });
      assertTrue(schedules.size() > SEEDS / 2, "the seeds lead to different schedules");
    }
  }

  @Test
  void T12_a_losing_send_keeps_its_value_and_a_winning_one_gives_it_once() {
    for (int capacity : new int[] {0, 1}) {
      everyWay(
          (t, out) -> {
            TaskChannel a = new TaskChannel(capacity);
            TaskChannel b = new TaskChannel(capacity);
            scope(
                t,
                (o, s) -> {
                  s.spawn(
                      "sends to either",
                      c -> {
                        for (int i = 0; i < 2 * VALUES; i++) {
                          List<Object> sent = new ArrayList<>();
                          select(c, send(a, i, sent), send(b, i, sent));
                          assertEquals(List.of(TaskChannel.Sent.SENT), sent);
                        }
                        a.dropSender(c);
                        b.dropSender(c);
                        return null;
                      });
                  s.spawn("select", receiver(List.of(a, b), out));
                  s.spawn("other select", receiver(List.of(b, a), out));
                  return null;
                });
            return null;
          },
          r -> allOf(2, r));
    }
  }

  private static Select.Arm send(TaskChannel to, Object value, List<Object> sent) {
    TaskChannel.Sending sending = to.sending(value);
    return registered(
        sending,
        c -> {
          TaskChannel.Sent outcome = sending.outcome(c);
          assertEquals(outcome != TaskChannel.Sent.SENT, sending.isOwned());
          return outcome;
        },
        sent::add);
  }

  @Test
  void T12_selects_that_meet_at_a_rendezvous_pair_up() {
    everyWay(
        (t, out) -> {
          TaskChannel c = new TaskChannel(0);
          scope(
              t,
              (o, s) -> {
                for (int i = 0; i < 4; i++) {
                  int own = i;
                  // each either sends its number or gets another's
                  s.spawn(
                      null,
                      x -> {
                        List<Object> got = new ArrayList<>();
                        int winner = select(x, send(c, own, new ArrayList<>()), recv(c, got));
                        assertNotEquals(List.of(own), got, "nobody meets itself");
                        return out.add(winner == 0 ? "sent" : "got");
                      });
                }
                return null;
              });
          return null;
        },
        r -> {
          r.value();
          List<Object> sorted = r.out().stream().sorted().toList();
          assertEquals(List.of("got", "got", "sent", "sent"), sorted);
        });
  }

  @Test
  void T12_a_value_and_a_timeout_never_both_win() {
    everyWay(
        (t, out) -> {
          TaskChannel c = new TaskChannel(TaskChannel.UNBOUNDED);
          scope(
              t,
              (o, s) -> {
                s.spawn(
                    "sender",
                    x -> {
                      for (int i = 0; i < VALUES; i++) {
                        x.sleep(MS / 10);
                        c.send(x, i);
                      }
                      return null;
                    });
                int next = 0;
                while (next < VALUES) {
                  List<Object> got = new ArrayList<>();
                  int winner = select(o, recv(c, got), sleep(o, MS / 10, got));
                  if (winner == 0) {
                    assertEquals(List.of(next++), got);
                  } else {
                    assertEquals(List.of("slept"), got);
                  }
                }
                return null;
              });
          return null;
        },
        Runs.Result::value);
  }

  @Test
  void T12_a_cancelled_select_takes_nothing() {
    everyWay(
        (t, out) -> {
          TaskChannel c = new TaskChannel(TaskChannel.UNBOUNDED);
          TaskNotify notify = new TaskNotify();
          scope(
              t,
              (o, s) -> {
                s.spawn(
                    "sender",
                    x -> {
                      x.sleep(MS);
                      for (int i = 0; i < 10; i++) {
                        c.send(x, i);
                        x.yieldNow();
                      }
                      return null;
                    });
                Object end =
                    Timeout.run(
                        o,
                        MS,
                        (x, region) -> {
                          while (true) {
                            select(
                                x, recv(c, out), registered(notify.notified(), y -> null, v -> {}));
                          }
                        });
                assertInstanceOf(Timeout.Result.Elapsed.class, end);
                return null;
              });
          for (Object v = c.tryRecv(t); v != TaskChannel.EMPTY; v = c.tryRecv(t)) {
            out.add(v);
          }
          return null;
        },
        r -> {
          r.value();
          assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), r.out());
        });
  }

  @Test
  void T12_permits_notifications_and_locks_that_a_select_does_not_take_go_to_others() {
    everyWay(
        (t, out) -> {
          TaskSemaphore permits = new TaskSemaphore(0);
          TaskNotify notify = new TaskNotify();
          TaskMutex lock = new TaskMutex();
          lock.lock(t);
          scope(
              t,
              (o, s) -> {
                for (int i = 0; i < 3; i++) {
                  s.spawn(
                      null,
                      x -> {
                        int winner =
                            select(
                                x,
                                registered(
                                    permits.acquired(1), y -> permits.acquire(y, 1), v -> {}),
                                registered(
                                    notify.notified(),
                                    y -> {
                                      notify.await(y);
                                      return null;
                                    },
                                    v -> {}),
                                registered(
                                    lock,
                                    y -> {
                                      lock.lock(y);
                                      return null;
                                    },
                                    v -> {}));
                        return out.add(winner);
                      });
                }
                o.yieldNow();
                permits.release(1);
                notify.notifyOne();
                lock.unlock(o);
                return null;
              });
          // each of the three has taken one thing, and nothing is left
          int left =
              (int) permits.permits()
                  + (notify.notified().isReady() ? 1 : 0)
                  + (lock.isReady() ? 1 : 0);
          return left;
        },
        r -> {
          assertEquals(0, r.value());
          assertEquals(List.of(0, 1, 2), r.out().stream().sorted().toList());
        });
  }

  @Test
  void T12_a_select_over_children_and_channels_joins_its_children() {
    everyWay(
        (t, out) -> {
          TaskChannel c = new TaskChannel(TaskChannel.UNBOUNDED);
          scope(
              t,
              (o, s) -> {
                s.spawn(
                    "sender",
                    x -> {
                      x.sleep(MS);
                      c.send(x, "value");
                      return null;
                    });
                List<Object> got = new ArrayList<>();
                select(
                    o,
                    recv(c, got),
                    spawned(
                        x ->
                            withLocal(
                                x,
                                () -> out.add("cleaned"),
                                y -> {
                                  y.sleep(60_000 * MS);
                                  return "late";
                                }),
                        got::add));
                out.add(got.getFirst());
                return null;
              });
          return null;
        },
        r -> {
          r.value();
          assertEquals(List.of("cleaned", "value"), r.out());
        });
  }

  @Test
  void T12_which_of_several_ready_arms_wins_depends_on_the_seed_and_is_explored() {
    Program program =
        (t, out) -> {
          TaskChannel a = new TaskChannel(1);
          TaskChannel b = new TaskChannel(1);
          a.send(t, "a");
          b.send(t, "b");
          select(t, recv(a, out), recv(b, out));
          return null;
        };
    Set<Object> seen = new HashSet<>();
    everySeed(program, r -> seen.addAll(r.out()));
    assertEquals(Set.of("a", "b"), seen);

    Set<Object> explored = new HashSet<>();
    for (List<Integer> path = List.of(); path != null; ) {
      Runs.Result r = run(RuntimeOptions.DEFAULT.withSchedule(Schedule.path(path)), program);
      explored.addAll(r.out());
      path = r.runtime().nextPath();
    }
    assertEquals(Set.of("a", "b"), explored);
  }

  @Test
  void T12_readers_and_writers_that_a_select_gives_up_let_others_in() {
    everyWay(
        (t, out) -> {
          TaskRwLock lock = new TaskRwLock();
          int[] writers = new int[1];
          scope(
              t,
              (o, s) -> {
                for (int i = 0; i < 6; i++) {
                  boolean write = i % 2 == 0;
                  s.spawn(null, x -> uses(x, lock, write, writers));
                }
                return null;
              });
          return lock.tryWrite(t);
        },
        r -> assertEquals(true, r.value()));
  }

  /** Ten times: waits a while for the lock, and uses it if it comes. */
  private static Object uses(Task x, TaskRwLock lock, boolean write, int[] writers) {
    for (int k = 0; k < 10; k++) {
      Select.Arm locked =
          registered(
              write ? lock.writing() : lock.reading(),
              y -> {
                if (write) {
                  lock.write(y);
                } else {
                  lock.read(y);
                }
                return null;
              },
              v -> {});
      if (select(x, locked, sleep(x, MS / 50, new ArrayList<>())) == 0) {
        assertEquals(0, writers[0], "nobody writes");
        writers[0] += write ? 1 : 0;
        x.yieldNow();
        if (write) {
          writers[0]--;
          lock.unlockWrite(x, null);
        } else {
          lock.unlockRead(x);
        }
      }
    }
    return null;
  }

  @Test
  void T12_a_select_that_nobody_can_wake_is_a_deadlock() {
    Runs.Result r =
        parallel((t, out) ->
            select(
                t,
                recv(new TaskChannel(1), out),
                registered(new TaskNotify().notified(), c -> null, v -> {})));
    assertTrue(
        r.runtime()
            .deadlockReport()
            .render()
            .contains(
                "is in a select that waits to receive from a channel, or waits for a notification"),
        r.runtime().deadlockReport().render());
  }
}
