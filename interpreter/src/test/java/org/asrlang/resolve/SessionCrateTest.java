package org.asrlang.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.SourceFile;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Parser;
import org.asrlang.syntax.Stmt;
import org.junit.jupiter.api.Test;

class SessionCrateTest {
  private final Diagnostics diagnostics = new Diagnostics();
  private final SessionCrate session =
      new SessionCrate(
          new CrateSource("", new SourceFile("<repl>", ""), ModuleLoader.NONE),
          SourceLibraries.of(
              List.of(
                  new CrateSource(
                      "std", new SourceFile("std.asr", Resolved.STD), ModuleLoader.NONE))),
          Options.DEFAULT,
          diagnostics);

  private SessionCrate.Entry enter(String text) {
    Crate c = Parser.parseFile(new SourceFile("<repl>", "fn entry() {" + text + "}"), diagnostics);
    SessionCrate.Entry e = session.add(((Item.Fn) c.items().get(0)).body());
    session.commit(e);
    return e;
  }

  private List<String> errors() {
    return diagnostics.all().stream().map(Diagnostic::message).toList();
  }

  private Def called(SessionCrate.Entry e) {
    Expr.Block body = (Expr.Block) session.defs().expandedBody(e.function());
    Expr expr = body.tail() != null ? body.tail() : ((Stmt.ExprStmt) body.stmts().get(0)).expr();
    Expr.PathExpr path = (Expr.PathExpr) ((Expr.Call) expr).callee();
    return ((Res.Item) session.defs().body(e.function()).path(path.path()).base()).def();
  }

  @Test
  void aNewDefinitionShadowsAndOlderOnesKeepWhatTheySaw() {
    SessionCrate.Entry first = enter("fn f() {}");
    SessionCrate.Entry user = enter("fn g() { f() }");
    SessionCrate.Entry second = enter("fn f() {}");
    SessionCrate.Entry call = enter("f()");
    assertEquals(List.of(), errors());
    assertSame(second.defs().get(1), called(call));
    Def g = user.defs().get(1);
    Expr.Block body = (Expr.Block) session.defs().expandedBody(g);
    Expr.PathExpr path = (Expr.PathExpr) ((Expr.Call) body.tail()).callee();
    assertSame(
        first.defs().get(1), ((Res.Item) session.defs().body(g).path(path.path()).base()).def());
  }

  @Test
  void letsStayAndMacrosAndImportsToo() {
    SessionCrate.Entry a = enter("let x = 1; let (y, mut z) = (2, 3);");
    enter("use std::collections::HashMap; macro_rules! twice { ($e:expr) => { $e + $e }; }");
    SessionCrate.Entry b = enter("let x = twice!(x); let m: HashMap<i32, i32>; println!(\"{y}\");");
    assertEquals(List.of(), errors());
    assertEquals(java.util.Set.of("x", "y", "z"), a.locals().keySet());
    assertSame(a.locals().get("x"), b.outer().get("x"));
    assertNotSame(a.locals().get("x"), b.locals().get("x"));
    enter("fn h() { x; } undefined");
    assertEquals(
        List.of(
            "cannot find value `undefined` in this scope",
            "can't capture dynamic environment in a fn item"),
        errors());
  }
}
