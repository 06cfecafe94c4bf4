package org.asrlang.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lints that ASR has, under rustc's names and with rustc's levels. */
enum Lint {
  ARITHMETIC_OVERFLOW(Level.DENY, null),
  BINDINGS_WITH_VARIANT_NAME(Level.DENY, null, "E0170"),
  DEAD_CODE(Level.WARN, "unused"),
  IRREFUTABLE_LET_PATTERNS(Level.WARN, null),
  OVERFLOWING_LITERALS(Level.DENY, null),
  PATH_STATEMENTS(Level.WARN, "unused"),
  UNCONDITIONAL_PANIC(Level.DENY, null),
  UNFULFILLED_LINT_EXPECTATIONS(Level.WARN, null),
  UNREACHABLE_CODE(Level.WARN, "unused"),
  UNREACHABLE_PATTERNS(Level.WARN, "unused"),
  UNUSED_IMPORTS(Level.WARN, "unused"),
  UNUSED_MUST_USE(Level.WARN, "unused"),
  UNUSED_MUT(Level.WARN, "unused"),
  UNUSED_VARIABLES(Level.WARN, "unused");

  private static final Map<String, Lint> BY_NAME = new HashMap<>();

  static {
    for (Lint l : values()) {
      BY_NAME.put(l.key, l);
    }
  }

  /** As attributes and diagnostics spell it. */
  final String key;

  final Level level;

  /** The code that its diagnostics have instead of the lint's name; null for none. */
  final String code;

  /** The group that it is part of; null for none. */
  final String group;

  Lint(Level level, String group) {
    this(level, group, null);
  }

  Lint(Level level, String group, String code) {
    this.code = code;
    this.key = name().toLowerCase(java.util.Locale.ROOT);
    this.level = level;
    this.group = group;
  }

  /** Null for what is no lint of ours, such as an error code. */
  static Lint of(String name) {
    return name == null ? null : BY_NAME.get(name);
  }

  /** The names under which an attribute may speak of it, without {@code warnings}. */
  List<String> names() {
    return group == null ? List.of(key) : List.of(key, group);
  }

  enum Level {
    ALLOW,
    EXPECT,
    WARN,
    DENY,
    FORBID;

    /** Null for any other attribute. */
    static Level of(String attribute) {
      return switch (attribute) {
        case "allow" -> ALLOW;
        case "expect" -> EXPECT;
        case "warn" -> WARN;
        case "deny" -> DENY;
        case "forbid" -> FORBID;
        default -> null;
      };
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
