package org.asrlang.thir;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Ty;

/** Writes a body so that people can read it: for tests and for the documentation's stage dumps. */
public final class ThirPrinter {
  private final StringBuilder out = new StringBuilder();
  private int indent;

  private ThirPrinter() {}

  public static String print(Body body) {
    ThirPrinter p = new ThirPrinter();
    p.out.append("body ").append(body.owner().path()).append('(');
    for (int i = 0; i < body.params().size(); i++) {
      LocalDecl l = body.params().get(i);
      p.out.append(i == 0 ? "" : ", ").append(local(l)).append(": ").append(l.ty);
      p.out.append(l.borrowed ? " (borrowed)" : "");
    }
    p.out.append(") -> ").append(body.returnTy()).append(" {");
    p.indent++;
    for (LocalDecl l : body.locals()) {
      if (l.kind != LocalDecl.Kind.PARAM) {
        p.line("let ")
            .append(l.mutable && l.kind == LocalDecl.Kind.USER ? "mut " : "")
            .append(local(l))
            .append(": ")
            .append(l.ty)
            .append(l.borrowed ? " (borrowed)" : "");
      }
    }
    for (int i = 0; i < body.captures().size(); i++) {
      var c = body.captures().get(i);
      p.line("capture ").append(i).append(": ").append(c.mode()).append(' ').append(c.variable());
      c.path().forEach(s -> p.out.append(step(s)));
    }
    p.line("").append(p.expr(body.root()));
    p.indent--;
    p.line("}").append('\n');
    return p.out.toString();
  }

  public static String print(ThirExpr e) {
    return new ThirPrinter().expr(e);
  }

  private static String step(org.asrlang.types.Capture.Step s) {
    return switch (s) {
      case org.asrlang.types.Capture.FieldStep f -> "." + f.field();
      case org.asrlang.types.Capture.DerefStep d -> ".*";
    };
  }

  private StringBuilder line(String text) {
    return out.append('\n').append("  ".repeat(indent)).append(text);
  }

  private String newline() {
    return "\n" + "  ".repeat(indent);
  }

  static String local(LocalDecl l) {
    return switch (l.kind) {
      case TEMP -> "_" + l.id;
      case PARAM -> (l.name == null ? "arg" : l.name) + "_" + l.id;
      case USER -> l.name + "_" + l.id;
    };
  }

  // ---- places

  public static String print(Place p) {
    return new ThirPrinter().place(p);
  }

  private String place(Place p) {
    return switch (p) {
      case Place.Local x -> local(x.local());
      case Place.Temp x -> "(" + local(x.local()) + " = " + expr(x.init()) + ")";
      case Place.Upvar x -> "upvar" + x.index();
      case Place.Static x -> "static " + x.def().path();
      case Place.Promoted x -> "promoted(" + expr(x.value()) + ")";
      case Place.Field x ->
          place(x.base()) + "." + (x.variant() == 0 ? "" : "v" + x.variant() + ".") + x.field();
      case Place.Deref x -> "(*" + place(x.base()) + ")";
      case Place.Index x -> place(x.base()) + "[" + expr(x.index()) + "]";
      case Place.ConstIndex x ->
          place(x.base()) + "[" + (x.fromEnd() ? "-" : "") + x.offset() + "]";
      case Place.Subslice x -> place(x.base()) + "[" + x.from() + "..-" + x.to() + "]";
    };
  }

  // ---- expressions

  private String list(List<ThirExpr> es) {
    return String.join(", ", es.stream().map(this::expr).toList());
  }

