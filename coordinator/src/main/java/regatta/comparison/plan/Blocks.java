package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rounds that were run, by the blocks of their plan. */
final class Blocks {
    /** How often a round that is disturbed is run again before its block goes without it. */
    static final int MOST_REPEATS = 3;

    /** Blocks that are taken for warm-ups beyond those that were planned. */
    static final int MOST_MORE_WARM_UPS = 3;

    /** Less than this is no reason to warm up longer. */
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

    /** The first block that counts. */
    int firstCounted() {
        return firstCounted;
    }

    /** Whether times still fell when no further warm-up was allowed. */
    boolean trending() {
        return trending;
    }

    /** Whether there are as many arms and blocks as a trend takes to be seen. */
    boolean trendShows() {
        return plan.arms().size() >= LogMean.FEWEST && plan.rounds() > 1;
    }

    /** Whether nothing more is to be run for an arm in a block. */
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

    /** The round of an arm in a block that nothing disturbed. */
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
     * Whether a block was evidently slower than the next one: a paired t-test over arms (Student,
     * The Probable Error of a Mean, Biometrika 6(1), 1908), one-sided, so that three arms are
     * needed. In the mean over arms it takes no side between them.
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

    /** Decided by what was recorded until the next block, so that later rounds do not undo it. */
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
