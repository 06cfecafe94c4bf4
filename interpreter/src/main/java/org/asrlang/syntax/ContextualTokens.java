package org.asrlang.syntax;

import static org.asrlang.grammar.AsrLexer.*;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Settles between lexer and parser what a token is in its context, so that the grammar needs to
 * look at one token only; and inserts the two kinds of tokens that the grammar asks for: a comma
 * behind the last arm of a match, and a semicolon behind a macro call with braces that is a
 * statement.
 */
final class ContextualTokens {
  private static final BitSet BEGINS_EXPR = new BitSet();
  private static final BitSet LITERAL = new BitSet();

  static {
    int[] literals = {
      INTEGER_LITERAL,
      FLOAT_LITERAL,
      CHAR_LITERAL,
      BYTE_LITERAL,
      STRING_LITERAL,
      BYTE_STRING_LITERAL,
      C_STRING_LITERAL,
      RAW_STRING_LITERAL,
      RAW_BYTE_STRING_LITERAL,
      RAW_C_STRING_LITERAL,
      TRUE,
      FALSE,
      INTERPOLATED_LITERAL
    };
    int[] begins = {
      IDENTIFIER,
      RAW_IDENTIFIER,
      INTERPOLATED_EXPR,
      INTERPOLATED_PATH,
      INTERPOLATED_BLOCK,
      INTERPOLATED_TY,
      LPAREN,
      LBRACKET,
      LBRACE,
      NOT,
      MINUS,
      STAR,
      OR,
      OROR,
      AND,
      ANDAND,
      DOTDOT,
      DOTDOTEQ,
      DOTDOTDOT,
      LT,
      SHL,
      PATHSEP,
      LIFETIME_OR_LABEL,
      POUND,
      ASYNC,
      BREAK,
      CONST,
      CONTINUE,
      FOR,
      IF,
      LOOP,
      MATCH,
      MOVE,
      RETURN,
      STATIC,
      UNSAFE,
      WHILE,
      SELF_VALUE,
      SELF_TYPE,
      SUPER,
      CRATE,
      UNDERSCORE
    };
    for (int t : literals) {
      LITERAL.set(t);
      BEGINS_EXPR.set(t);
    }
    for (int t : begins) {
      BEGINS_EXPR.set(t);
    }
  }

  private final List<SourceToken> in;
  private final int n;
  private final List<SourceToken> out;

  /** Closing braces of bodies that hold arms. */
  private final BitSet arms = new BitSet();

  private final BitSet semicolonAfter = new BitSet();

  private ContextualTokens(List<SourceToken> in) {
    this.in = in;
    this.n = in.size();
    this.out = new ArrayList<>(n + n / 16 + 1);
  }

  /**
   * @param statements whether the outermost tokens are items or statements, not an expression or
   *     the like
   */
  static List<SourceToken> apply(List<SourceToken> tokens, boolean statements) {
    ContextualTokens c = new ContextualTokens(tokens);
    c.match();
    c.retype(statements);
    return c.out;
  }

  static boolean beginsExpression(int type) {
    return type >= 0 && BEGINS_EXPR.get(type); // not the end of the file
  }

  static boolean isLiteral(int type) {
    return type >= 0 && LITERAL.get(type);
  }

  /** Finds partners, and the bodies with arms. */
  private void match() {
    int[] stack = new int[64];
    int depth = 0;
    BitSet arrow = new BitSet();
    for (int i = 0; i < n; i++) {
      SourceToken t = in.get(i);
      switch (t.type) {
        case LPAREN, LBRACKET, LBRACE -> {
          if (depth == stack.length) {
            stack = java.util.Arrays.copyOf(stack, depth * 2);
          }
          arrow.clear(depth);
          stack[depth++] = i;
          t.partner = -1;
        }
        case RPAREN, RBRACKET, RBRACE -> {
          if (depth > 0) {
            depth--;
            int open = stack[depth];
            in.get(open).partner = i;
            t.partner = open;
            if (t.type == RBRACE && arrow.get(depth)) {
              arms.set(i);
              arms.set(open);
            }
          }
        }
        case FATARROW -> {
          if (depth > 0) {
            arrow.set(depth - 1);
          }
        }
        default -> {}
      }
    }
  }

  private int type(int i) {
    return i >= 0 && i < n ? in.get(i).baseType : EOF;
  }

