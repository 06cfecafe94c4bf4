package org.asrlang.types.check;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Callee;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;

/**
 * Finds where an annotation would say best what could not be inferred: a {@code let} or a closure's
 * parameter without a type, or a generic argument that was left out. Takes the cheapest, as rustc's
 * {@code FindInferSourceVisitor} does, whose costs these are.
 */
final class InferSource {
  private static final int LATER_IS_DEARER = 1;

  /**
   * @param at the place to point at
   * @param type of the binding that wants a type, or null
   * @param label what to say there
   */
  record Found(Span at, Ty type, String label, String help, Span insertAt, String insert) {}

  private final FnCtxt fcx;
  private final GenericArg target;
  private Found best;
  private int bestCost = Integer.MAX_VALUE;
  private int seen;

  private InferSource(FnCtxt fcx, GenericArg target) {
    this.fcx = fcx;
    this.target = target;
  }

  /**
   * Reports that annotations are needed.
   *
   * @param code E0282, E0283 or E0284
   * @param at where it was noticed
   * @param unknown a type or constant in which something could not be inferred
   * @param demanded whether it was noticed where the type has to be known, and that is worth
   *     telling
   */
  static Diagnostic.Builder error(
      FnCtxt fcx, String code, Span at, GenericArg unknown, boolean demanded) {
    GenericArg target = unknown(fcx, unknown);
    Found found = target == null ? null : find(fcx, target);
    if (found == null) {
      return Diagnostic.error(code, at, "type annotations needed").label("cannot infer type");
    }
    boolean shown = found.type != null && !(found.type instanceof Ty.Infer);
    Diagnostic.Builder d =
        Diagnostic.error(
                code,
                found.at,
                "type annotations needed" + (shown ? " for `" + found.type + "`" : ""))
            .label(found.label);
    d.suggestion(
        new Diagnostic.Suggestion(
            found.help, List.of(new Diagnostic.Edit(found.insertAt, found.insert)), false));
    if (found.type != null && demanded && !at.equals(found.at)) {
      d.label(at, "type must be known at this point");
    }
    return d;
  }

  private static Found find(FnCtxt fcx, GenericArg target) {
    Expr body = fcx.tcx.defs().expandedBody(fcx.owner);
    InferSource search = new InferSource(fcx, target);
    if (body != null) {
      search.visit(body);
    }
    return search.best;
  }

