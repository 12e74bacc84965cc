package regatta.bench.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.RunReport.SlotAccount;
import regatta.protocol.NodeInfo;

/**
 * Comparisons whose true times are known; analysed as real ones are, and run by their plan, which
 * is asked after each block instead of each round.
 *
 * @param arms the first is the reference
 * @param seconds true seconds, by arm
 * @param noisy how many times as noisy as usual, by arm
 * @param looks after how many rounds it is looked
 * @param spread of the noise
 */
record MadeUp(
        List<Arm> arms,
        List<Double> seconds,
        List<Double> noisy,
        List<Integer> looks,
        double spread) {
    private static final Distribution NONE = new Distribution(0, 0, 0, 0, 0, 0);
    private static final Machine MACHINE =
            new Machine(
                    new NodeInfo(1, 64, "made up", "none", "none", List.of(), "none", 0, 0),
                    0,
                    0,
                    List.of());

    /** The same with other looks. */
    MadeUp withLooks(Integer... other) {
        return new MadeUp(arms, seconds, noisy, List.of(other), spread);
    }

    /** Makes one comparison up and computes all figures of it. */
    Analysis run(RandomGenerator random) {
        Plan plan =
                new Plan(
                        arms,
                        arms.getFirst().label(),
                        1,
                        looks,
                        Plan.USUAL_BUDGET_SECONDS,
                        random.nextLong());
        Noise noise = new Noise(random, spread, arms.size() * (1 + plan.rounds()));
        List<Round> rounds = new ArrayList<>();
        for (int block = 0; plan.next(rounds).isPresent(); block++) {
            List<Arm> order = new ArrayList<>(arms);
            Collections.shuffle(order, random);
            for (Arm arm : order) {
                rounds.add(round(arm, block, noise));
            }
        }
        return Analysis.of(new Comparison("", Map.of(), plan, rounds, Map.of()), MACHINE);
    }

    private Round round(Arm arm, int block, Noise noise) {
        int index = arms.indexOf(arm);
        double wall = seconds.get(index) * noise.next(noisy.get(index));
        return new Round(
                arm.label(),
                block,
                block == 0,
                "made up",
                new Conditions(0, 0, 0, 0, wall),
                report(arm, wall));
    }

    private static RunReport report(Arm arm, double wall) {
        double running = wall * arm.slots();
        Distribution ran =
                new Distribution(wall / 20, wall / 20, wall / 20, wall / 20, running / 20, running);
        return new RunReport(
                arm.mode(),
                arm.slots(),
                20,
                20,
                0,
                wall,
                running,
                false,
                new SlotAccount(running, 0, 0),
                NONE,
                NONE,
                ran,
                NONE,
                List.of());
    }
}
