package org.asrlang.embed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.asrlang.task.TaskFrame;
import org.asrlang.task.TaskInfo;
import org.asrlang.task.TaskTree;

/**
 * Renders the tree of live tasks as JSON. Times are seconds; {@code function} of a frame is a path
 * with its generic arguments; what is unknown is left out.
 */
public final class TaskTreeJson {
  private static final JsonFactory JSON = new JsonFactory();

  private TaskTreeJson() {}

  /** One object, without a line feed. */
  public static String render(TaskTree tree) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("live_tasks", tree.liveTasks());
      json.writeBooleanField("complete", tree.complete());
      tasks(json, "tasks", tree.roots());
      json.writeEndObject();
    } catch (IOException e) {
      // A StringWriter does not fail.
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void tasks(JsonGenerator json, String field, List<TaskInfo> tasks)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (TaskInfo t : tasks) {
      task(json, t);
    }
    json.writeEndArray();
  }

  private static void task(JsonGenerator json, TaskInfo t) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", t.id());
    if (t.name() != null) {
      json.writeStringField("name", t.name());
    }
    json.writeStringField("state", t.state().name().toLowerCase());
    if (t.waiting() != null) {
      waits(json, t.waiting());
    }
    if (t.cancelled() != null) {
      json.writeStringField("cancelled", t.cancelled());
    }
    json.writeBooleanField("in_drop", t.inDrop());
    json.writeNumberField("locks_held", t.locksHeld());
    json.writeNumberField("depth", t.depth());
    json.writeArrayFieldStart("stack");
    for (TaskFrame f : t.stack()) {
      frame(json, f);
    }
    json.writeEndArray();
    tasks(json, "children", t.children());
    json.writeEndObject();
  }

  private static void waits(JsonGenerator json, TaskInfo.Wait w) throws IOException {
    json.writeObjectFieldStart("waits");
    json.writeStringField("at", w.point().name().toLowerCase());
    json.writeStringField("text", w.text());
    json.writeArrayFieldStart("on");
    for (long id : w.on()) {
      json.writeNumber(id);
    }
    json.writeEndArray();
    json.writeNumberField("for", w.nanos() / 1e9);
    if (w.nanosLeft() >= 0) {
      json.writeNumberField("left", w.nanosLeft() / 1e9);
    }
    json.writeEndObject();
  }

  private static void frame(JsonGenerator json, TaskFrame f) throws IOException {
    json.writeStartObject();
    json.writeStringField("function", f.function());
    if (f.place() != null) {
      json.writeStringField("file", f.file());
      json.writeNumberField("line", f.line());
    }
    json.writeBooleanField("std", f.std());
    json.writeEndObject();
  }
}
