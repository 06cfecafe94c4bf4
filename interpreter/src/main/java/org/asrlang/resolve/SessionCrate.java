package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.Expander;
import org.asrlang.expand.MacroScope;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TypeExpr;

/**
 * The user's crate of an interactive session, which grows by entries.
 *
 * <p>Each entry is a module of its own that sees the names of the entries before it: a new
 * definition shadows, and what is older keeps what it saw. The statements of an entry are the body
 * of a function in that module; the {@code let}s of earlier entries are locals from outside of it.
 * An entry counts for later ones only once it is {@link #commit committed}.
 */
public final class SessionCrate {
  /**
   * An entry.
   *
   * @param function {@code __entry_N}: takes nothing; its output is written {@code _}, the type of
   *     the body
   * @param outer the locals of earlier entries that its body may name
   * @param locals the locals that its own {@code let}s leave to later entries
   * @param defs what it defines, the function included, in order
   * @param firstDef the index of the first of them in the crate, and that of the first impl
   */
  public record Entry(
      Def module,
      Def function,
      Map<String, Local> outer,
      Map<String, Local> locals,
      List<Def> defs,
      int firstDef,
      int firstImpl) {}

  /** What is put around the statements of an entry. */
  public interface Frame {
    /** Nothing: the function's output is written {@code _}. */
    Frame NONE =
        new Frame() {
          @Override
          public TypeExpr output(Span at) {
            return new TypeExpr.InferType(at);
          }

          @Override
          public Expr.Block around(Expr.Block body, List<String> locals) {
            return body;
          }
        };

    /** What comes before the statements: the body begins with these. */
    default List<Stmt> before() {
      return List.of();
    }

    /** The output of the entry's function. */
    TypeExpr output(Span at);

    /**
     * The whole body: the same statements, then more, and a tail. It is free of macros.
     *
     * @param locals the names of the locals that the statements leave
     */
    Expr.Block around(Expr.Block body, List<String> locals);
  }

  private final Resolver resolver;
  private final CrateData crate;
  private Scope last;
  private MacroScope macros = MacroScope.EMPTY;
  private MacroScope nextMacros = MacroScope.EMPTY;
  private Map<String, Local> locals = new LinkedHashMap<>();
  private int count;

  /**
   * Starts a session.
   *
   * @param user an empty crate whose loader serves {@code mod name;} of entries
   * @param std std's own crates
   * @param diagnostics gathers the messages of the whole session; those of one entry are the ones
   *     that are added while it is worked on
   */
  public SessionCrate(CrateSource user, Libraries std, Options options, Diagnostics diagnostics) {
    resolver = Resolver.resolve(user, std, options, diagnostics);
    crate = resolver.crateData(resolver.crates().get(0));
    last = crate.root;
  }

  public DefMap defs() {
    return resolver;
  }

  /** Resolves an entry: the statements and items that were typed, as the content of a block. */
  public Entry add(Expr.Block block) {
    return add(block, Frame.NONE);
  }

  /** As {@link #add(Expr.Block)}, within a frame. */
  public Entry add(Expr.Block block, Frame frame) {
    int from = crate.all.size();
    int fromImpl = crate.impls.size();
    String name = "__entry_" + ++count;
    Span span = block.span();
    Def module = resolver.newDef(Def.Kind.MODULE, name, crate.def, span, null);
    module.setVisibleIn(crate.def);
    Scope scope = new Scope(module, null, last);
    resolver.addScope(module, scope);
    // Items come after the locals of earlier entries, so that naming one there is E0434.
    Rib outer = new Rib.Names(null, scope);
    for (Map.Entry<String, Local> l : locals.entrySet()) {
      outer = new Rib.Variable(outer, l.getKey(), org.asrlang.source.Expansion.ROOT, l.getValue());
    }
    Collector.Place place = new Collector.Place(scope, module, "", locals.isEmpty() ? null : outer);
    List<Stmt> statements = new ArrayList<>();
    MacroScope seen = macros;
    for (Stmt s : block.stmts()) {
      if (s instanceof Stmt.ItemStmt i) {
        seen = crate.collector.item(i.item(), place, seen);
      } else {
        statements.add(s);
      }
    }
    nextMacros = seen;
    resolver.settleMore();
    Expr.Block body = new Expr.Block(null, block.innerAttrs(), statements, block.tail(), span);
    Item.Fn fn =
        new Item.Fn(
            List.of(),
            Item.Visibility.INHERITED,
            Item.FnHeader.NONE,
            new Ident(name, span.shrinkToStart()),
            Generics.NONE,
            null,
            List.of(),
            frame.output(span.shrinkToStart()),
            body,
            span);
    Def function = resolver.newDef(Def.Kind.FN, name, module, span.shrinkToStart(), fn);
    function.setVisibleIn(module);
    resolver
        .owners()
        .put(function, new Owner(scope, null, new Expander.Context(seen, List.of()), crate));
    Map<String, Local> before = new LinkedHashMap<>(locals);
    before.keySet().removeAll(scope.all(Ns.VALUE).keySet());
    Map<String, Local> left = resolver.owners().entryBody(function, body, before, frame);
    resolver.everything(crate, from);
    return new Entry(
        module,
        function,
        before,
        left,
        List.copyOf(crate.all.subList(from, crate.all.size())),
        from,
        fromImpl);
  }

  /** Makes an entry's names and locals part of the session; one that failed is never committed. */
  public void commit(Entry entry) {
    last = resolver.scope(entry.module());
    macros = nextMacros;
    locals = new LinkedHashMap<>(entry.outer());
    locals.putAll(entry.locals());
  }

  /**
   * As {@link #commit(Entry)}, where the locals live on in places: for later entries their names
   * mean these.
   *
   * @param places by local; a local without is not kept
   */
  public void commit(Entry entry, Map<Local, Def> places) {
    commit(entry);
    locals = new LinkedHashMap<>(entry.outer());
    entry
        .locals()
        .forEach((name, local) -> {
          if (places.containsKey(local)) {
            resolver.keep(local, places.get(local));
            locals.put(name, local);
          } else {
            locals.remove(name);
          }
        });
  }

  /** Takes locals out of scope whose values are gone. */
  public void forget(java.util.Collection<Local> gone) {
    locals = new LinkedHashMap<>(locals);
    locals.values().removeAll(gone);
  }

  /** The place of an earlier entry's local that is in scope; null if there is none. */
  public Def place(String name) {
    Local local = locals.get(name);
    return local == null ? null : resolver.place(local);
  }

  /** A place that can outlive the entry for one of its locals. */
  public Def newPlace(Entry entry, Local local) {
    return resolver.newPlace(local, entry.module());
  }

  /** Forgets the newest entry with all that it defines; nothing of it was run. */
  public void discard(Entry entry) {
    crate.all.subList(entry.firstDef(), crate.all.size()).clear();
    crate.impls.subList(entry.firstImpl(), crate.impls.size()).clear();
  }

  /** The locals that are in scope for the next entry, by name. */
  public Map<String, Local> locals() {
    return Map.copyOf(locals);
  }

  /** The names of items in scope for the next entry, for completion. */
  public List<String> names() {
    List<String> out = new ArrayList<>();
    for (Scope s = last; s != null; s = s.previous) {
      for (Ns ns : Ns.values()) {
        out.addAll(s.all(ns).keySet());
      }
    }
    return out;
  }
}
