package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyInterner;
import org.asrlang.types.traits.Elaborator;

/** Paths in type position, associated types included. */
final class PathLowering {
  private final AstConv conv;
  private final GlobalCtxt tcx;
  private final TyInterner types;
  private final BoundLowering bounds;
  private final GenericArgLowering args;

  PathLowering(AstConv conv, BoundLowering bounds) {
    this.conv = conv;
    this.tcx = conv.tcx;
    this.types = conv.types;
    this.bounds = bounds;
    this.args = new GenericArgLowering(conv);
  }

  GenericArgLowering args() {
    return args;
  }

  Ty type(Path path, boolean infer) {
    Res.Partial partial = conv.res().path(path);
    if (partial.base() instanceof Res.Err) {
      return types.error;
    }
    int resolved = path.segments().size() - partial.unresolved();
    if (path.qself() != null && path.qselfPosition() > 0 && resolved <= path.qselfPosition()) {
      return qualified(path);
    }
    Ty ty = base(path, partial, infer);
    if (conv.cx.inBody() && ty instanceof Ty.Adt a && !BoundRegions.escape(a)) {
      List<Predicate> required = new ArrayList<>();
      for (Predicate p : tcx.predicates(a.def)) {
        required.add(Subst.apply(types, p, a.args));
      }
      conv.cx.require(required, a.def, path.span());
    }
    Res res = partial.base();
    for (int i = resolved; i < path.segments().size(); i++) {
      ty = assocType(ty, res, path.segments().get(i), path.span());
      res = null;
    }
    return ty;
  }

  /** {@code <T as Trait>::Name} where the resolver left the name to us. */
  private Ty qualified(Path path) {
    Ty self = conv.lower(path.qself());
    TraitRef ref = conv.traitRef(path, path.qselfPosition(), self);
    if (ref == null) {
      return types.error;
    }
    Path.Segment segment = path.segments().get(path.qselfPosition());
    Def assoc = tcx.assocItem(ref.trait(), segment.name(), Def.Kind.ASSOC_TYPE);
    if (assoc == null) {
      notFound(segment, "trait `" + ref.trait().name() + "`");
      return types.error;
    }
    Ty ty = projection(assoc, ref.args(), segment, path.span());
    for (int i = path.qselfPosition() + 1; i < path.segments().size(); i++) {
      ty = assocType(ty, null, path.segments().get(i), path.span());
    }
    return ty;
  }

  /** The part of the path that resolution settled. */
  Ty base(Path path, Res.Partial partial, boolean infer) {
    int resolved = path.segments().size() - partial.unresolved();
    if (path.qself() != null && path.qselfPosition() == 0) {
      return conv.lower(path.qself());
    }
    List<Path.Segment> segments = path.segments().subList(0, resolved);
    return switch (partial.base()) {
      case Res.Err e -> types.error;
      case Res.Var v -> notType(path);
      case Res.SelfCtor s -> tcx.typeOf(s.impl());
      case Res.Prim p -> {
        prohibitArgs(segments, "builtin type `" + p.name() + "`");
        yield types.primitive(p.name());
      }
      case Res.SelfType s -> {
        prohibitArgs(segments, "self type");
        yield selfType(s.owner());
      }
      case Res.Item item -> item(path, item.def(), segments, infer);
    };
  }

  Ty selfType(Def owner) {
    return owner.kind() == Def.Kind.TRAIT ? types.param(owner, 0, "Self") : tcx.typeOf(owner);
  }

