package org.asrlang.diagnostic;

/** What a piece of a rendered diagnostic is; how it looks depends on the severity. */
enum Style {
  PLAIN,
  /** The message itself. */
  MESSAGE,
  /** Line numbers and the bars beside them. */
  GUTTER,
  /** {@code error[E0308]} and primary marks and labels. */
  PRIMARY,
  /** Secondary marks and labels. */
  SECONDARY,
  NOTE,
  HELP,
  ADDITION,
  REMOVAL;

  /** The SGR parameters, empty for none. */
  String sgr(Severity severity) {
    return switch (this) {
      case PLAIN -> "";
      case MESSAGE -> "1";
      case GUTTER, SECONDARY -> "1;94";
      case PRIMARY ->
          switch (severity) {
            case ERROR -> "1;91";
            case WARNING -> "1;93";
          };
      case NOTE -> "1;92";
      case HELP -> "1;96";
      case ADDITION -> "92";
      case REMOVAL -> "91";
    };
  }
}
