package org.asrlang.lower;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.thir.Body;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/**
 * An arm of a select that is one call of a registered operation (T12), as code that evaluates the
 * operands and makes what the operation waits for: the same body, where another function is called
 * at the end.
 */
final class EventArms {
  private final TypeQueries q;
  private Ty result;

  private EventArms(TypeQueries q) {
    this.q = q;
  }

  /**
   * The body of the closure with the event in place of the operation.
   *
   * @param args the closure's
   */
  static Body body(TypeQueries q, Def closure, List<GenericArg> args) {
    Body b = q.thir(closure);
    EventArms arms = new EventArms(q);
    ThirExpr root = arms.replace(b.root(), args);
    return new Body(
        b.owner(), b.params(), b.locals(), root, arms.result, b.captures(), b.scopes(), b.span());
  }

  private ThirExpr replace(ThirExpr e, List<GenericArg> args) {
    return switch (e) {
      case ThirExpr.Scope s ->
          new ThirExpr.Scope(s.id(), s.kind(), s.locals(), replace(s.body(), args), s.span());
      case ThirExpr.Block b -> {
        ThirExpr tail = replace(b.tail(), args);
        yield new ThirExpr.Block(b.stmts(), tail, result, b.span());
      }
      case ThirExpr.Call c -> {
        Def event = q.sibling(c.callee().def, q.attrText(c.callee().def, "event"));
        if (event == null) {
          throw new Bug("no event of " + c.callee().def.path());
        }
        List<GenericArg> own = q.instantiate(c.callee().args, args);
        result = q.instantiate(q.fnSig(event).output(), own);
        Ty.FnDef callee = (Ty.FnDef) q.types().fnDef(event, own);
        yield new ThirExpr.Call(callee, c.args(), c.via(), result, c.fnSpan(), c.span());
      }
      case ThirExpr x -> throw new Bug("an arm that is no call: " + e);
    };
  }
}
