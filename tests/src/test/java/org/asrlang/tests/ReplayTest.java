package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.Schedule;
import org.junit.jupiter.api.Test;

/** Rule T13: a run that read from outside is replayed from its log, without the outside. */
class ReplayTest {
  private static final String PROGRAM =
      """
      use asr::{task, time};
      use std::io::BufRead;
      use std::sync::mpsc;
      use std::time::Duration;

      fn main() {
          println!("{:?} {:?}", std::env::var("WHO"), std::env::var("NOBODY").is_err());
          println!("{:?}", std::fs::read_to_string("missing").map_err(|e| e.kind()));
          let (tx, rx) = mpsc::channel();
          task::scope(|s| {
              for name in ["a", "b", "c"] {
                  let tx = tx.clone();
                  s.spawn(move || {
                      for _ in 0..3 {
                          let text = std::fs::read_to_string(name).unwrap();
                          tx.send(format!("{name} {text}")).unwrap();
                          task::yield_now();
                      }
                      std::fs::write(name, "written").unwrap();
                  });
              }
              let tx = tx;
              s.spawn(move || {
                  for line in std::io::stdin().lock().lines() {
                      tx.send(line.unwrap()).unwrap();
                  }
              });
              for i in rx {
                  println!("{i}");
              }
          });
      }
      """;

  /** Answers late, and otherwise each time. */
  private static final class Slow implements Capabilities.FileSystem {
    @Override
    public byte[] read(String path) throws IOException {
      if (path.equals("missing")) {
        throw new NoSuchFileException(path);
      }
      pause();
      return Integer.toString(ThreadLocalRandom.current().nextInt(1000)).getBytes();
    }

    @Override
    public void write(String path, byte[] content) {
      pause();
    }

    @Override
    public void append(String path, byte[] content) {}

    @Override
    public boolean exists(String path) {
      return !path.equals("missing");
    }

    @Override
    public boolean isDirectory(String path) {
      return false;
    }

    @Override
    public void remove(String path) {}

    @Override
    public void createDirectory(String path, boolean withParents) {}

    @Override
    public void removeDirectory(String path) {}

    @Override
    public List<String> list(String path) {
      return List.of();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Ran(String output, long trace) {}

  private static Ran run(Program program, Capabilities outside, ReplayLog log) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Isolate.Builder b =
        program.isolate().capabilities(outside.withOutput(out).withError(out)).log(log);
    try (Isolate isolate = b.start()) {
      isolate.runMain();
      return new Ran(out.toString(StandardCharsets.UTF_8), isolate.runtime().scheduleTrace());
    }
  }

  private static void recordAndReplay(Program program, Capabilities outside, Schedule schedule)
      throws Exception {
    ReplayLog log = ReplayLog.recording(schedule, List.of());
    Ran recorded = run(program, outside, log);
    Capabilities nothing = Capabilities.NONE.withFiles(new NoFiles());
    Ran replayed = run(program, nothing, ReplayLog.parse(log.text()));
    assertEquals(recorded, replayed, () -> "schedule " + schedule.token() + "\n" + log.text());
  }

  /** A replay touches no file. */
  private static final class NoFiles implements Capabilities.FileSystem {
    private static AssertionError no() {
      return new AssertionError("a replay touches no file");
    }

    @Override
    public byte[] read(String path) {
      throw no();
    }

    @Override
    public void write(String path, byte[] content) {
      throw no();
    }

    @Override
    public void append(String path, byte[] content) {
      throw no();
    }

    @Override
    public boolean exists(String path) {
      throw no();
    }

    @Override
    public boolean isDirectory(String path) {
      throw no();
    }

    @Override
    public void remove(String path) {
      throw no();
    }

    @Override
    public void createDirectory(String path, boolean withParents) {
      throw no();
    }

    @Override
    public void removeDirectory(String path) {
      throw no();
    }

    @Override
    public List<String> list(String path) {
      throw no();
    }
  }

  @Test
  void T13_what_came_from_outside_is_replayed_when_it_came() throws Exception {
    Program program = Engine.create().compile("replay.asr", PROGRAM);
    for (long seed = 1; seed <= 25; seed++) {
      InputStream input =
          new InputStream() {
            private final byte[] text = "one\ntwo\nthree\n".getBytes();
            private int at;

            @Override
            public int read() {
              pause();
              return at < text.length ? text[at++] : -1;
            }

            @Override
            public int read(byte[] b, int off, int len) {
              int c = read();
              if (c < 0) {
                return -1;
              }
              b[off] = (byte) c;
              return 1;
            }
          };
      Capabilities outside =
          Capabilities.NONE
              .withEnvironment(Map.of("WHO", "me"))
              .withFiles(new Slow())
              .withInput(input);
      recordAndReplay(program, outside, Schedule.random(seed));
    }
  }

  @Test
  void T13_a_read_that_was_cancelled_is_cancelled_again() throws Exception {
    Program program =
        Engine.create()
            .compile(
                "cancelled.asr",
                """
                use asr::{task, time};
                use std::time::Duration;
                fn main() {
                    task::scope(|s| {
                        let reader = s.spawn(|| std::io::stdin().read_line(&mut String::new()).is_ok());
                        s.spawn(|| println!("{}", std::fs::read_to_string("a").unwrap().len() > 0));
                        for _ in 0..20 {
                            task::yield_now();
                        }
                        reader.cancel();
                        println!("{}", reader.join().is_err());
                    });
                }
                """);
    InputStream never =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }
        };
    for (long seed = 1; seed <= 10; seed++) {
      Capabilities outside = Capabilities.NONE.withFiles(new Slow()).withInput(never);
      recordAndReplay(program, outside, Schedule.random(seed));
    }
  }

  @Test
  void T13_a_log_of_another_program_is_told() throws Exception {
    Program program = Engine.create().compile("replay.asr", PROGRAM);
    ReplayLog empty = ReplayLog.parse(ReplayLog.recording(Schedule.random(1), List.of()).text());
    Ran ran = run(program, Capabilities.NONE.withFiles(new NoFiles()), empty);
    assertTrue(ran.output().contains("does not ask for what it got"), ran.output());
    assertThrows(IllegalArgumentException.class, () -> ReplayLog.parse("asr-replay 2\n"));
  }
}
