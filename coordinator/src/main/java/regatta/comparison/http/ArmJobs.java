package regatta.comparison.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import regatta.comparison.plan.Arm;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.http.SubmissionReader;
import regatta.http.Fields;
import regatta.http.Json;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.workload.Violation;

/**
 * Creates the job of each arm. Arms whose workloads are equal share one workload object. Confined
 * to one thread.
 */
final class ArmJobs {
    private static final String WORKLOAD = "workload";

    /** Fields of the job itself. Any other varied field belongs to the workload. */
    private static final Set<String> OF_THE_JOB = Set.of("maxAttempts", "taskTimeout", "priority");

    private static final int MAX_NAME = 200;
    private final SubmissionReader reader;
    private final VariedField fields;
    private final ObjectNode workload = Json.MAPPER.createObjectNode();
    private final ObjectNode settings;
    private final String name;
    private final Map<List<Arm.Varied>, JobSpec> read = new HashMap<>();
    private long bytes;

    /** Creates jobs from {@code base}, which has the fields of a job except the name. */
    ArmJobs(SubmissionReader reader, VariedField fields, ObjectNode base, String name) {
        this.fields = fields;
        this.reader = reader;
        this.settings = base.deepCopy();
        if (base.has(WORKLOAD)) {
            workload.set(WORKLOAD, settings.remove(WORKLOAD));
        }
        this.name = name;
    }

    /** Returns the job without the changes of any arm. */
    JobSpec base() {
        return workload(List.of());
    }

    /** Returns the size of all workloads that were read until now, in bytes of JSON. */
    long bytes() {
        return bytes;
    }

    /** Adds to {@code fields} what is wrong with the job without the changes of any arm. */
    void check(Fields fields) {
        check(() -> workload(List.of()), fields);
        check(() -> reader.settings(settings), fields);
    }

    private static void check(Supplier<?> reading, Fields fields) {
        try {
            var _ = reading.get();
        } catch (ProblemException wrong) {
            fields.addAll(wrong.violations());
        }
    }

    /**
     * Returns the job of an arm.
     *
     * @throws ProblemException if fields are wrong; the exception names every wrong field
     */
    JobSpec of(Arm arm) {
        ObjectNode own = settings.deepCopy();
        own.put("mode", arm.mode());
        if (arm.slots() > 0) {
            own.put("slots", arm.slots());
        }
        arm.varied().stream()
                .filter(varied -> OF_THE_JOB.contains(varied.field()))
                .forEach(varied -> own.set(varied.field(), fields.value("", varied.value())));
        String full = (name.isEmpty() ? "compare" : name) + ": " + arm.label();
        // The name gets the usual checks. If the name is too long, only the end of the name
        // remains, because the end distinguishes the arms.
        int count = full.codePointCount(0, full.length());
        int from = full.offsetByCodePoints(0, Math.max(0, count - MAX_NAME));
        own.put("name", full.substring(from));
        JobSpec like = workload(changes(arm));
        return reader.settings(own).like(like, like.workload());
    }

    private static List<Arm.Varied> changes(Arm arm) {
        return arm.varied().stream()
                .filter(varied -> !OF_THE_JOB.contains(varied.field()))
                .toList();
    }

    private JobSpec workload(List<Arm.Varied> changes) {
        JobSpec known = read.get(changes);
        if (known != null) {
            return known;
        }
        ObjectNode body = changes.isEmpty() ? workload : workload.deepCopy();
        changes.forEach(change -> set(body, change));
        byte[] json = Json.bytes(body);
        bytes += json.length;
        if (bytes > reader.maxWorkloads()) {
            throw refused(
                    "/vary",
                    ("the workloads of all arms are larger than %,d bytes together"
                                    + " (regatta.http.max-job-body)")
                            .formatted(reader.maxWorkloads()));
        }
        JobSpec fresh = reader.job(json);
        read.put(changes, fresh);
        return fresh;
    }

    private void set(ObjectNode body, Arm.Varied change) {
        String field = change.field();
        String within = field.startsWith("workload.") ? field : "workload." + field;
        ObjectNode object = body;
        int from = 0;
        for (int dot = within.indexOf('.'); dot >= 0; dot = within.indexOf('.', from)) {
            String step = within.substring(from, dot);
            JsonNode inner = object.path(step);
            if (inner instanceof ObjectNode known) {
                object = known;
            } else if (inner.isMissingNode() || inner.isNull()) {
                object = object.putObject(step);
            } else {
                throw refused(
                        "/vary/" + Fields.escaped(field),
                        "\"%s\" is not an object, so none of its fields can vary".formatted(step));
            }
            from = dot + 1;
        }
        object.set(within.substring(from), fields.value(field, change.value()));
    }

    private static ProblemException refused(String pointer, String detail) {
        return Problem.invalid(List.of(new Violation(pointer, detail)));
    }
}
