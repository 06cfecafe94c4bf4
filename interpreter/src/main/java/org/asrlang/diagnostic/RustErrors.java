package org.asrlang.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The codes that mean in ASR what they mean in Rust, in our own words: {@code errors.md} beside
 * this class. A section is a code with a title, and for the usual mistakes an explanation with a
 * program that fails and one that does not, marked as in {@link ErrorCodes}.
 */
public final class RustErrors {
  /**
   * @param title one line without a full stop
   * @param explanation Markdown; empty where the title says it all
   */
  public record Entry(String code, String title, String explanation) {}

  private static Map<String, Entry> all;

  private RustErrors() {}

  /** All codes in order. */
  public static synchronized Map<String, Entry> all() {
    if (all == null) {
      all = Collections.unmodifiableMap(read());
    }
    return all;
  }

  /** Case does not matter. */
  public static Optional<Entry> find(String code) {
    return Optional.ofNullable(all().get(code.toUpperCase(java.util.Locale.ROOT)));
  }

  private static Map<String, Entry> read() {
    Map<String, Entry> out = new TreeMap<>();
    String text;
    try (InputStream in = RustErrors.class.getResourceAsStream("errors.md")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String section : text.split("(?m)^# ")) {
      if (section.isBlank()) {
        continue;
      }
      int line = section.indexOf('\n');
      String code = section.substring(0, 5);
      String title = section.substring(7, line < 0 ? section.length() : line).strip();
      String rest = line < 0 ? "" : section.substring(line + 1).strip();
      out.put(code, new Entry(code, title, rest));
    }
    return out;
  }
}
