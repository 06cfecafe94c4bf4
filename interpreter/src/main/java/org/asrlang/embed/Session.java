package org.asrlang.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.embed.convert.Text;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.lower.Lowering;
import org.asrlang.lower.OnBigStack;
import org.asrlang.points.FunctionPoints;
import org.asrlang.points.Point;
import org.asrlang.points.Suspension;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Libraries;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.resolve.SourceLibraries;
import org.asrlang.task.CancelReason;
import org.asrlang.task.DeadlockReport;
import org.asrlang.task.KillReason;
import org.asrlang.task.Outcome;
import org.asrlang.task.RootCall;
import org.asrlang.task.TaskEvents;
import org.asrlang.task.TaskTree;
import org.asrlang.task.Unwind;
import org.asrlang.types.Ty;

/**
 * An interactive session: entries of items, statements and perhaps an expression are compiled and
 * run one after another. What an entry defines, and the variables of its top level, are there for
 * later ones; a new definition shadows, and what is older keeps what it saw. An entry that fails to
 * compile, panics or is cancelled defines nothing.
 *
 * <p>A variable of an earlier entry lives until it is moved or the session is closed: it can be
 * borrowed for {@code 'static}, and from then on not be moved. An entry that moves out of variables
 * and fails has used them up. A {@code ?} at the top level ends the entry.
 *
 * <p>{@link #eval}, {@link #typeOf} and {@link #close} are called by one thread at a time; {@link
 * #cancel} by any.
 */
public final class Session implements AutoCloseable {
  /** As {@link #ENTRY}, with the function that an entry's own code is in. */
  private static final Pattern ENTRY_PATH = Pattern.compile("\\b(__entry_\\d+::)+");

  private static final Pattern ENTRY = Pattern.compile("\\b__entry_\\d+::");
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final EntryCompiler compiler;
  private final Lowering lowering;
  private final Isolate isolate;
  private final SessionModule.Places places = new SessionModule.Places();

  /** The variables with their types, oldest first. */
  private final Map<Def, Ty> variables = new LinkedHashMap<>();

  private volatile DeadlockReport deadlock;
  private volatile RootCall running;
  private volatile boolean cancelled;

  /**
   * What an entry came to.
   *
   * @param value as {@code {:?}} shows it, or {@code {}} if it has no {@code Debug}; empty for
   *     {@code ()} and after a failure
   * @param type of the value; empty if there is none
   * @param diagnostics errors and warnings
   * @param failed it did not compile, panicked, was cancelled or ended the process
   * @param message why it failed, where neither a diagnostic nor the panic's own message says so
   * @param exitCode what it gave to {@code process::exit}: the session has ended
   */
  public record Result(
      String value,
      String type,
      List<Diagnostic> diagnostics,
      boolean failed,
      String message,
      OptionalInt exitCode) {}

  Session(Engine engine, Capabilities granted, OptionalLong seed, ModuleLoader modules) {
    Libraries libraries = SourceLibraries.over(engine.libraries(), List.of(SessionModule.crate()));
    compiler = new EntryCompiler(libraries, modules);
    Program program = new Program(compiler.tcx(), compiler.root(), engine.natives(), List.of());
    lowering = program.lowering();
    Isolate.Builder builder =
        program
            .isolate()
            .capabilities(granted)
            .events(
                new TaskEvents() {
                  @Override
                  public void deadlock(DeadlockReport report) {
                    deadlock = report;
                  }
                });
    if (seed.isPresent()) {
      builder.seed(seed.getAsLong());
    }
    isolate = builder.start();
    isolate.runtime().setDeadlockOfNewestCall();
    isolate.machine().grant(SessionModule.Places.class, places);
  }

  /** Compiles an entry and runs it to its end, its child tasks included. */
  public Result eval(String text) {
    cancelled = false;
    EntryCompiler.Compiled entry = compile(text, false);
    if (entry.failed() || cancelled) {
      lowering.locked(() -> {
        compiler.discard(entry);
        return null;
      });
      return failure(entry, cancelled ? "cancelled" : "", OptionalInt.empty());
    }
    places.bySlot().putAll(entry.slots());
    places.stopped = false;
    compiler.running(entry);
    Outcome outcome = run(entry.function());
    boolean ended = outcome instanceof Outcome.Value && !places.stopped;
    lowering.locked(() -> {
      if (ended) {
        compiler.commit(entry);
      } else {
        compiler.discard(entry);
        compiler.forget(entry);
      }
      return null;
    });
    return switch (outcome) {
      case Outcome.Value v when places.stopped ->
          failure(entry, (String) v.value(), OptionalInt.empty());
      case Outcome.Value v -> {
        entry.places().values().forEach(d -> variables.put(d, compiler.tcx().typeOf(d)));
        String type = type(entry);
        String value =
            entry.canShow()
                ? (String) v.value()
                : "a value of type `" + type + "`, which has neither `Debug` nor `Display`";
        yield new Result(value, type, entry.diagnostics(), false, "", OptionalInt.empty());
      }
      case Outcome.Failed f -> {
        entry.places().values().forEach(isolate.machine().statics()::remove);
        yield failed(entry, f.failure());
      }
    };
  }

  private EntryCompiler.Compiled compile(String text, boolean typeOnly) {
    return OnBigStack.compile(() -> lowering.locked(() -> compiler.compile(text, typeOnly)));
  }

