package regatta.comparison.plan;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rounds that do not count because of disturbances, and that no undisturbed round replaced.
 *
 * @param rounds how many planned rounds were disturbed and have no counted round in their place
 * @param planned how many rounds should count
 * @param empty whether an arm has no counted round at all
 * @param why for each disturbance, how many rounds the disturbance affected
 */
record LeftOut(int rounds, int planned, boolean empty, Map<Disturbance, Integer> why) {

    static LeftOut of(Comparison comparison) {
        Blocks blocks = new Blocks(comparison.plan(), comparison.rounds());
        Disturbances disturbances = comparison.disturbances();
        int first = blocks.firstCounted();
        List<Arm> arms = judged(comparison);
        Set<String> labels = arms.stream().map(Arm::label).collect(Collectors.toSet());
        Map<Disturbance, Integer> why = new EnumMap<>(Disturbance.class);
        Set<String> missing = new HashSet<>();
        for (Round round : comparison.rounds()) {
            Set<Disturbance> found = disturbances.of(round);
            boolean asked = round.block() >= first && labels.contains(round.arm());
            if (asked && !found.isEmpty()) {
                found.forEach(each -> why.merge(each, 1, Integer::sum));
                if (blocks.undisturbed(round.arm(), round.block()).isEmpty()) {
                    missing.add(round.arm() + " " + round.block());
                }
            }
        }
        boolean empty = arms.stream().anyMatch(arm -> comparison.counted(arm).isEmpty());
        return new LeftOut(missing.size(), arms.size() * comparison.plan().rounds(), empty, why);
    }

    /** Returns the arms on which a verdict rests: the fit arms and the reference. */
    private static List<Arm> judged(Comparison comparison) {
        List<Arm> fit = comparison.fit();
        String reference = comparison.plan().reference();
        return comparison.plan().arms().stream()
                .filter(arm -> fit.contains(arm) || arm.label().equals(reference))
                .toList();
    }

    boolean any() {
        return rounds > 0;
    }

    /**
     * Returns why the rounds allow no verdict, and what the user must do; empty if enough rounds
     * count.
     *
     * @param counted how many rounds count of the arm that has fewest of those that decide
     */
    Optional<String> unfit(int counted) {
        if (!any() || !(empty || counted < LogMean.FEWEST)) {
            return Optional.empty();
        }
        return most().map(most ->
                "%s during %d of %d rounds. %s, and run it again."
                        .formatted(most.words(), rounds, planned, most.remedy()));
    }

    /**
     * Returns the disturbance that affected the largest number of rounds; empty if nothing
     * disturbed a round.
     */
    Optional<Disturbance> most() {
        return why.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }
}
