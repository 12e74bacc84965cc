package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Decides which arm runs when. The design is randomised complete blocks (R. A. Fisher, The Design
 * of Experiments, 1935).
 *
 * <p>Each block runs every arm once, in its own random order. So a drift (temperature, neighbours
 * on the machine) affects all arms alike, and each block is one paired trial.
 *
 * <p>Only the recorded rounds decide which round comes next. So any process that has the recorded
 * rounds can continue a comparison.
 *
 * @param arms the arms, at least one, with different labels
 * @param reference label of the arm with which the other arms are compared
 * @param warmUps how many blocks run first and never count
 * @param looks the numbers of counted blocks after which an interim analysis decides whether to
 *     stop: one to three numbers, ascending. The last number is the total.
 * @param budgetSeconds how long all rounds may take together, including time spent waiting for
 *     other jobs. After this time the plan adds no warm-up and no repetition of a disturbed round
 *     to the stated rounds.
 * @param seed the seed of the random order of the arms in each block
 * @param bounds how much may happen during a round before the round counts as disturbed
 * @param measure the figure by which arms are compared
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
    /**
     * The largest number of looks (interim analyses) of a plan. With more looks, each look would
     * have too little of the allowed error.
     */
    public static final int MOST_LOOKS = 3;

    /** The budget, in seconds, of a plan that states no budget. */
    public static final double USUAL_BUDGET_SECONDS = 600;

    public Plan {
        // Plans of version 0.1.0 have neither bounds nor a measure.
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

    /** Creates a plan with the usual bounds that compares by wall time. */
    public Plan(
            List<Arm> arms,
            String reference,
            int warmUps,
            List<Integer> looks,
            double budgetSeconds,
            long seed) {
        this(arms, reference, warmUps, looks, budgetSeconds, seed, Bounds.USUAL, Measure.WALL_TIME);
    }

    /** Returns the same plan with other bounds. */
    public Plan with(Bounds other) {
        return new Plan(arms, reference, warmUps, looks, budgetSeconds, seed, other, measure);
    }

    /** Returns the same plan with another measure. */
    public Plan by(Measure other) {
        return new Plan(arms, reference, warmUps, looks, budgetSeconds, seed, bounds, other);
    }

    /**
     * Checks the numbers of rounds after which an interim analysis takes place.
     *
     * @throws IllegalArgumentException if the numbers are wrong; the message continues a sentence
     *     that begins with the name of the numbers
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
                    ("must begin with at least %d if there are several numbers, because fewer"
                                    + " rounds show nothing")
                            .formatted(LogMean.FEWEST));
        }
    }

    /**
     * Creates a plan with one interim analysis, at the plan's end. The reference is the first
     * sequential arm or, if no arm is sequential, the first arm.
     */
    public static Plan of(List<Arm> arms, int warmUps, int rounds, long seed) {
        return of(arms, warmUps, List.of(rounds), USUAL_BUDGET_SECONDS, seed);
    }

    /**
     * Creates a plan. The reference is the first sequential arm or, if no arm is sequential, the
     * first arm.
     */
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
     * A round that is to run.
     *
     * @param block the block's number, from 0, warm-up blocks included
     * @param warmUp whether the plan itself makes this round a warm-up. Other rounds may become
     *     warm-ups later.
     */
    public record Turn(Arm arm, int block, boolean warmUp) {}

    /** Returns the largest number of counted rounds that an arm can have. */
    public int rounds() {
        return looks.getLast();
    }

    /**
     * Returns the round to run next; empty if the comparison is complete.
     *
     * @param soFar every round that succeeded, including disturbed rounds, in the order in which
     *     the rounds ran
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
     * Returns about how many rounds remain. More rounds remain if rounds are disturbed. Fewer
     * rounds remain if an interim analysis ends the comparison early.
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
