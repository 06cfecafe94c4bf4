package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.BodyExpander;
import org.asrlang.expand.Builtins;
import org.asrlang.expand.Cfg;
import org.asrlang.expand.Expander;
import org.asrlang.expand.LazyBodies;
import org.asrlang.expand.MacroDef;
import org.asrlang.expand.MacroResolver;
import org.asrlang.expand.MacroScope;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Path;

/**
 * Name resolution: collects the definitions of all crates, expands item macros and resolves imports
 * until nothing is left, and then answers for signatures and bodies when asked. Used by one thread
 * at a time.
 */
public final class Resolver implements DefMap, MacroResolver {
  private final Diagnostics diagnostics;
  private final Options options;
  private final Paths paths = new Paths(this);
  private final ImportResolver imports = new ImportResolver(this);
  private final Privacy privacy;
  private final Suggest suggest = new Suggest(this);
  private final MacroNames macroNames = new MacroNames(this);
  private final List<CrateData> crates = new ArrayList<>();
  private final Map<Def, CrateData> data = new IdentityHashMap<>();
  private final Map<String, Def> externs = new HashMap<>();
  private final Map<Def, Scope> scopes = new IdentityHashMap<>();
  private final Set<Scope> broken = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Def, Owner> owners = new IdentityHashMap<>();
  private final Map<String, Def> lang = new HashMap<>();
  private final Map<Def, Resolutions> signatures = new IdentityHashMap<>();
  private final Map<Def, Resolutions> bodies = new IdentityHashMap<>();
  private final Map<Def, Expr> expanded = new IdentityHashMap<>();
  private final Map<Scope, Map<Def, List<Def>>> traits = new IdentityHashMap<>();
  private final Map<Def, List<Span>> useSpans = new IdentityHashMap<>();

  /** Variables of a session's earlier entries, and where they are kept. */
  private final Map<Local, Def> kept = new IdentityHashMap<>();

  private final Map<Def, Local> variables = new IdentityHashMap<>();
  private Scope prelude;
  private int nextId;
  private boolean syntaxErrors;

  private Resolver(Options options, Diagnostics diagnostics) {
    this.options = options;
    this.diagnostics = diagnostics;
    this.privacy = new Privacy(diagnostics);
  }

  /**
   * Resolves crates: the user's first, then {@code std} and {@code asr} where they are given. The
   * user's bodies are resolved at once, so that all errors are found; std's when they are used.
   */
  public static Resolver resolve(
      List<CrateSource> sources, Options options, Diagnostics diagnostics) {
    Resolver r = new Resolver(options, diagnostics);
    for (CrateSource s : sources) {
      r.addCrate(s);
    }
    List<CrateData> inOrder = new ArrayList<>(r.crates);
    inOrder.sort(
        java.util.Comparator.comparingInt(
            c -> c.source.name().equals("std") ? 0 : c.source.name().equals("asr") ? 1 : 2));
    for (CrateData c : inOrder) {
      r.collect(c);
    }
    r.settle();
    for (CrateData c : r.crates) {
      if (!c.source.isLibrary()) {
        r.everything(c);
      }
    }
    return r;
  }

  private void addCrate(CrateSource source) {
    String name = source.isLibrary() ? source.name() : "";
    Def def =
        new Def(
            nextId++,
            Def.Kind.CRATE,
            name,
            null,
            new Span(source.root(), 0, 0, org.asrlang.source.Expansion.ROOT),
            null);
    Scope root = new Scope(def, null, null);
    CrateData c = new CrateData(source, def, root);
    c.all.add(def);
    crates.add(c);
    data.put(def, c);
    scopes.put(def, root);
    if (source.isLibrary()) {
      externs.put(source.name(), def);
      if (source.name().equals("std")) {
        externs.put("core", def);
        externs.put("alloc", def);
        for (String b : Builtins.NAMES) {
          root.put(Ns.MACRO, b, Binding.macro(new MacroDef(b, def, def.span(), true, null), null));
        }
      }
    }
  }

