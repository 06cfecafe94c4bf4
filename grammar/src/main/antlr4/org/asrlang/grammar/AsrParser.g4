parser grammar AsrParser;

options { tokenVocab = AsrLexer; }

crate : .*? EOF ;
