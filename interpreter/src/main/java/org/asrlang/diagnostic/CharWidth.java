package org.asrlang.diagnostic;

/** How many columns of a terminal a character takes. */
public final class CharWidth {
  private CharWidth() {}

  /** 0 for combining and formatting characters, 2 for East Asian wide ones and emoji, else 1. */
  public static int of(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
        return 0;
      }
      default -> {
        return isJoiningHangul(codePoint) ? 0 : isWide(codePoint) ? 2 : 1;
      }
    }
  }

  public static int of(CharSequence text) {
    return text.codePoints().map(CharWidth::of).sum();
  }

  /** Vowels and finals that a terminal draws into the syllable begun by the character before. */
  private static boolean isJoiningHangul(int c) {
    return c >= 0x1160 && c <= 0x11ff;
  }

  private static boolean isWide(int c) {
    return c >= 0x1100
        && (c <= 0x115f
            || c == 0x2329
            || c == 0x232a
            || c >= 0x2e80 && c <= 0x303e
            || c >= 0x3041 && c <= 0xa4cf
            || c >= 0xa960 && c <= 0xa97c
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff01 && c <= 0xff60
            || c >= 0xffe0 && c <= 0xffe6
            || c >= 0x17000 && c <= 0x18d08
            || c >= 0x1b000 && c <= 0x1b2fb
            || c >= 0x20000 && c <= 0x3fffd
            || Character.isEmojiPresentation(c));
  }
}
