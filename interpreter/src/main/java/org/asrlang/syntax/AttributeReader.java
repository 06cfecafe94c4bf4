package org.asrlang.syntax;

import static org.asrlang.grammar.AsrLexer.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Attributes and doc comments. */
final class AttributeReader {
  private AttributeReader() {}

  static Attribute read(NodeContext c, TokenArray tokens, Diagnostics diagnostics) {
    SourceToken first = Cst.start(c);
    Span span = Cst.span(c);
    switch (first.type) {
      case OUTER_LINE_DOC, OUTER_BLOCK_DOC, INNER_LINE_DOC, INNER_BLOCK_DOC -> {
        boolean inner = first.type == INNER_LINE_DOC || first.type == INNER_BLOCK_DOC;
        List<TokenTree> text =
            List.of(new TokenTree.Token(EQ, "=", span, true), TokenTrees.docString(first));
        return new Attribute(inner, Path.of(new Ident("doc", span)), text, span);
      }
      default -> {}
    }
    boolean inner = first.type == INNER_POUND;
    int open = -1;
    for (ParseTree t : Cst.children(c)) {
      if (Cst.type(t) == LBRACKET) {
        open = Cst.token(t).index;
        break;
      }
    }
    SourceToken stop = Cst.stop(c);
    if (open < 0 || stop == null || stop.index <= open) {
      return null;
    }
    Attribute a = of(inner, TokenTrees.of(tokens, open + 1, stop.index), span);
    if (a.path().segments().isEmpty()) {
      SourceToken t = tokens.get(open + 1);
      Diagnostic.error(null, t.span(), "expected identifier, found `" + t.text() + "`")
          .label("expected identifier")
          .to(diagnostics);
      return null;
    }
    return a;
  }

  /** The attribute whose content stands between the brackets. */
  static Attribute of(boolean inner, List<TokenTree> content, Span span) {
    List<TokenTree> trees = new ArrayList<>();
    flatten(content, trees);
    if (trees.size() == 2
        && trees.get(0) instanceof TokenTree.Token t
        && t.kind() == UNSAFE
        && trees.get(1) instanceof TokenTree.Delimited d) {
      trees = d.trees();
    }
    List<Path.Segment> segments = new ArrayList<>();
    boolean global = false;
    boolean name = true;
    int i = 0;
    for (; i < trees.size() && trees.get(i) instanceof TokenTree.Token t; i++) {
      if (t.kind() == PATHSEP) {
        global |= segments.isEmpty();
        name = true;
      } else if (name && t.kind() != EQ) {
        segments.add(new Path.Segment(new Ident(t.text(), t.span()), null));
        name = false;
      } else {
        break;
      }
    }
    Span pathSpan =
        segments.isEmpty()
            ? span
            : segments.get(0).ident().span().to(segments.get(segments.size() - 1).ident().span());
    Path path = new Path(global, null, 0, segments, pathSpan);
    return new Attribute(inner, path, List.copyOf(trees.subList(i, trees.size())), span);
  }

  /** A fragment that stands for the attribute, or for its path, is taken apart. */
  private static void flatten(List<TokenTree> in, List<TokenTree> out) {
    for (TokenTree t : in) {
      if (t instanceof TokenTree.Interpolated f
          && (f.fragment().equals("meta") || f.fragment().equals("path"))) {
        flatten(f.trees(), out);
      } else {
        out.add(t);
      }
    }
  }
}
