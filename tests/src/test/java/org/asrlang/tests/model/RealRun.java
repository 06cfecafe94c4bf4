package org.asrlang.tests.model;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.task.Schedule;

/**
 * What a program has really printed.
 *
 * @param schedule null: parallel
 */
record RealRun(Schedule schedule, List<String> marks, int exitCode) {
  private static final long SECONDS = 30;

  static RealRun of(Program program, Schedule schedule) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Capabilities capabilities =
        Capabilities.NONE
            .withOutput(out)
            .withError(OutputStream.nullOutputStream())
            .withArguments(schedule == null ? List.of("p", "parallel") : List.of("p"));
    Isolate.Builder b = program.isolate().capabilities(capabilities);
    if (schedule != null) {
      b.schedule(schedule);
    }
    Isolate isolate = b.start();
    CompletableFuture<Integer> main = CompletableFuture.supplyAsync(isolate::runMain);
    int exit;
    try {
      exit = main.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      isolate.kill(99);
      exit = 99;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new RealRun(schedule, out.toString(StandardCharsets.UTF_8).lines().toList(), exit);
  }

  TraceSearch search(TestProgram program) {
    return new TraceSearch(program, marks, exitCode, schedule != null);
  }

  @Override
  public String toString() {
    return (schedule == null ? "parallel" : schedule.token())
        + ": "
        + String.join(" ", marks)
        + ", exit code "
        + exitCode;
  }
}
