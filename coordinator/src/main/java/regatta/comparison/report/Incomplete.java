package regatta.comparison.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Comparison;

/**
 * What a report lacks because a comparison ended before its last round.
 *
 * @param why why the comparison ended, as a phrase that follows a colon
 * @param title the title of the comparison that ended early
 * @param rounds how many rounds of the comparison succeeded
 * @param expected how many rounds the comparison should have in total, as far as is known
 * @param begun the comparison that ended early, if its rounds give no figures yet; null if the
 *     report contains this comparison as its last, or if the comparison never began
 * @param left the comparisons that {@code compare --resume} submits, in the order of submission,
 *     first the comparison that ended early; empty if a coordinator made the report
 * @param secrets names of the fields that were removed from {@code left} because a report holds no
 *     secrets
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

    /**
     * Creates the note of a coordinator. A coordinator knows only the comparison that ended early
     * and not what a command would submit next.
     */
    Incomplete(String why, String title, int rounds, int expected, @Nullable Comparison begun) {
        this(why, title, rounds, expected, begun, List.of(), List.of());
    }

    /** Creates the note for a comparison that has no round yet. */
    public Incomplete(String why, String title) {
        this(why, title, 0, 0, null);
    }

    /**
     * A comparison that remains to be submitted.
     *
     * @param submission the body for {@code POST /api/v1/comparisons}
     * @param sized whether the command must first measure how often a job repeats its targets, so
     *     that one thread takes about a second for the job
     * @param ownOrigin whether the job downloads from a server that the command starts
     */
    public record Left(Map<String, Object> submission, boolean sized, boolean ownOrigin) {
        public Left {
            submission = Collections.unmodifiableMap(new LinkedHashMap<>(submission));
        }
    }

    /** Returns the same note with another reason and with what remains to be submitted. */
    public Incomplete with(String reason, List<Left> next, List<String> without) {
        return new Incomplete(reason, title, rounds, expected, begun, next, without);
    }

    /** Returns a sentence for people: what is missing and, if possible, how to continue. */
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
