package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's JVM as a whole used while it had attempts of a job, since it last said so; −1
 * where its system does not tell.
 *
 * @param collectedNanos for which collectors of garbage stopped the program
 * @param allocatedBytes that all of its threads allocated
 * @param throttledNanos for which a quota of its control groups held it back, over all cores
 * @param stoodNanos for which the whole process stood still: it was stopped, or its machine frozen
 * @param restBytes of memory that it had when the first of these attempts came
 * @param peakBytes the most memory that it was seen to have since then
 * @param messages how long messages took through the actor system that ran these attempts, since
 *     the first of them came; null where none ran them
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

    /** The use of a JVM whose attempts ran outside of any actor system. */
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
