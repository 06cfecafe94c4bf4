package org.asrlang.exec.natives;

import java.util.List;
import org.asrlang.exec.Code;
import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.source.Span;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/**
 * One instance of a native function: the concrete types that it was declared and called with.
 *
 * @param name as in {@code #[native = "name"]}
 * @param params the parameters' types
 * @param result the result's type
 * @param args the instance's generic arguments
 * @param linker finds layouts and code of other instances
 */
public record NativeSig(
    String name,
    List<Layout> params,
    Layout result,
    List<GenericArg> args,
    Span span,
    Linker linker) {

  /** What lowering answers. */
  public interface Linker {
    Layout layout(Ty ty);

    /**
     * The code of {@code FnOnce::call_once} on a callable type; it takes the callable and then the
     * arguments, each on its own, in the way of {@link Code}.
     */
    Code callOnce(Ty callable, List<Ty> inputs);

    /** Null if dropping the type does nothing. */
    DropGlue glue(Ty ty);
  }

  public Layout param(int i) {
    return params.get(i);
  }

  /** The i-th generic argument that is a type. */
  public Ty typeArg(int i) {
    for (GenericArg a : args) {
      if (a instanceof Ty t && i-- == 0) {
        return t;
      }
    }
    throw new IllegalStateException(name + " has no type argument " + i);
  }

  /** The layout of the i-th type argument, which must be sized. */
  public Layout typeLayout(int i) {
    return linker.layout(typeArg(i));
  }

  /** The value of the first const argument. */
  public long constArg() {
    for (GenericArg a : args) {
      if (a instanceof Const.Value v && v.value() instanceof Long l) {
        return l;
      }
    }
    throw new IllegalStateException(name + " has no const argument");
  }
}
