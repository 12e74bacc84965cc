package regatta.coordinator.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A submitted job that has passed all checks: its workload's spec has no violation, and its mode
 * exists.
 *
 * @param kind the workload's kind
 * @param workload the workload's own spec record
 * @param name the job's name for people; empty if the submission gave no name
 * @param modeOrNull the mode that the submission asked for; null for the default mode
 * @param slotsOrNull the largest number of slots that the job may hold; null for the mode's default
 * @param maxAttempts the number of failures after which a task is settled as failed; at least 1
 * @param taskTimeoutOrNull how long one attempt may run; null if there is no limit
 * @param retryForOrNull how long a task may wait for a host that answers no task, or for a worker
 *     that is well; null for the default, which is {@link #RETRY_FOR}, but zero for a round of a
 *     comparison
 * @param priority from −10 to 10; the job with the highest priority gets a free slot first
 * @param comparisonOrNull the comparison of which the job is a round; null if the job is no round
 * @param submitterOrNull the name of the token that submitted the job; null if no token was needed
 */
public record JobSpec(
        String kind,
        Record workload,
        String name,
        @Nullable String modeOrNull,
        @Nullable Integer slotsOrNull,
        int maxAttempts,
        @Nullable Duration taskTimeoutOrNull,
        @Nullable Duration retryForOrNull,
        int priority,
        @Nullable String comparisonOrNull,
        @Nullable String submitterOrNull) {
    /**
     * How long a task may wait for a host if its job sets no other time and is no round of a
     * comparison.
     */
    public static final Duration RETRY_FOR = Duration.ofMinutes(10);

    /** Makes a job that is no round of a comparison. */
    public JobSpec(
            String kind,
            Record workload,
            String name,
            @Nullable String modeOrNull,
            @Nullable Integer slotsOrNull,
            int maxAttempts,
            @Nullable Duration taskTimeoutOrNull,
            int priority) {
        this(
                kind,
                workload,
                name,
                modeOrNull,
                slotsOrNull,
                maxAttempts,
                taskTimeoutOrNull,
                null,
                priority,
                null,
                null);
    }

    /**
     * Returns the same job with another workload spec. The returned job is a round of the given
     * comparison, or no round if {@code comparison} is null.
     */
    public JobSpec with(Record otherWorkload, @Nullable String comparison) {
        return copy(otherWorkload, comparison, submitterOrNull);
    }

    /**
     * Returns the same job with the name of the token that submitted the job; null if there was no
     * token.
     */
    public JobSpec by(@Nullable String submitter) {
        return copy(workload, comparisonOrNull, submitter);
    }

    private JobSpec copy(
            Record otherWorkload, @Nullable String comparison, @Nullable String submitter) {
        return new JobSpec(
                kind,
                otherWorkload,
                name,
                modeOrNull,
                slotsOrNull,
                maxAttempts,
                taskTimeoutOrNull,
                retryForOrNull,
                priority,
                comparison,
                submitter);
    }

    public Optional<String> mode() {
        return Optional.ofNullable(modeOrNull);
    }

    public OptionalInt slots() {
        return slotsOrNull == null ? OptionalInt.empty() : OptionalInt.of(slotsOrNull);
    }

    /**
     * Returns how long a task may wait for a host that answers no task; zero if each refusal counts
     * as a failure of the task.
     */
    public Duration retryFor() {
        if (retryForOrNull != null) {
            return retryForOrNull;
        }
        return comparisonOrNull == null ? RETRY_FOR : Duration.ZERO;
    }

    public Optional<Duration> taskTimeout() {
        return Optional.ofNullable(taskTimeoutOrNull);
    }
}
