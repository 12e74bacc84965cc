package regatta.coordinator.schedule;

import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport;
import regatta.protocol.JvmUse;
import regatta.protocol.MessageDelay;

/**
 * The share of one worker in a job: attempts, run time and the use of the worker's JVM. Confined to
 * the schedule.
 */
final class WorkerTotals {
    private static final double NANOS = 1e9;

    private int attempts;
    private long ran;
    private @Nullable JvmUse used;

    void ended(long ranNanos) {
        attempts++;
        ran += ranNanos;
    }

    /** Adds what the worker's JVM used since the worker last reported the JVM's use. */
    void used(JvmUse use) {
        JvmUse before = used;
        used = before == null ? use : sum(before, use);
    }

    private static JvmUse sum(JvmUse before, JvmUse use) {
        return new JvmUse(
                before.collectedNanos() + use.collectedNanos(),
                before.allocatedBytes() + use.allocatedBytes(),
                use.throttledNanos() < 0 ? -1 : before.throttledNanos() + use.throttledNanos(),
                before.stoodNanos() + use.stoodNanos(),
                before.restBytes(),
                Math.max(before.peakBytes(), use.peakBytes()),
                use.messages() == null ? before.messages() : use.messages());
    }

    RunReport.WorkerShare view(String worker) {
        JvmUse jvm = used;
        return new RunReport.WorkerShare(
                worker,
                attempts,
                ran / NANOS,
                jvm == null ? null : view(jvm),
                jvm == null || jvm.messages() == null ? null : view(jvm.messages()));
    }

    private static RunReport.Messages view(MessageDelay delay) {
        return new RunReport.Messages(
                delay.count(),
                delay.p50Nanos() / NANOS,
                delay.p99Nanos() / NANOS,
                delay.maxNanos() / NANOS);
    }

    private static RunReport.JvmShare view(JvmUse use) {
        return new RunReport.JvmShare(
                use.collectedNanos() / NANOS,
                use.allocatedBytes(),
                use.throttledNanos() < 0 ? -1 : use.throttledNanos() / NANOS,
                use.stoodNanos() / NANOS,
                use.restBytes(),
                use.peakBytes());
    }
}
