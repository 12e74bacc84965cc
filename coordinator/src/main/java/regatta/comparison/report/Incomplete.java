package regatta.comparison.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Comparison;

/**
 * What a report lacks, because a comparison ended before its last round.
 *
 * @param why it ended, to follow a colon
 * @param title of the comparison
 * @param rounds that ended well
 * @param expected rounds in all, as far as is known
 * @param begun that comparison where its rounds give no figures yet; null where it is the report's
 *     last one
 * @param left what {@code compare --resume} submits, in this sequence: that comparison first; empty
 *     in reports that a coordinator made
 * @param secrets names of fields that {@code left} had and a report does not hold
 */
public record Incomplete(
        String why,
        String title,
        int rounds,
        int expected,
        @Nullable Comparison begun,
        List<Left> left,
        List<String> secrets) {
    public Incomplete {
        Objects.requireNonNull(why, "no reason");
        Objects.requireNonNull(title, "no title");
        left = List.copyOf(left);
        secrets = List.copyOf(secrets);
    }

    /** What lacks rounds of one comparison, as a coordinator knows it. */
    Incomplete(String why, String title, int rounds, int expected, @Nullable Comparison begun) {
        this(why, title, rounds, expected, begun, List.of(), List.of());
    }

    /** What lacks a comparison that has no round yet. */
    public Incomplete(String why, String title) {
        this(why, title, 0, 0, null);
    }

    /**
     * A comparison to submit.
     *
     * @param submission as it is sent to {@code POST /api/v1/comparisons}
     * @param sized whether it is first found out how often the job is repeated
     * @param ownOrigin whether its downloads come from a server that the command starts
     */
    public record Left(Map<String, Object> submission, boolean sized, boolean ownOrigin) {
        public Left {
            submission = Collections.unmodifiableMap(new LinkedHashMap<>(submission));
        }
    }

    /** The same, with what is left to do. */
    public Incomplete with(String reason, List<Left> next, List<String> without) {
        return new Incomplete(reason, title, rounds, expected, begun, next, without);
    }

    /** For people: what is missing, and how to go on where that is possible. */
    public String sentence() {
        String when =
                rounds == 0
                        ? "before the first round"
                        : "after %d of %d rounds".formatted(rounds, expected);
        return "Incomplete: %s %s of %s.%s"
                .formatted(
                        why,
                        when,
                        title,
                        left.isEmpty() || !secrets.isEmpty()
                                ? ""
                                : " To go on: regatta compare --resume FILE, where FILE is this"
                                        + " report.json.");
    }
}
