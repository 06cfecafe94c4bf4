package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.DefPath;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.infer.InferCtxt;

/** The words for what does not hold, and for why it has to. */
public final class TraitMessages {
  private static final Set<String> FORMAT =
      Set.of(
          "Display",
          "Debug",
          "LowerHex",
          "UpperHex",
          "Octal",
          "Binary",
          "LowerExp",
          "UpperExp",
          "Pointer");

  /** The symbols of std's operator traits that take another operand. */
  private static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry("PartialEq", "=="),
          Map.entry("PartialOrd", "<"),
          Map.entry("Add", "+"),
          Map.entry("Sub", "-"),
          Map.entry("Mul", "*"),
          Map.entry("Div", "/"),
          Map.entry("Rem", "%"),
          Map.entry("BitAnd", "&"),
          Map.entry("BitOr", "|"),
          Map.entry("BitXor", "^"),
          Map.entry("Shl", "<<"),
          Map.entry("Shr", ">>"),
          Map.entry("AddAssign", "+="),
          Map.entry("SubAssign", "-="),
          Map.entry("MulAssign", "*="),
          Map.entry("DivAssign", "/="),
          Map.entry("RemAssign", "%="),
          Map.entry("BitAndAssign", "&="),
          Map.entry("BitOrAssign", "|="),
          Map.entry("BitXorAssign", "^="),
          Map.entry("ShlAssign", "<<="),
          Map.entry("ShrAssign", ">>="));

  private final InferCtxt infcx;
  private final TyCtxt tcx;
  private final TraitHelp help;

  /** Whether what was said last is about an argument of a format string. */
  private boolean formatted;

  public TraitMessages(InferCtxt infcx) {
    this.help = new TraitHelp(infcx);
    this.infcx = infcx;
    this.tcx = infcx.tcx();
  }

  /** A predicate as messages show it. */
  public static String describe(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> t.traitRef().self() + ": " + t.traitRef();
      case Predicate.Projection j -> j.alias() + " == " + j.ty();
      case Predicate.TypeOutlives o -> o.ty() + ": " + o.region();
      case Predicate.RegionOutlives o -> o.longer() + ": " + o.shorter();
      case Predicate.Subtype s -> s.ty() + " <: " + s.ty();
    };
  }

  /** Whether an error was reported for a part of it already. */
  public static boolean mentionsError(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> anyError(t.traitRef().args());
      case Predicate.Projection j -> anyError(j.alias().args) || j.ty().has(Ty.HAS_ERROR);
      case Predicate.TypeOutlives o -> false;
      case Predicate.RegionOutlives o -> false;
      case Predicate.Subtype s -> s.ty().has(Ty.HAS_ERROR);
    };
  }

  private static boolean anyError(List<GenericArg> args) {
    return args.stream().anyMatch(a -> a instanceof Ty t && t.has(Ty.HAS_ERROR));
  }

  /**
   * E0277 for a trait that a type does not implement.
   *
   * @param body where it has to
   * @param formatted whether it is an argument of a format string
   */
  public Diagnostic.Builder unimplemented(TraitRef ref, Span span, Def body, boolean formatted) {
    this.formatted = formatted;
    Ty self = ref.self();
    Def trait = ref.trait();
    String name = trait.name();
    String s = "`" + self + "`";
    if (is(trait, "sized")) {
      return error(
              span, "the size for values of type " + s + " cannot be known at compilation time")
          .label("doesn't have a size known at compile-time");
    }
    if (is(trait, "send") || is(trait, "sync")) {
      String how = is(trait, "send") ? "sent" : "shared";
      String text = s + " cannot be " + how + " between threads safely";
      return error(span, text).label(text);
    }
    if (isFormat(trait) && (name.equals("Display") || name.equals("Debug"))) {
      String text = name.equals("Display") ? "std::fmt::Display" : name;
      Diagnostic.Builder d = error(span, s + " doesn't implement `" + text + "`");
      if (saidByLabel(ref)) {
        return d.label(unsatisfied(ref, body, text));
      }
      return d.label(
          name.equals("Display")
              ? s + " cannot be formatted with the default formatter"
              : s
                  + " cannot be formatted using `{:?}`"
                  + (self instanceof Ty.Adt ? " because it doesn't implement `Debug`" : ""));
    }
    if (is(trait, "iterator")) {
      return error(span, s + " is not an iterator").label(s + " is not an iterator");
    }
    Diagnostic.Builder operator = ref.args().size() == 2 ? operator(ref, span) : null;
    if (operator != null) {
      return operator;
    }
    if (isFnTrait(trait)) {
      String sugar = fnSugar(ref);
      return error(span, "expected a `" + sugar + "` closure, found " + s)
          .label("expected an `" + sugar + "` closure, found " + s);
    }
    if (name.equals("FromIterator")) {
      String item = "`" + ref.args().get(1) + "`";
      return error(
              span,
              "a value of type %s cannot be built from an iterator over elements of type %s"
                  .formatted(s, item))
          .label(
              "value of type %s cannot be built from `std::iter::Iterator<Item=%s>`"
                  .formatted(s, ref.args().get(1)));
    }
    if (name.equals("Sum") || name.equals("Product")) {
      Object item = ref.args().get(1);
      boolean sum = name.equals("Sum");
      return error(
              span,
              "a value of type "
                  + s
                  + (sum
                      ? " cannot be made by summing an iterator over elements of type `" + item
                      : " cannot be made by multiplying all elements of type `"
                          + item
                          + "` from an iterator")
                  + (sum ? "`" : ""))
          .label(
              "value of type "
                  + s
                  + " cannot be made by "
                  + (sum ? "summing a" : "multiplying all elements from a")
                  + " `std::iter::Iterator<Item="
                  + item
                  + ">`");
    }
    if (is(trait, "termination")) {
      return error(span, "`main` has invalid return type " + s)
          .label("`main` can only return types that implement `Termination`");
    }
    return error(span, "the trait bound `" + self + ": " + ref + "` is not satisfied")
        .label(unsatisfied(ref, body, ref.toString()));
  }

  private String unsatisfied(TraitRef ref, Def body, String trait) {
    Def crate = body == null ? null : body.crate();
    boolean own = ref.self() instanceof Ty.Adt a && a.def.crate() == crate;
    return own && !help.isDerivable(ref)
        ? "unsatisfied trait bound"
        : "the trait `" + trait + "` is not implemented for `" + ref.self() + "`";
  }

  private static boolean isFormat(Def trait) {
    return FORMAT.contains(trait.name()) && trait.parent().name().equals("fmt");
  }

  /** Null for a trait that is no operator's. */
  private Diagnostic.Builder operator(TraitRef ref, Span span) {
    String l = "`" + ref.self() + "`";
    String r = "`" + ref.args().get(1) + "`";
    String symbol = OPERATORS.get(ref.trait().name());
    if (ref.trait().name().equals("SliceIndex")) {
      return error(span, "the type " + r + " cannot be indexed by " + l)
          .label(
              ref.args().get(1) instanceof Ty.Str
                  ? "string indices are ranges of `usize`"
                  : "slice indices are of type `usize` or ranges of `usize`");
    }
    if (symbol == null || !ref.trait().crate().name().equals("std")) {
      return null;
    }
    String message =
        switch (symbol) {
          case "==", "<" -> "can't compare " + l + " with " + r;
          case "+" -> "cannot add " + r + " to " + l;
          case "+=" -> "cannot add-assign " + r + " to " + l;
          case "-" -> "cannot subtract " + r + " from " + l;
          case "-=" -> "cannot subtract-assign " + r + " from " + l;
          case "*" -> "cannot multiply " + l + " by " + r;
          case "*=" -> "cannot multiply-assign " + l + " by " + r;
          case "/" -> "cannot divide " + l + " by " + r;
          case "/=" -> "cannot divide-assign " + l + " by " + r;
          case "%" -> "cannot calculate the remainder of " + l + " divided by " + r;
          case "%=" -> "cannot calculate and assign the remainder of " + l + " divided by " + r;
          default -> "no implementation for `%s %s %s`".formatted(bare(l), symbol, bare(r));
        };
    String label =
        symbol.equals("<")
            ? "no implementation for `%s < %s` and `%s > %s`"
                .formatted(bare(l), bare(r), bare(l), bare(r))
            : "no implementation for `%s %s %s`".formatted(bare(l), symbol, bare(r));
    return error(span, message).label(label);
  }

  private static String bare(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  private static Diagnostic.Builder error(Span span, String text) {
    return Diagnostic.error("E0277", span, text);
  }

  /** What would make it hold. */
  public void explain(TraitRef missing, Obligation at, Diagnostic.Builder d) {
    help.add(d, missing, at, saidByLabel(missing), name(missing));
  }

  /** The chain of what it was needed for, and the bound at its end. */
  public void because(TraitRef missing, Obligation at, Diagnostic.Builder d) {
    TraitRef before = missing;
    List<TraitRef> chain = new ArrayList<>();
    for (Obligation o = at.parent(); o != null; o = o.parent()) {
      if (infcx.resolve(o.predicate()) instanceof Predicate.Trait t
          && !t.traitRef().equals(before)
          && !isCaptures(t.traitRef().self(), o.parent())) {
        before = t.traitRef();
        chain.add(before);
      }
    }
    boolean[] hidden = {false};
    for (int i = 0; i < chain.size(); i++) {
      TraitRef ref = chain.get(i);
      if (ref.self() instanceof Ty.Closure c) {
        d.note(c.def.head(), "required because it's used within this closure");
      } else if (i == 0 || i == chain.size() - 1) {
        d.note(
            help.byParts(ref)
                ? "required because it appears within the type `" + ref.self() + "`"
                : "required for `" + ref.self() + "` to implement `" + ref + "`");
      } else if (!hidden[0]) {
        hidden[0] = true;
        d.note(chain.size() - 2 + " redundant requirements hidden");
      }
    }
    sized(at.root().cause(), d);
    requiredBy(at.root().cause(), d);
  }

  private void sized(Cause cause, Diagnostic.Builder d) {
    if (cause.what() == Cause.What.SIZED_RETURN) {
      d.note("the return type of a function must have a statically known size");
    } else if (cause.what() == Cause.What.SIZED_FIELD) {
      d.note(
          cause.body() != null && cause.body().kind() == Def.Kind.ENUM
              ? "no field of an enum variant may have a dynamically sized type"
              : "only the last field of a struct may have a dynamically sized type");
      d.help("change the field's type to have a statically known size");
      Span at = cause.span();
      d.fix("borrowed types always have a statically known size", at.shrinkToStart(), "&");
      d.fix(
          "the `Box` type always has a statically known size and allocates its contents in the"
              + " heap",
          List.of(
              new Diagnostic.Edit(at.shrinkToStart(), "Box<"),
              new Diagnostic.Edit(at.shrinkToEnd(), ">")));
    }
  }

  /** Whether it is the tuple of what a closure captures, of which nobody has heard. */
  private boolean isCaptures(Ty self, Obligation around) {
    return self instanceof Ty.Tuple
        && around != null
        && infcx.resolve(around.predicate()) instanceof Predicate.Trait t
        && t.traitRef().self() instanceof Ty.Closure c
        && infcx.resolve(c.upvarsTy()) == self;
  }

  /** The where clause that demands it. */
  public void requiredBy(Cause cause, Diagnostic.Builder d) {
    Def item = cause.item();
    if (item == null) {
      return;
    }
    Def crate = cause.body() == null ? null : cause.body().crate();
    String name =
        item.kind() == Def.Kind.IMPL ? "this impl" : "`" + DefPath.of(tcx, item, crate) + "`";
    boolean own = cause.body() != null && item.crate() == cause.body().crate();
    Span bound = own && cause.bound() != null ? tcx.boundSpan(item, cause.bound()) : null;
    if (bound == null) {
      d.note("required by a bound in " + name);
      return;
    }
    boolean sameLine = bound.file() == item.span().file() && bound.line() == item.span().line();
    d.related(
        new Diagnostic.Related(
            "required by a bound in " + name,
            bound,
            "required by this bound in " + name,
            sameLine
                ? List.of()
                : List.of(
                    new Diagnostic.Label(
                        item.span(), "required by a bound in this " + kind(item.kind())))));
  }

  /** Whether the label of {@link #unimplemented} names the trait and the type. */
  private boolean saidByLabel(TraitRef ref) {
    Def trait = ref.trait();
    boolean special =
        is(trait, "sized")
            || is(trait, "send")
            || is(trait, "sync")
            || isFormat(trait)
                && formatted
                && (trait.name().equals("Display") || trait.name().equals("Debug"))
            || is(trait, "iterator")
            || isFnTrait(trait)
            || trait.name().equals("FromIterator")
            || trait.name().equals("Sum")
            || trait.name().equals("Product")
            || ref.args().size() == 2 && OPERATORS.containsKey(trait.name())
            || trait.name().equals("SliceIndex");
    return !special;
  }

  private String name(TraitRef ref) {
    return isFnTrait(ref.trait())
        ? fnSugar(ref)
        : ref.trait().name().equals("Display") && ref.trait().parent().name().equals("fmt")
            ? "std::fmt::Display"
            : ref.toString();
  }

  private static String kind(Def.Kind kind) {
    return switch (kind) {
      case FN -> "function";
      case ASSOC_FN -> "associated function";
      case STRUCT -> "struct";
      case ENUM -> "enum";
      case TRAIT -> "trait";
      case ASSOC_TYPE -> "associated type";
      case CONST, ASSOC_CONST -> "constant";
      default -> "item";
    };
  }

  public boolean isFnTrait(Def trait) {
    return is(trait, "fn") || is(trait, "fn_mut") || is(trait, "fn_once");
  }

  private boolean is(Def trait, String lang) {
    return tcx.lang().is(trait, lang);
  }

  private static String fnSugar(TraitRef ref) {
    String inputs =
        ref.args().get(1) instanceof Ty.Tuple t ? t.toString().replaceFirst(",\\)$", ")") : "(_)";
    return ref.trait().name() + inputs;
  }
}
