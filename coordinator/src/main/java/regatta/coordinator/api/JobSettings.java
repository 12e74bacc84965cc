package regatta.coordinator.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a submission says of a job beside its workload; each null where it says nothing.
 *
 * @param mode an existing one
 */
public record JobSettings(
        @Nullable String name,
        @Nullable String mode,
        @Nullable Integer slots,
        @Nullable Integer maxAttempts,
        @Nullable Duration taskTimeout,
        @Nullable Duration retryFor,
        @Nullable Integer priority) {

    /** Says nothing. */
    public static final JobSettings NONE =
            new JobSettings(null, null, null, null, null, null, null);

    /** The spec of a job that is like another one, but for its workload and what is said here. */
    public JobSpec like(JobSpec other, Record workload) {
        return new JobSpec(
                other.kind(),
                workload,
                or(name, other.name()),
                mode == null ? other.modeOrNull() : mode,
                slots == null ? other.slotsOrNull() : slots,
                or(maxAttempts, other.maxAttempts()),
                taskTimeout == null ? other.taskTimeoutOrNull() : taskTimeout,
                retryFor == null ? other.retryForOrNull() : retryFor,
                or(priority, other.priority()),
                null);
    }

    private static <T> T or(@Nullable T first, T second) {
        return first == null ? second : first;
    }
}
