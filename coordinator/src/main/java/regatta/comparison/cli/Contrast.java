package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import regatta.cli.BuiltInJobs;
import regatta.comparison.plan.Arm.Variation;

/**
 * A comparison that is known by a word: the modes and the values of a field whose contrast answers
 * a question.
 *
 * @param jobs compared one after the other
 * @param modes to compare where the user names none
 * @param variations multiply the arms; the first value of each is that of the reference
 * @param budget wall time of each job's rounds beyond which none is added
 */
record Contrast(
        List<ObjectNode> jobs, List<String> modes, List<Variation> variations, Duration budget) {
    static final String LOCKS = "locks";

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

    Contrast {
        jobs = List.copyOf(jobs);
        modes = List.copyOf(modes);
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
                                    with(DISCIPLINES, wanted),
                                    LOCKS_BUDGET));
            default -> Optional.empty();
        };
    }

    private static List<Variation> with(Variation own, List<Variation> wanted) {
        List<Variation> all = new ArrayList<>(wanted);
        if (wanted.stream().noneMatch(each -> each.field().equals(own.field()))) {
            all.addFirst(own);
        }
        return all;
    }
}
