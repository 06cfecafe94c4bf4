package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.MacroDef;
import org.asrlang.resolve.ImageIn.Section;
import org.asrlang.source.SourceFile;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;

/**
 * Writes library crates as they are when all of their signatures and bodies have been expanded and
 * resolved, so that a run reads only what it uses: {@link ImageLibraries}. Done when the libraries
 * are built.
 */
public final class ImageWriter implements ImageTreeWriter.Numbers {
  private final Resolver resolver;
  private final Map<Def, byte[]> notes;
  private final ImageOut out = new ImageOut();
  private final List<Def> defs = new ArrayList<>();
  private final Map<Def, Integer> ids = new IdentityHashMap<>();
  private final Map<Node, Def> nodes = new IdentityHashMap<>();
  private final Map<List<Def>, Integer> traitLists = new LinkedHashMap<>();
  private final int[] sections = new int[Section.values().length];

  private ImageWriter(Resolver resolver, Map<Def, byte[]> notes) {
    this.notes = notes;
    this.resolver = resolver;
  }

  /**
   * The image of the libraries.
   *
   * @param notes what later passes want to find with definitions: {@link DefMap#note}
   * @param diagnostics takes the errors of all bodies; with any, the answer is null
   */
  public static byte[] write(
      List<CrateSource> sources,
      Function<DefMap, Map<Def, byte[]>> notes,
      Diagnostics diagnostics) {
    Resolver resolver = Resolver.layer(sources, null, diagnostics);
    resolver.everything();
    return diagnostics.hasErrors()
        ? null
        : new ImageWriter(resolver, notes.apply(resolver)).write();
  }

  @Override
  public int def(Def d) {
    return ids.get(d);
  }

  @Override
  public int traits(List<Def> list) {
    return traitLists.computeIfAbsent(list, l -> traitLists.size());
  }

  private byte[] write() {
    for (Def crate : resolver.crates()) {
      defs.addAll(resolver.allDefs(crate));
    }
    defs.sort(Comparator.comparingInt(Def::id));
    for (Def d : defs) {
      ids.put(d, ids.size());
      if (d.node() != null) {
        nodes.put(d.node(), d);
      }
    }
    for (int i = 0; i < ImageIn.headerSize() / 4; i++) {
      out.fixed(0);
    }
    sections[Section.MAGIC.ordinal()] = ImageLibraries.MAGIC;
    sections[Section.FORMAT.ordinal()] = ImageLibraries.FORMAT;
    definitions();
    scopes();
    impls();
    lang();
    crates();
    section(Section.TRAIT_LISTS, Section.TRAIT_LIST_COUNT, each(traitLists.keySet(), this::ids));
    macros();
    int[] tables = out.tables();
    section(Section.EXPANSIONS, tables[0]);
    section(Section.EXPANSION_COUNT, out.expansions.size());
    section(Section.CONTEXTS, tables[1]);
    section(Section.FILES, tables[2]);
    long key = ImageLibraries.KEY_START;
    for (SourceFile f : out.files) {
      key = ImageLibraries.key(key, f.text());
    }
    section(Section.KEY_HIGH, (int) (key >>> 32));
    section(Section.KEY_LOW, (int) key);
    int[] strings = out.strings();
    section(Section.STRINGS, strings[0]);
    section(Section.STRING_HASH, strings[1]);
    section(Section.STRING_SLOTS, strings[2]);
    section(Section.STRING_COUNT, strings[3]);
    section(Section.SIZE, out.size());
    for (Section s : Section.values()) {
      out.fixedAt(s.ordinal() * 4, sections[s.ordinal()]);
    }
    return out.toBytes();
  }

  private void section(Section s, int value) {
    sections[s.ordinal()] = value;
  }

  private void section(Section at, Section count, List<Integer> offsets) {
    section(count, offsets.size());
    section(at, out.table(offsets));
  }

  private interface Body<T> {
    void write(T of);
  }

