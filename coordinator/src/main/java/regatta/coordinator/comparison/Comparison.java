package regatta.coordinator.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One workload, run by every arm of a plan: all that was measured, and nothing computed from it.
 *
 * @param title what was run, for people
 * @param workload the job's {@code workload} object, as maps, lists, strings and numbers
 * @param rounds in the order in which they ran
 * @param startSeconds by mode: how long the workers of its pool took to start, which no round
 *     contains
 */
public record Comparison(
        String title,
        Map<String, Object> workload,
        Plan plan,
        List<Round> rounds,
        Map<String, Double> startSeconds) {
    public Comparison {
        workload = Collections.unmodifiableMap(new LinkedHashMap<>(workload));
        rounds = List.copyOf(rounds);
        startSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(startSeconds));
    }

    /** The counted rounds of an arm, by block. */
    List<Round> counted(Arm arm) {
        return rounds.stream()
                .filter(round -> !round.warmUp() && round.arm().equals(arm.label()))
                .sorted((a, b) -> Integer.compare(a.block(), b.block()))
                .toList();
    }
}