  private String expr(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Use x -> (x.copy() ? "copy " : "move ") + place(x.place());
      case ThirExpr.Literal x -> literal(x);
      case ThirExpr.Unit x -> x.ty() instanceof Ty.Never ? "unreachable" : "()";
      case ThirExpr.NamedConst x -> "const " + x.def().path() + args(x.args());
      case ThirExpr.ConstValue x -> "const " + x.value();
      case ThirExpr.FnItem x -> "fn " + callee((Ty.FnDef) x.ty());
      case ThirExpr.Borrow x ->
          switch (x.kind()) {
                case SHARED -> "&";
                case MUT -> "&mut ";
                case TWO_PHASE -> "&two-phase ";
                case UNIQUE -> "&unique ";
              }
              + place(x.place());
      case ThirExpr.Unary x -> (x.op() == ThirExpr.UnOp.NEG ? "-" : "!") + expr(x.operand());
      case ThirExpr.Binary x ->
          "(" + expr(x.left()) + " " + x.op().symbol + " " + expr(x.right()) + ")";
      case ThirExpr.Logical x ->
          "(" + expr(x.left()) + (x.and() ? " && " : " || ") + expr(x.right()) + ")";
      case ThirExpr.Cast x -> "(" + expr(x.operand()) + " as[" + x.kind() + "] " + x.ty() + ")";
      case ThirExpr.Coerce x ->
          switch (x.adjustment()) {
                case Adjustment.NeverToAny a -> "never-to-any(";
                case Adjustment.ReifyFn a -> "reify(";
                case Adjustment.ClosureFn a -> "closure-fn(";
                case Adjustment.Unsize a -> "unsize<" + a.target() + ">(";
                case Adjustment.Deref a -> "deref(";
                case Adjustment.Borrow a -> "borrow(";
              }
              + expr(x.operand())
              + ")";
      case ThirExpr.Call x -> callee(x.callee()) + "(" + list(x.args()) + ")";
      case ThirExpr.CallPtr x -> "(" + expr(x.callee()) + ")(" + list(x.args()) + ")";
      case ThirExpr.Adt x -> {
        StringBuilder b = new StringBuilder(x.ty().def.name());
        b.append('#').append(x.variant()).append(" {");
        for (ThirExpr.FieldValue f : x.fields()) {
          b.append(' ').append(f.field()).append(": ").append(expr(f.value())).append(',');
        }
        if (x.base() != null) {
          b.append(" ..").append(place(x.base()));
        }
        yield b.append(" }").toString();
      }
      case ThirExpr.Tuple x -> "(" + list(x.elements()) + (x.elements().size() == 1 ? ",)" : ")");
      case ThirExpr.Array x -> "[" + list(x.elements()) + "]";
      case ThirExpr.Repeat x -> "[" + expr(x.value()) + "; " + x.count() + "]";
      case ThirExpr.Closure x -> "closure(" + list(x.captures()) + ")";
      case ThirExpr.FormatArgs x -> "format_args(" + pieces(x) + "; " + list(x.args()) + ")";
      case ThirExpr.Block x -> {
        StringBuilder b = new StringBuilder("{");
        indent++;
        for (ThirExpr s : x.stmts()) {
          b.append(newline()).append(expr(s)).append(';');
        }
        b.append(newline()).append(expr(x.tail()));
        indent--;
        yield b.append(newline()).append('}').toString();
      }
      case ThirExpr.Scope x ->
          "scope "
              + x.id()
              + " "
              + x.kind()
              + " ["
              + String.join(", ", x.locals().stream().map(ThirPrinter::local).toList())
              + "] "
              + expr(x.body());
      case ThirExpr.Init x -> "init " + local(x.local()) + " = " + expr(x.value());
      case ThirExpr.LetPat x ->
          "let "
              + pat(x.pat())
              + " = "
              + place(x.scrutinee())
              + (x.otherwise() == null ? "" : " else " + expr(x.otherwise()));
      case ThirExpr.Declare x -> "declare " + local(x.local());
      case ThirExpr.Let x -> "(let " + pat(x.pat()) + " = " + place(x.scrutinee()) + ")";
      case ThirExpr.Discard x -> "discard " + expr(x.value());
      case ThirExpr.Assign x -> place(x.place()) + " = " + expr(x.value());
      case ThirExpr.AssignOp x -> place(x.place()) + " " + x.op().symbol + "= " + expr(x.value());
      case ThirExpr.If x ->
          "if "
              + expr(x.condition())
              + " then "
              + expr(x.then())
              + (x.otherwise() == null ? "" : " else " + expr(x.otherwise()));
      case ThirExpr.Match x -> {
        StringBuilder b = new StringBuilder("match ").append(place(x.scrutinee())).append(" {");
        indent++;
        for (ThirExpr.Arm a : x.arms()) {
          b.append(newline())
              .append(pat(a.pat()))
              .append(a.guard() == null ? "" : " if " + expr(a.guard()))
              .append(" => ")
              .append(expr(a.body()))
              .append(',');
        }
        indent--;
        yield b.append(newline()).append('}').toString();
      }
      case ThirExpr.Loop x -> target(x.target()) + "loop " + expr(x.body());
      case ThirExpr.Labelled x -> target(x.target()) + expr(x.body());
      case ThirExpr.Break x ->
          "break" + to(x.target()) + (x.value() == null ? "" : " " + expr(x.value()));
      case ThirExpr.Continue x -> "continue" + to(x.target());
      case ThirExpr.Return x -> "return" + (x.value() == null ? "" : " " + expr(x.value()));
    };
  }

  private static String target(ThirExpr.Target t) {
    return t.label == null ? t.isLoop ? "" : "'end: " : name(t) + ": ";
  }

  private static String to(ThirExpr.Target t) {
    return t.label == null ? t.isLoop ? "" : " 'end" : " " + name(t);
  }

  private static String name(ThirExpr.Target t) {
    return t.label.startsWith("'") ? t.label : "'" + t.label;
  }

  private static String callee(Ty.FnDef f) {
    return f.def.path() + args(f.args);
  }

  private static String args(List<? extends org.asrlang.types.GenericArg> args) {
    return args.isEmpty()
        ? ""
        : "::<" + String.join(", ", args.stream().map(String::valueOf).toList()) + ">";
  }

  private static String literal(ThirExpr.Literal x) {
    return switch (x.value()) {
      case byte[] bytes ->
          "\""
              + new String(bytes, StandardCharsets.UTF_8)
                  .replace("\\", "\\\\")
                  .replace("\"", "\\\"")
                  .replace("\n", "\\n")
              + "\"";
      case Integer c -> "'" + Character.toString(c) + "'";
      case Object v -> x.ty() instanceof Ty.Bool ? v.toString() : v + "_" + x.ty();
    };
  }

  private static String pieces(ThirExpr.FormatArgs x) {
    StringBuilder b = new StringBuilder("\"");
    for (Expr.FormatPiece p : x.pieces()) {
      switch (p) {
        case Expr.FormatText t -> b.append(t.text().replace("\n", "\\n"));
        case Expr.FormatPlaceholder h ->
            b.append('{').append(h.arg()).append(':').append(h.trait()).append('}');
      }
    }
    return b.append('"').toString();
  }

  // ---- patterns

  public static String print(ThirPat p) {
    return new ThirPrinter().pat(p);
  }

  private String fields(List<ThirPat.FieldPat> fields) {
    return " { "
        + String.join(", ", fields.stream().map(f -> f.field() + ": " + pat(f.pat())).toList())
        + " }";
  }

  private String pat(ThirPat p) {
    return switch (p) {
      case ThirPat.Wild x -> "_";
      case ThirPat.Binding x ->
          switch (x.mode()) {
                case VALUE -> "";
                case REF -> "ref ";
                case REF_MUT -> "ref mut ";
              }
              + local(x.local())
              + (x.sub() == null ? "" : " @ " + pat(x.sub()));
      case ThirPat.Variant x ->
          ((Ty.Adt) x.ty()).def.name()
              + "#"
              + x.variant()
              + (x.fields().isEmpty() ? "" : fields(x.fields()));
      case ThirPat.Leaf x -> "leaf" + fields(x.fields());
      case ThirPat.Deref x -> "&" + pat(x.inner());
      case ThirPat.Constant x -> expr(x.value());
      case ThirPat.Range x ->
          (x.lo() == null ? "" : expr(x.lo()))
              + (x.inclusive() ? "..=" : "..")
              + (x.hi() == null ? "" : expr(x.hi()));
      case ThirPat.Slice x -> {
        java.util.ArrayList<String> parts = new java.util.ArrayList<>();
        x.prefix().forEach(q -> parts.add(pat(q)));
        if (x.middle() != null) {
          parts.add(pat(x.middle()) + "..");
        }
        x.suffix().forEach(q -> parts.add(pat(q)));
        yield "[" + String.join(", ", parts) + "]";
      }
      case ThirPat.Or x ->
          "(" + String.join(" | ", x.alternatives().stream().map(this::pat).toList()) + ")";
      case ThirPat.Never x -> "!";
    };
  }
}
