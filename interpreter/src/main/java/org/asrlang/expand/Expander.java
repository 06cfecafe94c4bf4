package org.asrlang.expand;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.TokenTree;

/**
 * Expands macros and derives and strips what {@code cfg} leaves out. One per crate. It keeps, for
 * later, which definition a {@code macro_rules!} item made and what was in scope at each item.
 */
public final class Expander {
  static final int RECURSION_LIMIT = 128;

  /** Tokens that the macros of a crate may make: a macro that doubles its input soon passes it. */
  private static final long MOST_TOKENS = 4_000_000;

  /**
   * What a body inherits from the place of its owner.
   *
   * @param uses the {@code use} items of enclosing blocks: they may name macros
   */
  public record Context(MacroScope scope, List<Item.Use> uses) {
    public static final Context EMPTY = new Context(MacroScope.EMPTY, List.of());
  }

  /** The derive macro of that name; null if there is none. */
  public static MacroDef derive(String name) {
    return Derive.Macros.BY_NAME.get(name);
  }

  public static boolean derives(MacroDef macro) {
    return derive(macro.name()) == macro;
  }

  final Cfg cfg;
  final Diagnostics diagnostics;
  final Fragments fragments;
  final MacroResolver resolver;
  final Unsupported unsupported;
  private final Object home;
  private final boolean lazy;
  private final Derive derive;
  private long tokensMade;

  /** Nothing is expanded at this depth or deeper; lowered by the first error about the depth. */
  private int depthLimit = RECURSION_LIMIT;

  private final Map<Node, Context> contexts = new IdentityHashMap<>();
  private final Map<Item.MacroRules, MacroDef> macros = new IdentityHashMap<>();

  /**
   * @param home the crate, as {@code $crate} in its macros means it
   * @param std the crate that derived code speaks of
   * @param exempt whether the crate is one of std's own, which may use unsafe code and whose bodies
   *     are parsed when they are used
   */
  public Expander(
      Cfg cfg,
      Diagnostics diagnostics,
      MacroResolver resolver,
      Object home,
      Object std,
      boolean exempt) {
    this.cfg = cfg;
    this.diagnostics = diagnostics;
    this.fragments = new ParserFragments(diagnostics);
    this.resolver = resolver;
    this.home = home;
    this.lazy = exempt;
    this.unsupported = new Unsupported(diagnostics, exempt);
    this.derive = new Derive(diagnostics, std);
  }

  /** Defines a {@code macro_rules!} item. */
  public MacroDef define(Item.MacroRules item) {
    MacroDef known = macros.get(item);
    if (known != null) {
      return known;
    }
    boolean exported = item.attrs().stream().anyMatch(a -> a.is("macro_export"));
    boolean builtin = item.attrs().stream().anyMatch(a -> a.is("rustc_builtin_macro"));
    MacroRules rules = builtin ? null : MacroRules.parse(item.body(), diagnostics);
    Span span = item.ident().span();
    MacroDef def = new MacroDef(item.ident().name(), home, item.span().to(span), exported, rules);
    macros.put(item, def);
    return def;
  }

  /** The definition that the item made when it was expanded; null if it was not yet. */
  public MacroDef definition(Item.MacroRules item) {
    return macros.get(item);
  }

  /** What was in scope where an item in a block stands; the empty context for others. */
  public Context context(Item item) {
    return contexts.getOrDefault(item, Context.EMPTY);
  }

  void remember(Item item, Context context) {
    contexts.put(item, context);
  }

  public boolean keep(Item item) {
    return keep(item.attrs());
  }

  /** Whether something with these attributes is part of the program; then they must exist. */
  public boolean keep(List<Attribute> attrs) {
    if (attrs.isEmpty()) {
      return true;
    }
    if (!cfg.keep(attrs, diagnostics)) {
      return false;
    }
    if (!lazy) {
      attrs.forEach(a -> AttributeCheck.check(a, diagnostics));
    }
    return true;
  }

  /** The attributes with {@code cfg_attr} replaced by what it stands for. */
  public List<Attribute> attributes(List<Attribute> attrs) {
    return cfg.attrs(attrs, diagnostics);
  }

  public List<Item> derive(Item item) {
    return item.attrs().isEmpty() ? List.of() : derive.expand(item);
  }

