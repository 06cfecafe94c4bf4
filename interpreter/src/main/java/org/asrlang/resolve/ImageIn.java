package org.asrlang.resolve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.asrlang.expand.MacroDef;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * Reads the bytes of an image. What the tables hold becomes an object when it is first referred to,
 * and is the same object from then on. For one thread at a time.
 */
final class ImageIn {
  /** The numbers at the image's start. */
  enum Section {
    MAGIC,
    FORMAT,
    SIZE,
    KEY_HIGH,
    KEY_LOW,
    STRINGS,
    STRING_COUNT,
    STRING_HASH,
    STRING_SLOTS,
    EXPANSIONS,
    EXPANSION_COUNT,
    CONTEXTS,
    CONTEXT_COUNT,
    FILES,
    MACROS,
    MACRO_COUNT,
    DEFS,
    DEF_COUNT,
    SCOPES,
    SCOPE_COUNT,
    TRAIT_LISTS,
    TRAIT_LIST_COUNT,
    LANG,
    LANG_COUNT,
    TRAIT_IMPLS,
    TRAIT_IMPL_COUNT,
    INHERENT_IMPLS,
    INHERENT_IMPL_COUNT,
    CRATES
  }

  private static final Section[] SECTIONS = Section.values();

  private final byte[] bytes;
  private int pos;
  private int lastLo;
  private SourceFile lastFile;
  private Expansion lastExpansion;
  private final String[] strings;
  private final Expansion[] expansions;
  private final SourceFile[] files;
  private final int[] fileNames;
  private final Function<String, String> texts;
  private final IntFunction<MacroDef> macros;
  private final int contextTable;
  private final int stringTable;

  /**
   * @param texts the text of the source file of a name, for messages
   * @param macros the macro of a number
   */
  ImageIn(byte[] bytes, Function<String, String> texts, IntFunction<MacroDef> macros) {
    this.bytes = bytes;
    this.texts = texts;
    this.macros = macros;
    strings = new String[at(Section.STRING_COUNT)];
    expansions = new Expansion[at(Section.EXPANSION_COUNT)];
    contextTable = at(Section.CONTEXTS);
    stringTable = at(Section.STRINGS);
    pos = at(Section.FILES);
    fileNames = new int[u()];
    files = new SourceFile[fileNames.length];
    for (int i = 0; i < fileNames.length; i++) {
      fileNames[i] = u() - 1;
    }
  }

  List<String> fileNames() {
    List<String> names = new ArrayList<>();
    for (int id : fileNames) {
      names.add(string(id));
    }
    return names;
  }

  static int headerSize() {
    return SECTIONS.length * 4;
  }

  int at(Section s) {
    return fixed(s.ordinal() * 4);
  }

  int fixed(int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | bytes[at + 3] & 0xFF;
  }

  int pos() {
    return pos;
  }

  /** What is at the place is read on its own. */
  void seek(int at) {
    pos = at;
    lastLo = 0;
    lastFile = null;
  }

  /** A place to come back to, with what spans refer to there. */
  record Mark(int pos, int lastLo, SourceFile lastFile, Expansion lastExpansion) {}

  Mark mark() {
    return new Mark(pos, lastLo, lastFile, lastExpansion);
  }

  void reset(Mark m) {
    pos = m.pos;
    lastLo = m.lastLo;
    lastFile = m.lastFile;
    lastExpansion = m.lastExpansion;
  }

  int u() {
    int b = bytes[pos++];
    if (b >= 0) {
      return b;
    }
    int value = b & 0x7F;
    int shift = 7;
    while (true) {
      b = bytes[pos++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  int signed() {
    int v = u();
    return v >>> 1 ^ -(v & 1);
  }

  boolean bool() {
    return bytes[pos++] != 0;
  }

  byte[] bytes() {
    int n = u();
    byte[] out = java.util.Arrays.copyOfRange(bytes, pos, pos + n);
    pos += n;
    return out;
  }

  String string() {
    int id = u();
    return id == 0 ? null : string(id - 1);
  }

  String string(int id) {
    String s = strings[id];
    if (s == null) {
      int from = fixed(stringTable + id * 4);
      int to = fixed(stringTable + id * 4 + 4);
      s = new String(bytes, from, to - from, StandardCharsets.UTF_8);
      strings[id] = s;
    }
    return s;
  }

  static int slot(String s, int slots) {
    int h = s.hashCode();
    return (h ^ h >>> 15) & slots - 1;
  }

  /** The number of a string, or -1. */
  int id(String s) {
    int slots = at(Section.STRING_SLOTS);
    int table = at(Section.STRING_HASH);
    for (int i = slot(s, slots); ; i = i + 1 & slots - 1) {
      int found = fixed(table + i * 4);
      if (found == 0) {
        return -1;
      }
      if (string(found - 1).equals(s)) {
        return found - 1;
      }
    }
  }

  /**
   * Searches a sorted table whose entries begin with a number of four bytes.
   *
   * @param width of an entry, in bytes
   * @return where the entry is, or -1
   */
  int search(int table, int count, int width, int key) {
    int lo = 0;
    int hi = count - 1;
    while (lo <= hi) {
      int mid = lo + hi >>> 1;
      int found = fixed(table + mid * width);
      if (found == key) {
        return table + mid * width;
      }
      if (found < key) {
        lo = mid + 1;
      } else {
        hi = mid - 1;
      }
    }
    return -1;
  }

  Span span() {
    int code = u();
    if (code < 2) {
      return code == 0 ? null : Span.NONE;
    }
    code -= 2;
    if ((code & 1) != 0) {
      int context = contextTable + u() * 8;
      lastFile = file(fixed(context));
      lastExpansion = expansion(fixed(context + 4));
    }
    int zigzag = code >>> 1;
    int lo = lastLo + (zigzag >>> 1 ^ -(zigzag & 1));
    lastLo = lo;
    return new Span(lastFile, lo, lo + u(), lastExpansion);
  }

  private SourceFile file(int id) {
    SourceFile f = files[id];
    if (f == null) {
      String name = string(fileNames[id]);
      f = new SourceFile(name, () -> texts.apply(name));
      files[id] = f;
    }
    return f;
  }

  private Expansion expansion(int id) {
    Expansion e = expansions[id];
    if (e == null) {
      Mark here = mark();
      seek(fixed(at(Section.EXPANSIONS) + id * 4));
      if (bool()) {
        e = Expansion.ROOT;
      } else {
        int parent = u();
        Span callSite = span();
        String macro = string();
        int definition = u();
        e =
            new Expansion(
                parent == 0 ? null : expansion(parent - 1),
                callSite,
                macro,
                definition == 0 ? null : macros.apply(definition - 1),
                Expansion.Kind.LIBRARY);
      }
      expansions[id] = e;
      reset(here);
    }
    return e;
  }

  IllegalStateException corrupt(int tag) {
    return new IllegalStateException("the image of the libraries is corrupt: " + tag + "@" + pos);
  }
}
