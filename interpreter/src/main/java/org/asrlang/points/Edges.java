package org.asrlang.points;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirWalk;
import org.asrlang.types.Adjustment;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;
import org.asrlang.types.collect.GlobalCtxt;
import org.asrlang.types.traits.Instance;
import org.asrlang.types.traits.InstanceResolver;

/**
 * What one function calls and drops, read off its desugared tree, on which drops are explicit. Not
 * sensitive to flow: a variable that is moved away on the normal way may still be dropped when a
 * panic unwinds.
 */
final class Edges {
  /** Natives that keep a closure for another task, or for later. */
  private static final Set<String> KEPT =
      Set.of("task::spawn", "scope::spawn", "try_scope::spawn", "thread::spawn", "select::arm");

  /** Natives that drop values of their type argument. */
  private static final Set<String> DROPPING = Set.of("ptr::drop_in_place", "mpsc::drop_receiver");

  private final GlobalCtxt tcx;
  private final InstanceResolver resolver;
  private final List<GenericArg> args;
  private final List<Edge> out = new ArrayList<>();
  private boolean library; // whether the function is std's own

  private Edges(GlobalCtxt tcx, InstanceResolver resolver, List<GenericArg> args) {
    this.tcx = tcx;
    this.resolver = resolver;
    this.args = args;
  }

  static List<Edge> of(GlobalCtxt tcx, InstanceResolver resolver, Key key) {
    return switch (key) {
      case Key.Drop d -> {
        Edges e = new Edges(tcx, resolver, List.of());
        e.parts(d.ty());
        yield e.out;
      }
      case Key.Fn f -> {
        Edges e = new Edges(tcx, resolver, f.instance().args());
        e.function(f.instance());
        yield e.out;
      }
    };
  }

  private void call(Span span, Instance instance) {
    out.add(new Edge(span, false, new Key.Fn(instance), null));
  }

  private void unknown(Span span, boolean drop, String why) {
    out.add(new Edge(span, drop, null, why));
  }

  private void drop(Span span, Ty generic) {
    Ty ty = resolver.instantiate(generic, args);
    if (resolver.needsDrop(ty)) {
      out.add(new Edge(span, true, new Key.Drop(ty), null));
    }
  }

  // ---------------------------------------------------------------- functions

  private void function(Instance instance) {
    Def def = instance.def();
    String waits = tcx.defs().attrText(def, "suspends");
    if (waits != null) {
      unknown(def.span(), false, waits);
      return;
    }
    String nativeName = tcx.defs().attrText(def, "native");
    if (nativeName != null) {
      nativeFunction(def, nativeName);
      return;
    }
    library = isLibrary(def);
    if (isTrusted(def)) {
      return;
    }
    if (def.kind() == Def.Kind.CLOSURE || tcx.hasBody(def)) {
      walk(tcx.thir(def).root());
    }
  }

  /** Std's own that promise it: what formats or panics, through {@code dyn} as that may be. */
  private boolean isTrusted(Def def) {
    return isLibrary(def) && tcx.defs().hasAttr(def, "nosuspend");
  }

  static boolean isLibrary(Def def) {
    String crate = def.crate().name();
    return crate.equals("std") || crate.equals("asr");
  }

  private void nativeFunction(Def def, String name) {
    if (!isLibrary(def)) {
      unknown(def.span(), false, "waits for the outside world");
      return;
    }
    for (GenericArg arg : args) {
      if (DROPPING.contains(name) && arg instanceof Ty t) {
        drop(def.span(), t);
      }
      boolean callable =
          arg instanceof Ty.Closure || arg instanceof Ty.FnDef || arg instanceof Ty.FnPtr;
      if (callable && !KEPT.contains(name)) {
        called(def.span(), (Ty) arg);
      }
    }
  }

  /** A callable value is called, with whatever arguments. */
  private void called(Span span, Ty callable) {
    switch (callable) {
      case Ty.Closure c -> call(span, new Instance(Instance.Kind.CLOSURE, c.def, c.args, c));
      case Ty.FnDef f -> resolved(span, f.def, f.args);
      default -> unknown(span, false, "calls through a function pointer");
    }
  }

  private void resolved(Span span, Def def, List<GenericArg> given) {
    Instance instance = resolver.resolve(new Callee(def, given));
    if (instance == null) {
      if (!tcx.defs().hasAttr(def, "nosuspend")) {
        unknown(span, false, "calls `" + name(def) + "` of a type parameter");
      }
      return;
    }
    switch (instance.kind()) {
      case CTOR -> {}
      case ITEM, CLOSURE, CLOSURE_EVENT -> {
        boolean bodiless = tcx.traitOf(instance.def()) != null && !tcx.hasBody(instance.def());
        if (!bodiless) {
          call(span, instance);
        }
      }
      case CLOSURE_ONCE_SHIM -> {
        call(
            span,
            new Instance(Instance.Kind.CLOSURE, instance.def(), instance.args(), instance.self()));
        drop(span, instance.self());
      }
      case FN_ITEM_CALL -> {
        Ty.FnDef f = (Ty.FnDef) instance.self();
        resolved(span, f.def, f.args);
      }
      case FN_PTR_CALL -> unknown(span, false, "calls through a function pointer");
      case CLONE_SHIM -> cloned(span, instance);
      case VIRTUAL -> {
        // What std formats through dyn counts where it became dyn: see formattable.
        boolean formatting = library && isFormatting(tcx.traitOf(instance.def()));
        if (!formatting && !tcx.defs().hasAttr(instance.def(), "nosuspend")) {
          unknown(span, false, "calls `" + name(instance.def()) + "` through `dyn`");
        }
      }
      case DROP_GLUE -> drop(span, instance.self());
    }
  }

