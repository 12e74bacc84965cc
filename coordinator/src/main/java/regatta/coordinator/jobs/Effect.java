package regatta.coordinator.jobs;

import java.util.List;
import java.util.Optional;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/** What the book wants done; to be carried out in order. */
public sealed interface Effect {

    /** Keep an entry, and report how that went with its number. */
    record Keep(long number, Entry entry) implements Effect {}

    /** Ask the store for the key of a submission, to be answered by {@link JobEvent.KeyRead}. */
    record ReadKey(JobEvent.Submit submit, IdempotencyKey key, SubmitReply otherwise)
            implements Effect {}

    /** Read a job that is not open, and answer with it. */
    record ReadJob(JobId job, boolean whole, Asker<Optional<JobView>> asker) implements Effect {}

    /** Read a job that is not open for somebody who watches it. */
    record ReadWatched(JobId job, Asker<JobView> asker) implements Effect {}

    /**
     * Read a list of jobs, put the open ones in by {@link JobLists}, and answer with it.
     *
     * @param open the newest open jobs before the store is read
     */
    record ReadList(JobFilter filter, int limit, List<JobView> open, Asker<JobPage> asker)
            implements Effect {}

    /** Combine the outputs of a job's tasks, off the coordinator's and the store's threads. */
    record Combine(Job job) implements Effect {}

    /** Send attempts of a job to a worker. */
    record Run(Job job, Decision.Run run) implements Effect {}

    /** Carry out what the schedule decided about a worker. */
    record Tell(Decision.AboutWorker decision) implements Effect {}

    /**
     * A worker may forget its reports up to this one.
     *
     * @param promptly whether an attempt may be waiting to hear it
     */
    record Acknowledge(WorkerId worker, long report, boolean promptly) implements Effect {}

    /** Answer somebody who asked. */
    record Answer<A>(Asker<A> asker, A answer) implements Effect {
        public void give() {
            asker.answer(answer);
        }
    }

    /** Show a job to somebody who watches it. */
    record Push(Asker<JobView> asker, JobView job) implements Effect {}

    /** Give bytes back that were taken at the door. */
    record FreeBytes(long bytes) implements Effect {}
}
