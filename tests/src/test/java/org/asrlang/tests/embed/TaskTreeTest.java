package org.asrlang.tests.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Execution;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.TaskTreeJson;
import org.asrlang.task.SuspensionPoint;
import org.asrlang.task.TaskFrame;
import org.asrlang.task.TaskInfo;
import org.asrlang.task.TaskTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host looks at the live tasks of an isolate. */
@Timeout(120)
class TaskTreeTest {
  private static final String SOURCE =
      """
      use asr::{task, time};
      use std::sync::{mpsc, Mutex};
      use std::time::Duration;

      const LONG: Duration = Duration::from_secs(3600);

      struct Slow;

      impl Drop for Slow {
          fn drop(&mut self) {
              time::sleep(LONG);
          }
      }

      fn take(lock: &Mutex<i32>) {
          let _taken = lock.lock().unwrap();
          time::sleep(LONG);
      }

      fn spin() {
          let mut n = 0u64;
          loop {
              n = n.wrapping_add(1);
          }
      }

      pub fn run() {
          let lock = Mutex::new(1);
          task::scope(|s| {
              s.spawn_named("first", || take(&lock));
              s.spawn_named("second", || {
                  while lock.try_lock().is_ok() { task::yield_now(); }
                  take(&lock)
              });
              s.spawn_named("spinner", || spin());
              s.spawn_named("late", || {
                  time::timeout(Duration::from_millis(1), || {
                      let _slow = Slow;
                      time::sleep(LONG);
                  })
              });
              let (tx, rx) = mpsc::sync_channel::<i32>(1);
              s.spawn(move || {
                  tx.send(1).unwrap();
                  tx.send(2).unwrap();
              });
              time::sleep(LONG);
              drop(rx);
          });
      }
      """;

  private static void collect(List<TaskInfo> tasks, Map<String, TaskInfo> into) {
    for (TaskInfo t : tasks) {
      into.put(t.displayName(), t);
      collect(t.children(), into);
    }
  }

  private static Map<String, TaskInfo> tasks(TaskTree tree) {
    Map<String, TaskInfo> all = new TreeMap<>();
    collect(tree.roots(), all);
    return all;
  }

  /** Looks again until all is as it has to become. */
  private static TaskTree await(Isolate isolate, Predicate<Map<String, TaskInfo>> settled)
      throws InterruptedException {
    TaskTree tree = isolate.taskTree();
    while (!settled.test(tasks(tree))) {
      Thread.sleep(5);
      tree = isolate.taskTree();
    }
    return tree;
  }

  private static boolean waits(TaskInfo t, SuspensionPoint point) {
    return t != null && t.waiting() != null && t.waiting().point() == point;
  }

  private static List<String> own(TaskInfo t) {
    return t.stack().stream().filter(f -> !f.std()).map(TaskFrame::toString).toList();
  }

  @Test
  void tellsWhatEachTaskWaitsForAndWhere() throws Exception {
    try (Isolate isolate = Engine.create().compile("live.asr", SOURCE).isolate().start()) {
      Execution<Void> run = isolate.function("run", Void.class).start();
      TaskTree tree =
          await(
              isolate,
              all ->
                  waits(all.get("second"), SuspensionPoint.LOCK)
                      && waits(all.get("first"), SuspensionPoint.SLEEP)
                      && waits(all.get("task 6"), SuspensionPoint.SEND)
                      && all.get("late") != null
                      && all.get("late").inDrop()
                      && waits(all.get("late"), SuspensionPoint.SLEEP)
                      && !own(all.get("spinner")).isEmpty()
                      && waits(all.values().iterator().next(), SuspensionPoint.SLEEP));
      Map<String, TaskInfo> all = tasks(tree);
      TaskInfo first = all.get("first");
      TaskInfo second = all.get("second");
      assertEquals(
          List.of("take (live.asr:17)", "run::{closure}::{closure} (live.asr:30)"), own(first));
      assertEquals(1, first.locksHeld());
      assertTrue(first.waiting().nanosLeft() > 3_000_000_000_000L);
      assertEquals("waits for a mutex held by first", second.waiting().text());
      assertEquals(List.of(first.id()), second.waiting().on());
      assertEquals(-1, second.waiting().nanosLeft());
      assertEquals(
          List.of("take (live.asr:16)", "run::{closure}::{closure} (live.asr:33)"), own(second));
      assertEquals(
          "waits to send into a channel (1, full, 1 sender)", all.get("task 6").waiting().text());
      TaskInfo spinner = all.get("spinner");
      assertEquals(
          List.of("spin (live.asr)", "run::{closure}::{closure} (live.asr:35)"), own(spinner));
      assertEquals(null, spinner.waiting());
      TaskInfo late = all.get("late");
      assertEquals("the deadline has passed", late.cancelled());
      assertEquals("Slow::drop (live.asr:11)", own(late).getFirst());
      assertEquals(6, tree.liveTasks());
      assertTrue(tree.complete());
      assertFalse(isolate.taskTree(2).complete());
      String json = TaskTreeJson.render(tree);
      assertTrue(json.contains("\"text\":\"waits for a mutex held by first\""), json);
      assertTrue(json.contains("{\"function\":\"take\",\"file\":\"live.asr\",\"line\":16"), json);

      assertTrue(isolate.cancelTask(first.id(), "enough"));
      await(isolate, t -> !t.containsKey("first"));
      assertNotNull(await(isolate, t -> waits(t.get("second"), SuspensionPoint.SLEEP)));
      assertFalse(isolate.cancelTask(first.id(), "enough"));
      isolate.kill(1);
      assertFalse(run.join(java.time.Duration.ofSeconds(20)).isPresent());
    } catch (org.asrlang.embed.KilledException e) {
      // what is left is not awaited: Slow would take an hour
    }
  }
}
