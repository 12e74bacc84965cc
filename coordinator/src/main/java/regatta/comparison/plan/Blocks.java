package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rounds that have run, grouped by the blocks of the plan. */
final class Blocks {
    /**
     * How many times a disturbed round runs again. If the last repetition is disturbed, too, the
     * block has no counted round of the arm.
     */
    static final int MOST_REPEATS = 3;

    /** How many blocks beyond the planned warm-ups may become warm-ups. */
    static final int MOST_MORE_WARM_UPS = 3;

    /**
     * If a block takes more than this many times as long as the next block, the block may become a
     * warm-up. A smaller gain is no reason to warm up longer.
     */
    private static final double FASTER = 1.03;

    private static final double CONFIDENCE = 0.9;

    private final Plan plan;
    private final Disturbances disturbances;
    private final Map<Integer, Map<String, List<Round>>> byBlock = new HashMap<>();
    private final int firstCounted;
    private final boolean trending;

    Blocks(Plan plan, List<Round> rounds) {
        this.plan = plan;
        this.disturbances = new Disturbances(plan.bounds(), rounds);
        for (Round round : rounds) {
            byBlock.computeIfAbsent(round.block(), _ -> new HashMap<>())
                    .computeIfAbsent(round.arm(), _ -> new ArrayList<>())
                    .add(round);
        }
        int first = plan.warmUps();
        while (faster(first) && mayWarmUp(first)) {
            first++;
        }
        this.firstCounted = first;
        this.trending = faster(first);
    }

    /** Returns the number of the first block that counts. */
    int firstCounted() {
        return firstCounted;
    }

    /**
     * Returns whether the times of rounds were still falling when the plan allowed no further
     * warm-up.
     */
    boolean trending() {
        return trending;
    }

    /** Returns whether the plan has enough arms and blocks to show whether times still fall. */
    boolean trendShows() {
        return plan.arms().size() >= LogMean.FEWEST && plan.rounds() > 1;
    }

    /** Returns whether the arm needs no more rounds in the block. */
    boolean settled(Arm arm, int block) {
        List<Round> tries = tries(arm.label(), block);
        if (tries.isEmpty()) {
            return false;
        }
        return block < plan.warmUps()
                || undisturbed(arm, block).isPresent()
                || tries.size() > MOST_REPEATS
                || secondsUntil(block) >= plan.budgetSeconds();
    }

    /**
     * Returns the first undisturbed round of an arm in a block; empty if the arm has no undisturbed
     * round in the block.
     */
    Optional<Round> undisturbed(Arm arm, int block) {
        return undisturbed(arm.label(), block);
    }

    Optional<Round> undisturbed(String arm, int block) {
        for (Round round : tries(arm, block)) {
            if (!disturbances.disturbed(round)) {
                return Optional.of(round);
            }
        }
        return Optional.empty();
    }

    private List<Round> tries(String arm, int block) {
        return byBlock.getOrDefault(block, Map.of()).getOrDefault(arm, List.of());
    }

    /**
     * Returns whether a block was significantly slower than the next block. A one-sided paired
     * t-test over arms decides (Student, The Probable Error of a Mean, Biometrika 6(1), 1908), so
     * the test needs three arms. The test takes the mean over arms, so that the test favours no
     * arm.
     */
    private boolean faster(int block) {
        List<Arm> both =
                plan.arms().stream()
                        .filter(arm -> undisturbed(arm, block).isPresent())
                        .filter(arm -> undisturbed(arm, block + 1).isPresent())
                        .toList();
        boolean complete =
                plan.arms().stream()
                        .allMatch(arm -> settled(arm, block) && settled(arm, block + 1));
        if (!complete || both.size() < LogMean.FEWEST) {
            return false;
        }
        LogMean ratio = LogMean.ofRatios(seconds(both, block), seconds(both, block + 1));
        return ratio.estimate() > FASTER && ratio.pValue() < 1 - CONFIDENCE;
    }

    /**
     * Returns whether a block may become a warm-up. Only rounds up to the next block decide, so
     * that later rounds cannot change the answer.
     */
    private boolean mayWarmUp(int block) {
        double sofar = secondsUntil(block + 1);
        double oneBlock = sofar - secondsUntil(block);
        return block - plan.warmUps() < MOST_MORE_WARM_UPS
                && sofar + (plan.rounds() - 1) * oneBlock <= plan.budgetSeconds();
    }

    private double secondsUntil(int block) {
        return byBlock.entrySet().stream()
                .filter(entry -> entry.getKey() <= block)
                .flatMap(entry -> entry.getValue().values().stream())
                .flatMap(List::stream)
                .mapToDouble(round -> round.conditions().elapsedSeconds())
                .sum();
    }

    private double[] seconds(List<Arm> arms, int block) {
        return arms.stream()
                .mapToDouble(arm -> plan.measure().cost(undisturbed(arm, block).orElseThrow()))
                .toArray();
    }
}
