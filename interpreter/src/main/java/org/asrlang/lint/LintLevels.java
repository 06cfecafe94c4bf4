package org.asrlang.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.lint.Lint.Level;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TokenTree;

/**
 * Which level a lint has at a place: what {@code allow}, {@code warn}, {@code deny}, {@code forbid}
 * and {@code expect} say about the node around it, the innermost first.
 */
final class LintLevels {
  /**
   * @param over what the attribute applies to
   * @param name of a lint or of a group
   * @param at the name in the attribute
   * @param reason of {@code reason = "…"}, or null
   */
  record Setting(Span over, Level level, String name, Span at, String reason) {
    boolean covers(Span span) {
      return span.file() == over.file() && over.lo() <= span.lo() && span.hi() <= over.hi();
    }

    boolean speaksOf(Lint lint) {
      return lint.names().contains(name)
          || name.equals("warnings") && lint.level == Level.WARN
          || name.startsWith("unused") && name.equals(lint.group);
    }
  }

  private final List<Setting> settings = new ArrayList<>();
  private final Map<Lint, Nested> nested = new EnumMap<>(Lint.class);

  LintLevels(List<Crate> files) {
    for (Crate c : files) {
      Span all = new Span(c.file(), 0, c.file().text().length(), c.span().expansion());
      attributes(c.attrs(), all);
      c.items().forEach(this::item);
    }
  }

  /**
   * The innermost setting about the lint, unless one further out forbids; null if there is none.
   */
  Setting at(Lint lint, Span span) {
    return nested.computeIfAbsent(lint, this::nest).at(span);
  }

  private Nested nest(Lint lint) {
    List<Setting> about = new ArrayList<>(settings.stream().filter(s -> s.speaksOf(lint)).toList());
    about.sort(
        Comparator.comparingInt((Setting s) -> s.over.lo()).thenComparingInt(s -> -s.over.hi()));
    Map<SourceFile, List<Setting>> byFile = new HashMap<>();
    about.forEach(s -> byFile.computeIfAbsent(s.over.file(), f -> new ArrayList<>()).add(s));
    return new Nested(byFile);
  }

  /** The settings about one lint by file, in order: what surrounds a place is found by a search. */
  private static final class Nested {
    private final Map<SourceFile, List<Setting>> byFile;
    private final Map<SourceFile, int[]> parents = new HashMap<>();

    Nested(Map<SourceFile, List<Setting>> byFile) {
      this.byFile = byFile;
      byFile.forEach((file, all) -> {
        int[] parent = new int[all.size()];
        for (int i = 0; i < parent.length; i++) {
          int p = i - 1;
          while (p >= 0 && !all.get(p).covers(all.get(i).over)) {
            p = parent[p];
          }
          parent[i] = p;
        }
        parents.put(file, parent);
      });
    }

    Setting at(Span span) {
      List<Setting> all = byFile.get(span.file());
      if (all == null) {
        return null;
      }
      int low = 0;
      int high = all.size();
      while (low < high) {
        int mid = (low + high) >>> 1;
        if (all.get(mid).over.lo() <= span.lo()) {
          low = mid + 1;
        } else {
          high = mid;
        }
      }
      Setting best = null;
      for (int i = low - 1; i >= 0; i = parents.get(span.file())[i]) {
        Setting s = all.get(i);
        if (s.covers(span) && (best == null || s.level == Level.FORBID)) {
          best = s;
        }
      }
      return best;
    }
  }

  List<Setting> expectations() {
    return settings.stream().filter(s -> s.level == Level.EXPECT).toList();
  }

  /** A setting around this one that forbids to weaken it; null if there is none. */
  Setting forbidding(Setting s) {
    for (Setting f : settings) {
      if (f.level == Level.FORBID
          && s.level.compareTo(Level.DENY) < 0
          && f.name.equals(s.name)
          && f.covers(s.at)) {
        return f;
      }
    }
    return null;
  }

  List<Setting> all() {
    return settings;
  }

  // ---- collecting

  private void attributes(List<Attribute> attrs, Span over) {
    for (Attribute a : attrs) {
      Level level = Level.of(a.path().toString());
      if (level != null
          && !a.tokens().isEmpty()
          && a.tokens().get(0) instanceof TokenTree.Delimited d) {
        names(d.trees(), level, over);
      }
    }
  }

  private void names(List<TokenTree> trees, Level level, Span over) {
    int from = settings.size();
    String reason = null;
    int i = 0;
    while (i < trees.size()) {
      StringBuilder name = new StringBuilder();
      Span at = null;
      boolean value = false;
      for (; i < trees.size() && !is(trees.get(i), ","); i++) {
        if (is(trees.get(i), "=")) {
          value = true;
        } else if (!value) {
          name.append(text(trees.get(i)));
          at = at == null ? trees.get(i).span() : at.to(trees.get(i).span());
        } else {
          String quoted = text(trees.get(i));
          reason = quoted.length() < 2 ? quoted : quoted.substring(1, quoted.length() - 1);
        }
      }
      i++;
      if (at != null && !value) {
        settings.add(new Setting(over, level, name.toString(), at, null));
      }
    }
    if (reason != null) {
      for (int k = from; k < settings.size(); k++) {
        Setting s = settings.get(k);
        settings.set(k, new Setting(s.over, s.level, s.name, s.at, reason));
      }
    }
  }

  private static boolean is(TokenTree t, String text) {
    return t instanceof TokenTree.Token k && k.text().equals(text);
  }

  private static String text(TokenTree t) {
    return t instanceof TokenTree.Token k ? k.text() : "";
  }

  private void item(Item item) {
    attributes(item.attrs(), item.span());
    switch (item) {
      case Item.Module m -> {
        if (m.items() != null) {
          m.items().forEach(this::item);
        }
      }
      case Item.Trait t -> t.items().forEach(this::item);
      case Item.Impl i -> i.items().forEach(this::item);
      case Item.Fn f -> {
        f.params().forEach(p -> attributes(p.attrs(), p.span()));
        if (f.body() != null) {
          body(f.body());
        }
      }
      case Item.Const c -> {
        if (c.value() != null) {
          body(c.value());
        }
      }
      case Item.Static s -> {
        if (s.value() != null) {
          body(s.value());
        }
      }
      case Item.Struct s -> fields(s.data());
      case Item.Enum e -> {
        for (Item.Variant v : e.variants()) {
          attributes(v.attrs(), v.span());
          fields(v.data());
        }
      }
      case Item.Union u -> {}
      case Item.TypeAlias t -> {}
      case Item.Use u -> {}
      case Item.MacroRules m -> {}
      case Item.MacroItem m -> {}
      case Item.ExternCrate c -> {}
      case Item.ExternBlock b -> {}
    }
  }

  private void fields(Item.VariantData data) {
    data.fields().forEach(f -> attributes(f.attrs(), f.span()));
  }

  private void body(Node node) {
    switch (node) {
      case Stmt.ItemStmt s -> item(s.item());
      case Stmt.LetStmt s -> attributes(s.attrs(), s.span());
      case Stmt.ExprStmt s -> attributes(s.attrs(), s.span());
      case Stmt.MacroStmt s -> attributes(s.attrs(), s.span());
      case Expr.Block b -> attributes(b.innerAttrs(), b.span());
      case Expr.Match m -> m.arms().forEach(a -> attributes(a.attrs(), a.span()));
      default -> {}
    }
    Nodes.children(node, this::body);
  }
}
