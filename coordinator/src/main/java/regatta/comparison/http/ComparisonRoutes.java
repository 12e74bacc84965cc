package regatta.comparison.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import regatta.comparison.Comparisons;
import regatta.comparison.ReportJson;
import regatta.comparison.ReportPage;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Machine;
import regatta.comparison.report.ComparisonReport;
import regatta.coordinator.api.Cluster;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.http.SubmissionReader;
import regatta.http.Call;
import regatta.http.Cursor;
import regatta.http.EventStream;
import regatta.http.Fields;
import regatta.http.Json;
import regatta.http.Operation;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.http.Query;
import regatta.http.Replies;
import regatta.http.Route;
import regatta.http.Turns;

/** Routes that submit, read, follow and cancel comparisons and return their reports. */
public final class ComparisonRoutes {
    static final String COMPARISONS = "/api/v1/comparisons";
    private static final Duration CANCEL_WITHIN = Duration.ofSeconds(2);
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv; charset=UTF-8";
    private static final String MARKDOWN = "text/markdown; charset=UTF-8";
    private static final String HTML = "text/html; charset=UTF-8";
    private static final String TEXT = "text/plain; charset=UTF-8";

    private final Comparisons comparisons;
    private final Cluster cluster;
    private final SubmissionReader submissions;
    private final ComparisonReader reader;
    private final EventStream streams;
    private final Turns lists;

    /**
     * Makes the routes.
     *
     * @param lists limits how many lists are made at the same time, those of other routes included
     */
    public ComparisonRoutes(
            Comparisons comparisons,
            Cluster cluster,
            SubmissionReader submissions,
            ComparisonReader reader,
            EventStream streams,
            Turns lists) {
        this.comparisons = comparisons;
        this.cluster = cluster;
        this.submissions = submissions;
        this.reader = reader;
        this.streams = streams;
        this.lists = lists;
    }

    public List<Route> routes() {
        String one = COMPARISONS + "/{id}";
        return List.of(
                Route.postBody(
                        COMPARISONS,
                        "ComparisonSubmission",
                        this::submit,
                        Operation.named(
                                        "submitComparison",
                                        "Submit a comparison: one job, run in several ways.")
                                .takes("IdempotencyKey")
                                .answers(202, "Comparison", "Location", "ETag")
                                .fails(429, 503)),
                Route.get(
                        COMPARISONS,
                        this::list,
                        Operation.named("listComparisons", "List comparisons, newest first.")
                                .takes("State", "Limit", "Cursor")
                                .answers(200, "ComparisonPage")
                                .fails(503)),
                Route.get(
                        one,
                        this::get,
                        Operation.named("getComparison", "Read a comparison.")
                                .takes("Wait", "IfNoneMatch")
                                .answers(200, "Comparison", "ETag")
                                .answers(304, "", "ETag")),
                Route.get(
                        one + "/events",
                        List.of(EventStream.MEDIA_TYPE),
                        this::events,
                        Operation.named("followComparison", "Follow a comparison until it ends.")
                                .answers(200, "ComparisonEvents")),
                Route.get(
                        one + "/report",
                        List.of(JSON, CSV, MARKDOWN, HTML, TEXT),
                        this::report,
                        Operation.named(
                                        "getComparisonReport",
                                        "Read a comparison's report, which is incomplete until the comparison has succeeded.")
                                .answers(200, "ComparisonReport")
                                .fails(409)),
                Route.get(
                        one + "/verdict",
                        List.of(HTML),
                        this::verdict,
                        Operation.named(
                                        "getComparisonVerdict",
                                        "Read a comparison's verdict, its picture and its table, as a part of a page.")
                                .answers(200, "Text")
                                .fails(409)),
                Route.post(
                        one + "/cancel",
                        this::cancel,
                        Operation.named(
                                        "cancelComparison",
                                        "Cancel a comparison and its current round. An ended comparison does not change.")
                                .answers(202, "Comparison")));
    }

    private CompletionStage<HttpResponse> submit(Call call) {
        call.query().check();
        Optional<String> key = SubmissionReader.key(call);
        return submissions
                .object(call)
                .thenCombine(
                        cluster.workers(),
                        (body, workers) -> {
                            var read = reader.read(body, workers);
                            String digest = submissions.digest(body);
                            return comparisons.submit(
                                    read.spec().by(call.token()),
                                    read.bytes(),
                                    key.map(value -> new IdempotencyKey(value, digest)));
                        })
                .thenCompose(reply -> reply)
                .thenApply(reply -> submitted(reply, key.isPresent()));
    }

    private static HttpResponse submitted(Comparisons.Reply reply, boolean keyed) {
        return switch (reply) {
            case Comparisons.Reply.Accepted(ComparisonView accepted) ->
                    Replies.json(202, ComparisonBody.whole(accepted))
                            .addHeader(
                                    RawHeader.create("Location", COMPARISONS + "/" + accepted.id()))
                            .addHeader(etag(accepted));
            case Comparisons.Reply.KeyReused() -> throw Problem.keyReused();
            case Comparisons.Reply.Full(String detail) -> throw Problem.tooMany(detail);
            case Comparisons.Reply.Busy(String detail) -> throw Problem.unavailable(detail);
            case Comparisons.Reply.Unknown(ComparisonId id) ->
                    throw keyed
                            ? Problem.mayBeAccepted("comparison")
                            : Problem.mayBeAccepted("comparison", COMPARISONS + "/" + id.value());
        };
    }

