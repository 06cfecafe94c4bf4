package org.asrlang.exec;

/** A function pointer; its code takes the arguments as they are. */
public record FnPtr(Code code) {}
