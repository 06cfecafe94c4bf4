package org.asrlang.stdlib;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The numbers that Linux gives errors: {@code std::io::Error} is made of them. */
final class Errno {
  static final int NOENT = 2;
  static final int IO = 5;
  static final int BADF = 9;
  static final int ACCES = 13;
  static final int EXIST = 17;
  static final int NOTDIR = 20;
  static final int ISDIR = 21;
  static final int INVAL = 22;
  static final int NOSPC = 28;
  static final int ROFS = 30;
  static final int PIPE = 32;
  static final int NOTEMPTY = 39;

  private Errno() {}

  static int of(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> NOENT;
      case FileNotFoundException f -> NOENT;
      case FileAlreadyExistsException f -> EXIST;
      case AccessDeniedException f -> ACCES;
      case DirectoryNotEmptyException f -> NOTEMPTY;
      case NotDirectoryException f -> NOTDIR;
      default -> byText(String.valueOf(e.getMessage()));
    };
  }

  /** The JDK has no exception of its own for these. */
  private static int byText(String message) {
    if (message.contains("Is a directory")) {
      return ISDIR;
    }
    if (message.contains("Not a directory")) {
      return NOTDIR;
    }
    if (message.contains("Broken pipe")) {
      return PIPE;
    }
    if (message.contains("No space left")) {
      return NOSPC;
    }
    if (message.contains("Read-only file system")) {
      return ROFS;
    }
    return IO;
  }
}
