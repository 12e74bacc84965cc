package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's report: where its time went.
 *
 * @param mode the mode that it ran in
 * @param slots the most slots that it held at once
 * @param tasks its number of tasks
 * @param attempts attempts that ended, first ones and repeated ones
 * @param repeatedAttempts attempts beyond each task's first
 * @param wallSeconds from the first dispatch to the last settlement
 * @param cpuSeconds time on processors while attempts ran; −1 if unknown
 * @param cpuShared whether {@code cpuSeconds} and {@code ready} are shares of a pool's time instead
 *     of measured for each attempt
 * @param ready time without a core while attempts ran; null if unknown
 * @param slotAccount what its slots did
 * @param queued the time from ready to dispatched (coordinator's clock)
 * @param waited the time from arrived at the worker to begun (worker's clock)
 * @param ran the time from begun to ended (worker's clock)
 * @param delay the rest of the time from dispatched to answered: serialization, network, scheduling
 * @param workers how much each worker ran
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
        // The name in reports of version 0.1.0.
        @JsonAlias("overhead") Distribution delay,
        List<WorkerShare> workers) {
    public RunReport {
        workers = List.copyOf(workers);
    }

    /** Makes the report of a job on a system that does not show what threads wait for. */
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
     * What a job's slots did. The parts add up to all of the job's slot time.
     *
     * @param running seconds in which an attempt ran
     * @param handOver seconds free although a task was ready or on its way
     * @param noneReady seconds free while no task was ready, though some were still to come
     * @param drained seconds free when no task remained
     */
    public record SlotAccount(
            double running,
            // The name in reports of version 0.1.0.
            @JsonAlias("starved") double handOver,
            double noneReady,
            double drained) {

        /** Makes the account of slots for which a task was always ready until no task remained. */
        public SlotAccount(double running, double handOver, double drained) {
            this(running, handOver, 0, drained);
        }

        /** Returns the seconds free before the last task was dispatched. */
        public double starved() {
            return handOver + noneReady;
        }

        /** Returns the sum of all parts. */
        public double all() {
            return running + starved() + drained;
        }
    }

    /**
     * How long running attempts had no core although they could have used one, because others had
     * the cores or a quota was used up.
     *
     * @param seconds these seconds, a part of {@code slotAccount.running}
     * @param switches how often threads got a core
     */
    public record Ready(double seconds, long switches) {}

    /**
     * How a time is distributed over attempts, in seconds. The quantiles come from a histogram with
     * two significant digits; the other values are exact.
     */
    public record Distribution(
            double p50, double p90, double p99, double max, double mean, double total) {}

    /**
     * Attempts that ended on one worker.
     *
     * @param jvm what the worker's JVM used while it had attempts of the job; null if unknown
     * @param messages how long messages took during that time in the actor system whose dispatcher
     *     ran the attempts; null if the attempts ran outside of any actor system
     */
    public record WorkerShare(
            String worker,
            int attempts,
            double ranSeconds,
            @Nullable JvmShare jvm,
            @Nullable Messages messages) {
        /** Makes the share of a worker whose JVM is unknown. */
        public WorkerShare(String worker, int attempts, double ranSeconds) {
            this(worker, attempts, ranSeconds, null);
        }

        /** Makes the share of a worker whose attempts ran outside of any actor system. */
        public WorkerShare(String worker, int attempts, double ranSeconds, @Nullable JvmShare jvm) {
            this(worker, attempts, ranSeconds, jvm, null);
        }
    }

    /**
     * How long messages took through an actor on an actor system's default dispatcher, in seconds.
     *
     * @param count the number of messages
     */
    public record Messages(long count, double p50, double p99, double max) {}

    /**
     * What a worker's whole JVM used while it had attempts of the job; −1 if unknown. Workers that
     * share a JVM each report the use of all of it.
     *
     * @param gcSeconds seconds for which garbage collectors stopped it
     * @param allocatedBytes bytes that its threads allocated
     * @param throttledSeconds seconds for which a quota of its control groups held it back, over
     *     all cores
     * @param stoodStillSeconds seconds for which the whole process stood still, because it was
     *     stopped or its machine frozen
     * @param restBytes bytes of memory that it had when the first attempts came
     * @param peakBytes the most memory that it was seen to have, in bytes
     */
    public record JvmShare(
            double gcSeconds,
            long allocatedBytes,
            double throttledSeconds,
            double stoodStillSeconds,
            long restBytes,
            long peakBytes) {}
}
