package regatta.cli.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import regatta.coordinator.comparison.Arm;
import regatta.coordinator.comparison.Arm.Variation;
import regatta.coordinator.comparison.Plan;

/**
 * Which arms are wanted, and how often each.
 *
 * @param modes empty for all that there are
 * @param slots empty to leave it to each mode
 * @param rounds counted rounds
 * @param variations multiply the arms
 */
public record Wishes(
        List<String> modes,
        List<Integer> slots,
        int rounds,
        List<Variation> variations,
        long seed) {
    private static final int WARM_UPS = 1;

    /** Both workloads of the source, started and compared, are to end in under 90 s. */
    private static final double BUDGET_SECONDS = 30;

    private static final int MOST_ROUNDS = 1_000;
    private static final int MOST_ARMS = 200;

    /** Fields that have an option of their own. */
    private static final Set<String> NOT_VARIED = Set.of("mode", "slots", "workload", "kind");

    public Wishes {
        modes = List.copyOf(modes);
        slots = List.copyOf(slots);
        variations = List.copyOf(variations);
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException("--rounds is 1 to %d".formatted(MOST_ROUNDS));
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
        List<String> values = List.of(text.substring(equals + 1).split(",", -1));
        return new Variation(text.substring(0, equals), values);
    }

    /**
     * Plans the comparison of a job.
     *
     * @param available the modes that there are
     * @throws IllegalArgumentException when a mode is wanted that there is not
     */
    public PlannedComparison plan(ObjectNode job, List<String> available) {
        List<String> unknown = new ArrayList<>(modes);
        unknown.removeAll(available);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "--modes: there is no %s; there are %s"
                            .formatted(String.join(", ", unknown), String.join(", ", available)));
        }
        ObjectNode base = job.deepCopy();
        int own = base.path("slots").asInt(0);
        base.remove("mode");
        List<Arm> arms =
                Arm.each(
                        modes.isEmpty() ? available : modes,
                        slots.isEmpty() ? List.of(own) : slots,
                        variations);
        if (arms.size() > MOST_ARMS) {
            throw new IllegalArgumentException(
                    "%d arms are more than %d".formatted(arms.size(), MOST_ARMS));
        }
        Plan plan = Plan.of(arms, WARM_UPS, List.of(rounds), BUDGET_SECONDS, seed);
        return new PlannedComparison(BuiltInJobs.title(base), base, plan);
    }

    /** The most slots that an arm asks for; {@code otherwise} where it is left to the mode. */
    public int mostSlots(int otherwise) {
        return slots.stream().mapToInt(Integer::intValue).max().orElse(otherwise);
    }
}
