package org.asrlang.lint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.Ty;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * {@code dead_code}: definitions that nothing reaches from {@code main}, the tests and what is
 * allowed to be dead. A crate without {@code main} is called from outside: all of it lives.
 */
final class DeadCode {
  private static final int MAX_NAMES = 6;

  private final GlobalCtxt tcx;
  private final Def crate;
  private final Set<Def> live = new HashSet<>();
  private final Deque<Def> todo = new ArrayDeque<>();
  private final References references;

  DeadCode(GlobalCtxt tcx, Def crate) {
    this.tcx = tcx;
    this.crate = crate;
    this.references = new References(tcx, this::mark);
  }

  /**
   * @param allowed whether the lint is off at a place: what stands there counts as used
   */
  void check(Predicate<Span> allowed) {
    List<Def> all = List.copyOf(tcx.defs().allDefs(crate));
    Def main = null;
    for (Def d : all) {
      if (d.isMain()) {
        main = d;
      }
    }
    if (main == null || isLibrary()) {
      return;
    }
    mark(main);
    Set<Def> reachable = tcx.defs().reachable(crate);
    reachable.forEach(this::mark);
    for (Def d : all) {
      boolean open = d.isAssoc() || d.kind() == Def.Kind.FIELD;
      if (open && d.visibleIn() == null && reachable.contains(References.home(tcx, d))) {
        mark(d);
      }
      if (d.kind() == Def.Kind.CONST && d.name().equals("_")) {
        mark(d);
      }
      if (tcx.defs().hasAttr(d, "test") || isNamed(d) && allowed.test(d.span())) {
        mark(d);
      }
    }
    run();
    report(all);
  }

  /** {@code #![crate_type = "lib"]}. */
  private boolean isLibrary() {
    return tcx.defs().files(crate).stream()
        .flatMap(f -> f.attrs().stream())
        .anyMatch(a -> a.is("crate_type"));
  }

  private void mark(Def d) {
    if (d != null && d.crate() == crate && live.add(d)) {
      todo.add(d);
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      while (!todo.isEmpty()) {
        references.of(todo.remove());
      }
      more = false;
      for (Def impl : tcx.defs().impls(crate)) {
        more |= implItems(impl);
      }
    }
  }

  /** A trait's items in an impl live with the trait's own and with the type. */
  private boolean implItems(Def impl) {
    if (tcx.implTraitRef(impl) == null) {
      return false;
    }
    Def trait = tcx.implTraitRef(impl).trait();
    boolean local = trait.crate() == crate;
    Def self = References.adt(tcx.typeOf(impl));
    if (local && !live.contains(trait)
        || self != null && self.crate() == crate && !live.contains(self)) {
      return false;
    }
    int before = live.size();
    mark(impl);
    for (Def m : impl.children()) {
      Def item = m.isAssoc() && local ? tcx.traitItemOf(m) : null;
      if (item == null || live.contains(item)) {
        mark(m);
      }
    }
    return live.size() > before;
  }

  // ---- messages

  private void report(List<Def> all) {
    Map<Def, List<Def>> members = new LinkedHashMap<>();
    for (Def d : all) {
      if (live.contains(d) || !isNamed(d) || !isWritten(d) || isInDeadBody(d)) {
        continue;
      }
      switch (d.kind()) {
        case FN -> never(d, "function", "used");
        case STRUCT -> never(d, "struct", "constructed");
        case ENUM -> never(d, "enum", "used");
        case TRAIT -> never(d, "trait", "used");
        case CONST -> never(d, "constant", "used");
        case STATIC -> never(d, "static", "used");
        case TYPE_ALIAS -> never(d, "type alias", "used");
        case VARIANT, ASSOC_FN, ASSOC_CONST, FIELD -> {
          if (isMember(d)) {
            members.computeIfAbsent(d.parent(), p -> new ArrayList<>()).add(d);
          }
        }
        default -> {}
      }
    }
    members.forEach(this::group);
  }

  /** Of what lives as a whole, or an inherent impl's. */
  private boolean isMember(Def d) {
    Def parent = d.parent();
    return switch (parent.kind()) {
      case ENUM, TRAIT -> live.contains(parent);
      case STRUCT, VARIANT -> live.contains(parent) && tells(d, parent);
      case IMPL -> tcx.implTraitRef(parent) == null;
      default -> false;
    };
  }

  /** A layout that is laid down keeps its fields; so do places for types without a value. */
  private boolean tells(Def field, Def parent) {
    if (tcx.defs().hasAttr(parent, "repr")) {
      return false;
    }
    return !Character.isDigit(field.name().charAt(0)) || !isEmpty(tcx.typeOf(field));
  }

