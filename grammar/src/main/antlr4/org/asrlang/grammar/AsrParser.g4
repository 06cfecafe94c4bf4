parser grammar AsrParser;

options { tokenVocab = AsrLexer; }

crate : OTHER* EOF ;
