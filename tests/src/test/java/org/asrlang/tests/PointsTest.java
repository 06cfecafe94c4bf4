package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.embed.Engine;
import org.asrlang.points.FunctionPoints;
import org.asrlang.points.Point;
import org.junit.jupiter.api.Test;

/** Rule T17: where functions may suspend. */
class PointsTest {
  private static Map<String, List<String>> points(String source) throws Exception {
    Map<String, List<String>> out = new LinkedHashMap<>();
    for (FunctionPoints f : Engine.create().compile("p.asr", source).points()) {
      out.put(f.name(), f.points().stream().map(Point::text).toList());
    }
    return out;
  }

  @Test
  void T17_calls_drops_and_what_is_not_known_are_points() throws Exception {
    Map<String, List<String>> found =
        points(
            """
            use std::sync::Mutex;
            struct Session;
            impl Drop for Session {
                fn drop(&mut self) { asr::time::sleep(std::time::Duration::ZERO); }
            }
            fn log() -> Session { Session }
            fn login() { log(); }
            fn count(m: &Mutex<u32>) -> u32 { m.lock().map(|n| *n).unwrap_or(0) }
            fn indirect(m: &Mutex<u32>) -> u32 { count(m) }
            fn each(v: &[u32]) -> Vec<u32> { v.iter().map(|n| n + 1).collect() }
            fn each_slow(v: &[u32]) { v.iter().for_each(|_| asr::task::yield_now()); }
            fn pointer(f: fn()) { f() }
            fn object(f: &dyn Fn()) { f() }
            fn spawns() { asr::task::spawn(|| asr::task::checkpoint()); }
            fn text(n: u32) -> String { format!("{n:>3}") }
            """);
    assertEquals(List.of("calls `asr::time::sleep`, which sleeps"), found.get("Session::drop"));
    assertEquals(List.of(), found.get("log"));
    assertEquals(
        List.of("drops `Session` → `Session::drop` → `asr::time::sleep`, which sleeps"),
        found.get("login"));
    assertEquals(List.of("calls `Mutex<u32>::lock`, which waits for a mutex"), found.get("count"));
    assertEquals(
        List.of("calls `count` → `Mutex<u32>::lock`, which waits for a mutex"),
        found.get("indirect"));
    assertEquals(List.of(), found.get("each"));
    assertEquals(1, found.get("each_slow").size());
    assertTrue(found.get("each_slow").getFirst().endsWith("which yields"));
    assertEquals(List.of("calls through a function pointer"), found.get("pointer"));
    assertEquals(List.of("calls `Fn::call` through `dyn`"), found.get("object"));
    assertEquals(List.of(), found.get("text"));
    assertEquals(
        List.of("calls `asr::task::checkpoint`, which is a checkpoint"),
        found.get("spawns::{closure}"));
  }

  @Test
  void everyTextOfAPrimitiveIsOneOfTheTable() throws Exception {
    // the table of T2 names what a parked task does; here it is what a call does
    List<String> extra =
        Arrays.asList(
            "yields",
            "is a checkpoint",
            "parks",
            "waits in a select",
            "waits for the end of a task",
            "waits at the end of a scope");
    List<String> table =
        Arrays.stream(org.asrlang.task.SuspensionPoint.values()).map(p -> p.waitText()).toList();
    var pattern = java.util.regex.Pattern.compile("#\\[suspends = \"([^\"]*)\"\\]");
    try (var files = java.nio.file.Files.walk(java.nio.file.Path.of("../stdlib/src/main/asr"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".asr")).toList()) {
        var m = pattern.matcher(java.nio.file.Files.readString(file));
        while (m.find()) {
          assertTrue(table.contains(m.group(1)) || extra.contains(m.group(1)), m.group(1));
        }
      }
    }
  }
}
