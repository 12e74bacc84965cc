package regatta.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import regatta.workload.Violation;

/**
 * The reason why a request failed, for the client (RFC 9457); immutable.
 *
 * @param status the HTTP status, 400 to 599
 * @param word a short name of the kind of problem, which never changes; the field {@code type} is
 *     {@code urn:regatta:problem:} followed by this name
 * @param detail a text for people. If the problem concerns a field with a limit, the text names the
 *     field and the limit.
 * @param errors the wrong fields; the JSON pointer of a query parameter is a slash and the
 *     parameter's name
 * @param headers headers of the answer, such as {@code Allow}
 */
public record Problem(
        int status, String word, String detail, List<Violation> errors, List<HttpHeader> headers) {
    private static final ContentType TYPE = ContentTypes.parse("application/problem+json");

    public Problem {
        errors = List.copyOf(errors);
        headers = List.copyOf(headers);
    }

    private static ProblemException thrown(int status, String word, String detail) {
        return thrown(status, word, detail, List.of(), List.of());
    }

    private static ProblemException thrown(
            int status,
            String word,
            String detail,
            List<Violation> errors,
            List<HttpHeader> headers) {
        return new ProblemException(new Problem(status, word, detail, errors, headers));
    }

    /** Makes the exception for a request that the server cannot understand. */
    public static ProblemException malformed(String pointer, String detail) {
        return thrown(400, "malformed", detail, List.of(new Violation(pointer, detail)), List.of());
    }

    /** Makes the exception for query parameters or headers that are out of their limits. */
    static ProblemException badParameters(List<Violation> errors) {
        return thrown(400, "bad-parameter", summary(errors), errors, List.of());
    }

    /** Makes the exception for a body that the server understands but cannot carry out. */
    public static ProblemException invalid(List<Violation> errors) {
        return thrown(422, "invalid", summary(errors), errors, List.of());
    }

    public static ProblemException keyReused() {
        return thrown(
                422,
                "idempotency-key-reused",
                "an earlier request with this Idempotency-Key had another body");
    }

    /**
     * Makes the exception for a caller without a token, or with an unknown token.
     *
     * @param error the part of the challenge after its realm (RFC 6750, 3)
     */
    static ProblemException unauthorized(String detail, String error) {
        return challenge(401, "unauthorized", detail, error);
    }

    /** Makes the exception for a caller whose token does not allow this request. */
    static ProblemException lacksScope(String scope) {
        return challenge(
                403,
                "forbidden",
                "the token lacks the scope " + scope,
                ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    private static ProblemException challenge(
            int status, String word, String detail, String error) {
        RawHeader challenge =
                RawHeader.create("WWW-Authenticate", "Bearer realm=\"regatta\"" + error);
        return thrown(status, word, detail, List.of(), List.of(challenge));
    }

    /** Makes the exception for a request that the settings of this server forbid. */
    public static ProblemException forbidden(String detail) {
        return thrown(403, "forbidden", detail);
    }

    public static ProblemException notFound(String detail) {
        return thrown(404, "not-found", detail);
    }

    static ProblemException methodNotAllowed(String method, String allowed) {
        return thrown(
                405,
                "method-not-allowed",
                "this path has no %s; it has %s".formatted(method, allowed),
                List.of(),
                List.of(RawHeader.create("Allow", allowed)));
    }

    static ProblemException notAcceptable(List<String> produced) {
        return thrown(
                406, "not-acceptable", "this is available only as " + String.join(", ", produced));
    }

    static ProblemException tooSlow(String limit) {
        return thrown(408, "too-slow", "the body did not arrive " + limit);
    }

    public static ProblemException conflict(String detail) {
        return thrown(409, "conflict", detail);
    }

    /** Makes the exception for a thing that existed earlier and exists no more. */
    public static ProblemException gone(String detail) {
        return thrown(410, "gone", detail);
    }

    static ProblemException unsatisfiable(long bytes) {
        return thrown(
                416,
                "range-not-satisfiable",
                "the file has " + bytes + " bytes",
                List.of(),
                List.of(RawHeader.create("Content-Range", "bytes */" + bytes)));
    }

    static ProblemException tooLarge(long maxBytes) {
        String detail =
                "a body may have %,d bytes here (regatta.http.max-body, max-job-body)"
                        .formatted(maxBytes);
        return thrown(413, "too-large", detail, List.of(new Violation("", detail)), List.of());
    }

    public static ProblemException unsupportedMediaType(String got, List<String> others) {
        List<String> possible = new ArrayList<>(List.of("application/json"));
        possible.addAll(others);
        return thrown(
                415,
                "unsupported-media-type",
                "the body must be %s, not %s".formatted(String.join(" or ", possible), got));
    }

    /**
     * Makes the exception for a submission that arrives while too many earlier submissions wait.
     */
    public static ProblemException tooMany(String detail) {
        return later(429, "queue-full", detail);
    }

    /** Makes the exception for a token with too many requests per second. */
    static ProblemException tooFast() {
        return later(
                429,
                "too-many-requests",
                "too many requests per second with this token"
                        + " (regatta.auth.requests-per-second)");
    }

    public static ProblemException unavailable(String detail) {
        return later(503, "unavailable", detail);
    }

    /**
     * Makes the exception for a submission with an {@code Idempotency-Key}, if nobody knows yet
     * whether the coordinator accepts the submission.
     */
    public static ProblemException mayBeAccepted(String what) {
        return later(
                503,
                "outcome-unknown",
                "the %s may be accepted, but this is not known yet: ask by repeating the request"
                                .formatted(what)
                        + " with the same Idempotency-Key, which makes no second one");
    }

    /**
     * Makes the exception for a submission without an {@code Idempotency-Key}, if nobody knows yet
     * whether the coordinator accepts the submission. If the coordinator accepts it, the client
     * finds the job or comparison at {@code path}.
     */
    public static ProblemException mayBeAccepted(String what, String path) {
        String detail =
                "the %s may be accepted, but this is not known yet: ask with GET %s; repeating the"
                                .formatted(what, path)
                        + " request would make a second one";
        return thrown(
                503,
                "outcome-unknown",
                detail,
                List.of(),
                List.of(RawHeader.create("Retry-After", "1"), RawHeader.create("Location", path)));
    }

    private static ProblemException later(int status, String word, String detail) {
        RawHeader when = RawHeader.create("Retry-After", "1");
        return thrown(status, word, detail, List.of(), List.of(when));
    }

    static ProblemException internal() {
        return thrown(500, "internal", "an error of the server, which its log explains");
    }

    /** Describes a request that Pekko HTTP's parser or this server's framing refused. */
    static Problem refused(int status, String detail) {
        return new Problem(status, "malformed", detail, List.of(), List.of());
    }

    private static String summary(List<Violation> errors) {
        return errors.size() == 1
                ? errors.getFirst().detail()
                : errors.size() + " fields are wrong: " + errors.getFirst().detail() + " …";
    }

    HttpResponse response() {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(TYPE, body()))
                .addHeaders(headers);
    }

    String title() {
        return StatusCodes.get(status).reason();
    }

    byte[] body() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("type", "urn:regatta:problem:" + word);
        body.put("title", title());
        body.put("status", status);
        body.put("detail", detail);
        ArrayNode list = body.putArray("errors");
        for (Violation error : errors) {
            list.addObject().put("pointer", error.pointer()).put("detail", error.detail());
        }
        return Json.bytes(body);
    }
}
