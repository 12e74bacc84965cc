package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import regatta.cli.Api;
import regatta.comparison.ReportJson;
import regatta.comparison.report.Incomplete.Left;
import regatta.secret.Secrets;

/**
 * Submissions without their secrets, in a form that a report may contain.
 *
 * @param secrets names of the fields that were removed or masked
 */
record WithoutSecrets(List<Left> left, List<String> secrets) {

    /**
     * Removes secret fields from submissions. The coordinator's list of workloads says which fields
     * are secret.
     */
    static WithoutSecrets of(Api api, List<Submission> submissions)
            throws IOException, InterruptedException {
        Set<String> secret = new HashSet<>();
        for (JsonNode described :
                api.send("GET", "/api/v1/workloads", null).findParents("secret")) {
            if (described.path("secret").asBoolean()) {
                secret.add(described.path("name").asText());
            }
        }
        Set<String> taken = new TreeSet<>();
        List<Left> left = new ArrayList<>();
        for (Submission each : submissions) {
            ObjectNode shown = each.body().deepCopy();
            takeOut(secret, shown.path("workload"), taken);
            left.add(new Left(ReportJson.map(shown), each.sized(), each.ownOrigin()));
        }
        return new WithoutSecrets(left, List.copyOf(taken));
    }

    private static void takeOut(Set<String> secret, JsonNode from, Set<String> taken) {
        if (from instanceof ObjectNode object) {
            for (String name : secret) {
                if (object.remove(name) != null) {
                    taken.add(name);
                }
            }
        }
        from.forEach(inner -> takeOut(secret, inner, taken));
        mask(from, taken);
    }

    /**
     * Masks the secrets in texts, such as the signature of a URL, whatever the names of their
     * fields are. Adds to {@code taken} what was masked.
     */
    private static void mask(JsonNode in, Set<String> taken) {
        if (in instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                masked(field.getValue())
                        .ifPresent(shown -> {
                            field.setValue(shown);
                            taken.add(field.getKey());
                        });
            }
        } else if (in instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                Optional<TextNode> shown = masked(array.get(i));
                if (shown.isPresent()) {
                    array.set(i, shown.get());
                    taken.add("signed URLs or credentials");
                }
            }
        }
    }

    private static Optional<TextNode> masked(JsonNode value) {
        return Optional.of(value.asText())
                .filter(_ -> value.isTextual())
                .map(Secrets::masked)
                .filter(shown -> !shown.equals(value.asText()))
                .map(TextNode::valueOf);
    }
}
