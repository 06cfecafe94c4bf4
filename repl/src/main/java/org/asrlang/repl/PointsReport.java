package org.asrlang.repl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.asrlang.points.FunctionPoints;
import org.asrlang.points.Point;
import org.asrlang.source.Span;

/** What {@code asr check --points} prints: where each function may suspend (T17). */
record PointsReport(List<FunctionPoints> functions) {
  private static final JsonFactory JSON = new JsonFactory();

  String render(boolean json) {
    StringBuilder out = new StringBuilder();
    for (FunctionPoints f : functions) {
      if (json) {
        out.append(json(f)).append('\n');
      } else {
        text(f, out);
      }
    }
    return out.toString();
  }

  private static void text(FunctionPoints f, StringBuilder out) {
    out.append(place(f.span())).append(": ").append(f.name());
    out.append(f.points().isEmpty() ? " never suspends" : " may suspend").append('\n');
    for (Point p : f.points()) {
      Span at = p.span();
      out.append("  ").append(at.line()).append(':').append(at.column());
      out.append(' ').append(p.text()).append('\n');
    }
  }

  private static String place(Span span) {
    return span.file().name() + ":" + span.line() + ":" + span.column();
  }

  /** One object, without a line feed. */
  private static String json(FunctionPoints f) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("$message_type", "points");
      json.writeStringField("function", f.name());
      span(json, f.span());
      json.writeBooleanField("may_suspend", !f.points().isEmpty());
      json.writeArrayFieldStart("points");
      for (Point p : f.points()) {
        json.writeStartObject();
        span(json, p.span());
        json.writeStringField("kind", p.drop() ? "drop" : "call");
        json.writeStringField("what", p.what());
        json.writeArrayFieldStart("chain");
        for (Point.Step s : p.chain()) {
          json.writeString(s.name());
        }
        json.writeEndArray();
        json.writeStringField("why", p.why());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return out.toString();
  }

  private static void span(JsonGenerator json, Span at) throws IOException {
    json.writeStringField("file_name", at.file().name());
    json.writeNumberField("line", at.line());
    json.writeNumberField("column", at.column());
  }
}
