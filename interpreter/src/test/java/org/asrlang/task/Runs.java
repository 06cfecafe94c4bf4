package org.asrlang.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs task programs in tests: guest code is lambdas, its output a list of words. */
final class Runs {
  static final long MS = 1_000_000;

  /** {@code -Drules.seeds} and {@code -Drules.parallel} ask for more. */
  static final int SEEDS = Integer.getInteger("rules.seeds", 50);

  private static final int PARALLEL = Integer.getInteger("rules.parallel", 20);

  private Runs() {}

  /** A program: writes words, returns a value. */
  interface Program {
    Object run(Task t, List<Object> out);
  }

  /** What a run did. */
  record Result(Outcome outcome, List<Object> out, TaskRuntime runtime) {
    Object value() {
      return switch (outcome) {
        case Outcome.Value(Object v) -> v;
        case Outcome.Failed(Unwind u) -> fail("failed: " + u + " " + u.attached(), u);
      };
    }

    Unwind failure() {
      return switch (outcome) {
        case Outcome.Value(Object v) -> fail("returned " + v);
        case Outcome.Failed(Unwind u) -> u;
      };
    }
  }

  static Result run(RuntimeOptions options, Program program) {
    List<Object> out = Collections.synchronizedList(new ArrayList<>());
    TaskRuntime runtime = new TaskRuntime(options);
    Outcome outcome = runtime.run("main", t -> program.run(t, out));
    assertEquals(0, runtime.liveTasks(), "no task outlives the program");
    return new Result(outcome, List.copyOf(out), runtime);
  }

  static Result seeded(long seed, Program program) {
    return run(RuntimeOptions.seeded(seed), program);
  }

  static Result parallel(Program program) {
    return run(RuntimeOptions.parallel(), program);
  }

  /** Seeds 1 to 50 and some parallel runs. */
  static void everyWay(Program program, Consumer<Result> check) {
    everySeed(program, check);
    for (int i = 0; i < PARALLEL; i++) {
      check.accept(parallel(program));
    }
  }

  static void everySeed(Program program, Consumer<Result> check) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      check.accept(seeded(seed, program));
    }
  }

  /** A drop as the executor runs it. */
  static Unwind drop(Task t, Runnable body, String what) {
    Unwind u = null;
    t.enterDrop();
    try {
      body.run();
    } catch (Unwind e) {
      u = e;
    }
    return t.leaveDrop(u, what);
  }

  /** Runs a body with one local that is dropped at its end, whatever happens. */
  static <T> T withLocal(Task t, Runnable drop, Function<Task, T> body) {
    Unwind failure = null;
    T value = null;
    try {
      value = body.apply(t);
    } catch (Unwind u) {
      failure = u;
    }
    failure = Unwind.combine(failure, drop(t, drop, "Local"));
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  static Object scope(Task t, ScopeBody body) {
    return TaskScope.run(t, ScopeMode.FAIL_FAST, body);
  }

  static Unwind boom(String text) {
    return Unwind.panic(text, text, null);
  }

  static Object joined(Outcome o) {
    return switch (o) {
      case Outcome.Value(Object v) -> v;
      case Outcome.Failed(Unwind u) -> u;
    };
  }

  /** Waits for what never comes. */
  static Object forever(Task t) {
    return new TaskChannel(0).recv(t); // the sender never sends
  }

  static void spin(Task t) {
    if (--t.fuel < 0) {
      t.endOfSlice();
    }
  }

  static List<String> texts(List<Unwind> list) {
    return list.stream().map(Throwable::getMessage).toList();
  }

  static void assertClean(Unwind u) {
    assertNull(u);
  }

  /** Which arm of a select was first, and what it gave. */
  record Winner(int index, Object value) {}

  /** A {@code race!} whose arms all run in child tasks. */
  static Winner race(Task t, TaskBody... bodies) {
    Object[] value = new Object[1];
    List<Select.Arm> arms = new ArrayList<>();
    for (TaskBody b : bodies) {
      arms.add(spawned(b, v -> value[0] = v));
    }
    int index = Select.run(t, SuspensionPoint.RACE, false, arms);
    return new Winner(index, value[0]);
  }

  /** An arm that takes whatever comes. */
  static Select.Arm spawned(TaskBody body, Consumer<Object> take) {
    return new Select.Spawned(body) {
      @Override
      public boolean accept(Task t, Object value) {
        take.accept(value);
        return true;
      }
    };
  }

  /** A registered arm that takes whatever comes. */
  static Select.Arm registered(
      Event event, Function<Task, Object> operation, Consumer<Object> take) {
    return new Select.Registered(event) {
      @Override
      protected Object operate(Task t) {
        return operation.apply(t);
      }

      @Override
      public boolean accept(Task t, Object value) {
        take.accept(value);
        return true;
      }
    };
  }
}
