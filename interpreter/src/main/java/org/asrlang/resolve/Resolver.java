package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.Builtins;
import org.asrlang.expand.Cfg;
import org.asrlang.expand.Expander;
import org.asrlang.expand.MacroDef;
import org.asrlang.expand.MacroResolver;
import org.asrlang.expand.MacroScope;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.source.Timings;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
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

  /** The libraries of which this resolver's crates make use; null if it has none. */
  private final Libraries base;

  private final List<CrateData> crates = new ArrayList<>();
  private final Map<Def, CrateData> data = new IdentityHashMap<>();
  private final Map<String, Def> externs = new HashMap<>();
  private final Map<Def, Scope> scopes = new IdentityHashMap<>();
  private final Set<Scope> broken = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Owners owners = new Owners(this);
  private final Map<String, Def> lang = new HashMap<>();
  private final TraitsInScope traits = new TraitsInScope();
  private final Set<Span> usedUses = new java.util.HashSet<>();
  private final Map<Def, List<Span>> useSpans = new IdentityHashMap<>();

  /** Variables of a session's earlier entries, and where they are kept. */
  private final Map<Local, Def> kept = new IdentityHashMap<>();

  private final Map<Def, Local> variables = new IdentityHashMap<>();
  private Scope prelude;
  private List<Def> all;
  private int nextId;

  private Resolver(Libraries base, Options options, Diagnostics diagnostics) {
    this.base = base;
    this.options = options;
    this.diagnostics = diagnostics;
    this.privacy = new Privacy(diagnostics);
    this.nextId = base == null ? 0 : base.idsEnd();
  }

  /**
   * Resolves a user's crate and the libraries that it is given, {@code std} and {@code asr} first.
   */
  public static Resolver resolve(
      List<CrateSource> sources, Options options, Diagnostics diagnostics) {
    List<CrateSource> libraries = sources.stream().filter(CrateSource::isLibrary).toList();
    CrateSource user =
        sources.stream().filter(s -> !s.isLibrary()).findFirst().orElse(libraries.get(0));
    return user.isLibrary()
        ? layer(libraries, null, diagnostics)
        : resolve(user, SourceLibraries.of(libraries), options, diagnostics);
  }

  /**
   * Resolves a user's crate: all of its bodies, so that all errors are found; those of libraries
   * are resolved when they are used.
   */
  public static Resolver resolve(
      CrateSource user, Libraries libraries, Options options, Diagnostics diagnostics) {
    Timings.Part before = Timings.enter(Timings.Part.PARSE);
    Resolver r = new Resolver(libraries, options, diagnostics);
    r.addCrate(user);
    r.collect(r.crates.get(0));
    r.settle();
    r.everything(r.crates.get(0));
    r.takeDiagnostics();
    Timings.back(before);
    return r;
  }

  /** Resolves library crates over others; none of their bodies. */
  static Resolver layer(List<CrateSource> sources, Libraries base, Diagnostics diagnostics) {
    Timings.Part before = Timings.enter(Timings.Part.STD);
    Resolver r = new Resolver(base, Options.DEFAULT, diagnostics);
    for (CrateSource s : sources) {
      r.addCrate(s);
    }
    for (CrateData c : r.crates) {
      r.collect(c);
    }
    r.settle();
    Timings.back(before);
    return r;
  }

  /** What is wrong in the libraries is told to each who uses them. */
  private void takeDiagnostics() {
    if (base != null) {
      base.diagnostics().forEach(diagnostics::add);
    }
  }

  boolean isOwn(Def d) {
    return base == null || data.containsKey(d.crate());
  }

  // What the image of libraries is written from.

  /** Resolves all signatures and bodies of all crates. */
  void everything() {
    crates.forEach(this::everything);
  }

  Map<String, Def> lang() {
    return lang;
  }

  Map<String, Def> externs() {
    return externs;
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
        for (String b : new java.util.TreeSet<>(Builtins.NAMES)) {
          root.put(Ns.MACRO, b, Binding.macro(MacroDef.builtin(b, def, def.span()), null));
        }
      }
    }
  }

  private void collect(CrateData c) {
    Def std = extern("std") == null ? c.def : extern("std");
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
    Crate tree = c.source.tree(file, diagnostics);
    if (!c.source.isLibrary()) {
      c.files.add(tree);
    }
    return tree;
  }

  /**
   * Whether a file has syntax errors. What could not be parsed is missing from the tree, so that a
   * name which is not found may well be there: it is not reported.
   */
  boolean hasSyntaxErrors() {
    return diagnostics.isPartial();
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
    traits.forget();
  }

  private void findPrelude() {
    if (prelude == null && base != null) {
      prelude = base.prelude();
    } else if (prelude == null && externs.containsKey("std")) {
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
    ItemValidation validation = new ItemValidation(diagnostics, c.attrs);
    for (int i = from; i < c.all.size(); i++) {
      Def d = c.all.get(i);
      if (owners.get(d) != null) {
        // std has natives without bodies and attributes of its own
        if (!c.source.isLibrary()) {
          validation.check(d);
        }
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

  int nextId() {
    return nextId;
  }

  Scope prelude() {
    return prelude;
  }

  /** An {@code extern crate … as name;} of the crate's root: paths may begin with the name. */
  void nameExtern(String name, Def crate) {
    externs.putIfAbsent(name, crate);
  }

  Def extern(String name) {
    Def own = externs.get(name);
    return own != null || base == null ? own : base.extern(name);
  }

  Binding stdMacro(String name) {
    Def std = extern("std");
    return std == null ? null : scope(std).get(Ns.MACRO, name);
  }

  Scope scope(Def d) {
    return isOwn(d) ? scopes.get(d) : base.scope(d);
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

  Owners owners() {
    return owners;
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

  /** Whether std is known not to have a name that Rust's has; then it was reported. */
  boolean absent(Scope in, Ident name) {
    Def std = extern("std");
    return in.def.crate() == std
        && AbsentStd.report(in.def.path() + "::" + name.name(), name.span(), diagnostics);
  }

  /** The same for a macro of the prelude. */
  boolean absentMacro(Ident name) {
    return AbsentStd.report("std::" + name.name(), name.span(), diagnostics);
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

  TraitsInScope traits() {
    return traits;
  }

  // Macros.

  /** The macro that a bare name means where it is no call of one; null if none. */
  MacroDef macroNamed(String name, MacroScope textual) {
    MacroDef known = textual.find(name);
    return known != null ? known : Expander.derive(name);
  }

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
    if (all == null) {
      all = new ArrayList<>();
      crates.forEach(c -> all.add(c.def));
      if (base != null) {
        all.addAll(base.crates());
      }
    }
    return all;
  }

  @Override
  public List<Def> allDefs(Def crate) {
    return isOwn(crate) ? List.copyOf(data.get(crate).all) : base.allDefs(crate);
  }

  @Override
  public List<Crate> files(Def crate) {
    return List.copyOf(data.get(crate).files);
  }

  @Override
  public Set<Def> reachable(Def crate) {
    Set<Def> found = new LinkedHashSet<>();
    reachable(crate, crate, found);
    return found;
  }

  private void reachable(Def in, Def crate, Set<Def> found) {
    Scope scope = scopes.get(in);
    if (scope == null) {
      return;
    }
    for (Ns ns : List.of(Ns.TYPE, Ns.VALUE)) {
      for (Binding b : scope.all(ns).values()) {
        Def d = b.def();
        if (d != null && b.visibleIn() == null && d.crate() == crate && found.add(d)) {
          reachable(d, crate, found);
        }
      }
    }
  }

  @Override
  public List<UnusedImport> unusedImports(Def crate) {
    return imports.unused();
  }

  /** A {@code use} in a block through which a macro was found. */
  void usedUse(Span use) {
    usedUses.add(use);
  }

  boolean isUsedUse(Span use) {
    return usedUses.contains(use);
  }

  @Override
  public List<Def> impls(Def crate) {
    return isOwn(crate) ? Collections.unmodifiableList(data.get(crate).impls) : base.impls(crate);
  }

  @Override
  public byte[] note(Def def) {
    return isOwn(def) ? null : base.note(def);
  }

  @Override
  public ImplNames implNames(Def crate) {
    return isOwn(crate) ? null : base.implNames(crate);
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
    Def of = base == null ? null : base.langItem(name);
    return of != null ? of : lang.get(name);
  }

  @Override
  public Resolutions signature(Def item) {
    if (isOwn(item)) {
      return owners.signature(item);
    }
    Resolutions of = base.signature(item);
    takeDiagnostics();
    return of;
  }

  @Override
  public Resolutions body(Def owner) {
    if (isOwn(owner)) {
      return owners.body(owner);
    }
    Resolutions of = base.body(owner);
    takeDiagnostics();
    return of;
  }

  @Override
  public Expr expandedBody(Def owner) {
    if (isOwn(owner)) {
      return owners.expandedBody(owner);
    }
    Expr of = base.expandedBody(owner);
    takeDiagnostics();
    return of;
  }

  @Override
  public Item.Fn function(Def fn) {
    return (Item.Fn) fn.node();
  }

  @Override
  public boolean hasAttr(Def def, String attribute) {
    for (Attribute a : Attrs.of(def.node())) {
      if (a.is(attribute)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int recursionLimit() {
    for (CrateData c : crates) {
      for (Attribute a : c.source.isLibrary() ? List.<Attribute>of() : c.attrs) {
        String n = a.is("recursion_limit") ? MetaItem.of(a).value() : null;
        if (n != null && n.matches("\"[0-9]{1,9}\"")) {
          return Integer.parseInt(n.substring(1, n.length() - 1));
        }
      }
    }
    return 128;
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
