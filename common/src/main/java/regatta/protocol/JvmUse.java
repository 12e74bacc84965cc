package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;

/**
 * The resources that the whole JVM of a worker used since its last such report, while it had
 * attempts of a job. A figure is −1 if the system does not tell.
 *
 * @param collectedNanos how long garbage collections stopped the program
 * @param allocatedBytes how much all of its threads allocated
 * @param throttledNanos how long a quota of its control groups held the JVM back, over all cores
 * @param stoodNanos how long the whole process stood still, because it was stopped or its machine
 *     was frozen
 * @param restBytes how much memory the JVM had when the first of these attempts arrived
 * @param peakBytes the most memory that the JVM was seen to have since the first of these attempts
 *     arrived
 * @param messages how long messages took through the actor system that ran these attempts, since
 *     the first of them arrived; null if they ran outside of any actor system
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record JvmUse(
        long collectedNanos,
        long allocatedBytes,
        long throttledNanos,
        long stoodNanos,
        long restBytes,
        long peakBytes,
        @Nullable MessageDelay messages) {
    public JvmUse {
        Checks.nanosIfKnown("collectedNanos", collectedNanos);
        Checks.nanosIfKnown("allocatedBytes", allocatedBytes);
        Checks.nanosIfKnown("throttledNanos", throttledNanos);
        Checks.nanosIfKnown("stoodNanos", stoodNanos);
        Checks.nanosIfKnown("restBytes", restBytes);
        Checks.nanosIfKnown("peakBytes", peakBytes);
    }

    /** Creates a report of a JVM whose attempts ran outside of any actor system. */
    public JvmUse(
            long collectedNanos,
            long allocatedBytes,
            long throttledNanos,
            long stoodNanos,
            long restBytes,
            long peakBytes) {
        this(
                collectedNanos,
                allocatedBytes,
                throttledNanos,
                stoodNanos,
                restBytes,
                peakBytes,
                null);
    }
}
