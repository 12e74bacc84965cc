package regatta.coordinator.observe;

import java.util.List;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * Observes jobs and workers. The coordinator's actor calls each observer, so an observer must be
 * quick and must never block. The default methods do nothing.
 */
public interface JobObserver {
    /**
     * Called when the store has kept an entry. If the entry accepts a job, this job already has its
     * order.
     *
     * @param nanos how many nanoseconds the store took for the entry
     */
    default void kept(Entry entry, long nanos) {}

    /**
     * Called when the coordinator has recovered a job that an earlier coordinator left unfinished.
     *
     * @param progress the counts of the job's tasks, by the settlements that the store has kept
     */
    default void recovered(Job job, Progress progress) {}

    /** Called when a worker has sent a report, but not when the worker repeats a report. */
    default void reported(WorkerId worker, JobReport report) {}

    /**
     * Called when a worker's hello has listed the attempts that it holds.
     *
     * @param all whether {@code held} lists every one of them
     */
    default void held(WorkerId worker, List<HeldAttempts> held, boolean all) {}

    /** Called when the schedule has decided something about a worker. */
    default void decided(Decision.AboutWorker decision) {}

    /** Called with the present workers when a worker may have changed, and each second. */
    default void workers(List<WorkerView> workers) {}

    /**
     * Called each second with the number of open jobs and tasks.
     *
     * @param queued jobs that have not started
     * @param running jobs that have started
     * @param tasks tasks of queued and running jobs that are not settled
     * @param late how many outcomes came too late or came twice so far
     */
    default void open(int queued, int running, long tasks, long late) {}
}
