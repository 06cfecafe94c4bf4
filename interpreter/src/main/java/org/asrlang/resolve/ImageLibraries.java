package org.asrlang.resolve;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Function;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.expand.MacroDef;
import org.asrlang.resolve.ImageIn.Section;
import org.asrlang.source.Timings;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;

/**
 * Libraries that were resolved when they were built: {@link ImageWriter} wrote them. A definition
 * is made when it is first referred to, its syntax is read when it is first looked at, its body
 * when it is first checked; a short program touches some hundreds of std's twenty thousand.
 */
public final class ImageLibraries extends Libraries implements ImageTreeReader.Numbers {
  static final int MAGIC = 0x41535249;

  /** Goes up with every change of what is written, and of what the syntax trees look like. */
  static final int FORMAT = 4;

  private static final Def.Kind[] KINDS = Def.Kind.values();

  /** What is known of a definition with a signature of its own. */
  private static final class Unit {
    final Resolutions signature = new Resolutions();
    final Resolutions body = new Resolutions();
    final List<Local> locals = new ArrayList<>();
    boolean bodyRead;
  }

  final ImageIn in;
  private final Function<String, String> texts;
  private final ImageTreeReader trees;
  private final Def[] defs;
  private final int defTable;
  private final MacroDef[] macros;
  private final Object[] traitLists;
  private final int[] childrenAt;
  private final int[] unitOf;
  private final int[] signatureAt;
  private final int[] bodyAt;
  private final Unit[] units;
  private final Resolutions[] constants;
  private final Expr[] expanded;
  private final Map<Def, Scope> scopes = new HashMap<>();
  private final List<Def> crates = new ArrayList<>();
  private final Map<Def, List<Def>> impls = new HashMap<>();
  private final Map<String, Def> externs = new HashMap<>();
  private final Scope prelude;
  private final ImplNames names = new Names();

  private ImageLibraries(byte[] image, Function<String, String> texts) {
    this.texts = texts;
    in = new ImageIn(image, texts, this::macro);
    trees = new ImageTreeReader(in, this);
    int count = in.at(Section.DEF_COUNT);
    defTable = in.at(Section.DEFS);
    defs = new Def[count];
    childrenAt = new int[count];
    unitOf = new int[count];
    signatureAt = new int[count];
    bodyAt = new int[count];
    units = new Unit[count];
    constants = new Resolutions[count];
    expanded = new Expr[count];
    macros = new MacroDef[in.at(Section.MACRO_COUNT)];
    traitLists = new Object[in.at(Section.TRAIT_LIST_COUNT)];
    in.seek(in.at(Section.CRATES));
    int n = in.u();
    for (int i = 0; i < n; i++) {
      Def crate = def(in.u());
      crates.add(crate);
      impls.put(crate, new Ids(ids()));
    }
    int preludeId = in.u();
    int named = in.u();
    for (int i = 0; i < named; i++) {
      String name = in.string();
      externs.put(name, def(in.u()));
    }
    prelude = preludeId == 0 ? null : scope(def(preludeId - 1));
  }

  /**
   * Opens an image.
   *
   * @param texts the text of the source file of a name such as {@code std/option.asr}; null if
   *     there is none; for messages
   * @return null if it is not one of this version of the format
   */
  public static ImageLibraries open(byte[] image, Function<String, String> texts) {
    Timings.Part before = Timings.enter(Timings.Part.STD);
    try {
      return image.length < ImageIn.headerSize() || size(image) != image.length
          ? null
          : new ImageLibraries(image, texts);
    } finally {
      Timings.back(before);
    }
  }

  /** As many bytes from the start of an image tell its size. */
  public static final int HEAD = 12;

  /** The size of an image that begins so, in bytes; 0 if it is none of this format. */
  public static int size(byte[] head) {
    return head.length >= HEAD
            && number(head, Section.MAGIC) == MAGIC
            && number(head, Section.FORMAT) == FORMAT
        ? number(head, Section.SIZE)
        : 0;
  }