  private void collect(CrateData c) {
    Def std = externs.getOrDefault("std", c.def);
    c.expander =
        new Expander(
            Cfg.of(options.testing() && !c.source.isLibrary()),
            diagnostics,
            this,
            c.def,
            std,
            c.source.isLibrary());
    c.collector = new Collector(this, c);
    c.collector.root(parse(c, c.source.root()));
  }

  /** The tree of a file of a crate. */
  Crate parse(CrateData c, SourceFile file) {
    int before = diagnostics.errorCount();
    Crate tree = c.source.tree(file, diagnostics);
    syntaxErrors |= diagnostics.errorCount() > before;
    return tree;
  }

  /**
   * Whether a file has syntax errors. What could not be parsed is missing from the tree, so that a
   * name which is not found may well be there: it is not reported.
   */
  boolean hasSyntaxErrors() {
    return syntaxErrors;
  }

  /** Resolves imports and expands the item macros that waited for them, until nothing changes. */
  private void settle() {
    boolean more = true;
    while (more) {
      imports.run();
      findPrelude();
      more = false;
      for (CrateData c : crates) {
        List<Collector.Pending> waiting = List.copyOf(c.collector.pending);
        c.collector.pending.clear();
        for (Collector.Pending p : waiting) {
          MacroDef def = macroIfKnown(p.item().call().path(), p.macros(), p.place().scope());
          if (def == null) {
            c.collector.pending.add(p);
          } else {
            more = true;
            c.collector.expand(p.item(), def, p.place(), p.macros());
          }
        }
      }
    }
    for (CrateData c : crates) {
      for (Collector.Pending p : c.collector.pending) {
        macro(p.item().call().path(), p.macros(), p.place().scope(), List.of());
        broken(Paths.module(p.place().scope()));
      }
      c.collector.pending.clear();
    }
    imports.finish();
    traits.clear();
  }

  private void findPrelude() {
    if (prelude == null && externs.containsKey("std")) {
      Scope s = scopes.get(externs.get("std"));
      for (String name : List.of("prelude", "v1")) {
        Binding b = s == null ? null : s.get(Ns.TYPE, name);
        s = b == null || b.def() == null ? null : scopes.get(b.def());
      }
      prelude = s;
    }
  }

  /** Imports of a block, after the rest of the crate. */
  void resolveImports() {
    imports.run();
    imports.finish();
  }

  /** Items were added to a crate of a session. */
  void settleMore() {
    settle();
  }

  /** Resolves all signatures and bodies of a crate, those of items in bodies too. */
  void everything(CrateData c) {
    everything(c, 0);
  }

  /** The same from the crate's nth definition on. */
  void everything(CrateData c, int from) {
    for (int i = from; i < c.all.size(); i++) {
      Def d = c.all.get(i);
      if (owners.containsKey(d)) {
        signature(d);
        body(d);
      }
    }
  }

  // What the passes of this package share.

  Diagnostics diagnostics() {
    return diagnostics;
  }

  Options options() {
    return options;
  }

  Paths paths() {
    return paths;
  }

  ImportResolver imports() {
    return imports;
  }

  Privacy privacy() {
    return privacy;
  }

  Suggest suggest() {
    return suggest;
  }

  Scope prelude() {
    return prelude;
  }

  Def extern(String name) {
    return externs.get(name);
  }

  Binding stdMacro(String name) {
    Def std = externs.get("std");
    return std == null ? null : scopes.get(std).get(Ns.MACRO, name);
  }

  Scope scope(Def d) {
    return scopes.get(d);
  }

  void addScope(Def d, Scope s) {
    scopes.put(d, s);
  }

  /** A module of which a part is missing after an error: names that it lacks are not reported. */
  void broken(Scope s) {
    broken.add(s);
  }

  boolean isBroken(Scope s) {
    return broken.contains(s);
  }

