package regatta.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.comparison.Arm;
import regatta.coordinator.comparison.TestingRounds;
import regatta.workload.sumofsquares.SumOfSquares;

/** A coordinator that does every job right and at once, unless a test spoils it. */
final class TestingApi implements Api {
    final List<JsonNode> submitted = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    private final Consumer<ObjectNode> spoil;

    TestingApi(Consumer<ObjectNode> spoil) {
        this.spoil = spoil;
    }

    @Override
    public JsonNode send(String method, String path, @Nullable JsonNode body) {
        requests.add(method + " " + path);
        if (body != null) {
            submitted.add(body);
            return ReportJson.MAPPER
                    .createObjectNode()
                    .put("id", "j" + submitted.size())
                    .put("state", "QUEUED");
        }
        return ended(submitted.getLast());
    }

    private ObjectNode ended(JsonNode submission) {
        ObjectNode job = ReportJson.MAPPER.createObjectNode();
        job.put("id", "j" + submitted.size()).put("state", "SUCCEEDED");
        ArrayNode sums = job.putObject("output").putArray("sums");
        for (JsonNode target : submission.path("workload").path("targets")) {
            sums.add(SumOfSquares.closedForm(target.asLong()).toString());
        }
        int slots = submission.path("slots").asInt(1);
        Arm arm = new Arm("any", submission.path("mode").asText(), slots, List.of());
        job.set("report", ReportJson.MAPPER.valueToTree(TestingRounds.report(arm, 1.0, 1.0)));
        spoil.accept(job);
        return job;
    }
}
