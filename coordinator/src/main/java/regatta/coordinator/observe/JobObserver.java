package regatta.coordinator.observe;

import java.util.List;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * Hears what happens to jobs and workers. The coordinator's actor calls it, so it must be quick and
 * never block. The default methods do nothing.
 */
public interface JobObserver {
    /**
     * The store has kept an entry. The job of an acceptance has its order.
     *
     * @param nanos how long the store took
     */
    default void kept(Entry entry, long nanos) {}

    /** The coordinator has recovered a job that an earlier coordinator did not end. */
    default void recovered(Job job) {}

    /** A worker sent a report. A repeated report is not passed on. */
    default void reported(WorkerId worker, JobReport report) {}

    /** The schedule decided something about a worker. */
    default void decided(Decision.AboutWorker decision) {}

    /** Gives the present workers. Called when one may have changed, and each second. */
    default void workers(List<WorkerView> workers) {}

    /**
     * Gives the number of open jobs and tasks, each second.
     *
     * @param queued jobs that have not started
     * @param running jobs that have started
     * @param tasks tasks of both that are not settled
     * @param late how many outcomes came too late or twice so far
     */
    default void open(int queued, int running, long tasks, long late) {}
}
