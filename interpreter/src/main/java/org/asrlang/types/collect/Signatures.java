package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.AdtDef;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;

/** Signatures of functions and constructors; lifetimes that were left out are found here. */
final class Signatures {
  private final GlobalCtxt tcx;
  private final TyInterner types;
  private final Map<Def, Region> outputRegions = new IdentityHashMap<>();

  Signatures(GlobalCtxt tcx) {
    this.tcx = tcx;
    this.types = tcx.types();
  }

  FnSig sig(Def def) {
    return switch (def.kind()) {
      case STRUCT, VARIANT -> constructor(def);
      default -> function(def);
    };
  }

  private FnSig constructor(Def def) {
    Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
    List<Ty> inputs = new ArrayList<>();
    for (AdtDef.Field f : tcx.adt(adt).variant(def).fields()) {
      inputs.add(f.ty());
    }
    return new FnSig(inputs, types.adt(adt, tcx.identityArgs(adt)), List.of());
  }

  /** What a lifetime left out of a function's result stands for; null if it cannot be told. */
  Region outputRegion(Def fn) {
    tcx.fnSig(fn);
    return outputRegions.get(fn);
  }

  private FnSig function(Def def) {
    Item.Fn fn = (Item.Fn) Syntax.item(tcx.defs(), def);
    List<Def> regions = new ArrayList<>(tcx.lateBound(def));
    ItemCtx cx = new ItemCtx(tcx, def, null);
    AstConv conv = new AstConv(tcx, cx);
    cx.policy =
        new ItemCtx.Policy() {
          @Override
          public Region elided(Span span) {
            regions.add(null);
            return new Region.Bound(0, regions.size() - 1, null);
          }

          @Override
          public Ty implTrait(TypeExpr.ImplType node) {
            return tcx.syntheticParam(def, node, cx.resolutions());
          }
        };
    List<Ty> inputs = new ArrayList<>();
    if (fn.self() != null) {
      inputs.add(self(def, fn.self(), conv));
    }
    Mentions.Mark afterSelf = conv.mentions().mark();
    for (Item.Param p : fn.params()) {
      conv.mentions().nextInput();
      inputs.add(conv.lower(p.type()));
    }
    Region only = elisionSource(def, fn, inputs, afterSelf, conv);
    outputRegions.put(def, only);
    boolean[] unknown = {false};
    cx.policy =
        new ItemCtx.Policy() {
          @Override
          public Region elided(Span span) {
            if (only == null) {
              missing(span, fn, inputs);
              unknown[0] = true;
              return Region.ERROR;
            }
            return only;
          }

          @Override
          public Ty implTrait(TypeExpr.ImplType node) {
            Def opaque = tcx.opaqueOf(def, node);
            if (opaque == null) {
              return null;
            }
            List<GenericArg> own = tcx.identityArgs(def);
            return types.opaque(opaque, Captures.of(opaque).args(tcx.generics(def), own, regions));
          }
        };
    // The function of an entry of an interactive session returns what its body does.
    boolean entry = fn.output() instanceof TypeExpr.InferType && def.name().startsWith("__entry_");
    Ty output = fn.output() == null ? types.unit : entry ? types.error : conv.lower(fn.output());
    if (unknown[0]) {
      // what the body returns is not held against a lifetime that is missing
      output = types.error;
    }
    return new FnSig(inputs, output, regions);
  }

  /**
   * The lifetime that those left out of the result stand for: that of the reference to {@code Self}
   * in the type of {@code self}; if there is none, the only one of the other inputs. Null where it
   * cannot be told.
   */
  private Region elisionSource(
      Def def, Item.Fn fn, List<Ty> inputs, Mentions.Mark afterSelf, AstConv conv) {
    if (fn.self() == null) {
      return conv.mentions().only(afterSelf, 0);
    }
    Ty self = inputs.get(0);
    if (fn.self().type() == null) {
      return self instanceof Ty.Ref r && fn.self().byRef()
          ? r.region
          : fn.self().byRef() ? Region.ERROR : conv.mentions().only(afterSelf, 0);
    }
    Ty owner = conv.paths().selfType(def.parent());
    // An impl for an alias knows itself as `Self` only.
    boolean alias =
        def.parent().node() instanceof Item.Impl i
            && i.self() instanceof TypeExpr.PathType p
            && new ItemCtx(tcx, def.parent(), null).resolutions().path(p.path()).base()
                instanceof Res.Item item
            && item.def().kind() == Def.Kind.TYPE_ALIAS
            && !fn.self().type().span().text().contains("Self");
    Set<Region> found = new LinkedHashSet<>();
    new TypeFolder(types) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Ref r
            && (r.target.equals(owner) && !alias
                || r.target instanceof Ty.Adt a
                    && owner instanceof Ty.Adt o
                    && a.def == o.def
                    && !alias)) {
          found.add(r.region);
        }
        return superTy(t);
      }
    }.ty(self);
    return switch (found.size()) {
      case 0 -> conv.mentions().only(afterSelf, 0);
      case 1 -> found.iterator().next();
      default -> null;
    };
  }

  private Ty self(Def def, Item.SelfParam self, AstConv conv) {
    if (self.type() != null) {
      return conv.lower(self.type());
    }
    Def owner = def.parent();
    if (owner.kind() != Def.Kind.TRAIT && owner.kind() != Def.Kind.IMPL) {
      return types.error;
    }
    Ty ty = conv.paths().selfType(owner);
    if (!self.byRef()) {
      return ty;
    }
    Region region =
        self.lifetime() == null ? conv.elided(self.span()) : conv.region(self.lifetime());
    return types.ref(region, ty, self.mutable());
  }

  /** E0106 for a result, with how many lifetimes the inputs have. */
  private void missing(Span span, Item.Fn fn, List<Ty> inputs) {
    boolean any = inputs.stream().anyMatch(Signatures::hasLifetime);
    Diagnostic.Builder d =
        Diagnostic.error("E0106", AstConv.ampersand(span), "missing lifetime specifier")
            .label("expected named lifetime parameter");
    if (!any) {
      d.help(
          "this function's return type contains a borrowed value, but there is no value for it to "
              + "be borrowed from");
    } else {
      List<String> which = new ArrayList<>();
      int at = fn.self() != null ? 1 : 0;
      for (int i = 0; i < fn.params().size(); i++) {
        if (hasLifetime(inputs.get(at + i))) {
          which.add(
              fn.params().get(i).pat() instanceof org.asrlang.syntax.Pat.IdentPat p
                  ? "`" + p.ident().name() + "`"
                  : "argument " + (i + 1));
          d.label(fn.params().get(i).type().span(), "");
        }
      }
      d.help(
          "this function's return type contains a borrowed value, but the signature does not say "
              + (which.size() == 1
                  ? "which one of " + which.get(0) + "'s lifetimes it is borrowed from"
                  : "whether it is borrowed from " + or(which)));
    }
    d.to(tcx.diagnostics());
  }

  private static boolean hasLifetime(Ty ty) {
    return ty.has(Ty.HAS_REGION) && !ty.has(Ty.HAS_ERROR_REGION);
  }

  private static String or(List<String> names) {
    if (names.size() < 2) {
      return String.join("", names);
    }
    return names.size() == 2
        ? names.get(0) + " or " + names.get(1)
        : "one of "
            + String.join(", ", names.subList(0, names.size() - 1))
            + ", or "
            + names.get(names.size() - 1);
  }
}
