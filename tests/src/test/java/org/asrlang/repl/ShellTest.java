package org.asrlang.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asrlang.tests.pty.PseudoTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell at a real terminal, around a session that only echoes. */
@Timeout(120)
class ShellTest {
  @TempDir Path folder;

  private PseudoTerminal start() throws IOException {
    return PseudoTerminal.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ShellProgram.class.getName()),
        Map.of("ASR_HISTORY", folder.resolve("history").toString()),
        folder);
  }

  @Test
  void entriesOfSeveralLinesCommandsAndCtrlC() throws Exception {
    try (PseudoTerminal t = start()) {
      t.expect("asr> ");
      t.enter("one");
      t.expect("<<ONE>>");
      t.expect("asr> ");
      t.enter("fn f() {");
      t.expect("...> ");
      t.enter("  two");
      t.expect("...> ");
      t.enter("}");
      t.expect("<<FN F() {|  TWO|}>>");
      t.expect("asr> ");
      t.enter(":type 1");
      t.expect("TYPE OF 1");
      t.expect("asr> ");
      t.enter("loop");
      t.expect("looping");
      t.press(PseudoTerminal.CTRL_C);
      t.expect("[cancelled]");
      t.expect("asr> ");
      t.press("half an entry" + PseudoTerminal.CTRL_C);
      t.expect("asr> ");
      t.enter("after");
      t.expect("<<AFTER>>");
      t.expect("asr> ");
      t.press(PseudoTerminal.CTRL_D);
      assertEquals(0, t.waitFor());
    }
  }

  @Test
  void historyOutlivesTheSession() throws Exception {
    try (PseudoTerminal t = start()) {
      t.expect("asr> ");
      t.enter("let kept = {");
      t.expect("...> ");
      t.enter("1 }");
      t.expect("<<LET KEPT = {|1 }>>");
      t.expect("asr> ");
      t.enter(":quit");
      assertEquals(0, t.waitFor());
    }
    assertTrue(Files.readString(folder.resolve("history")).contains("let kept"));
    try (PseudoTerminal t = start()) {
      t.expect("asr> ");
      t.press(PseudoTerminal.CTRL_P + PseudoTerminal.CTRL_P);
      t.expect("kept");
      t.press("\r");
      t.expect("<<LET KEPT = {|1 }>>");
    }
  }
}
