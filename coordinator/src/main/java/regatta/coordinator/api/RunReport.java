package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's report: where its time went.
 *
 * @param mode the mode in which the job ran
 * @param slots the largest number of slots that the job held at the same time
 * @param tasks how many tasks the job has
 * @param attempts how many attempts ended, first attempts and repeated attempts
 * @param repeatedAttempts how many attempts came after the first attempt of their task
 * @param wallSeconds the seconds from the first dispatch to the last settlement
 * @param cpuSeconds the seconds on processors while attempts ran; −1 if unknown
 * @param cpuShared whether {@code cpuSeconds} and {@code ready} are shares of the time of a whole
 *     pool, instead of sums of times that were measured for each attempt
 * @param ready the time without a core while attempts ran; null if unknown
 * @param slotAccount what the job's slots did
 * @param queued the time from ready to dispatched (coordinator's clock)
 * @param waited the time from arrived at the worker to begun (worker's clock)
 * @param ran the time from begun to ended (worker's clock)
 * @param delay the time from dispatched to answered without {@code waited} and {@code ran}:
 *     serialization, network, scheduling
 * @param workers for each worker, how much of the job the worker ran
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
        // The name of {@code delay} in reports of version 0.1.0.
        @JsonAlias("overhead") Distribution delay,
        List<WorkerShare> workers) {
    public RunReport {
        workers = List.copyOf(workers);
    }

    /**
     * Makes the report of a job on a system that does not show for how long threads had no core.
     */
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
     * @param running the seconds for which slots ran attempts
     * @param handOver the seconds for which slots were free although a task was ready or on its way
     * @param noneReady the seconds for which slots were free because no task was ready, although
     *     more tasks were still to come
     * @param drained the seconds for which slots were free because no task remained
     */
    public record SlotAccount(
            double running,
            // The name of {@code handOver} in reports of version 0.1.0.
            @JsonAlias("starved") double handOver,
            double noneReady,
            double drained) {

        /** Makes the account of slots for which a task was always ready until no task remained. */
        public SlotAccount(double running, double handOver, double drained) {
            this(running, handOver, 0, drained);
        }

        /** Returns the seconds for which slots were free before the last task was dispatched. */
        public double starved() {
            return handOver + noneReady;
        }

        /** Returns the sum of all parts. */
        public double all() {
            return running + starved() + drained;
        }
    }

    /**
     * How long running attempts could have used a core but had none, because other threads had the
     * cores or a quota was used up.
     *
     * @param seconds the time without a core in seconds, which is a part of {@code
     *     slotAccount.running}
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
     * The share of a job that one worker ran: the attempts that ended at this worker.
     *
     * @param jvm what the worker's JVM used while the worker had attempts of the job; null if
     *     unknown
     * @param messages how long messages took, while the worker had attempts of the job, in the
     *     actor system whose dispatcher ran the attempts; null if the attempts ran outside of any
     *     actor system
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
     * What a worker's whole JVM used while the worker had attempts of the job; a figure is −1 if it
     * is unknown. If workers share a JVM, each of these workers reports the use of the whole JVM.
     *
     * @param gcSeconds seconds for which garbage collectors stopped the JVM
     * @param allocatedBytes bytes that the JVM's threads allocated
     * @param throttledSeconds seconds for which a quota of the JVM's control groups (cgroups) held
     *     the JVM back, summed over all cores
     * @param stoodStillSeconds seconds for which the whole process stood still, because the process
     *     was stopped or its machine was frozen
     * @param restBytes bytes of memory that the JVM had when the first attempts came
     * @param peakBytes the largest number of bytes of memory that the JVM was seen to have
     */
    public record JvmShare(
            double gcSeconds,
            long allocatedBytes,
            double throttledSeconds,
            double stoodStillSeconds,
            long restBytes,
            long peakBytes) {}
}
