package regatta.coordinator.schedule;

import java.util.random.RandomGenerator;

/**
 * Exponential back-off with equal jitter: half of the pause is fixed, half random, so that tasks
 * that failed together do not run again together (M. Brooker, "Exponential Backoff And Jitter",
 * AWS, 2015).
 */
record Backoff(long baseNanos, long maxNanos) {
    private static final int MAX_DOUBLINGS = 30;

    /**
     * Returns the pause after a task's n-th failure, in nanoseconds; the first failure is number 1.
     */
    long pause(int failures, RandomGenerator random) {
        int doublings = Math.min(MAX_DOUBLINGS, failures - 1);
        long full = Math.min(maxNanos, baseNanos << doublings);
        long half = Math.max(1, full / 2);
        return half + random.nextLong(half);
    }
}
