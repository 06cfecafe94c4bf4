package org.asrlang.diagnostic;

/** How bad a diagnostic is. Only errors stop a program from running. */
public enum Severity {
  ERROR,
  WARNING
}
