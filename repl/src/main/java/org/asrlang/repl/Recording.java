package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.Schedule;

/**
 * A log of what a program gets from outside.
 *
 * @param file where it is written at the end; null for one that is replayed
 */
record Recording(ReplayLog log, Path file) {
  /** Before a log's file, where a token could stand. */
  static final String PREFIX = "log:";

  /**
   * @param words the program and its arguments
   */
  static Recording to(String file, Schedule schedule, List<String> words) {
    List<String> arguments = words.subList(Math.min(1, words.size()), words.size());
    return new Recording(ReplayLog.recording(schedule, arguments), Path.of(file));
  }

  /**
   * @throws IllegalArgumentException if the file is no log
   */
  static Recording from(String file) throws IOException {
    return new Recording(ReplayLog.parse(Files.readString(Path.of(file))), null);
  }

  /** The program has ended: writes the log, and says how to replay a failure. */
  void save(String program, int exit) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, log.text());
      if (exit != ExitCode.OK) {
        System.err.println("replay: asr run --replay " + PREFIX + file + " " + program);
      }
    } catch (IOException e) {
      System.err.println("asr: cannot write " + file + ": " + Sources.reason(e));
    }
  }
}
