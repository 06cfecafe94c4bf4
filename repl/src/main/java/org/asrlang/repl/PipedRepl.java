package org.asrlang.repl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A session without a terminal: entries come through a pipe, there is no prompt and no echo. */
final class PipedRepl {
  private final ReplSession session;
  private final Entries entries;

  PipedRepl(ReplSession session, Output output) {
    this.session = session;
    this.entries = new Entries(session, output, System.out, System.err);
  }

  /** Runs all entries; returns 1 if the last one failed, so that a script can see it. */
  int run(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    StringBuilder entry = new StringBuilder();
    boolean failed = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      boolean command = entry.isEmpty() && line.startsWith(":");
      entry.append(entry.isEmpty() ? "" : "\n").append(line);
      if (command || !session.isIncomplete(entry.toString())) {
        Entries.Outcome outcome = entries.run(entry.toString());
        if (outcome == Entries.Outcome.QUIT) {
          return ExitCode.OK;
        }
        failed = outcome == Entries.Outcome.FAILED;
        entry.setLength(0);
      }
    }
    if (!entry.toString().isBlank()) {
      failed = entries.run(entry.toString()) == Entries.Outcome.FAILED;
    }
    return failed ? ExitCode.ERR : ExitCode.OK;
  }
}
