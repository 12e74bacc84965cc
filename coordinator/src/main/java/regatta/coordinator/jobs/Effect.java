package regatta.coordinator.jobs;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/** One thing that the book wants its caller to do. The caller carries out effects in order. */
public sealed interface Effect {

    /** Ask the store to keep an entry, and report the result with the entry's number. */
    record Keep(long number, Entry entry) implements Effect {}

    /** Look up the key of a submission in the store. {@link JobEvent.KeyRead} brings the result. */
    record ReadKey(JobEvent.Submit submit, IdempotencyKey key, SubmitReply otherwise)
            implements Effect {}

    /** Read from the store a job that is not open, and answer with this job. */
    record ReadJob(JobId job, boolean whole, Asker<Optional<JobView>> asker) implements Effect {}

    /** Read from the store, for a watcher, a job that is not open. */
    record ReadWatched(JobId job, Asker<JobView> asker) implements Effect {}

    /**
     * Read a list of jobs from the store, join the list with the open jobs by {@link JobLists}, and
     * answer with the joined list.
     *
     * @param open the newest open jobs, as these jobs are before the store is read
     */
    record ReadList(JobFilter filter, int limit, List<JobView> open, Asker<JobPage> asker)
            implements Effect {}

    /**
     * Combine the outputs of a job's tasks, on a thread that is neither the coordinator's nor the
     * store's.
     */
    record Combine(Job job) implements Effect {}

    /** Send attempts of a job to a worker. */
    record Run(Job job, Decision.Run run) implements Effect {}

    /** Carry out what the schedule decided about a worker. */
    record Tell(Decision.AboutWorker decision) implements Effect {}

    /**
     * Let a worker forget its reports up to the report with number {@code report}.
     *
     * @param promptly whether an attempt may be waiting for this acknowledgement
     */
    record Acknowledge(WorkerId worker, long report, boolean promptly) implements Effect {}

    /** Give an asker the answer. */
    record Answer<A>(Asker<A> asker, A answer) implements Effect {
        public void give() {
            asker.answer(answer);
        }
    }

    /** Show a job to a watcher. */
    record Push(Asker<JobView> asker, JobView job) implements Effect {}

    /**
     * Give back bytes that a submission took from the limit on queued bytes.
     *
     * @param token the name of the submission's token; null if the submission has no token
     */
    record FreeBytes(@Nullable String token, long bytes) implements Effect {}
}
