package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import regatta.cli.BuiltInJobs;
import regatta.cli.CommandException;
import regatta.cli.Exit;
import regatta.comparison.plan.Arm.Variation;

/**
 * A predefined comparison that the user calls by a name, such as {@code locks}. The modes and
 * varied values of a contrast together answer one question.
 *
 * @param jobs the jobs to compare, one after another
 * @param modes the modes to compare if the user names no mode
 * @param slots the numbers of slots of each job if the user gives no number; empty if each mode
 *     decides
 * @param variations fields with several values, which multiply the arms. The reference has the
 *     first value of each field.
 * @param rounds the counted rounds of each arm if the user gives no number
 * @param budget how long the rounds of a job may take; after this time the plan adds no more rounds
 */
record Contrast(
        List<ObjectNode> jobs,
        List<String> modes,
        List<Integer> slots,
        List<Variation> variations,
        int rounds,
        Duration budget) {
    static final String LOCKS = "locks";
    static final String HANDLERS = "handlers";

    /**
     * Compares both workloads of the Python blog post, from which this project grew, on every Pekko
     * dispatcher, and in modes without a dispatcher.
     */
    static final String DISPATCHERS = "dispatchers";

    /**
     * How long the server delays each download of the comparison {@code dispatchers}. In other
     * comparisons the delay is longer, but with nine arms a longer delay would take too much time.
     * The delay is still far longer than a message in an actor system should take.
     */
    static final Duration DISPATCHERS_DELAY = Duration.ofMillis(300);

    private static final Duration DISPATCHERS_BUDGET = Duration.ofSeconds(40);

    /** The counted rounds of each arm, unless a contrast or the user wants another number. */
    static final int USUAL_ROUNDS = 3;

    /**
     * The slots of each job: more slots than most machines have cores, and as many slots as a
     * waiting workload gets by default.
     */
    private static final int MORE_THAN_CORES = 16;

    /**
     * How long the rounds of {@code locks} may take. With this limit, the comparison and its
     * start-up end within 120 s on two cores.
     */
    private static final Duration LOCKS_BUDGET = Duration.ofSeconds(85);

    /**
     * The counted rounds of each arm of {@code locks}: enough to find the fastest of the fifteen
     * arms that lose no update. Eight rounds do not take long, because the rounds of {@code locks}
     * are short.
     */
    private static final int LOCKS_ROUNDS = 8;

    /**
     * The ways in which tasks share a counter (disciplines), the most common first. The last
     * discipline uses no lock, which shows what the other disciplines cost.
     */
    private static final Variation DISCIPLINES =
            new Variation(
                    "discipline",
                    List.of(
                            "synchronized",
                            "lock",
                            "atomic",
                            "adder",
                            "partitioned",
                            "file-lock",
                            "async-lock",
                            "none"));

    /**
     * The modes of {@code locks}. In these modes tasks share the counter between threads, within
     * one event loop, or between processes.
     */
    private static final List<String> WAYS_TO_SHARE = List.of("thread-pool", "async", "processes");

    /**
     * The ways to run a handler. A pool comes first and is the reference, because most frameworks
     * use a pool.
     */
    private static final Variation KINDS =
            new Variation(
                    "handler",
                    List.of("blocking-in-pool", "virtual-threads", "async", "blocking-on-loop"));

    private static final String RATE = "rate";

    /**
     * The rates in requests per second. A pool of 40 threads that needs 100 ms for each request can
     * serve 400 requests per second. So the pool keeps up with the rate 200, but not with the rate
     * 600.
     */
    private static final Variation RATES = new Variation(RATE, List.of("200", "600"));

    private static final Duration HANDLERS_BUDGET = Duration.ofSeconds(45);

    Contrast {
        jobs = List.copyOf(jobs);
        modes = List.copyOf(modes);
        slots = List.copyOf(slots);
        variations = List.copyOf(variations);
    }

    /**
     * Returns the contrast with this name; empty if no contrast has the name.
     *
     * @param wanted the user's variations; a user's variation replaces the contrast's own variation
     *     of the same field
     */
    static Optional<Contrast> of(String word, List<Variation> wanted) {
        return switch (word) {
            case LOCKS ->
                    Optional.of(
                            new Contrast(
                                    List.of(BuiltInJobs.sharedCounter()),
                                    WAYS_TO_SHARE,
                                    List.of(),
                                    with(DISCIPLINES, wanted),
                                    LOCKS_ROUNDS,
                                    LOCKS_BUDGET));
            case HANDLERS -> Optional.of(handlers(wanted));
            case DISPATCHERS ->
                    Optional.of(
                            new Contrast(
                                    List.of(),
                                    List.of("batch", Wishes.DISPATCHERS, "processes", "cluster"),
                                    List.of(MORE_THAN_CORES),
                                    wanted,
                                    USUAL_ROUNDS,
                                    DISPATCHERS_BUDGET));
            default -> Optional.empty();
        };
    }

    /**
     * Creates one comparison for each rate, because the best handler at one rate may not be the
     * best at another rate.
     */
    private static Contrast handlers(List<Variation> wanted) {
        Variation rates =
                wanted.stream().filter(each -> each.field().equals(RATE)).findFirst().orElse(RATES);
        List<Variation> others =
                wanted.stream().filter(each -> !each.field().equals(RATE)).toList();
        return new Contrast(
                rates.values().stream().map(Contrast::handlers).toList(),
                List.of("batch"),
                List.of(),
                with(KINDS, others),
                USUAL_ROUNDS,
                HANDLERS_BUDGET);
    }

    private static ObjectNode handlers(String rate) {
        try {
            return BuiltInJobs.handlers(Integer.parseInt(rate));
        } catch (NumberFormatException _) {
            throw new CommandException(
                    Exit.USAGE, "--vary rate: %s is no number of requests".formatted(rate));
        }
    }

    private static List<Variation> with(Variation own, List<Variation> wanted) {
        List<Variation> all = new ArrayList<>(wanted);
        if (wanted.stream().noneMatch(each -> each.field().equals(own.field()))) {
            all.addFirst(own);
        }
        return all;
    }
}
