package org.asrlang.exec.intrinsics;

import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Registrar;

/** {@code fmt::template_*}: reads the constant part of a {@code format_args!}. */
final class FmtIntrinsics {
  private FmtIntrinsics() {}

  private static FormatTemplate template(Stack s) {
    return (FormatTemplate) s.getRef(0);
  }

  private static FormatTemplate.Placeholder at(Stack s) {
    return template(s).placeholders().get((int) s.getLong(0));
  }

  static void register(Registrar r) {
    r.longBody("fmt::template_len", s -> template(s).placeholders().size());
    r.objectBody("fmt::template_literal", s -> template(s).literals().get((int) s.getLong(0)));
    r.longBody("fmt::template_arg", s -> at(s).arg());
    r.longBody("fmt::template_fill", s -> at(s).fill());
    r.longBody("fmt::template_align", s -> at(s).align());
    r.longBody("fmt::template_flags", s -> at(s).flags());
    r.longBody("fmt::template_width", s -> at(s).width());
    r.longBody("fmt::template_precision", s -> at(s).precision());
    r.longBody("fmt::template_is_plain", s -> at(s).isPlain() ? 1 : 0);
  }
}
