package regatta.comparison.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.JobState;
import regatta.http.Json;

/**
 * Writes comparisons as JSON. The JSON contains no figures of rounds, because only reports show
 * figures, after all outputs are checked.
 */
final class ComparisonBody {
    private ComparisonBody() {}

    /** Writes a single comparison with its rounds. */
    static ObjectNode whole(ComparisonView comparison) {
        ObjectNode out = write(comparison);
        ArrayNode rounds = out.putArray("rounds");
        for (Round round : comparison.rounds()) {
            rounds.addObject()
                    .put("arm", round.arm())
                    .put("block", round.block())
                    .put("warmUp", round.warmUp())
                    .put("job", round.job())
                    .put("startedAt", text(round.startedAt()))
                    .put("others", round.conditions().others());
        }
        Machine machine = comparison.machine();
        if (comparison.state() == JobState.SUCCEEDED && machine != null) {
            Analysis analysis = Analysis.of(comparison.measured(), machine);
            out.set("verdict", Json.MAPPER.valueToTree(analysis.verdict()));
            out.set("warnings", Json.MAPPER.valueToTree(analysis.warnings()));
        } else {
            out.putNull("verdict");
            out.set("warnings", Json.MAPPER.valueToTree(comparison.notes()));
        }
        return out;
    }

    /**
     * Writes a comparison for a list of comparisons, with the length of each list in the
     * comparison's workload.
     */
    static ObjectNode listed(ComparisonView comparison) {
        ObjectNode out = write(comparison);
        ObjectNode counts = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : out.get("workload").properties()) {
            if (field.getValue().isArray()) {
                counts.put(field.getKey() + "Count", field.getValue().size());
            }
        }
        // If a list was cut at the submission, the workload already has the list's true length,
        // which replaces the length that was counted here.
        counts.setAll((ObjectNode) out.get("workload"));
        out.set("workload", counts);
        return out;
    }

    private static ObjectNode write(ComparisonView comparison) {
        Plan plan = comparison.spec().plan();
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("id", comparison.id().value());
        out.put("name", comparison.spec().name());
        out.put("title", comparison.spec().title());
        out.put("state", comparison.state().name());
        out.set("workload", Json.MAPPER.valueToTree(comparison.spec().workload()));
        ArrayNode arms = out.putArray("arms");
        plan.arms().forEach(arm -> arms.add(arm(arm)));
        out.put("reference", plan.reference());
        out.put("roundsPerArm", plan.rounds());
        out.put("seed", plan.seed());
        out.put("submittedAt", comparison.submittedAt().toString());
        out.put("startedAt", text(comparison.startedAt()));
        out.put("endedAt", text(comparison.endedAt()));
        out.set("progress", progress(comparison));
        out.set("running", running(comparison.running()));
        out.put("waitingFor", comparison.waitingFor());
        out.set("failure", Json.MAPPER.valueToTree(comparison.failure()));
        return out;
    }

    /** Writes the progress in rounds, in the form in which a job counts tasks. */
    static ObjectNode progress(ComparisonView comparison) {
        int done = comparison.rounds().size();
        int left =
                comparison.state().terminal()
                        ? 0
                        : comparison.spec().plan().expected(comparison.rounds());
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("total", done + left);
        out.put("succeeded", done);
        out.put("failed", 0);
        out.put("running", comparison.running() == null ? 0 : 1);
        return out;
    }

    static @Nullable ObjectNode running(ComparisonView.@Nullable Running running) {
        if (running == null) {
            return null;
        }
        return Json.MAPPER
                .createObjectNode()
                .put("arm", running.turn().arm().label())
                .put("block", running.turn().block())
                .put("warmUp", running.turn().warmUp())
                .put("job", running.job());
    }

    private static ObjectNode arm(Arm arm) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("label", arm.label());
        out.put("mode", arm.mode());
        if (arm.slots() == 0) {
            out.putNull("slots");
        } else {
            out.put("slots", arm.slots());
        }
        ObjectNode varied = out.putObject("varied");
        arm.varied().forEach(one -> varied.put(one.field(), one.value()));
        return out;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