  private Ty item(Path path, Def def, List<Path.Segment> segments, boolean infer) {
    Path.Segment last = segments.isEmpty() ? path.last() : segments.get(segments.size() - 1);
    switch (def.kind()) {
      case STRUCT, ENUM -> {
        prohibitModules(segments.subList(0, segments.size() - 1));
        return types.adt(def, args.lower(def, List.of(), last, path.span(), infer));
      }
      case VARIANT -> {
        // `Enum::Variant` as the start of a longer path, or where a type is expected.
        Diagnostic.error("E0573", path.span(), "expected type, found variant `" + path + "`")
            .label("not a type")
            .to(tcx.diagnostics());
        return types.error;
      }
      case TYPE_ALIAS -> {
        List<GenericArg> given = args.lower(def, List.of(), last, path.span(), infer);
        return Subst.apply(types, tcx.typeOf(def), given);
      }
      case TYPE_PARAM -> {
        prohibitArgs(segments, "type parameter `" + def.name() + "`");
        return tcx.typeOf(def);
      }
      case ASSOC_TYPE -> {
        return assocPath(path, def, segments);
      }
      case TRAIT -> {
        return bareTrait(path, def, segments);
      }
      case CRATE,
          MODULE,
          FIELD,
          FN,
          ASSOC_FN,
          CONST,
          ASSOC_CONST,
          STATIC,
          IMPL,
          LIFETIME_PARAM,
          CONST_PARAM,
          CLOSURE,
          OPAQUE,
          ANON_CONST,
          MACRO -> {
        return notType(path);
      }
    }
    throw new AssertionError();
  }

  private Ty notType(Path path) {
    Diagnostic.error("E0573", path.span(), "expected type, found `" + path + "`")
        .label("not a type")
        .to(tcx.diagnostics());
    return types.error;
  }

  private Ty assocPath(Path path, Def assoc, List<Path.Segment> segments) {
    Path.Segment last = segments.get(segments.size() - 1);
    if (path.qself() == null) {
      String trait = assoc.parent().name();
      Diagnostic.error("E0223", path.span(), "ambiguous associated type")
          .help(
              "if there were a type named `Example` that implemented `"
                  + trait
                  + "`, you could use the fully-qualified path: `<Example as "
                  + trait
                  + ">::"
                  + assoc.name()
                  + "`")
          .to(tcx.diagnostics());
      return types.error;
    }
    Ty self = conv.lower(path.qself());
    TraitRef ref = conv.traitRef(path, path.qselfPosition(), self);
    return ref == null ? types.error : projection(assoc, ref.args(), last, path.span());
  }

  private Ty projection(Def assoc, List<GenericArg> traitArgs, Path.Segment segment, Span span) {
    List<GenericArg> all = args.lower(assoc, traitArgs, segment, span, conv.cx.inBody());
    return conv.cx.projection((Ty.Projection) types.projection(assoc, all), span);
  }

  /** A trait where a type is expected, without {@code dyn}. */
  private Ty bareTrait(Path path, Def trait, List<Path.Segment> segments) {
    if (segments.size() < path.segments().size()) {
      // `Trait::Assoc`
      Path.Segment next = path.segments().get(segments.size());
      Diagnostic.error("E0223", path.span(), "ambiguous associated type")
          .help(
              "if there were a type named `Example` that implemented `"
                  + trait.name()
                  + "`, you could use the fully-qualified path: `<Example as "
                  + trait.name()
                  + ">::"
                  + next.name()
                  + "`")
          .to(tcx.diagnostics());
      return types.error;
    }
    Diagnostic.error("E0782", path.span(), "expected a type, found a trait")
        .fix(
            "you can add the `dyn` keyword if you want a trait object",
            path.span().shrinkToStart(),
            "dyn ")
        .to(tcx.diagnostics());
    return types.error;
  }

  // ---- associated types

