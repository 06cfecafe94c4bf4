package org.asrlang.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Token trees, and parsing what macros take and make. */
class FragmentTest {
  private static List<TokenTree> trees(String text) {
    ParseResult<List<TokenTree>> r = Parser.tokenTrees(new SourceFile("t", text));
    assertEquals(List.of(), r.diagnostics());
    return r.value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>>",
      quoteCharacter = '\u0001',
      commentCharacter = '\u0002',
      value = {
        "expr =>> a + b * c, d =>> 5",
        "expr =>> f(1)(2) => x =>> 3",
        "expr =>> S { a: 1 } ; =>> 2",
        "expr =>> if a {} else {} , =>> 5",
        "ty =>> Vec<Vec<u8>> = 1 =>> 6",
        "ty =>> &'a mut T , =>> 4",
        "ty =>> dyn A + 'b > =>> 4",
        "pat =>> Some(1) | None => =>> 4",
        "pat_param =>> a | b =>> 1",
        "path =>> a::b<T>::c ; =>> 8",
        "path =>> <T as A>::b , =>> 7",
        "stmt =>> let a = 1 ; =>> 4",
        "stmt =>> a.b() ; =>> 4",
        "item =>> pub fn f() {} struct S; =>> 5",
        "item =>> #[a] m! {} x =>> 5",
        "vis =>> pub(crate) fn =>> 2",
        "vis =>> fn =>> 0",
        "meta =>> derive(Debug) , =>> 2",
        "meta =>> doc = \"x\" ; =>> 3",
        "literal =>> -1 , =>> 2",
        "block =>> { a } b =>> 1",
      })
  void prefix(String kind, String text, int consumed) {
    Parser.Prefix p = Parser.parsePrefix(kind, trees(text), 0, Span.NONE);
    assertEquals(null, p.error());
    assertEquals(consumed, p.consumed());
  }

  @Test
  void noPrefix() {
    assertNotNull(Parser.parsePrefix("expr", trees("=> a"), 0, Span.NONE).error());
    assertNotNull(Parser.parsePrefix("ty", trees("1"), 0, Span.NONE).error());
    assertNotNull(Parser.parsePrefix("expr", List.of(), 0, Span.NONE).error());
  }

  @Test
  void operatorsAreWholeTokens() {
    assertEquals("[a >>= b >= c >> d > e <- f]", Dump.of(trees("a >>= b >= c >> d > e <- f")));
    assertEquals("[> >]", Dump.of(trees("> >")));
    assertEquals("[# Delimited([ [doc = r\" x\"])]", Dump.of(trees("/// x")));
  }

  @Test
  void nothingInsertedShowsInTrees() {
    assertEquals(
        "[MacroStmt([] MacroCall(m Delimited(( [Delimited({ [a => b])])) true)]",
        Dump.of(Parser.parseEntry(new SourceFile("t", "m!({ a => b });")).value().stmts()));
  }

  @Test
  void fragmentsKeepTheirPrecedence() {
    TokenTree sum = new TokenTree.Interpolated("expr", trees("a + b"), Span.NONE);
    List<TokenTree> product = new ArrayList<>(List.of(sum));
    product.addAll(trees("* c"));
    Expr e = Parser.expr(product, Span.NONE, new Diagnostics());
    assertEquals("Binary(MUL Binary(ADD a b) c)", Dump.of(e));
  }

  @Test
  void fragmentsGiveNewNodesEachTime() {
    TokenTree a = new TokenTree.Interpolated("expr", trees("f(x)"), Span.NONE);
    List<TokenTree> twice = new ArrayList<>(List.of(a));
    twice.addAll(trees("+"));
    twice.add(a);
    Expr.Binary e = (Expr.Binary) Parser.expr(twice, Span.NONE, new Diagnostics());
    assertEquals(Dump.of(e.left()), Dump.of(e.right()));
    assertNotSame(e.left(), e.right());
  }

  @Test
  void everyKindOfFragment() {
    Diagnostics none = new Diagnostics();
    TokenTree ty = new TokenTree.Interpolated("ty", trees("Vec<u8>"), Span.NONE);
    List<TokenTree> call = new ArrayList<>(List.of(ty));
    call.addAll(trees("::new()"));
    assertEquals(
        "Call(Path(false - 0 [VecAngleBracketed([TypeArg(u8)] []) new]) [])",
        Dump.of(Parser.expr(call, Span.NONE, none)));
    TokenTree vis = new TokenTree.Interpolated("vis", List.of(), Span.NONE);
    TokenTree item = new TokenTree.Interpolated("item", trees("#[b] fn f() {}"), Span.NONE);
    List<TokenTree> items = new ArrayList<>(trees("#[a]"));
    items.add(item);
    items.add(vis);
    items.addAll(trees("struct S;"));
    List<Item> parsed = Parser.items(items, Span.NONE, none);
    assertEquals(2, parsed.size());
    assertEquals(2, parsed.get(0).attrs().size());
    TokenTree stmt = new TokenTree.Interpolated("stmt", trees("let a = 1"), Span.NONE);
    TokenTree block = new TokenTree.Interpolated("block", trees("{ a }"), Span.NONE);
    List<TokenTree> body = new ArrayList<>(List.of(stmt));
    body.addAll(trees("; if a"));
    body.add(block);
    assertEquals(
        "Block(- [] [LetStmt([] a - 1 -)] If(a Block(- [] [] a) -))",
        Dump.of(Parser.block(body, Span.NONE, none)));
    TokenTree pat = new TokenTree.Interpolated("pat", trees("Some(1)"), Span.NONE);
    TokenTree literal = new TokenTree.Interpolated("literal", trees("-1"), Span.NONE);
    assertEquals(
        "TupleStructPat(Some [LiteralPat(1)])", Dump.of(Parser.pat(List.of(pat), Span.NONE, none)));
    assertEquals("Unary(NEG 1)", Dump.of(Parser.expr(List.of(literal), Span.NONE, none)));
    assertEquals(List.of(), none.all());
  }

  @Test
  void tokensKeepTheirExpansion() {
    Expansion x = new Expansion(Expansion.ROOT, Span.NONE, "m", null, Expansion.Kind.MACRO);
    List<TokenTree> marked =
        trees("a + b").stream()
            .map(t -> (TokenTree.Token) t)
            .<TokenTree>map(t ->
                new TokenTree.Token(t.kind(), t.text(), t.span().withExpansion(x), t.spaceBefore()))
            .toList();
    Expr.Binary e = (Expr.Binary) Parser.expr(marked, Span.NONE, new Diagnostics());
    assertSame(x, ((Expr.PathExpr) e.right()).path().asIdent().span().expansion());
    assertSame(x, e.opSpan().expansion());
  }
}
