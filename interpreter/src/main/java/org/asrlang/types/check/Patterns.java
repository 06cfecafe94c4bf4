package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.BindingMode;
import org.asrlang.types.traits.Cause;

/** Types of patterns, with default binding modes (RFC 2005, as edition 2024 restricts it). */
final class Patterns {
  private final FnCtxt fcx;

  Patterns(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /**
   * Checks {@code let pat: declared = init}; the declared type may be null.
   *
   * @param mayFail whether there is an {@code else}, or it is a condition
   */
  void checkLet(Pat pat, Expr init, Ty declared, boolean mayFail) {
    Ty ty;
    if (declared != null) {
      Ty value =
          any(pat, Pat.IdentPat::byRef)
              ? fcx.exprs.checkIs(init, declared)
              : fcx.exprs.checkCoerced(init, declared);
      ty = fcx.resolve(value).has(Ty.HAS_ERROR) ? fcx.types.error : declared;
    } else {
      ty = ofAnyType(init, fcx.exprs.check(init), List.of(pat));
      fcx.givenTo(init, ty);
    }
    if (hasRefMutBinding(pat)) {
      fcx.places.makeMutable(init);
    }
    if (!mayFail) {
      inferArray(pat, ty);
    }
    boolean diverges = fcx.diverges;
    check(pat, ty, init);
    if (bindsMutablyByDefault(pat)) {
      fcx.places.makeMutable(init);
    }
    fcx.diverges = diverges;
  }

  Ty checkScrutinee(Expr scrutinee, List<Expr.Arm> arms) {
    List<Pat> pats = arms.stream().map(Expr.Arm::pat).toList();
    return ofAnyType(scrutinee, fcx.exprs.check(scrutinee), pats);
  }

  /** What never ends may have any type that a pattern takes apart. */
  private Ty ofAnyType(Expr e, Ty ty, List<Pat> pats) {
    if (!(ty instanceof Ty.Never) || pats.stream().allMatch(p -> p instanceof Pat.WildPat)) {
      return ty;
    }
    Ty any = fcx.freshTy(e.span());
    fcx.coercion.coerce(e, ty, any);
    return any;
  }

  /**
   * @param scrutinee the expression matched on, so that a mutable binding makes its place mutable;
   *     or null
   */
  void check(Pat pat, Ty expected, Expr scrutinee) {
    visit(pat, expected, BindingMode.MOVE, null);
    if (scrutinee != null && (hasRefMutBinding(pat) || bindsMutablyByDefault(pat))) {
      fcx.places.makeMutable(scrutinee);
    }
  }

  /**
   * @param mode the default binding mode so far
   */
  private void visit(Pat pat, Ty expected, BindingMode mode, Span outer) {
    if (pat instanceof Pat.ParenPat p) {
      visit(p.inner(), expected, mode, outer);
      fcx.results.patTypes.put(pat, expected);
      return;
    }
    Res identRes = pat instanceof Pat.IdentPat i ? fcx.resolutions.identPat(i) : null;
    boolean binding =
        pat instanceof Pat.IdentPat && (identRes == null || identRes instanceof Res.Var);
    boolean peels =
        switch (pat) {
          case Pat.TuplePat p -> true;
          case Pat.SlicePat p -> true;
          case Pat.TupleStructPat p -> true;
          case Pat.StructPat p -> true;
          case Pat.PathPat p -> !isConst(fcx.resolutions.path(p.path()).base()) && !isAssocConst(p);
          case Pat.IdentPat p -> !binding && !isConst(identRes);
          case Pat.LiteralPat p ->
              !(p.value() instanceof Expr.Literal l
                  && (l.kind() == Expr.LiteralKind.STR || l.kind() == Expr.LiteralKind.BYTE_STR));
          case Pat.RangePat p -> true;
          case Pat.WildPat p -> false;
          case Pat.RestPat p -> false;
          case Pat.RefPat p -> false;
          case Pat.OrPat p -> false;
          case Pat.ParenPat p -> false;
          case Pat.MacroPat p -> false;
          case Pat.ErrorPat p -> false;
        };
    // the type of a constant or of a string literal may itself be a reference
    if (peels) {
      List<Ty> peeled = new ArrayList<>();
      Ty at = fcx.structurally(expected);
      while (at instanceof Ty.Ref r) {
        peeled.add(r);
        mode = mode == BindingMode.REF || !r.mutable ? BindingMode.REF : BindingMode.REF_MUT;
        at = fcx.structurally(r.target);
      }
      if (!peeled.isEmpty()) {
        fcx.results.patAdjustments.put(pat, peeled);
      }
      expected = at;
    }
    fcx.results.patTypes.put(pat, expected);
    switch (pat) {
      case Pat.WildPat p -> {}
      case Pat.RestPat p -> {}
      case Pat.ErrorPat p -> fcx.results.tainted = true;
      case Pat.MacroPat p -> fcx.results.tainted = true;
      case Pat.ParenPat p -> {}
      case Pat.IdentPat p -> ident(p, identRes, binding, expected, mode);
      case Pat.LiteralPat p -> literal(p, expected);
      case Pat.RangePat p -> range(p, expected);
      case Pat.RefPat p -> reference(p, expected, mode);
      case Pat.TuplePat p -> tuple(p, expected, mode);
      case Pat.SlicePat p -> {
        if (p.elements().stream().filter(Patterns::isSliceRest).count() > 1) {
          fcx.results.tainted = true; // reported when names were resolved
        }
        slice(p, expected, mode);
      }
      case Pat.PathPat p -> path(p, p.path(), expected);
      case Pat.TupleStructPat p -> tupleStruct(p, expected, mode);
      case Pat.StructPat p -> struct(p, expected, mode);
      case Pat.OrPat p -> {
        for (Pat alternative : p.alternatives()) {
          visit(alternative, expected, mode, outer);
        }
      }
    }
  }

  private static boolean isConst(Res res) {
    return res instanceof Res.Item i
        && (i.def().kind() == Def.Kind.CONST || i.def().kind() == Def.Kind.ASSOC_CONST);
  }

  /** Of a path behind a type, as {@code i32::MAX}; nothing that is looked up here is kept. */
  private boolean isAssocConst(Pat.PathPat p) {
    return fcx.resolutions.path(p.path()).unresolved() > 0
        && fcx.probe(() ->
            fcx.paths.resolveValue(p.path(), p) instanceof Paths.Value v
                && v.def().kind() == Def.Kind.ASSOC_CONST);
  }

  /** What the edition forbids has a meaning all the same, which may be wrong as well. */
  private void editionForbids(Pat p, String message) {
    if (!fcx.isSilent()) {
      fcx.ifSound.add(Diagnostic.error(null, p.span(), message));
    }
  }

  private void ident(Pat.IdentPat p, Res res, boolean binding, Ty expected, BindingMode mode) {
    if (!binding) {
      unitOrConst(p, res, p.ident().span(), expected);
      return;
    }
    BindingMode own = mode;
    if (p.byRef()) {
      if (mode != BindingMode.MOVE) {
        editionForbids(p, "cannot explicitly borrow within an implicitly-borrowing pattern");
      }
      own = p.mutable() ? BindingMode.REF_MUT : BindingMode.REF;
    } else if (p.mutable() && mode != BindingMode.MOVE) {
      own = BindingMode.MOVE;
      editionForbids(p, "cannot mutably bind by value within an implicitly-borrowing pattern");
    }
    fcx.results.bindingModes.put(p, own);
    Ty ty =
        switch (own) {
          case MOVE -> expected;
          case REF -> fcx.types.ref(Region.ERASED, expected, false);
          case REF_MUT -> fcx.types.ref(Region.ERASED, expected, true);
        };
    if (res instanceof Res.Var v) {
      declare(v.local(), ty, p.span());
    }
    if (p.sub() != null) {
      visit(p.sub(), expected, mode, null);
    }
  }

  private void declare(Local local, Ty ty, Span span) {
    Ty before = fcx.results.localTypes.putIfAbsent(local, ty);
    if (before == null && !fcx.inParameters) {
      fcx.registerSized(local.span(), ty, Cause.What.SIZED_VARIABLE);
    }
    if (before != null && !fcx.unify(before, ty)) {
      fcx.mismatch(
          span,
          before,
          ty,
          "in the same pattern, a binding must have the same type in all alternatives");
    }
  }

  private void literal(Pat.LiteralPat p, Ty expected) {
    Ty at = fcx.structurally(expected);
    boolean bytes = p.value() instanceof Expr.Literal l && l.kind() == Expr.LiteralKind.BYTE_STR;
    Ty ty = fcx.exprs.check(p.value(), Expectation.has(expected));
    if (bytes && at instanceof Ty.Ref r && fcx.structurally(r.target) instanceof Ty.Slice) {
      ty = fcx.types.ref(Region.STATIC, fcx.types.slice(fcx.types.u8), false);
      fcx.results.exprTypes.put(p.value(), ty);
    }
    if (!fcx.unify(expected, ty)) {
      fcx.mismatchPattern(p.span(), expected, ty);
    }
  }

  private void range(Pat.RangePat p, Ty expected) {
    boolean wrong = false;
    for (Expr side : new Expr[] {p.lo(), p.hi()}) {
      if (side == null) {
        continue;
      }
      Ty ty = fcx.structurally(fcx.exprs.check(side, Expectation.has(expected)));
      if (wrong) {
        continue;
      }
      if (!(Operators.isIntegral(ty)
          || Operators.isFloat(ty)
          || ty instanceof Ty.Char
          || ty instanceof Ty.Error)) {
        Diagnostic.error(
                "E0029", side.span(), "only `char` and numeric types are allowed in range patterns")
            .label("this is of type `" + ty + "` but it should be `char` or numeric")
            .to(fcx.errors());
        wrong = true;
      } else if (!fcx.unify(expected, ty)) {
        fcx.mismatchPattern(side.span(), expected, ty);
      }
    }
  }

  private void reference(Pat.RefPat p, Ty expected, BindingMode mode) {
    Ty at = fcx.structurally(expected);
    boolean fits = at instanceof Ty.Ref r && r.mutable == p.mutable();
    if (mode != BindingMode.MOVE) {
      // edition 2024: no explicit dereference under an inherited reference
      editionForbids(p, "cannot explicitly dereference within an implicitly-borrowing pattern");
    }
    if (fits) {
      visit(p.inner(), ((Ty.Ref) at).target, BindingMode.MOVE, null);
      return;
    }
    Ty inner = fcx.freshTy(p.span());
    Ty ref = fcx.types.ref(Region.ERASED, inner, p.mutable());
    if (!fcx.unify(expected, ref)) {
      fcx.mismatchPattern(p.span(), expected, ref);
      inner = fcx.types.error;
    }
    visit(p.inner(), inner, BindingMode.MOVE, null);
  }

  private static int rest(List<Pat> elements) {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Pat.RestPat) {
        return i;
      }
    }
    return -1;
  }

  private void tuple(Pat.TuplePat p, Ty expected, BindingMode mode) {
    List<Pat> elements = p.elements();
    int rest = rest(elements);
    Ty at = fcx.structurally(expected);
    List<Ty> parts = new ArrayList<>();
    int want = rest < 0 ? elements.size() : elements.size() - 1;
    if (at instanceof Ty.Tuple t
        && (rest >= 0 ? t.elements.size() >= want : t.elements.size() == want)) {
      parts = t.elements;
    } else if (isUnknown(at) && rest < 0) {
      for (Pat e : elements) {
        parts.add(fcx.freshTy(e.span()));
      }
      fcx.unify(at, fcx.types.tuple(parts));
    } else {
      if (isUnknown(at)) {
        fcx.annotationsNeeded(p.span(), at);
      } else if (!(at instanceof Ty.Error)) {
        for (int i = 0; i < want; i++) {
          parts.add(fcx.freshTy(p.span()));
        }
        fcx.mismatchPattern(p.span(), expected, fcx.types.tuple(parts));
      }
      parts = new ArrayList<>();
      for (int i = 0; i < want; i++) {
        parts.add(fcx.types.error);
      }
    }
    sequence(elements, rest, parts, mode);
  }

  private void sequence(List<Pat> elements, int rest, List<Ty> parts, BindingMode mode) {
    for (int i = 0; i < elements.size(); i++) {
      if (i == rest) {
        fcx.results.patTypes.put(elements.get(i), fcx.types.unit);
        continue;
      }
      int at = rest < 0 || i < rest ? i : parts.size() - (elements.size() - i);
      visit(
          elements.get(i),
          at >= 0 && at < parts.size() ? parts.get(at) : fcx.types.error,
          mode,
          null);
    }
  }

  /** {@code let [a, b] = x.try_into()…}: a pattern that cannot fail tells that it is an array. */
  private void inferArray(Pat pat, Ty ty) {
    if (pat instanceof Pat.SlicePat p
        && p.elements().stream().noneMatch(Patterns::isSliceRest)
        && isUnknown(fcx.structurally(ty))) {
      fcx.unify(ty, fcx.types.array(fcx.freshTy(p.span()), p.elements().size()));
    }
  }

  private void slice(Pat.SlicePat p, Ty expected, BindingMode mode) {
    Ty at = fcx.structurally(expected);
    Ty element;
    Ty middle;
    int fixed = 0;
    boolean hasRest = false;
    for (Pat e : p.elements()) {
      if (isSliceRest(e)) {
        hasRest = true;
      } else {
        fixed++;
      }
    }
    switch (at) {
      case Ty.Array a -> {
        element = a.element;
        middle = fcx.types.slice(element);
        Const length = fcx.resolveConst(a.length);
        if (length instanceof Const.Value v) {
          long n = (Long) v.value();
          if (hasRest && n >= fixed) {
            middle = fcx.types.array(element, n - fixed);
          } else if (hasRest ? n < fixed : n != fixed) {
            String code = hasRest ? "E0528" : "E0527";
            Diagnostic.error(
                    code,
                    p.span(),
                    "pattern requires "
                        + (hasRest ? "at least " : "")
                        + fixed
                        + " element"
                        + (fixed == 1 ? "" : "s")
                        + " but array has "
                        + n)
                .label("expected " + n + " element" + (n == 1 ? "" : "s"))
                .to(fcx.errors());
            middle = fcx.types.error;
          }
        } else if (length instanceof Const.Infer && !hasRest) {
          fcx.unify(at, fcx.types.array(element, fixed));
        } else if (!(length instanceof Const.Error)) {
          Diagnostic.error(
                  "E0730", p.span(), "cannot pattern-match on an array without a fixed length")
              .to(fcx.errors());
          middle = fcx.types.error;
        }
      }
      case Ty.Slice s -> {
        element = s.element;
        middle = s;
      }
      case Ty.Error e -> {
        element = e;
        middle = e;
      }
      case Ty t -> {
        if (isUnknown(t)) {
          fcx.annotationsNeeded(p.span(), t);
        } else {
          Diagnostic.error("E0529", p.span(), "expected an array or slice, found `" + t + "`")
              .label("pattern cannot match with input type `" + t + "`")
              .to(fcx.errors());
        }
        element = fcx.types.error;
        middle = element;
      }
    }
    for (Pat e : p.elements()) {
      if (isSliceRest(e)) {
        if (e instanceof Pat.IdentPat i) {
          restBinding(i, middle, mode);
        } else {
          fcx.results.patTypes.put(e, middle);
        }
      } else {
        visit(e, element, mode, null);
      }
    }
  }

  /** {@code name @ ..}. */
  private void restBinding(Pat.IdentPat p, Ty middle, BindingMode mode) {
    fcx.results.patTypes.put(p, middle);
    ident(p, fcx.resolutions.identPat(p), true, middle, mode);
  }

  static boolean isSliceRest(Pat p) {
    return p instanceof Pat.RestPat
        || p instanceof Pat.IdentPat i && i.sub() instanceof Pat.RestPat
        || p instanceof Pat.ParenPat q && isSliceRest(q.inner());
  }

  private void path(Pat p, Path path, Ty expected) {
    unitOrConstPath(p, path, expected);
  }

  private void unitOrConst(Pat p, Res res, Span span, Ty expected) {
    if (!(res instanceof Res.Item item)) {
      fcx.results.tainted = true;
      return;
    }
    Def def = item.def();
    Ty ty;
    if (def.kind() == Def.Kind.VARIANT || def.kind() == Def.Kind.STRUCT) {
      fcx.results.variants.put(p, def);
      Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
      ty = fcx.types.adt(adt, fcx.infcx.freshArgs(adt));
    } else if (def.kind() == Def.Kind.STATIC) {
      Diagnostic.error("E0530", span, "match bindings cannot shadow statics").to(fcx.errors());
      return;
    } else {
      List<GenericArg> args = fcx.infcx.freshArgs(def);
      fcx.results.patConstants.put(p, new Callee(def, args));
      ty = fcx.normalize(span, fcx.subst(fcx.tcx.typeOf(def), args));
    }
    if (!fcx.unify(expected, ty)) {
      fcx.mismatchPattern(span, expected, ty);
    }
  }

  private void unitOrConstPath(Pat p, Path path, Ty expected) {
    Paths.Value value = fcx.paths.resolveValue(path, p);
    if (value == null) {
      return;
    }
    Def def = value.def();
    switch (def.kind()) {
      case VARIANT, STRUCT -> {
        Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
        AdtDef.Variant v = fcx.tcx.adt(adt).variant(def);
        if (v.ctor() != AdtDef.Ctor.UNIT) {
          String what = v.ctor() == AdtDef.Ctor.TUPLE ? "tuple variant" : "struct variant";
          Diagnostic.error(
                  "E0533",
                  path.span(),
                  "expected unit struct, unit variant or constant, found "
                      + what
                      + " `"
                      + path
                      + "`")
              .to(fcx.errors());
          return;
        }
        fcx.results.variants.put(p, def);
        Ty ty = fcx.types.adt(adt, value.args());
        if (!fcx.unify(expected, ty)) {
          fcx.mismatchPattern(p.span(), expected, ty);
        }
      }
      case CONST, ASSOC_CONST -> {
        fcx.results.patConstants.put(p, new Callee(def, value.args()));
        Ty ty = fcx.normalize(p.span(), fcx.subst(fcx.tcx.typeOf(def), value.args()));
        if (!fcx.unify(expected, ty)) {
          fcx.mismatchPattern(p.span(), expected, ty);
        }
      }
      case CRATE,
          MODULE,
          ENUM,
          FIELD,
          TRAIT,
          TYPE_ALIAS,
          ASSOC_TYPE,
          FN,
          ASSOC_FN,
          STATIC,
          IMPL,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CONST_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO ->
          Diagnostic.error(
                  def.isAssoc() ? "E0533" : "E0532",
                  path.span(),
                  "expected unit struct, unit variant or constant, found "
                      + (def.kind() == Def.Kind.ASSOC_FN ? "associated function " : "")
                      + "`"
                      + path
                      + "`")
              .to(fcx.errors());
    }
  }

  private void tupleStruct(Pat.TupleStructPat p, Ty expected, BindingMode mode) {
    Paths.Value value = fcx.paths.resolveValue(p.path(), p);
    AdtDef.Variant v = value == null ? null : variantOf(value.def());
    if (v == null || v.ctor() != AdtDef.Ctor.TUPLE) {
      if (value != null) {
        if (v != null && value.def().kind() == Def.Kind.STRUCT) {
          Diagnostic.error(
                  null,
                  p.path().span(),
                  "the `Self` constructor can only be used with tuple or unit structs")
              .to(fcx.errors());
        }
        Diagnostic.error(
                "E0164",
                p.path().span(),
                "expected tuple struct or tuple variant, found "
                    + found(value.def(), v)
                    + "`"
                    + p.path()
                    + "`")
            .label("not a tuple struct or tuple variant")
            .to(fcx.errors());
      }
      for (Pat e : p.elements()) {
        visit(e, fcx.types.error, mode, null);
      }
      return;
    }
    fcx.results.variants.put(p, value.def());
    Ty ty = adtOf(value);
    List<GenericArg> args = fcx.recordUserArgs(p, ((Ty.Adt) ty).args);
    if (!fcx.unify(expected, ty)) {
      fcx.mismatchPattern(p.span(), expected, ty);
    }
    int rest = rest(p.elements());
    int given = rest < 0 ? p.elements().size() : p.elements().size() - 1;
    if (rest < 0 ? given != v.fields().size() : given > v.fields().size()) {
      int has = v.fields().size();
      Span at =
          p.elements().isEmpty()
              ? p.span()
              : p.elements().getFirst().span().to(p.elements().getLast().span());
      Diagnostic.Builder d =
          Diagnostic.error(
                  "E0023",
                  at,
                  "this pattern has "
                      + given
                      + " field"
                      + (given == 1 ? "" : "s")
                      + ", but the corresponding tuple "
                      + (value.def().kind() == Def.Kind.VARIANT ? "variant" : "struct")
                      + " has "
                      + has
                      + " field"
                      + (has == 1 ? "" : "s"))
              .label("expected " + has + " field" + (has == 1 ? "" : "s") + ", found " + given);
      boolean own = value.def().crate() == fcx.owner.crate();
      for (int i = 0; own && i < has; i++) {
        String kind = value.def().kind() == Def.Kind.VARIANT ? "variant" : "struct";
        d.label(
            v.fields().get(i).def().node() instanceof org.asrlang.syntax.Item.FieldDef x
                ? x.type().span()
                : v.fields().get(i).def().span(),
            i < has - 1 ? "" : "tuple " + kind + " has " + has + " field" + (has == 1 ? "" : "s"));
      }
      d.to(fcx.errors());
    }
    List<Ty> parts = new ArrayList<>();
    for (AdtDef.Field f : v.fields()) {
      parts.add(fcx.normalize(p.span(), fcx.subst(f.ty(), args)));
    }
    sequence(p.elements(), rest, parts, mode);
  }

  private static String found(Def def, AdtDef.Variant v) {
    return v == null
        ? def.kind() == Def.Kind.ASSOC_FN ? "associated function " : "associated constant "
        : def.kind() == Def.Kind.STRUCT
            ? "self constructor "
            : v.ctor() == AdtDef.Ctor.UNIT ? "unit variant " : "struct variant ";
  }

  private AdtDef.Variant variantOf(Def def) {
    return switch (def.kind()) {
      case STRUCT -> fcx.tcx.adt(def).struct();
      case VARIANT -> fcx.tcx.adt(def.parent()).variant(def);
      case CRATE,
          MODULE,
          ENUM,
          FIELD,
          TRAIT,
          TYPE_ALIAS,
          ASSOC_TYPE,
          FN,
          ASSOC_FN,
          CONST,
          ASSOC_CONST,
          STATIC,
          IMPL,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CONST_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO ->
          null;
    };
  }

  private Ty adtOf(Paths.Value value) {
    Def def = value.def();
    return fcx.types.adt(def.kind() == Def.Kind.VARIANT ? def.parent() : def, value.args());
  }

  private void struct(Pat.StructPat p, Ty expected, BindingMode mode) {
    Paths.Value value = fcx.paths.resolveStruct(p.path(), p);
    AdtDef.Variant v = value == null ? null : variantOf(value.def());
    if (v == null) {
      for (Pat.FieldPat f : p.fields()) {
        visit(f.pat(), fcx.types.error, mode, null);
      }
      return;
    }
    fcx.results.variants.put(p, value.def());
    Ty ty = adtOf(value);
    if (!fcx.unify(expected, ty)) {
      fcx.mismatchPattern(p.span(), expected, ty);
    }
    Set<String> seen = new HashSet<>();
    List<Pat.FieldPat> unknown =
        p.fields().stream().filter(f -> v.fieldIndex(f.name().name()) < 0).toList();
    if (!unknown.isEmpty() && v.ctor() == AdtDef.Ctor.TUPLE) {
      String what = value.def().kind() == Def.Kind.VARIANT ? "variant" : "struct";
      Diagnostic.error(
              "E0769", p.span(), "tuple " + what + " `" + p.path() + "` written as struct " + what)
          .help("use the tuple " + what + " pattern syntax instead")
          .to(fcx.errors());
      for (Pat.FieldPat f : p.fields()) {
        visit(f.pat(), fcx.types.error, mode, null);
      }
      return;
    }
    String meant =
        unknown.size() != 1
            ? null
            : SimilarNames.nearest(
                unknown.get(0).name().name(),
                v.fields().stream()
                    .map(AdtDef.Field::name)
                    .filter(n -> p.fields().stream().noneMatch(f -> f.name().is(n)))
                    .toList());
    for (Pat.FieldPat f : p.fields()) {
      int index = v.fieldIndex(f.name().name());
      if (index < 0) {
        String of =
            value.def().kind() == Def.Kind.VARIANT
                ? "variant `"
                    + adtOf(value).toString().replaceAll("<.*", "")
                    + "::"
                    + v.name()
                    + "`"
                : "struct `" + v.name() + "`";
        Diagnostic.error(
                "E0026", f.name().span(), of + " does not have a field named `" + f.name() + "`")
            .label(of + " does not have this field")
            .to(fcx.errors());
        visit(f.pat(), fcx.types.error, mode, null);
        continue;
      }
      if (!seen.add(f.name().name())) {
        Diagnostic.error(
                "E0025", f.span(), "field `" + f.name() + "` bound multiple times in the pattern")
            .label("multiple uses of `" + f.name() + "` in pattern")
            .to(fcx.errors());
      }
      AdtDef.Field field = v.fields().get(index);
      fcx.fields.checkVisible(field, value.def(), f.name().span());
      visit(
          f.pat(), fcx.normalize(f.span(), fcx.subst(field.ty(), ((Ty.Adt) ty).args)), mode, null);
    }
    if (!p.rest()) {
      List<String> missing =
          v.fields().stream()
              .map(AdtDef.Field::name)
              .filter(n -> !seen.contains(n) && !n.equals(meant))
              .toList();
      if (!missing.isEmpty()) {
        Diagnostic.error(
                "E0027",
                p.span(),
                "pattern does not mention field"
                    + (missing.size() == 1 ? "" : "s")
                    + " "
                    + FnCtxt.list(missing))
            .label("missing field" + (missing.size() == 1 ? "" : "s") + " " + FnCtxt.list(missing))
            .fix(
                "include the missing field" + (missing.size() == 1 ? "" : "s") + " in the pattern",
                atEnd(p),
                written(p, String.join(", ", missing)))
            .fix(
                missing.size() == 1
                    ? "if you don't care about this missing field, you can explicitly ignore it"
                    : "if you don't care about these missing fields, you can explicitly ignore"
                        + " them",
                atEnd(p),
                written(p, String.join(": _, ", missing) + ": _"))
            .fix("or always ignore missing fields here", atEnd(p), written(p, ".."))
            .to(fcx.errors());
      }
    }
  }

  private static boolean hasRefMutBinding(Pat pat) {
    return any(pat, p -> p.byRef() && p.mutable());
  }

  private boolean bindsMutablyByDefault(Pat pat) {
    return any(pat, p -> fcx.results.bindingModes.get(p) == BindingMode.REF_MUT);
  }

  static boolean any(Pat pat, java.util.function.Predicate<Pat.IdentPat> test) {
    return switch (pat) {
      case Pat.IdentPat p -> test.test(p) || p.sub() != null && any(p.sub(), test);
      case Pat.RefPat p -> any(p.inner(), test);
      case Pat.ParenPat p -> any(p.inner(), test);
      case Pat.TuplePat p -> p.elements().stream().anyMatch(q -> any(q, test));
      case Pat.SlicePat p -> p.elements().stream().anyMatch(q -> any(q, test));
      case Pat.TupleStructPat p -> p.elements().stream().anyMatch(q -> any(q, test));
      case Pat.StructPat p -> p.fields().stream().anyMatch(f -> any(f.pat(), test));
      case Pat.OrPat p -> p.alternatives().stream().anyMatch(q -> any(q, test));
      case Pat.WildPat p -> false;
      case Pat.RestPat p -> false;
      case Pat.LiteralPat p -> false;
      case Pat.RangePat p -> false;
      case Pat.PathPat p -> false;
      case Pat.MacroPat p -> false;
      case Pat.ErrorPat p -> false;
    };
  }

  /** A number of which only the width is unknown is no tuple and no slice. */
  private static boolean isUnknown(Ty ty) {
    return ty instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL;
  }

  /** From the last field of a struct pattern to its closing brace. */
  private static Span atEnd(Pat.StructPat p) {
    Span s = p.span();
    int from =
        p.fields().isEmpty()
            ? s.file().text().lastIndexOf('{', s.hi()) + 1
            : p.fields().getLast().span().hi();
    return new Span(s.file(), from, s.hi(), s.expansion());
  }

  private static String written(Pat.StructPat p, String more) {
    return (p.fields().isEmpty() ? " " : ", ") + more + " }";
  }
}