  Ty assocType(Ty base, Res baseRes, Path.Segment segment, Span span) {
    if (base instanceof Ty.Error) {
      return base;
    }
    String name = segment.name();
    if (baseRes instanceof Res.SelfType s && s.owner().kind() == Def.Kind.IMPL) {
      TraitRef implemented = tcx.implTraitRef(s.owner());
      if (implemented != null) {
        TraitRef ref = defining(new Predicate.Trait(implemented), name);
        if (ref != null) {
          return projected(ref, segment, span);
        }
        notFound(segment, "`Self`");
        return types.error;
      }
    }
    if (base instanceof Ty.Param p) {
      return ofParam(p, segment, span);
    }
    if (base instanceof Ty.Adt a && a.def.kind() == Def.Kind.ENUM) {
      for (Def v : a.def.children(Def.Kind.VARIANT)) {
        if (v.name().equals(name)) {
          Diagnostic.error("E0573", span, "expected type, found variant `" + v.name() + "`")
              .label("not a type")
              .to(tcx.diagnostics());
          return types.error;
        }
      }
    }
    Diagnostic.error("E0223", span, "ambiguous associated type")
        .help(
            "if there were a trait named `Example` with associated type `"
                + name
                + "` implemented for `"
                + base
                + "`, you could use the fully-qualified path: `<"
                + base
                + " as Example>::"
                + name
                + "`")
        .to(tcx.diagnostics());
    return types.error;
  }

  private Ty ofParam(Ty.Param p, Path.Segment segment, Span span) {
    List<TraitRef> found = new ArrayList<>();
    boolean open = false;
    for (Predicate.Trait bound : tcx.paramBounds(conv.cx.item(), p.def, segment.name())) {
      TraitRef ref = defining(bound, segment.name());
      open |= ref != null && mentionsOpen(bound, segment.name());
      if (ref != null && !found.contains(ref)) {
        found.add(ref);
      }
      for (Def other : declaring(bound.traitRef().trait(), segment.name())) {
        if (found.stream().noneMatch(r -> r.trait() == other)) {
          found.add(new TraitRef(other, tcx.identityArgs(other)));
        }
      }
    }
    if (found.isEmpty()) {
      notFound(segment, "`" + p.name + "`");
      return types.error;
    }
    if (found.size() > 1 && found.stream().map(TraitRef::trait).distinct().count() > 1) {
      Diagnostic.Builder d =
          Diagnostic.error(
                  "E0221",
                  span,
                  "ambiguous associated type `"
                      + segment.name()
                      + "` in bounds of `"
                      + p.name
                      + "`")
              .label("ambiguous associated type `" + segment.name() + "`");
      for (TraitRef r : found) {
        Def assoc = tcx.assocItem(r.trait(), segment.name(), Def.Kind.ASSOC_TYPE);
        d.label(assoc.head(), "ambiguous `" + segment.name() + "` from `" + r + "`");
      }
      d.to(tcx.diagnostics());
    }
    if (open && found.size() == 1 && !conv.cx.inBody()) {
      TraitRef ref = found.get(0);
      Diagnostic.error(
              "E0212",
              span,
              "cannot use the associated type of a trait with uninferred generic parameters")
          .suggestion(
              new Diagnostic.Suggestion(
                  "use a fully qualified path with inferred lifetimes",
                  List.of(
                      new Diagnostic.Edit(
                          span, "<" + p.name + " as " + ref + ">::" + segment.name())),
                  false))
          .to(tcx.diagnostics());
      return types.error;
    }
    return projected(found.get(0), segment, span);
  }

  /** Whether the trait that declares the type is named with a lifetime of {@code for<'a>}. */
  private boolean mentionsOpen(Predicate.Trait bound, String name) {
    if (bound.bound().isEmpty()) {
      return false;
    }
    for (Predicate.Trait t : Elaborator.supertraits(tcx, bound)) {
      if (tcx.assocItem(t.traitRef().trait(), name, Def.Kind.ASSOC_TYPE) != null) {
        return t.traitRef().args().stream()
            .anyMatch(
                a -> a instanceof Region.Bound || a instanceof Ty ty && BoundRegions.escape(ty));
      }
    }
    return false;
  }

