package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Which arm runs when: randomised complete blocks (R. A. Fisher, The Design of Experiments, 1935).
 *
 * <p>Each block runs every arm once, in an order of its own, so that whatever drifts – temperature,
 * neighbours on the machine – hits all arms alike and each block can be read as one paired trial.
 *
 * <p>What comes next depends on the recorded rounds and nothing else, so whoever has them can go on
 * with a comparison that another has begun.
 *
 * @param arms at least one, with labels that differ
 * @param reference label of the arm that the others are compared with
 * @param warmUps blocks that are run first and never counted
 * @param looks after how many counted blocks it is looked whether the verdict is told, which ends
 *     the comparison; ascending, one to three, the last one being all there are
 * @param budgetSeconds time that all rounds together may take, waiting for others included, beyond
 *     which nothing is added to the stated rounds: no further warm-up, no repetition of a disturbed
 *     round
 * @param seed decides every order
 * @param bounds from which on a round is disturbed
 * @param measure what the arms are compared by
 */
public record Plan(
        List<Arm> arms,
        String reference,
        int warmUps,
        List<Integer> looks,
        double budgetSeconds,
        long seed,
        Bounds bounds,
        Measure measure) {
    /** More looks would divide the error into parts too small to be of use. */
    public static final int MOST_LOOKS = 3;

    /** The budget where nobody states one. */
    public static final double USUAL_BUDGET_SECONDS = 600;

    public Plan {
        // Plans of version 0.1.0 have none.
        bounds = Objects.requireNonNullElse(bounds, Bounds.USUAL);
        measure = Objects.requireNonNullElse(measure, Measure.WALL_TIME);
        arms = List.copyOf(arms);
        looks = List.copyOf(looks);
        if (arms.stream().map(Arm::label).distinct().count() != arms.size()) {
            throw new IllegalArgumentException("two arms have the same label");
        }
        String wanted = reference;
        if (arms.stream().noneMatch(arm -> arm.label().equals(wanted))) {
            throw new IllegalArgumentException("the reference " + reference + " is not an arm");
        }
        checkLooks(looks);
        if (warmUps < 0) {
            throw new IllegalArgumentException("warm-ups below 0");
        }
        if (!(budgetSeconds >= 0)) {
            throw new IllegalArgumentException("the budget is below 0 s");
        }
    }

    /** A plan with the usual bounds, by wall time. */
    public Plan(
            List<Arm> arms,
            String reference,
            int warmUps,
            List<Integer> looks,
            double budgetSeconds,
            long seed) {
        this(arms, reference, warmUps, looks, budgetSeconds, seed, Bounds.USUAL, Measure.WALL_TIME);
    }

    /** The same plan with other bounds. */
    public Plan with(Bounds other) {
        return new Plan(arms, reference, warmUps, looks, budgetSeconds, seed, other, measure);
    }

    /** The same plan, whose arms are compared by something else. */
    public Plan by(Measure other) {
        return new Plan(arms, reference, warmUps, looks, budgetSeconds, seed, bounds, other);
    }

    /**
     * Checks after how many rounds it may be looked.
     *
     * @throws IllegalArgumentException saying, after a name for these numbers, what they must be
     */
    public static void checkLooks(List<Integer> looks) {
        if (looks.isEmpty()
                || looks.size() > MOST_LOOKS
                || looks.getFirst() < 1
                || !looks.equals(looks.stream().sorted().distinct().toList())) {
            throw new IllegalArgumentException(
                    "must be one to %d numbers, 1 or more, each above the one before"
                            .formatted(MOST_LOOKS));
        }
        if (looks.size() > 1 && looks.getFirst() < LogMean.FEWEST) {
            throw new IllegalArgumentException(
                    "must begin with %d or more where there are several: fewer tell nothing"
                            .formatted(LogMean.FEWEST));
        }
    }

    /**
     * A plan with one look, whose reference is its first sequential arm or, without one, its first
     * arm.
     */
    public static Plan of(List<Arm> arms, int warmUps, int rounds, long seed) {
        return of(arms, warmUps, List.of(rounds), USUAL_BUDGET_SECONDS, seed);
    }

    /** A plan whose reference is its first sequential arm or, without one, its first arm. */
    public static Plan of(
            List<Arm> arms, int warmUps, List<Integer> looks, double budgetSeconds, long seed) {
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs an arm");
        }
        Arm reference =
                arms.stream().filter(arm -> arm.sequential()).findFirst().orElse(arms.getFirst());
        return new Plan(arms, reference.label(), warmUps, looks, budgetSeconds, seed);
    }

    /**
     * One round to run.
     *
     * @param block from 0, warm-up blocks included
     * @param warmUp whether it is certain from the start that it does not count
     */
    public record Turn(Arm arm, int block, boolean warmUp) {}

    /** The most counted rounds of an arm. */
    public int rounds() {
        return looks.getLast();
    }

    /**
     * The round to run after those that were run; empty when the comparison is complete.
     *
     * @param soFar every round that ended well, disturbed ones included, in the order in which they
     *     ran
     */
    public Optional<Turn> next(List<Round> soFar) {
        Blocks blocks = new Blocks(this, soFar);
        int first = blocks.firstCounted();
        Random random = new Random(seed);
        for (int block = 0; block < first + rounds(); block++) {
            if (looks.contains(block - first) && Looks.tells(this, soFar, block)) {
                return Optional.empty();
            }
            List<Arm> order = new ArrayList<>(arms);
            Collections.shuffle(order, random);
            for (Arm arm : order) {
                if (!blocks.settled(arm, block)) {
                    return Optional.of(new Turn(arm, block, block < warmUps));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * About how many rounds are still to come: unless some are disturbed or an early look tells.
     */
    public int expected(List<Round> soFar) {
        if (next(soFar).isEmpty()) {
            return 0;
        }
        Blocks blocks = new Blocks(this, soFar);
        int expected = 0;
        for (int block = 0; block < blocks.firstCounted() + rounds(); block++) {
            for (Arm arm : arms) {
                expected += blocks.settled(arm, block) ? 0 : 1;
            }
        }
        return expected;
    }
}
