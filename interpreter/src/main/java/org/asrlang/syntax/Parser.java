package org.asrlang.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.AsrLexer;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * From text and token trees to syntax trees. Never throws for any input; what is wrong comes as
 * diagnostics. May be used by any number of threads.
 */
public final class Parser {
  private Parser() {}

  /**
   * How far a fragment reaches from an index of a list.
   *
   * @param consumed how many trees it takes
   * @param error null unless there is no such fragment
   */
  public record Prefix(int consumed, Diagnostic error) {}

  /** A source file; the items that are well-formed are in the tree even if others are not. */
  public static ParseResult<Crate> parseFile(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    Crate crate = parseFile(file, diagnostics);
    return new ParseResult<>(crate, diagnostics.all());
  }

  /** As {@link #parseFile(SourceFile)}, with the diagnostics handed over. */
  public static Crate parseFile(SourceFile file, Diagnostics diagnostics) {
    Object value = text(file, AstParser::crate, diagnostics);
    return value instanceof Crate c
        ? new Crate(file, c.attrs(), c.items(), whole(file))
        : new Crate(file, List.of(), List.of(), whole(file));
  }

  /** An entry of the REPL: items, statements, and perhaps an expression at the end. */
  public static ParseResult<Expr.Block> parseEntry(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    Object value = text(file, AstParser::blockContents, diagnostics);
    Expr.Block block =
        value instanceof Expr.Block b
            ? b
            : new Expr.Block(null, List.of(), List.of(), null, whole(file));
    return new ParseResult<>(block, diagnostics.all());
  }

  /** A text that is one expression. */
  public static ParseResult<Expr> parseExpr(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    Object value = text(file, AstParser::wholeExpression, diagnostics);
    return new ParseResult<>(
        value instanceof Expr e ? e : new Expr.ErrorExpr(whole(file)), diagnostics.all());
  }

  private static Span whole(SourceFile file) {
    return new Span(file, 0, file.text().length(), Expansion.ROOT);
  }

  private static Object text(SourceFile file, ParserRun.Entry entry, Diagnostics diagnostics) {
    int before = diagnostics.errorCount();
    Lexing.Result lexed = Lexing.lex(file, diagnostics);
    if (diagnostics.errorCount() > before) {
      diagnostics.markPartial();
    }
    if (!lexed.complete() || !Delimiters.check(file, lexed.tokens(), diagnostics)) {
      diagnostics.markPartial();
      return null;
    }
    int end = file.text().stripTrailing().length();
    List<SourceToken> tokens =
        ParserRun.withEnd(lexed.tokens(), true, new Span(file, end, end, Expansion.ROOT));
    return ParserRun.run(tokens, entry, true, diagnostics).value();
  }

  /**
   * Parses all of the trees as one fragment. All nodes are new.
   *
   * @param kind {@code expr}, {@code ty}, {@code pat}, {@code pat_param}, {@code path}, {@code
   *     vis}, {@code literal}, {@code block}: the node; {@code item}, {@code items}: a list of
   *     items; {@code stmt}, {@code stmts}: a block without braces; {@code meta}: an attribute
   * @param fallback the place for errors at the end
   */
  public static ParseResult<Object> parseFragment(
      String kind, List<TokenTree> trees, Span fallback) {
    Diagnostics diagnostics = new Diagnostics();
    Object value = parseFragment(kind, trees, fallback, diagnostics);
    return new ParseResult<>(value, diagnostics.all());
  }

  /** As {@link #parseFragment(String, List, Span)}, with the diagnostics handed over. */
  public static Object parseFragment(
      String kind, List<TokenTree> trees, Span fallback, Diagnostics diagnostics) {
    if (kind.equals("meta")) {
      Span span =
          trees.isEmpty() ? fallback : trees.get(0).span().to(trees.get(trees.size() - 1).span());
      return AttributeReader.of(false, trees, span);
    }
    ParserRun.Entry entry =
        switch (kind) {
          case "expr", "expr_2021" -> AstParser::wholeExpression;
          case "ty" -> AstParser::wholeType;
          case "pat", "pat_param" -> AstParser::wholePattern;
          case "path" -> AstParser::wholePath;
          case "vis" -> AstParser::wholeVisibility;
          case "literal" -> AstParser::wholeLiteral;
          case "block" -> AstParser::wholeBlock;
          case "item", "items" -> AstParser::items;
          case "stmt", "stmts" -> AstParser::blockContents;
          default -> throw new IllegalArgumentException(kind);
        };
    return ParserRun.trees(trees, entry, kind, fallback, diagnostics);
  }

