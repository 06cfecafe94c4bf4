package org.asrlang.syntax;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.asrlang.source.Span;

/** A tree as one line of text, without spans: {@code Binary(ADD a 1)}. */
final class Dump {
  private Dump() {}

  static String of(Object o) {
    return switch (o) {
      case null -> "-";
      case Ident i -> i.name();
      case Lifetime l -> "'" + l.name();
      case Path p when p.asIdent() != null -> p.asIdent().name();
      case Expr.PathExpr p -> of(p.path());
      case TypeExpr.PathType p -> of(p.path());
      case Path.Segment s -> s.args() == null ? s.name() : s.name() + of(s.args());
      case Expr.Literal l -> literal(l.value()) + (l.suffix() == null ? "" : ":" + l.suffix());
      case Pat.IdentPat p when p.sub() == null ->
          (p.byRef() ? "ref " : "") + (p.mutable() ? "mut " : "") + p.ident().name();
      case TokenTree.Token t -> t.text();
      case List<?> l -> l.stream().map(Dump::of).collect(Collectors.joining(" ", "[", "]"));
      case Record r -> record(r);
      default -> o.toString();
    };
  }

  private static String literal(Object value) {
    return switch (value) {
      case byte[] b -> Arrays.toString(b);
      case String s -> "\"" + s + "\"";
      case BigInteger i -> i.toString();
      default -> value.toString();
    };
  }

  private static String record(Record r) {
    StringBuilder b = new StringBuilder(r.getClass().getSimpleName()).append('(');
    boolean first = true;
    for (RecordComponent c : r.getClass().getRecordComponents()) {
      if (c.getType() == Span.class) {
        continue;
      }
      try {
        c.getAccessor().setAccessible(true);
        b.append(first ? "" : " ").append(of(c.getAccessor().invoke(r)));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
      first = false;
    }
    return b.append(')').toString();
  }
}
