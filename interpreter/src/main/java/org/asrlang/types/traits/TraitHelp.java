package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Predicate;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.infer.InferCtxt;

/** What would make a type implement a trait that it does not. */
final class TraitHelp {
  private static final Set<String> DERIVED =
      Set.of("Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd");

  private final InferCtxt infcx;
  private final TyCtxt tcx;

  TraitHelp(InferCtxt infcx) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
  }

  /**
   * @param said whether the label says already that the trait is not implemented
   * @param trait as it is written in messages
   */
  void add(Diagnostic.Builder d, TraitRef ref, Obligation at, boolean said, String trait) {
    Ty self = ref.self();
    Def body = at.root().cause().body();
    Def crate = body == null ? null : body.crate();
    if (self instanceof Ty.Param p) {
      if (!tcx.lang().is(ref.trait(), "sized")) {
        ParamBounds.restrict(d, p, ref.toString(), written(ref, crate));
      }
      return;
    }
    boolean own = self instanceof Ty.Adt a && a.def.crate() == crate;
    boolean callable =
        tcx.lang().is(ref.trait(), "fn")
            || tcx.lang().is(ref.trait(), "fn_mut")
            || tcx.lang().is(ref.trait(), "fn_once");
    OtherImpls others = callable ? null : new OtherImpls(infcx);
    List<String> facts = new ArrayList<>();
    String but = others == null ? null : others.but(ref, facts);
    String lacks = "the trait `" + trait + "` is not implemented for `" + self + "`";
    if (own && !isDerivable(ref)) {
      d.related(new Diagnostic.Related(lacks, ((Ty.Adt) self).def.head(), "", List.of(), true));
    } else if (but != null) {
      d.help(lacks + but);
      facts.forEach(d::help);
    } else if (!said) {
      Ty within = within(ref, at);
      if (within instanceof Ty.Closure c) {
        d.label(c.def.head(), "within this `" + within + "`");
      }
      d.help(within == null ? lacks : "within `" + within + "`, " + lacks);
    }
    if (own && ref.trait().name().equals("Debug") && ref.trait().crate() != crate) {
      d.note("add `#[derive(Debug)]` to `" + self + "` or manually `impl Debug for " + self + "`");
    }
    if (ref.trait().crate() == crate
        && tcx.defs().impls(crate).stream().noneMatch(i -> implementsIt(i, ref.trait()))) {
      d.related(
          new Diagnostic.Related(
              "this trait has no implementations, consider adding one",
              ref.trait().head(),
              "",
              List.of(),
              true));
    }
    shared(d, ref);
    boolean integral =
        self instanceof Ty.Int
            || self instanceof Ty.Uint
            || self instanceof Ty.Infer i && i.kind == Ty.InferKind.INTEGER;
    if (tcx.lang().is(ref.trait(), "iterator") && integral) {
      d.note(
          "if you want to iterate between `start` until a value `end`, use the exclusive range"
              + " syntax `start..end` or the inclusive range syntax `start..=end`");
    }
    if (own && isDerivable(ref)) {
      derive(d, ref, ((Ty.Adt) self).def);
    } else if (but == null && others != null) {
      others.list(d, ref, crate);
    }
  }

  private boolean implementsIt(Def impl, Def trait) {
    TraitRef r = tcx.implTraitRef(impl);
    return r != null && r.trait() == trait;
  }

  boolean isDerivable(TraitRef ref) {
    Def trait = ref.trait();
    if (!(ref.self() instanceof Ty.Adt a)
        || !trait.crate().name().equals("std")
        || !DERIVED.contains(trait.name())
        || trait.name().equals("Default") && a.def.kind() == Def.Kind.ENUM) {
      return false;
    }
    if (ref.args().size() > 1 && !ref.args().get(1).equals(ref.self())) {
      return false;
    }
    for (AdtDef.Variant v : tcx.adt(a.def).variants()) {
      for (AdtDef.Field f : v.fields()) {
        Ty ty = Subst.apply(tcx.types(), f.ty(), a.args);
        TraitRef part = new TraitRef(trait, ref.args().size() > 1 ? List.of(ty, ty) : List.of(ty));
        if (!TraitSolver.of(infcx).mayHold(ParamEnv.EMPTY, new Predicate.Trait(part))) {
          return false;
        }
      }
    }
    return true;
  }

  private static void derive(Diagnostic.Builder d, TraitRef ref, Def adt) {
    Span at =
        switch (adt.node()) {
          case Item.Struct s -> s.span();
          case Item.Enum e -> e.span();
          case null, default -> null;
        };
    if (at != null && at.expansion().callSite() == null) {
      String what = "#[derive(" + ref.trait().name() + ")]";
      d.maybe(
          "consider annotating `" + ref.self() + "` with `" + what + "`",
          at.shrinkToStart(),
          what + "\n");
    }
  }

  /** What the type is a part of, whose being {@code Send} or {@code Sync} depends on its parts. */
  private Ty within(TraitRef ref, Obligation at) {
    Ty found = null;
    for (Obligation o = at.parent(); o != null; o = o.parent()) {
      if (!(infcx.resolve(o.predicate()) instanceof Predicate.Trait t)
          || t.traitRef().trait() != ref.trait()) {
        break;
      }
      if (t.traitRef().equals(ref)) {
        continue;
      }
      if (!byParts(t.traitRef())) {
        break;
      }
      found = t.traitRef().self();
    }
    return found;
  }

  /** Whether it holds if it holds for all parts: no impl says otherwise. */
  boolean byParts(TraitRef ref) {
    return tcx.isAutoTrait(ref.trait())
        && switch (ref.self()) {
          case Ty.Closure c -> true;
          case Ty.Tuple t -> true;
          case Ty.Array t -> true;
          case Ty.Slice t -> true;
          case Ty.Adt a ->
              tcx.traitImpls(ref.trait(), SimplifiedType.ofGoal(a)).stream()
                  .noneMatch(i -> tcx.implTraitRef(i).self() instanceof Ty.Adt x && x.def == a.def);
          case Ty t -> false;
        };
  }

  private void shared(Diagnostic.Builder d, TraitRef ref) {
    if (!tcx.lang().is(ref.trait(), "sync")
        || !(ref.self() instanceof Ty.Adt a)
        || !a.def.crate().name().equals("std")) {
      return;
    }
    String instead =
        switch (a.def.name()) {
          case "RefCell" -> "`std::sync::RwLock`";
          case "Cell" -> {
            String number = a.args.get(0).toString();
            yield number.matches("[iu](8|16|32|64|size)|bool")
                ? "`std::sync::RwLock` or `std::sync::atomic::Atomic"
                    + Character.toUpperCase(number.charAt(0))
                    + number.substring(1)
                    + "`"
                : "`std::sync::RwLock`";
          }
          default -> null;
        };
    if (instead != null) {
      d.note(
          "if you want to do aliasing and mutation between multiple threads, use "
              + instead
              + " instead");
    }
  }

  /** The trait as it can be written anywhere. */
  private static String written(TraitRef ref, Def crate) {
    String name = ref.toString();
    if (ref.trait().crate() == crate) {
      return ref.trait().path().replace(ref.trait().name(), "") + name;
    }
    StringBuilder path = new StringBuilder();
    for (Def in = ref.trait().parent(); in != null; in = in.parent()) {
      path.insert(0, (in.parent() == null ? "std" : in.name()) + "::");
    }
    return path + name;
  }
}
