package org.asrlang.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.asrlang.source.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Precedence, and what belongs to which expression. */
class ExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>>",
      quoteCharacter = '\u0001',
      commentCharacter = '\u0002',
      value = {
        "a + b * c - d =>> Binary(SUB Binary(ADD a Binary(MUL b c)) d)",
        "-a as u8 * b =>> Binary(MUL Cast(Unary(NEG a) u8) b)",
        "a == b && c || d =>> Binary(OR Binary(AND Binary(EQ a b) c) d)",
        "a | b ^ c & d << e + f =>> Binary(BIT_OR a Binary(BIT_XOR b Binary(BIT_AND c Binary(SHL d"
            + " Binary(ADD e f)))))",
        "a = b = c =>> Assign(a Assign(b c))",
        "a += b..c =>> AssignOp(ADD a Range(b c false))",
        "a >> b >= c =>> Binary(GE Binary(SHR a b) c)",
        "a >>= b =>> AssignOp(SHR a b)",
        "..=b + 1 =>> Range(- Binary(ADD b 1) true)",
        "a.. =>> Range(a - false)",
        ".. =>> Range(- - false)",
        "!a.b.0.1.c()? =>> Unary(NOT Try(MethodCall(Field(Field(Field(a b) 0) 1) c [])))",
        "a.f::<T>(1)[2] =>> Index(MethodCall(a fAngleBracketed([TypeArg(T)] []) [1]) 2)",
        "|x| x + 1 =>> Closure([] false [ClosureParam(x -)] - Binary(ADD x 1))",
        "|| a = b =>> Closure([] false [] - Assign(a b))",
        "|| -> T { a }() =>> Call(Closure([] false [] T Block(- [] [] a)) [])",
        "a || || b =>> Binary(OR a Closure([] false [] - b))",
        "return a + b =>> Return(Binary(ADD a b))",
        "a && return =>> Binary(AND a Return(-))",
        "break 'a b =>> Break('a b)",
        "&&mut *a =>> Borrow(false Borrow(true Unary(DEREF a)))",
        "&raw mut a =>> RawBorrow(true a)",
        "raw + union + auto =>> Binary(ADD Binary(ADD raw union) auto)",
        "(a) =>> Paren(a)",
        "(a,) =>> Tuple([a])",
        "() =>> Tuple([])",
        "[a; 3] =>> Repeat(a 3)",
        "[a, b,] =>> Array([a b])",
        "S { a: 1, b, ..c } =>> StructLit(S [FieldInit([] a 1 false) FieldInit([] b b true)] c)",
        "if a == S {} =>> If(Binary(EQ a S) Block(- [] [] -) -)",
        "if let a = b && c {} =>> If(Binary(AND Let(a b) c) Block(- [] [] -) -)",
        "match a { 1 | 2 if b => c, _ => {} } =>> Match(a [Arm([] OrPat([LiteralPat(1)"
            + " LiteralPat(2)]) b c) Arm([] WildPat() - Block(- [] [] -))])",
        "match a { b => {} -1 => c } =>> Match(a [Arm([] b - Block(- [] [] -)) Arm([]"
            + " LiteralPat(Unary(NEG 1)) - c)])",
        "'a: loop { continue 'a } =>> Loop('a Block(- [] [] Continue('a)))",
        "<T as A>::b::<U> =>> Path(false T 1 [A bAngleBracketed([TypeArg(U)] [])])",
        "<<T as A>::B as C>::D =>> Path(false Path(false T 1 [A B]) 1 [C D])",
        "V::<<T as A>::B>::new =>> Path(false - 0 [VAngleBracketed([TypeArg(Path(false T 1 [A B]))]"
            + " []) new])",
        "a as u32 >> 3 =>> Binary(SHR Cast(a u32) 3)",
        "1.max(2) =>> MethodCall(1 max [2])",
        "1. + 1e5f32 + 0x_ffu8 =>> Binary(ADD Binary(ADD \"1.\" \"1e5\":f32) 255:u8)",
        "1..2 =>> Range(1 2 false)",
        "async move { a.await } =>> Async(Block(- [] [] Await(a)))",
        "unsafe { a } =>> Unsafe(Block(- [] [] a))",
        "const { a } =>> ConstBlock(Block(- [] [] a))",
        "r#match =>> match",
        "m![a, (b)] =>> MacroExpr(MacroCall(m Delimited([ [a , Delimited(( [b])])))",
      })
  void tree(String text, String expected) {
    ParseResult<Expr> r = Parser.parseExpr(new SourceFile("e", text));
    assertEquals(List.of(), r.diagnostics());
    assertEquals(expected, Dump.of(r.value()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>>",
      quoteCharacter = '\u0001',
      commentCharacter = '\u0002',
      value = {
        "if a {} -1 =>> [ExprStmt([] If(a Block(- [] [] -) -) false)] tail Unary(NEG 1)",
        "match a {}.b() + 1; =>> [ExprStmt([] Binary(ADD MethodCall(Match(a []) b []) 1) true)]"
            + " tail -",
        "m! {} a =>> [MacroStmt([] MacroCall(m Delimited({ [])) false)] tail a",
        "m!(); =>> [MacroStmt([] MacroCall(m Delimited(( [])) true)] tail -",
        "m! {}.a() =>> [] tail MethodCall(MacroExpr(MacroCall(m Delimited({ []))) a [])",
        "{} *a = 1; =>> [ExprStmt([] Block(- [] [] -) false) ExprStmt([] Assign(Unary(DEREF a) 1)"
            + " true)] tail -",
        "; =>> [EmptyStmt()] tail -",
        "let a: V<V<T>>= b else { return }; =>> [LetStmt([] a Path(false - 0"
            + " [VAngleBracketed([TypeArg(Path(false - 0 [VAngleBracketed([TypeArg(T)] [])]))]"
            + " [])]) b Block(- [] [] Return(-)))] tail -",
      })
  void statements(String text, String expected) {
    ParseResult<Expr.Block> r = Parser.parseEntry(new SourceFile("e", text));
    assertEquals(List.of(), r.diagnostics());
    assertEquals(expected, Dump.of(r.value().stmts()) + " tail " + Dump.of(r.value().tail()));
  }
}
