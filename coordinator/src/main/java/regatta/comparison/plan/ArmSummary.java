package regatta.comparison.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport.SlotAccount;

/**
 * What the counted rounds of one arm say; seconds, unless said otherwise.
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
 * @param overheadSeconds median, over rounds, of the mean overhead of an attempt
 * @param taskSeconds median, over rounds, of the mean time that an attempt ran
 * @param longestSeconds median, over rounds, of the longest time that an attempt ran
 * @param shares where the time of its slots went
 */
public record ArmSummary(
        Arm arm,
        int rounds,
        int slots,
        int cores,
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
        Shares shares) {

    /**
     * Parts of the slot time of all counted rounds, 0 to 1.
     *
     * @param running an attempt ran; the first three add up to 1
     * @param starved free although tasks were ready or on their way
     * @param drained free with nothing left
     * @param waiting the part of running that was not on a processor; −1 where not known
     */
    public record Shares(double running, double starved, double drained, double waiting) {

        static Shares of(List<Round> rounds) {
            double running = 0;
            double starved = 0;
            double drained = 0;
            double cpu = 0;
            boolean cpuKnown = true;
            for (Round round : rounds) {
                SlotAccount account = round.report().slotAccount();
                running += account.running();
                starved += account.starved();
                drained += account.drained();
                cpu += round.report().cpuSeconds();
                cpuKnown &= round.report().cpuSeconds() >= 0;
            }
            double all = running + starved + drained;
            if (all <= 0) {
                return new Shares(0, 0, 0, -1);
            }
            boolean known = cpuKnown && running > 0;
            double waiting = known ? Math.clamp(1 - cpu / running, 0, 1) : -1;
            return new Shares(running / all, starved / all, drained / all, waiting);
        }
    }
}
