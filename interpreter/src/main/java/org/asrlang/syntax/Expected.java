package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says what was expected and what was found, in the words that rustc uses. */
final class Expected {
  private Expected() {}

  private static final int[] OPERATORS = {
    PLUS, MINUS, STAR, SLASH, PERCENT, CARET, AND, OR, ANDAND, OROR, SHL, PLUSEQ, MINUSEQ, STAREQ,
    SLASHEQ, PERCENTEQ, CARETEQ, ANDEQ, OREQ, SHLEQ, EQ, EQEQ, NE, GT, LT, LE, AS, DOTDOT,
    DOTDOTEQ, DOTDOTDOT, DOTDOT_OPEN
  };

  /** {@code expected one of `,` or `}`, found `b`}. */
  static String message(IntervalSet set, SourceToken found) {
    return message(set) + ", found " + found(found);
  }

  private static String message(IntervalSet set) {
    if (set.contains(STRUCT) && !set.contains(LET)) {
      return "expected item";
    }
    boolean operators = set.contains(PERCENT) && set.contains(CARET);
    if (!operators && set.contains(INTEGER_LITERAL)) {
      if (set.contains(REF)) {
        return "expected pattern";
      }
      if (set.contains(STAR) && set.contains(WHILE)) {
        return "expected expression";
      }
    }
    if (!operators && set.contains(DYN)) {
      return "expected type";
    }
    if (set.contains(LBRACE) && set.size() <= 2 && set.contains(INTERPOLATED_BLOCK)) {
      return "expected `{`";
    }
    TreeSet<String> names = new TreeSet<>();
    for (int type : set.toList()) {
      String name = name(type, operators);
      if (name != null) {
        names.add(name);
      }
    }
    if (operators) {
      names.add("an operator");
    }
    List<String> list = new ArrayList<>(names);
    return switch (list.size()) {
      case 0 -> "unexpected token";
      case 1 -> "expected " + list.get(0);
      case 2 -> "expected one of " + list.get(0) + " or " + list.get(1);
      default ->
          "expected one of "
              + String.join(", ", list.subList(0, list.size() - 1))
              + ", or "
              + list.get(list.size() - 1);
    };
  }

  /** Null for what needs no mention. */
  private static String name(int type, boolean operators) {
    if (operators) {
      for (int op : OPERATORS) {
        if (type == op) {
          return null;
        }
      }
    }
    return switch (type) {
      case IDENTIFIER, RAW_IDENTIFIER -> "identifier";
      case LIFETIME_OR_LABEL -> "lifetime";
      case INTEGER_LITERAL, FLOAT_LITERAL, STRING_LITERAL -> "literal";
      case Token.EOF -> "`<eof>`";
      case IMPL_LT -> "`<`";
      case FOR_BINDER -> "`for`";
      case LET_ELSE -> "`else`";
      case POUND, INNER_POUND -> "`#`";
      default -> {
        String literal = type > 0 ? VOCABULARY.getLiteralName(type) : null;
        yield literal == null ? null : "`" + literal.substring(1, literal.length() - 1) + "`";
      }
    };
  }

  /** {@code `x`}, {@code keyword `let`}. */
  static String found(SourceToken t) {
    if (t.type == Token.EOF) {
      return "`<eof>`";
    }
    if (t.fragment != null) {
      return "`" + t.fragment.fragment() + "` metavariable";
    }
    return switch (t.baseType) {
      case OUTER_LINE_DOC, OUTER_BLOCK_DOC, INNER_LINE_DOC, INNER_BLOCK_DOC ->
          "doc comment `" + t.text() + "`";
      case RESERVED_KEYWORD -> "reserved keyword `" + t.text() + "`";
      case RAW_IDENTIFIER -> "`r#" + t.text() + "`";
      default -> (isKeyword(t) ? "keyword `" : "`") + t.text() + "`";
    };
  }

  static boolean isKeyword(SourceToken t) {
    return t.baseType >= AS && t.baseType <= WHILE;
  }

  static boolean isKeywordOrReserved(SourceToken t) {
    return isKeyword(t) || t.baseType == RESERVED_KEYWORD;
  }
}
