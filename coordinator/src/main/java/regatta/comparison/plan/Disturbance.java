package regatta.comparison.plan;

import java.util.List;

/**
 * What jobs of others did to a comparison.
 *
 * @param rounds counted rounds that no repetition got undisturbed
 * @param most the largest part of slot time that others used during a round that was to count
 */
record Disturbance(int rounds, double most) {

    static Disturbance of(Comparison comparison) {
        Blocks blocks = new Blocks(comparison.plan(), comparison.rounds());
        int first = blocks.firstCounted();
        List<Round> disturbed =
                comparison.rounds().stream()
                        .filter(round -> round.block() >= first && round.disturbed())
                        .toList();
        int left = 0;
        for (Arm arm : comparison.plan().arms()) {
            left +=
                    (int)
                            disturbed.stream()
                                    .filter(round -> round.arm().equals(arm.label()))
                                    .mapToInt(Round::block)
                                    .distinct()
                                    .filter(block -> blocks.undisturbed(arm, block).isEmpty())
                                    .count();
        }
        double most =
                disturbed.stream()
                        .mapToDouble(round -> round.conditions().others())
                        .max()
                        .orElse(0);
        return new Disturbance(left, most);
    }

    boolean remained() {
        return rounds > 0;
    }

    /** Begins the verdict; empty when nothing remained disturbed. */
    String sentence() {
        return remained()
                ? ("The cluster was too busy: jobs of others used up to %d %% of the slot time,"
                                + " and %d %s not count. ")
                        .formatted(
                                Math.max(1, Math.round(most * 100)),
                                rounds,
                                rounds == 1 ? "round does" : "rounds do")
                : "";
    }
}
