package org.asrlang.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What a deterministic run got from outside, and when its scheduler noticed (T13): with the
 * schedule's token it replays a run that read files and its input. It is either recording or
 * replaying. Thread-safe.
 */
public final class ReplayLog {
  private static final String HEADER = "asr-replay 1";

  /** What kind of thing a value is; part of the format. */
  public enum Kind {
    INPUT,
    FILE,
    ENVIRONMENT
  }

  /**
   * @param call how many external calls the task had begun
   * @param failure the exception's class name and message; null if there is a value
   */
  private record Value(Kind kind, int call, byte[] value, String failure) {}

  private record Arrival(long pick, long task) {}

  private final boolean replays;
  private final Schedule schedule;
  private final List<String> arguments;

  // Guarded by this.
  private final Map<Long, ArrayDeque<Value>> values = new HashMap<>();
  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();

  private ReplayLog(boolean replays, Schedule schedule, List<String> arguments) {
    this.replays = replays;
    this.schedule = schedule;
    this.arguments = List.copyOf(arguments);
  }

  /**
   * An empty log of a run that begins.
   *
   * @param arguments of the program
   */
  public static ReplayLog recording(Schedule schedule, List<String> arguments) {
    return new ReplayLog(false, schedule, arguments);
  }

  public boolean replays() {
    return replays;
  }

  public Schedule schedule() {
    return schedule;
  }

  public List<String> arguments() {
    return arguments;
  }

  // ---------------------------------------------------------------- values

  /**
   * Gets something from outside, or what it was when the run was recorded.
   *
   * @param real only called while recording
   * @return bytes; null may be one of the answers
   */
  public byte[] value(Task t, Kind kind, Callable<byte[]> real) throws Exception {
    if (replays) {
      return recorded(t, kind);
    }
    try {
      byte[] value = real.call();
      add(t, new Value(kind, t.externalCalls, value, null));
      return value;
    } catch (IOException e) {
      add(
          t,
          new Value(kind, t.externalCalls, null, e.getClass().getName() + "\n" + e.getMessage()));
      throw e;
    }
  }

  private synchronized void add(Task t, Value v) {
    values.computeIfAbsent(t.id(), k -> new ArrayDeque<>()).add(v);
  }

  private byte[] recorded(Task t, Kind kind) throws Exception {
    Value v;
    synchronized (this) {
      ArrayDeque<Value> of = values.get(t.id());
      v = of == null ? null : of.poll();
    }
    if (v == null || v.kind != kind) {
      throw Unwind.panic(
          null, "the program does not ask for what it got when the replay was recorded", null);
    }
    if (v.failure == null) {
      return v.value;
    }
    int end = v.failure.indexOf('\n');
    throw failure(v.failure.substring(0, end), v.failure.substring(end + 1));
  }

  private static IOException failure(String type, String message) {
    return switch (type) {
      case "java.nio.file.NoSuchFileException", "java.io.FileNotFoundException" ->
          new java.io.FileNotFoundException(message);
      default -> {
        try {
          yield (IOException) Class.forName(type).getConstructor(String.class).newInstance(message);
        } catch (ReflectiveOperationException | ClassCastException e) {
          yield new IOException(message);
        }
      }
    };
  }

  /**
   * Whether the external call that the task now makes had an answer; one that was cancelled had
   * none, and waits for that again.
   */
  synchronized boolean wasAnswered(Task t) {
    ArrayDeque<Value> of = values.get(t.id());
    return of != null
        && !of.isEmpty()
        && of.peek().kind == Kind.INPUT
        && of.peek().call == t.externalCalls;
  }

  // ---------------------------------------------------------------- when it was noticed

  /** The scheduler has let a task that came back from outside be ready. */
  synchronized void arrived(long pick, long task) {
    arrivals.add(new Arrival(pick, task));
  }

  /** The task whose return is due at that point, or −1. */
  synchronized long due(long pick) {
    Arrival next = arrivals.peek();
    return next != null && next.pick <= pick ? next.task : -1;
  }

  /** Whether nothing came back from outside any more. */
  synchronized boolean isOver() {
    return arrivals.isEmpty();
  }

  synchronized void next() {
    arrivals.poll();
  }

  // ---------------------------------------------------------------- as text

  /** The log as text that {@link #parse} reads. */
  public synchronized String text() {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    out.append("schedule ").append(schedule.token()).append('\n');
    for (String a : arguments) {
      out.append("argument ").append(encode(a.getBytes(StandardCharsets.UTF_8))).append('\n');
    }
    values.forEach((task, list) ->
        list.forEach(v -> {
          out.append("value ").append(task).append(' ').append(v.kind).append(' ').append(v.call);
          byte[] failure = v.failure == null ? null : v.failure.getBytes(StandardCharsets.UTF_8);
          out.append(failure == null ? " ok " : " failed ");
          out.append(encode(failure == null ? v.value : failure)).append('\n');
        }));
    for (Arrival a : arrivals) {
      out.append("back ").append(a.pick).append(' ').append(a.task).append('\n');
    }
    return out.toString();
  }

  private static String encode(byte[] bytes) {
    return bytes == null ? "-" : "=" + Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decode(String word) {
    return word.equals("-") ? null : Base64.getDecoder().decode(word.substring(1));
  }

  /**
   * A log to replay.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static ReplayLog parse(String text) {
    String[] lines = text.split("\n");
    if (!lines[0].equals(HEADER) || lines.length < 2 || !lines[1].startsWith("schedule ")) {
      throw new IllegalArgumentException("not a replay log");
    }
    Schedule schedule = Schedule.parse(lines[1].substring("schedule ".length()));
    List<String> arguments = new ArrayList<>();
    List<String[]> rest = new ArrayList<>();
    for (int i = 2; i < lines.length; i++) {
      String[] words = lines[i].split(" ");
      if (words[0].equals("argument")) {
        arguments.add(new String(decode(words[1]), StandardCharsets.UTF_8));
      } else {
        rest.add(words);
      }
    }
    ReplayLog log = new ReplayLog(true, schedule, arguments);
    try {
      for (String[] w : rest) {
        log.read(w);
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a replay log that is not whole", e);
    }
    return log;
  }

  private synchronized void read(String[] w) {
    switch (w[0]) {
      case "value" -> {
        byte[] bytes = decode(w[5]);
        boolean failed = w[4].equals("failed");
        values
            .computeIfAbsent(Long.valueOf(w[1]), k -> new ArrayDeque<>())
            .add(
                new Value(
                    Kind.valueOf(w[2]),
                    Integer.parseInt(w[3]),
                    failed ? null : bytes,
                    failed ? new String(bytes, StandardCharsets.UTF_8) : null));
      }
      case "back" -> arrivals.add(new Arrival(Long.parseLong(w[1]), Long.parseLong(w[2])));
      default -> throw new IllegalArgumentException("not a line of a replay log: " + w[0]);
    }
  }
}
