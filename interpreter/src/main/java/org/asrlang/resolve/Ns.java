package org.asrlang.resolve;

/** A namespace: the same name may mean a type, a value and a macro. */
enum Ns {
  TYPE("type"),
  VALUE("value"),
  MACRO("macro");

  final String word;

  Ns(String word) {
    this.word = word;
  }
}
