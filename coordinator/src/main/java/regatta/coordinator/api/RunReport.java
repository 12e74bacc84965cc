package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param cpuShared whether {@code cpuSeconds} and {@code ready} are shares of a pool's time instead
 *     of measured for each attempt
 * @param ready time without a core while attempts ran; null where not known
 * @param slotAccount what its slots did
 * @param queued ready until dispatched (coordinator's clock)
 * @param waited arrived at the worker until begun (worker's clock)
 * @param ran begun until ended (worker's clock)
 * @param delay the rest of dispatched until answered: serialization, network, scheduling
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
        @Nullable Ready ready,
        SlotAccount slotAccount,
        Distribution queued,
        Distribution waited,
        Distribution ran,
        // Reports of version 0.1.0 call it so.
        @JsonAlias("overhead") Distribution delay,
        List<WorkerShare> workers) {
    public RunReport {
        workers = List.copyOf(workers);
    }

    /** The report of a job on a system that does not tell what threads wait for. */
    public RunReport(
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
            Distribution delay,
            List<WorkerShare> workers) {
        this(
                mode,
                slots,
                tasks,
                attempts,
                repeatedAttempts,
                wallSeconds,
                cpuSeconds,
                cpuShared,
                null,
                slotAccount,
                queued,
                waited,
                ran,
                delay,
                workers);
    }

    /**
     * What the slots did while the job held them; all parts add up to slots × window.
     *
     * @param running seconds in which an attempt ran
     * @param handOver seconds free although a task was ready or on its way
     * @param noneReady seconds free while no task was ready, though some were still to come
     * @param drained seconds free with nothing left
     */
    public record SlotAccount(
            double running,
            // Reports of version 0.1.0 call it so.
            @JsonAlias("starved") double handOver,
            double noneReady,
            double drained) {

        /** The account of slots for which a task was ready until none was left. */
        public SlotAccount(double running, double handOver, double drained) {
            this(running, handOver, 0, drained);
        }

        /** Seconds free before the last task was handed out. */
        public double starved() {
            return handOver + noneReady;
        }

        /** Slots × window. */
        public double all() {
            return running + starved() + drained;
        }
    }

    /**
     * How long attempts that ran were ready without a core, because others had the cores or a quota
     * was used up.
     *
     * @param seconds of {@code slotAccount.running}
     * @param switches how often threads got a core
     */
    public record Ready(double seconds, long switches) {}

    /**
     * Seconds over attempts: quantiles from a histogram of two significant digits, mean and sum
     * exact.
     */
    public record Distribution(
            double p50, double p90, double p99, double max, double mean, double total) {}

    /**
     * Attempts that ended on one worker.
     *
     * @param jvm what its JVM used meanwhile; null where not known
     * @param messages what the actor system felt meanwhile that ran them on one of its dispatchers;
     *     null where none did
     */
    public record WorkerShare(
            String worker,
            int attempts,
            double ranSeconds,
            @Nullable JvmShare jvm,
            @Nullable Messages messages) {
        /** The share of a worker whose JVM is not known. */
        public WorkerShare(String worker, int attempts, double ranSeconds) {
            this(worker, attempts, ranSeconds, null);
        }

        /** The share of a worker whose attempts ran outside of any actor system. */
        public WorkerShare(String worker, int attempts, double ranSeconds, @Nullable JvmShare jvm) {
            this(worker, attempts, ranSeconds, jvm, null);
        }
    }

    /**
     * How long messages took through an actor on an actor system's default dispatcher, in seconds.
     *
     * @param count of messages
     */
    public record Messages(long count, double p50, double p99, double max) {}

    /**
     * What a worker's JVM as a whole used while it had attempts of the job; −1 where not known.
     * Workers of one JVM each say what all of it used.
     *
     * @param gcSeconds for which collectors of garbage stopped it
     * @param allocatedBytes that its threads allocated
     * @param throttledSeconds for which a quota of its control groups held it back, over all cores
     * @param stoodStillSeconds for which the whole process stood still: it was stopped, or its
     *     machine frozen
     * @param restBytes of memory that it had when the first attempts came
     * @param peakBytes the most memory that it was seen to have
     */
    public record JvmShare(
            double gcSeconds,
            long allocatedBytes,
            double throttledSeconds,
            double stoodStillSeconds,
            long restBytes,
            long peakBytes) {}
}
