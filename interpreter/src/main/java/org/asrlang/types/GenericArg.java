package org.asrlang.types;

/** What stands for a generic parameter: a type, a region or a constant. */
public sealed interface GenericArg permits Ty, Region, Const {}
