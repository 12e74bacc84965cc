package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.Mode;
import regatta.protocol.SlotOffer;
import regatta.workload.Workloads;

/**
 * Reads a job as submitted; what it returns has been checked wholly, and what it refuses it refuses
 * with everything that is wrong at once; safe from any thread.
 */
final class JobReader {
    private static final Set<String> FIELDS =
            Set.of("workload", "mode", "slots", "name", "maxAttempts", "taskTimeout", "priority");
    private static final int MAX_NAME = 200;
    private static final int MAX_ATTEMPTS = 100;
    private static final int DEFAULT_ATTEMPTS = 3;
    private static final int MAX_PRIORITY = 10;
    private static final Duration MAX_TIMEOUT = Duration.ofDays(30);

    private final WorkloadReader workloads;
    private final Map<String, Mode> modes = new TreeMap<>();

    JobReader(Workloads workloads, List<Mode> modes) {
        this.workloads = new WorkloadReader(workloads);
        modes.forEach(mode -> this.modes.put(mode.name(), mode));
    }

    /**
     * Reads a job.
     *
     * @throws ProblemException 422 naming every field that is wrong
     */
    JobSpec read(ObjectNode body) {
        Fields fields = new Fields(body, FIELDS);
        Record workload =
                fields.object("workload").map(node -> workloads.read(node, fields)).orElse(null);
        String name = name(fields);
        String mode = mode(fields);
        OptionalInt slots = fields.integer("slots", 1, SlotOffer.MAX);
        OptionalInt attempts = fields.integer("maxAttempts", 1, MAX_ATTEMPTS);
        Duration timeout = fields.duration("taskTimeout", MAX_TIMEOUT).orElse(null);
        OptionalInt priority = fields.integer("priority", -MAX_PRIORITY, MAX_PRIORITY);
        fields.check();
        if (workload == null) {
            throw new IllegalStateException("a workload that is no record and has no violation");
        }
        return new JobSpec(
                body.get("workload").get("kind").textValue(),
                workload,
                name,
                mode,
                slots.isPresent() ? slots.getAsInt() : null,
                attempts.orElse(DEFAULT_ATTEMPTS),
                timeout,
                priority.orElse(0));
    }

    static String name(Fields fields) {
        String name = fields.text("name").orElse("");
        if (name.codePointCount(0, name.length()) > MAX_NAME) {
            fields.add("/name", "name may have " + MAX_NAME + " characters");
        }
        if (name.codePoints().anyMatch(JobReader::isUnprintable)) {
            fields.add("/name", "name must have no control characters");
        }
        return name;
    }

    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private @Nullable String mode(Fields fields) {
        String mode = fields.text("mode").orElse(null);
        if (mode != null && !modes.containsKey(mode)) {
            fields.add(
                    "/mode",
                    "no mode \"%s\"; there are %s"
                            .formatted(Fields.shortened(mode), String.join(", ", modes.keySet())));
        }
        return mode;
    }
}
