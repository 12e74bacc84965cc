package regatta.coordinator.observe;

import java.util.List;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/**
 * Observes jobs and workers. The coordinator's actor calls it, so it must be quick and never block.
 * The default methods do nothing.
 */
public interface JobObserver {
    /**
     * Called when the store has kept an entry. If the entry accepts a job, that job already has its
     * order.
     *
     * @param nanos how long the store took
     */
    default void kept(Entry entry, long nanos) {}

    /**
     * Called when the coordinator has recovered a job that an earlier coordinator left unfinished.
     *
     * @param progress what the store has kept of its tasks
     */
    default void recovered(Job job, Progress progress) {}

    /** Called when a worker has sent a report, but not when the worker repeats it. */
    default void reported(WorkerId worker, JobReport report) {}

    /** Called when the schedule has decided something about a worker. */
    default void decided(Decision.AboutWorker decision) {}

    /** Called with the present workers when one may have changed, and each second. */
    default void workers(List<WorkerView> workers) {}

    /**
     * Called with the number of open jobs and tasks, each second.
     *
     * @param queued jobs that have not started
     * @param running jobs that have started
     * @param tasks tasks of both that are not settled
     * @param late how many outcomes came too late or twice so far
     */
    default void open(int queued, int running, long tasks, long late) {}
}
