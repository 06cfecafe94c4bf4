package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Ty;

/** Syntax of patterns to explicit patterns: binding modes, dereferences, constants. */
final class Patterns {
  private final ThirBuilder b;
  private final ConstPatterns constants;

  Patterns(ThirBuilder b) {
    this.b = b;
    this.constants = new ConstPatterns(b);
  }

  /** The type of what the pattern is matched against. */
  Ty scrutineeTy(Pat pat) {
    List<Ty> refs = b.results.patAdjustments.get(pat);
    if (refs != null && !refs.isEmpty()) {
      return refs.get(0);
    }
    return pat instanceof Pat.ParenPat p ? scrutineeTy(p.inner()) : b.results.patTypes.get(pat);
  }

  /**
   * @param scope where the variables are declared
   */
  ThirPat build(Pat pat, Scopes.Open scope) {
    ThirPat built = plain(pat, scope);
    List<Ty> refs = b.results.patAdjustments.getOrDefault(pat, List.of());
    for (Ty ref : refs.reversed()) {
      built = new ThirPat.Deref(built, ref, pat.span());
    }
    return built;
  }

  /** Marks what the pattern's bindings by reference refer to. */
  void markBorrows(ThirPat pat, Place scrutinee) {
    if (ThirPats.bindsByReference(pat)) {
      b.places.markBorrowed(scrutinee);
    }
  }

  /** Whether some pattern refers to what is matched, and none changes it or moves out of it. */
  boolean onlyRefers(List<Pat> pats) {
    return pats.stream().anyMatch(Scopes::bindsByReference) && pats.stream().allMatch(this::keeps);
  }

  private boolean keeps(Pat pat) {
    boolean kept =
        !(pat instanceof Pat.IdentPat p)
            || switch (b.results.bindingModes.get(p)) {
              case MOVE -> b.types.isCopy(b.results.patTypes.get(p));
              case REF_MUT -> false;
              case REF -> true;
              case null -> true;
            };
    return kept && Scopes.parts(pat).stream().allMatch(this::keeps);
  }

  private ThirPat plain(Pat pat, Scopes.Open scope) {
    Ty ty = b.results.patTypes.get(pat);
    Span span = pat.span();
    return switch (pat) {
      case Pat.ParenPat p -> build(p.inner(), scope);
      case Pat.WildPat p -> new ThirPat.Wild(ty, span);
      case Pat.RestPat p -> new ThirPat.Wild(ty, span);
      case Pat.IdentPat p -> ident(p, ty, scope);
      case Pat.LiteralPat p -> new ThirPat.Constant(literal(p.value(), ty), ty, span);
      case Pat.RangePat p -> range(p, ty);
      case Pat.RefPat p -> new ThirPat.Deref(build(p.inner(), scope), ty, span);
      case Pat.TuplePat p ->
          new ThirPat.Leaf(
              sequence(p.elements(), ((Ty.Tuple) ty).elements.size(), scope), ty, span);
      case Pat.SlicePat p -> slice(p, ty, scope);
      case Pat.PathPat p -> named(p, ty, List.of());
      case Pat.TupleStructPat p -> {
        int variant = variantIndex(p, (Ty.Adt) ty);
        int count = b.tcx.adt(((Ty.Adt) ty).def).variants().get(variant).fields().size();
        yield named(p, ty, sequence(p.elements(), count, scope));
      }
      case Pat.StructPat p -> {
        AdtDef.Variant v =
            b.tcx.adt(((Ty.Adt) ty).def).variants().get(variantIndex(p, (Ty.Adt) ty));
        List<ThirPat.FieldPat> fields = new ArrayList<>();
        for (Pat.FieldPat f : p.fields()) {
          fields.add(new ThirPat.FieldPat(v.fieldIndex(f.name().name()), build(f.pat(), scope)));
        }
        yield named(p, ty, fields);
      }
      case Pat.OrPat p ->
          new ThirPat.Or(p.alternatives().stream().map(a -> build(a, scope)).toList(), ty, span);
      case Pat.MacroPat p -> throw unreachable(p);
      case Pat.ErrorPat p -> throw unreachable(p);
    };
  }

  private static IllegalStateException unreachable(Pat p) {
    return new IllegalStateException("erroneous pattern in a body without errors at " + p.span());
  }

