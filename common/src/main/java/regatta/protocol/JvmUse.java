package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;

/**
 * The resources that the whole JVM of a worker used while the worker held attempts of one job. A
 * figure counts from the worker's last report of this use, if the figure's own description names no
 * other start. A figure is −1 if the system does not tell the figure.
 *
 * @param collectedNanos how long garbage collections stopped the program
 * @param allocatedBytes how many bytes all threads of the JVM allocated
 * @param throttledNanos how long a quota of the JVM's control groups (cgroups) held the JVM back,
 *     summed over all cores
 * @param stoodNanos how long the whole process stood still, because the process was stopped or the
 *     machine was frozen
 * @param restBytes how many bytes of physical memory the JVM occupied when the job's first attempts
 *     arrived
 * @param peakBytes the largest number of bytes of physical memory that the JVM was seen to occupy
 *     since the job's first attempts arrived
 * @param messages how long messages took to pass through the actor system that ran the job's
 *     attempts, since the job's first attempts arrived; null if the attempts ran outside of any
 *     actor system
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
