package org.asrlang.embed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.asrlang.exec.Location;
import org.asrlang.exec.PanicHook;
import org.asrlang.task.Task;

/** Prints a panic as Rust's default hook does, but without the thread's number. */
final class PanicPrinter implements PanicHook {
  private final OutputStream out;

  PanicPrinter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void panicked(Task task, Location location, String message) {
    String name = task.name() == null ? "<unnamed>" : task.name();
    String text =
        "\nthread '"
            + name
            + "' panicked at "
            + (location == null ? "<host>" : location)
            + ":\n"
            + message
            + "\n";
    synchronized (this) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        // a closed error stream loses the message, not the panic
      }
    }
  }
}
