package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.MacroCall;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/**
 * Frees a body or a signature of macros and of what {@code cfg} leaves out; rejects on the way what
 * ASR does not have. Use one per body: it carries the textual scope along.
 */
public final class BodyExpander extends ItemFolder {
  private final Expander x;
  private final Object place;
  private MacroScope scope;
  private List<Item.Use> uses;

  /**
   * @param place the module of the body, as {@link MacroResolver} takes it
   */
  public BodyExpander(Expander expander, Expander.Context context, Object place) {
    this.x = expander;
    this.scope = context.scope();
    this.uses = context.uses();
    this.place = place;
  }

  /** The body without macros. */
  public Expr body(Expr body) {
    return expr(body);
  }

  /** An item without macros outside of bodies, values and members. */
  public Item signature(Item item) {
    return header(item);
  }

  Object place() {
    return place;
  }

  MacroDef resolve(MacroCall call) {
    return x.resolver.macro(call.path(), scope, place, uses);
  }

  @Override
  boolean keep(List<Attribute> attrs) {
    return x.keep(attrs);
  }

  @Override
  Expr expr(Expr e) {
    if (e instanceof Expr.Configured c) {
      if (!keep(c.attrs())) {
        Diagnostic.error(null, c.span(), "removing an expression is not supported in this position")
            .to(x.diagnostics);
      }
      return expr(c.expr());
    }
    return e instanceof Expr.RawBorrow r && x.unsupported.rawBorrow(r) instanceof Expr.Borrow b
        ? super.expr(b)
        : super.expr(e);
  }

  @Override
  Expr macroExpr(Expr.MacroExpr e) {
    MacroDef def = resolve(e.call());
    if (def == null) {
      return new Expr.ErrorExpr(e.span());
    }
    if (def.isBuiltin()) {
      return new Builtins(x, this).expr(e.call(), def);
    }
    List<TokenTree> out = x.rules(e.call(), def);
    if (out == null) {
      return new Expr.ErrorExpr(e.span());
    }
    if (out.isEmpty()) {
      Diagnostic.error(null, e.span(), "expected expression, found end of macro arguments")
          .label("expected expression")
          .to(x.diagnostics);
      return new Expr.ErrorExpr(e.span());
    }
    return expr(x.fragments.expr(trimmed(out, e.call()), e.span()));
  }

  /** Without the semicolon at the end, which an expression macro may have. */
  private List<TokenTree> trimmed(List<TokenTree> out, MacroCall call) {
    int n = out.size();
    return n > 1 && Tokens.is(out.get(n - 1), ";") ? out.subList(0, n - 1) : out;
  }

  @Override
  Expr.Block block(Expr.Block e) {
    MacroScope outer = scope;
    List<Item.Use> outerUses = uses;
    addUses(e.stmts());
    Expr.Block done = content(e);
    scope = outer;
    uses = outerUses;
    return done;
  }

  private Expr.Block content(Expr.Block e) {
    List<Stmt> s = stmts(e.stmts());
    Expr t = maybe(e.tail());
    // behind the last expression a macro, or what `cfg` leaves out, may have gone
    if (t == null
        && !s.isEmpty()
        && !(e.stmts().get(e.stmts().size() - 1) instanceof Stmt.MacroStmt m && m.semicolon())
        && s.get(s.size() - 1) instanceof Stmt.ExprStmt last
        && !last.semicolon()) {
      t = last.expr();
      s = s.subList(0, s.size() - 1);
    }
    return s == e.stmts() && t == e.tail()
        ? e
        : new Expr.Block(e.label(), e.innerAttrs(), s, t, e.span());
  }

  private void addUses(List<Stmt> stmts) {
    List<Item.Use> more = null;
    for (Stmt s : stmts) {
      if (s instanceof Stmt.ItemStmt i && i.item() instanceof Item.Use u && keep(u.attrs())) {
        if (more == null) {
          more = new ArrayList<>(uses);
        }
        more.add(u);
      }
    }
    if (more != null) {
      uses = more;
    }
  }