  public static Expr expr(List<TokenTree> trees, Span at, Diagnostics diagnostics) {
    return parseFragment("expr", trees, at, diagnostics) instanceof Expr e
        ? e
        : new Expr.ErrorExpr(at);
  }

  public static Pat pat(List<TokenTree> trees, Span at, Diagnostics diagnostics) {
    return parseFragment("pat", trees, at, diagnostics) instanceof Pat p ? p : new Pat.ErrorPat(at);
  }

  public static TypeExpr type(List<TokenTree> trees, Span at, Diagnostics diagnostics) {
    return parseFragment("ty", trees, at, diagnostics) instanceof TypeExpr t
        ? t
        : new TypeExpr.ErrorType(at);
  }

  @SuppressWarnings("unchecked")
  public static List<Item> items(List<TokenTree> trees, Span at, Diagnostics diagnostics) {
    return parseFragment("items", trees, at, diagnostics) instanceof List<?> l
        ? (List<Item>) l
        : List.of();
  }

  /** Statements with an optional tail, as the content of a block. */
  public static Expr.Block block(List<TokenTree> trees, Span at, Diagnostics diagnostics) {
    Object value = parseFragment("stmts", trees, at, diagnostics);
    return value instanceof Expr.Block b
        ? new Expr.Block(null, b.innerAttrs(), b.stmts(), b.tail(), at)
        : new Expr.Block(null, List.of(), List.of(), null, at);
  }

  /**
   * How many trees a fragment takes from the front of the rest of a list, for matching a macro's
   * parameters.
   *
   * @param end the place for errors at the end of the list
   */
  public static Prefix parsePrefix(String kind, List<TokenTree> trees, int from, Span end) {
    TokenTree first = from < trees.size() ? trees.get(from) : null;
    switch (kind) {
      case "ident", "lifetime", "tt", "block" -> {
        return first == null ? missing(kind, end) : new Prefix(1, null);
      }
      case "literal" -> {
        boolean minus = first instanceof TokenTree.Token t && t.kind() == AsrLexer.MINUS;
        return first == null ? missing(kind, end) : new Prefix(minus ? 2 : 1, null);
      }
      case "meta" -> {
        return meta(trees, from, end);
      }
      default -> {}
    }
    if (first == null && !kind.equals("vis")) {
      return missing(kind, end);
    }
    ParserRun.Entry entry =
        switch (kind) {
          case "expr", "expr_2021" -> AstParser::expression;
          case "ty" -> AstParser::type;
          case "pat" -> AstParser::pattern;
          case "pat_param" -> AstParser::patternNoTopAlt;
          case "path" -> AstParser::typePath;
          case "vis" -> AstParser::visibility;
          case "item" -> AstParser::item;
          case "stmt" -> AstParser::fragmentStatement;
          default -> throw new IllegalArgumentException(kind);
        };
    if (kind.equals("path")
        && first instanceof TokenTree.Token t
        && (t.kind() == AsrLexer.LT || t.kind() == AsrLexer.SHL)) {
      entry = AstParser::qualifiedPathInType;
    }
    if (kind.equals("vis") && !(first instanceof TokenTree.Token t && t.kind() == AsrLexer.PUB)) {
      boolean fragment = first instanceof TokenTree.Interpolated i && i.fragment().equals("vis");
      return new Prefix(fragment ? 1 : 0, null);
    }
    return prefix(kind, entry, trees, from, end);
  }

