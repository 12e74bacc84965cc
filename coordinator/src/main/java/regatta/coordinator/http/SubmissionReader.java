package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.MediaType;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.http.Bodies;
import regatta.http.Call;
import regatta.http.HttpSettings;
import regatta.http.Json;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.http.StrictJson;

/** Reads JSON bodies, and submissions with their {@code Idempotency-Key} header. */
public final class SubmissionReader {
    private static final int LONGEST_KEY = 255;

    private final Bodies bodies;
    private final StrictJson json;
    private final JobScan scan;
    private final JobReader jobs;
    private final HttpSettings settings;

    public SubmissionReader(Bodies bodies, HttpSettings settings, JobReader jobs) {
        this.bodies = bodies;
        this.settings = settings;
        this.json = new StrictJson(settings);
        this.scan = new JobScan(settings);
        this.jobs = jobs;
    }

    /**
     * A submission, with the length and the digest of its body. The digest of JSON does not depend
     * on spaces or on the order of fields.
     */
    record Submission(JobReader.Order order, int bytes, String digest) {}

    CompletionStage<Submission> read(Call call) {
        return read(
                call,
                settings.maxJobBody(),
                List.of(Ndjson.MEDIA_TYPE),
                body -> {
                    JobText text = isLines(call) ? JobLines.of(body, json, scan) : scan.scan(body);
                    return new Submission(jobs.read(text), body.length, text.digest());
                });
    }

    /**
     * Reads the body as a JSON object. If the body is not a JSON object, the stage fails with a
     * {@link ProblemException}.
     */
    public CompletionStage<ObjectNode> object(Call call) {
        return read(call, settings.maxBody(), List.of(), json::object);
    }

    private static boolean isLines(Call call) {
        return Ndjson.MEDIA_TYPE.equals(
                call.request().entity().getContentType().mediaType().toString());
    }

    private <T> CompletionStage<T> read(
            Call call, int maxBytes, List<String> otherTypes, Function<byte[], T> parse) {
        var type = call.request().entity().getContentType();
        boolean missing =
                type.equals(ContentTypes.NO_CONTENT_TYPE)
                        || type.equals(ContentTypes.APPLICATION_OCTET_STREAM);
        boolean other = otherTypes.contains(type.mediaType().toString());
        if (!missing && !other && !isJson(type.mediaType())) {
            return bodies.discard(call.request())
                    .thenApply(_ -> {
                        throw Problem.unsupportedMediaType(type.mediaType().toString(), otherTypes);
                    });
        }
        return bodies.read(call.request(), maxBytes, parse);
    }

    private static boolean isJson(MediaType type) {
        return type.mainType().equals("application")
                && (type.subType().equals("json") || type.subType().endsWith("+json"));
    }

    /** Returns the {@code Idempotency-Key} of a call; empty if the call has no such header. */
    public static Optional<String> key(Call call) {
        Optional<String> key = call.header("Idempotency-Key");
        if (key.isPresent() && !key.get().matches("[!-~]{1," + LONGEST_KEY + "}")) {
            throw Problem.malformed(
                    "/Idempotency-Key",
                    "Idempotency-Key must be 1 to " + LONGEST_KEY + " visible ASCII characters");
        }
        return key;
    }

    /**
     * Reads the job of a comparison's arm from JSON that has only the workload, and checks the job
     * like a submission that a client sends.
     */
    public JobSpec job(byte[] body) {
        return switch (jobs.read(scan.scan(body))) {
            case JobReader.Order.Job(JobSpec spec) -> spec;
            case JobReader.Order.Retry _ ->
                    throw new IllegalArgumentException(
                            "a submission with retryFailed cannot be repeated here");
        };
    }

    /**
     * Reads the settings of a job, apart from the job's workload, from JSON within a comparison's
     * body.
     */
    public JobSettings settings(ObjectNode body) {
        return jobs.settings(body);
    }

    /** Returns how many bytes the workloads of one submission may have together. */
    public int maxWorkloads() {
        return settings.maxJobBody();
    }

    /** Returns the digest of a body, which does not depend on spaces or on the order of fields. */
    public String digest(ObjectNode body) {
        return scan.scan(Json.bytes(body)).digest();
    }
}
