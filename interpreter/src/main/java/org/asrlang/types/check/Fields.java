package org.asrlang.types.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Ty;

/** Field access and struct literals. */
final class Fields {
  private final FnCtxt fcx;

  Fields(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Ty check(Expr.Field e) {
    Ty object = fcx.exprs.check(e.object());
    String name = e.name().name();
    List<Autoderef.Step> steps = Autoderef.steps(fcx, e.span(), object);
    AdtDef.Field hidden = null;
    for (int i = 0; i < steps.size(); i++) {
      Ty at = steps.get(i).ty();
      if (at instanceof Ty.Adt a && a.def.kind() == Def.Kind.STRUCT) {
        AdtDef.Variant v = fcx.tcx.adt(a.def).struct();
        int index = v.fieldIndex(name);
        if (index >= 0) {
          AdtDef.Field f = v.fields().get(index);
          if (!f.def().isVisibleFrom(fcx.owner.module())) {
            hidden = f;
            continue;
          }
          fcx.results.adjust(e.object(), Autoderef.adjustments(fcx, steps, i));
          fcx.results.fieldIndices.put(e, index);
          return fcx.normalize(e.span(), fcx.subst(f.ty(), a.args));
        }
      } else if (at instanceof Ty.Tuple t && isNumber(name)) {
        int index = name.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(name);
        if (index < t.elements.size()) {
          fcx.results.adjust(e.object(), Autoderef.adjustments(fcx, steps, i));
          fcx.results.fieldIndices.put(e, index);
          return t.elements.get(index);
        }
      }
    }
    Ty last = steps.getLast().ty();
    Ty shown = fcx.resolve(object);
    if (shown.has(Ty.HAS_ERROR)) {
      return fcx.types.error;
    }
    if (last instanceof Ty.Infer inf && inf.kind == Ty.InferKind.GENERAL) {
      fcx.annotationsNeeded(e.object().span(), last);
      return fcx.types.error;
    }
    if (hidden != null) {
      Diagnostic.error(
              "E0616",
              e.name().span(),
              "field `" + name + "` of struct `" + hidden.def().parent().name() + "` is private")
          .label("private field")
          .to(fcx.errors());
      return fcx.types.error;
    }
    if (fcx.probe.hasMethod(object, name, e)
        || !new MethodErrors(fcx).traitsWith(name, fcx.resolve(object)).isEmpty()) {
      Diagnostic.error(
              "E0615",
              e.name().span(),
              "attempted to take value of method `" + name + "` on type `" + shown + "`")
          .label("method, not a field")
          .help("use parentheses to call the method: `()`")
          .to(fcx.errors());
      return fcx.types.error;
    }
    if (Operators.isScalarish(shown)) {
      Diagnostic.error(
              "E0610",
              e.name().span(),
              "`" + shown + "` is a primitive type and therefore doesn't have fields")
          .to(fcx.errors());
      return fcx.types.error;
    }
    fcx.suggest.noField(e, shown, steps);
    return fcx.types.error;
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** E0451 for a private field in a struct literal or pattern. */
  void checkVisible(AdtDef.Field field, Def variant, Span at) {
    if (variant.kind() == Def.Kind.STRUCT && !field.def().isVisibleFrom(fcx.owner.module())) {
      Diagnostic.error(
              "E0451",
              at,
              "field `" + field.name() + "` of struct `" + variant.name() + "` is private")
          .label("private field")
          .to(fcx.errors());
    }
  }

  /** E0423 for a tuple struct with private fields, built elsewhere. */
  void checkConstructorVisible(AdtDef.Field field, Def variant, Span at) {
    if (variant.kind() == Def.Kind.STRUCT && !field.def().isVisibleFrom(fcx.owner.module())) {
      Diagnostic.error(
              "E0423", at, "cannot initialize a tuple struct which contains private fields")
          .to(fcx.errors());
    }
  }

  Ty structLiteral(Expr.StructLit e, Expectation expected) {
    Paths.Value value = fcx.paths.resolveStruct(e.path(), e);
    if (value == null) {
      for (Expr.FieldInit f : e.fields()) {
        fcx.exprs.check(f.value());
      }
      if (e.base() != null) {
        fcx.exprs.check(e.base());
      }
      return fcx.types.error;
    }
    Def def = value.def();
    Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
    AdtDef.Variant v = fcx.tcx.adt(adt).variant(def);
    fcx.results.variants.put(e, def);
    Ty ty = fcx.types.adt(adt, value.args());
    fcx.registerPredicates(e.path().span(), e, adt, value.args());
    // what is expected of the whole tells what is expected of the fields
    List<Ty> hints = null;
    Ty wanted = expected.onlyHasType(fcx);
    List<Ty> formal =
        v.fields().stream()
            .map(f -> fcx.normalize(e.span(), fcx.subst(f.ty(), value.args())))
            .toList();
    if (wanted != null && !(wanted instanceof Ty.Infer)) {
      hints = fcx.fudge(ty, wanted, formal);
      List<Ty> whole = fcx.fudge(ty, wanted, List.of(ty));
      if (whole != null) {
        fcx.unify(ty, whole.get(0));
      }
    }
    Map<String, Span> seen = new HashMap<>();
    boolean error = false;
    for (Expr.FieldInit f : e.fields()) {
      int index = v.fieldIndex(f.name().name());
      if (index < 0) {
        error = true;
        fcx.suggest.unknownField(f, v, ty, def);
        fcx.exprs.check(f.value());
        continue;
      }
      if (seen.putIfAbsent(f.name().name(), f.span()) != null) {
        error = true;
        Diagnostic.error(
                "E0062", f.name().span(), "field `" + f.name() + "` specified more than once")
            .label("used more than once")
            .label(seen.get(f.name().name()), "first use of `" + f.name() + "`")
            .to(fcx.errors());
      }
      checkVisible(v.fields().get(index), def, f.name().span());
      Ty want = formal.get(index);
      Ty found =
          fcx.exprs.check(f.value(), Expectation.has(hints != null ? hints.get(index) : want));
      fcx.exprs.demand(f.value(), found, want, "");
    }
    if (e.base() instanceof Expr.Underscore) {
      Diagnostic.error("E0797", e.base().span(), "base expression required after `..`")
          .help("add a base expression here")
          .to(fcx.errors());
    } else if (e.base() != null) {
      fcx.exprs.checkCoerced(e.base(), ty);
      for (AdtDef.Field f : v.fields()) {
        if (!seen.containsKey(f.name())) {
          checkVisible(f, def, e.base().span());
        }
      }
      if (adt.kind() == Def.Kind.ENUM) {
        Diagnostic.error(
                "E0436", e.base().span(), "functional record update syntax requires a struct")
            .to(fcx.errors());
      }
    } else if (!error) {
      List<String> missing =
          v.fields().stream().map(AdtDef.Field::name).filter(n -> !seen.containsKey(n)).toList();
      if (!missing.isEmpty()
          && v.fields().stream()
              .allMatch(f ->
                  seen.containsKey(f.name())
                      || f.def().isVisibleFrom(fcx.owner.module())
                      || def.kind() == Def.Kind.VARIANT)) {
        String plural = missing.size() == 1 ? "" : "s";
        Diagnostic.error(
                "E0063",
                e.path().span(),
                "missing field"
                    + plural
                    + " "
                    + FnCtxt.list(missing)
                    + " in initializer of `"
                    + fcx.resolve(ty)
                    + "`")
            .label("missing " + FnCtxt.list(missing))
            .to(fcx.errors());
      } else if (!missing.isEmpty()) {
        fcx.error(
            e.path().span(),
            null,
            "cannot construct `"
                + fcx.resolve(ty)
                + "` with struct literal syntax due to private fields");
      }
    }
    return ty;
  }

  /** {@code S { a, b: x.y, .. } = value}. */
  void destructure(Expr.StructLit s, Ty value) {
    Paths.Value found = fcx.paths.resolveStruct(s.path(), s);
    if (found == null) {
      return;
    }
    Def def = found.def();
    Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
    AdtDef.Variant v = fcx.tcx.adt(adt).variant(def);
    Ty ty = fcx.types.adt(adt, found.args());
    if (!fcx.unify(ty, value)) {
      fcx.mismatch(s.span(), value, ty, "");
    }
    fcx.results.variants.put(s, def);
    fcx.results.exprTypes.put(s, value);
    for (Expr.FieldInit f : s.fields()) {
      int index = v.fieldIndex(f.name().name());
      if (index < 0) {
        fcx.suggest.unknownField(f, v, ty, def);
      } else {
        fcx.places.destructure(
            f.value(),
            fcx.normalize(f.span(), fcx.subst(v.fields().get(index).ty(), found.args())));
      }
    }
  }
}
