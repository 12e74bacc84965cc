package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many times faster (or better) a round was than the reference's round in the same block.
 *
 * @param arm label of the arm
 * @param block the block's number, from 0, warm-ups included
 * @param counted whether figures use the round, because neither the round nor the reference's round
 *     was disturbed
 */
public record RoundSpeed(String arm, int block, double timesFaster, boolean counted) {

    /**
     * Returns all rounds after the warm-ups, in the order in which the rounds ran. If a block has
     * no undisturbed round of the reference, a disturbed round of the reference serves instead.
     */
    public static List<RoundSpeed> each(Comparison comparison) {
        int first = comparison.firstCounted();
        Disturbances disturbances = comparison.disturbances();
        Measure measure = comparison.plan().measure();
        Map<Integer, Round> references = new HashMap<>();
        for (Round round : comparison.rounds()) {
            if (round.arm().equals(comparison.plan().reference())) {
                references.merge(
                        round.block(),
                        round,
                        (one, other) -> disturbances.disturbed(one) ? other : one);
            }
        }
        List<RoundSpeed> all = new ArrayList<>();
        for (Round round : comparison.rounds()) {
            Round reference = references.get(round.block());
            if (round.block() >= first && reference != null) {
                all.add(
                        new RoundSpeed(
                                round.arm(),
                                round.block(),
                                measure.cost(reference) / measure.cost(round),
                                !disturbances.disturbed(round)
                                        && !disturbances.disturbed(reference)));
            }
        }
        return all;
    }
}
