/*
 * The tokens of ASR, which are those of Rust 2024.
 *
 * The lexer knows no context. What depends on the neighbours (`union`, `auto`, `raw`; the `else` of
 * `let … else`; `1.`) is settled between lexer and parser, where a token gets one of the types
 * under `tokens`. `>` is always a token of its own, so that `Vec<Vec<T>>` needs no splitting; the
 * operators `>>`, `>=` and `>>=` are put together from neighbours.
 */
lexer grammar AsrLexer;

tokens {
  // Put together for macros, taken apart for the parser.
  SHR, SHREQ, GE, LARROW,
  // Identifiers and keywords that a neighbour makes something else.
  AUTO, DEFAULT, MACRO_RULES, RAW, SAFE, UNION,
  // `const`, `async`, `unsafe`, `extern` in front of a function, a block, a crate.
  CONST_FN, CONST_BLOCK, ASYNC_EXPR, UNSAFE_BLOCK, EXTERN_CRATE, STATIC_CLOSURE,
  // `return`, `break` and `..` with nothing behind them that could be an operand.
  RETURN_UNIT, BREAK_UNIT, DOTDOT_OPEN,
  // `pub (`, `for <`, the `<` of `impl <`, `#!`, `'a:` in front of a block or loop, the `else` of `let … else`.
  PUB_RESTRICTED, FOR_BINDER, IMPL_LT, INNER_POUND, LABEL, LET_ELSE,
  // A fragment that a macro parameter matched.
  INTERPOLATED_EXPR, INTERPOLATED_TY, INTERPOLATED_PAT, INTERPOLATED_STMT, INTERPOLATED_BLOCK,
  INTERPOLATED_ITEM, INTERPOLATED_PATH, INTERPOLATED_META, INTERPOLATED_VIS, INTERPOLATED_LITERAL
}

// Keywords

AS : 'as' ;
ASYNC : 'async' ;
AWAIT : 'await' ;
BREAK : 'break' ;
CONST : 'const' ;
CONTINUE : 'continue' ;
CRATE : 'crate' ;
DYN : 'dyn' ;
ELSE : 'else' ;
ENUM : 'enum' ;
EXTERN : 'extern' ;
FALSE : 'false' ;
FN : 'fn' ;
FOR : 'for' ;
IF : 'if' ;
IMPL : 'impl' ;
IN : 'in' ;
LET : 'let' ;
LOOP : 'loop' ;
MATCH : 'match' ;
MOD : 'mod' ;
MOVE : 'move' ;
MUT : 'mut' ;
PUB : 'pub' ;
REF : 'ref' ;
RETURN : 'return' ;
SELF_VALUE : 'self' ;
SELF_TYPE : 'Self' ;
STATIC : 'static' ;
STRUCT : 'struct' ;
SUPER : 'super' ;
TRAIT : 'trait' ;
TRUE : 'true' ;
TYPE : 'type' ;
UNSAFE : 'unsafe' ;
USE : 'use' ;
WHERE : 'where' ;
WHILE : 'while' ;

RESERVED_KEYWORD
  : 'abstract' | 'become' | 'box' | 'do' | 'final' | 'gen' | 'macro' | 'override' | 'priv'
  | 'try' | 'typeof' | 'unsized' | 'virtual' | 'yield'
  ;

UNDERSCORE : '_' ;
IDENTIFIER : IDENT ;
RAW_IDENTIFIER : 'r#' IDENT ;

// Literals. Digits, escapes and suffixes are checked when the value is read.

// First, so that `1e5` is no integer with a suffix.
FLOAT_LITERAL
  : DIGITS ( '.' DIGITS EXPONENT? | EXPONENT ) IDENT?
  ;
INTEGER_LITERAL
  : ( '0x' [0-9a-fA-F_]* | '0o' [0-9_]* | '0b' [0-9_]* | DIGITS ) IDENT?
  ;
CHAR_LITERAL : '\'' CHAR_CONTENT '\'' IDENT? ;
BYTE_LITERAL : 'b\'' CHAR_CONTENT '\'' IDENT? ;
STRING_LITERAL : '"' STRING_CONTENT* '"' IDENT? ;
BYTE_STRING_LITERAL : 'b"' STRING_CONTENT* '"' IDENT? ;
C_STRING_LITERAL : 'c"' STRING_CONTENT* '"' IDENT? ;
RAW_STRING_LITERAL : 'r' RAW_STRING IDENT? ;
RAW_BYTE_STRING_LITERAL : 'br' RAW_STRING IDENT? ;
RAW_C_STRING_LITERAL : 'cr' RAW_STRING IDENT? ;
LIFETIME_OR_LABEL : '\'' 'r#'? IDENT | '\'_' ;

