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
 * Which arms are wanted, and how often each.
 *
 * @param modes empty for all that there are
 * @param slots empty to leave it to each mode
 * @param rounds after how many counted rounds the comparison may end, one to three numbers; the
 *     last one is all that there are
 * @param variations multiply the arms
 * @param budget wall time beyond which no round is added to those; empty for the coordinator's own
 */
public record Wishes(
        List<String> modes,
        List<Integer> slots,
        List<Integer> rounds,
        List<Variation> variations,
        int seed,
        Optional<Duration> budget) {
    /** In place of the name of a mode. */
    static final String DISPATCHERS = "dispatchers";

    private static final int MOST_ROUNDS = 1_000;

    /** Fields that have an option of their own. */
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

    /** Reads {@code field=a,b}. */
    public static Variation variation(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("--vary is FIELD=VALUE,VALUE…, not " + text);
        }
        return new Variation(text.substring(0, equals), values(text.substring(equals + 1)));
    }

    /** Values lie between commas; one within brackets is part of a list, which is one value. */
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
     * The modes to compare.
     *
     * @param available those that are compared where none are named
     * @param dispatchers those with a Pekko dispatcher; the word {@value #DISPATCHERS} means all of
     *     them
     * @throws IllegalArgumentException when a mode is wanted that there is not
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
     * The comparison of a job, as it is submitted.
     *
     * @param job as submitted by itself; its mode does not count
     * @param compared the modes
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