  /** The first variable in it; null if there is none. */
  private static GenericArg unknown(FnCtxt fcx, GenericArg in) {
    GenericArg[] found = {null};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Infer && found[0] == null) {
          found[0] = t;
        }
        return superTy(t);
      }

      @Override
      public Const constant(Const c) {
        if (c instanceof Const.Infer && found[0] == null) {
          found[0] = c;
        }
        return c;
      }
    }.arg(resolved(fcx, in));
    return found[0];
  }

  private static GenericArg resolved(FnCtxt fcx, GenericArg a) {
    return switch (a) {
      case Ty t -> fcx.resolve(t);
      case Const c -> fcx.infcx.resolve(c);
      case Region r -> r;
    };
  }

  private boolean mentions(GenericArg a) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        found[0] |= t == target;
        return t instanceof Ty.Projection || t instanceof Ty.Closure ? t : superTy(t);
      }

      @Override
      public Const constant(Const c) {
        found[0] |= c.equals(target);
        return c;
      }
    }.arg(resolved(fcx, a));
    return found[0];
  }

  private void visit(Node node) {
    if (node instanceof Expr.Closure c) {
      c.params().stream().filter(p -> p.type() == null).forEach(p -> binding(p.pat()));
    }
    if (node instanceof Expr.Call call) {
      // an argument says it more closely than what it is given to
      call.args().forEach(this::visit);
      visit(call.callee());
    } else {
      Nodes.children(node, this::visit);
    }
    switch (node) {
      case Stmt.LetStmt l when l.type() == null -> binding(l.pat());
      case Expr.PathExpr p -> path(p.path());
      case Expr.MethodCall m -> {
        Callee callee = fcx.results.callees.get(m);
        if (callee != null && m.method().args() == null) {
          Ident name = m.method().ident();
          own(callee.def(), callee.args(), name.span(), name, 10);
        }
      }
      default -> {}
    }
  }

  private void binding(Pat pat) {
    Ty ty = fcx.results.patTypes.get(pat);
    if (ty == null || !mentions(ty)) {
      return;
    }
    Ty type = fcx.resolve(ty);
    String what = pat instanceof Pat.IdentPat i ? "`" + i.ident().name() + "`" : "this pattern";
    offer(
        cost(type),
        new Found(
            pat.span(),
            type,
            "",
            "consider giving " + what + " an explicit type",
            pat.span().shrinkToEnd(),
            ": " + type));
  }

  private void path(Path path) {
    Callee callee = fcx.results.pathTargets.get(path);
    if (callee == null) {
      return;
    }
    Def def = callee.def();
    List<Path.Segment> segments = path.segments();
    Path.Segment last = segments.getLast();
    switch (def.kind()) {
      case FN, ASSOC_FN -> {
        Def parent = def.parent();
        if (segments.size() > 1
            && parent.kind() == Def.Kind.IMPL
            && fcx.subst(fcx.tcx.typeOf(parent), callee.args()) instanceof Ty.Adt a) {
          Path.Segment type = segments.get(segments.size() - 2);
          if (type.args() == null) {
            own(a.def, a.args, path.span(), type.ident(), 10);
          }
        }
        if (last.args() == null) {
          own(def, callee.args(), path.span(), last.ident(), 10);
        }
      }
      case STRUCT, VARIANT -> {
        Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
        if (last.args() == null
            && (segments.size() < 2 || segments.get(segments.size() - 2).args() == null)) {
          own(adt, callee.args(), path.span(), last.ident(), adt == def ? 10 : 15);
        }
      }
      default -> {}
    }
  }

  /** One of the item's own arguments that was left out. */
  private void own(Def item, List<GenericArg> args, Span at, Ident name, int base) {
    GenericsOf generics = fcx.tcx.generics(item);
    int cost = base;
    GenericsOf.Param wanted = null;
    for (GenericsOf.Param p : generics.own()) {
      if (p.index() < args.size()) {
        cost += cost(args.get(p.index()));
        if (wanted == null
            && !p.synthetic()
            && p.kind() != GenericsOf.Kind.LIFETIME
            && mentions(args.get(p.index()))) {
          wanted = p;
        }
      }
    }
    if (wanted == null) {
      return;
    }
    String kind = wanted.kind() == GenericsOf.Kind.CONST ? "const" : "type";
    String written =
        String.join(
            ", ",
            generics.own().stream()
                .filter(p -> p.kind() != GenericsOf.Kind.LIFETIME && !p.synthetic())
                .map(GenericsOf.Param::name)
                .toList());
    offer(
        cost,
        new Found(
            at,
            null,
            "cannot infer %s of the %s parameter `%s` declared on the %s `%s`"
                .formatted(
                    kind.equals("const") ? "the value" : "type",
                    kind,
                    wanted.name(),
                    kind(item),
                    item.name()),
            "consider specifying the generic argument" + (written.contains(",") ? "s" : ""),
            name.span().shrinkToEnd(),
            "::<" + written + ">"));
  }

  private static String kind(Def item) {
    return switch (item.kind()) {
      case STRUCT -> "struct";
      case ENUM -> "enum";
      case ASSOC_FN ->
          ((org.asrlang.syntax.Item.Fn) item.node()).self() != null
              ? "method"
              : "associated function";
      default -> "function";
    };
  }

  private void offer(int cost, Found found) {
    if (!found.at.expansion().equals(Expansion.ROOT)) {
      return; // nobody can annotate what a macro wrote
    }
    int total = cost + seen;
    seen += LATER_IS_DEARER;
    if (total < bestCost) {
      bestCost = total;
      best = found;
    }
  }

  private int cost(GenericArg a) {
    return switch (a) {
      case Region r -> 0;
      case Const c -> 3;
      case Ty t ->
          switch (fcx.resolve(t)) {
            case Ty.Infer i -> 0;
            case Ty.Closure c -> 1000;
            case Ty.FnDef f -> 150;
            case Ty.FnPtr f -> 30;
            case Ty.Adt d -> 5 + d.args.stream().mapToInt(this::cost).sum();
            case Ty.Tuple u -> 5 + u.elements.stream().mapToInt(this::cost).sum();
            case Ty.Ref r -> 2 + cost(r.target);
            default -> 1;
          };
    };
  }
}