  void setOwner(Def d, Owner o) {
    owners.put(d, o);
  }

  void setBody(Def d, Resolutions r, Expr e) {
    bodies.put(d, r);
    expanded.put(d, e);
  }

  /** A place for a variable that is to outlive its entry. */
  Def newPlace(Local local, Def module) {
    Def place = newDef(Def.Kind.STATIC, local.name(), module, local.span(), null);
    place.setVisibleIn(module);
    variables.put(place, local);
    return place;
  }

  /** From now on the variable lives in the place. */
  void keep(Local local, Def place) {
    kept.put(local, place);
  }

  @Override
  public Def place(Local local) {
    return kept.get(local);
  }

  @Override
  public Local variable(Def place) {
    return variables.get(place);
  }

  CrateData crateData(Def crate) {
    return data.get(crate);
  }

  void useSpan(Def module, Span span) {
    useSpans.computeIfAbsent(module, m -> new ArrayList<>()).add(span);
  }

  List<Span> useSpans(Def module) {
    return useSpans.getOrDefault(module, List.of());
  }

  /** Names of Rust's std that ASR leaves out on purpose (A0010). */
  boolean isLeftOut(Scope in, String name) {
    return in.def == externs.get("std")
        && (name.equals("future") || name.equals("pin") || name.equals("task"));
  }

  Def newDef(Def.Kind kind, String name, Def parent, Span span, Node node) {
    Def d = new Def(nextId++, kind, name, parent, span, node);
    CrateData c = data.get(d.crate());
    c.all.add(d);
    List<Attribute> attrs = Attrs.of(node);
    for (int i = 0; i < attrs.size(); i++) {
      if (attrs.get(i).is("lang")) {
        lang.putIfAbsent(Attrs.text(attrs.get(i)), d);
      }
    }
    return d;
  }

  List<Def> traitsInScope(Scope scope, Def current) {
    return traits
        .computeIfAbsent(scope, s -> new HashMap<>())
        .computeIfAbsent(
            current,
            c -> {
              Set<Def> all = new LinkedHashSet<>();
              if (c != null) {
                all.add(c);
              }
              for (Scope s = scope; s != null; s = s.outer) {
                all.addAll(s.traits());
              }
              if (prelude != null) {
                all.addAll(prelude.traits());
              }
              return List.copyOf(all);
            });
  }

  // Macros.

  MacroDef macroIfKnown(Path path, MacroScope textual, Scope scope) {
    return macroNames.ifKnown(path, textual, scope);
  }

  @Override
  public MacroDef macro(Path path, MacroScope textual, Object place, List<Item.Use> blockUses) {
    Scope scope = place instanceof Scope s ? s : scopes.get(crates.get(0).def);
    return macroNames.find(path, textual, scope, blockUses);
  }

  @Override
  public String modulePath(Object place) {
    Scope s = place instanceof Scope x ? Paths.module(x) : scopes.get(crates.get(0).def);
    String path = s.def.path();
    if (!s.def.crate().name().isEmpty()) {
      return path;
    }
    return path.isEmpty() ? s.def.crateName() : s.def.crateName() + "::" + path;
  }

  @Override
  public SourceFile include(String name, Object place) {
    CrateData c = place instanceof Scope s ? data.get(s.def.crate()) : crates.get(0);
    return c.source.loader().load(name);
  }

  @Override
  public String env(String name) {
    return options.env().apply(name);
  }

  // DefMap.

  @Override
  public List<Def> crates() {
    return crates.stream().map(c -> c.def).toList();
  }

  @Override
  public List<Def> allDefs(Def crate) {
    return List.copyOf(data.get(crate).all);
  }

  @Override
  public List<Def> impls(Def crate) {
    return List.copyOf(data.get(crate).impls);
  }

  /** The functions marked {@code #[test]}, in order; none unless resolved for testing. */
  public List<Def> tests(Def crate) {
    return List.copyOf(data.get(crate).tests);
  }

