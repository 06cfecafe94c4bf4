package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/** Renders diagnostics as rustc prints them to a terminal. Immutable. */
public final class TextRenderer {
  private final RenderOptions options;

  public TextRenderer(RenderOptions options) {
    this.options = options;
  }

  /** Each diagnostic followed by an empty line. */
  public String render(Iterable<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic d : diagnostics) {
      out.append(render(d)).append('\n');
    }
    return out.toString();
  }

  /** One diagnostic; ends with a line feed, has no empty line after it. */
  public String render(Diagnostic d) {
    StyledBuffer buffer = new StyledBuffer();
    int width = numberWidth(d);
    header(buffer, d);
    List<Diagnostic.Suggestion> suggestions =
        d.suggestions().stream().filter(x -> x.shown() != Diagnostic.Shown.NOTHING).toList();
    List<Diagnostic.Label> labels = new ArrayList<>(d.labels());
    String label = d.label();
    if (suggestions.size() == 1 && isLabel(suggestions.getFirst())) {
      Diagnostic.Label short_ = label(suggestions.getFirst());
      if (label.isEmpty() && short_.span().equals(d.primary())) {
        label = short_.text();
      } else {
        labels.add(short_);
      }
      suggestions = List.of();
    }
    boolean hasSource = snippet(buffer, d.primary(), label, labels, width);
    List<Diagnostic.Child> children = new ArrayList<>(d.children());
    String origin = MacroBacktrace.origin(d);
    if (origin != null) {
      children.add(new Diagnostic.Note(origin));
    }
    List<Diagnostic.Suggestion> unseen = new ArrayList<>();
    for (Diagnostic.Suggestion s : suggestions) {
      if (!SuggestionRenderer.canShow(s)) {
        unseen.add(s);
      }
    }
    if (hasSource && (!children.isEmpty() || !suggestions.isEmpty())) {
      buffer.put(buffer.rows(), width + 1, "|", Style.GUTTER);
    }
    for (Diagnostic.Child c : children) {
      switch (c) {
        case Diagnostic.Note n -> attached(buffer, "note", n.text(), width);
        case Diagnostic.Help h -> attached(buffer, "help", h.text(), width);
        case Diagnostic.Related r -> {
          title(
              buffer, r.help() ? "help" : "note", r.help() ? Style.HELP : Style.NOTE, r.message());
          snippet(buffer, r.at(), r.label(), r.labels(), width);
        }
      }
    }
    unseen.forEach(s -> attached(buffer, "help", s.message(), width));
    for (Diagnostic.Suggestion s : suggestions) {
      if (!unseen.contains(s)) {
        title(buffer, "help", Style.HELP, s.message());
        SuggestionRenderer.render(buffer, s, width);
      }
    }
    StringBuilder out = new StringBuilder();
    buffer.render(out, d.severity(), options.colour());
    return out.toString();
  }

  /** Whether a suggestion is short enough to stand beside its place, as rustc decides it. */
  private static boolean isLabel(Diagnostic.Suggestion s) {
    return s.shown() != Diagnostic.Shown.LINES
        && s.edits().size() == 1
        && SuggestionRenderer.canShow(s)
        && s.message().split("\\s+").length < 10
        && s.edits().getFirst().replacement().indexOf('\n') < 0;
  }

  private static Diagnostic.Label label(Diagnostic.Suggestion s) {
    String text = s.edits().getFirst().replacement().trim();
    return new Diagnostic.Label(
        s.edits().getFirst().span(),
        "help: "
            + s.message()
            + (text.isEmpty() || s.shown() == Diagnostic.Shown.WORDS ? "" : ": `" + text + "`"));
  }

  /**
   * What rustc says at the end of a compilation that failed: how many errors, and which codes can
   * be explained. Empty if there are no errors.
   */
  public String summary(List<Diagnostic> diagnostics) {
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    if (errors == 0) {
      return "";
    }
    long warnings = diagnostics.size() - errors;
    StyledBuffer buffer = new StyledBuffer();
    String message =
        "aborting due to "
            + (errors == 1 ? "1 previous error" : errors + " previous errors")
            + (warnings == 0 ? "" : warnings == 1 ? "; 1 warning emitted" : "; " + warnings)
            + (warnings > 1 ? " warnings emitted" : "");
    title(buffer, "error", Style.PRIMARY, message);
    TreeSet<String> codes = new TreeSet<>();
    for (Diagnostic d : diagnostics) {
      if (d.isError() && isErrorCode(d.code())) {
        codes.add(d.code());
      }
    }
    if (!codes.isEmpty()) {
      buffer.put(buffer.rows(), 0, "", Style.PLAIN);
      String one = "For more information about this error, try `asr explain " + codes.first();
      if (codes.size() > 1) {
        buffer.put(
            buffer.rows(),
            0,
            "Some errors have detailed explanations: " + String.join(", ", codes) + ".",
            Style.PLAIN);
        one = "For more information about an error, try `asr explain " + codes.first();
      }
      buffer.put(buffer.rows(), 0, one + "`.", Style.PLAIN);
    }
    StringBuilder out = new StringBuilder();
    buffer.render(out, Severity.ERROR, options.colour());
    return out.toString();
  }

  /** Codes such as {@code E0308} and {@code A0001}; a lint's name is no error code. */
  static boolean isErrorCode(String code) {
    return code != null && code.matches("[EA]\\d{4}");
  }

  /** The user-visible level, as in rustc's JSON. */
  static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
    };
  }

  private static void header(StyledBuffer buffer, Diagnostic d) {
    String level = level(d.severity());
    title(
        buffer,
        isErrorCode(d.code()) ? level + "[" + d.code() + "]" : level,
        Style.PRIMARY,
        d.message());
  }

  private static void title(StyledBuffer buffer, String level, Style style, String message) {
    int row = buffer.rows();
    buffer.put(row, 0, level, style);
    Style text = style == Style.PRIMARY ? Style.MESSAGE : Style.PLAIN;
    boolean first = true;
    for (String line : message.split("\n", -1)) {
      if (first) {
        buffer.append(row, ": " + DisplayLine.show(line), text);
        first = false;
      } else {
        buffer.put(buffer.rows(), level.length() + 2, DisplayLine.show(line), text);
      }
    }
  }

  /** A note or help below the snippet; further lines are indented to its text. */
  private static void attached(StyledBuffer buffer, String level, String message, int width) {
    int row = buffer.rows();
    buffer.put(row, width + 1, "= ", Style.GUTTER);
    buffer.append(row, level, Style.MESSAGE);
    int indent = width + 3 + level.length() + 2;
    boolean first = true;
    for (String line : message.split("\n", -1)) {
      if (first) {
        buffer.append(row, ": " + DisplayLine.show(line), Style.PLAIN);
        first = false;
      } else {
        buffer.put(buffer.rows(), indent, DisplayLine.show(line), Style.PLAIN);
      }
    }
  }

  /** Draws nothing, and says so, if the primary span is of no source text. */
  private boolean snippet(
      StyledBuffer buffer, Span at, String label, List<Diagnostic.Label> labels, int width) {
    Span primary = at.shown();
    if (primary.file() == Span.NONE.file()) {
      return false;
    }
    List<AnnotatedFile.Mark> marks = new ArrayList<>();
    marks.add(new AnnotatedFile.Mark(primary, label, true));
    for (Diagnostic.Label l : MacroBacktrace.labels(at, labels)) {
      Span s = l.span().shown();
      if (s.file() != Span.NONE.file()) {
        marks.add(new AnnotatedFile.Mark(s, l.text(), l.span().equals(at)));
      }
    }
    for (AnnotatedFile f : AnnotatedFile.of(marks)) {
      int row = buffer.rows();
      SourceFile source = f.file();
      if (source == primary.file()) {
        buffer.put(row, width, "--> ", Style.GUTTER);
        buffer.append(row, position(source, primary.lo()), Style.PLAIN);
      } else {
        buffer.put(row, width + 1, "|", Style.GUTTER);
        buffer.put(++row, width, "::: ", Style.GUTTER);
        buffer.append(row, position(source, firstIn(marks, source).lo()), Style.PLAIN);
      }
      buffer.put(row + 1, width + 1, "|", Style.GUTTER);
      new SnippetRenderer(buffer, f, width, options.width()).render();
    }
    return true;
  }

  private static Span firstIn(List<AnnotatedFile.Mark> marks, SourceFile file) {
    Span first = null;
    for (AnnotatedFile.Mark m : marks) {
      if (m.span().file() == file && (first == null || m.span().lo() < first.lo())) {
        first = m.span();
      }
    }
    return first;
  }

  private static String position(SourceFile file, int offset) {
    return file.name() + ":" + file.line(offset) + ":" + file.column(offset);
  }

  private static int numberWidth(Diagnostic d) {
    int last = last(d.primary());
    for (Diagnostic.Label l : MacroBacktrace.labels(d.primary(), d.labels())) {
      last = Math.max(last, last(l.span()));
    }
    for (Diagnostic.Child c : d.children()) {
      if (c instanceof Diagnostic.Related r) {
        last = Math.max(last, last(r.at()));
        for (Diagnostic.Label l : MacroBacktrace.labels(r.at(), r.labels())) {
          last = Math.max(last, last(l.span()));
        }
      }
    }
    for (Diagnostic.Suggestion s : d.suggestions()) {
      if (SuggestionRenderer.canShow(s)) {
        int more = 0;
        for (Diagnostic.Edit e : s.edits()) {
          more += (int) e.replacement().chars().filter(c -> c == '\n').count();
          last = Math.max(last, last(e.span()) + more);
        }
      }
    }
    return Integer.toString(last).length();
  }

  private static int last(Span span) {
    Span s = span.shown();
    return s.file().line(Math.min(s.hi(), s.file().text().length()));
  }
}
