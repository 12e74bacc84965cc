package regatta.coordinator;

import com.typesafe.config.Config;
import java.time.Duration;
import regatta.coordinator.api.TokenShare;
import regatta.coordinator.jobs.BookTerms;
import regatta.coordinator.schedule.ScheduleTerms;

/**
 * The coordinator's own settings, read once from {@code regatta.coordinator}.
 *
 * @param rejoin how long worker nodes may take, after the coordinator starts, to report which
 *     attempts the nodes still run
 * @param maxQueuedJobs how many jobs may wait or run at the same time
 * @param maxQueuedTasks how many tasks all jobs that wait or run may have together
 * @param maxQueuedBytes how many bytes the specs of all jobs and comparisons that wait or run may
 *     have together
 * @param maxQueuedComparisons how many comparisons may wait or run at the same time
 * @param share the part of each limit {@code maxQueued…} that one token may use
 * @param computingSlots how many slots a job that computes gets if the job names no number of
 *     slots; by default the number of cores
 * @param waitingSlots how many slots a job that mostly waits gets if the job names no number of
 *     slots
 */
record CoordinatorSettings(
        ScheduleTerms schedule,
        Duration rejoin,
        int maxQueuedJobs,
        long maxQueuedTasks,
        long maxQueuedBytes,
        int maxQueuedComparisons,
        TokenShare share,
        int computingSlots,
        int waitingSlots) {

    private static final int SHARE_OF_HEAP = 4;

    /**
     * Dispatch pauses while the settlements or attempt counts of this many tasks or more wait to be
     * kept.
     */
    private static final int MAX_BACKLOG = 65_536;

    static CoordinatorSettings of(Config root) {
        Config own = root.getConfig("regatta.coordinator");
        long bytes = own.getBytes("max-queued-bytes");
        int computing = own.getInt("computing-slots");
        return new CoordinatorSettings(
                schedule(own),
                notNegative(own, "rejoin"),
                own.getInt("max-queued-jobs"),
                own.getLong("max-queued-tasks"),
                bytes > 0 ? bytes : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                own.getInt("max-queued-comparisons"),
                new TokenShare(root.getDouble("regatta.auth.queue-share")),
                computing > 0 ? computing : Runtime.getRuntime().availableProcessors(),
                own.getInt("waiting-slots"));
    }

    private static ScheduleTerms schedule(Config own) {
        ScheduleTerms fixed = ScheduleTerms.DEFAULTS;
        return new ScheduleTerms(
                positive(own, "lease"),
                positive(own, "tick"),
                notNegative(own, "grace"),
                notNegative(own, "prefetch-work"),
                notNegative(own, "prefetch-below"),
                fixed.maxPrefetch(),
                notNegative(own, "backoff"),
                notNegative(own, "max-backoff"),
                fixed.lossesToPoison(),
                own.getInt("max-workers"),
                fixed.lookAhead());
    }

    private static Duration positive(Config own, String key) {
        Duration value = notNegative(own, key);
        if (value.isZero()) {
            throw new IllegalArgumentException("regatta.coordinator." + key + " must not be 0");
        }
        return value;
    }

    private static Duration notNegative(Config own, String key) {
        Duration value = own.getDuration(key);
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "regatta.coordinator." + key + " must not be negative");
        }
        return value;
    }

    /** Returns the limits of the job book. */
    BookTerms book() {
        return new BookTerms(
                maxQueuedJobs, maxQueuedTasks, share, MAX_BACKLOG, schedule.tick(), rejoin);
    }
}