// What has no end, or is none; reported by name.

EMPTY_CHAR : 'b'? '\'\'' ;
LONG_CHAR : 'b'? '\'' IDENT_CONTINUE IDENT_CONTINUE+ '\'' ;
UNTERMINATED_CHAR : 'b'? '\'' ;
UNTERMINATED_STRING : [bc]? '"' STRING_CONTENT* ;
UNTERMINATED_RAW_STRING : [bc]? 'r' '#'* '"' ;
UNTERMINATED_BLOCK_COMMENT : '/*' ;

// Comments. `////`, `/***` and `/**/` document nothing.

OUTER_LINE_DOC : '///' ( ~[/\n] ~[\n]* )? ;
INNER_LINE_DOC : '//!' ~[\n]* ;
OUTER_BLOCK_DOC : '/**' ~[*/] COMMENT_PART* '*'+ '/' ;
INNER_BLOCK_DOC : '/*!' COMMENT_PART* '*'+ '/' ;
LINE_COMMENT : ( '//' ( ~[/!\n] ~[\n]* )? | '////' ~[\n]* ) -> skip ;
BLOCK_COMMENT
  : ( '/**/'
    | '/***' '*'* ( '/' | ~[*/] COMMENT_PART* '*'+ '/' )
    | '/*' ( ~[*/!] | '/'+ ~[*/] | '/'* NESTED_COMMENT ) COMMENT_PART* '*'+ '/'
    ) -> skip
  ;
WHITESPACE : [ \t\r\n\u000B\u000C\u0085\u200E\u200F\u2028\u2029]+ -> skip ;

// Punctuation

PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
CARET : '^' ;
NOT : '!' ;
AND : '&' ;
OR : '|' ;
ANDAND : '&&' ;
OROR : '||' ;
SHL : '<<' ;
PLUSEQ : '+=' ;
MINUSEQ : '-=' ;
STAREQ : '*=' ;
SLASHEQ : '/=' ;
PERCENTEQ : '%=' ;
CARETEQ : '^=' ;
ANDEQ : '&=' ;
OREQ : '|=' ;
SHLEQ : '<<=' ;
EQ : '=' ;
EQEQ : '==' ;
NE : '!=' ;
GT : '>' ;
LT : '<' ;
LE : '<=' ;
AT : '@' ;
DOT : '.' ;
DOTDOT : '..' ;
DOTDOTDOT : '...' ;
DOTDOTEQ : '..=' ;
COMMA : ',' ;
SEMI : ';' ;
COLON : ':' ;
PATHSEP : '::' ;
RARROW : '->' ;
FATARROW : '=>' ;
POUND : '#' ;
DOLLAR : '$' ;
QUESTION : '?' ;
TILDE : '~' ;

LPAREN : '(' ;
RPAREN : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;

UNKNOWN : . ;

// Letters beyond ASCII arrive as one letter, `\u00AA`, and what may only follow in a name as
// `\u00B7`: whoever reads the text for the lexer knows Unicode, so that the lexer's tables, which
// are built at every start, need not.

fragment IDENT : ( [a-zA-Z\u00AA] | '_' IDENT_CONTINUE ) IDENT_CONTINUE* ;
fragment IDENT_CONTINUE : [a-zA-Z0-9_\u00AA\u00B7] ;
fragment DIGITS : [0-9] [0-9_]* ;
fragment EXPONENT : [eE] [+-]? '_'* DIGITS ;
fragment CHAR_CONTENT
  : ~['\\\n\r\t]
  | [\uD800-\uDBFF] [\uDC00-\uDFFF]
  | '\\' ~[\n\r] ~['\n\r]*
  ;
fragment STRING_CONTENT : ~["\\] | '\\' . ;
fragment RAW_STRING : '#' RAW_STRING '#' | '"' .*? '"' ;
fragment COMMENT_PART : ~[*/] | '*'+ ~[*/] | '/'+ ~[*/] | '/'* NESTED_COMMENT ;
fragment NESTED_COMMENT : '/*' COMMENT_PART* '*'+ '/' ;
