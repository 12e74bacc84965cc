package regatta.cli.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import regatta.coordinator.comparison.Arm;
import regatta.coordinator.comparison.Plan;

/** Makes the job that is one round: the job to compare, with what its arm decides. */
final class RoundJob {
    /** Fields of a job itself; any other varied field is one of its workload. */
    private static final Set<String> OF_THE_JOB =
            Set.of("maxAttempts", "taskTimeout", "priority", "name");

    private RoundJob() {}

    static ObjectNode of(ObjectNode base, Plan.Turn turn) {
        Arm arm = turn.arm();
        ObjectNode job = base.deepCopy();
        job.put("mode", arm.mode());
        if (arm.slots() > 0) {
            job.put("slots", arm.slots());
        } else {
            job.remove("slots");
        }
        if (!job.has("name")) {
            job.put("name", "compare: " + arm.mode());
        }
        for (Arm.Varied varied : arm.varied()) {
            set(job, varied.field(), value(varied.value()));
        }
        return job;
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
            return ReportJson.MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
