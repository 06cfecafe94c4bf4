/*
 * The syntax of ASR, which is that of Rust 2024. Rules have the names of the Rust reference.
 *
 * The shape serves speed: every decision looks at one token. Therefore
 * - an expression is a flat list of operands and operators; the tree builder folds it by precedence;
 * - lists take missing and doubled elements; the tree builder rejects `a,,b`;
 * - rules exist twice where the reference says "except struct expressions" or "without block";
 * - a token that stands for several things has become several types before it arrives here
 *   (see the `tokens` of the lexer), and two tokens may be inserted that nobody wrote: the comma
 *   behind the last arm of a `match`, and the semicolon behind a statement `m! { … }`.
 */
parser grammar AsrParser;

options { tokenVocab = AsrLexer; contextSuperClass = NodeContext; }

// Starting points

crate : innerAttribute* item* EOF ;
items : item* EOF ;
blockContents : innerAttribute* statements EOF ;
wholeExpression : expression EOF ;
wholePattern : pattern EOF ;
wholeType : type EOF ;
wholePath : typePath EOF ;
wholeVisibility : visibility? EOF ;
wholeLiteral : MINUS? literalExpression EOF ;
wholeBlock : blockExpression EOF ;
fragmentStatement
  : outerAttribute*
    ( letStatement
    | visItemInBlock
    | expressionWithBlock blockContinuation?
    | expressionStatement
    | INTERPOLATED_STMT
    )
  ;

// Attributes and token trees

innerAttribute
  : INNER_POUND NOT LBRACKET tokenTree* RBRACKET
  | INNER_LINE_DOC
  | INNER_BLOCK_DOC
  ;
outerAttribute
  : POUND LBRACKET tokenTree* RBRACKET
  | OUTER_LINE_DOC
  | OUTER_BLOCK_DOC
  ;
delimTokenTree
  : LPAREN tokenTree* RPAREN
  | LBRACKET tokenTree* RBRACKET
  | LBRACE tokenTree* RBRACE
  ;
tokenTree
  : ~( LPAREN | RPAREN | LBRACKET | RBRACKET | LBRACE | RBRACE )
  | delimTokenTree
  ;

// Items

item : outerAttribute* visItem ;
visItem
  : visibility? DEFAULT?
    ( qualifiedItem
    | function
    | struct
    | enumeration
    | union
    | trait
    | implementation
    | typeAlias
    | constantItem
    | staticItem
    | module
    | externCrate
    | useDeclaration
    | macroRulesDefinition SEMI?
    | macroInvocationItem SEMI?
    )
  | INTERPOLATED_ITEM
  ;
// Where a macro call is an expression, and a semicolon the block's.
visItemInBlock
  : visibility? DEFAULT?
    ( qualifiedItem
    | function
    | struct
    | enumeration
    | union
    | trait
    | implementation
    | typeAlias
    | constantItem
    | staticItem
    | module
    | externCrate
    | useDeclaration
    | macroRulesDefinition
    )
  | INTERPOLATED_ITEM
  ;
visibility
  : PUB
  | PUB_RESTRICTED LPAREN IN? simplePath RPAREN
  | INTERPOLATED_VIS
  ;

qualifiedItem
  : itemQualifier+ ( function | trait | implementation | externBlock | staticItem | module )
  ;
itemQualifier : CONST_FN | ASYNC | UNSAFE | SAFE | EXTERN abi? ;
abi : STRING_LITERAL | RAW_STRING_LITERAL | INTERPOLATED_LITERAL ;

function
  : FN identifier genericParams? functionParameters functionReturnType? whereClause?
    ( blockExpression | SEMI )
  ;
functionParameters : LPAREN functionParam? ( COMMA functionParam? )* RPAREN ;
functionParam : outerAttribute* patternNoTopAlt ( COLON ( type | DOTDOTDOT ) )? ;
functionReturnType : RARROW type ;

struct
  : STRUCT identifier genericParams?
    ( whereClause? ( SEMI | structFields ) | tupleFields whereClause? SEMI )
  ;
structFields : LBRACE structField? ( COMMA structField? )* RBRACE ;
structField : outerAttribute* visibility? identifier COLON type ;
tupleFields : LPAREN tupleField? ( COMMA tupleField? )* RPAREN ;
tupleField : outerAttribute* visibility? type ;

enumeration
  : ENUM identifier genericParams? whereClause? LBRACE enumVariant? ( COMMA enumVariant? )* RBRACE
  ;
enumVariant
  : outerAttribute* visibility? identifier ( structFields | tupleFields )? ( EQ expression )?
  ;

union : UNION identifier genericParams? whereClause? structFields ;

trait
  : AUTO? TRAIT identifier genericParams?
    ( ( COLON typeParamBounds? )? whereClause? associatedItems
    | EQ typeParamBounds? whereClause? SEMI
    )
  ;
