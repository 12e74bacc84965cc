package regatta.coordinator.jobs;

import java.time.Duration;
import regatta.coordinator.api.TokenShare;

/**
 * The limits of a job book.
 *
 * @param maxJobs jobs that may wait or run at once
 * @param maxTasks tasks that these jobs may have together
 * @param share the part of {@code maxJobs} and of {@code maxTasks} that one token may use
 * @param maxBacklog how many tasks' settlements and attempt counts may wait to be kept; dispatch
 *     pauses while this many or more wait
 * @param tick how often the schedule checks leases and time limits
 * @param rejoin how long worker nodes may take, after the coordinator starts, to report what they
 *     still run
 */
public record BookTerms(
        int maxJobs,
        long maxTasks,
        TokenShare share,
        int maxBacklog,
        Duration tick,
        Duration rejoin) {}
