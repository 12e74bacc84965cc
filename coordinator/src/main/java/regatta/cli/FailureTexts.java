package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import regatta.machine.Visible;

/**
 * Prints why tasks of a job failed: each failure as it happens, and the causes at the end. Confined
 * to one thread.
 */
public final class FailureTexts {
    private static final int MOST_LINES = 20;
    private static final int MOST_CAUSES = 8;

    /** The column in which the text of a cause begins. */
    private static final int CAUSE = 11;

    private static final String FAILED = "/api/v1/jobs/%s/tasks?state=FAILED&limit=%d";

    private final Api api;
    private final String id;
    private final Set<Integer> told = new HashSet<>();

    FailureTexts(Api api, String id) {
        this.api = api;
        this.id = ApiClient.segment(id);
    }

    /**
     * Prints the failures that this object has not printed yet. One object prints at most twenty
     * failures.
     */
    void printNew(JsonNode job, PrintWriter err) throws IOException, InterruptedException {
        long failed = job.at("/progress/failed").asLong();
        if (failed <= told.size() || told.size() >= MOST_LINES) {
            return;
        }
        for (JsonNode task :
                api.send("GET", FAILED.formatted(id, MOST_LINES), null).path("items")) {
            if (told.size() < MOST_LINES && told.add(task.path("index").asInt())) {
                err.println(
                        Terminal.message(
                                "task %d failed: %s"
                                        .formatted(task.path("index").asInt(), cause(task))));
            }
        }
        if (told.size() == MOST_LINES) {
            err.println("more failures are not printed; regatta tasks --failed lists them");
        }
    }

    /** Prints the causes of a failed job's tasks, the most frequent first. */
    static void printCauses(JsonNode tasks, PrintWriter out) {
        Map<String, List<JsonNode>> causes = new LinkedHashMap<>();
        for (JsonNode task : tasks) {
            causes.computeIfAbsent(kind(cause(task)), _ -> new ArrayList<>()).add(task);
        }
        if (causes.size() < 2 && tasks.size() < 2) {
            return;
        }
        out.println("  causes");
        causes.values().stream()
                .sorted(Comparator.comparingInt((List<JsonNode> those) -> those.size()).reversed())
                .limit(MOST_CAUSES)
                .forEach(those ->
                        out.println(
                                Terminal.folded(
                                        "  %6d × %s (task %d)"
                                                .formatted(
                                                        those.size(),
                                                        cause(those.getFirst()),
                                                        those.getFirst().path("index").asInt()),
                                        CAUSE)));
        if (causes.size() > MOST_CAUSES) {
            out.printf("         … %d more causes%n", causes.size() - MOST_CAUSES);
        }
    }

    /** Reads the failed tasks of a job and prints their causes. */
    public static void printCauses(ApiClient client, String id, PrintWriter out) {
        printCauses(client.get(FAILED.formatted(ApiClient.segment(id), 1_000)).path("items"), out);
        out.flush();
    }

    /**
     * Returns a text that similar causes have in common: the cause with each URL reduced to its
     * host, and with {@code #} for each number except an HTTP status.
     */
    static String kind(String cause) {
        return cause.replaceAll("https?://([^/\\s]+)\\S*", "$1")
                .replaceAll("(?<!status )(?<!\\d)\\d+", "#");
    }

    private static String cause(JsonNode task) {
        return Visible.of(
                task.at("/failure/kind").asText() + ": " + task.at("/failure/message").asText());
    }
}
