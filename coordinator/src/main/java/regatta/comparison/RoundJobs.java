package regatta.comparison;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskView;
import regatta.protocol.JobId;

/** What rounds need of a coordinator; every method but the last two waits for its answer. */
interface RoundJobs {
    SubmitReply submit(JobSpec job, IdempotencyKey key) throws InterruptedException;

    /** The whole job when it ended, or as it is after that time. */
    Optional<JobView> await(JobId job, Duration atMost) throws InterruptedException;

    /** The first tasks of a job that succeeded, a thousand at most. */
    List<TaskView> succeeded(JobId job) throws InterruptedException;

    /** The last jobs that were accepted, newest first. */
    List<JobView> latest(int limit) throws InterruptedException;

    List<SlotUse> slotUse() throws InterruptedException;

    /** Attempts of a job that ended; they can be had once. */
    AttemptSample takeSample(JobId job) throws InterruptedException;

    void cancel(JobId job);

    /** Deletes the files that tasks of a job left, wherever they are, once none of it runs. */
    void discardFiles(JobId job, String kind);
}
