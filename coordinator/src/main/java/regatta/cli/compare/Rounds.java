package regatta.cli.compare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.comparison.Comparison;
import regatta.coordinator.comparison.Plan;
import regatta.coordinator.comparison.Round;

/** Runs the rounds of comparisons one at a time, each as an ordinary job; for one thread. */
public final class Rounds {
    private static final String JOBS = "/api/v1/jobs";

    private final Api api;
    private volatile @Nullable String running;

    public Rounds(Api api) {
        this.api = api;
    }

    /** Is told what is being run. */
    public interface Listener {
        /** Shows nothing. */
        Listener NOBODY =
                new Listener() {
                    @Override
                    public void begins(Plan.Turn turn, int number, int total) {}

                    @Override
                    public void ended() {}
                };

        /** A round begins; {@code number} counts from 1. */
        void begins(Plan.Turn turn, int number, int total);

        /** No round runs any more. */
        void ended();
    }

    /**
     * Runs all rounds and checks each output as soon as it is there.
     *
     * @param startSeconds by mode: what starting its workers took
     * @throws ComparisonFailedException when a job fails or an output is wrong
     */
    public Comparison run(
            PlannedComparison planned, Map<String, Double> startSeconds, Listener listener)
            throws IOException, InterruptedException, ComparisonFailedException {
        OutputCheck check = OutputCheck.of(planned.job());
        List<Round> rounds = new ArrayList<>();
        try {
            Optional<Plan.Turn> next = planned.plan().next(rounds);
            while (next.isPresent()) {
                Plan.Turn turn = next.get();
                int total = rounds.size() + planned.plan().expected(rounds);
                listener.begins(turn, rounds.size() + 1, total);
                JsonNode job = run(RoundJob.of(planned.job(), turn), turn.arm().label());
                check.accept(turn.arm().label(), job);
                rounds.add(
                        new Round(
                                turn.arm().label(),
                                turn.block(),
                                turn.warmUp(),
                                job.path("id").asText(),
                                0,
                                ReportJson.runReport(job.path("report"))));
                next = planned.plan().next(rounds);
            }
        } finally {
            listener.ended();
        }
        return new Comparison(
                planned.title(), workload(planned.job()), planned.plan(), rounds, startSeconds);
    }

    /** Runs one job to its end and returns it; {@code what} names it when it fails. */
    JsonNode run(ObjectNode submission, String what)
            throws IOException, InterruptedException, ComparisonFailedException {
        JsonNode job = api.send("POST", JOBS, submission);
        String id = job.path("id").asText();
        running = id;
        while (!ended(job)) {
            job = api.send("GET", JOBS + "/" + id + "?wait=PT30S", null);
        }
        running = null;
        if (!job.path("state").asText().equals("SUCCEEDED")) {
            throw new ComparisonFailedException(
                    "%s: job %s %s%s".formatted(what, id, job.path("state").asText(), reason(job)));
        }
        return job;
    }

    /** Cancels the job that runs, if one does; safe from any thread. */
    public void cancel() throws IOException, InterruptedException {
        String id = running;
        if (id != null) {
            api.send("POST", JOBS + "/" + id + "/cancel", null);
        }
    }

    private static boolean ended(JsonNode job) {
        return switch (job.path("state").asText()) {
            case "SUCCEEDED", "FAILED", "CANCELLED" -> true;
            default -> false;
        };
    }

    private static String reason(JsonNode job) {
        String message = job.path("failure").path("message").asText("");
        return message.isEmpty() ? "" : ": " + message;
    }

    private static Map<String, Object> workload(ObjectNode job) {
        return ReportJson.MAPPER.convertValue(
                job.path("workload"), new TypeReference<Map<String, Object>>() {});
    }
}
