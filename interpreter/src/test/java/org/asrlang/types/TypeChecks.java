package org.asrlang.types;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Options;
import org.asrlang.resolve.Resolver;
import org.asrlang.source.SourceFile;
import org.asrlang.types.collect.GlobalCtxt;

/** Checks a program against the small std and compares the errors with its marks. */
final class TypeChecks {
  private static final Pattern MARK = Pattern.compile("//~ ((?:(?:E\\d{4}|error) ?)+)");
  private static final SourceFile STD = new SourceFile("mini_std.asr", resource("mini_std.asr"));

  private TypeChecks() {}

  /** The lines' errors are the codes that {@code //~ E0277} marks name, and no others. */
  static void check(String source) {
    Diagnostics diagnostics = new Diagnostics();
    run(source, diagnostics);
    Map<Integer, String> expected = new TreeMap<>();
    String[] lines = source.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher m = MARK.matcher(lines[i]);
      if (m.find()) {
        expected.put(i + 1, sorted(m.group(1).strip().split(" ")));
      }
    }
    Map<Integer, String> found = new TreeMap<>();
    StringBuilder messages = new StringBuilder();
    for (Diagnostic d : diagnostics.all()) {
      if (d.isError()) {
        String code = d.code() == null ? "error" : d.code();
        boolean std = d.primary().file() == STD;
        found.merge(
            std ? -d.primary().line() : d.primary().line(),
            code,
            (a, b) -> sorted((a + " " + b).split(" ")));
        messages.append(d.primary()).append(": ").append(code).append(": ");
        messages.append(d.message()).append(" [").append(d.label()).append("]\n");
      }
    }
    assertEquals(expected, found, messages.toString());
  }

  static GlobalCtxt run(String source, Diagnostics diagnostics) {
    CrateSource user = new CrateSource("", new SourceFile("main.asr", source), path -> null);
    CrateSource std = new CrateSource("std", STD, path -> null);
    Resolver defs = Resolver.resolve(List.of(user, std), Options.DEFAULT, diagnostics);
    GlobalCtxt tcx = new GlobalCtxt(new TyInterner(), defs, diagnostics);
    tcx.checkCrate(defs.crates().get(0));
    return tcx;
  }

  private static String sorted(String[] codes) {
    return String.join(" ", new TreeSet<>(List.of(codes)));
  }

  private static String resource(String name) {
    try (InputStream in = TypeChecks.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
