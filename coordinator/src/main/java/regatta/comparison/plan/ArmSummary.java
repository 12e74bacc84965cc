package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.SlotAccount;

/**
 * The figures of one arm, computed from the arm's counted rounds. Times are in seconds. If the
 * workload compares arms by another figure than the wall time, that figure replaces the wall time
 * in the components below.
 *
 * @param rounds the number of counted rounds. If 0, every round was disturbed, and the other
 *     figures are computed from the disturbed rounds.
 * @param slots the largest number of slots that the job of a round held
 * @param cores the number of cores of the machines that ran the arm; the smallest number if rounds
 *     differ
 * @param tasks the number of tasks of a round
 * @param medianSeconds median wall time
 * @param secondsInterval 95 % interval of the geometric mean of the wall time; null below three
 *     rounds
 * @param timesFaster the reference's wall time divided by this arm's wall time: the geometric mean
 *     over blocks
 * @param timesFasterInterval the 95 % interval of {@code timesFaster}, for only this arm.
 *     Statements about several arms use stricter tests (see {@link FastestSet}). Null below three
 *     rounds, and for the reference.
 * @param efficiency {@code timesFaster} divided by the slots; 1 if each slot does as much as a slot
 *     of the reference
 * @param cpuSeconds median processor time of a round; −1 if unknown
 * @param cpuShared whether {@code cpuSeconds} is a share of the time of a whole pool of threads,
 *     not a sum over attempts
 * @param overheadSeconds slot time that a task loses to hand-over: the mean over a round's tasks,
 *     then the median over rounds
 * @param taskSeconds how long an attempt runs: the mean over a round's attempts, then the median
 *     over rounds
 * @param longestSeconds how long a round's longest attempt runs: the median over rounds
 * @param shares the parts of the slots' time, by what the slots do
 * @param hindrances what keeps the arm from running its tasks
 * @param figures the other numbers in the outputs, by name; each number is the value of the worst
 *     round
 */
public record ArmSummary(
        Arm arm,
        int rounds,
        int slots,
        double cores,
        int tasks,
        double medianSeconds,
        double minSeconds,
        double maxSeconds,
        @Nullable Interval secondsInterval,
        double timesFaster,
        @Nullable Interval timesFasterInterval,
        double efficiency,
        double cpuSeconds,
        boolean cpuShared,
        double overheadSeconds,
        double taskSeconds,
        double longestSeconds,
        Shares shares,
        Hindrances hindrances,
        Map<String, Double> figures) {
    public ArmSummary {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /**
     * Returns how many tasks of the arm can compute at a time: one for each core, or one if all
     * slots share a thread.
     */
    double computeAtOnce() {
        return arm.onOneThread() ? Math.min(1, cores) : cores;
    }

    /**
     * Returns whether all slots can compute at the same time, so that no task waits for a core or a
     * thread that another task uses.
     */
    boolean everySlotCanCompute() {
        return slots <= Math.max(1, Math.ceil(computeAtOnce()));
    }

    /**
     * The parts of the slot time of all counted rounds, each from 0 to 1. The first four parts add
     * up to 1.
     *
     * @param running the part in which an attempt runs
     * @param handOver the part in which the slot is free although a task is ready or on its way
     * @param noneReady the part in which the slot is free because no task is ready yet, although
     *     more tasks follow
     * @param drained the part in which the slot is free because no task remains
     * @param onCpu the part of {@code running} that attempts spend on a processor; −1 if unknown
     * @param ready the part of {@code running} in which attempts could compute but have no core; −1
     *     if unknown
     */
    public record Shares(
            double running,
            double handOver,
            double noneReady,
            double drained,
            double onCpu,
            double ready) {

        static Shares of(List<Round> rounds) {
            double running = 0;
            double handOver = 0;
            double noneReady = 0;
            double drained = 0;
            double cpu = 0;
            double ready = 0;
            boolean cpuKnown = true;
            boolean readyKnown = true;
            for (Round round : rounds) {
                RunReport report = round.report();
                SlotAccount account = report.slotAccount();
                running += account.running();
                handOver += account.handOver();
                noneReady += account.noneReady();
                drained += account.drained();
                cpu += report.cpuSeconds();
                cpuKnown &= report.cpuSeconds() >= 0;
                ready += report.ready() == null ? 0 : report.ready().seconds();
                readyKnown &= report.ready() != null;
            }
            double all = running + handOver + noneReady + drained;
            if (all <= 0) {
                return new Shares(0, 0, 0, 0, -1, -1);
            }
            boolean known = cpuKnown && running > 0;
            double onCpu = known ? Math.clamp(cpu / running, 0, 1) : -1;
            return new Shares(
                    running / all,
                    handOver / all,
                    noneReady / all,
                    drained / all,
                    onCpu,
                    known && readyKnown ? Math.clamp(ready / running, 0, 1 - onCpu) : -1);
        }

        /**
         * Returns the part of the slot time in which a slot is free before the last task is handed
         * out.
         */
        public double starved() {
            return handOver + noneReady;
        }

        /**
         * Returns the part of {@code running} in which attempts wait for something other than a
         * core; −1 if unknown.
         */
        public double waiting() {
            double rest = offCpuButNotReady();
            return onCpu < 0 || (ready < 0 && rest >= TaskCauses.HARDLY) ? -1 : rest;
        }

        /**
         * Returns the part of {@code running} that attempts spend neither on a processor nor, as
         * far as is known, waiting for a core.
         */
        double offCpuButNotReady() {
            return onCpu < 0 ? 0 : Math.max(0, 1 - onCpu - Math.max(0, ready));
        }
    }
}
