package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one job or comparison until it ends, even across restarts of the coordinator. Then prints
 * how the job or comparison ended.
 */
public final class Watching {
    private static final long LOOK_AT_FAILURES = 1_000_000_000L;
    private static final Duration DRAWN = Duration.ofMillis(200);
    private static final Duration NOT_DRAWN = Duration.ofSeconds(2);

    private final ApiClient client;
    private final ClientOptions options;
    private final PrintWriter err;
    private final boolean draws;
    private final boolean known;
    private boolean silent;
    private boolean here;
    private volatile boolean ending;

    /** Follows a job or comparison of the coordinator that the options name. */
    public Watching(ClientOptions options) {
        this(options, options.client(), false);
    }

    /**
     * Follows a job or comparison.
     *
     * @param known whether the coordinator has answered before
     */
    public Watching(ClientOptions options, ApiClient client, boolean known) {
        this.options = options;
        this.client = client;
        this.known = known;
        this.err = options.err();
        this.draws = Terminal.draws() && !options.json();
    }

    /**
     * Follows a job or comparison.
     *
     * @param atMost the longest wait; null for no limit
     * @return the exit code
     */
    public int follow(String id, @Nullable Duration atMost)
            throws IOException, InterruptedException {
        Thread farewell = new Thread(() -> sayThatItGoesOn(id));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return follow(id, atMost == null ? Duration.ZERO : atMost, atMost != null);
        } finally {
            removeHook(farewell);
        }
    }

    /**
     * Follows a job of a coordinator that ends with this command.
     *
     * @param atMost the longest wait; null for no limit
     * @return the exit code
     */
    int followHere(String id, @Nullable Duration atMost) throws IOException, InterruptedException {
        here = true;
        return follow(id, atMost == null ? Duration.ZERO : atMost, atMost != null);
    }

    /**
     * Notes that the user interrupted the command. After this call, no message reports that the
     * coordinator does not answer, because the coordinator may be ending, too.
     */
    void interrupted() {
        ending = true;
        wipe();
        err.println("regatta: interrupted");
        err.flush();
    }

    private int follow(String id, Duration atMost, boolean limited)
            throws IOException, InterruptedException {
        Duration patience = PatientClient.PATIENCE;
        PatientClient patient =
                new PatientClient(
                        client, patience.plus(atMost), known, this::pause, System::nanoTime);
        long start = System.nanoTime();
        Duration remaining = limited ? atMost : patience;
        String path = "/api/v1/jobs/" + ApiClient.segment(id);
        JsonNode job;
        try {
            job = ask(patient, path, Duration.ZERO, remaining, MissingNode.getInstance());
        } catch (NotFoundException noJob) {
            path = "/api/v1/comparisons/" + ApiClient.segment(id);
            try {
                job = ask(patient, path, Duration.ZERO, remaining, MissingNode.getInstance());
            } catch (NotFoundException neither) {
                throw new NotFoundException("there is no job or comparison " + id);
            }
        }
        boolean isJob = path.startsWith("/api/v1/jobs/");
        ProgressText progress = new ProgressText();
        FailureTexts failures = new FailureTexts(patient, id);
        long lookAt = start;
        while (!ended(job)) {
            long now = System.nanoTime();
            remaining = limited ? atMost.minusNanos(now - start) : patience;
            if (!remaining.isPositive()) {
                wipe();
                err.println(
                        Terminal.message(
                                "regatta: the time is over; %s is still %s%s"
                                        .formatted(id, state(job), here ? "; it ends now" : "")));
                return Exit.TIMED_OUT;
            }
            if (isJob && !options.json() && now - lookAt >= 0 && failed(job) > 0) {
                wipe();
                failures.printNew(job, err);
                lookAt = now + LOOK_AT_FAILURES;
            }
            if (draws && !silent) {
                Terminal.line(err, progress.line(job, now));
            }
            Duration wait = draws ? DRAWN : NOT_DRAWN;
            Duration atMostNow = remaining.compareTo(wait) < 0 ? remaining : wait;
            job = ask(patient, path, atMostNow, remaining, job);
        }
        wipe();
        if (!options.printed(job)) {
            print(job, isJob);
        }
        return state(job).equals("SUCCEEDED") ? Exit.OK : Exit.FAILED;
    }

    private void print(JsonNode job, boolean isJob) {
        if (isJob) {
            JobTexts.print(job, options.out());
            if (failed(job) > 1) {
                FailureTexts.printCauses(client, job.path("id").asText(), options.out());
            }
        } else {
            JobTexts.printComparison(job, options.out());
        }
    }

    private JsonNode ask(
            PatientClient patient, String path, Duration wait, Duration atMost, JsonNode before)
            throws IOException, InterruptedException {
        Optional<JsonNode> answer =
                patient.ask(wait.isPositive() ? path + "?wait=" + wait : path, atMost);
        if (silent && answer.isPresent()) {
            silent = false;
            wipe();
            err.println("regatta: the coordinator answers again");
        }
        return answer.orElse(before);
    }

    /**
     * Waits before the next try. At the first wait after an answer, tells the user that the
     * coordinator does not answer.
     */
    private void pause(Duration time) throws InterruptedException {
        if (!silent && !ending) {
            silent = true;
            wipe();
            err.println("regatta: the coordinator does not answer; reconnecting …");
        }
        Thread.sleep(time);
    }

    private void sayThatItGoesOn(String id) {
        wipe();
        err.println(
                Terminal.message(
                        ("regatta: %1$s continues to run; regatta watch %1$s follows it,"
                                        + " regatta cancel %1$s ends it")
                                .formatted(id)));
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM is shutting down, and already runs its hooks.
        }
    }

    private void wipe() {
        if (draws) {
            Terminal.line(err, "");
        }
    }

    private static long failed(JsonNode job) {
        return job.at("/progress/failed").asLong();
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
