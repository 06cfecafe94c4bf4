package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;

/** "Did you mean" and "consider importing". */
final class Suggest {
  /** What is looked for. */
  enum Kind {
    ANY,
    TYPE,
    TRAIT,
    VALUE,
    STRUCT,
    MODULE,
    MACRO
  }

  private final Resolver resolver;

  Suggest(Resolver resolver) {
    this.resolver = resolver;
  }

  static Diagnostic.Suggestion replace(String message, Span at, String text) {
    return new Diagnostic.Suggestion(message, List.of(new Diagnostic.Edit(at, text)), false);
  }

  /** Adds the paths from which a name could be imported. */
  void imports(Diagnostic.Builder d, String name, Kind kind, Scope from, Span at) {
    imports(d, name, kind, from, at, "");
  }

  /**
   * @param instead {@code " instead"} where the name has another meaning
   */
  void imports(Diagnostic.Builder d, String name, Kind kind, Scope from, Span at, String instead) {
    List<Candidate> found = candidates(name, kind, from.def.module());
    if (found.isEmpty()) {
      return;
    }
    String what = found.get(0).what();
    boolean same = found.stream().allMatch(c -> c.what().equals(what));
    String noun = same ? what : "item";
    String message =
        found.size() == 1
            ? "consider importing this " + noun + instead
            : "consider importing one of these " + plural(noun) + instead;
    Span place = useSpan(from, at);
    for (Candidate c : found.subList(0, Math.min(4, found.size()))) {
      if (place == null) {
        d.help(message + ": `use " + c.path() + ";`");
      } else {
        d.suggestion(replace(message, place, "use " + c.path() + ";\n"));
      }
    }
  }

  private static String plural(String noun) {
    return noun.endsWith("s")
        ? noun + "es"
        : noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
  }

  /** Where a {@code use} would go: before the file's first item. */
  private Span useSpan(Scope from, Span at) {
    Span user = at.callSite();
    Def module = from.def.module();
    Span first = null;
    for (Def d : module.children()) {
      if (d.node() instanceof Item i
          && i.span().file() == user.file()
          && i.span().expansion().callSite() == null
          && (first == null || i.span().lo() < first.lo())) {
        first = i.span();
      }
    }
    if (first == null) {
      return null;
    }
    for (Span u : resolver.useSpans(module)) {
      if (u.file() == first.file() && u.lo() < first.lo()) {
        first = u;
      }
    }
    return first.shrinkToStart();
  }

  private record Candidate(String path, String what) {}

  private List<Candidate> candidates(String name, Kind kind, Def place) {
    List<Candidate> out = new ArrayList<>();
    Set<Def> seen = new java.util.HashSet<>();
    Set<Scope> visited = new LinkedHashSet<>();
    List<Map.Entry<String, Scope>> queue = new ArrayList<>();
    for (Def c : resolver.crates()) {
      boolean own = c == place.crate();
      queue.add(Map.entry(own ? "crate" : c.name(), resolver.scope(c)));
    }
    for (int i = 0; i < queue.size(); i++) {
      String path = queue.get(i).getKey();
      Scope s = queue.get(i).getValue();
      if (!visited.add(s)) {
        continue;
      }
      for (Ns ns : Ns.values()) {
        Binding b = s.all(ns).get(name);
        if (b != null
            && b.def() != null
            && fits(b.def(), kind, ns)
            && b.isVisibleFrom(place)
            && seen.add(b.def())) {
          out.add(new Candidate(path + "::" + name, noun(b.def(), ns)));
        }
      }
      for (Map.Entry<String, Binding> e : s.all(Ns.TYPE).entrySet()) {
        Def d = e.getValue().def();
        if (d != null
            && (d.kind() == Def.Kind.MODULE || d.kind() == Def.Kind.ENUM)
            && e.getValue().isVisibleFrom(place)
            && !e.getKey().equals("prelude")) {
          Scope inner = resolver.scope(d);
          if (inner != null) {
            queue.add(Map.entry(path + "::" + e.getKey(), inner));
          }
        }
      }
    }
    out.sort(java.util.Comparator.comparing(Candidate::path));
    return out;
  }

  private static String noun(Def d, Ns ns) {
    return ns == Ns.TYPE || d.kind() == Def.Kind.VARIANT && ns == Ns.TYPE
        ? Describe.of(d, false)
        : Describe.of(d, true);
  }

  private static boolean fits(Def d, Kind kind, Ns ns) {
    return switch (kind) {
      case ANY -> false;
      case TYPE ->
          ns == Ns.TYPE
              && switch (d.kind()) {
                case STRUCT, ENUM, TYPE_ALIAS, TRAIT -> true;
                default -> false;
              };
      case TRAIT -> ns == Ns.TYPE && d.kind() == Def.Kind.TRAIT;
      case VALUE ->
          ns == Ns.VALUE
              && switch (d.kind()) {
                case FN, CONST, STATIC, STRUCT, VARIANT -> true;
                default -> false;
              };
      case STRUCT ->
          ns == Ns.TYPE
              && switch (d.kind()) {
                case STRUCT, TYPE_ALIAS, VARIANT -> true;
                default -> false;
              };
      case MODULE -> ns == Ns.TYPE && d.kind() == Def.Kind.MODULE;
      case MACRO -> false;
    };
  }
}
