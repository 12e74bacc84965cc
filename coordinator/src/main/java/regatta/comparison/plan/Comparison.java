package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One workload, run by every arm of a plan: all that was measured, and nothing computed from it.
 *
 * @param title what was run, for people
 * @param workload the job's {@code workload} object, as maps, lists, strings and numbers
 * @param rounds in the order in which they ran
 * @param startSeconds by mode: how long the workers of its pool took to start, which no round
 *     contains
 * @param notes what a reader of the figures has to know beside them, a sentence each
 */
public record Comparison(
        String title,
        Map<String, Object> workload,
        Plan plan,
        List<Round> rounds,
        Map<String, Double> startSeconds,
        List<String> notes) {
    public Comparison {
        workload = Collections.unmodifiableMap(new LinkedHashMap<>(workload));
        rounds = List.copyOf(rounds);
        startSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(startSeconds));
        notes = List.copyOf(notes);
    }

    /** A comparison of which nothing is to be noted. */
    public Comparison(
            String title,
            Map<String, Object> workload,
            Plan plan,
            List<Round> rounds,
            Map<String, Double> startSeconds) {
        this(title, workload, plan, rounds, startSeconds, List.of());
    }

    /** The same rounds, with what starting the workers took. */
    public Comparison after(Map<String, Double> start) {
        return new Comparison(title, workload, plan, rounds, start, notes);
    }

    /** The number of blocks that do not count: planned warm-ups, and those that proved to be. */
    public int firstCounted() {
        return new Blocks(plan, rounds).firstCounted();
    }

    Disturbances disturbances() {
        return new Disturbances(plan.bounds(), rounds);
    }

    /** What disturbed a round; nothing where it may count. */
    public Set<Disturbance> disturbances(Round round) {
        return disturbances().of(round);
    }

    /** The last disturbed round of each block of an arm, warm-ups excluded. */
    List<Round> disturbed(Arm arm) {
        int first = firstCounted();
        Disturbances disturbances = disturbances();
        Map<Integer, Round> byBlock = new TreeMap<>();
        rounds.stream()
                .filter(round -> round.arm().equals(arm.label()) && round.block() >= first)
                .filter(disturbances::disturbed)
                .forEach(round -> byBlock.put(round.block(), round));
        return List.copyOf(byBlock.values());
    }

    /** The counted rounds of an arm, by block: one for each block that was left undisturbed. */
    List<Round> counted(Arm arm) {
        Blocks blocks = new Blocks(plan, rounds);
        return IntStream.range(0, plan.rounds())
                .mapToObj(number -> blocks.undisturbed(arm, blocks.firstCounted() + number))
                .flatMap(Optional::stream)
                .toList();
    }
}
