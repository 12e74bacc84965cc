package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/**
 * The one outcome of a task that counts.
 *
 * @param attempts how many attempts of it began, as far as is known
 * @param worker who ran that attempt; null when none did
 * @param outcome succeeded, or failed for good
 * @param queuedNanos ready until dispatched, on the coordinator's clock
 * @param waitedNanos arrived until begun, on the worker's
 * @param ranNanos begun until ended, on the worker's
 * @param cpuNanos of it on a processor; −1 where unknown
 * @param delayNanos what is left of dispatched until answered
 */
public record Settlement(
        int task,
        int attempts,
        @Nullable WorkerId worker,
        Outcome outcome,
        long queuedNanos,
        long waitedNanos,
        long ranNanos,
        long cpuNanos,
        long delayNanos) {}
