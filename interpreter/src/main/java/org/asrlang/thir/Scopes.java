package org.asrlang.thir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;

/**
 * The drop scopes that are open while a body is built, and which scope the temporary of an
 * expression belongs to: rustc's {@code region::ScopeTree} for edition 2024. A temporary belongs to
 * the innermost open scope unless a {@code let} extends it.
 */
final class Scopes {
  /** A scope that is being filled. */
  static final class Open {
    final ThirExpr.Scope.Kind kind;
    final List<LocalDecl> locals = new ArrayList<>();
    private final Open outer;

    private Open(ThirExpr.Scope.Kind kind, Open outer) {
      this.kind = kind;
      this.outer = outer;
    }
  }

  /** Of constants and statics: what their value borrows is never dropped. */
  static final Open FOREVER = new Open(ThirExpr.Scope.Kind.FUNCTION, null);

  private final BodyTypes types;
  private final Map<Expr, Open> extended = new IdentityHashMap<>();
  private Open top;
  private int count;

  Scopes(BodyTypes types) {
    this.types = types;
  }

  int count() {
    return count;
  }

  Open top() {
    return top;
  }

  Open open(ThirExpr.Scope.Kind kind) {
    top = new Open(kind, top);
    return top;
  }

  /** A scope for bindings only: no temporary comes to it by default. */
  Open detached(ThirExpr.Scope.Kind kind) {
    return new Open(kind, null);
  }

  /** Takes the scope off the stack; {@link #wrap} makes its node. */
  void leave(Open scope) {
    if (top != scope) {
      throw new IllegalStateException("scopes are closed in the order of nesting");
    }
    top = scope.outer;
  }

  ThirExpr close(Open scope, ThirExpr body, Span span) {
    leave(scope);
    return wrap(scope, body, span);
  }

  /** The body itself where nothing has to be done at the end. */
  ThirExpr wrap(Open scope, ThirExpr body, Span span) {
    List<LocalDecl> kept = kept(scope);
    return kept.isEmpty() && scope.kind != ThirExpr.Scope.Kind.FUNCTION
        ? body
        : new ThirExpr.Scope(count++, scope.kind, kept, body, span);
  }

  /** What a guard has bound before it failed: dropped on the way to the next arm. */
  ThirExpr failedGuard(List<LocalDecl> bound, ThirExpr no, Span span) {
    return new ThirExpr.Scope(
        count++, ThirExpr.Scope.Kind.FAILED_GUARD, List.copyOf(bound), no, span);
  }

  /** Temporaries that need no drop and that nothing refers to have no end that matters. */
  List<LocalDecl> kept(Open scope) {
    return scope.locals.stream()
        .filter(l -> l.kind != LocalDecl.Kind.TEMP || l.borrowed || types.needsDrop(l.ty))
        .toList();
  }

  /** The scope of an expression's temporary. */
  Open ofTemp(Expr e) {
    Open longer = e == null ? null : extended.get(e);
    return longer == null ? top : longer;
  }

  // ---- extended temporaries

  /** {@code let pat = init}: what init borrows lives as long as the variables. */
  void extendLet(Pat pat, Expr init, Open target) {
    extendBorrows(init, target);
    if (bindsByReference(pat)) {
      extend(init, target);
    }
  }

  /** {@code [a, b] = value}, which is a {@code let} followed by assignments. */
  void extendAssigned(Expr value, Open target) {
    extendBorrows(value, target);
  }

  /** The value of a constant or static. */
  void extendConstant(Expr value) {
    extendBorrows(value, FOREVER);
  }

  private void extendBorrows(Expr e, Open target) {
    switch (e) {
      case Expr.Borrow b -> {
        extendBorrows(b.operand(), target);
        extend(b.operand(), target);
      }
      case Expr.Paren p -> extendBorrows(p.inner(), target);
      case Expr.Cast c -> extendBorrows(c.operand(), target);
      case Expr.Tuple t -> t.elements().forEach(x -> extendBorrows(x, target));
      case Expr.Array a -> a.elements().forEach(x -> extendBorrows(x, target));
      case Expr.StructLit s -> s.fields().forEach(f -> extendBorrows(f.value(), target));
      case Expr.Call c -> {
        if (c.callee() instanceof Expr.PathExpr p && looksLikeConstructor(p)) {
          c.args().forEach(x -> extendBorrows(x, target));
        }
      }
      case Expr.Block b -> {
        if (b.tail() != null) {
          extendBorrows(b.tail(), target);
        }
      }
      case Expr.Unsafe u -> extendBorrows(u.body(), target);
      case Expr.If i -> {
        extendBorrows(i.then(), target);
        if (i.otherwise() != null) {
          extendBorrows(i.otherwise(), target);
        }
      }
      case Expr.Match m -> m.arms().forEach(a -> extendBorrows(a.body(), target));
      case Expr.FormatArgs f ->
          f.args()
              .forEach(x -> {
                extendBorrows(x, target);
                extend(x, target);
              });
      case Expr x -> {}
    }
  }

  private java.util.function.Predicate<Expr.PathExpr> constructors = p -> false;

  void constructors(java.util.function.Predicate<Expr.PathExpr> test) {
    constructors = test;
  }

  private boolean looksLikeConstructor(Expr.PathExpr p) {
    return constructors.test(p);
  }

  private void extend(Expr e, Open target) {
    Expr at = e;
    while (at != null) {
      extended.put(at, target);
      at =
          switch (at) {
            case Expr.Paren p -> p.inner();
            case Expr.Borrow b -> b.operand();
            case Expr.Unary u -> u.op() == Expr.UnOp.DEREF ? u.operand() : null;
            case Expr.Field f -> f.object();
            case Expr.Index i -> i.object();
            case Expr x -> null;
          };
    }
  }

  /** Whether the pattern binds with a written {@code ref} what is not behind a reference. */
  static boolean bindsByReference(Pat pat) {
    return pat instanceof Pat.IdentPat p && p.byRef()
        || parts(pat).stream().anyMatch(Scopes::bindsByReference);
  }

  /** The patterns of the parts of what a pattern matches, but for what is behind references. */
  static List<Pat> parts(Pat pat) {
    return switch (pat) {
      case Pat.IdentPat p -> p.sub() == null ? List.of() : List.of(p.sub());
      case Pat.ParenPat p -> List.of(p.inner());
      case Pat.TuplePat p -> p.elements();
      case Pat.SlicePat p -> p.elements();
      case Pat.TupleStructPat p -> p.elements();
      case Pat.StructPat p -> p.fields().stream().map(Pat.FieldPat::pat).toList();
      case Pat.OrPat p -> p.alternatives();
      case Pat.RefPat p -> List.of();
      case Pat.WildPat p -> List.of();
      case Pat.RestPat p -> List.of();
      case Pat.LiteralPat p -> List.of();
      case Pat.RangePat p -> List.of();
      case Pat.PathPat p -> List.of();
      case Pat.MacroPat p -> List.of();
      case Pat.ErrorPat p -> List.of();
    };
  }
}