  @Override
  List<Stmt> macroStmt(Stmt.MacroStmt s) {
    if (!keep(s.attrs())) {
      return List.of();
    }
    MacroDef def = resolve(s.call());
    if (def == null) {
      return List.of(
          new Stmt.ExprStmt(List.of(), new Expr.ErrorExpr(s.span()), s.semicolon(), s.span()));
    }
    if (def.isBuiltin()) {
      Expr e = new Builtins(x, this).expr(s.call(), def);
      return List.of(new Stmt.ExprStmt(s.attrs(), e, s.semicolon(), s.span()));
    }
    List<TokenTree> out = x.rules(s.call(), def);
    if (out == null) {
      return List.of(
          new Stmt.ExprStmt(List.of(), new Expr.ErrorExpr(s.span()), s.semicolon(), s.span()));
    }
    Expr.Block b = x.fragments.block(out, s.span());
    addUses(b.stmts());
    List<Stmt> done = new ArrayList<>(stmts(b.stmts()));
    boolean macroTail =
        !b.stmts().isEmpty()
            && b.tail() == null
            && b.stmts().get(b.stmts().size() - 1) instanceof Stmt.MacroStmt m
            && !m.semicolon();
    if (b.tail() != null) {
      Expr tail = expr(b.tail());
      done.add(new Stmt.ExprStmt(s.attrs(), tail, s.semicolon(), tail.span()));
    } else if (macroTail
        && s.semicolon()
        && !done.isEmpty()
        && done.get(done.size() - 1) instanceof Stmt.ExprStmt last
        && !last.semicolon()) {
      done.set(done.size() - 1, new Stmt.ExprStmt(last.attrs(), last.expr(), true, last.span()));
    }
    return done;
  }

  @Override
  Pat macroPat(Pat.MacroPat p) {
    MacroDef def = resolve(p.call());
    if (def == null) {
      return new Pat.ErrorPat(p.span());
    }
    if (def.isBuiltin()) {
      Expr e = new Builtins(x, this).expr(p.call(), def);
      return e instanceof Expr.Literal
          ? new Pat.LiteralPat(e, p.span())
          : new Pat.ErrorPat(p.span());
    }
    List<TokenTree> out = x.rules(p.call(), def);
    return out == null ? new Pat.ErrorPat(p.span()) : pat(x.fragments.pat(out, p.span()));
  }

  @Override
  TypeExpr macroType(TypeExpr.MacroType t) {
    MacroDef def = resolve(t.call());
    if (def == null) {
      return new TypeExpr.ErrorType(t.span());
    }
    if (def.isBuiltin()) {
      Diagnostic.error(null, t.span(), "expected type, found `" + def.name() + "!`")
          .to(x.diagnostics);
      return new TypeExpr.ErrorType(t.span());
    }
    List<TokenTree> out = x.rules(t.call(), def);
    return out == null ? new TypeExpr.ErrorType(t.span()) : type(x.fragments.type(out, t.span()));
  }

  @Override
  Expr await(Expr.Await e) {
    return expr(x.unsupported.await(e));
  }

  @Override
  Expr async(Expr.Async e) {
    return expr(x.unsupported.async(e));
  }

  @Override
  Expr unsafeBlock(Expr.Unsafe e) {
    return x.unsupported.unsafeBlock(e) instanceof Expr.Block b ? block(b) : super.unsafeBlock(e);
  }

  @Override
  TypeExpr rawPtr(TypeExpr.RawPtrType t) {
    return x.unsupported.rawPointer(t) instanceof TypeExpr.RawPtrType
        ? super.rawPtr(t)
        : new TypeExpr.ErrorType(t.span());
  }

  @Override
  List<Item> item(Item item) {
    Expander.Context here = new Expander.Context(scope, uses);
    switch (item) {
      case Item.MacroRules m -> {
        scope = scope.with(x.define(m));
        return List.of(m);
      }
      case Item.MacroItem m -> {
        MacroDef def = resolve(m.call());
        if (def == null) {
          return List.of();
        }
        List<Item> out = new ArrayList<>();
        for (Item i : x.items(m.call(), def)) {
          if (x.keep(i)) {
            out.addAll(item(i));
          }
        }
        return out;
      }
      case Item.Use u -> {
        x.remember(u, here);
        return List.of(u);
      }
      case Item.Module m -> {
        x.remember(m, here);
        leaveMacros(m);
        return List.of(m);
      }
      default -> {
        if (!x.supported(item)) {
          return List.of();
        }
        Item made = header(item);
        x.remember(made, here);
        List<Item> derived = x.derive(made);
        if (derived.isEmpty()) {
          return List.of(made);
        }
        List<Item> out = new ArrayList<>();
        out.add(made);
        for (Item d : derived) {
          x.remember(d, here);
          out.add(d);
        }
        return out;
      }
    }
  }

  /** {@code #[macro_use] mod}: its macros stay in scope behind it. */
  private void leaveMacros(Item.Module m) {
    if (m.items() == null || m.attrs().stream().noneMatch(a -> a.is("macro_use"))) {
      return;
    }
    for (Item i : m.items()) {
      if (i instanceof Item.MacroRules r && x.keep(r)) {
        scope = scope.with(x.define(r));
      } else if (i instanceof Item.Module inner && x.keep(inner)) {
        leaveMacros(inner);
      }
    }
  }

  /** An expression given as tokens, expanded: for arguments of built-in macros. */
  Expr argument(List<TokenTree> trees, Span at) {
    return expr(x.fragments.expr(trees, at));
  }
}