  /** False if an item of that kind is rejected as a whole. */
  public boolean supported(Item item) {
    return unsupported.item(item);
  }

  /** The items that a macro call in item position makes. */
  public List<Item> items(MacroCall call, MacroDef def) {
    if (def.isBuiltin()) {
      return new Builtins(this, new BodyExpander(this, Context.EMPTY, null)).items(call, def);
    }
    List<TokenTree> out = rules(call, def);
    if (out == null) {
      return List.of();
    }
    return fragments.items(lazy ? LazyBodies.of(out) : out, call.span());
  }

  /** The output of a macro with rules; null after an error. */
  List<TokenTree> rules(MacroCall call, MacroDef def) {
    int depth = depth(call.path().span());
    if (depth >= depthLimit) {
      if (depthLimit < RECURSION_LIMIT) {
        return null; // said already; the other branches of the recursion could be any number
      }
      depthLimit = 1;
      Diagnostic.error(
              null, call.span(), "recursion limit reached while expanding `" + call.path() + "!`")
          .help(
              "consider increasing the recursion limit by adding a `#![recursion_limit = \"256\"]`"
                  + " attribute to your crate")
          .to(diagnostics);
      return null;
    }
    if (def.isCfgSelect()) {
      return CfgSelect.choose(call, cfg, diagnostics);
    }
    MacroMatcher matcher = new MacroMatcher(fragments, def.name());
    MacroMatcher.Failure best = null;
    for (MacroRules.Rule rule : def.rules().rules) {
      switch (matcher.match(rule, call.args(), call.span())) {
        case MacroMatcher.Success s -> {
          List<TokenTree> out =
              new Transcriber(def, call.span(), def.home() == home, diagnostics)
                  .run(rule, s.bindings());
          return out == null || tooMuch(call, out) ? null : out;
        }
        case MacroMatcher.Fatal f -> {
          diagnostics.add(f.diagnostic());
          return null;
        }
        case MacroMatcher.Failure f -> {
          if (best == null || f.position() > best.position()) {
            best = f;
          }
        }
      }
    }
    if (best != null) {
      report(best, def);
    }
    return null;
  }

  private boolean tooMuch(MacroCall call, List<TokenTree> out) {
    boolean before = tokensMade > MOST_TOKENS;
    tokensMade += Tokens.count(out);
    if (!before && tokensMade > MOST_TOKENS) {
      Diagnostic.error(
              null, call.span(), "macros make too much code while expanding `" + call.path() + "!`")
          .label("more than " + MOST_TOKENS / 1_000_000 + " million tokens by now")
          .to(diagnostics);
    }
    return tokensMade > MOST_TOKENS;
  }

  private void report(MacroMatcher.Failure f, MacroDef def) {
    String message =
        f.found() == null
            ? "unexpected end of macro invocation"
            : "no rules expected " + describe(f.found());
    Diagnostic.Builder d = Diagnostic.error(null, f.at(), message);
    d.label(
        f.found() == null
            ? "missing tokens in macro arguments"
            : "no rules expected this token in macro call");
    d.label(def.span(), "when calling this macro");
    String wanted =
        switch (f.wanted()) {
          case null -> null;
          case MacroRules.Tok t -> "`" + t.token().text() + "`";
          case MacroRules.Group g -> "`" + g.tree().open() + "`";
          case MacroRules.Var v -> "meta-variable `$" + v.name() + ":" + v.kind() + "`";
          case MacroRules.Part p -> null;
          case MacroRules.Repeat r -> null;
        };
    if (wanted != null) {
      d.note(f.wanted().span(), "while trying to match " + wanted);
    }
    d.to(diagnostics);
  }

  static String describe(TokenTree t) {
    String s = Tokens.show(t);
    if (t instanceof TokenTree.Interpolated) {
      return s;
    }
    boolean keyword = Tokens.isWord(t) && !Tokens.isName(t) && !s.equals("$crate");
    return (keyword ? s.equals("_") ? "reserved identifier " : "keyword " : "") + "`" + s + "`";
  }

  private static int depth(Span s) {
    int n = 0;
    for (Expansion e = s.expansion(); e.callSite() != null; e = e.callSite().expansion()) {
      n++;
    }
    return n;
  }
}
