package org.asrlang.embed;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.lower.Lowering;
import org.asrlang.resolve.Def;
import org.asrlang.task.Outcome;
import org.asrlang.task.TaskBody;
import org.asrlang.types.FnSig;
import org.asrlang.types.Ty;

/**
 * A function of a program, bound with Java types. Thread-safe: calls are tasks of the isolate and
 * run side by side.
 *
 * <p>Integers become {@code long} (or {@code int}, {@code BigInteger}), floats {@code double},
 * {@code bool} {@code boolean}, {@code String} and {@code &str} {@link String}, {@code Vec} and
 * arrays {@link List}, {@code Option} {@link java.util.Optional}, structs a Java record with the
 * same field names (or a {@link java.util.Map}), field-less enums a Java enum or the variant's
 * name, {@code ()} {@link Void}. Values are copied.
 */
public final class Function<R> {
  private final Isolate isolate;
  private final Class<R> resultClass;
  private final Code code;
  private final List<Layout> parameters = new ArrayList<>();
  private final List<Ty> types = new ArrayList<>();
  private final Layout result;
  private final String path;

  Function(Isolate isolate, String path, Class<R> resultClass, List<Class<?>> classes) {
    this.isolate = isolate;
    this.resultClass = resultClass;
    this.path = path;
    Program program = isolate.program();
    Def fn = program.function(path);
    if (fn == null) {
      throw new IllegalArgumentException("the program has no function `" + path + "`");
    }
    if (program.tcx().generics(fn).count() > 0) {
      throw new IllegalArgumentException("`" + path + "` is generic: it cannot be bound");
    }
    FnSig sig = program.tcx().fnSig(fn);
    if (sig.inputs().size() != classes.size()) {
      throw new IllegalArgumentException(
          "`"
              + path
              + "` takes "
              + sig.inputs().size()
              + " arguments, "
              + classes.size()
              + " were given types");
    }
    Lowering lowering = program.lowering();
    Marshal marshal = new Marshal(null, lowering.linker());
    for (int i = 0; i < classes.size(); i++) {
      Ty ty = lowering.normalize(sig.inputs().get(i), List.of());
      check(marshal, ty, classes.get(i), "argument " + (i + 1));
      types.add(ty);
      parameters.add(lowering.layout(ty));
    }
    Ty output = lowering.normalize(sig.output(), List.of());
    check(marshal, output, resultClass, "the result");
    result = lowering.layout(output);
    code = lowering.code(fn, List.of());
  }

  private void check(Marshal marshal, Ty ty, Class<?> type, String what) {
    if (!marshal.fits(ty, type)) {
      throw new IllegalArgumentException(
          what + " of `" + path + "` is a `" + ty + "`, which is no " + type.getSimpleName());
    }
  }

  /**
   * Calls it and waits. It runs on the calling thread, and so do the host functions that it calls
   * itself, not through child tasks: their thread-locals are the caller's. Interrupting the thread
   * cancels the call. In an isolate with a seed it has a thread of its own.
   *
   * @throws PanicException if it panicked
   * @throws CancelledException if it was cancelled or the isolate was closed
   * @throws IllegalArgumentException if an argument's value does not fit its type
   */
  public R call(Object... arguments) {
    return new Execution<>(isolate, isolate.call(path, body(arguments)), resultClass).join();
  }

  /** Starts a call as a task of the isolate. */
  public Execution<R> start(Object... arguments) {
    return new Execution<>(isolate, isolate.start(path, body(arguments)), resultClass);
  }

  private TaskBody body(Object... arguments) {
    if (arguments.length != parameters.size()) {
      throw new IllegalArgumentException(
          "`" + path + "` takes " + parameters.size() + " arguments, got " + arguments.length);
    }
    Marshal check = new Marshal(null, isolate.program().lowering().linker());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      values.add(check.toGuest(parameters.get(i), arguments[i]));
    }
    return t -> {
              Stack s = isolate.stack(t);
              s.ensure(values.size() + 1, values.size() + 1);
              int longs = 0;
              int refs = 0;
              for (int i = 0; i < values.size(); i++) {
                switch (parameters.get(i).kind) {
                  case ZST -> {}
                  case LONG -> s.setLong(longs++, (Long) values.get(i));
                  case DOUBLE ->
                      s.setLong(longs++, Double.doubleToRawLongBits((Double) values.get(i)));
                  case OBJECT -> s.setRef(refs++, values.get(i));
                }
              }
              Object value = Invoke.boxed(code, s, 0, 0, result.kind);
              Marshal marshal = new Marshal(s, isolate.program().lowering().linker());
              Object copy = marshal.toJava(result, value, resultClass);
              marshal.drop(result, value);
              return copy;
            };
  }

  static Object unwrap(Isolate isolate, Outcome outcome) {
    isolate.flush();
    return switch (outcome) {
      case Outcome.Value v -> v.value();
      case Outcome.Failed f -> {
        if (f.failure().isPanic()) {
          throw new PanicException(f.failure().getMessage());
        }
        throw new CancelledException(String.valueOf(f.failure().getMessage()));
      }
    };
  }
}