  /** Of size zero, or of a size that only an instance knows. */
  private boolean isEmpty(Ty ty) {
    return switch (ty) {
      case Ty.Param p -> true;
      case Ty.Projection p -> true;
      case Ty.Tuple t -> t.elements.stream().allMatch(this::isEmpty);
      case Ty.Adt a ->
          tcx.lang().is(a.def, "phantom_data")
              || a.def.kind() == Def.Kind.STRUCT
                  && a.def.crate() == crate
                  && a.def.children(Def.Kind.FIELD).stream().allMatch(f -> isEmpty(tcx.typeOf(f)));
      case Ty t -> false;
    };
  }

  /** Of a function that is never used, what is defined inside is not told. */
  private boolean isInDeadBody(Def d) {
    for (Def p = d.parent(); p != null; p = p.parent()) {
      boolean body =
          switch (p.kind()) {
            case FN, ASSOC_FN, CONST, ASSOC_CONST, STATIC -> true;
            default -> false;
          };
      if (body && !live.contains(p)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamed(Def d) {
    return d.name() != null && !d.name().startsWith("_") && d.node() != null;
  }

  private static boolean isWritten(Def d) {
    Span item = d.node().span();
    return item.file() == item.callSite().file() && d.span().file() == item.file();
  }

  private void never(Def d, String kind, String what) {
    Diagnostic.warning(Lint.DEAD_CODE.key, d.span(), kind + " `" + d.name() + "` is never " + what)
        .to(tcx.diagnostics());
  }

  private void group(Def parent, List<Def> dead) {
    boolean many = dead.size() > 1;
    String kind = kind(dead) + (many ? "s" : "");
    String names =
        dead.size() > MAX_NAMES
            ? "multiple " + kind
            : kind + " " + Words.and(dead.stream().map(d -> "`" + d.name() + "`").toList());
    Def.Kind first = dead.get(0).kind();
    String what =
        first == Def.Kind.FIELD ? "read" : first == Def.Kind.VARIANT ? "constructed" : "used";
    Diagnostic.Builder b =
        Diagnostic.warning(
            Lint.DEAD_CODE.key,
            at(dead.get(0)),
            names + (many ? " are" : " is") + " never " + what);
    dead.stream().skip(1).forEach(d -> b.label(at(d), ""));
    boolean tuple = first == Def.Kind.FIELD && Character.isDigit(dead.get(0).name().charAt(0));
    if (tuple && dead.size() == parent.children(Def.Kind.FIELD).size()) {
      b.help("consider removing " + (many ? "these fields" : "this field"));
    }
    String home =
        switch (parent.kind()) {
          case ENUM -> "enum";
          case STRUCT -> "struct";
          case VARIANT -> "variant";
          case TRAIT -> "trait";
          default -> "implementation";
        };
    b.label(head(parent), kind + " in this " + home);
    derives(parent, first, b);
    b.to(tcx.diagnostics());
  }

  /** A field without a name is shown by its type. */
  private static Span at(Def d) {
    return d.node() instanceof Item.FieldDef f && Character.isDigit(d.name().charAt(0))
        ? f.type().span()
        : d.span();
  }

  private static Span head(Def parent) {
    if (parent.node() instanceof Item.Impl i) {
      Span s = i.span();
      return new Span(s.file(), s.lo(), i.self().span().hi(), s.expansion());
    }
    return parent.span();
  }

  private String kind(List<Def> dead) {
    String one = null;
    for (Def d : dead) {
      String kind =
          switch (d.kind()) {
            case VARIANT -> "variant";
            case FIELD -> "field";
            case ASSOC_CONST -> "associated constant";
            default ->
                d.node() instanceof Item.Fn f && f.self() != null
                    ? "method"
                    : "associated function";
          };
      if (one != null && !one.equals(kind)) {
        return "associated item";
      }
      one = kind;
    }
    return one;
  }

  /** What {@code Debug} and {@code Clone} do with a field is no use of it: rustc says so. */
  private void derives(Def adt, Def.Kind member, Diagnostic.Builder b) {
    if (member != Def.Kind.FIELD) {
      return;
    }
    List<String> traits = new ArrayList<>();
    for (Def impl : tcx.defs().impls(crate)) {
      Def owner = adt.kind() == Def.Kind.VARIANT ? adt.parent() : adt;
      if (References.isTrivialDerive(tcx, impl) && References.adt(tcx.typeOf(impl)) == owner) {
        traits.add("`" + tcx.implTraitRef(impl).trait().name() + "`");
      }
    }
    if (!traits.isEmpty()) {
      String which =
          traits.size() == 1
              ? "a derived impl for the trait " + traits.get(0)
              : "derived impls for the traits " + Words.and(traits);
      b.note(
          "`"
              + (adt.kind() == Def.Kind.VARIANT ? adt.parent() : adt).name()
              + "` has "
              + which
              + ", but "
              + (traits.size() == 1 ? "this is" : "these are")
              + " intentionally ignored during dead code analysis");
    }
  }
}
