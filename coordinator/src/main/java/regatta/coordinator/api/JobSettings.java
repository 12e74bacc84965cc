package regatta.coordinator.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a submission apart from its workload; each is null if the submission does not
 * give it.
 *
 * @param mode the name of an existing mode
 */
public record JobSettings(
        @Nullable String name,
        @Nullable String mode,
        @Nullable Integer slots,
        @Nullable Integer maxAttempts,
        @Nullable Duration taskTimeout,
        @Nullable Duration retryFor,
        @Nullable Integer priority) {

    /** Gives no setting. */
    public static final JobSettings NONE =
            new JobSettings(null, null, null, null, null, null, null);

    /**
     * Returns the spec of a job like another one, but with this workload and the settings given
     * here.
     */
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
                null,
                other.submitterOrNull());
    }

    private static <T> T or(@Nullable T first, T second) {
        return first == null ? second : first;
    }
}
