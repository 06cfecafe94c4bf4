package org.asrlang.diagnostic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * Renders diagnostics as one JSON object a line, with the fields of rustc's {@code
 * --error-format=json}: columns count characters from 1, byte offsets are UTF-8 ones from 0.
 */
public final class JsonRenderer {
  private static final JsonFactory JSON = new JsonFactory();

  private final TextRenderer text = new TextRenderer(RenderOptions.PLAIN);

  public String render(Iterable<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic d : diagnostics) {
      out.append(render(d)).append('\n');
    }
    return out.toString();
  }

  /** One object, without a line feed. */
  public String render(Diagnostic d) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("$message_type", "diagnostic");
      json.writeStringField("message", d.message());
      code(json, d.code());
      json.writeStringField("level", TextRenderer.level(d.severity()));
      json.writeArrayFieldStart("spans");
      spans(json, d.primary(), d.label(), d.labels());
      json.writeEndArray();
      json.writeArrayFieldStart("children");
      for (Diagnostic.Child c : d.children()) {
        switch (c) {
          case Diagnostic.Note n -> child(json, "note", n.text(), () -> {});
          case Diagnostic.Help h -> child(json, "help", h.text(), () -> {});
          case Diagnostic.Related r ->
              child(
                  json,
                  r.help() ? "help" : "note",
                  r.message(),
                  () -> spans(json, r.at(), r.label(), r.labels()));
        }
      }
      for (Diagnostic.Suggestion s : d.suggestions()) {
        child(json, "help", s.message(), () -> edits(json, s));
      }
      json.writeEndArray();
      json.writeStringField("rendered", text.render(d) + "\n");
      json.writeEndObject();
    } catch (IOException e) {
      // A StringWriter does not fail.
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private interface Body {
    void write() throws IOException;
  }

  private static void child(JsonGenerator json, String level, String message, Body spans)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("message", message);
    json.writeNullField("code");
    json.writeStringField("level", level);
    json.writeArrayFieldStart("spans");
    spans.write();
    json.writeEndArray();
    json.writeArrayFieldStart("children");
    json.writeEndArray();
    json.writeNullField("rendered");
    json.writeEndObject();
  }

  private static void code(JsonGenerator json, String code) throws IOException {
    if (code == null) {
      json.writeNullField("code");
      return;
    }
    json.writeObjectFieldStart("code");
    json.writeStringField("code", code);
    Optional<ErrorCodes> own = ErrorCodes.find(code);
    if (own.isPresent()) {
      json.writeStringField("explanation", own.get().explanation());
    } else if (RustErrors.all().containsKey(code)) {
      json.writeStringField("explanation", RustErrors.all().get(code).explanation());
    } else {
      json.writeNullField("explanation");
    }
    json.writeEndObject();
  }

  private static void spans(
      JsonGenerator json, Span at, String label, List<Diagnostic.Label> labels) throws IOException {
    span(json, at, true, label, null);
    for (Diagnostic.Label l : labels) {
      span(json, l.span(), l.span().equals(at), l.text(), null);
    }
  }

  private static void edits(JsonGenerator json, Diagnostic.Suggestion s) throws IOException {
    for (Diagnostic.Edit e : s.edits()) {
      span(json, e.span(), true, "", new Replacement(e.replacement(), s.machineApplicable()));
    }
  }

  private record Replacement(String text, boolean machineApplicable) {}

  private static void span(
      JsonGenerator json, Span span, boolean primary, String label, Replacement replacement)
      throws IOException {
    Span s = span.shown();
    SourceFile f = s.file();
    if (f == Span.NONE.file()) {
      return;
    }
    int lo = Math.min(s.lo(), f.text().length());
    int hi = Math.clamp(s.hi(), lo, f.text().length());
    json.writeStartObject();
    json.writeStringField("file_name", f.name());
    json.writeNumberField("byte_start", bytes(f, lo));
    json.writeNumberField("byte_end", bytes(f, hi));
    json.writeNumberField("line_start", f.line(lo));
    json.writeNumberField("line_end", f.line(hi));
    json.writeNumberField("column_start", f.column(lo));
    json.writeNumberField("column_end", f.column(hi));
    json.writeBooleanField("is_primary", primary);
    json.writeArrayFieldStart("text");
    for (int line = f.line(lo); line <= f.line(hi); line++) {
      String text = f.lineText(line);
      json.writeStartObject();
      json.writeStringField("text", text);
      json.writeNumberField("highlight_start", line == f.line(lo) ? f.column(lo) : 1);
      json.writeNumberField(
          "highlight_end",
          line == f.line(hi) ? f.column(hi) : text.codePointCount(0, text.length()) + 1);
      json.writeEndObject();
    }
    json.writeEndArray();
    nullable(json, "label", label.isEmpty() ? null : label);
    nullable(json, "suggested_replacement", replacement == null ? null : replacement.text);
    nullable(
        json,
        "suggestion_applicability",
        replacement == null
            ? null
            : replacement.machineApplicable ? "MachineApplicable" : "MaybeIncorrect");
    expansion(json, s.expansion());
    json.writeEndObject();
  }

  private static void expansion(JsonGenerator json, Expansion e) throws IOException {
    json.writeFieldName("expansion");
    if (e.callSite() == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeFieldName("span");
    span(json, e.callSite(), false, "", null);
    json.writeStringField(
        "macro_decl_name",
        e.kind() == Expansion.Kind.DERIVE ? "#[derive(" + e.macro() + ")]" : e.macro() + "!");
    json.writeFieldName("def_site_span");
    Span definition = e.definition() == null ? Span.NONE : e.definition().span();
    if (definition.file() == Span.NONE.file()) {
      json.writeNull();
    } else {
      span(json, definition, false, "", null);
    }
    json.writeEndObject();
  }

  private static void nullable(JsonGenerator json, String name, String value) throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }

  private static int bytes(SourceFile f, int offset) {
    return f.text().substring(0, offset).getBytes(StandardCharsets.UTF_8).length;
  }
}
