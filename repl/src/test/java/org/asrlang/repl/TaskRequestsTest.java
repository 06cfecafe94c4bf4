package org.asrlang.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRequestsTest {
  private static final long PID = 4711;

  @TempDir Path top;

  @BeforeEach
  void onSystemsWithOwnersOfFiles() {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
  }

  @Test
  void whoAsksGetsTheAnswerAndNothingIsLeft() throws Exception {
    Path folder = top.resolve("requests");
    assertNull(TaskRequests.existing(folder));
    TaskRequests asker = TaskRequests.open(folder);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    TaskRequests running = TaskRequests.existing(folder);
    assertEquals(0, running.answer(PID, r -> "nobody asked"));
    String answer =
        asker.ask(
            PID,
            new TaskRequests.Request(true, 7),
            () -> {
              assertEquals(0, running.answer(PID + 1, r -> "another process"));
              assertEquals(1, running.answer(PID, r -> r.json() + " " + r.limit()));
            });
    assertEquals("true 7", answer);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.filter(f -> !f.endsWith("lock")).count());
    }
  }

  @Test
  void aFolderThatOthersCouldHaveMadeIsNotUsed() throws Exception {
    Path open = Files.createDirectory(top.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThrows(IOException.class, () -> TaskRequests.open(open));
    assertThrows(IOException.class, () -> TaskRequests.existing(open));

    Path own = top.resolve("own");
    TaskRequests.open(own);
    Path link = Files.createSymbolicLink(top.resolve("link"), own);
    assertThrows(IOException.class, () -> TaskRequests.open(link));
  }

  @Test
  void aRequestThatIsNoneIsNotAnswered() throws Exception {
    Path folder = top.resolve("requests");
    TaskRequests requests = TaskRequests.open(folder);
    Files.writeString(folder.resolve(PID + ".x.ask"), "text; rm");
    assertEquals(1, requests.answer(PID, r -> "no"));
    assertTrue(Files.notExists(folder.resolve(PID + ".x.answer")));
    assertNull(TaskRequests.Request.parse("json"));
    assertEquals(new TaskRequests.Request(false, 5), TaskRequests.Request.parse("text 5\n"));
  }
}
