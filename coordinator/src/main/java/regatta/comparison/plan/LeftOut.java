package regatta.comparison.plan;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rounds that disturbances left without a counted one in their place.
 *
 * @param rounds how many blocks of arms have no counted round
 * @param planned how many should have one
 * @param empty whether an arm has none at all
 * @param why how many disturbed rounds each disturbance had
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

    /** A verdict rests on the arms that are fit, and on the reference. */
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
     * Why no verdict can be told, and the one thing to do; empty where enough rounds count.
     *
     * @param counted rounds of an arm that count
     */
    Optional<String> unfit(int counted) {
        if (!any() || !(empty || counted < LogMean.FEWEST)) {
            return Optional.empty();
        }
        return most().map(most ->
                "%s during %d of %d rounds. %s, and run it again."
                        .formatted(most.words(), rounds, planned, most.remedy()));
    }

    /** What disturbed most rounds; empty where none was. */
    Optional<Disturbance> most() {
        return why.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }
}
