package regatta.bench.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.RunReport.SlotAccount;
import regatta.coordinator.comparison.Analysis;
import regatta.coordinator.comparison.Arm;
import regatta.coordinator.comparison.Comparison;
import regatta.coordinator.comparison.Machine;
import regatta.coordinator.comparison.Plan;
import regatta.coordinator.comparison.Round;

/**
 * Comparisons whose true times are known; run by their plan and analysed as real ones are.
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
            new Machine(64, "made up", "none", "none", List.of(), "none", 0, 0);

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
        List<Round> rounds =
                plan.looks().size() == 1 ? inBlocks(plan, noise, random) : byPlan(plan, noise);
        return Analysis.of(new Comparison("", Map.of(), plan, rounds, Map.of()), MACHINE);
    }

    private List<Round> byPlan(Plan plan, Noise noise) {
        List<Round> rounds = new ArrayList<>();
        Optional<Plan.Turn> next = plan.next(rounds);
        while (next.isPresent()) {
            rounds.add(round(next.get().arm(), next.get().block(), noise));
            next = plan.next(rounds);
        }
        return rounds;
    }

    /** As a plan does with one look, but without asking it after each of a million rounds. */
    private List<Round> inBlocks(Plan plan, Noise noise, RandomGenerator random) {
        List<Round> rounds = new ArrayList<>();
        for (int block = 0; block < 1 + plan.rounds(); block++) {
            List<Arm> order = new ArrayList<>(arms);
            Collections.shuffle(order, random);
            for (Arm arm : order) {
                rounds.add(round(arm, block, noise));
            }
        }
        return rounds;
    }

    private Round round(Arm arm, int block, Noise noise) {
        int index = arms.indexOf(arm);
        double wall = seconds.get(index) * noise.next(noisy.get(index));
        return new Round(arm.label(), block, block == 0, "made up", 0, report(arm, wall));
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
