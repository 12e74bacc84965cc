package regatta.coordinator.observe;

import java.util.List;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * Is told what happens to jobs and workers, on the coordinator's actor: it must be quick and never
 * block. What it does not care for it leaves to these defaults.
 */
public interface JobObserver {
    /**
     * The store keeps an entry. An acceptance has its place in the order.
     *
     * @param nanos how long the store took
     */
    default void kept(Entry entry, long nanos) {}

    /** A job that an earlier coordinator left goes on. */
    default void recovered(Job job) {}

    /** A worker's report, each once. */
    default void reported(WorkerId worker, JobReport report) {}

    /** The schedule decided something about a worker. */
    default void decided(Decision.AboutWorker decision) {}

    /** The workers as they are now; called when one may have changed, and each second. */
    default void workers(List<WorkerView> workers) {}

    /**
     * The jobs that are open, each second.
     *
     * @param queued jobs that have not started
     * @param running jobs that have
     * @param tasks tasks of both that are not settled
     * @param late outcomes so far that came too late or twice
     */
    default void open(int queued, int running, long tasks, long late) {}
}