implementation
  : IMPL implGenericParams? NOT? type ( FOR type )? whereClause? associatedItems
  ;
associatedItems : LBRACE innerAttribute* item* RBRACE ;

typeAlias
  : TYPE identifier genericParams? ( COLON typeParamBounds? )? whereClause?
    ( EQ type whereClause? )? SEMI
  ;
constantItem
  : CONST ( identifier | UNDERSCORE ) genericParams? ( COLON type )? whereClause?
    ( EQ expression whereClause? )? SEMI
  ;
staticItem : STATIC MUT? identifier ( COLON type )? ( EQ expression )? SEMI ;
module : MOD identifier ( SEMI | LBRACE innerAttribute* item* RBRACE ) ;
externCrate : EXTERN_CRATE CRATE ( identifier | SELF_VALUE ) ( AS ( identifier | UNDERSCORE ) )? SEMI ;
externBlock : associatedItems ;

useDeclaration : USE useTree SEMI ;
useTree
  : PATHSEP? ( useTreeEnd | simplePathSegment ( PATHSEP ( simplePathSegment | useTreeEnd ) )* )
    ( AS ( identifier | UNDERSCORE ) )?
  ;
useTreeEnd : STAR | LBRACE useTree? ( COMMA useTree? )* RBRACE ;

macroRulesDefinition : MACRO_RULES NOT identifier delimTokenTree ;
macroInvocationItem : simplePath NOT delimTokenTree ;

// Generics

genericParams : LT genericParam? ( COMMA genericParam? )* GT ;
implGenericParams : IMPL_LT genericParam? ( COMMA genericParam? )* GT ;
genericParam
  : outerAttribute*
    ( LIFETIME_OR_LABEL ( COLON lifetimeBounds? )?
    | CONST identifier COLON type ( EQ ( type | constArgument ) )?
    | identifier ( COLON typeParamBounds? )? ( EQ type )?
    )
  ;
whereClause : WHERE whereClauseItem? ( COMMA whereClauseItem? )* ;
whereClauseItem
  : LIFETIME_OR_LABEL COLON lifetimeBounds?
  | type COLON typeParamBounds?
  ;
lifetimeBounds : LIFETIME_OR_LABEL ( PLUS LIFETIME_OR_LABEL? )* ;
typeParamBounds : typeParamBound ( PLUS typeParamBound? )* ;
typeParamBound
  : LIFETIME_OR_LABEL
  | traitBound
  | LPAREN traitBound RPAREN
  | USE LT useBoundArg? ( COMMA useBoundArg? )* GT
  ;
useBoundArg : LIFETIME_OR_LABEL | identifier | SELF_TYPE ;
traitBound
  : ( forLifetimes | QUESTION | NOT | TILDE CONST )*
    ( typePath | qualifiedPathInType | INTERPOLATED_TY )
  ;
forLifetimes : FOR_BINDER genericParams ;

genericArgs
  : LT genericArg? ( COMMA genericArg? )* GT
  | SHL qualifiedPathRest ( COMMA genericArg? )* GT
  ;
genericArg
  : LIFETIME_OR_LABEL
  | type associatedConstraint?
  | constArgument
  ;
associatedConstraint : EQ ( type | constArgument ) | COLON typeParamBounds? ;
constArgument
  : MINUS? literalExpression
  | blockExpression
  | CONST_BLOCK blockExpression
  | INTERPOLATED_EXPR
  ;

// Paths

simplePath : PATHSEP? simplePathSegment ( PATHSEP simplePathSegment )* ;
simplePathSegment
  : identifier | SUPER | SELF_VALUE | SELF_TYPE | CRATE | INTERPOLATED_PATH
  ;
pathIdentSegment
  : IDENTIFIER | RAW_IDENTIFIER | SUPER | SELF_VALUE | SELF_TYPE | CRATE | INTERPOLATED_PATH
  ;

pathInExpression
  : ( PATHSEP? pathIdentSegment | INTERPOLATED_TY ) pathExprRest*
  | qualifiedPath pathExprRest*
  ;
pathExprRest : PATHSEP ( pathIdentSegment | genericArgs ) ;

typePath : PATHSEP? pathIdentSegment typePathRest* parenthesizedArgs? ;
typePathRest
  : PATHSEP ( pathIdentSegment | genericArgs )
  | genericArgs
  ;
parenthesizedArgs : LPAREN type? ( COMMA type? )* RPAREN ( RARROW typeNoBounds )? ;

qualifiedPathInType : qualifiedPath typePathRest* ;
qualifiedPath
  : LT qualifiedSelf
  | SHL qualifiedPathRest qualifiedAs? GT
  ;
qualifiedPathRest : qualifiedSelf typePathRest* ;
qualifiedSelf : type qualifiedAs? GT ;
qualifiedAs : AS typePath ;

