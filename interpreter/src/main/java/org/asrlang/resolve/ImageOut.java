package org.asrlang.resolve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.expand.MacroDef;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * The bytes of an image while it is written, and the tables of what they refer to by number:
 * strings, source files, expansions, macros. {@link ImageIn} reads them.
 */
final class ImageOut {
  /** A file and an expansion: what spans that stand beside each other have in common. */
  record Context(SourceFile file, Expansion expansion) {}

  private byte[] bytes = new byte[1 << 20];
  private int size;
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<Context, Integer> contextIds = new LinkedHashMap<>();
  final List<SourceFile> files = new ArrayList<>();
  final List<Expansion> expansions = new ArrayList<>();
  private final Map<Expansion, Integer> expansionIds = new IdentityHashMap<>();
  final List<MacroDef> macros = new ArrayList<>();
  private final Map<MacroDef, Integer> macroIds = new IdentityHashMap<>();
  private int lastLo;
  private int lastContext;

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void raw(int b) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = (byte) b;
  }

  /** A number that is not negative: seven bits a byte, lowest first. */
  void u(int value) {
    int v = value;
    while ((v & ~0x7F) != 0) {
      raw(v & 0x7F | 0x80);
      v >>>= 7;
    }
    raw(v);
  }

  void signed(int value) {
    u(value << 1 ^ value >> 31);
  }

  void bool(boolean value) {
    raw(value ? 1 : 0);
  }

  /** Four bytes, for tables that are searched without being read. */
  void fixed(int value) {
    raw(value >> 24);
    raw(value >> 16);
    raw(value >> 8);
    raw(value);
  }

  void fixedAt(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  void bytes(byte[] more) {
    u(more.length);
    for (byte b : more) {
      raw(b);
    }
  }

  /** Maybe null. */
  void string(String s) {
    u(s == null ? 0 : id(s) + 1);
  }

  int id(String s) {
    return strings.computeIfAbsent(s, k -> strings.size());
  }

  int id(MacroDef m) {
    return macroIds.computeIfAbsent(
        m,
        k -> {
          macros.add(k);
          return macros.size() - 1;
        });
  }

  /** What follows is read on its own: the first span says all. */
  void unit() {
    lastLo = 0;
    lastContext = -1;
  }

  /** Maybe null. */
  void span(Span s) {
    if (s == null) {
      u(0);
    } else if (s == Span.NONE) {
      u(1);
    } else {
      int context = context(s);
      int step = s.lo() - lastLo;
      int zigzag = step << 1 ^ step >> 31;
      boolean other = context != lastContext;
      u((zigzag << 1 | (other ? 1 : 0)) + 2);
      if (other) {
        u(context);
      }
      u(s.hi() - s.lo());
      lastLo = s.lo();
      lastContext = context;
    }
  }

  private int context(Span s) {
    return contextIds.computeIfAbsent(new Context(s.file(), s.expansion()), k -> contextIds.size());
  }

  private int expansion(Expansion e) {
    Integer known = expansionIds.get(e);
    if (known == null) {
      known = expansions.size();
      expansions.add(e);
      expansionIds.put(e, known);
    }
    return known;
  }

  /** The tables; answers with where each begins: see {@link ImageIn}. */
  int[] tables() {
    // Expansions mention contexts and macros, contexts mention expansions: until all are known.
    List<Integer> expansionAt = new ArrayList<>();
    List<Context> contexts = new ArrayList<>();
    while (contexts.size() < contextIds.size() || expansionAt.size() < expansions.size()) {
      for (Context c :
          List.copyOf(contextIds.keySet()).subList(contexts.size(), contextIds.size())) {
        contexts.add(c);
        expansion(c.expansion());
      }
      for (int i = expansionAt.size(); i < expansions.size(); i++) {
        expansionAt.add(size);
        write(expansions.get(i));
      }
    }
    int expansionTable = table(expansionAt);
    int contextTable = size;
    for (Context c : contexts) {
      if (!files.contains(c.file())) {
        files.add(c.file());
      }
      fixed(files.indexOf(c.file()));
      fixed(expansionIds.get(c.expansion()));
    }
    int fileTable = size;
    u(files.size());
    for (SourceFile f : files) {
      string(f.name());
    }
    return new int[] {expansionTable, contextTable, fileTable};
  }

  private void write(Expansion e) {
    unit();
    bool(e == Expansion.ROOT);
    if (e != Expansion.ROOT) {
      u(e.parent() == null ? 0 : expansion(e.parent()) + 1);
      span(e.callSite());
      string(e.macro());
      u(e.definition() instanceof MacroDef m ? id(m) + 1 : 0);
    }
  }

  int table(List<Integer> offsets) {
    int at = size;
    offsets.forEach(this::fixed);
    return at;
  }

  /**
   * The strings, last of all: a table of where each begins, with one entry more than there are
   * strings; a hash table of them; their bytes.
   *
   * @return where the two tables are, and the size of the second
   */
  int[] strings() {
    List<String> all = new ArrayList<>(strings.keySet());
    List<Integer> offsets = new ArrayList<>();
    for (String s : all) {
      offsets.add(size);
      for (byte b : s.getBytes(StandardCharsets.UTF_8)) {
        raw(b);
      }
    }
    offsets.add(size);
    int index = table(offsets);
    int slots = Integer.highestOneBit(all.size() * 2) * 2;
    int[] hashed = new int[slots];
    for (int i = 0; i < all.size(); i++) {
      int at = ImageIn.slot(all.get(i), slots);
      while (hashed[at] != 0) {
        at = at + 1 & slots - 1;
      }
      hashed[at] = i + 1;
    }
    int hash = size;
    for (int h : hashed) {
      fixed(h);
    }
    return new int[] {index, hash, slots, all.size()};
  }
}
