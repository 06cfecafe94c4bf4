package org.asrlang.types;

import org.asrlang.resolve.Def;
import org.asrlang.resolve.DefMap;

/**
 * The items that the language itself knows, by their {@code #[lang = "…"]} name in std's source:
 * rustc's names ({@code sized}, {@code copy}, {@code clone}, {@code drop}, {@code add}, {@code
 * deref}, {@code fn_once}, {@code owned_box}, {@code iterator}, {@code into_iter}, {@code next},
 * {@code branch}, {@code from_residual}, {@code RangeFull}, …).
 */
public record LangItems(DefMap defs) {
  /** Null where std lacks it (as the tests' small std may). */
  public Def get(String name) {
    return defs.langItem(name);
  }

  public boolean is(Def def, String name) {
    return def != null && def == get(name);
  }
}