  private <T> List<Integer> each(Iterable<T> all, Body<T> body) {
    List<Integer> offsets = new ArrayList<>();
    for (T t : all) {
      offsets.add(out.size());
      body.write(t);
    }
    return offsets;
  }

  private void ids(List<Def> list) {
    out.u(list.size());
    int last = 0;
    for (Def d : list) {
      out.signed(def(d) - last);
      last = def(d);
    }
  }

  // Definitions.

  private void definitions() {
    int[] signatures = new int[defs.size()];
    int[] bodies = new int[defs.size()];
    for (int i = 0; i < defs.size(); i++) {
      Def d = defs.get(i);
      boolean owner = resolver.owners().get(d) != null;
      if (owner || d.kind() == Def.Kind.MODULE && d.node() != null) {
        Resolutions signature = owner ? resolver.signature(d) : new Resolutions();
        Resolutions body = owner ? resolver.body(d) : signature;
        ImageTreeWriter tree = new ImageTreeWriter(out, this, nodes);
        signatures[i] = out.size();
        tree.item((Item) d.node(), signature, body);
        Expr expanded = owner ? resolver.expandedBody(d) : null;
        if (expanded != null) {
          bodies[i] = out.size();
          tree.body(expanded);
        }
      }
    }
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < defs.size(); i++) {
      offsets.add(out.size());
      header(defs.get(i), signatures[i], bodies[i]);
    }
    section(Section.DEFS, Section.DEF_COUNT, offsets);
  }

  private void header(Def d, int signature, int body) {
    out.unit();
    out.u(d.kind().ordinal());
    out.string(d.name());
    out.u(d.parent() == null ? 0 : def(d.parent()) + 1);
    out.span(d.span());
    out.u(d.visibleIn() == null ? 0 : def(d.visibleIn()) + 1);
    out.bool(isLate(d));
    Def unit = d;
    while (unit != null && signature == 0 && resolver.owners().get(unit) == null) {
      unit = unit.parent();
    }
    out.u(unit == null ? 0 : def(unit) + 1);
    out.u(signature);
    out.u(body);
    ids(d.children().stream().filter(c -> !isLate(c)).toList());
    byte[] note = notes.get(d);
    out.bool(note != null);
    if (note != null) {
      out.bytes(note);
    }
  }

  /** Whether it is defined when a signature or body is resolved, rather than with its parent. */
  private static boolean isLate(Def d) {
    return switch (d.kind()) {
      case CLOSURE, OPAQUE, ANON_CONST -> true;
      case LIFETIME_PARAM -> {
        Generics g = SignatureResolver.genericsOf(d.parent());
        yield g == null || g.params().stream().noneMatch(p -> p == d.node());
      }
      case TYPE_PARAM, CONST_PARAM, FIELD, VARIANT, CRATE -> false;
      case MODULE,
          STRUCT,
          ENUM,
          TRAIT,
          TYPE_ALIAS,
          ASSOC_TYPE,
          FN,
          ASSOC_FN,
          CONST,
          ASSOC_CONST,
          STATIC,
          IMPL,
          MACRO ->
          switch (d.parent().kind()) {
            case CRATE, MODULE, IMPL, TRAIT -> false;
            default -> true;
          };
    };
  }

  // Names.

  private void scopes() {
    TreeMap<Integer, Integer> table = new TreeMap<>();
    for (Def d : defs) {
      Scope s = resolver.scope(d);
      if (s != null) {
        table.put(def(d), scope(s));
      }
    }
    pairs(Section.SCOPES, Section.SCOPE_COUNT, table);
  }

  private void pairs(Section at, Section count, TreeMap<Integer, Integer> table) {
    section(at, out.size());
    section(count, table.size());
    pairs(table);
  }

  private void pairs(TreeMap<Integer, Integer> table) {
    table.forEach((k, v) -> {
      out.fixed(k);
      out.fixed(v);
    });
  }

  private int scope(Scope s) {
    List<TreeMap<Integer, Integer>> names = new ArrayList<>();
    for (Ns ns : Ns.values()) {
      TreeMap<Integer, Integer> bindings = new TreeMap<>();
      s.all(ns)
          .forEach((name, b) -> {
            bindings.put(out.id(name), out.size());
            binding(b);
          });
      names.add(bindings);
    }
    int at = out.size();
    ids(s.traits());
    out.u(s.anonymous.size());
    s.anonymous.forEach(this::binding);
    for (TreeMap<Integer, Integer> bindings : names) {
      out.u(bindings.size());
      pairs(bindings);
    }
    return at;
  }

  private void binding(Binding b) {
    out.unit();
    switch (b.res()) {
      case null -> out.u(0);
      case Res.Item i -> {
        out.u(1);
        out.u(def(i.def()));
      }
      case Res.Prim p -> {
        out.u(2);
        out.string(p.name());
      }
      default -> throw new IllegalStateException("a name for " + b.res());
    }
    out.u(b.macro() == null ? 0 : out.id(b.macro()) + 1);
    out.u(b.visibleIn() == null ? 0 : def(b.visibleIn()) + 1);
    out.bool(b.glob());
    out.bool(b.imported());
    out.bool(b.ambiguous());
    out.span(b.span());
  }

  private void macros() {
    // Rules mention expansions, and those mention more macros.
    List<Integer> offsets = new ArrayList<>();
    int[] tables = null;
    while (tables == null || offsets.size() < out.macros.size()) {
      for (int i = offsets.size(); i < out.macros.size(); i++) {
        offsets.add(out.size());
        macro(out.macros.get(i));
      }
      tables = out.tables();
    }
    section(Section.MACROS, Section.MACRO_COUNT, offsets);
  }

  private void macro(MacroDef m) {
    out.unit();
    out.string(m.name());
    out.u(m.home() instanceof Def crate ? def(crate) + 1 : 0);
    out.span(m.span());
    out.bool(m.exported());
    out.bool(m.hasRules());
    if (m.hasRules()) {
      ImageTreeWriter tree = new ImageTreeWriter(out, this, nodes);
      tree.tokens(m.body());
    }
  }

  private void lang() {
    TreeMap<Integer, Integer> table = new TreeMap<>();
    resolver.lang().forEach((name, d) -> table.put(out.id(name), def(d)));
    pairs(Section.LANG, Section.LANG_COUNT, table);
  }

  // Impls.

  private void impls() {
    List<Def> all = new ArrayList<>();
    resolver.crates().forEach(c -> all.addAll(resolver.impls(c)));
    ImplNames.OfSyntax names = (ImplNames.OfSyntax) ImplNames.of(all);
    TreeMap<Integer, Integer> traits = new TreeMap<>();
    names.traits.forEach((trait, heads) -> {
      TreeMap<Integer, Integer> lists = lists(heads);
      traits.put(out.id(trait), out.size());
      out.u(lists.size());
      pairs(lists);
    });
    pairs(Section.TRAIT_IMPLS, Section.TRAIT_IMPL_COUNT, traits);
    pairs(Section.INHERENT_IMPLS, Section.INHERENT_IMPL_COUNT, lists(names.inherent));
  }

  private TreeMap<Integer, Integer> lists(Map<String, List<Def>> byHead) {
    TreeMap<Integer, Integer> lists = new TreeMap<>();
    byHead.forEach((head, impls) -> {
      lists.put(out.id(head), out.size());
      ids(impls);
    });
    return lists;
  }

  private void crates() {
    section(Section.CRATES, out.size());
    out.u(resolver.crates().size());
    for (Def c : resolver.crates()) {
      out.u(def(c));
      ids(resolver.impls(c));
    }
    out.u(resolver.prelude() == null ? 0 : def(resolver.prelude().def) + 1);
    Map<String, Def> externs = resolver.externs();
    out.u(externs.size());
    externs.forEach((name, d) -> {
      out.string(name);
      out.u(def(d));
    });
  }
}
