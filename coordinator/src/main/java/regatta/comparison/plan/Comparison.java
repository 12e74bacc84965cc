package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** What the arms answered, equal answers together; of each arm that of its last round. */
    public List<Answer> answers() {
        Map<List<String>, List<String>> arms = new LinkedHashMap<>();
        for (Arm arm : plan.arms()) {
            last(arm)
                    .ifPresent(round ->
                            arms.computeIfAbsent(round.answer(), _ -> new ArrayList<>())
                                    .add(arm.label()));
        }
        arms.remove(List.of());
        return arms.entrySet().stream()
                .map(group -> new Answer(group.getValue(), group.getKey()))
                .toList();
    }

    /** Why arms are never recommended, by their labels: what the last such round of each said. */
    public Map<String, String> unfit() {
        Map<String, String> unfit = new LinkedHashMap<>();
        for (Arm arm : plan.arms()) {
            unfit(arm).ifPresent(why -> unfit.put(arm.label(), why));
        }
        return unfit;
    }

    /** Why an arm is never recommended: what its last such round said. */
    public Optional<String> unfit(Arm arm) {
        return rounds.stream()
                .filter(round -> round.arm().equals(arm.label()))
                .map(Round::unfit)
                .filter(Objects::nonNull)
                .reduce((_, later) -> later);
    }

    /** The arms that may be recommended; all arms where none may, so that figures explain them. */
    List<Arm> fit() {
        List<Arm> fit = plan.arms().stream().filter(arm -> unfit(arm).isEmpty()).toList();
        return fit.isEmpty() ? plan.arms() : fit;
    }

    private Optional<Round> last(Arm arm) {
        return rounds.stream()
                .filter(round -> round.arm().equals(arm.label()))
                .reduce((_, later) -> later);
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

    /** Whether every arm has a round that is no warm-up, so that figures can be computed. */
    public boolean hasFigures() {
        return plan.arms().stream()
                .noneMatch(arm -> counted(arm).isEmpty() && disturbed(arm).isEmpty());
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
