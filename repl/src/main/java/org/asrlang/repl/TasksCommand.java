package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "tasks",
    description = "Show the live tasks of a running program: what each waits for and where.",
    footer = {"", "The program must be this user's. SIGUSR1 makes it print the same itself."})
final class TasksCommand implements Callable<Integer> {
  private static final String SIGNAL = "USR1";
  private static final int SIGNAL_BIT = 1 << 9;

  @Mixin Help help;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Show so many tasks at most, parents first.")
  int limit;

  @Parameters(paramLabel = "PID", description = "The process of the program.")
  long pid;

  @Override
  public Integer call() throws InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return problem("there is no process " + pid);
    }
    try {
      if (!listens(process.get())) {
        return problem("process " + pid + " is no running ASR program of this user");
      }
      TaskRequests.Request request = new TaskRequests.Request(json, Math.max(1, limit));
      String answer = TaskRequests.open().ask(pid, request, this::signal);
      if (answer == null) {
        return problem("process " + pid + " does not answer");
      }
      System.out.print(answer);
      System.out.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      return problem(Sources.reason(e));
    } catch (UnsupportedOperationException e) {
      return problem("this system has no signals and no owners of files");
    }
  }

  private static int problem(String message) {
    System.err.println("asr: " + message);
    return 1;
  }

  /** To whom does not expect the signal it would be the end. */
  private static boolean listens(ProcessHandle process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (Files.exists(status)) {
      long caught = 0;
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("SigCgt:")) {
          caught = Long.parseUnsignedLong(line.substring(7).strip(), 16);
        }
      }
      if ((caught & SIGNAL_BIT) == 0) {
        return false;
      }
    }
    return process.info().commandLine().orElse("").contains("asr")
        && process.info().user().equals(ProcessHandle.current().info().user());
  }

  private void signal() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + SIGNAL, Long.toString(pid)).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("cannot signal process " + pid);
    }
  }
}