  static final long KEY_START = 0xCBF29CE484222325L;

  static long key(long before, String text) {
    long h = before;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001B3L;
    }
    return h;
  }

  /** Whether the sources still are what the image was made of: reads them all. */
  public boolean isCurrent() {
    long key = KEY_START;
    for (String name : in.fileNames()) {
      String text = texts.apply(name);
      if (text == null) {
        return false;
      }
      key = key(key, text);
    }
    return (int) (key >>> 32) == in.at(Section.KEY_HIGH) && (int) key == in.at(Section.KEY_LOW);
  }

  private static int number(byte[] image, Section s) {
    int at = s.ordinal() * 4;
    return image[at] << 24
        | (image[at + 1] & 0xFF) << 16
        | (image[at + 2] & 0xFF) << 8
        | image[at + 3] & 0xFF;
  }

  // Definitions.

  @Override
  public Def def(int id) {
    Def d = defs[id];
    return d != null ? d : read(id);
  }

  private Def read(int id) {
    ImageIn.Mark here = in.mark();
    in.seek(in.fixed(defTable + id * 4));
    Def.Kind kind = KINDS[in.u()];
    String name = in.string();
    int parent = in.u();
    org.asrlang.source.Span span = in.span();
    int visible = in.u();
    boolean late = in.bool();
    unitOf[id] = in.u() - 1;
    signatureAt[id] = in.u();
    bodyAt[id] = in.u();
    childrenAt[id] = in.pos();
    Def above = parent == 0 ? null : def(parent - 1);
    if (defs[id] == null) {
      Def d = new Def(id, kind, name, above, span, unitOf[id] < 0 ? null : Def.UNREAD, this);
      defs[id] = d;
      d.setVisibleIn(visible == 0 ? null : def(visible - 1));
      if (late) {
        above.addChild(d);
      }
    }
    in.reset(here);
    return defs[id];
  }

  /** The definitions that are made with a definition, in order; the others come behind them. */
  synchronized void children(Def of, Children to) {
    ImageIn.Mark here = in.mark();
    in.seek(childrenAt[of.id()]);
    int[] ids = ids();
    in.reset(here);
    for (int id : ids) {
      to.add(def(id));
    }
  }

  @Override
  synchronized byte[] note(Def d) {
    ImageIn.Mark here = in.mark();
    in.seek(childrenAt[d.id()]);
    ids();
    byte[] note = in.bool() ? in.bytes() : null;
    in.reset(here);
    return note;
  }

  private int[] ids() {
    int[] ids = new int[in.u()];
    int last = 0;
    for (int i = 0; i < ids.length; i++) {
      last += in.signed();
      ids[i] = last;
    }
    return ids;
  }

  List<Def> defList(int at) {
    ImageIn.Mark here = in.mark();
    in.seek(at);
    int[] ids = ids();
    in.reset(here);
    Def[] all = new Def[ids.length];
    for (int i = 0; i < ids.length; i++) {
      all[i] = def(ids[i]);
    }
    return List.of(all);
  }

  /** Reads the syntax of a definition. */
  synchronized void load(Def d) {
    int id = d.id();
    if (unitOf[id] < 0) {
      return;
    }
    unit(unitOf[id]);
    if (d.isUnread()) {
      body(unitOf[id]);
    }
  }

  private Unit unit(int id) {
    Unit u = units[id];
    if (u == null) {
      Timings.Part before = Timings.enter(Timings.Part.STD);
      u = new Unit();
      units[id] = u;
      Def d = def(id);
      d.setNode(trees.item(signatureAt[id], u.signature, u.body, u.locals));
      Timings.back(before);
    }
    return u;
  }

  private Unit body(int id) {
    Unit u = unit(id);
    if (!u.bodyRead) {
      u.bodyRead = true;
      if (bodyAt[id] != 0) {
        Timings.Part before = Timings.enter(Timings.Part.STD);
        expanded[id] = trees.body(bodyAt[id], u.body, u.locals);
        Timings.back(before);
      }
    }
    return u;
  }

  @Override
  public void node(int id, Node node, Resolutions of) {
    Def d = def(id);
    d.setNode(node);
    if (d.kind() == Def.Kind.ANON_CONST) {
      constants[id] = of;
      expanded[id] = (Expr) node;
    } else if (d.kind() == Def.Kind.CLOSURE) {
      constants[id] = of;
      expanded[id] = ((Expr.Closure) node).body();
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Def> traits(int id) {
    Object known = traitLists[id];
    if (known == null) {
      known = defList(in.fixed(in.at(Section.TRAIT_LISTS) + id * 4));
      traitLists[id] = known;
    }
    return (List<Def>) known;
  }

  private boolean hasUnit(Def d) {
    return unitOf[d.id()] == d.id() && d.kind() != Def.Kind.MODULE;
  }

  @Override
  synchronized Resolutions signature(Def item) {
    Def d = item;
    while (d != null && !hasUnit(d)) {
      if (d.kind() == Def.Kind.ANON_CONST || d.kind() == Def.Kind.CLOSURE) {
        d.node();
        return constants[d.id()];
      }
      d = d.parent();
    }
    return d == null ? new Resolutions() : unit(d.id()).signature;
  }

  @Override
  synchronized Resolutions body(Def owner) {
    if (owner.kind() == Def.Kind.ANON_CONST || owner.kind() == Def.Kind.CLOSURE) {
      owner.node();
      return constants[owner.id()];
    }
    return hasUnit(owner) ? body(owner.id()).body : new Resolutions();
  }

  @Override
  synchronized Expr expandedBody(Def owner) {
    body(owner);
    return expanded[owner.id()];
  }

  // Names.

  int find(int table, int count, String name) {
    int id = in.id(name);
    int at = id < 0 ? -1 : in.search(table, count, 8, id);
    return at < 0 ? -1 : in.fixed(at + 4);
  }

  Binding binding(int at) {
    ImageIn.Mark here = in.mark();
    in.seek(at);
    int kind = in.u();
    Res res =
        switch (kind) {
          case 0 -> null;
          case 1 -> new Res.Item(def(in.u()));
          case 2 -> new Res.Prim(in.string());
          default -> throw in.corrupt(kind);
        };
    int macro = in.u();
    int visible = in.u();
    Binding b =
        new Binding(
            res,
            macro == 0 ? null : macro(macro - 1),
            visible == 0 ? null : def(visible - 1),
            in.bool(),
            in.bool(),
            in.bool(),
            in.span());
    in.reset(here);
    return b;
  }

  private MacroDef macro(int id) {
    MacroDef m = macros[id];
    if (m == null) {
      ImageIn.Mark here = in.mark();
      in.seek(in.fixed(in.at(Section.MACROS) + id * 4));
      String name = in.string();
      int home = in.u();
      org.asrlang.source.Span span = in.span();
      boolean exported = in.bool();
      boolean hasRules = in.bool();
      ImageIn.Mark rules = in.mark();
      m =
          new MacroDef(
              name,
              home == 0 ? null : def(home - 1),
              span,
              exported,
              hasRules ? () -> rules(rules) : null);
      macros[id] = m;
      in.reset(here);
    }
    return m;
  }

  private synchronized org.asrlang.expand.MacroRules rules(ImageIn.Mark at) {
    in.reset(at);
    return org.asrlang.expand.MacroRules.trusted(trees.delimited());
  }

  @Override
  synchronized Scope scope(Def d) {
    Scope known = scopes.get(d);
    if (known != null) {
      return known;
    }
    int entry = in.search(in.at(Section.SCOPES), in.at(Section.SCOPE_COUNT), 8, d.id());
    if (entry < 0) {
      return null;
    }
    ImageIn.Mark here = in.mark();
    int at = in.fixed(entry + 4);
    in.seek(at);
    ids();
    List<Binding> anonymous = new ArrayList<>();
    int n = in.u();
    for (int i = 0; i < n; i++) {
      ImageIn.Mark before = in.mark();
      anonymous.add(binding(before.pos()));
      skipBinding();
    }
    int[] tables = new int[Ns.values().length];
    int[] counts = new int[tables.length];
    for (int i = 0; i < tables.length; i++) {
      counts[i] = in.u();
      tables[i] = in.pos();
      in.seek(tables[i] + counts[i] * 8);
    }
    in.reset(here);
    Scope s = new ImageScope(this, d, at, tables, counts);
    s.anonymous.addAll(anonymous);
    scopes.put(d, s);
    return s;
  }

  private void skipBinding() {
    if (in.u() != 0) {
      in.u();
    }
    in.u();
    in.u();
    in.bool();
    in.bool();
    in.bool();
    in.seek(in.pos());
    in.span();
  }

  // Libraries.

  @Override
  public List<Def> crates() {
    return crates;
  }

  @Override
  List<Diagnostic> diagnostics() {
    return List.of();
  }

  @Override
  int idsEnd() {
    return defs.length;
  }

  @Override
  Def extern(String name) {
    return externs.get(name);
  }

  @Override
  Scope prelude() {
    return prelude;
  }

  @Override
  synchronized Def langItem(String name) {
    int id = find(in.at(Section.LANG), in.at(Section.LANG_COUNT), name);
    return id < 0 ? null : def(id);
  }

  @Override
  synchronized List<Def> allDefs(Def crate) {
    List<Def> all = new ArrayList<>();
    for (int i = 0; i < defs.length; i++) {
      if (def(i).crate() == crate) {
        all.add(def(i));
      }
    }
    return all;
  }

  @Override
  List<Def> impls(Def crate) {
    return impls.get(crate);
  }

  @Override
  ImplNames implNames(Def crate) {
    return crate == crates.get(0) ? names : ImplNames.NONE;
  }

  /** Definitions by their numbers, made when they are looked at. */
  private final class Ids extends AbstractList<Def> implements RandomAccess {
    private final int[] ids;

    Ids(int[] ids) {
      this.ids = ids;
    }

    @Override
    public Def get(int index) {
      synchronized (ImageLibraries.this) {
        return def(ids[index]);
      }
    }

    @Override
    public int size() {
      return ids.length;
    }
  }

  /** The impls of all crates of the image. */
  private final class Names extends ImplNames {
    @Override
    public List<Def> ofTrait(String trait, String head) {
      synchronized (ImageLibraries.this) {
        int heads = find(in.at(Section.TRAIT_IMPLS), in.at(Section.TRAIT_IMPL_COUNT), trait);
        if (heads < 0) {
          return List.of();
        }
        in.seek(heads);
        int count = in.u();
        int list = find(in.pos(), count, head);
        return list < 0 ? List.of() : defList(list);
      }
    }

    @Override
    public List<Def> ofTrait(String trait) {
      synchronized (ImageLibraries.this) {
        int heads = find(in.at(Section.TRAIT_IMPLS), in.at(Section.TRAIT_IMPL_COUNT), trait);
        List<Def> all = new ArrayList<>();
        if (heads >= 0) {
          in.seek(heads);
          int count = in.u();
          int table = in.pos();
          for (int i = 0; i < count; i++) {
            all.addAll(defList(in.fixed(table + i * 8 + 4)));
          }
        }
        return all;
      }
    }

    @Override
    public List<Def> inherent(String head) {
      synchronized (ImageLibraries.this) {
        int list = find(in.at(Section.INHERENT_IMPLS), in.at(Section.INHERENT_IMPL_COUNT), head);
        return list < 0 ? List.of() : defList(list);
      }
    }
  }
}
