package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Span;

/**
 * One message to the user, as data: rustc's parts under rustc's names. Rendering is elsewhere.
 *
 * @param severity how bad
 * @param code {@code E0308}, {@code A0001}, a lint's name, or null (as rustc's plain syntax errors)
 * @param message stands alone; lower case, no full stop
 * @param primary the smallest span that shows the problem
 * @param label what stands under the primary span; may be empty
 * @param labels secondary spans
 * @param children facts and fixes in words, in the order in which they are told
 * @param suggestions fixes that can be applied
 */
public record Diagnostic(
    Severity severity,
    String code,
    String message,
    Span primary,
    String label,
    List<Label> labels,
    List<Child> children,
    List<Suggestion> suggestions) {

  public record Label(Span span, String text) {}

  /** What is told below the primary place. */
  public sealed interface Child {}

  /** A fact. */
  public record Note(String text) implements Child {}

  /** A fix in words. */
  public record Help(String text) implements Child {}

  /**
   * A note with a place of its own: the primary one, and others beside it.
   *
   * @param help whether it is no fact but a fix in words
   */
  public record Related(String message, Span at, String label, List<Label> labels, boolean help)
      implements Child {
    public Related(String message, Span at, String label, List<Label> labels) {
      this(message, at, label, labels, false);
    }
  }

  /**
   * Replace each span by its text. Machine-applicable ones are applied by {@code --fix}.
   *
   * @param shown how the text shows it
   */
  public record Suggestion(
      String message, List<Edit> edits, boolean machineApplicable, Shown shown) {
    public Suggestion(String message, List<Edit> edits, boolean machineApplicable) {
      this(message, edits, machineApplicable, Shown.LINES);
    }
  }

  /** How much of a suggestion the text shows. */
  public enum Shown {
    /** What the lines would be. */
    LINES,
    /** A label with the replacement, if it is the only one. */
    LABEL,
    /** A label that says what to do. */
    WORDS,
    /** Nothing: it is plain, and for tools. */
    NOTHING
  }

  public record Edit(Span span, String replacement) {}

  public static Builder error(String code, Span at, String message) {
    return new Builder(Severity.ERROR, code, at, message);
  }

  public static Builder warning(String code, Span at, String message) {
    return new Builder(Severity.WARNING, code, at, message);
  }

  /** The same with another severity, to be added to. */
  public Builder toBuilder(Severity other) {
    Builder b = new Builder(other, code, primary, message);
    b.label = label;
    b.labels.addAll(labels);
    b.children.addAll(children);
    b.suggestions.addAll(suggestions);
    return b;
  }

  /** The facts without a place of their own. */
  public List<String> notes() {
    return children.stream().filter(Note.class::isInstance).map(c -> ((Note) c).text).toList();
  }

  /** The fixes in words without a place of their own. */
  public List<String> helps() {
    return children.stream().filter(Help.class::isInstance).map(c -> ((Help) c).text).toList();
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Collects the parts; {@link #to} hands the finished message over. */
  public static final class Builder {
    private final Severity severity;
    private String code;
    private final Span at;
    private final String message;
    private String label = "";
    private final List<Label> labels = new ArrayList<>();
    private final List<Child> children = new ArrayList<>();
    private final List<Suggestion> suggestions = new ArrayList<>();

    private Builder(Severity severity, String code, Span at, String message) {
      this.severity = severity;
      this.code = code;
      this.at = at;
      this.message = message;
    }

    public Builder code(String other) {
      code = other;
      return this;
    }

    public Builder label(String text) {
      if (!label.isEmpty()) {
        labels.add(new Label(at, text));
        return this;
      }
      label = text;
      return this;
    }

    /** Several labels of the primary span are all primary. */
    public Builder label(Span span, String text) {
      if (label.isEmpty() && span.equals(at)) {
        label = text;
        return this;
      }
      labels.add(new Label(span, text));
      return this;
    }

    public Builder note(String text) {
      children.add(new Note(text));
      return this;
    }

    /** A fact about another place, such as {@code function defined here}. */
    public Builder note(Span at, String text) {
      children.add(new Related(text, at, "", List.of()));
      return this;
    }

    public Builder related(Related note) {
      children.add(note);
      return this;
    }

    public Builder help(String text) {
      children.add(new Help(text));
      return this;
    }

    /** A fix that can be applied without thought. */
    public Builder fix(String text, Span span, String replacement) {
      suggestions.add(new Suggestion(text, List.of(new Edit(span, replacement)), true));
      return this;
    }

    /** A fix that may not be what was meant. */
    public Builder maybe(String text, Span span, String replacement) {
      suggestions.add(new Suggestion(text, List.of(new Edit(span, replacement)), false));
      return this;
    }

    /** A fix that is shown beside its place. */
    public Builder fix(String text, Span span, String replacement, Shown shown) {
      suggestions.add(new Suggestion(text, List.of(new Edit(span, replacement)), true, shown));
      return this;
    }

    public Builder maybe(String text, Span span, String replacement, Shown shown) {
      suggestions.add(new Suggestion(text, List.of(new Edit(span, replacement)), false, shown));
      return this;
    }

    /** A fix of several edits that can be applied without thought. */
    public Builder fix(String text, List<Edit> edits) {
      suggestions.add(new Suggestion(text, List.copyOf(edits), true));
      return this;
    }

    public Builder maybe(String text, List<Edit> edits) {
      suggestions.add(new Suggestion(text, List.copyOf(edits), false));
      return this;
    }

    public Builder suggestion(Suggestion suggestion) {
      suggestions.add(suggestion);
      return this;
    }

    public Diagnostic build() {
      return new Diagnostic(
          severity,
          code,
          message,
          at,
          label,
          List.copyOf(labels),
          List.copyOf(children),
          List.copyOf(suggestions));
    }

    public void to(Diagnostics sink) {
      sink.add(build());
    }
  }
}
