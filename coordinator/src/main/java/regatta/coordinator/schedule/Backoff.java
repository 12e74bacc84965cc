package regatta.coordinator.schedule;

import java.util.random.RandomGenerator;

/**
 * The pauses before a failed task runs again, by exponential back-off with equal jitter. Half of
 * each pause is fixed and half is random, so that tasks that failed together do not run again
 * together (M. Brooker, "Exponential Backoff And Jitter", AWS, 2015).
 */
record Backoff(long baseNanos, long maxNanos) {
    private static final int MAX_DOUBLINGS = 30;

    /**
     * Returns the pause after a task's last failure, in nanoseconds.
     *
     * @param failures how many failures of the task there were, at least 1
     */
    long pause(int failures, RandomGenerator random) {
        int doublings = Math.min(MAX_DOUBLINGS, failures - 1);
        long full = Math.min(maxNanos, baseNanos << doublings);
        long half = Math.max(1, full / 2);
        return half + random.nextLong(half);
    }
}
