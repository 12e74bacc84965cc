package regatta.coordinator.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a submission apart from its workload. A setting is null if the submission does
 * not contain this setting.
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

    /** Settings that are all null. */
    public static final JobSettings NONE =
            new JobSettings(null, null, null, null, null, null, null);

    /**
     * Returns a copy of {@code other} with {@code workload} as the workload's spec. Each of these
     * settings that is not null replaces the setting of {@code other}.
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