  private Outcome run(Def function) {
    Ty output = lowering.normalize(compiler.tcx().fnSig(function).output(), List.of());
    Layout layout = lowering.layout(output);
    Code code = lowering.code(function, List.of());
    deadlock = null;
    RootCall call =
        isolate.start(
            "main",
            t -> {
              var stack = isolate.stack(t);
              Object value = Invoke.boxed(code, stack, 0, 0, layout.kind);
              return new Text(layout).toJava(value, stack);
            });
    running = call;
    if (cancelled) {
      cancel(call);
    }
    try {
      return call.join();
    } finally {
      running = null;
      isolate.flush();
    }
  }

  private Result failed(EntryCompiler.Compiled entry, Unwind why) {
    if (deadlock != null) {
      return failure(entry, deadlock.render().stripTrailing(), OptionalInt.empty());
    }
    if (why.isPanic()) {
      // what went wrong in the engine itself has not met the panic hook
      String message = why.getCause() == null ? "" : why.getMessage();
      return failure(entry, message, OptionalInt.empty());
    }
    if (why.isKill() && isolate.runtime().killReason() instanceof KillReason k) {
      return failure(entry, "", OptionalInt.of(k.exitCode()));
    }
    return failure(entry, "cancelled", OptionalInt.empty());
  }

  private static Result failure(
      EntryCompiler.Compiled entry, String message, OptionalInt exitCode) {
    return new Result("", type(entry), entry.diagnostics(), true, message, exitCode);
  }

  private static String type(EntryCompiler.Compiled entry) {
    return entry.type() == null ? "" : ENTRY.matcher(entry.type().toString()).replaceAll("");
  }

  /** The type of an expression in {@link Result#type}; it is checked, not run. */
  public Result typeOf(String expression) {
    EntryCompiler.Compiled entry = compile(expression, true);
    lowering.locked(() -> {
      compiler.discard(entry);
      return null;
    });
    String type = entry.type() == null ? "()" : type(entry);
    return new Result(
        "",
        entry.failed() ? "" : type,
        entry.diagnostics(),
        entry.failed(),
        "",
        OptionalInt.empty());
  }

  /**
   * Where a function or closure may suspend (T17), a line for each place, in {@link Result#value};
   * the expression that names it is checked, not run.
   */
  public Result points(String expression) {
    EntryCompiler.Compiled entry = compile(expression, true);
    String text =
        OnBigStack.compile(() ->
            lowering.locked(() -> {
              compiler.discard(entry);
              return entry.failed() ? "" : points(entry.type());
            }));
    boolean failed = entry.failed() || text == null;
    return new Result(
        failed ? "" : ENTRY_PATH.matcher(ENTRY.matcher(text).replaceAll("")).replaceAll(""),
        "",
        entry.diagnostics(),
        failed,
        entry.failed() ? "" : "not a function",
        OptionalInt.empty());
  }

  /** Null if the type is not of a function or closure. */
  private String points(Ty type) {
    Def def =
        switch (type) {
          case Ty.FnDef f when f.def.isFnLike() -> f.def;
          case Ty.Closure c -> c.def;
          case null, default -> null;
        };
    if (def == null) {
      return null;
    }
    FunctionPoints f = new Suspension(compiler.tcx()).of(def);
    StringBuilder out = new StringBuilder(f.name());
    out.append(f.points().isEmpty() ? " never suspends" : " may suspend");
    for (Point p : f.points()) {
      out.append("\n  ").append(p.span().line()).append(':').append(p.span().column());
      out.append(' ').append(p.text());
    }
    return out.toString();
  }

  /** Cancels the entry that runs, with its child tasks. Does not wait. */
  public void cancel() {
    cancelled = true;
    RootCall call = running;
    if (call != null) {
      cancel(call);
    }
  }

  private static void cancel(RootCall call) {
    call.cancel(CancelReason.INTERRUPTED);
  }

  /** The names that an entry could use, for completion. */
  public List<String> names() {
    return lowering.locked(compiler::names);
  }

  /** The variables that an entry could use with their types, oldest first. */
  public List<String> variables() {
    return lowering.locked(() ->
        compiler.variables().entrySet().stream()
            .map(v -> v.getKey() + ": " + ENTRY.matcher(v.getValue().toString()).replaceAll(""))
            .toList());
  }

  /** The live tasks, of earlier entries too. Any thread. */
  public TaskTree taskTree() {
    return isolate.taskTree().withFunctions(f -> ENTRY_PATH.matcher(f).replaceAll(""));
  }

  /**
   * Cancels a task with all that it has spawned; drops run. Does not wait. Any thread.
   *
   * @return false if there is no live task of that id
   */
  public boolean cancelTask(long id) {
    return isolate.cancelTask(id, "cancelled by the user");
  }

  /** Drops the variables, newest first, cancels what still runs, and waits for it. */
  @Override
  public void close() {
    if (isolate.runtime().killReason() == null) {
      List<Def> order = new ArrayList<>(variables.keySet());
      isolate
          .start(
              "main",
              t -> {
                for (Def place : order.reversed()) {
                  Layout layout =
                      lowering.layout(lowering.normalize(variables.get(place), List.of()));
                  Object box = isolate.machine().statics().remove(place);
                  if (box != null) {
                    HostCall.drop(isolate.stack(t), lowering, layout, layout.read(box));
                  }
                }
                return null;
              })
          .join(CLOSE);
    }
    isolate.close();
  }
}
