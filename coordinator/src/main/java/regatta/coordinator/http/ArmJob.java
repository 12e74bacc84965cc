package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import regatta.coordinator.comparison.Arm;

/** Makes the job, as one would submit it, whose rounds are those of an arm. */
final class ArmJob {
    /** Fields of a job itself; any other varied field is one of its workload. */
    private static final Set<String> OF_THE_JOB = Set.of("maxAttempts", "taskTimeout", "priority");

    private static final int MAX_NAME = 200;

    private ArmJob() {}

    static ObjectNode of(ObjectNode base, Arm arm, String name) {
        ObjectNode job = base.deepCopy();
        job.put("mode", arm.mode());
        if (arm.slots() > 0) {
            job.put("slots", arm.slots());
        }
        for (Arm.Varied varied : arm.varied()) {
            set(job, varied.field(), value(varied.value()));
        }
        String full = (name.isEmpty() ? "compare" : name) + ": " + arm.label();
        // A name is checked as any other, and its end is what tells arms apart.
        int count = full.codePointCount(0, full.length());
        int from = full.offsetByCodePoints(0, Math.max(0, count - MAX_NAME));
        return job.put("name", full.substring(from));
    }

    private static void set(ObjectNode job, String field, JsonNode value) {
        if (OF_THE_JOB.contains(field)) {
            job.set(field, value);
            return;
        }
        String within = field.startsWith("workload.") ? field : "workload." + field;
        ObjectNode object = job;
        int from = 0;
        for (int dot = within.indexOf('.'); dot >= 0; dot = within.indexOf('.', from)) {
            object = object.withObjectProperty(within.substring(from, dot));
            from = dot + 1;
        }
        object.set(within.substring(from), value);
    }

    /** A number, {@code true} or anything else that is JSON is that; all else is a string. */
    private static JsonNode value(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
