package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.TokenTree;

/**
 * What stands in an attribute: {@code name}, {@code name(items)}, {@code name = literal} or a
 * literal.
 *
 * @param name the path with its {@code ::}; empty for a literal
 * @param items null unless there are parentheses
 * @param value the literal's text; null if there is none
 */
record MetaItem(String name, List<MetaItem> items, String value, Span span) {

  static MetaItem of(Attribute a) {
    Reader r = new Reader(a.tokens());
    return r.rest(a.path().toString(), a.span());
  }

  boolean isWord() {
    return items == null && value == null && !name.isEmpty();
  }

  boolean isLiteral() {
    return name.isEmpty();
  }

  boolean isList() {
    return items != null;
  }

  boolean isNameValue() {
    return !name.isEmpty() && value != null;
  }

  /** The value is a string, not of bytes. */
  boolean isText() {
    return value != null && (value.startsWith("\"") || value.startsWith("r"));
  }

  private static final class Reader {
    private final List<TokenTree> trees;
    private int at;

    Reader(List<TokenTree> trees) {
      this.trees = flat(trees);
    }

    private static List<TokenTree> flat(List<TokenTree> in) {
      List<TokenTree> out = new ArrayList<>();
      for (TokenTree t : in) {
        if (t instanceof TokenTree.Interpolated i) {
          out.addAll(flat(i.trees()));
        } else {
          out.add(t);
        }
      }
      return out;
    }

    private String text() {
      return at < trees.size() && trees.get(at) instanceof TokenTree.Token t ? t.text() : "";
    }

    private MetaItem rest(String name, Span from) {
      if (at < trees.size() && trees.get(at) instanceof TokenTree.Delimited d) {
        at++;
        List<MetaItem> items = new ArrayList<>();
        Reader inner = new Reader(d.trees());
        while (inner.at < inner.trees.size()) {
          items.add(inner.item());
        }
        return new MetaItem(name, items, null, from.to(d.span()));
      }
      if (text().equals("=")) {
        at++;
        StringBuilder value = new StringBuilder();
        Span to = from;
        while (at < trees.size() && !text().equals(",")) {
          value.append(text());
          to = trees.get(at++).span();
        }
        return new MetaItem(name, null, value.toString(), from.to(to));
      }
      return new MetaItem(name, null, null, from);
    }

    /** One item and the comma behind it. */
    private MetaItem item() {
      StringBuilder name = new StringBuilder();
      Span from = trees.get(at).span();
      Span to = from;
      MetaItem out;
      if (!text().isEmpty() && !isPathPart(text())) {
        out = new MetaItem("", null, text(), from);
        at++;
      } else {
        while (!text().isEmpty() && isPathPart(text())) {
          name.append(text());
          to = trees.get(at++).span();
        }
        out = rest(name.toString(), from.to(to));
      }
      while (at < trees.size() && !text().equals(",")) {
        at++;
      }
      at++;
      return out;
    }

    private static boolean isPathPart(String s) {
      char c = s.charAt(0);
      return s.equals("::")
          || (Character.isLetter(c) || c == '_') && s.indexOf('"') < 0 && s.indexOf('\'') < 0;
    }
  }
}
