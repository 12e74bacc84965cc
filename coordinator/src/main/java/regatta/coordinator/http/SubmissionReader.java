package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.MediaType;
import regatta.coordinator.api.JobSpec;

/** Reads JSON bodies, and submissions with the header that makes them repeatable. */
final class SubmissionReader {
    private static final int LONGEST_KEY = 255;
    private static final ObjectWriter CANONICAL =
            Json.MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private final Bodies bodies;
    private final StrictJson json;
    private final JobReader jobs;

    SubmissionReader(Bodies bodies, StrictJson json, JobReader jobs) {
        this.bodies = bodies;
        this.json = json;
        this.jobs = jobs;
    }

    /**
     * A job and the digest of its body, which is the same however the body was spaced or ordered.
     */
    record Submission(JobSpec spec, String digest) {}

    CompletionStage<Submission> read(Call call) {
        return object(call).thenApply(body -> new Submission(jobs.read(body), digest(body)));
    }

    /**
     * The body as a JSON object; fails with a {@link ProblemException} when it is something else.
     */
    CompletionStage<ObjectNode> object(Call call) {
        var type = call.request().entity().getContentType();
        boolean missing =
                type.equals(ContentTypes.NO_CONTENT_TYPE)
                        || type.equals(ContentTypes.APPLICATION_OCTET_STREAM);
        if (!missing && !isJson(type.mediaType())) {
            return bodies.discard(call.request())
                    .thenApply(_ -> {
                        throw Problem.unsupportedMediaType(type.mediaType().toString());
                    });
        }
        return bodies.read(call.request()).thenApply(json::object);
    }

    private static boolean isJson(MediaType type) {
        return type.mainType().equals("application")
                && (type.subType().equals("json") || type.subType().endsWith("+json"));
    }

    /** The {@code Idempotency-Key} of a call. */
    static Optional<String> key(Call call) {
        Optional<String> key = call.header("Idempotency-Key");
        if (key.isPresent() && !key.get().matches("[!-~]{1," + LONGEST_KEY + "}")) {
            throw Problem.malformed(
                    "/Idempotency-Key",
                    "Idempotency-Key must be 1 to " + LONGEST_KEY + " visible ASCII characters");
        }
        return key;
    }

    /** The same however a body was spaced or ordered. */
    static String digest(ObjectNode body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(CANONICAL.writeValueAsBytes(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
