package regatta.coordinator.schedule;

import java.time.Duration;

/**
 * The settings of the schedule.
 *
 * @param lease how long a worker may be silent before it is lost
 * @param tick how often {@link Schedule#tick} is called. If a tick is late, the coordinator itself
 *     stood still, and the time by which the tick is late does not count against workers
 * @param grace how long an attempt may continue after the worker was told to stop the attempt
 * @param prefetchWork the expected run time of the attempts that wait at a slot behind the running
 *     attempt. If a job is alone in its pool, the waiting attempts may take three times as long
 * @param prefetchBelow the limit on the expected run time of a job's attempts; if the attempts take
 *     longer, no attempt of the job waits at a slot
 * @param maxPrefetch the largest number of attempts that wait at one worker
 * @param backoff the longest pause after a task's first failure; each further failure doubles the
 *     longest pause
 * @param maxBackoff the limit on all pauses after failures of a task
 * @param lossesToPoison how many workers must be lost with a task until the task is poison
 * @param maxWorkers the largest number of workers that are present or remembered
 * @param lookAhead how many tasks of a job may be set aside, because their limit key is taken or
 *     their host refuses tasks, while the queue looks for a task that may run
 */
public record ScheduleTerms(
        Duration lease,
        Duration tick,
        Duration grace,
        Duration prefetchWork,
        Duration prefetchBelow,
        int maxPrefetch,
        Duration backoff,
        Duration maxBackoff,
        int lossesToPoison,
        int maxWorkers,
        int lookAhead) {
    private static final int SLOTS_A_WORKER = 256;

    public static final ScheduleTerms DEFAULTS =
            new ScheduleTerms(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200),
                    1_024,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(30),
                    3,
                    1_000,
                    65_536);

    /**
     * Returns the largest number of slots that all present and remembered workers may have
     * together.
     */
    long maxSlots() {
        return (long) SLOTS_A_WORKER * maxWorkers;
    }

    /**
     * Returns the expected run time, in nanoseconds, of the attempts that wait at a slot of a job
     * that is alone in its pool.
     */
    long prefetchAlone() {
        return 3 * prefetchWork.toNanos();
    }
}
