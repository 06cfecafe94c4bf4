package org.asrlang.tests.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.task.TaskEvents;
import org.asrlang.task.TaskWarning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a host can learn of tasks while they run: warnings, and flight recordings. */
@Timeout(120)
class WatchTest {
  private static final String SOURCE =
      """
      use asr::{task, time};
      use std::sync::Mutex;
      use std::time::Duration;

      const LONG: Duration = Duration::from_millis(200);

      fn spin(turns: u64) -> u64 {
          let mut n = 0;
          while n < turns { n += 1; }
          n
      }

      fn hold(lock: &Mutex<u64>) {
          let mut held = lock.lock().unwrap();
          time::sleep(LONG);
          *held += 1;
      }

      fn careful(lock: &Mutex<u64>) {
          *lock.lock().unwrap() += 1;
          time::sleep(LONG);
          *lock.lock().unwrap() += spin(1_000_000);
      }

      fn main() {
          let lock = Mutex::new(0);
          task::scope(|s| {
              s.spawn_named("spinner", || spin(20_000_000));
              s.spawn_named("holder", || hold(&lock));
          });
          careful(&lock);
          let late = time::timeout(LONG * 5, || {
              task::scope(|s| {
                  s.spawn_named("late", || time::sleep(LONG * 100));
              })
          });
          assert!(late.is_err());
      }
      """;

  @Test
  void aWatchedIsolateTellsOfLongRunsAndOfLocksHeldThroughWaits() throws Exception {
    Program program = Engine.create().compile("watch.asr", SOURCE);
    List<TaskWarning> found = Collections.synchronizedList(new ArrayList<>());
    TaskEvents events =
        new TaskEvents() {
          @Override
          public void warning(TaskWarning warning) {
            found.add(warning);
          }
        };
    try (Isolate isolate = program.isolate().watched(true).events(events).seed(1).start()) {
      assertEquals(0, isolate.runMain());
    }
    Map<String, String> texts =
        found.stream().collect(Collectors.toMap(TaskWarning::task, TaskWarning::render));
    assertEquals(
        Map.of(
            "spinner",
            """
            warning: spinner has run for 1.0 s without a pause
                at spin (watch.asr)
                at main::{closure}::{closure} (watch.asr:28)\
            """,
            "holder",
            """
            warning: holder kept a lock while it waited for 0.2 s (sleeps)
                at hold (watch.asr:15)
                at main::{closure}::{closure} (watch.asr:29)\
            """),
        texts);
    found.clear();
    try (Isolate isolate = program.isolate().events(events).seed(1).start()) {
      assertEquals(0, isolate.runMain());
    }
    assertEquals(List.of(), found);
  }

  @Test
  void aFlightRecordingHasTheTasks(@TempDir Path folder) throws Exception {
    Program program = Engine.create().compile("watch.asr", SOURCE);
    Path file = folder.resolve("tasks.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("asr.TaskSuspend").withoutThreshold();
      recording.start();
      try (Isolate isolate = program.isolate().start()) {
        assertEquals(0, isolate.runMain());
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getCategoryNames().contains("ASR"))
            .toList();
    assertTrue(has(events, "asr.TaskStart", Map.of("task", "holder", "parent", "main")));
    assertTrue(has(events, "asr.TaskEnd", Map.of("task", "main", "outcome", "value")));
    assertTrue(has(events, "asr.TaskEnd", Map.of("task", "late", "outcome", "cancel")));
    assertTrue(has(events, "asr.TaskCancel", Map.of("task", "main", "cause", "deadline")));
    assertTrue(
        has(
            events,
            "asr.TaskSuspend",
            Map.of("task", "late", "point", "sleep", "endedBy", "cancellation")));
    RecordedEvent holder =
        events.stream()
            .filter(e -> e.getEventType().getName().equals("asr.TaskEnd"))
            .filter(e -> "holder".equals(e.getString("task")))
            .findFirst()
            .orElseThrow();
    assertTrue(holder.getDuration().toMillis() >= 200, holder::toString);
  }

  private static boolean has(List<RecordedEvent> events, String type, Map<String, String> fields) {
    return events.stream()
        .filter(e -> e.getEventType().getName().equals(type))
        .anyMatch(e ->
            fields.entrySet().stream().allMatch(f -> f.getValue().equals(e.getString(f.getKey()))));
  }
}