identifier : IDENTIFIER | RAW_IDENTIFIER ;

// Types

type
  : IMPL typeParamBounds
  | DYN typeParamBounds
  | simpleType ( PLUS typeParamBound? )*   // a trait object without `dyn`, to be rejected by name
  ;
typeNoBounds
  : IMPL typeParamBound
  | DYN typeParamBound
  | simpleType
  ;
simpleType
  : LPAREN type? ( COMMA type? )* RPAREN
  | NOT
  | UNDERSCORE
  | STAR ( CONST | MUT ) typeNoBounds
  | ( AND | ANDAND ) LIFETIME_OR_LABEL? MUT? typeNoBounds
  | LBRACKET type ( SEMI expression )? RBRACKET
  | bareFunctionType
  | forLifetimes typeNoBounds
  | typePath ( NOT delimTokenTree )?
  | qualifiedPathInType
  | INTERPOLATED_TY typePathRest*
  ;
bareFunctionType
  : ( UNSAFE | EXTERN abi? )* FN LPAREN bareFunctionParam? ( COMMA bareFunctionParam? )* RPAREN
    ( RARROW typeNoBounds )?
  ;
bareFunctionParam
  : outerAttribute* ( type ( COLON type )? | MUT identifier COLON type | DOTDOTDOT )
  ;

// Patterns

pattern : OR? patternNoTopAlt ( OR patternNoTopAlt )* ;
patternNoTopAlt
  : MINUS? literalExpression patternRangeEnd?
  | REF MUT? identifier ( AT patternNoTopAlt )?
  | MUT patternNoTopAlt
  | pathInExpression
    ( AT patternNoTopAlt
    | tuplePatternItems
    | structPatternElements
    | NOT delimTokenTree
    | patternRangeEnd
    )?
  | UNDERSCORE
  | ( DOTDOT | DOTDOT_OPEN | DOTDOTEQ | DOTDOTDOT ) patternRangeBound?
  | ( AND | ANDAND ) LIFETIME_OR_LABEL? patternNoTopAlt
  | tuplePatternItems
  | LBRACKET pattern? ( COMMA pattern? )* RBRACKET
  | CONST_BLOCK blockExpression patternRangeEnd?
  | INTERPOLATED_PAT
  | INTERPOLATED_EXPR patternRangeEnd?
  ;
tuplePatternItems : LPAREN pattern? ( COMMA pattern? )* RPAREN ;
structPatternElements : LBRACE structPatternField? ( COMMA structPatternField? )* RBRACE ;
structPatternField
  : outerAttribute*
    ( identifier ( COLON pattern )?
    | INTEGER_LITERAL COLON pattern
    | REF MUT? identifier
    | MUT identifier
    | DOTDOT
    | DOTDOT_OPEN
    )
  ;
patternRangeEnd : ( DOTDOT | DOTDOT_OPEN | DOTDOTEQ | DOTDOTDOT ) patternRangeBound? ;
patternRangeBound
  : MINUS? literalExpression
  | pathInExpression
  | CONST_BLOCK blockExpression
  | INTERPOLATED_EXPR
  ;

// Statements

blockExpression : LBRACE innerAttribute* statements RBRACE | INTERPOLATED_BLOCK ;
statements : statementRun ( SEMI statementRun )* ;
// What needs no semicolon, as often as it comes, and then at most one thing that does.
statementRun
  : ( outerAttribute | visItemInBlock | expressionWithBlock | INTERPOLATED_STMT )*
    ( letStatement | expressionStatement | blockContinuation )?
  ;
letStatement
  : LET pattern ( COLON type )? ( EQ expression ( LET_ELSE blockExpression )? )?
  ;
expressionStatement
  : ( prefixOperator ( outerAttribute | prefixOperator )* postfixExpression
    | expressionWithoutBlock postfixOperator*
    )
    operators
  ;
// What makes the block in front of it the start of an expression: `match x { … }.len() + 1`.
blockContinuation : ( fieldAccess | QUESTION ) postfixOperator* operators ;

// Expressions: operands and operators in a row

expression
  : ( outerAttribute | prefixOperator | letCondition )* postfixExpression operators
  ;
operators
  : ( binaryOperator operand | DOTDOT_OPEN )*
    ( AS typeNoBounds
      ( operatorAfterCast operand ( binaryOperator operand | DOTDOT_OPEN )* | DOTDOT_OPEN )?
    )*
  ;
operand : ( outerAttribute | prefixOperator | letCondition )* postfixExpression ;
postfixExpression : ( expressionWithoutBlock | expressionWithBlock ) postfixOperator* ;

// The same where `{` starts the body of an `if`, `while`, `for` or `match`.
expressionExceptStruct
  : ( outerAttribute | prefixOperator | letCondition )* postfixExpressionExceptStruct
    operatorsExceptStruct
  ;
