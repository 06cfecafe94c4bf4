package org.asrlang.task;

/**
 * One cancellation, shared by every scope that it marked (T5). Never withdrawn.
 *
 * @param reason why
 * @param source the scope that was cancelled; the unwinding stops at its boundary
 * @param atNanos when, on the runtime's clock
 */
public record CancelRequest(CancelReason reason, CancelScope source, long atNanos) {}
