package org.asrlang.expand;

import java.util.List;
import org.asrlang.source.SourceFile;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Path;

/** What expansion asks of name resolution. */
public interface MacroResolver {
  /**
   * The macro that a path names.
   *
   * @param textual what {@code macro_rules!} has defined before the place
   * @param place the module or block that the call stands in, as the resolver knows it
   * @param blockUses the {@code use} items of the enclosing blocks, innermost last
   * @return null if there is none; a diagnostic was given
   */
  MacroDef macro(Path path, MacroScope textual, Object place, List<Item.Use> blockUses);

  /** What {@code module_path!} shows for the place. */
  String modulePath(Object place);

  /** The text of a file beside the crate's root, or null: for {@code include_str!}. */
  SourceFile include(String name, Object place);

  /** A variable of the compiler's environment, or null. */
  String env(String name);
}
