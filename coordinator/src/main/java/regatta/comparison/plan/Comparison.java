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
 * The measurements of one workload, run by every arm of a plan. The record holds no computed
 * figure.
 *
 * @param title a text that says for people what ran
 * @param workload the job's {@code workload} object, as maps, lists, strings and numbers
 * @param rounds the rounds, in the order in which the rounds ended
 * @param startSeconds for each mode, how long the workers of the mode took to start; no round
 *     contains this time
 * @param notes one sentence for each fact that readers of the figures must know
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

    /** Creates a comparison without notes. */
    public Comparison(
            String title,
            Map<String, Object> workload,
            Plan plan,
            List<Round> rounds,
            Map<String, Double> startSeconds) {
        this(title, workload, plan, rounds, startSeconds, List.of());
    }

    /** Returns the same comparison with the times that its workers took to start. */
    public Comparison after(Map<String, Double> start) {
        return new Comparison(title, workload, plan, rounds, start, notes);
    }

    /**
     * Returns how many blocks are warm-ups: the planned warm-ups, and further blocks in which times
     * still fell.
     */
    public int firstCounted() {
        return new Blocks(plan, rounds).firstCounted();
    }

    /**
     * Returns the answer of each arm in its most recent round. Arms with equal answers share one
     * entry.
     */
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

    /** Returns, for the label of each arm that is never recommended, the reason. */
    public Map<String, String> unfit() {
        Map<String, String> unfit = new LinkedHashMap<>();
        for (Arm arm : plan.arms()) {
            unfit(arm).ifPresent(why -> unfit.put(arm.label(), why));
        }
        return unfit;
    }

    /**
     * Returns why an arm is never recommended: the reason that the arm's most recent unfit round
     * gives, or that the arm starves its actor system. Empty if the arm may be recommended.
     *
     * <p>If a figure such as a latency is compared, a warm-up or a disturbed round makes no arm
     * unfit, because such a round may only be slow. If the wall time is compared, all rounds
     * decide, because even an update that a warm-up round loses is lost.
     */
    public Optional<String> unfit(Arm arm) {
        List<Round> own = rounds.stream().filter(round -> round.arm().equals(arm.label())).toList();
        return (plan.measure().isWallTime() ? own : shown(arm))
                .stream()
                        .map(Round::unfit)
                        .filter(Objects::nonNull)
                        .reduce((_, later) -> later)
                        .or(() -> SystemDelay.unfit(own));
    }

    /**
     * Returns the arms that may be recommended. If no arm may be recommended, returns all arms, so
     * that the report can still compute figures.
     */
    List<Arm> fit() {
        List<Arm> fit = plan.arms().stream().filter(arm -> unfit(arm).isEmpty()).toList();
        return fit.isEmpty() ? plan.arms() : fit;
    }

    /**
     * Returns the counted rounds of an arm. If the arm has no counted rounds, returns the arm's
     * disturbed rounds.
     */
    private List<Round> shown(Arm arm) {
        List<Round> counted = counted(arm);
        return counted.isEmpty() ? disturbed(arm) : counted;
    }

    private Optional<Round> last(Arm arm) {
        return rounds.stream()
                .filter(round -> round.arm().equals(arm.label()))
                .reduce((_, later) -> later);
    }

    Disturbances disturbances() {
        return new Disturbances(plan.bounds(), rounds);
    }

    /** Returns what disturbed a round; empty if nothing disturbed the round. */
    public Set<Disturbance> disturbances(Round round) {
        return disturbances().of(round);
    }

    /** Returns the last disturbed round of an arm in each block after the warm-ups. */
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

    /**
     * Returns whether every arm has a round after the warm-ups, so that figures can be computed.
     */
    public boolean hasFigures() {
        return plan.arms().stream()
                .noneMatch(arm -> counted(arm).isEmpty() && disturbed(arm).isEmpty());
    }

    /**
     * Returns the counted rounds of an arm, sorted by block. If all rounds of the arm in a block
     * were disturbed, the block has no counted round.
     */
    List<Round> counted(Arm arm) {
        Blocks blocks = new Blocks(plan, rounds);
        return IntStream.range(0, plan.rounds())
                .mapToObj(number -> blocks.undisturbed(arm, blocks.firstCounted() + number))
                .flatMap(Optional::stream)
                .toList();
    }
}
