package org.asrlang.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  @TempDir Path folder;

  @Test
  void runsFromAnyFolderThroughASymbolicLink() throws Exception {
    Path links = Files.createDirectory(folder.resolve("with blanks"));
    Path link = links.resolve("asr");
    Files.createSymbolicLink(link, AsrCommand.root().resolve("asr"));
    assertEquals(
        AsrCommand.run(folder, "", "explain", "A0001"),
        run(List.of(link.toString(), "explain", "A0001"), Map.of()));
  }

  @Test
  void aJavaThatIsTooOldIsNamed() throws Exception {
    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"17.0.15\"\n");
    AsrCommand.Result r =
        run(
            AsrCommand.command("--version"),
            Map.of("ASR_JAVA_HOME", folder.resolve("old").toString()));
    assertEquals(
        new AsrCommand.Result(
            2, "", "asr: ASR_JAVA_HOME is not a Java 25 or newer: " + folder.resolve("old") + "\n"),
        r);
  }

  private AsrCommand.Result run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder b = new ProcessBuilder(command).directory(folder.toFile());
    b.environment().putAll(AsrCommand.ENVIRONMENT);
    b.environment().putAll(environment);
    Process p = b.start();
    p.getOutputStream().close();
    String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(p.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new AsrCommand.Result(p.waitFor(), out, err);
  }
}