  private static Prefix prefix(
      String kind, ParserRun.Entry entry, List<TokenTree> trees, int from, Span end) {
    List<SourceToken> flat = new ArrayList<>();
    List<SourceToken> firsts = new ArrayList<>();
    for (int i = from; i < trees.size(); i++) {
      int at = flat.size();
      TokenTrees.flatten(trees.get(i), flat);
      firsts.add(at < flat.size() ? flat.get(at) : null);
    }
    List<SourceToken> tokens = ParserRun.withEnd(flat, ParserRun.statements(kind), end);
    Diagnostics diagnostics = new Diagnostics();
    ParserRun.Outcome outcome = ParserRun.run(tokens, entry, false, diagnostics);
    if (outcome.failed()) {
      outcome = ParserRun.run(tokens, entry, true, diagnostics);
      if (diagnostics.hasErrors()) {
        return new Prefix(0, diagnostics.all().get(0));
      }
    }
    int consumed = 0;
    while (consumed < firsts.size()
        && (firsts.get(consumed) == null || firsts.get(consumed).index < outcome.end())) {
      consumed++;
    }
    return new Prefix(consumed, null);
  }

  private static Prefix missing(String kind, Span end) {
    String what =
        switch (kind) {
          case "expr", "expr_2021" -> "expression";
          case "ty" -> "type";
          case "pat", "pat_param" -> "pattern";
          case "stmt" -> "a statement";
          case "item" -> "an item";
          case "ident", "path", "meta" -> "identifier";
          default -> kind;
        };
    return new Prefix(
        0,
        Diagnostic.error(null, end, "expected " + what + ", found end of macro arguments").build());
  }

  /** A path, and then a delimited tree, or {@code =} and an expression. */
  private static Prefix meta(List<TokenTree> trees, int from, Span end) {
    int i = from;
    if (i < trees.size()
        && trees.get(i) instanceof TokenTree.Interpolated f
        && (f.fragment().equals("meta") || f.fragment().equals("path"))) {
      i++;
      if (f.fragment().equals("meta")) {
        return new Prefix(1, null);
      }
    } else {
      boolean name = true;
      while (i < trees.size() && trees.get(i) instanceof TokenTree.Token t) {
        if (t.kind() == AsrLexer.PATHSEP) {
          name = true;
        } else if (name
            && !t.text().isEmpty()
            && Character.isUnicodeIdentifierStart(t.text().codePointAt(0))) {
          name = false;
        } else {
          break;
        }
        i++;
      }
      if (i == from) {
        return missing("meta", end);
      }
    }
    if (i < trees.size() && trees.get(i) instanceof TokenTree.Delimited) {
      return new Prefix(i + 1 - from, null);
    }
    if (i < trees.size() && trees.get(i) instanceof TokenTree.Token t && t.kind() == AsrLexer.EQ) {
      Prefix value = parsePrefix("expr", trees, i + 1, end);
      return value.error() != null ? value : new Prefix(i + 1 - from + value.consumed(), null);
    }
    return new Prefix(i - from, null);
  }

  /** The token trees of a text; none where brackets have no partners. */
  public static ParseResult<List<TokenTree>> tokenTrees(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    List<TokenTree> trees = tokenTrees(file, diagnostics);
    return new ParseResult<>(trees, diagnostics.all());
  }

  /** As {@link #tokenTrees(SourceFile)}, with the diagnostics handed over. */
  public static List<TokenTree> tokenTrees(SourceFile file, Diagnostics diagnostics) {
    Lexing.Result lexed = Lexing.lex(file, diagnostics);
    if (!lexed.complete() || !Delimiters.check(file, lexed.tokens(), diagnostics)) {
      return List.of();
    }
    List<SourceToken> tokens = lexed.tokens();
    tokens.add(new SourceToken(Token.EOF, file, file.text().length(), file.text().length()));
    return TokenTrees.of(new TokenArray(tokens), 0, tokens.size() - 1);
  }

  /**
   * Whether more input could complete the text: it ends inside a string, a comment or brackets, or
   * behind something that needs a continuation.
   */
  public static boolean isIncomplete(String text) {
    return Completeness.isIncomplete(text);
  }
}