    private CompletionStage<HttpResponse> list(Call call) {
        Query query = call.query("state", "limit", "cursor");
        Optional<JobState> state = query.choice("state", JobState.class);
        OptionalLong cursor = query.cursor();
        int limit = query.limit();
        query.check();
        Optional<Long> before =
                cursor.isPresent() ? Optional.of(cursor.getAsLong()) : Optional.empty();
        return lists.take(
                () -> comparisons.list(state, before, limit + 1), found -> page(found, limit));
    }

    private static HttpResponse page(List<ComparisonView> found, int limit) {
        boolean more = found.size() > limit;
        List<ComparisonView> page = more ? found.subList(0, limit) : found;
        return Replies.page(
                page,
                ComparisonBody::listed,
                more ? Optional.of(Cursor.write(page.getLast().order())) : Optional.empty());
    }

    private CompletionStage<HttpResponse> get(Call call) {
        Query query = call.query("wait");
        Optional<Duration> wait = query.duration("wait", Query.LONGEST_WAIT);
        query.check();
        return find(call, wait.orElse(Duration.ZERO))
                .thenApply(found ->
                        Replies.unlessKnown(call, etag(found), () -> ComparisonBody.whole(found)));
    }

    private CompletionStage<HttpResponse> events(Call call) {
        call.query().check();
        return find(call, Duration.ZERO)
                .thenApply(present ->
                        streams.of(
                                present,
                                new EventStream.Watched<ComparisonView>(
                                        () -> find(call, Duration.ZERO),
                                        ComparisonRoutes::revision,
                                        comparison -> comparison.state().terminal(),
                                        ComparisonRoutes::event)));
    }

    private static EventStream.Event event(ComparisonView comparison) {
        boolean ended = comparison.state().terminal();
        ObjectNode data = Json.MAPPER.createObjectNode();
        if (ended) {
            data = ComparisonBody.whole(comparison);
        } else {
            data.put("id", comparison.id().value());
            data.put("state", comparison.state().name());
            data.set("progress", ComparisonBody.progress(comparison));
            data.set("running", ComparisonBody.running(comparison.running()));
            data.put("waitingFor", comparison.waitingFor());
        }
        return new EventStream.Event(
                ended ? "ended" : "progress", comparison.rounds().size(), Json.line(data));
    }

    private CompletionStage<HttpResponse> report(Call call) {
        return whole(call).thenApply(report -> rendered(call.mediaType(), report));
    }

    private CompletionStage<HttpResponse> verdict(Call call) {
        return whole(call)
                .thenApply(report ->
                        Replies.document(HTML, report.part().getBytes(StandardCharsets.UTF_8)));
    }

    private CompletionStage<ComparisonReport> whole(Call call) {
        call.query().check();
        ComparisonId id = id(call).orElseThrow(() -> none(call));
        return comparisons
                .whole(id)
                .thenApply(found -> found.orElseThrow(() -> none(call)))
                .thenApply(ComparisonRoutes::report);
    }

    private static ComparisonReport report(ComparisonView comparison) {
        Machine machine = comparison.machine();
        Instant started = comparison.startedAt();
        if (machine == null || started == null || !comparison.mayBeReported()) {
            throw Problem.conflict(
                    "comparison %s is %s and has no report%s"
                            .formatted(
                                    comparison.id(),
                                    comparison.state(),
                                    comparison.failure() == null
                                            ? ""
                                            : ": " + comparison.failure().message()));
        }
        return switch (comparison.state()) {
            case SUCCEEDED -> ComparisonReport.of(started, machine, List.of(comparison.measured()));
            case QUEUED, RUNNING -> incomplete(comparison, started, machine, "it still runs");
            case CANCELLED -> incomplete(comparison, started, machine, "cancelled");
            case FAILED ->
                    incomplete(
                            comparison,
                            started,
                            machine,
                            comparison.failure() == null
                                    ? "failed"
                                    : comparison.failure().message());
        };
    }

    private static ComparisonReport incomplete(
            ComparisonView comparison, Instant started, Machine machine, String why) {
        return ComparisonReport.incomplete(started, machine, comparison.measured(), why);
    }

    private static HttpResponse rendered(String mediaType, ComparisonReport report) {
        String text =
                switch (mediaType) {
                    case CSV -> report.csv();
                    case MARKDOWN -> report.markdown();
                    case HTML -> ReportPage.write(report);
                    case TEXT -> report.text();
                    default -> ReportJson.write(report);
                };
        return Replies.document(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    private CompletionStage<HttpResponse> cancel(Call call) {
        call.query().check();
        id(call).ifPresent(comparisons::cancel);
        // Clients see the end of the comparison only after the store has kept the end.
        return find(call, CANCEL_WITHIN)
                .thenApply(comparison -> Replies.json(202, ComparisonBody.whole(comparison)));
    }

    private CompletionStage<ComparisonView> find(Call call, Duration atMost) {
        ComparisonId id = id(call).orElseThrow(() -> none(call));
        CompletionStage<Optional<ComparisonView>> found =
                atMost.isPositive() ? comparisons.await(id, atMost) : comparisons.find(id);
        return found.thenApply(comparison -> comparison.orElseThrow(() -> none(call)));
    }

    private static Optional<ComparisonId> id(Call call) {
        try {
            return Optional.of(new ComparisonId(call.variable("id")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ProblemException none(Call call) {
        return Problem.notFound("there is no comparison " + Fields.shortened(call.variable("id")));
    }

    private static RawHeader etag(ComparisonView comparison) {
        return Replies.etag(comparison.id().value(), revision(comparison));
    }

    private static String revision(ComparisonView comparison) {
        return comparison.revision();
    }
}
