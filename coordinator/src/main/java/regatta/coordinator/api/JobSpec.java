package regatta.coordinator.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A job as submitted, checked: its workload's spec has no violation and its mode exists.
 *
 * @param kind the workload's kind
 * @param workload the workload's own spec record
 * @param name for people; empty where none was given
 * @param modeOrNull the mode that was asked for; null for the default
 * @param slotsOrNull the most slots it may hold; null for the mode's default
 * @param maxAttempts how often a task may fail before it is settled as failed; at least 1
 * @param taskTimeoutOrNull how long one attempt may run; null for no limit
 * @param priority −10 to 10, higher first
 * @param comparisonOrNull the comparison that it is a round of; null for most jobs
 */
public record JobSpec(
        String kind,
        Record workload,
        String name,
        @Nullable String modeOrNull,
        @Nullable Integer slotsOrNull,
        int maxAttempts,
        @Nullable Duration taskTimeoutOrNull,
        int priority,
        @Nullable String comparisonOrNull) {

    /** A job that is no round of a comparison. */
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
                priority,
                null);
    }

    /** The same job with another workload, which is a round of a comparison or of none. */
    public JobSpec with(Record otherWorkload, @Nullable String comparison) {
        return new JobSpec(
                kind,
                otherWorkload,
                name,
                modeOrNull,
                slotsOrNull,
                maxAttempts,
                taskTimeoutOrNull,
                priority,
                comparison);
    }

    public Optional<String> mode() {
        return Optional.ofNullable(modeOrNull);
    }

    public OptionalInt slots() {
        return slotsOrNull == null ? OptionalInt.empty() : OptionalInt.of(slotsOrNull);
    }

    public Optional<Duration> taskTimeout() {
        return Optional.ofNullable(taskTimeoutOrNull);
    }
}
