package org.asrlang.embed;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.embed.convert.Converter;
import org.asrlang.embed.convert.Converters.Way;
import org.asrlang.embed.convert.ValueException;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.lower.Lowering;
import org.asrlang.resolve.Def;
import org.asrlang.task.KillReason;
import org.asrlang.task.Outcome;
import org.asrlang.task.TaskBody;
import org.asrlang.types.FnSig;
import org.asrlang.types.Ty;

/**
 * A function of a program, bound with Java types. Thread-safe: calls are tasks of the isolate and
 * run side by side. Values are copied.
 *
 * <table>
 * <caption>Which types stand for which; the first one is what {@link Object} asks for</caption>
 * <tr><th>ASR</th><th>Java</th></tr>
 * <tr><td>integers</td><td>{@code long}, {@code int}, {@code short}, {@code byte}, {@link
 *     java.math.BigInteger}: what does not fit is an error</td></tr>
 * <tr><td>{@code f64}, {@code f32}</td><td>{@code double}, {@code float}</td></tr>
 * <tr><td>{@code bool}, {@code char}</td><td>{@code boolean}; {@link String}, {@code char}</td></tr>
 * <tr><td>{@code String}, {@code &str}</td><td>{@link String}</td></tr>
 * <tr><td>{@code Vec}, slices, arrays, queues</td><td>{@link List}; a Java array</td></tr>
 * <tr><td>sets, maps</td><td>{@link java.util.Set}, {@link java.util.Map}</td></tr>
 * <tr><td>{@code Option<T>}</td><td>{@link java.util.Optional}, or a {@code T} that may be
 *     null</td></tr>
 * <tr><td>{@code Result<T, E>}</td><td>{@code T}, and {@link ErrException} with the {@code
 *     E}</td></tr>
 * <tr><td>structs</td><td>{@link java.util.Map}, a record with the same names</td></tr>
 * <tr><td>tuples</td><td>{@link List}, a record by position, {@link java.util.Map.Entry}</td></tr>
 * <tr><td>enums without data</td><td>the variant's name, a Java enum</td></tr>
 * <tr><td>enums with data</td><td>a map from the variant's name to its data, a sealed interface that
 *     permits a record for each variant</td></tr>
 * <tr><td>{@code &T}, {@code Box<T>}</td><td>as {@code T}</td></tr>
 * <tr><td>{@code ()}</td><td>{@link Void}</td></tr>
 * </table>
 */
public final class Function<R> {
  private final Isolate isolate;
  private final Class<?> resultClass;
  private final Code code;
  private final List<Layout> parameters = new ArrayList<>();
  private final List<Converter> arguments = new ArrayList<>();
  private final Layout result;
  private final Converter returned;
  private final String path;

  Function(Isolate isolate, String path, Type resultType, List<Type> types) {
    this.isolate = isolate;
    this.resultClass = resultType instanceof Class<?> c ? c : Object.class;
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
    if (sig.inputs().size() != types.size()) {
      throw new IllegalArgumentException(
          "`"
              + path
              + "` takes "
              + sig.inputs().size()
              + (sig.inputs().size() == 1 ? " argument, " : " arguments, ")
              + types.size()
              + " were given types");
    }
    Lowering lowering = program.lowering();
    for (int i = 0; i < types.size(); i++) {
      Ty ty = lowering.normalize(sig.inputs().get(i), List.of());
      arguments.add(converter(ty, types.get(i), Way.TO_GUEST, "argument " + (i + 1)));
      parameters.add(lowering.layout(ty));
    }
    Ty output = lowering.normalize(sig.output(), List.of());
    returned = converter(output, resultType, Way.TO_JAVA, "the result");
    result = lowering.layout(output);
    code = lowering.code(fn, List.of());
  }

  private Converter converter(Ty ty, Type type, Way way, String what) {
    try {
      return isolate.program().converters().of(ty, type, way);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " of `" + path + "`: " + e.getMessage(), e);
    }
  }

  /**
   * Calls it and waits. It runs on the calling thread, and so do the host functions that it calls
   * itself, not through child tasks: their thread-locals are the caller's. Interrupting the thread
   * cancels the call. In an isolate with a seed it has a thread of its own.
   *
   * @throws PanicException if it panicked
   * @throws CancelledException if it was cancelled or the isolate was closed
   * @throws KilledException if the isolate was killed, by a limit or by {@code process::exit}
   * @throws ErrException if it returned an {@code Err}
   * @throws IllegalArgumentException if a value does not fit, though its type does
   */
  public R call(Object... values) {
    return new Execution<R>(isolate, isolate.call(path, body(values)), resultClass).join();
  }

  /** Starts a call as a task of the isolate. */
  public Execution<R> start(Object... values) {
    return new Execution<>(isolate, isolate.start(path, body(values)), resultClass);
  }

  private TaskBody body(Object... values) {
    if (values.length != parameters.size()) {
      throw new IllegalArgumentException(
          "`" + path + "` takes " + parameters.size() + " arguments, got " + values.length);
    }
    return t -> {
      Stack s = isolate.stack(t);
      try {
        Object value = Invoke.boxed(code, put(s, values), 0, 0, result.kind);
        Object copy = returned.toJava(value, s);
        HostCall.drop(s, isolate.program().lowering(), result, value);
        return copy;
      } catch (ValueException e) {
        return e; // a mistake of the host, which is told it where it asks for the result
      }
    };
  }

  /** Puts the arguments where the code takes them: numbers and objects each counted apart. */
  private Stack put(Stack s, Object[] values) {
    Object[] guest = new Object[values.length];
    for (int i = 0; i < guest.length; i++) {
      try {
        guest[i] = arguments.get(i).toGuest(values[i], s);
      } catch (ValueException e) {
        throw new ValueException("argument " + (i + 1) + " of `" + path + "`: " + e.getMessage());
      }
    }
    s.ensure(guest.length + 1, guest.length + 1);
    int longs = 0;
    int refs = 0;
    for (int i = 0; i < guest.length; i++) {
      switch (parameters.get(i).kind) {
        case ZST -> {}
        case LONG -> s.setLong(longs++, (Long) guest[i]);
        case DOUBLE -> s.setLong(longs++, Double.doubleToRawLongBits((Double) guest[i]));
        case OBJECT -> s.setRef(refs++, guest[i]);
      }
    }
    return s;
  }

  static Object unwrap(Isolate isolate, Outcome outcome) {
    isolate.flush();
    return switch (outcome) {
      case Outcome.Value(ValueException e) -> throw e;
      case Outcome.Value(ErrException e) -> throw e;
      case Outcome.Value v -> v.value();
      case Outcome.Failed f -> {
        if (f.failure().isPanic()) {
          throw new PanicException(f.failure().getMessage());
        }
        if (f.failure().payload() instanceof KillReason reason) {
          throw new KilledException(reason);
        }
        throw new CancelledException(String.valueOf(f.failure().getMessage()));
      }
    };
  }
}
