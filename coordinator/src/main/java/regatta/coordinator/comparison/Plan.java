package regatta.coordinator.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which arm runs when: randomised complete blocks (R. A. Fisher, The Design of Experiments, 1935).
 *
 * <p>Each block runs every arm once, in an order of its own, so that whatever drifts – temperature,
 * neighbours on the machine – hits all arms alike and each block can be read as one paired trial.
 *
 * @param arms at least one, with labels that differ
 * @param reference label of the arm that the others are compared with
 * @param warmUps blocks that are run first and never counted
 * @param rounds counted blocks; at least 1
 * @param seed decides every order
 */
public record Plan(List<Arm> arms, String reference, int warmUps, int rounds, long seed) {
    public Plan {
        arms = List.copyOf(arms);
        if (arms.stream().map(Arm::label).distinct().count() != arms.size()) {
            throw new IllegalArgumentException("two arms have the same label");
        }
        String wanted = reference;
        if (arms.stream().noneMatch(arm -> arm.label().equals(wanted))) {
            throw new IllegalArgumentException("the reference " + reference + " is not an arm");
        }
        if (warmUps < 0 || rounds < 1) {
            throw new IllegalArgumentException("warm-ups below 0 or rounds below 1");
        }
    }

    /** A plan whose reference is its first {@code batch} arm or, without one, its first arm. */
    public static Plan of(List<Arm> arms, int warmUps, int rounds, long seed) {
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs an arm");
        }
        Arm reference =
                arms.stream()
                        .filter(arm -> arm.mode().equals(Arm.BATCH))
                        .findFirst()
                        .orElse(arms.getFirst());
        return new Plan(arms, reference.label(), warmUps, rounds, seed);
    }

    /**
     * One round to run.
     *
     * @param block from 0, warm-up blocks included
     */
    public record Turn(Arm arm, int block, boolean warmUp) {}

    /** All rounds in the order in which to run them; the same for the same plan. */
    public List<Turn> turns() {
        Random random = new Random(seed);
        List<Turn> turns = new ArrayList<>();
        for (int block = 0; block < warmUps + rounds; block++) {
            List<Arm> order = new ArrayList<>(arms);
            Collections.shuffle(order, random);
            for (Arm arm : order) {
                turns.add(new Turn(arm, block, block < warmUps));
            }
        }
        return List.copyOf(turns);
    }
}
