package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows one job until it ends, even across restarts of the coordinator, and prints how it ended.
 */
public final class Watching {
    private final ApiClient client;
    private final ClientOptions options;
    private final boolean known;

    /** Follows a job of the coordinator that the options name. */
    public Watching(ClientOptions options) {
        this(options, options.client(), false);
    }

    /**
     * Follows a job.
     *
     * @param known whether the coordinator has answered before
     */
    public Watching(ClientOptions options, ApiClient client, boolean known) {
        this.options = options;
        this.client = client;
        this.known = known;
    }

    /**
     * Follows a job.
     *
     * @param atMost the longest wait; null for no limit
     * @return the exit code
     */
    public int follow(String id, @Nullable Duration atMost)
            throws IOException, InterruptedException {
        PrintWriter err = options.err();
        boolean draws = Terminal.draws() && !options.json();
        Duration patience = PatientClient.PATIENCE;
        PatientClient patient =
                new PatientClient(client, atMost == null ? patience : patience.plus(atMost), known);
        long start = System.nanoTime();
        Duration remaining = atMost == null ? patience : atMost;
        JsonNode job =
                patient.ask(path(id, Duration.ZERO), remaining).orElse(MissingNode.getInstance());
        while (!ended(job)) {
            Duration spent = Duration.ofNanos(System.nanoTime() - start);
            remaining = atMost == null ? patience : atMost.minus(spent);
            if (!remaining.isPositive()) {
                wipe(err, draws);
                err.println("regatta: job %s is still %s".formatted(id, state(job)));
                return Exit.TIMED_OUT;
            }
            if (draws) {
                Terminal.line(err, progress(job, spent));
            }
            Duration wait = Duration.ofMillis(draws ? 200 : 20_000);
            Duration atMostNow = remaining.compareTo(wait) < 0 ? remaining : wait;
            job = patient.ask(path(id, atMostNow), remaining).orElse(job);
        }
        wipe(err, draws);
        if (!options.printed(job)) {
            JobTexts.print(job, options.out());
        }
        return state(job).equals("SUCCEEDED") ? Exit.OK : Exit.FAILED;
    }

    private static String path(String id, Duration wait) {
        String job = "/api/v1/jobs/" + ApiClient.segment(id);
        return wait.isPositive() ? job + "?wait=" + wait : job;
    }

    private static void wipe(PrintWriter err, boolean draws) {
        if (draws) {
            Terminal.line(err, "");
        }
    }

    private static String progress(JsonNode job, Duration spent) {
        JsonNode progress = job.path("progress");
        long total = progress.path("total").asLong();
        long failed = progress.path("failed").asLong();
        long succeeded = progress.path("succeeded").asLong();
        String waiting = job.path("waitingFor").asText("");
        return "%s %,d/%,d%s, %,d running, %d s%s"
                .formatted(
                        Terminal.bar(succeeded + failed, total),
                        succeeded,
                        total,
                        failed == 0 ? "" : ", %,d failed".formatted(failed),
                        progress.path("running").asLong(),
                        spent.toSeconds(),
                        waiting.isEmpty() || waiting.equals("null")
                                ? ""
                                : "; waits for " + waiting);
    }

    private static boolean ended(JsonNode job) {
        return switch (state(job)) {
            case "SUCCEEDED", "FAILED", "CANCELLED" -> true;
            default -> false;
        };
    }

    private static String state(JsonNode job) {
        return job.path("state").asText("unknown");
    }
}
