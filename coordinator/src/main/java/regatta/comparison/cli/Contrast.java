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
 * A comparison that is known by a word: the modes and the values of a field whose contrast answers
 * a question.
 *
 * @param jobs compared one after the other
 * @param modes to compare where the user names none
 * @param slots of each job where the user names none; empty to leave them to each mode
 * @param variations multiply the arms; the first value of each is that of the reference
 * @param budget wall time of each job's rounds beyond which none is added
 */
record Contrast(
        List<ObjectNode> jobs,
        List<String> modes,
        List<Integer> slots,
        List<Variation> variations,
        Duration budget) {
    static final String LOCKS = "locks";
    static final String HANDLERS = "handlers";

    /** Both workloads of the source, on every dispatcher and beside modes without one. */
    static final String DISPATCHERS = "dispatchers";

    private static final Duration DISPATCHERS_BUDGET = Duration.ofSeconds(50);

    /** As many as a waiting workload gets: more tasks at a time than most machines have cores. */
    private static final int MORE_THAN_CORES = 16;

    /** All of it, start-up included, must end in under 120 s on two cores. */
    private static final Duration LOCKS_BUDGET = Duration.ofSeconds(60);

    /** What people use first comes first; what a lock costs is seen beside it. */
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

    /** A thread's, an event loop's and a process's ways to share something. */
    private static final List<String> WAYS_TO_SHARE = List.of("thread-pool", "async", "processes");

    /** The reference first: a pool is what most frameworks have. */
    private static final Variation KINDS =
            new Variation(
                    "handler",
                    List.of("blocking-in-pool", "virtual-threads", "async", "blocking-on-loop"));

    private static final String RATE = "rate";

    /** A pool of 40 threads holds the first, at 100 ms each, and not the second. */
    private static final Variation RATES = new Variation(RATE, List.of("200", "600"));

    private static final Duration HANDLERS_BUDGET = Duration.ofSeconds(45);

    Contrast {
        jobs = List.copyOf(jobs);
        modes = List.copyOf(modes);
        slots = List.copyOf(slots);
        variations = List.copyOf(variations);
    }

    /**
     * The contrast of a word; empty where the word is none of a contrast.
     *
     * @param wanted variations that the user names, which replace those of the same field
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
                                    LOCKS_BUDGET));
            case HANDLERS -> Optional.of(handlers(wanted));
            case DISPATCHERS ->
                    Optional.of(
                            new Contrast(
                                    List.of(),
                                    List.of("batch", Wishes.DISPATCHERS, "processes", "cluster"),
                                    List.of(MORE_THAN_CORES),
                                    wanted,
                                    DISPATCHERS_BUDGET));
            default -> Optional.empty();
        };
    }

    /** A comparison for each rate: which handler is best at one says nothing of another. */
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
