package org.asrlang.lint;

import java.util.List;
import java.util.function.Consumer;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Pat;
import org.asrlang.types.Adjustment;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.collect.GlobalCtxt;

/** What a definition speaks of: in its signature, and in its body with what was inferred there. */
final class References {
  private final GlobalCtxt tcx;
  private final Consumer<Def> to;

  References(GlobalCtxt tcx, Consumer<Def> to) {
    this.tcx = tcx;
    this.to = to;
  }

  /** Hands over everything that becomes live with the definition. */
  void of(Def d) {
    if (d.parent() != null) {
      to.accept(container(d));
    }
    switch (d.kind()) {
      case MODULE, CRATE -> {}
      case STRUCT, ENUM, TRAIT, TYPE_ALIAS, IMPL -> signature(d);
      case ASSOC_TYPE -> signature(d);
      case FN, ASSOC_FN, CONST, ASSOC_CONST, STATIC -> {
        signature(d);
        if (tcx.hasBody(d)) {
          body(d);
        }
      }
      default -> {}
    }
  }

  /** An enum lives with its variants, a trait with its items. */
  private static Def container(Def d) {
    return switch (d.kind()) {
      case VARIANT -> d.parent();
      case ASSOC_FN, ASSOC_CONST, ASSOC_TYPE ->
          d.parent().kind() == Def.Kind.TRAIT ? d.parent() : null;
      default -> null;
    };
  }

  private void signature(Def d) {
    tcx.defs().signature(d).forEachPath(this::res);
  }

  private void res(Res r) {
    if (r instanceof Res.Item i) {
      Def d = i.def();
      to.accept(d.kind() == Def.Kind.VARIANT ? d.parent() : d);
    }
  }

  private void body(Def d) {
    if (d.parent() != null && isTrivialDerive(tcx, d.parent())) {
      return;
    }
    tcx.defs().body(d).forEachPath(this::res);
    TypeckResults types = tcx.typeck(d);
    types.callees.values().forEach(this::callee);
    types.residualCallees.values().forEach(this::callee);
    types.pathTargets.values().forEach(this::callee);
    types.patConstants.values().forEach(this::callee);
    Expr root = tcx.defs().expandedBody(d);
    if (root != null) {
      visit(root, types);
    }
    if (d.isFnLike()) {
      tcx.defs().function(d).params().forEach(p -> visit(p.pat(), types));
    }
  }

  private void callee(Callee c) {
    if (c != null) {
      to.accept(c.def());
    }
  }

  private void visit(Node n, TypeckResults types) {
    switch (n) {
      case Expr.StructLit s -> to.accept(types.variants.get(s));
      case Expr.Field f -> field(f, types);
      case Pat.TupleStructPat s -> elements(s, types);
      case Pat.StructPat s -> {
        Def variant = types.variants.get(s);
        for (Pat.FieldPat f : s.fields()) {
          if (variant != null && !(f.pat() instanceof Pat.WildPat)) {
            variant.children(Def.Kind.FIELD).stream()
                .filter(x -> x.name().equals(f.name().name()))
                .forEach(to);
          }
        }
      }
      default -> {}
    }
    Nodes.children(n, c -> visit(c, types));
  }

  private void elements(Pat.TupleStructPat s, TypeckResults types) {
    Def variant = types.variants.get(s);
    if (variant == null) {
      return;
    }
    List<Def> fields = variant.children(Def.Kind.FIELD);
    boolean tail = false;
    for (int i = 0; i < s.elements().size(); i++) {
      Pat p = s.elements().get(i);
      int at = tail ? fields.size() - (s.elements().size() - i) : i;
      tail |= p instanceof Pat.RestPat;
      boolean read = !(p instanceof Pat.WildPat) && !(p instanceof Pat.RestPat);
      if (read && at >= 0 && at < fields.size()) {
        to.accept(fields.get(at));
      }
    }
  }

  private void field(Expr.Field f, TypeckResults types) {
    Integer index = types.fieldIndices.get(f);
    List<Adjustment> adjusted = types.adjustments.get(f.object());
    Ty ty =
        adjusted == null || adjusted.isEmpty()
            ? types.typeOf(f.object())
            : adjusted.get(adjusted.size() - 1).target();
    if (index != null && ty instanceof Ty.Adt a) {
      AdtDef.Variant v = tcx.adt(a.def).variants().get(0);
      to.accept(v.fields().get(index).def());
    }
  }

  /** The struct or enum that a type is; null for others. */
  static Def adt(Ty ty) {
    return ty instanceof Ty.Adt a ? a.def : null;
  }

  /** The struct, enum or trait that a member belongs to; null if it is none of these. */
  static Def home(GlobalCtxt tcx, Def member) {
    Def parent = member.parent();
    return switch (parent.kind()) {
      case VARIANT -> parent.parent();
      case IMPL -> tcx.implTraitRef(parent) == null ? adt(tcx.typeOf(parent)) : null;
      default -> parent;
    };
  }

  /** A derived {@code Clone} or {@code Debug}: that it reads a field says nothing. */
  static boolean isTrivialDerive(GlobalCtxt tcx, Def impl) {
    if (!(impl.node() instanceof Item.Impl)
        || !tcx.defs().hasAttr(impl, "automatically_derived")
        || tcx.implTraitRef(impl) == null) {
      return false;
    }
    String name = tcx.implTraitRef(impl).trait().name();
    return name.equals("Clone") || name.equals("Debug");
  }
}
