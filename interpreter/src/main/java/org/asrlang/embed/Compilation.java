package org.asrlang.embed;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;

/**
 * What compiling came to.
 *
 * @param diagnostics errors and warnings, in the order in which they were found
 * @param program null if there are errors
 */
public record Compilation(List<Diagnostic> diagnostics, Program program) {}
