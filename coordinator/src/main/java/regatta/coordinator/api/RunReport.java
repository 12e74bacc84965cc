package regatta.coordinator.api;

import java.util.List;

/**
 * Where a job's time went: its values are read together with the output.
 *
 * @param mode the mode that it ran in
 * @param slots the most slots that it held at once
 * @param tasks its number of tasks
 * @param attempts attempts that ended, first ones and repeated ones
 * @param repeatedAttempts attempts beyond each task's first
 * @param wallSeconds from the first dispatch to the last settlement
 * @param cpuSeconds time on processors while attempts ran; −1 where not known
 * @param cpuShared whether {@code cpuSeconds} is a share of a pool's processor time instead of
 *     measured for each attempt
 * @param slotAccount what its slots did
 * @param queued ready until dispatched (coordinator's clock)
 * @param waited arrived at the worker until begun (worker's clock)
 * @param ran begun until ended (worker's clock)
 * @param overhead the rest of dispatched until answered: serialization, network, scheduling
 * @param workers who ran how much
 */
public record RunReport(
        String mode,
        int slots,
        int tasks,
        int attempts,
        int repeatedAttempts,
        double wallSeconds,
        double cpuSeconds,
        boolean cpuShared,
        SlotAccount slotAccount,
        Distribution queued,
        Distribution waited,
        Distribution ran,
        Distribution overhead,
        List<WorkerShare> workers) {
    public RunReport {
        workers = List.copyOf(workers);
    }

    /**
     * What the slots did while the job held them; the three add up to slots × window.
     *
     * @param running seconds in which an attempt ran
     * @param starved seconds free although tasks were ready or on their way
     * @param drained seconds free with nothing left
     */
    public record SlotAccount(double running, double starved, double drained) {}

    /**
     * Seconds over attempts: quantiles from a histogram of two significant digits, mean and sum
     * exact.
     */
    public record Distribution(
            double p50, double p90, double p99, double max, double mean, double total) {}

    /** Attempts that ended on one worker. */
    public record WorkerShare(String worker, int attempts, double ranSeconds) {}
}
