package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import regatta.comparison.plan.Arm.Variation;
import regatta.comparison.plan.Plan;

/**
 * The arms that the user wants, and how many rounds of each arm.
 *
 * @param modes the modes; empty for all
 * @param slots the numbers of slots; empty if each mode decides
 * @param rounds one to three numbers of counted rounds after which the comparison may end; the last
 *     number is the total
 * @param variations fields with several values, which multiply the arms
 * @param budget how long the rounds may take; after this time the plan adds no more rounds. Empty
 *     for the coordinator's default.
 */
public record Wishes(
        List<String> modes,
        List<Integer> slots,
        List<Integer> rounds,
        List<Variation> variations,
        int seed,
        Optional<Duration> budget) {
    /** Stands in the list of modes for all modes with a Pekko dispatcher. */
    static final String DISPATCHERS = "dispatchers";

    private static final int MOST_ROUNDS = 1_000;

    /**
     * Fields that {@code --vary} must not name, because the command has separate options for these
     * fields.
     */
    private static final Set<String> NOT_VARIED = Set.of("mode", "slots", "workload", "kind");

    public Wishes {
        modes = List.copyOf(modes);
        slots = List.copyOf(slots);
        variations = List.copyOf(variations);
        rounds = List.copyOf(rounds);
        if (rounds.stream().anyMatch(each -> each < 1 || each > MOST_ROUNDS)) {
            throw new IllegalArgumentException("--rounds is 1 to %d".formatted(MOST_ROUNDS));
        }
        try {
            Plan.checkLooks(rounds);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--rounds " + wrong.getMessage(), wrong);
        }
        if (slots.stream().anyMatch(each -> each < 1)) {
            throw new IllegalArgumentException("--slots is 1 or more");
        }
        for (Variation variation : variations) {
            if (NOT_VARIED.contains(variation.field())) {
                throw new IllegalArgumentException(
                        "--vary %s is not possible: use --modes or --slots"
                                .formatted(variation.field()));
            }
        }
    }

    /** Reads a variation such as {@code field=a,b}. */
    public static Variation variation(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("--vary is FIELD=VALUE,VALUE…, not " + text);
        }
        return new Variation(text.substring(0, equals), values(text.substring(equals + 1)));
    }

    /** Splits values at commas, except within brackets: a list in brackets is one value. */
    private static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        int from = 0;
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '[' -> depth++;
                case ']' -> depth--;
                case ',' -> {
                    if (depth <= 0) {
                        values.add(text.substring(from, at));
                        from = at + 1;
                    }
                }
                default -> {}
            }
        }
        values.add(text.substring(from));
        return values;
    }

    /**
     * Returns the modes to compare.
     *
     * @param available the modes to compare if the user names no mode
     * @param dispatchers the modes with a Pekko dispatcher; the user may write {@value
     *     #DISPATCHERS} for all these modes
     * @throws IllegalArgumentException if the user names an unknown mode
     */
    List<String> modes(List<String> available, List<String> dispatchers) {
        Set<String> wanted = new LinkedHashSet<>();
        modes.forEach(
                mode -> wanted.addAll(mode.equals(DISPATCHERS) ? dispatchers : List.of(mode)));
        List<String> all = new ArrayList<>(available);
        all.addAll(dispatchers);
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeAll(all);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "--modes: there is no %s; there are %s"
                            .formatted(String.join(", ", unknown), String.join(", ", all)));
        }
        return wanted.isEmpty() ? available : List.copyOf(wanted);
    }

    /**
     * Returns the request body for the comparison of a job.
     *
     * @param job the job in the form in which a client submits a single job; the job's mode is
     *     ignored
     * @param compared the modes to compare
     */
    ObjectNode comparison(ObjectNode job, List<String> compared) {
        ObjectNode body = job.deepCopy();
        body.remove("mode");
        compared.forEach(body.putArray("modes")::add);
        if (!slots.isEmpty()) {
            slots.forEach(body.putArray("slots")::add);
        }
        rounds.forEach(body.putArray("rounds")::add);
        body.put("seed", seed);
        budget.ifPresent(limit -> body.put("budget", limit.toString()));
        if (!variations.isEmpty()) {
            ObjectNode vary = body.putObject("vary");
            for (Variation variation : variations) {
                ArrayNode values = vary.putArray(variation.field());
                variation.values().forEach(values::add);
            }
        }
        return body;
    }
}
