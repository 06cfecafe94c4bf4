package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.Collection;
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

  /** The name most like the wanted one, as rustc chooses it; null if none is near. */
  static String similar(String name, Collection<String> names) {
    int limit = Math.max(name.length(), 3) / 3;
    String best = null;
    int least = limit + 1;
    for (String n : names) {
      if (n.equals(name) || n.startsWith("__") || n.equals("_")) {
        continue;
      }
      if (n.equalsIgnoreCase(name)) {
        return n;
      }
      int d = distance(name, n, limit);
      if (d < least) {
        least = d;
        best = n;
      }
    }
    if (best == null) {
      String sorted = sortedWords(name);
      for (String n : names) {
        if (!n.equals(name) && name.contains("_") && sortedWords(n).equals(sorted)) {
          return n;
        }
      }
    }
    return best;
  }

  private static String sortedWords(String s) {
    String[] words = s.split("_");
    java.util.Arrays.sort(words);
    return String.join("_", words);
  }

  /** Damerau–Levenshtein, restricted; more than the limit is the limit and one. */
  private static int distance(String a, String b, int limit) {
    int n = a.length();
    int m = b.length();
    if (Math.abs(n - m) > limit) {
      return limit + 1;
    }
    int[] before = new int[m + 1];
    int[] prev = new int[m + 1];
    int[] now = new int[m + 1];
    for (int j = 0; j <= m; j++) {
      prev[j] = j;
    }
    for (int i = 1; i <= n; i++) {
      now[0] = i;
      for (int j = 1; j <= m; j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(Math.min(now[j - 1], prev[j]) + 1, prev[j - 1] + cost);
        if (i > 1
            && j > 1
            && cost == 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          now[j] = Math.min(now[j], before[j - 2] + 1);
        }
      }
      int[] t = before;
      before = prev;
      prev = now;
      now = t;
    }
    return Math.min(prev[m], limit + 1);
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
