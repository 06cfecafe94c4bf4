/**
 * Rules T1 to T12 as a small executable model, and programs made at random to compare it with what
 * really runs. {@link org.asrlang.tests.model.Model} knows the rules and nothing of the runtime.
 */
package org.asrlang.tests.model;
