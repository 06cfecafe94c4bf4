package org.asrlang.repl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.asrlang.source.SourceFile;

/** Reads source texts: UTF-8, without a byte order mark. */
final class Sources {
  private Sources() {}

  static SourceFile read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    return new SourceFile(file.toString(), decode(Files.readAllBytes(file)));
  }

  static SourceFile read(String name, InputStream in) throws IOException {
    return new SourceFile(name, decode(in.readAllBytes()));
  }

  private static String decode(byte[] bytes) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8 text", e);
    }
  }

  /** Why a file could not be read, in words. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "there is no such file";
      case java.nio.file.AccessDeniedException a -> "permission denied";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
