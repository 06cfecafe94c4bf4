lexer grammar AsrLexer;

WS : [ \t\r\n]+ -> skip ;
OTHER : . ;
