package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.infer.InferCtxt;

/** Which types do implement a trait that a type does not: rustc's similar impl candidates. */
final class OtherImpls {
  /** Of more than {@link #ALL} impls so many are told. */
  private static final int SOME = 8;

  private static final int ALL = 9;

  private final InferCtxt infcx;
  private final TyCtxt tcx;

  OtherImpls(InferCtxt infcx) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
  }

  private record Candidate(Def impl, TraitRef ref) {}

  /**
   * The impl that would do if it were for another type argument, as the words that follow "the
   * trait is not implemented"; null if there is no such only impl.
   */
  String but(TraitRef wanted, List<String> facts) {
    List<Candidate> similar = similar(wanted);
    if (similar.size() != 1 || wanted.args().size() < 2 || isNumber(wanted.self())) {
      return null;
    }
    Candidate only = similar.getFirst();
    return infcx.probe(() -> {
      List<GenericArg> args = Subst.apply(tcx.types(), only.ref.args(), infcx.freshArgs(only.impl));
      int wrong = -1;
      for (int i = 0; i < args.size(); i++) {
        if (!infcx.unify(args.get(i), wanted.args().get(i))) {
          if (wrong >= 0 || i == 0) {
            return null;
          }
          wrong = i;
        }
      }
      if (wrong < 0) {
        return null;
      }
      List<GenericArg> known = args.stream().map(infcx::resolve).toList();
      facts.add(
          "for that trait implementation, expected `"
              + known.get(wrong)
              + "`, found `"
              + wanted.args().get(wrong)
              + "`");
      return "\nbut trait `" + new TraitRef(wanted.trait(), known) + "` is implemented for it";
    });
  }

  /** Lists them, if that can help. */
  void list(Diagnostic.Builder d, TraitRef wanted, Def crate) {
    if (tcx.isAutoTrait(wanted.trait())) {
      return;
    }
    List<Candidate> found = similar(wanted);
    if (found.isEmpty() && !wanted.trait().crate().name().equals("std")) {
      found = any(wanted.trait());
    }
    List<TraitRef> exact = new ArrayList<>();
    for (Candidate c : found) {
      if (c.ref
          .args()
          .subList(1, c.ref.args().size())
          .equals(wanted.args().subList(1, wanted.args().size()))) {
        exact.add(c.ref);
      }
    }
    if (!exact.isEmpty()) {
      found = found.stream().filter(c -> exact.contains(c.ref)).toList();
    }
    // std has one impl for what are four in rustc's, for references to numbers as well
    if (found.isEmpty() || found.size() == 1 && isNumber(wanted.self())) {
      return;
    }
    if (found.size() == 1) {
      TraitRef one = found.getFirst().ref;
      d.help("the trait `" + one + "` is implemented for `" + one.self() + "`");
      return;
    }
    boolean sameTrait = found.stream().map(c -> c.ref.toString()).distinct().count() == 1;
    String title =
        "the following other types implement trait `"
            + new TraitRef(wanted.trait(), tcx.identityArgs(wanted.trait()))
            + "`";
    if (found.size() < 5 && found.stream().allMatch(c -> c.impl.crate() == crate)) {
      List<Diagnostic.Label> labels = new ArrayList<>();
      found.forEach(c ->
          labels.add(
              new Diagnostic.Label(
                  c.impl.head(),
                  "`" + c.ref.self() + "`" + (sameTrait ? "" : " implements `" + c.ref + "`"))));
      d.related(
          new Diagnostic.Related(
              title,
              labels.getFirst().span(),
              labels.getFirst().text(),
              labels.subList(1, labels.size()),
              true));
      return;
    }
    int shown = found.size() <= ALL ? found.size() : SOME;
    String lines =
        found.stream()
            .limit(shown)
            .map(c ->
                "\n  "
                    + (sameTrait
                        ? c.ref.self().toString()
                        : "`" + c.ref.self() + "` implements `" + c.ref + "`"))
            .collect(Collectors.joining());
    d.help(
        title
            + ":"
            + lines
            + (shown < found.size() ? "\nand " + (found.size() - shown) + " others" : ""));
  }

  /** The impls for the type itself, else those for types of its kind. */
  private List<Candidate> similar(TraitRef wanted) {
    Ty self = bare(wanted.self());
    int kind = kind(self);
    List<Candidate> same = new ArrayList<>();
    List<Candidate> alike = new ArrayList<>();
    for (Candidate c : all(wanted.trait())) {
      Ty own = bare(c.ref.self());
      if (kind < 0 || kind(own) != kind) {
        continue;
      }
      if (own.equals(self)) {
        same.add(c);
      } else if (!(own instanceof Ty.Adt a) || !(self instanceof Ty.Adt b) || a.def == b.def) {
        alike.add(c);
      }
    }
    return same.isEmpty() ? alike : same;
  }

  private List<Candidate> any(Def trait) {
    return all(trait).stream()
        .filter(c ->
            !(c.ref.self() instanceof Ty.Param) && c.impl.span().expansion().callSite() == null)
        .toList();
  }

  private List<Candidate> all(Def trait) {
    List<Candidate> found = new ArrayList<>();
    for (Def impl : tcx.traitImpls(trait, null)) {
      TraitRef ref = tcx.implTraitRef(impl);
      if (ref != null && ref.args().stream().noneMatch(OtherImpls::isError)) {
        found.add(new Candidate(impl, EraseRegions.of(tcx.types(), ref)));
      }
    }
    found.sort(Comparator.comparing(c -> c.ref.self() + " as " + c.ref));
    return found;
  }

  private static boolean isError(GenericArg a) {
    return a instanceof Ty t && t.has(Ty.HAS_ERROR);
  }

  private boolean isNumber(Ty t) {
    return kind(t) == kind(tcx.types().i32);
  }

  private Ty bare(Ty t) {
    Ty at = EraseRegions.of(tcx.types(), t);
    while (at instanceof Ty.Ref r) {
      at = r.target;
    }
    return at;
  }

  /** Types of one kind may be taken for each other. */
  private int kind(Ty t) {
    return switch (t) {
      case Ty.Bool b -> 0;
      case Ty.Char c -> 1;
      case Ty.Str s -> 2;
      case Ty.Adt a -> a.def.name().equals("String") && a.def.crate().name().equals("std") ? 2 : 16;
      case Ty.Int i -> 4;
      case Ty.Uint i -> 4;
      case Ty.Float f -> 4;
      case Ty.Infer v -> v.kind == Ty.InferKind.GENERAL ? -1 : 4;
      case Ty.Array a -> 6;
      case Ty.Slice s -> 6;
      case Ty.FnDef f -> 7;
      case Ty.FnPtr f -> 7;
      case Ty.Dynamic d -> 8;
      case Ty.Closure c -> 9;
      case Ty.Tuple u -> 10;
      case Ty.Param p -> 11;
      case Ty.Projection p -> 12;
      case Ty.Opaque o -> 13;
      case Ty.Never n -> 14;
      case Ty.Ref r -> 5;
      case Ty.Error e -> -1;
    };
  }
}
