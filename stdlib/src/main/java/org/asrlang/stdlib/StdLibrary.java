package org.asrlang.stdlib;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.asrlang.embed.Library;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.ImageLibraries;
import org.asrlang.resolve.Libraries;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Timings;

/** The crates {@code std} and {@code asr}: their ASR source lies beside this class in the jar. */
public final class StdLibrary implements Library {
  /** What {@link ImageBuilder} makes, beside the sources. */
  static final String IMAGE = "std.image";

  @Override
  public List<CrateSource> crates() {
    return crates(StdLibrary::text);
  }

  /**
   * The crates out of other sources.
   *
   * @param texts the text of a file such as {@code std/option.asr}; null if there is none
   */
  static List<CrateSource> crates(Function<String, String> texts) {
    return List.of(crate("std", texts), crate("asr", texts));
  }

  @Override
  public List<NativeModule> natives() {
    return List.of(
        new ArcNatives(),
        new AtomicNatives(),
        new CoreNatives(),
        new EnvNatives(),
        new FsNatives(),
        new HashNatives(),
        new IoNatives(),
        new LockNatives(),
        new MpscNatives(),
        new ProcessNatives(),
        new SelectNatives(),
        new TaskNatives(),
        new TextNatives(),
        new ThreadNatives(),
        new TimeNatives());
  }

  @Override
  public Libraries prepared() {
    Timings.Part before = Timings.enter(Timings.Part.STD);
    byte[] image = image();
    ImageLibraries libraries =
        image == null ? null : ImageLibraries.open(image, name -> text(name));
    // In a jar the image and the sources come from one build; in a folder somebody may be at work.
    if (libraries != null && !isPacked() && !libraries.isCurrent()) {
      libraries = null;
    }
    Timings.back(before);
    return libraries;
  }

  /** The image, which says itself how long it is: so that it can be read in one go. */
  private static byte[] image() {
    try (InputStream in = StdLibrary.class.getResourceAsStream(IMAGE)) {
      if (in == null) {
        return null;
      }
      byte[] head = in.readNBytes(ImageLibraries.HEAD);
      byte[] image = Arrays.copyOf(head, Math.max(head.length, ImageLibraries.size(head)));
      int n = in.readNBytes(image, head.length, image.length - head.length);
      return head.length + n == image.length ? image : null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the library's own " + IMAGE, e);
    }
  }

  private static boolean isPacked() {
    return "jar".equals(StdLibrary.class.getResource(IMAGE).getProtocol());
  }

  private static CrateSource crate(String name, Function<String, String> texts) {
    SourceFile root = load(name + "/lib.asr", texts);
    return new CrateSource(name, root, path -> load(name + "/" + path, texts));
  }

  /** Null if there is no such file. */
  private static SourceFile load(String name, Function<String, String> texts) {
    String text = texts.apply(name);
    return text == null ? null : new SourceFile(name, text);
  }

  private static String text(String name) {
    byte[] bytes = read(name);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream in = StdLibrary.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the library's own " + name, e);
    }
  }
}