operatorsExceptStruct
  : ( binaryOperator operandExceptStruct | DOTDOT_OPEN )*
    ( AS typeNoBounds
      ( operatorAfterCast operandExceptStruct
        ( binaryOperator operandExceptStruct | DOTDOT_OPEN )*
      | DOTDOT_OPEN
      )?
    )*
  ;
operandExceptStruct
  : ( outerAttribute | prefixOperator | letCondition )* postfixExpressionExceptStruct
  ;
postfixExpressionExceptStruct
  : ( expressionWithoutBlockExceptStruct | expressionWithBlock ) postfixOperator*
  ;

prefixOperator
  : MINUS
  | NOT
  | STAR
  | ( AND | ANDAND ) ( MUT | RAW ( CONST | MUT ) )?
  | DOTDOT
  | DOTDOTEQ
  | DOTDOTDOT
  | RETURN
  | BREAK LIFETIME_OR_LABEL?
  | ASYNC_EXPR
  | MOVE
  | STATIC_CLOSURE
  | forLifetimes
  | closureParameters
  ;
letCondition : LET pattern EQ ;
closureParameters : OROR | OR closureParam? ( COMMA closureParam? )* OR ;
closureParam : outerAttribute* patternNoTopAlt ( COLON type )? ;

binaryOperator : operatorAfterCast | LT | SHL ;
// Behind `as T` a `<` belongs to the type.
operatorAfterCast
  : PLUS | MINUS | STAR | SLASH | PERCENT | CARET | AND | OR | ANDAND | OROR
  | EQEQ | NE | LE | GT ( EQ | GT EQ? )?
  | DOTDOT | DOTDOTEQ | DOTDOTDOT
  | EQ | PLUSEQ | MINUSEQ | STAREQ | SLASHEQ | PERCENTEQ | CARETEQ | ANDEQ | OREQ | SHLEQ
  ;

postfixOperator
  : fieldAccess
  | QUESTION
  | LPAREN expression? ( COMMA expression? )* RPAREN
  | LBRACKET expression RBRACKET
  ;
// With `(…)` behind it, a method.
fieldAccess
  : DOT ( identifier ( PATHSEP genericArgs )? | INTEGER_LITERAL | FLOAT_LITERAL | AWAIT )
  ;

expressionWithoutBlock
  : pathInExpression ( structExprFields | NOT delimTokenTree )?
  | simpleExpression
  ;
expressionWithoutBlockExceptStruct
  : pathInExpression ( NOT delimTokenTree )?
  | simpleExpression
  ;
simpleExpression
  : literalExpression
  | LPAREN innerAttribute* expression? ( COMMA expression? )* RPAREN
  | LBRACKET innerAttribute* expression? ( SEMI expression | ( COMMA expression? )* ) RBRACKET
  | UNDERSCORE
  | DOTDOT_OPEN
  | CONTINUE LIFETIME_OR_LABEL?
  | RETURN_UNIT
  | BREAK_UNIT LIFETIME_OR_LABEL?
  | RARROW typeNoBounds blockExpression   // behind the parameters of a closure
  | INTERPOLATED_EXPR
  ;
structExprFields : LBRACE structExprField? ( COMMA structExprField? )* RBRACE ;
structExprField
  : outerAttribute*
    ( ( identifier | INTEGER_LITERAL ) ( COLON expression )?
    | DOTDOT expression
    | DOTDOT_OPEN
    )
  ;
literalExpression
  : INTEGER_LITERAL | FLOAT_LITERAL | CHAR_LITERAL | BYTE_LITERAL
  | STRING_LITERAL | BYTE_STRING_LITERAL | C_STRING_LITERAL
  | RAW_STRING_LITERAL | RAW_BYTE_STRING_LITERAL | RAW_C_STRING_LITERAL
  | TRUE | FALSE
  | INTERPOLATED_LITERAL
  ;

expressionWithBlock
  : LABEL COLON labelledExpression
  | labelledExpression
  | UNSAFE_BLOCK blockExpression
  | CONST_BLOCK blockExpression
  | ifExpression
  | matchExpression
  ;
labelledExpression
  : blockExpression
  | LOOP blockExpression
  | WHILE expressionExceptStruct blockExpression
  | FOR pattern IN expressionExceptStruct blockExpression
  ;
ifExpression
  : IF expressionExceptStruct blockExpression ( ELSE ( blockExpression | ifExpression ) )?
  ;
matchExpression : MATCH expressionExceptStruct LBRACE innerAttribute* matchArm* RBRACE ;
matchArm
  : outerAttribute* pattern ( IF expression )? FATARROW outerAttribute*
    ( expressionWithBlock ( COMMA | blockContinuation COMMA )?
    | expressionStatement COMMA
    )
  ;
