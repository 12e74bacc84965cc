package regatta.coordinator.jobs;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.RunReport;
import regatta.protocol.Failure;

/**
 * How a job ended; immutable.
 *
 * @param state SUCCEEDED, FAILED or CANCELLED
 * @param startedAt when the job's first attempt was dispatched; null if no attempt was dispatched
 * @param succeeded how many tasks of the job the store holds as succeeded
 * @param failed how many tasks of the job the store holds as failed
 * @param version greater than the version of every earlier view of the job
 * @param output the job's output; null unless the job succeeded
 * @param failure why the job failed; null unless the job failed
 */
public record JobEnd(
        Job job,
        JobState state,
        @Nullable Instant startedAt,
        Instant endedAt,
        int succeeded,
        int failed,
        long version,
        @Nullable Record output,
        @Nullable RunReport report,
        @Nullable Failure failure) {
    public JobEnd {
        if (!state.terminal()) {
            throw new IllegalArgumentException(
                    "job %s cannot end as %s".formatted(job.id(), state));
        }
    }

    /** Returns the job as people see it after its end. */
    public JobView view() {
        Progress progress = new Progress(job.tasks(), succeeded, failed, 0);
        return job.view(state, startedAt, progress, version, Optional.of(this), null);
    }
}
