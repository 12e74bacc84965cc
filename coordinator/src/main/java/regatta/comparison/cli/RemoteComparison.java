package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.cli.Api;
import regatta.cli.CommandException;
import regatta.comparison.ComparisonFailedException;
import regatta.comparison.ReportJson;
import regatta.comparison.report.ComparisonReport;

/**
 * Submits comparisons to a coordinator and follows the comparisons, one at a time. Confined to one
 * thread, unless a method says otherwise.
 */
final class RemoteComparison {
    private static final String COMPARISONS = "/api/v1/comparisons";

    private final Api api;
    private final CompareRun.Listener listener;
    private volatile @Nullable String running;

    RemoteComparison(Api api, CompareRun.Listener listener) {
        this.api = api;
        this.listener = listener;
    }

    /**
     * Runs a comparison to its end, and returns its report.
     *
     * @throws ComparisonFailedException if the comparison fails or is cancelled
     */
    ComparisonReport run(ObjectNode submission)
            throws IOException, InterruptedException, ComparisonFailedException {
        JsonNode comparison = api.send("POST", COMPARISONS, submission);
        String path = COMPARISONS + "/" + comparison.path("id").asText();
        running = path;
        try {
            listener.begins(comparison);
            while (comparison.path("endedAt").isNull()) {
                comparison = api.send("GET", path + "?wait=" + listener.every(), null);
                listener.at(comparison);
            }
        } finally {
            listener.ended();
        }
        return switch (comparison.path("state").asText()) {
            case "SUCCEEDED" -> {
                running = null;
                yield report(path);
            }
            case "FAILED" ->
                    throw new ComparisonFailedException(
                            comparison.path("failure").path("message").asText());
            default -> throw new ComparisonFailedException("the comparison was cancelled");
        };
    }

    private ComparisonReport report(String path) throws IOException, InterruptedException {
        return ReportJson.read(api.send("GET", path + "/report", null).toString());
    }

    /**
     * Cancels the current comparison and returns the comparison's incomplete report; empty if no
     * comparison runs, or if the comparison has no figures to show. Safe from any thread.
     */
    Optional<ComparisonReport> incomplete() throws IOException, InterruptedException {
        String path = running;
        if (path == null) {
            return Optional.empty();
        }
        try {
            cancel();
            return Optional.of(report(path));
        } catch (CommandException none) {
            return Optional.empty();
        }
    }

    /** Cancels the comparison that runs. Safe from any thread. */
    void cancel() throws IOException, InterruptedException {
        String path = running;
        if (path != null) {
            api.send("POST", path + "/cancel", null);
        }
    }
}
