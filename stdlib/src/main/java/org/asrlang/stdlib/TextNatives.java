package org.asrlang.stdlib;

import java.util.Locale;
import org.asrlang.exec.Slice;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;

/** What Unicode knows: {@code char::} and the case and escapes of {@code str::}. */
public final class TextNatives implements NativeModule {
  private static final int AS_IT_IS = 0;
  private static final int EXTENDS_GRAPHEME = 1;
  private static final int NOT_PRINTABLE = 2;

  /** Characters with the property Other_Grapheme_Extend that are spacing marks or letters. */
  private static final int[] OTHER_GRAPHEME_EXTEND = {
    0x09BE, 0x09D7, 0x0B3E, 0x0B57, 0x0BBE, 0x0BD7, 0x0CC0, 0x0CC2, 0x0CC7, 0x0CC8, 0x0CCA, 0x0CCB,
    0x0CD5, 0x0CD6, 0x0D3E, 0x0D57, 0x0DCF, 0x0DDF, 0x1715, 0x1734, 0x1B35, 0x1B3B, 0x1B3D, 0x1B43,
    0x1B44, 0x1BAA, 0x1BF2, 0x1BF3, 0x302E, 0x302F, 0xA953, 0xA9C0, 0xFF9E, 0xFF9F, 0x111C0,
    0x11235, 0x1133E, 0x1134D, 0x11357, 0x113B8, 0x113C2, 0x113C5, 0x113C7, 0x113C8, 0x113C9,
    0x113CF, 0x114B0, 0x114BD, 0x115AF, 0x116B6, 0x11930, 0x1193D, 0x11F41, 0x16FF0, 0x16FF1,
    0x1D165, 0x1D166, 0x1D16D, 0x1D16E, 0x1D16F, 0x1D170, 0x1D171, 0x1D172
  };

  @Override
  public void register(Registrar r) {
    r.longToLong("char::is_alphabetic", c -> truth(Character.isAlphabetic((int) c)));
    r.longToLong("char::is_numeric", c -> truth(isNumeric((int) c)));
    r.longToLong("char::is_whitespace", c -> truth(isWhitespace((int) c)));
    r.longToLong("char::is_lowercase", c -> truth(Character.isLowerCase((int) c)));
    r.longToLong("char::is_uppercase", c -> truth(Character.isUpperCase((int) c)));
    r.longToLong("char::printable", c -> printable((int) c));
    r.objectBody(
        "char::to_lowercase",
        s -> Slice.str(Character.toString((int) s.getLong(0)).toLowerCase(Locale.ROOT)));
    r.objectBody(
        "char::to_uppercase",
        s -> Slice.str(Character.toString((int) s.getLong(0)).toUpperCase(Locale.ROOT)));
    r.objectBody("str::to_lowercase", s -> lower((Slice) s.getRef(0)));
    r.objectBody("str::to_uppercase", s -> upper((Slice) s.getRef(0)));
    r.objectBody(
        "str::escape_debug",
        s -> Slice.str(escapeDebug(((Slice) s.getRef(0)).text(), (int) s.getLong(0))));
  }

  private static long truth(boolean b) {
    return b ? 1 : 0;
  }

  private static boolean isNumeric(int c) {
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /** The property White_Space; Java's own notion leaves out the no-break spaces. */
  private static boolean isWhitespace(int c) {
    return c >= 9 && c <= 13 || c == 0x85 || Character.isSpaceChar(c);
  }

  private static int printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          NOT_PRINTABLE;
      case Character.SPACE_SEPARATOR -> c == ' ' ? AS_IT_IS : NOT_PRINTABLE;
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> EXTENDS_GRAPHEME;
      default ->
          java.util.Arrays.binarySearch(OTHER_GRAPHEME_EXTEND, c) >= 0
              ? EXTENDS_GRAPHEME
              : AS_IT_IS;
    };
  }

  private static Slice lower(Slice s) {
    byte[] a = (byte[]) s.array;
    byte[] out = new byte[s.length];
    for (int i = 0; i < s.length; i++) {
      byte b = a[s.offset + i];
      if (b < 0) {
        return Slice.str(s.text().toLowerCase(Locale.ROOT));
      }
      out[i] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
    return Slice.bytes(out);
  }

  private static Slice upper(Slice s) {
    byte[] a = (byte[]) s.array;
    byte[] out = new byte[s.length];
    for (int i = 0; i < s.length; i++) {
      byte b = a[s.offset + i];
      if (b < 0) {
        return Slice.str(s.text().toUpperCase(Locale.ROOT));
      }
      out[i] = b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }
    return Slice.bytes(out);
  }

  /** As {@code {:?}} writes a text between quotes of this kind. */
  private static String escapeDebug(String s, int quote) {
    StringBuilder b = new StringBuilder(s.length());
    for (int i = 0, c; i < s.length(); i += Character.charCount(c)) {
      c = s.codePointAt(i);
      switch (c) {
        case 0 -> b.append("\\0");
        case '\t' -> b.append("\\t");
        case '\r' -> b.append("\\r");
        case '\n' -> b.append("\\n");
        case '\\' -> b.append("\\\\");
        case '"', '\'' -> b.append(c == quote ? "\\" : "").append((char) c);
        default -> {
          if (c > 31 && c < 127 || printable(c) == AS_IT_IS) {
            b.appendCodePoint(c);
          } else {
            b.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        }
      }
    }
    return b.toString();
  }
}
