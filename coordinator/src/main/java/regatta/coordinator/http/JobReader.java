package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobRules;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.Mode;
import regatta.http.Fields;
import regatta.http.ProblemException;
import regatta.protocol.SlotOffer;
import regatta.workload.Workloads;

/**
 * Reads a submitted job and checks all its fields. If fields are wrong, the client gets one error
 * that names every wrong field. Safe from any thread.
 */
public final class JobReader {
    private static final Set<String> FIELDS =
            Set.of(
                    "workload",
                    "retryFailed",
                    "mode",
                    "slots",
                    "name",
                    "maxAttempts",
                    "taskTimeout",
                    "retryFor",
                    "priority");
    private static final int MAX_NAME = 200;
    private static final int MAX_ATTEMPTS = 100;
    private static final int DEFAULT_ATTEMPTS = 3;
    private static final int MAX_PRIORITY = 10;
    private static final Duration MAX_TIMEOUT = Duration.ofDays(30);

    private final WorkloadReader workloads;
    private final Map<String, Mode> modes = new TreeMap<>();

    public JobReader(Workloads workloads, List<Mode> modes) {
        this.workloads = new WorkloadReader(workloads);
        modes.forEach(mode -> this.modes.put(mode.name(), mode));
    }

    /** What a client submits. */
    sealed interface Order {
        record Job(JobSpec spec) implements Order {}

        /**
         * The failed tasks of an ended job, which shall run again. The coordinator knows these
         * tasks and their spec.
         */
        record Retry(String job, JobSettings settings) implements Order {}
    }

    /**
     * Reads what a client submits.
     *
     * @throws ProblemException 422, with every wrong field
     */
    Order read(JobText text) {
        ObjectNode body = text.top();
        Fields fields = new Fields(body, FIELDS);
        String failedOf = fields.text("retryFailed").orElse(null);
        Record workload = null;
        if (failedOf == null) {
            workload =
                    fields.object("workload")
                            .map(node -> workloads.read(text, node, fields))
                            .orElse(null);
        } else if (body.hasNonNull("workload")) {
            fields.add("/workload", "cannot go together with retryFailed");
        }
        JobSettings settings = settings(fields);
        String named = body.path("workload").path("kind").asText();
        Integer attempts = settings.maxAttempts();
        if (workload != null && attempts != null) {
            JobRules.attempts(workloads.named(named), attempts)
                    .ifPresent(wrong -> fields.add(wrong.pointer(), wrong.detail()));
        }
        fields.check();
        if (failedOf != null) {
            return new Order.Retry(failedOf, settings);
        }
        if (workload == null) {
            throw new IllegalStateException("a workload that is no record and has no violation");
        }
        int usual = Math.min(DEFAULT_ATTEMPTS, workloads.named(named).mostAttempts());
        JobSpec plain = new JobSpec(named, workload, "", null, null, usual, null, 0);
        return new Order.Job(settings.like(plain, workload));
    }

    /**
     * Reads the settings of a job, but not its workload.
     *
     * @throws ProblemException 422, with every wrong field
     */
    JobSettings settings(ObjectNode body) {
        Fields fields = new Fields(body, FIELDS);
        JobSettings read = settings(fields);
        fields.check();
        return read;
    }

    private JobSettings settings(Fields fields) {
        return new JobSettings(
                name(fields),
                mode(fields),
                boxed(fields.integer("slots", 1, SlotOffer.MAX)),
                boxed(fields.integer("maxAttempts", 1, MAX_ATTEMPTS)),
                fields.duration("taskTimeout", MAX_TIMEOUT).orElse(null),
                fields.durationOrZero("retryFor", MAX_TIMEOUT).orElse(null),
                boxed(fields.integer("priority", -MAX_PRIORITY, MAX_PRIORITY)));
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    public static @Nullable String name(Fields fields) {
        String name = fields.text("name").orElse(null);
        if (name == null) {
            return null;
        }
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
