package regatta.coordinator.schedule;

import java.time.Duration;

/**
 * The settings of the schedule.
 *
 * @param lease how long a worker may be silent before it is lost
 * @param tick how often {@link Schedule#tick} is called. If a tick is late, the coordinator itself
 *     stood still, and the time by which the tick is late does not count against workers
 * @param grace how long an attempt may continue after it was told to stop
 * @param prefetchWork how much run time is expected to wait at a slot behind the running attempt;
 *     three times as much for a job that is alone in its pool
 * @param prefetchBelow the expected run time above which no attempts wait at slots
 * @param maxPrefetch the most attempts that wait at one worker
 * @param backoff pause before a failed task's second attempt; doubles with each failure
 * @param maxBackoff the longest pause
 * @param lossesToPoison how many workers must be lost with a task until it is poison
 * @param maxWorkers the most workers that are present or remembered
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

    /** Returns the most slots that all present and remembered workers may have together. */
    long maxSlots() {
        return (long) SLOTS_A_WORKER * maxWorkers;
    }

    /** Returns how much work waits at a slot of a job that is alone in its pool, in nanoseconds. */
    long prefetchAlone() {
        return 3 * prefetchWork.toNanos();
    }
}