  private void retype(boolean statements) {
    int[] stack = new int[64];
    int depth = 0;
    for (int i = 0; i < n; i++) {
      SourceToken t = in.get(i);
      switch (t.baseType) {
        case LPAREN, LBRACKET, LBRACE -> {
          if (depth == stack.length) {
            stack = java.util.Arrays.copyOf(stack, depth * 2);
          }
          stack[depth++] = i;
        }
        case RPAREN, RBRACKET, RBRACE -> {
          depth = Math.max(0, depth - 1);
          if (arms.get(i) && t.type == RBRACE) {
            insertComma();
          }
        }
        case NOT -> {
          if (type(i + 1) == LBRACE) {
            boolean braces = depth == 0 ? statements : in.get(stack[depth - 1]).type == LBRACE;
            if (braces && (depth == 0 || !arms.get(stack[depth - 1]))) {
              macroStatement(i);
            }
          }
        }
        case DOTDOT, DOTDOTEQ -> {
          int enclosing = depth == 0 ? -1 : in.get(stack[depth - 1]).type;
          t.type = rangeHasEnd(i, enclosing) ? t.baseType : DOTDOT_OPEN;
        }
        default -> t.type = inContext(t, i);
      }
      out.add(t);
      if (semicolonAfter.get(i)) {
        out.add(insertedAfter(t, SEMI, ";"));
      }
    }
  }

  private static SourceToken insertedAfter(SourceToken t, int type, String text) {
    SourceToken s = new SourceToken(type, text, t.span().shrinkToEnd(), false);
    s.inserted = true;
    return s;
  }

  private void insertComma() {
    SourceToken last = out.get(out.size() - 1);
    if (last.type != COMMA && last.type != LBRACE && !last.inserted) {
      out.add(insertedAfter(last, COMMA, ","));
    }
  }

  /** {@code path ! { … }} as a statement or item: a semicolon comes behind it. */
  private void macroStatement(int bang) {
    int start = bang;
    while (type(start - 1) == IDENTIFIER
        || type(start - 1) == RAW_IDENTIFIER
        || type(start - 1) == INTERPOLATED_PATH
        || start < bang
            && (type(start - 1) == CRATE
                || type(start - 1) == SUPER
                || type(start - 1) == SELF_VALUE)) {
      start--;
      if (type(start - 1) != PATHSEP) {
        break;
      }
      start--;
    }
    if (start == bang) {
      return;
    }
    int close = in.get(bang + 1).partner;
    if (close < 0) {
      return;
    }
    int before = type(start - 1);
    boolean begins =
        switch (before) {
          case EOF,
              LBRACE,
              RBRACE,
              SEMI,
              OUTER_LINE_DOC,
              OUTER_BLOCK_DOC,
              INNER_LINE_DOC,
              INNER_BLOCK_DOC ->
              true;
          case RBRACKET -> {
            int open = in.get(start - 1).partner;
            yield open > 0
                && (type(open - 1) == POUND || type(open - 1) == NOT && type(open - 2) == POUND);
          }
          default -> false;
        };
    boolean ends =
        switch (type(close + 1)) {
          case SEMI, DOT, QUESTION, RBRACE, EOF, COMMA, FATARROW, EQ -> false;
          default -> true;
        };
    if (begins && ends) {
      semicolonAfter.set(close);
    }
  }

  private boolean rangeHasEnd(int i, int enclosing) {
    int next = type(i + 1);
    if (next != LBRACE) {
      return BEGINS_EXPR.get(Math.max(next, 0));
    }
    if (enclosing == LPAREN || enclosing == LBRACKET) {
      return true;
    }
    // `for i in 0.. {` against `for i in 0..{n} {` and `..{n}`.
    int close = in.get(i + 1).partner;
    return close >= 0 && type(close + 1) == LBRACE || !inHead(i);
  }

