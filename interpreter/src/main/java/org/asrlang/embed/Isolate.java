package org.asrlang.embed;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.asrlang.embed.convert.Converters;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Lives;
import org.asrlang.exec.Machine;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.lower.Lowering;
import org.asrlang.lower.LoweringError;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.task.CancelReason;
import org.asrlang.task.KillReason;
import org.asrlang.task.Limits;
import org.asrlang.task.Outcome;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.RootCall;
import org.asrlang.task.RuntimeOptions;
import org.asrlang.task.Schedule;
import org.asrlang.task.Task;
import org.asrlang.task.TaskBody;
import org.asrlang.task.TaskEvents;
import org.asrlang.task.TaskRuntime;
import org.asrlang.task.TaskTree;
import org.asrlang.task.Unwind;
import org.asrlang.types.Ty;

/**
 * One running instance of a program: its statics, its tasks, what it may touch and how much it may
 * use. Cheap; one for each tenant. Thread-safe. Closing it cancels its tasks and waits for their
 * clean-up.
 */
public final class Isolate implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Program program;
  private final Machine machine;
  private final TaskRuntime runtime;
  private final Capabilities capabilities;

  private Isolate(Builder b) {
    program = b.program;
    capabilities = b.capabilities;
    machine = new Machine(program.lowering());
    machine.grant(Capabilities.class, capabilities);
    machine.grant(Converters.class, program.converters());
    machine.setPanicHook(b.hook != null ? b.hook : new PanicPrinter(capabilities.error()));
    RuntimeOptions options = RuntimeOptions.parallel();
    if (b.schedule != null) {
      options = options.withSchedule(b.schedule);
    } else if (b.seed.isPresent()) {
      options = options.withSeed(b.seed);
    }
    if (b.log != null) {
      options = options.withLog(b.log);
    }
    if (b.counting) {
      machine.setLives(new Lives());
    }
    runtime =
        new TaskRuntime(
            options
                .withLimits(b.limits)
                .withWatched(b.watched)
                .withEvents(new RuntimeEvents(b.events)));
  }

  /** Settings of an isolate. */
  public static final class Builder {
    private final Program program;
    private Capabilities capabilities = Capabilities.NONE;
    private OptionalLong seed = OptionalLong.empty();
    private Schedule schedule;
    private ReplayLog log;
    private Limits limits = Limits.NONE;
    private boolean watched;
    private boolean counting;
    private org.asrlang.exec.PanicHook hook;
    private TaskEvents events = new TaskEvents() {};

    Builder(Program program) {
      this.program = program;
    }

    /** Grants access to the world outside. */
    public Builder capabilities(Capabilities granted) {
      capabilities = granted;
      return this;
    }

    /**
     * Runs deterministically: one task at a time, virtual time, all choices drawn from the seed.
     */
    public Builder seed(long value) {
      seed = OptionalLong.of(value);
      return this;
    }

    /** Runs deterministically as with {@link #seed}, with choices made in a way of their own. */
    public Builder schedule(Schedule value) {
      schedule = value;
      return this;
    }

    /**
     * Runs deterministically under the log's schedule, and records there what comes from standard
     * input, files and environment, or takes it from there. Host functions are called in a replay
     * too.
     */
    public Builder log(ReplayLog value) {
      log = value;
      return this;
    }

    /** Bounds what it may use; when one is exceeded, the isolate is killed. */
    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /** Replaces what prints panics to the error stream. */
    public Builder panicHook(org.asrlang.exec.PanicHook value) {
      hook = value;
      return this;
    }

    /**
     * Looks for tasks that run for long without a suspension point and for locks that are held
     * during long waits; {@link #events} hears of them.
     */
    public Builder watched(boolean value) {
      watched = value;
      return this;
    }

    /** Counts values that are made and dropped, for {@link Isolate#neverDropped}. */
    public Builder counting(boolean value) {
      counting = value;
      return this;
    }

    /** Hears of deadlocks, of drops that were given up, and of what {@link #watched} finds. */
    public Builder events(TaskEvents value) {
      events = value;
      return this;
    }

    public Isolate start() {
      return new Isolate(this);
    }
  }

  /**
   * Binds a function.
   *
   * @param path such as {@code handle} or {@code rules::apply}
   * @param result what it returns: see {@link Function}
   * @param parameters the Java types of its arguments: classes, or {@link TypeLiteral}s
   * @throws IllegalArgumentException if there is no such function or its types do not fit: said
   *     here, not when it is called
   */
  public <R> Function<R> function(String path, Class<R> result, Type... parameters) {
    return new Function<>(this, path, result, types(parameters));
  }

  /**
   * As {@link #function(String, Class, Type...)} with a generic type, such as a list of records.
   */
  public <R> Function<R> function(String path, TypeLiteral<R> result, Type... parameters) {
    return new Function<>(this, path, result.type(), types(parameters));
  }

  private static List<Type> types(Type[] parameters) {
    return Stream.of(parameters).map(TypeLiteral::of).toList();
  }

  /**
   * Runs {@code main} to its end, its tasks and their drops included. Blocks; {@link #cancel} and
   * {@link #kill} may be called from other threads meanwhile.
   *
   * @return the exit code: 0, 1 for an {@code Err}, 101 for a panic, or what {@code process::exit}
   *     was given
   * @throws IllegalStateException if the program has no {@code main}
   */
  public int runMain() {
    Def main = program.main();
    if (main == null) {
      throw new IllegalStateException("the program has no `main`");
    }
    return exitCode(run(main, "main"));
  }

  /** Runs a test function as {@link #runMain} does, in a task of its name, and judges it. */
  public TestOutcome runTest(Program.Test test) {
    Outcome outcome = run(test.def(), test.name());
    int exit = exitCode(outcome);
    return runtime.deadlockReport() != null
        ? new TestOutcome(false, exit, "")
        : TestOutcome.of(test, outcome, exit);
  }

  private Outcome run(Def fn, String task) {
    Lowering lowering = program.lowering();
    Ty output = lowering.normalize(program.tcx().fnSig(fn).output(), List.of());
    Layout result = lowering.layout(output);
    Code code = lowering.code(fn, List.of());
    Code termination =
        lowering.code(program.tcx().lang().get("termination_report"), List.of(output));
    Outcome outcome =
        runtime.run(
            task,
            t -> {
              Stack s = machine.stack(t);
              Object value = Invoke.boxed(code, s, 0, 0, result.kind);
              s.ensure(1, 1);
              switch (result.kind) {
                case ZST -> {}
                case LONG -> s.setLong(0, (Long) value);
                case DOUBLE -> s.setLong(0, Double.doubleToRawLongBits((Double) value));
                case OBJECT -> s.setRef(0, value);
              }
              return termination.runLong(s, 0, 0, termination.fromNative);
            });
    flush();
    return outcome;
  }

  private int exitCode(Outcome outcome) {
    // whatever came out of it: a value may have been there before, or a drop that was given up
    if (runtime.deadlockReport() != null) {
      PrintStream err = new PrintStream(capabilities.error(), true, StandardCharsets.UTF_8);
      err.println(runtime.deadlockReport().render());
      return 101;
    }
    return switch (outcome) {
      case Outcome.Value v -> (int) (long) (Long) v.value();
      case Outcome.Failed f -> failed(f.failure());
    };
  }

  private int failed(Unwind u) {
    if (u.payload() instanceof LoweringError e) {
      PrintStream err = new PrintStream(capabilities.error(), true, StandardCharsets.UTF_8);
      String code = e.code() == null ? "" : "[" + e.code() + "]";
      String at = e.span().equals(Span.NONE) ? "" : "\n --> " + e.span();
      err.println("error" + code + ": " + e.getMessage() + at);
      return 65;
    }
    if (u.payload() instanceof OutOfMemoryError) {
      PrintStream err = new PrintStream(capabilities.error(), true, StandardCharsets.UTF_8);
      err.println("memory allocation failed");
      return 134; // as after Rust's abort
    }
    if (u.payload() instanceof Throwable bug) {
      // a fault of the engine, never of the program: said so, not dressed up as a panic
      PrintStream err = new PrintStream(capabilities.error(), true, StandardCharsets.UTF_8);
      err.println("internal error: " + bug);
      if (Boolean.getBoolean("asr.debug")) {
        bug.printStackTrace(err);
      }
      return 70;
    }
    if (u.isKill() && u.payload() instanceof KillReason k) {
      return k.exitCode();
    }
    return u.isPanic() ? 101 : 130;
  }

  void flush() {
    try {
      capabilities.output().flush();
      capabilities.error().flush();
    } catch (IOException e) {
      // nobody is left who could be told
    }
  }

  /** Cancels everything that runs; drops run. Does not wait. */
  public void cancel(String reason) {
    runtime.cancelRoot(new CancelReason(CancelReason.Kind.REQUESTED, reason));
  }

  /** Ends everything without running drops. Does not wait. */
  public void kill(int exitCode) {
    runtime.kill(KillReason.signal(exitCode));
  }

  /**
   * Cancels everything and waits for the clean-up.
   *
   * @param deadline after it, what still runs is killed
   * @return the names of the tasks that had to be killed
   */
  public List<String> close(Duration deadline) {
    List<String> stragglers = runtime.close(deadline);
    flush();
    return stragglers;
  }

  /** As {@link #close(Duration)} with ten seconds. */
  @Override
  public void close() {
    close(CLOSE);
  }

  /**
   * The live tasks, what each waits for, for how long, and where. Any thread; nothing is stopped
   * for it.
   */
  public TaskTree taskTree() {
    return taskTree(1000);
  }

  /**
   * As {@link #taskTree()}.
   *
   * @param limit of so many tasks at most, parents first
   */
  public TaskTree taskTree(int limit) {
    return runtime.taskTree(limit);
  }

  /**
   * Cancels one task with all that it has spawned; drops run, its siblings go on. Does not wait.
   *
   * @param id as in {@link #taskTree}
   * @return false if there is no live task of that id
   */
  public boolean cancelTask(long id, String reason) {
    return runtime.cancelTask(id, new CancelReason(CancelReason.Kind.REQUESTED, reason));
  }

  /**
   * What has been made and not been dropped until now: of which types with a Drop impl, how many.
   * Std's guards, permits and shared owners are counted, too. Empty unless {@link Builder#counting}
   * was asked for, and if it was killed, which skips drops.
   */
  public Map<String, Long> neverDropped() {
    return machine.lives() == null || runtime.killReason() != null
        ? Map.of()
        : machine.lives().left();
  }

  /** Whether the program has statics, where values live for ever. */
  public boolean hasStatics() {
    return machine.statics().keySet().stream()
        .anyMatch(s -> s instanceof Def d && d.crate() == program.crate());
  }

  /** The scheduler behind it, for tools that look at live tasks. */
  public TaskRuntime runtime() {
    return runtime;
  }

  Program program() {
    return program;
  }

  Machine machine() {
    return machine;
  }

  RootCall start(String name, TaskBody body) {
    return runtime.start(name, body, false);
  }

  /** Runs a call on the calling thread, to its end. */
  RootCall call(String name, TaskBody body) {
    return runtime.call(name, body);
  }

  /** The task that calls from outside belong to. */
  Stack stack(Task t) {
    return machine.stack(t);
  }
}
