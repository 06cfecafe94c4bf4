package org.asrlang.resolve;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/**
 * What resolution learnt about one item's signature or one body: side tables by node identity. The
 * trees that it speaks of are free of macros.
 */
public final class Resolutions {
  final Map<Path, Res.Partial> paths = new IdentityHashMap<>();
  final Map<Pat.IdentPat, Res> identPats = new IdentityHashMap<>();
  final Map<Item.SelfParam, Local> selfParams = new IdentityHashMap<>();
  final Map<Expr, Expr> jumpTargets = new IdentityHashMap<>();
  final Map<Lifetime, Def> lifetimes = new IdentityHashMap<>();
  final Map<Node, List<Def>> traits = new IdentityHashMap<>();
  final Map<Node, Def> defs = new IdentityHashMap<>();

  /** Anonymous constants whose expression has a definition of its own: closures. */
  final Map<Node, Def> constants = new IdentityHashMap<>();

  /** For every path expression, pattern, type, struct literal and trait reference. */
  public Res.Partial path(Path path) {
    Res.Partial found = paths.get(path);
    return found == null ? new Res.Partial(new Res.Err(), 0) : found;
  }

  /** The local variable or parameter that the expression is; null for others. */
  public Local variable(Expr e) {
    return e instanceof Expr.PathExpr p && path(p.path()).base() instanceof Res.Var v
        ? v.local()
        : null;
  }

  /** Hands over what each path refers to: the resolved part. */
  public void forEachPath(java.util.function.Consumer<Res> to) {
    paths.values().forEach(p -> to.accept(p.base()));
  }

  /** A {@link Res.Var} for a binding, else the constant, unit struct or unit variant. */
  public Res identPat(Pat.IdentPat pat) {
    return identPats.get(pat);
  }

  public Local selfParam(Item.SelfParam self) {
    return selfParams.get(self);
  }

  /**
   * The loop or labelled block that a {@code break} or {@code continue} leaves; null if in error.
   */
  public Expr jumpTarget(Expr jump) {
    return jumpTargets.get(jump);
  }

  /**
   * The lifetime parameter; null for {@code 'static} and {@code '_} (by name) and for undeclared
   * ones (a diagnostic was given). Parameters of {@code for<'a>} are Defs too.
   */
  public Def lifetime(Lifetime lifetime) {
    return lifetimes.get(lifetime);
  }

  /** The traits whose methods a method call or a type-relative path may name where it stands. */
  public List<Def> traitsInScope(Node methodCallOrPath) {
    return traits.getOrDefault(methodCallOrPath, List.of());
  }

  /**
   * The definition made for a node inside the body or signature: {@link Expr.Closure}, {@link
   * TypeExpr.ImplType}, array lengths and other anonymous constants (by their expression), {@link
   * Expr.ConstBlock}, {@link Generics.LifetimeParam} of {@code for<'a>}, items in blocks.
   */
  public Def def(Node node) {
    return defs.get(node);
  }

  /** The definition made for an anonymous constant, also if its expression is a closure. */
  public Def constant(Expr written) {
    Def closures = constants.get(written);
    return closures != null ? closures : def(written);
  }
}