  private Ty projected(TraitRef ref, Path.Segment segment, Span span) {
    Def assoc = tcx.assocItem(ref.trait(), segment.name(), Def.Kind.ASSOC_TYPE);
    return projection(assoc, BoundRegions.shiftAll(types, ref.args(), conv.depth()), segment, span);
  }

  /** The trait itself or the supertrait that declares the associated type; null if none does. */
  TraitRef defining(Predicate.Trait bound, String name) {
    Def trait = bound.traitRef().trait();
    TraitRef ref = opened(bound);
    if (tcx.assocItem(trait, name, Def.Kind.ASSOC_TYPE) != null) {
      return ref;
    }
    for (Def superTrait : tcx.supertraits(trait)) {
      if (tcx.assocItem(superTrait, name, Def.Kind.ASSOC_TYPE) != null) {
        if (tcx.generics(superTrait).count() == 1) {
          return new TraitRef(superTrait, ref.args().subList(0, 1));
        }
        for (Predicate.Trait t : Elaborator.supertraits(tcx, ref)) {
          if (t.traitRef().trait() == superTrait) {
            return opened(t);
          }
        }
      }
    }
    return null;
  }

  /** The trait and its supertraits, as far as they declare an associated type of that name. */
  List<Def> declaring(Def trait, String name) {
    return tcx.supertraits(trait).stream()
        .filter(t -> tcx.assocItem(t, name, Def.Kind.ASSOC_TYPE) != null)
        .toList();
  }

  // `T: for<'a> Tr<'a>` does not say for which 'a `T::X` is meant; regions are left open.
  private TraitRef opened(Predicate.Trait t) {
    return ((Predicate.Trait) BoundRegions.instantiate(types, t, b -> Region.ERASED)).traitRef();
  }

  void notFound(Path.Segment segment, String in) {
    if (tcx.isTraitMissing() || tcx.diagnostics().isPartial()) {
      return; // it may be of that one
    }
    Diagnostic.error(
            "E0220",
            segment.ident().span(),
            "associated type `" + segment.name() + "` not found for " + in)
        .label("associated type `" + segment.name() + "` not found")
        .to(tcx.diagnostics());
  }

  /** E0109 on what leads to an item. */
  void prohibitModules(List<Path.Segment> segments) {
    for (Path.Segment s : segments) {
      boolean crate = s == segments.getFirst() && CRATES.contains(s.name());
      prohibitArgs(List.of(s), (crate ? "crate `" : "module `") + s.name() + "`");
    }
  }

  private static final Set<String> CRATES = Set.of("std", "core", "alloc", "asr");

  void prohibitArgs(List<Path.Segment> segments, String what) {
    for (Path.Segment s : segments) {
      if (s.args() != null) {
        String kinds = kinds(s.args());
        Diagnostic.error("E0109", first(s.args()), kinds + " arguments are not allowed on " + what)
            .label(kinds + " argument not allowed")
            .label(s.ident().span(), "not allowed on " + what)
            .to(tcx.diagnostics());
      }
    }
  }

  private static Span first(GenericArgs args) {
    return args instanceof GenericArgs.AngleBracketed a && !a.args().isEmpty()
        ? a.args().getFirst().span()
        : args.span();
  }

  /** {@code type and const}, in the order in which they stand there. */
  private static String kinds(GenericArgs args) {
    Set<String> kinds = new LinkedHashSet<>();
    if (args instanceof GenericArgs.AngleBracketed a) {
      for (GenericArgs.GenericArg g : a.args()) {
        kinds.add(
            switch (g) {
              case GenericArgs.LifetimeArg l -> "lifetime";
              case GenericArgs.TypeArg t ->
                  t.type() instanceof TypeExpr.InferType ? "generic" : "type";
              case GenericArgs.ConstArg c -> "const";
            });
      }
    }
    List<String> all = List.copyOf(kinds);
    return switch (all.size()) {
      case 0 -> "generic";
      case 1 -> all.get(0);
      default -> String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    };
  }
}