  /** Whether a body's opening brace is to come: behind {@code if}, {@code while}, {@code match}. */
  private boolean inHead(int i) {
    for (int k = i - 1; k >= 0; k--) {
      switch (type(k)) {
        case IN, IF, WHILE, MATCH -> {
          return true;
        }
        case SEMI, COMMA, FATARROW, LBRACE, LPAREN, LBRACKET -> {
          return false;
        }
        case RPAREN, RBRACKET, RBRACE -> {
          boolean brace = type(k) == RBRACE;
          if (in.get(k).partner < 0 || in.get(k).partner > k) {
            return false;
          }
          k = in.get(k).partner;
          if (brace && !isOperand(k)) {
            return false;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /**
   * Whether a brace opens a block that is a value in a head, and no body with a statement behind.
   */
  private boolean isOperand(int brace) {
    return switch (type(brace - 1)) {
      case IN, IF, WHILE, MATCH, EQ, EQEQ, NE, ANDAND, OROR -> true;
      default -> false;
    };
  }

  private int inContext(SourceToken t, int i) {
    int type = t.baseType;
    switch (type) {
      case IDENTIFIER -> {
        return word(t, i);
      }
      case CONST -> {
        int next = type(i + 1);
        if (type(i - 1) == STAR) {
          return type;
        }
        return switch (next) {
          case LBRACE, INTERPOLATED_BLOCK -> CONST_BLOCK;
          case FN, UNSAFE, ASYNC, EXTERN -> CONST_FN;
          default -> type;
        };
      }
      case ASYNC -> {
        return switch (type(i + 1)) {
          case FN, UNSAFE, EXTERN -> ASYNC;
          default -> ASYNC_EXPR;
        };
      }
      case UNSAFE -> {
        int next = type(i + 1);
        return next == LBRACE || next == INTERPOLATED_BLOCK ? UNSAFE_BLOCK : type;
      }
      case EXTERN -> {
        return type(i + 1) == CRATE ? EXTERN_CRATE : type;
      }
      case STATIC -> {
        int next = type(i + 1);
        return next == OR || next == OROR || next == MOVE ? STATIC_CLOSURE : type;
      }
      case PUB -> {
        return restricted(i) ? PUB_RESTRICTED : type;
      }
      case FOR -> {
        if (type(i + 1) != LT) {
          return type;
        }
        return switch (type(i - 1)) {
          case IDENTIFIER,
              RAW_IDENTIFIER,
              GT,
              RPAREN,
              RBRACKET,
              SELF_TYPE,
              INTERPOLATED_TY,
              INTERPOLATED_PATH ->
              type;
          default -> FOR_BINDER;
        };
      }
      case LT -> {
        return type(i - 1) == IMPL && generics(i) ? IMPL_LT : type;
      }
      case POUND -> {
        return type(i + 1) == NOT && type(i + 2) == LBRACKET ? INNER_POUND : type;
      }
      case LIFETIME_OR_LABEL -> {
        if (type(i + 1) != COLON) {
          return type;
        }
        return switch (type(i + 2)) {
          case LBRACE, LOOP, WHILE, FOR, INTERPOLATED_BLOCK -> LABEL;
          default -> type;
        };
      }
      case ELSE -> {
        int before = type(i - 1);
        return before == RBRACE || before == INTERPOLATED_BLOCK ? type : LET_ELSE;
      }
      case RETURN -> {
        return BEGINS_EXPR.get(Math.max(type(i + 1), 0)) ? type : RETURN_UNIT;
      }
      case BREAK -> {
        int next = i + 1;
        if (type(next) == LIFETIME_OR_LABEL && type(next + 1) != COLON) {
          next++;
        }
        // in the head of an `if` or a loop the brace opens the body
        return BEGINS_EXPR.get(Math.max(type(next), 0)) && !(type(next) == LBRACE && inHead(i))
            ? type
            : BREAK_UNIT;
      }
      default -> {
        return type;
      }
    }
  }

  private int word(SourceToken t, int i) {
    int next = type(i + 1);
    switch (t.length()) {
      case 3 -> {
        if (next == CONST || next == MUT) {
          int before = type(i - 1);
          return (before == AND || before == ANDAND) && t.is("raw") ? RAW : IDENTIFIER;
        }
      }
      case 4 -> {
        if (next == TRAIT && t.is("auto")) {
          return AUTO;
        }
        if ((next == FN || next == STATIC) && t.is("safe")) {
          return SAFE;
        }
      }
      case 5 -> {
        if ((next == IDENTIFIER || next == RAW_IDENTIFIER) && t.is("union")) {
          int then = type(i + 2);
          return then == LBRACE || then == LT || then == WHERE ? UNION : IDENTIFIER;
        }
      }
      case 7 -> {
        switch (next) {
          case FN, TYPE, CONST, IMPL, UNSAFE, ASYNC, EXTERN -> {
            return t.is("default") ? DEFAULT : IDENTIFIER;
          }
          default -> {}
        }
      }
      case 11 -> {
        if (next == NOT && t.is("macro_rules")) {
          int then = type(i + 2);
          return then == IDENTIFIER || then == RAW_IDENTIFIER || then == RESERVED_KEYWORD
              ? MACRO_RULES
              : IDENTIFIER;
        }
      }
      default -> {}
    }
    return IDENTIFIER;
  }

  private boolean restricted(int pub) {
    if (type(pub + 1) != LPAREN) {
      return false;
    }
    return switch (type(pub + 2)) {
      case IN -> true;
      case CRATE, SELF_VALUE, SUPER -> type(pub + 3) == RPAREN;
      default -> false;
    };
  }

  /** As rustc decides between {@code impl<T> …} and {@code impl <T as A>::B}. */
  private boolean generics(int lt) {
    return switch (type(lt + 1)) {
      case POUND, GT, CONST, OUTER_LINE_DOC, OUTER_BLOCK_DOC -> true;
      case LIFETIME_OR_LABEL, IDENTIFIER, RAW_IDENTIFIER ->
          switch (type(lt + 2)) {
            case GT, COMMA, COLON, EQ -> true;
            default -> false;
          };
      default -> false;
    };
  }
}
