package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Fixes;
import org.asrlang.source.SourceFile;

/**
 * {@code asr check --fix}: applies what needs no thought to the files of a program, and checks it
 * again. What would lead to more errors is taken back.
 */
final class FixRounds {
  /** One fix may uncover the next, and what touches another one waits for the next round. */
  private static final int ROUNDS = 4;

  /** Compiles what the files hold now. */
  interface Compile {
    Toolchain.Compiled now() throws IOException;
  }

  private final Compile compile;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();

  FixRounds(Compile compile) {
    this.compile = compile;
  }

  /** The program after all fixes; says on standard error what was done. */
  Toolchain.Compiled run(Toolchain.Compiled program) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Toolchain.Compiled next = round(program);
      if (next == program) {
        break;
      }
      program = next;
    }
    counts.forEach((name, n) ->
        System.err.println("asr: fixed " + name + " (" + n + (n == 1 ? " fix)" : " fixes)")));
    if (!refused.isEmpty()) {
      System.err.println(
          "asr: left out what would have led to other errors: "
              + (refused.size() == 1 ? "1 fix" : refused.size() + " fixes"));
    }
    return program;
  }

  private Toolchain.Compiled round(Toolchain.Compiled program) throws IOException {
    List<Fixes.Fix> fixes =
        Fixes.choose(program.sources(), program.diagnostics(), f -> !refused.contains(name(f)));
    if (fixes.isEmpty()) {
      return program;
    }
    List<SourceFile> touched =
        program.sources().stream().filter(s -> Fixes.apply(s, fixes).count() > 0).toList();
    write(touched, fixes);
    Toolchain.Compiled next = compile.now();
    List<Fixes.Fix> kept = fixes;
    if (worse(program, next, fixes)) {
      next = program;
      kept = new ArrayList<>();
      for (Fixes.Fix fix : fixes) {
        kept.add(fix);
        write(touched, kept);
        Toolchain.Compiled one = compile.now();
        if (worse(next, one, List.of(fix))) {
          kept.removeLast();
          refused.add(name(fix));
        } else {
          next = one;
        }
      }
      write(touched, kept);
    }
    for (SourceFile source : touched) {
      int n = Fixes.apply(source, kept).count();
      if (n > 0) {
        counts.merge(source.name(), n, Integer::sum);
      }
    }
    return next;
  }

  private static void write(List<SourceFile> touched, List<Fixes.Fix> fixes) throws IOException {
    for (SourceFile source : touched) {
      Files.writeString(Path.of(source.name()), Fixes.apply(source, fixes).text());
    }
  }

  /** The same advice is not followed later, wherever other fixes have moved its place. */
  private static String name(Fixes.Fix f) {
    StringBuilder name = new StringBuilder(f.of().message()).append(f.suggestion().message());
    f.suggestion().edits().forEach(e -> name.append(e.span().text()).append(e.replacement()));
    return name.toString();
  }

  /**
   * Whether there are more errors than before which no fix has merely uncovered: what an earlier
   * check finds hides what later ones would.
   */
  private static boolean worse(
      Toolchain.Compiled before, Toolchain.Compiled after, List<Fixes.Fix> fixes) {
    if (!before.failed()) {
      return after.failed();
    }
    for (Found by : Found.values()) {
      boolean uncovered = fixes.stream().anyMatch(f -> Found.of(f.of()).compareTo(by) < 0);
      if (!uncovered && count(after, by) > count(before, by)) {
        return true;
      }
    }
    return false;
  }

  private static long count(Toolchain.Compiled program, Found by) {
    return program.diagnostics().stream().filter(d -> d.isError() && Found.of(d) == by).count();
  }

  /** Which checks find an error, in their order. */
  private enum Found {
    WITH_NAMES,
    WITH_TYPES,
    WITH_BORROWS;

    private static final Set<String> BORROWS =
        Set.of(
            "E0373", "E0381", "E0382", "E0384", "E0499", "E0500", "E0501", "E0502", "E0503",
            "E0505", "E0506", "E0507", "E0508", "E0509", "E0510", "E0515", "E0521", "E0594",
            "E0596", "E0597", "E0621", "E0700", "E0713", "E0716");

    static Found of(Diagnostic d) {
      String code = d.code();
      return code == null || code.matches("E04[0-3]\\d|E053\\d|E057[34]|A000\\d")
          ? WITH_NAMES
          : BORROWS.contains(code) ? WITH_BORROWS : WITH_TYPES;
    }
  }
}