  /**
   * The function with which the user's crate starts: {@code main} of its root, defined or imported.
   * Null after a diagnostic (E0601).
   */
  public Def mainFunction() {
    CrateData c = crates.get(0);
    Binding b = c.root.get(Ns.VALUE, "main");
    if (b != null && b.def() != null && b.def().kind() == Def.Kind.FN) {
      return b.def();
    }
    if (b == null || !(b.res() instanceof Res.Err)) {
      SourceFile file = c.source.root();
      int end = file.text().stripTrailing().length();
      Diagnostic.error(
              "E0601",
              new Span(file, end, end, org.asrlang.source.Expansion.ROOT),
              "`main` function not found in `" + file.name() + "`")
          .label("consider adding a `main` function to `" + file.name() + "`")
          .to(diagnostics);
    }
    return null;
  }

  @Override
  public Def langItem(String name) {
    return lang.get(name);
  }

  @Override
  public Resolutions signature(Def item) {
    Def d = item;
    while (!owners.containsKey(d) && d.parent() != null && bodies.get(d) == null) {
      d = d.parent();
    }
    if (!owners.containsKey(d)) {
      return bodies.getOrDefault(d, new Resolutions());
    }
    Resolutions known = signatures.get(d);
    if (known == null) {
      known = new Resolutions();
      signatures.put(d, known);
      new SignatureResolver(this, owners.get(d), d, known).signature();
    }
    return known;
  }

  @Override
  public Resolutions body(Def owner) {
    Resolutions known = bodies.get(owner);
    if (known != null) {
      return known;
    }
    if (owner.kind() == Def.Kind.ANON_CONST
        || owner.kind() == Def.Kind.CLOSURE
        || !owners.containsKey(owner)) {
      return new Resolutions();
    }
    known = new Resolutions();
    bodies.put(owner, known);
    Owner place = owners.get(owner);
    Expr written = written(owner);
    Expr free = null;
    if (written != null) {
      written = LazyBodies.open(written, diagnostics);
      free = new BodyExpander(place.crate().expander, place.context(), place.scope()).body(written);
      expanded.put(owner, free);
    }
    if (written != null || owner.node() instanceof Item.Fn) {
      new BodyResolver(this, place, owner, known).body(free);
    }
    return known;
  }

  /** The body of a session's entry; answers with the locals that it leaves to later ones. */
  Map<String, Local> entryBody(
      Def function, Expr.Block written, Map<String, Local> outer, SessionCrate.Frame frame) {
    Owner place = owners.get(function);
    Resolutions out = new Resolutions();
    bodies.put(function, out);
    Expr.Block free =
        (Expr.Block)
            new BodyExpander(place.crate().expander, place.context(), place.scope()).body(written);
    BodyResolver body = new BodyResolver(this, place, function, out);
    body.outerLocals(outer);
    BodyResolver.Left left = body.entry(free, frame);
    expanded.put(function, left.body());
    return left.locals();
  }

  private static Expr written(Def owner) {
    return switch (owner.node()) {
      case Item.Fn f -> f.body();
      case Item.Const c -> c.value();
      case Item.Static s -> s.value();
      case null, default -> null;
    };
  }

  @Override
  public Expr expandedBody(Def owner) {
    if (!expanded.containsKey(owner)) {
      body(owner);
    }
    return expanded.get(owner);
  }

  @Override
  public Item.Fn function(Def fn) {
    return (Item.Fn) fn.node();
  }

  @Override
  public boolean hasAttr(Def def, String attribute) {
    return Attrs.of(def.node()).stream().anyMatch(a -> a.is(attribute));
  }

  @Override
  public String attrText(Def def, String attribute) {
    for (Attribute a : Attrs.of(def.node())) {
      if (a.is(attribute)) {
        return Attrs.text(a);
      }
    }
    return null;
  }
}
