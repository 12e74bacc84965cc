package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.SlotAccount;

/**
 * What the counted rounds of one arm say; seconds, unless said otherwise. Where the workload
 * compares another figure than the wall time, that figure takes its place.
 *
 * @param rounds how many were counted; 0 when jobs of others disturbed them all, and the other
 *     figures are those of the disturbed ones
 * @param slots the most slots that a round really had
 * @param cores of the machines that ran it; the fewest that a round had
 * @param tasks tasks of a round
 * @param medianSeconds median wall time
 * @param secondsInterval 95 % interval of the wall time's geometric mean; null below three rounds
 * @param timesFaster geometric mean, over blocks, of the reference's wall time divided by this
 *     arm's
 * @param timesFasterInterval its 95 % interval, for this arm alone: what is said of several arms at
 *     once is tested at a stricter level (see {@link FastestSet}); null below three rounds and for
 *     the reference itself
 * @param efficiency times faster for each slot: 1 when every slot did as much as a slot of the
 *     reference
 * @param cpuSeconds median time on processors; −1 where not known
 * @param cpuShared whether that is a share of a pool's time instead of measured for each attempt
 * @param overheadSeconds median, over rounds, of a task's share of the slot time that went into
 *     handing out tasks
 * @param taskSeconds median, over rounds, of the mean time that an attempt ran
 * @param longestSeconds median, over rounds, of the longest time that an attempt ran
 * @param shares where the time of its slots went
 * @param hindrances what kept it from its tasks
 * @param figures what the outputs of its rounds say in numbers: the worst of each, by name
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

    /** How many of its tasks can compute at a time: one a core, or one where all share a thread. */
    double computeAtOnce() {
        return arm.onOneThread() ? Math.min(1, cores) : cores;
    }

    /** Whether none of its tasks has to wait for another's core or thread. */
    boolean everySlotCanCompute() {
        return slots <= Math.max(1, Math.ceil(computeAtOnce()));
    }

    /**
     * Parts of the slot time of all counted rounds, 0 to 1.
     *
     * @param running an attempt ran; the first four add up to 1
     * @param handOver free although a task was ready or on its way
     * @param noneReady free while no task was ready, though some were still to come
     * @param drained free with nothing left
     * @param onCpu the part of running on a processor; −1 where not known
     * @param ready the part of running in which the attempt was ready without a core; −1 where not
     *     known
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

        /** Free before the last task was handed out. */
        public double starved() {
            return handOver + noneReady;
        }

        /** The part of running that waited for something else than a core; −1 where not known. */
        public double waiting() {
            double rest = offCpuButNotReady();
            return onCpu < 0 || (ready < 0 && rest >= TaskCauses.HARDLY) ? -1 : rest;
        }

        /** The part of running that is neither on a processor nor known to lack a core. */
        double offCpuButNotReady() {
            return onCpu < 0 ? 0 : Math.max(0, 1 - onCpu - Math.max(0, ready));
        }
    }
}
