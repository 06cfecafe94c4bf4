package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;

/**
 * Names for the regions of one message: the user's, or {@code '1}, {@code '2}, … with a label that
 * shows where they stand. rustc's {@code give_region_a_name}.
 */
final class RegionNames {
  private final BodyCtxt cx;
  private final List<Universal> numbered = new ArrayList<>();

  RegionNames(BodyCtxt cx) {
    this.cx = cx;
  }

  /** Null where there is nothing to call it. */
  String name(Universal u) {
    if (u == null || u.opaque || u.region == null) {
      return null;
    }
    if (isNamed(u)) {
      return u.region.toString();
    }
    int at = numbered.indexOf(u);
    if (at < 0) {
      at = numbered.size();
      numbered.add(u);
    }
    return "'" + (at + 1);
  }

  /** What a closure is told about lifetimes by what it is given to has no names. */
  static boolean isNamed(Universal u) {
    if (u.owner == null) {
      return true;
    }
    return switch (u.region) {
      case Region.EarlyParam e -> e.def() != null;
      case Region.LateParam l -> l.def() != null && u.owner.parent == null;
      default -> false;
    };
  }

  /** Shows where the region comes from. */
  void define(Diagnostic.Builder d, Universal u) {
    String name = name(u);
    if (name == null || u.owner == null) {
      return;
    }
    if (isNamed(u)) {
      Def def =
          u.region instanceof Region.EarlyParam e ? e.def() : ((Region.LateParam) u.region).def();
      if (def.crate() == cx.owner.crate()) {
        d.label(def.span(), "lifetime `" + name + "` defined here");
      }
      return;
    }
    MirLocal param = parameter(u);
    if (param == null) {
      return;
    }
    Span reference = reference(u, param);
    if (reference != null) {
      d.label(reference, "let's call the lifetime of this reference `" + name + "`");
      return;
    }
    String shown = highlighted(param.ty, u, name);
    d.label(
        param.decl.span,
        shown.contains(name)
            ? "has type `" + shown + "`"
            : "lifetime `" + name + "` appears in the type `" + shown + "`");
  }

  /** The parameter in whose type the region stands; null if there is none. */
  MirLocal parameter(Universal u) {
    if (u == null || u.owner == null) {
      return null;
    }
    for (MirLocal l : u.owner.locals) {
      if (l.isParam() && cx.regions.vars(l.ty).contains(u.var)) {
        return l;
      }
    }
    return null;
  }

  /** The type with the region's name in it. */
  private String highlighted(Ty ty, Universal u, String name) {
    Def def = new Def(-1, Def.Kind.LIFETIME_PARAM, name.substring(1), null, Span.NONE, null);
    return new TypeFolder(cx.types) {
      @Override
      public Region region(Region r) {
        return cx.regions.var(r) == u.var ? new Region.EarlyParam(def, 0) : Region.ERASED;
      }
    }.ty(ty).toString();
  }

  /** The {@code &} that was written for it. */
  Span reference(Universal u, MirLocal param) {
    TypeExpr written = written(u.owner, param);
    if (written != null) {
      return reference(written, param.ty, u);
    }
    if (u.owner.parent == null
        && "self".equals(param.name())
        && cx.owner.node() instanceof Item.Fn f
        && f.self() != null
        && f.self().byRef()
        && param.ty instanceof Ty.Ref r
        && cx.regions.var(r.region) == u.var) {
      Span s = f.self().span();
      return new Span(s.file(), s.lo(), s.lo() + 1, s.expansion());
    }
    return null;
  }

  private TypeExpr written(Cfg owner, MirLocal param) {
    int at = owner.body.params().indexOf(param.decl);
    if (owner.parent != null) {
      return cx.syntax.expr(owner.closureSpan) instanceof Expr.Closure c
              && at >= 0
              && at < c.params().size()
          ? c.params().get(at).type()
          : null;
    }
    if (!(cx.owner.node() instanceof Item.Fn f)) {
      return null;
    }
    int own = f.self() != null ? at - 1 : at;
    return own >= 0 && own < f.params().size()
        ? f.params().get(own).type()
        : own == -1 && f.self() != null ? f.self().type() : null;
  }

  /** Walks what was written beside what it means. */
  private Span reference(TypeExpr written, Ty ty, Universal u) {
    return switch (written) {
      case TypeExpr.RefType w when ty instanceof Ty.Ref r -> {
        if (cx.regions.var(r.region) == u.var && w.lifetime() == null) {
          Span s = w.span();
          yield new Span(s.file(), s.lo(), s.lo() + 1, s.expansion());
        }
        yield reference(w.target(), r.target, u);
      }
      case TypeExpr.SliceType w when ty instanceof Ty.Slice s ->
          reference(w.element(), s.element, u);
      case TypeExpr.ArrayType w when ty instanceof Ty.Array a ->
          reference(w.element(), a.element, u);
      case TypeExpr.ParenType w -> reference(w.inner(), ty, u);
      case TypeExpr.TupleType w when ty instanceof Ty.Tuple t -> {
        for (int i = 0; i < w.elements().size() && i < t.elements.size(); i++) {
          Span found = reference(w.elements().get(i), t.elements.get(i), u);
          if (found != null) {
            yield found;
          }
        }
        yield null;
      }
      case TypeExpr.PathType w when ty instanceof Ty.Adt a -> {
        List<TypeExpr> args = typeArgs(w);
        List<Ty> tys = new ArrayList<>();
        a.args.forEach(x -> {
          if (x instanceof Ty t) {
            tys.add(t);
          }
        });
        for (int i = 0; i < args.size() && i < tys.size(); i++) {
          Span found = reference(args.get(i), tys.get(i), u);
          if (found != null) {
            yield found;
          }
        }
        yield null;
      }
      default -> null;
    };
  }

  private static List<TypeExpr> typeArgs(TypeExpr.PathType w) {
    List<TypeExpr> out = new ArrayList<>();
    if (w.path().segments().getLast().args()
        instanceof org.asrlang.syntax.GenericArgs.AngleBracketed a) {
      a.args()
          .forEach(g -> {
            if (g instanceof org.asrlang.syntax.GenericArgs.TypeArg t) {
              out.add(t.type());
            }
          });
    }
    return out;
  }
}
