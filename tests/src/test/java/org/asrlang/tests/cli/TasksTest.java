package org.asrlang.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code asr tasks PID} and SIGUSR1, with a program that runs in a process of its own. */
@Timeout(180)
class TasksTest {
  private static final String SOURCE =
      """
      use asr::{task, time};
      use std::time::Duration;

      fn rest() {
          time::sleep(Duration::from_secs(600));
      }

      fn main() {
          task::scope(|s| {
              s.spawn_named("sleeper", rest);
              println!("ready");
          });
      }
      """;

  @TempDir Path folder;

  @Test
  void showsTheTasksOfARunningProgram() throws Exception {
    Path program = Files.writeString(folder.resolve("live.asr"), SOURCE);
    ProcessBuilder b = new ProcessBuilder(AsrCommand.command("run", program.toString()));
    b.environment().putAll(AsrCommand.ENVIRONMENT);
    Process running = b.start();
    try (BufferedReader out = running.inputReader();
        BufferedReader err = running.errorReader()) {
      assertEquals("ready", out.readLine());
      String pid = Long.toString(running.pid());
      AsrCommand.Result text = AsrCommand.run(folder, "", "tasks", pid);
      while (!text.out().contains("sleeper (task 2) sleeps")
          || !text.out().contains("main (task 1) waits at the end")) {
        assertEquals(0, text.exit(), text.err());
        text = AsrCommand.run(folder, "", "tasks", pid);
      }
      assertTrue(text.out().startsWith("2 tasks\nmain (task 1) waits at the end"), text.out());
      assertTrue(text.out().contains("at rest (" + program + ":5)"), text.out());
      AsrCommand.Result json = AsrCommand.run(folder, "", "tasks", "--json", pid);
      assertTrue(json.out().startsWith("{\"live_tasks\":2,\"complete\":true"), json.out());

      assertEquals(0, new ProcessBuilder("kill", "-USR1", pid).start().waitFor());
      assertEquals("2 tasks", err.readLine());
      assertTrue(err.readLine().startsWith("main (task 1) waits"));
    } finally {
      running.destroy();
    }
    assertEquals(143, running.waitFor());
  }

  @Test
  void askingIsNoDangerToOthers() throws Exception {
    Process other = new ProcessBuilder("sleep", "100").start();
    try {
      AsrCommand.Result r = AsrCommand.run(folder, "", "tasks", Long.toString(other.pid()));
      assertEquals(1, r.exit());
      assertEquals(
          "asr: process " + other.pid() + " is no running ASR program of this user\n", r.err());
      assertTrue(other.isAlive());
    } finally {
      other.destroy();
    }
  }
}
