package regatta.coordinator.jobs;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.protocol.JobId;

/**
 * A job as it was accepted; immutable.
 *
 * @param order the job's order; 0 until the store has given the job an order
 * @param mode the mode in which the job runs
 * @param slots the largest number of slots that the job may hold
 * @param tasks how many tasks the job has
 */
public record Job(
        JobId id,
        long order,
        String mode,
        int slots,
        JobSpec spec,
        int tasks,
        Instant submittedAt) {

    /** Returns the same job with the order that the store gave to the job. */
    public Job withOrder(long place) {
        return new Job(id, place, mode, slots, spec, tasks, submittedAt);
    }

    /** Returns the same job with {@code workload} in place of its workload's spec. */
    public Job withWorkload(Record workload) {
        JobSpec with = spec.with(workload, spec.comparisonOrNull());
        return new Job(id, order, mode, slots, with, tasks, submittedAt);
    }

    /**
     * Returns the job as people see it before any of its tasks is settled.
     *
     * @param startedAt when the job's first attempt was dispatched; null before this dispatch
     */
    public JobView unsettled(@Nullable Instant startedAt) {
        return open(startedAt, new Progress(tasks, 0, 0, 0), 0, null);
    }

    /**
     * Returns the job as people see it before its end.
     *
     * @param startedAt when the job's first attempt was dispatched; null before this dispatch
     * @param waitingFor what the job waits for while it makes no progress; null while the job
     *     advances
     */
    public JobView open(
            @Nullable Instant startedAt,
            Progress progress,
            long version,
            @Nullable String waitingFor) {
        JobState state = startedAt == null ? JobState.QUEUED : JobState.RUNNING;
        return view(state, startedAt, progress, version, Optional.empty(), waitingFor);
    }

    JobView view(
            JobState state,
            @Nullable Instant startedAt,
            Progress progress,
            long version,
            Optional<JobEnd> end,
            @Nullable String waitingFor) {
        return new JobView(
                id,
                order,
                state,
                mode,
                slots,
                spec,
                submittedAt,
                startedAt,
                end.map(JobEnd::endedAt).orElse(null),
                progress,
                version,
                end.map(JobEnd::output).orElse(null),
                end.map(JobEnd::report).orElse(null),
                end.map(JobEnd::failure).orElse(null),
                waitingFor);
    }
}