  /** The parts' own clones. */
  private void cloned(Span span, Instance instance) {
    List<Ty> parts =
        switch (instance.self()) {
          case Ty.Tuple t -> t.elements;
          case Ty.Array a -> List.of(a.element);
          case Ty.Closure c when c.upvarsTy() instanceof Ty.Tuple t -> t.elements;
          case Ty t -> List.of();
        };
    for (Ty part : parts) {
      resolved(span, instance.def(), List.of(part));
    }
  }

  static String name(Def def) {
    return def.parent().name() + "::" + def.name();
  }

  // ---------------------------------------------------------------- bodies

  private void walk(ThirExpr e) {
    ThirWalk.children(e, this::walk, p -> ThirWalk.children(p, this::walk));
    switch (e) {
      case ThirExpr.Call c ->
          resolved(c.span(), c.callee().def, resolver.instantiate(c.callee().args, args));
      case ThirExpr.CallPtr c -> unknown(c.span(), false, "calls through a function pointer");
      case ThirExpr.FormatArgs f -> format(f);
      case ThirExpr.Coerce c -> formattable(c);
      case ThirExpr.Scope s -> {
        for (LocalDecl local : s.locals().reversed()) {
          drop(local.span, local.ty);
        }
      }
      case ThirExpr.Discard d -> drop(d.span(), d.value().ty());
      case ThirExpr.Assign a -> drop(a.span(), a.place().ty());
      default -> {}
    }
  }

  private void format(ThirExpr.FormatArgs f) {
    for (Expr.FormatPiece piece : f.pieces()) {
      if (piece instanceof Expr.FormatPlaceholder p) {
        String snake = p.trait().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        Def make = tcx.lang().get("format_argument_new_" + snake);
        Ty ty = resolver.instantiate(f.args().get(p.arg()).ty(), args);
        if (make != null && ty instanceof Ty.Ref r) {
          formats(f.span(), traitOf(make), r.target);
        }
      }
    }
  }

  private static boolean isFormatting(Def trait) {
    return trait.parent().name().equals("fmt") && isLibrary(trait);
  }

  private Def traitOf(Def make) {
    for (Predicate p : tcx.predicates(make)) {
      if (p instanceof Predicate.Trait t && !tcx.lang().is(t.traitRef().trait(), "sized")) {
        return t.traitRef().trait();
      }
    }
    return null;
  }

  private void formats(Span span, Def trait, Ty ty) {
    Ty behind = ty;
    while (behind instanceof Ty.Ref r) {
      behind = r.target;
    }
    if (behind instanceof Ty.Dynamic && library) {
      return;
    }
    if (behind instanceof Ty.Dynamic d) {
      unknown(span, false, "formats whatever is behind `" + d + "`");
      return;
    }
    for (String method : List.of("fmt", "write_str", "write_char")) {
      Def fmt = trait == null ? null : tcx.assocItem(trait, method, Def.Kind.ASSOC_FN);
      if (fmt != null) {
        resolved(span, fmt, List.of(ty));
      }
    }
  }

  /** A value that std may format as {@code &dyn Debug} and the like: derived impls do so. */
  private void formattable(ThirExpr.Coerce c) {
    if (c.adjustment() instanceof Adjustment.Unsize u
        && u.target() instanceof Ty.Ref to
        && to.target instanceof Ty.Dynamic d
        && d.principal != null
        && isFormatting(d.principal.trait())
        && resolver.instantiate(c.operand().ty(), args) instanceof Ty.Ref from
        && !(from.target instanceof Ty.Dynamic)) {
      formats(c.span(), d.principal.trait(), from.target);
    }
  }

  // ---------------------------------------------------------------- drops

  /** The Drop impl of a type and the drops of its parts. */
  private void parts(Ty ty) {
    switch (ty) {
      case Ty.Adt a -> {
        AdtDef adt = tcx.adt(a.def);
        if (adt.isBox()) {
          part((Ty) a.args.get(0));
          return;
        }
        if (tcx.dropImpl(a.def) != null) {
          Def method = tcx.assocItem(tcx.lang().get("drop"), "drop", Def.Kind.ASSOC_FN);
          resolved(a.def.span(), method, List.of(a));
        }
        for (AdtDef.Variant v : adt.variants()) {
          for (AdtDef.Field f : v.fields()) {
            part(resolver.instantiate(f.ty(), a.args));
          }
        }
      }
      case Ty.Tuple t -> t.elements.forEach(this::part);
      case Ty.Array a -> part(a.element);
      case Ty.Slice s -> part(s.element);
      case Ty.Closure c when c.upvarsTy() instanceof Ty.Tuple t -> t.elements.forEach(this::part);
      case Ty.Dynamic d -> unknown(Span.NONE, true, "drops whatever is behind `" + d + "`");
      case Ty t when resolver.needsDrop(t) ->
          unknown(Span.NONE, true, "drops a value of the type parameter `" + t + "`");
      case Ty t -> {}
    }
  }

  private void part(Ty ty) {
    if (resolver.needsDrop(ty)) {
      out.add(new Edge(Span.NONE, true, new Key.Drop(ty), null));
    }
  }
}
