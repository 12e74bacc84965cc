package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the outputs of all rounds are equal.
 *
 * @param digests for the label of each arm, the different sha256 digests of the outputs of the
 *     arm's rounds. If the outputs of an arm agree, the arm has one digest. An unfit arm has no
 *     digest, because the arm's outputs may differ.
 * @param sentences one sentence for all arms, or one sentence for each variation of the workload;
 *     empty if the rounds have no digests, because an earlier version of Regatta ran the rounds
 */
public record Agreement(Map<String, List<String>> digests, List<String> sentences) {
    /** The largest number of sentences that a report shows. A longer list would be hard to read. */
    private static final int MOST_SENTENCES = 5;

    public Agreement {
        digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
        sentences = List.copyOf(sentences);
    }

    static Agreement of(Comparison comparison) {
        Map<String, List<String>> digests = new LinkedHashMap<>();
        Map<List<Arm.Varied>, List<Arm>> alike = new LinkedHashMap<>();
        for (Arm arm : comparison.plan().arms()) {
            Set<String> different = different(fit(comparison, List.of(arm)));
            digests.put(arm.label(), List.copyOf(different));
            if (!different.isEmpty()) {
                alike.computeIfAbsent(arm.varied(), _ -> new ArrayList<>()).add(arm);
            }
        }
        List<String> sentences = new ArrayList<>();
        boolean measures = !comparison.plan().measure().figures().isEmpty();
        alike.forEach((varied, arms) -> {
            List<Round> rounds = fit(comparison, arms);
            // Outputs that hold measurements differ in every round. The tables show these
            // measurements. So readers learn nothing from a sentence that says that the outputs
            // differ, or that the outputs of one arm happen to be equal.
            boolean tells = !measures || (arms.size() > 1 && different(rounds).size() == 1);
            if (sentences.size() < MOST_SENTENCES && tells) {
                sentences.add(sentence(varied, arms, rounds));
            }
        });
        return new Agreement(digests, sentences);
    }

    private static List<Round> fit(Comparison comparison, List<Arm> arms) {
        Set<String> labels = arms.stream().map(Arm::label).collect(Collectors.toSet());
        return comparison.rounds().stream()
                .filter(round -> labels.contains(round.arm()) && round.unfit() == null)
                .toList();
    }

    private static String sentence(List<Arm.Varied> varied, List<Arm> arms, List<Round> rounds) {
        String whose =
                varied.isEmpty()
                        ? "Outputs"
                        : "Outputs with "
                                + varied.stream()
                                        .map(one -> one.field() + "=" + one.value())
                                        .collect(Collectors.joining(", "));
        Set<String> different = different(rounds);
        return different.size() == 1
                ? "%s agree in %s: %s".formatted(whose, where(arms, rounds), said(rounds.getLast()))
                : "%s differ: there are %d in %s"
                        .formatted(whose, different.size(), where(arms, rounds));
    }

    private static Set<String> different(List<Round> rounds) {
        Set<String> different = new LinkedHashSet<>();
        for (Round round : rounds) {
            if (round.output() != null) {
                different.add(round.output().sha256());
            }
        }
        return different;
    }

    private static String where(List<Arm> arms, List<Round> rounds) {
        if (arms.size() == 1) {
            return "%d %s of %s"
                    .formatted(
                            rounds.size(),
                            rounds.size() == 1 ? "round" : "rounds",
                            arms.getFirst().label());
        }
        boolean modes = arms.stream().map(Arm::mode).distinct().count() == arms.size();
        return arms.size() + (modes ? " modes" : " arms");
    }

    private static String said(Round round) {
        @Nullable String value = round.output() == null ? null : round.output().value();
        return value == null ? String.join("; ", round.answer()) : value;
    }
}
