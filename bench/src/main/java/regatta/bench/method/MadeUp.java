package regatta.bench.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * A comparison whose true times are known. A real plan chooses its rounds, and the real analysis
 * judges them. If no round is disturbed, the plan is asked only after each block, and not after
 * each round.
 *
 * @param arms the first is the reference
 * @param seconds the true seconds of each arm
 * @param noisy how many times as noisy as usual each arm is
 * @param looks after how many rounds there is a look, an interim analysis that may end the
 *     comparison
 * @param spread the spread of the noise
 * @param disturbed the part of rounds, 0 to 1, in which a node stands still, a quota is used up or
 *     attempts are repeated
 */
record MadeUp(
        List<Arm> arms,
        List<Double> seconds,
        List<Double> noisy,
        List<Integer> looks,
        double spread,
        double disturbed) {
    private static final Distribution NONE = new Distribution(0, 0, 0, 0, 0, 0);
    private static final Machine MACHINE =
            new Machine(
                    new NodeInfo(1, 64, "made up", "none", "none", List.of(), "none", 0, 0),
                    0,
                    0,
                    List.of());

    /** Returns the same comparison with other looks. */
    MadeUp withLooks(Integer... other) {
        return new MadeUp(arms, seconds, noisy, List.of(other), spread, disturbed);
    }

    /** Returns the same comparison with a part of its rounds disturbed. */
    MadeUp withDisturbed(double part) {
        return new MadeUp(arms, seconds, noisy, looks, spread, part);
    }

    /** Returns whether an arm is in truth more than 3 % slower than the fastest. */
    boolean isSlow(String label) {
        double fastest = seconds.stream().mapToDouble(each -> each).min().orElseThrow();
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i).label().equals(label)) {
                return seconds.get(i) > 1.03 * fastest;
            }
        }
        throw new IllegalArgumentException("no arm " + label);
    }

    /** Makes up the rounds and analyses them. */
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
        if (disturbed > 0) {
            for (Optional<Plan.Turn> turn = plan.next(rounds);
                    turn.isPresent();
                    turn = plan.next(rounds)) {
                rounds.add(round(turn.get().arm(), turn.get().block(), noise, random));
            }
        }
        for (int block = 0; plan.next(rounds).isPresent(); block++) {
            List<Arm> order = new ArrayList<>(arms);
            Collections.shuffle(order, random);
            for (Arm arm : order) {
                rounds.add(round(arm, block, noise, random));
            }
        }
        return Analysis.of(new Comparison("", Map.of(), plan, rounds, Map.of()), MACHINE);
    }

    private Round round(Arm arm, int block, Noise noise, RandomGenerator random) {
        int index = arms.indexOf(arm);
        double wall = seconds.get(index) * noise.next(noisy.get(index));
        if (disturbed > 0 && random.nextDouble() < disturbed) {
            double longer = wall * random.nextDouble(0.25, 3);
            return switch (random.nextInt(3)) {
                case 0 -> round(arm, block, wall + longer, longer, 0, 0);
                case 1 -> round(arm, block, wall + longer, 0, longer, 0);
                default -> round(arm, block, wall + longer, 0, 0, random.nextInt(1, 5));
            };
        }
        return round(arm, block, wall, 0, 0, 0);
    }

    private static Round round(
            Arm arm, int block, double wall, double stood, double throttled, int repeated) {
        return new Round(
                arm.label(),
                block,
                block == 0,
                "made up",
                new Conditions(0, 0, 0, 0, wall, stood, 0),
                report(arm, wall, throttled, repeated));
    }

    private static RunReport report(Arm arm, double wall, double throttled, int repeated) {
        double running = wall * arm.slots();
        Distribution ran =
                new Distribution(wall / 20, wall / 20, wall / 20, wall / 20, running / 20, running);
        return new RunReport(
                arm.mode(),
                arm.slots(),
                20,
                20 + repeated,
                repeated,
                wall,
                running,
                false,
                new SlotAccount(running, 0, 0),
                NONE,
                NONE,
                ran,
                NONE,
                List.of(
                        new RunReport.WorkerShare(
                                "w",
                                20,
                                running,
                                new RunReport.JvmShare(0, 0, throttled, 0, 0, 0))));
    }
}
