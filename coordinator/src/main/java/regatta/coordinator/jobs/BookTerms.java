package regatta.coordinator.jobs;

import java.time.Duration;
import regatta.coordinator.api.TokenShare;

/**
 * The limits of a job book.
 *
 * @param maxJobs how many jobs may wait or run at the same time
 * @param maxTasks how many tasks all jobs that wait or run may have together
 * @param share the part of {@code maxJobs} and of {@code maxTasks} that one token may use
 * @param maxBacklog the number of tasks at which dispatch pauses, counting the tasks with a
 *     settlement or attempt count that waits to be kept
 * @param tick how often the schedule checks leases and time limits
 * @param rejoin how long worker nodes may take, after the coordinator starts, to report which
 *     attempts the nodes still run
 */
public record BookTerms(
        int maxJobs,
        long maxTasks,
        TokenShare share,
        int maxBacklog,
        Duration tick,
        Duration rejoin) {}
