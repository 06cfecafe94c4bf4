package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** Types written in the signature of an item. */
final class ItemCtx implements AstConvCtx {
  /** What lifetimes that were left out stand for, and what {@code impl Trait} does. */
  interface Policy {
    Region elided(Span span);

    default Ty implTrait(TypeExpr.ImplType node) {
      return null;
    }
  }

  private final GlobalCtxt tcx;
  private final Def item;
  private final Resolutions res;
  Policy policy;

  ItemCtx(GlobalCtxt tcx, Def item, Policy policy) {
    this(tcx, item, tcx.defs().signature(tablesOf(item)), policy);
  }

  ItemCtx(GlobalCtxt tcx, Def item, Resolutions res, Policy policy) {
    this.tcx = tcx;
    this.item = item;
    this.res = res;
    this.policy = policy == null ? this::missing : policy;
  }

  /** The definition whose signature tables hold the nodes of this one. */
  private static Def tablesOf(Def def) {
    return switch (def.kind()) {
      case VARIANT, FIELD, LIFETIME_PARAM, TYPE_PARAM, CONST_PARAM, OPAQUE ->
          tablesOf(def.parent());
      default -> def;
    };
  }

  /** E0106 with what rustc says of structs and the like. */
  Region missing(Span span) {
    boolean reference = span.text().startsWith("&");
    if (item.kind() == Def.Kind.ASSOC_TYPE && (reference || span.text().equals("'_"))) {
      missingInAssociated(span, reference);
      return Region.ERROR;
    }
    Diagnostic.error("E0106", AstConv.ampersand(span), "missing lifetime specifier")
        .label("expected named lifetime parameter")
        .to(tcx.diagnostics());
    return Region.ERROR;
  }

  private void missingInAssociated(Span span, boolean reference) {
    Span at = AstConv.ampersand(span);
    boolean generic =
        tcx.generics(item).own().stream().anyMatch(p -> p.kind() == GenericsOf.Kind.LIFETIME);
    if (reference && !generic && item.parent().kind() == Def.Kind.IMPL) {
      Diagnostic.error(null, at, "missing lifetime in associated type")
          .label("this lifetime must come from the implemented type")
          .to(tcx.diagnostics());
    } else {
      String what = reference ? "`&` without an explicit lifetime name" : "`'_`";
      Diagnostic.error("E0637", at, what + " cannot be used here")
          .label("explicit lifetime name needed here")
          .to(tcx.diagnostics());
    }
  }

  /** {@code 'static}, as in constants. */
  static final Policy STATIC = span -> Region.STATIC;

  @Override
  public void missingTrait() {
    tcx.missingTrait();
  }

  @Override
  public Resolutions resolutions() {
    return res;
  }

  @Override
  public Def item() {
    return item;
  }

  @Override
  public boolean inBody() {
    return false;
  }

  @Override
  public Ty inferTy(Span span) {
    Diagnostic.error(
            "E0121",
            span,
            "the placeholder `_` is not allowed within types on item signatures for "
                + plural(item))
        .label("not allowed in type signatures")
        .to(tcx.diagnostics());
    return tcx.types().error;
  }

  private static String plural(Def def) {
    return switch (def.kind()) {
      case FN, ASSOC_FN -> "functions";
      case STRUCT -> "structs";
      case ENUM, VARIANT -> "enums";
      case CONST, ASSOC_CONST -> "constants";
      case STATIC -> "static variables";
      case TYPE_ALIAS -> "type aliases";
      case ASSOC_TYPE -> "associated types";
      case IMPL -> "implementations";
      case TRAIT -> "traits";
      case CRATE,
          MODULE,
          FIELD,
          LIFETIME_PARAM,
          TYPE_PARAM,
          CONST_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO ->
          "items";
    };
  }

  @Override
  public GenericArg inferArg(GenericsOf.Param param, Span span) {
    return null;
  }

  @Override
  public Const inferConst(Ty ty, Span span) {
    inferTy(span);
    return new Const.Error();
  }

  @Override
  public Region elidedRegion(Span span) {
    return policy.elided(span);
  }

  @Override
  public Region lateBound(Def lifetime, int index) {
    if (item.kind() == Def.Kind.OPAQUE) {
      return new Region.EarlyParam(lifetime, tcx.generics(item.parent()).count() + index);
    }
    return new Region.Bound(0, index, lifetime);
  }

  @Override
  public Ty projection(Ty.Projection projection, Span span) {
    return projection;
  }

  @Override
  public void require(List<Predicate> predicates, Def of, Span span) {}

  @Override
  public Ty implTrait(TypeExpr.ImplType node) {
    return policy.implTrait(node);
  }

  /**
   * Lifetimes without a name that are early-bound parameters of the item: of impl headers and of
   * bounds of {@code impl Trait} arguments.
   */
  static Policy anonymous(GlobalCtxt tcx, Def item) {
    List<Span> places = tcx.genericsCollector().anonymous(item);
    List<Integer> indices = new ArrayList<>();
    GenericsOf generics = tcx.generics(item);
    for (int i = generics.parentCount(); i < generics.count(); i++) {
      GenericsOf.Param p = generics.param(i);
      if (p.kind() == GenericsOf.Kind.LIFETIME && p.def() == null) {
        indices.add(i);
      }
    }
    return span -> {
      int at = places.indexOf(span);
      if (at >= 0 && at < indices.size()) {
        return new Region.EarlyParam(null, indices.get(at));
      }
      return unnamed(tcx, span);
    };
  }

  /** Of bounds and where clauses: every lifetime has a name there. */
  static Policy named(GlobalCtxt tcx) {
    return span -> unnamed(tcx, span);
  }

  private static Region unnamed(GlobalCtxt tcx, Span span) {
    String text = span.text();
    if (text.startsWith("&")) {
      Diagnostic.error(
              "E0637",
              new Span(span.file(), span.lo(), span.lo() + 1, span.expansion()),
              "`&` without an explicit lifetime name cannot be used here")
          .label("explicit lifetime name needed here")
          .to(tcx.diagnostics());
    } else if (text.equals("'_")) {
      Diagnostic.error("E0637", span, "`'_` cannot be used here")
          .label("`'_` is a reserved lifetime name")
          .to(tcx.diagnostics());
    } else {
      Diagnostic.error("E0726", span, "implicit elided lifetime not allowed here")
          .label("expected lifetime parameter")
          .to(tcx.diagnostics());
    }
    return Region.ERROR;
  }
}