  private ThirPat ident(Pat.IdentPat p, Ty ty, Scopes.Open scope) {
    var mode = b.results.bindingModes.get(p);
    if (mode == null || !(b.resolutions.identPat(p) instanceof Res.Var v)) {
      return named(p, ty, List.of());
    }
    LocalDecl local = b.declare(v.local(), scope);
    ThirPat sub = p.sub() == null || p.sub() instanceof Pat.RestPat ? null : build(p.sub(), scope);
    ThirPat.Mode bound =
        switch (mode) {
          case MOVE -> ThirPat.Mode.VALUE;
          case REF -> ThirPat.Mode.REF;
          case REF_MUT -> ThirPat.Mode.REF_MUT;
        };
    ThirPat.Binding made = new ThirPat.Binding(local, bound, sub, ty, p.span());
    b.check.binding(made);
    return made;
  }

  /** A struct, variant or constant by its path. */
  private ThirPat named(Pat p, Ty ty, List<ThirPat.FieldPat> fields) {
    Callee constant = b.results.patConstants.get(p);
    if (constant != null) {
      return constants.unfold(constant, ty, p.span());
    }
    Ty.Adt adt = (Ty.Adt) ty;
    return b.tcx.adt(adt.def).isEnum()
        ? new ThirPat.Variant(variantIndex(p, adt), fields, ty, p.span())
        : new ThirPat.Leaf(fields, ty, p.span());
  }

  private int variantIndex(Pat p, Ty.Adt ty) {
    Def def = b.results.variants.get(p);
    return def == null ? 0 : b.values.variantIndex(ty, def);
  }

  private List<ThirPat.FieldPat> sequence(List<Pat> elements, int count, Scopes.Open scope) {
    int rest = -1;
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Pat.RestPat) {
        rest = i;
      }
    }
    List<ThirPat.FieldPat> out = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (i != rest) {
        int index = rest < 0 || i < rest ? i : count - (elements.size() - i);
        out.add(new ThirPat.FieldPat(index, build(elements.get(i), scope)));
      }
    }
    return out;
  }

  private ThirPat slice(Pat.SlicePat p, Ty ty, Scopes.Open scope) {
    List<ThirPat> prefix = new ArrayList<>();
    List<ThirPat> suffix = new ArrayList<>();
    ThirPat middle = null;
    for (Pat e : p.elements()) {
      ThirPat built = build(e, scope);
      if (isRest(e)) {
        middle = built;
        if (ty instanceof Ty.Array
            && built instanceof ThirPat.Binding m
            && m.mode() == ThirPat.Mode.REF_MUT) {
          constants.notYet(e.span(), "a mutable reference to a part of an array in a pattern");
        }
      } else {
        (middle == null ? prefix : suffix).add(built);
      }
    }
    return new ThirPat.Slice(prefix, middle, suffix, ty, p.span());
  }

  private static boolean isRest(Pat p) {
    return switch (p) {
      case Pat.RestPat r -> true;
      case Pat.IdentPat i -> i.sub() instanceof Pat.RestPat;
      case Pat.ParenPat r -> isRest(r.inner());
      case Pat x -> false;
    };
  }

  // ---- literals and ranges

  private ThirExpr literal(Expr e, Ty ty) {
    return switch (e) {
      case Expr.Paren p -> literal(p.inner(), ty);
      case Expr.Literal l -> b.values.literal(l, ty, false);
      case Expr.Unary u when u.op() == Expr.UnOp.NEG && u.operand() instanceof Expr.Literal l ->
          new ThirExpr.Literal(b.values.literal(l, ty, true).value(), ty, u.span());
      case Expr x -> b.values.build(x);
    };
  }

  private ThirPat range(Pat.RangePat p, Ty ty) {
    ThirExpr lo = p.lo() == null ? null : bound(p.lo(), ty);
    ThirExpr hi = p.hi() == null ? null : bound(p.hi(), ty);
    b.check.range(p, lo, hi, ty);
    return new ThirPat.Range(lo, hi, p.inclusive(), ty, p.span());
  }

  private ThirExpr bound(Expr e, Ty ty) {
    ThirExpr built = literal(e, ty);
    if (built instanceof ThirExpr.Literal) {
      return built;
    }
    ThirExpr value = constants.evaluate(built);
    if (value instanceof ThirExpr.Literal l) {
      return new ThirExpr.Literal(l.value(), ty, e.span());
    }
    constants.notYet(e.span(), "this constant as the bound of a range pattern");
    return new ThirExpr.Literal(java.math.BigInteger.ZERO, ty, e.span());
  }
}
