package org.asrlang.tests.model;

import java.util.List;

/**
 * A program of the generator.
 *
 * @param ids numbers below this are in use
 * @param values all that tell when they are dropped
 */
record TestProgram(Code main, int ids, List<Noisy> values) {}
