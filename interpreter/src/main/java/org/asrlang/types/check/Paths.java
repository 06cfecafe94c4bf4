package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Path;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/** Paths in value position: what they name once types are known, and its type. */
final class Paths {
  /** A definition with all of its generic arguments; for constructors those of the ADT. */
  record Value(Def def, List<GenericArg> args) {}

  private final FnCtxt fcx;

  Paths(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Ty check(Expr.PathExpr e) {
    Res base = fcx.resolutions.path(e.path()).base();
    if (base instanceof Res.Var v) {
      fcx.conv.prohibitArgs(e.path().segments(), "local variable");
      Ty ty = fcx.localType(v.local());
      return ty;
    }
    Value value = resolveValue(e.path(), e);
    if (value == null) {
      fcx.results.tainted = true;
      return fcx.types.error;
    }
    return instantiate(e, value);
  }

  private Ty instantiate(Expr.PathExpr e, Value value) {
    Path path = e.path();
    Def def = value.def();
    Span span = path.span();
    fcx.results.pathTargets.put(path, new Callee(def, value.args()));
    return switch (def.kind()) {
      case FN, ASSOC_FN -> {
        if (def.kind() == Def.Kind.ASSOC_FN) {
          fcx.calls.explicitDrop(def, span);
        }
        fcx.registerPredicates(span, e, def, value.args());
        yield function(e, def, value.args());
      }
      case STRUCT, VARIANT -> constructor(e, value);
      case CONST, ASSOC_CONST, STATIC -> {
        fcx.registerPredicates(span, e, def, value.args());
        yield fcx.normalize(span, fcx.subst(fcx.tcx.typeOf(def), value.args()));
      }
      case CONST_PARAM -> fcx.tcx.typeOf(def);
      case CRATE,
          MODULE,
          FIELD,
          ENUM,
          TRAIT,
          TYPE_ALIAS,
          ASSOC_TYPE,
          IMPL,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO -> {
        noValue(path, span);
        yield fcx.types.error;
      }
    };
  }

  /** What it takes and returns is Sized; once types are known, as that is seldom worth a goal. */
  private Ty function(Expr.PathExpr e, Def def, List<GenericArg> args) {
    Ty.FnDef fn = (Ty.FnDef) fcx.types.fnDef(def, args);
    fcx.sizedCalls.named(fn, e);
    return fn;
  }

  private void noValue(Path path, Span span) {
    Diagnostic.error("E0423", span, "expected value, found `" + path + "`")
        .label("not a value")
        .to(fcx.errors());
  }

  private Ty constructor(Expr.PathExpr e, Value value) {
    Path path = e.path();
    Def def = value.def();
    boolean variant = def.kind() == Def.Kind.VARIANT;
    Def adt = variant ? def.parent() : def;
    AdtDef.Variant v = fcx.tcx.adt(adt).variant(def);
    fcx.registerPredicates(path.span(), e, adt, value.args());
    return switch (v.ctor()) {
      case UNIT -> fcx.types.adt(adt, value.args());
      case TUPLE -> {
        for (AdtDef.Field f : v.fields()) {
          fcx.fields.checkConstructorVisible(f, def, path.span());
        }
        yield function(e, def, value.args());
      }
      case NAMED -> {
        Diagnostic.error(
                variant ? "E0533" : "E0423",
                path.span(),
                "expected value, found struct " + (variant ? "variant " : "") + "`" + path + "`")
            .label(variant ? "not a value" : "use struct literal syntax instead")
            .to(fcx.errors());
        yield fcx.types.error;
      }
    };
  }

  /** What a path names; null after a diagnostic. */
  Value resolveValue(Path path, Node at) {
    Res.Partial partial = fcx.resolutions.path(path);
    int left = partial.unresolved();
    if (left == 0) {
      return switch (partial.base()) {
        case Res.Item item -> item(path, item.def());
        case Res.SelfCtor self -> {
          fcx.conv.prohibitArgs(path.segments(), "self constructor");
          Ty ty = fcx.tcx.typeOf(self.impl());
          yield ty instanceof Ty.Adt a ? new Value(a.def, fcx.recordUserArgs(path, a.args)) : null;
        }
        case Res.SelfType self -> null;
        case Res.Prim p -> null;
        case Res.Var v -> null;
        case Res.Err e -> {
          fcx.results.tainted = true;
          yield null;
        }
      };
    }
    if (partial.base() instanceof Res.Err) {
      fcx.results.tainted = true;
      return null;
    }
    Ty self = fcx.lowerPathType(path, partial.base(), path.segments().size() - 1);
    return associated(path, self, path.last(), at);
  }

  private Value item(Path path, Def def) {
    List<Path.Segment> segments = path.segments();
    Path.Segment last = path.last();
    Path.Segment before = segments.size() > 1 ? segments.get(segments.size() - 2) : null;
    return switch (def.kind()) {
      case VARIANT -> {
        boolean onEnum = before != null && (last.args() == null || before.args() != null);
        if (onEnum && last.args() != null) {
          fcx.conv.prohibitArgs(List.of(last), "variant `" + last.name() + "`");
        }
        leading(segments, before == null ? 1 : 2);
        List<GenericArg> args =
            fcx.genericArgs(path.span(), def.parent(), List.of(), onEnum ? before : last);
        yield new Value(def, fcx.recordUserArgs(path, args));
      }
      case ASSOC_FN, ASSOC_CONST -> {
        Def trait = def.parent();
        leading(segments, 2);
        List<GenericArg> parent;
        if (path.qself() != null) {
          parent = fcx.traitArgs(path, trait, fcx.lower(path.qself()), before);
        } else {
          parent = fcx.traitArgs(path, trait, fcx.freshTy(path.span()), before);
        }
        List<GenericArg> args = fcx.genericArgs(path.span(), def, parent, last);
        yield new Value(def, fcx.recordUserArgs(path, args));
      }
      case FN, STRUCT, CONST, STATIC, CONST_PARAM -> {
        leading(segments, 1);
        yield new Value(
            def,
            def.kind() == Def.Kind.CONST_PARAM
                ? fcx.tcx.identityArgs(fcx.owner)
                : fcx.recordUserArgs(path, fcx.genericArgs(path.span(), def, List.of(), last)));
      }
      case TYPE_ALIAS -> {
        Ty ty = fcx.lowerPathType(path, new Res.Item(def), segments.size());
        yield ty instanceof Ty.Adt a ? new Value(a.def, fcx.recordUserArgs(path, a.args)) : null;
      }
      case CRATE,
          MODULE,
          ENUM,
          FIELD,
          TRAIT,
          ASSOC_TYPE,
          IMPL,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO -> {
        noValue(path, path.span());
        yield null;
      }
    };
  }

  /** The segments before the last ones are modules, which take no arguments. */
  private void leading(List<Path.Segment> segments, int own) {
    if (segments.size() > own) {
      fcx.conv.prohibitModules(segments.subList(0, segments.size() - own));
    }
  }

  /** {@code Type::name}: a variant, or an associated function or constant. */
  private Value associated(Path path, Ty self, Path.Segment segment, Node at) {
    Ty ty = fcx.structurally(self);
    if (ty instanceof Ty.Error) {
      fcx.results.tainted = true;
      return null;
    }
    if (ty instanceof Ty.Adt a && a.def.kind() == Def.Kind.ENUM) {
      for (Def v : a.def.children(Def.Kind.VARIANT)) {
        if (v.name().equals(segment.name())) {
          return new Value(v, fcx.recordUserArgs(path, a.args));
        }
      }
    }
    if (ty instanceof Ty.Infer && !fcx.probe.isOfTrait(segment.name(), path)) {
      fcx.annotationsNeeded(path.span(), ty);
      return null;
    }
    MethodProbe.Pick pick = fcx.probe.path(ty, segment.ident(), path, path.span());
    if (pick == null) {
      return null;
    }
    return new Value(pick.item(), fcx.probe.pathArgs(pick, ty, segment, path));
  }

  /** The struct or variant that a struct literal or struct pattern names, with the ADT's args. */
  Value resolveStruct(Path path, Node at) {
    Res.Partial partial = fcx.resolutions.path(path);
    if (partial.base() instanceof Res.Err) {
      fcx.results.tainted = true;
      return null;
    }
    if (partial.unresolved() == 0) {
      if (partial.base() instanceof Res.Item item && item.def().kind() == Def.Kind.VARIANT) {
        Value variant = item(path, item.def());
        if (variant != null) {
          fcx.recordUserArgs(at, variant.args());
        }
        return variant;
      }
      Ty ty = fcx.structurally(fcx.lowerPathType(path, partial.base(), path.segments().size()));
      if (ty instanceof Ty.Adt a && a.def.kind() == Def.Kind.STRUCT) {
        return new Value(a.def, fcx.recordUserArgs(at, a.args));
      }
      return notStruct(path, ty);
    }
    Ty ty = fcx.structurally(fcx.lowerPathType(path, partial.base(), path.segments().size() - 1));
    if (ty instanceof Ty.Adt a && a.def.kind() == Def.Kind.ENUM) {
      for (Def v : a.def.children(Def.Kind.VARIANT)) {
        if (v.name().equals(path.last().name())) {
          return new Value(v, fcx.recordUserArgs(at, a.args));
        }
      }
      Diagnostic.error(
              "E0599",
              path.last().ident().span(),
              "no variant named `" + path.last().name() + "` found for enum `" + ty + "`")
          .label("variant not found in `" + ty + "`")
          .to(fcx.errors());
      return null;
    }
    Ty whole = fcx.structurally(fcx.lowerPathType(path, partial.base(), path.segments().size()));
    if (whole instanceof Ty.Adt a && a.def.kind() == Def.Kind.STRUCT) {
      return new Value(a.def, fcx.recordUserArgs(at, a.args));
    }
    return notStruct(path, whole);
  }

  private Value notStruct(Path path, Ty ty) {
    if (!(ty instanceof Ty.Error)) {
      Diagnostic.error(
              "E0071", path.span(), "expected struct, variant or union type, found `" + ty + "`")
          .label("not a struct")
          .to(fcx.errors());
    } else {
      fcx.results.tainted = true;
    }
    return null;
  }

  static List<GenericArg> concat(List<GenericArg> a, List<GenericArg> b) {
    List<GenericArg> out = new ArrayList<>(a);
    out.addAll(b);
    return out;
  }
}
