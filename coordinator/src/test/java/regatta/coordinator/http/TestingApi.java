package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Sink;
import regatta.comparison.Comparisons;
import regatta.comparison.TestingComparisonStore;
import regatta.comparison.http.ComparisonSettings;
import regatta.coordinator.Routes;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.QueuedBytes;
import regatta.coordinator.api.TokenShare;
import regatta.coordinator.observe.FileBytes;
import regatta.coordinator.observe.Lanes;
import regatta.coordinator.observe.Metrics;
import regatta.coordinator.observe.Observed;
import regatta.http.HttpSettings;
import regatta.http.Json;
import regatta.http.Router;
import regatta.plugin.BlockSettings;
import regatta.workload.Workloads;

/** The whole API without a socket, in front of a {@link ScriptedCoordinator}. */
final class TestingApi implements AutoCloseable {
    static final List<Mode> MODES =
            List.of(
                    new Mode(
                            "batch",
                            Mode.Placement.IN_PROCESS,
                            Mode.Style.SEQUENTIAL,
                            1,
                            false,
                            "One after the other."),
                    new Mode(
                            "cluster",
                            Mode.Placement.NODES,
                            Mode.Style.THREADS,
                            4_096,
                            false,
                            "On worker nodes."));
    static final List<ReportFormat> FORMATS =
            List.of(
                    new ReportFormat(
                            "text/csv; charset=UTF-8", job -> "wall\n" + wall(job) + "\n"));

    static final ContentType LINES = ContentTypes.parse("application/x-ndjson");
    static final long MOST_BYTES = 100_000;
    static final int MOST_COMPARISONS = 20;

    final ScriptedCoordinator coordinator = new ScriptedCoordinator();
    final Config config;
    final Observed observed =
            new Observed(
                    new Metrics(),
                    new Lanes(System::currentTimeMillis),
                    new FileBytes((_, _) -> -1, _ -> {}));
    final ActorTestKit kit;
    final Comparisons comparisons;
    final Router router;
    final TestingDocument document;

    TestingApi(String... overrides) {
        config =
                ConfigFactory.parseString(String.join("\n", overrides))
                        .withFallback(
                                ConfigFactory.parseString(
                                        "regatta.http.port=0, pekko.loglevel=WARNING,"
                                                + " regatta.http.answer-within=2s"))
                        .withFallback(ConfigFactory.load());
        kit = ActorTestKit.create("api", config);
        // Never started: comparisons stay as they were submitted.
        comparisons =
                Comparisons.open(
                        kit.system(),
                        coordinator,
                        new TestingComparisonStore(),
                        workloads(),
                        "127.0.0.1",
                        MOST_COMPARISONS,
                        new TokenShare(0.5),
                        new QueuedBytes(MOST_BYTES, new TokenShare(0.5)));
        router = router(KillSwitches.shared("test"));
        document = TestingDocument.of(exchange(own(HttpRequest.GET("/openapi.json"))).text());
    }

    Router router(SharedKillSwitch streams) {
        return Routes.of(
                kit.system(),
                coordinator,
                coordinator,
                comparisons,
                workloads(),
                MODES,
                FORMATS,
                HttpSettings.of(config),
                ComparisonSettings.of(config),
                observed,
                streams);
    }

    Workloads workloads() {
        return Workloads.load(kind -> BlockSettings.of(config, kind));
    }

    private static double wall(JobView job) {
        return job.report() == null ? -1 : job.report().wallSeconds();
    }

    /** An answer whose body has been read. */
    record Answer(int status, String mediaType, String text, HttpResponse response) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }

        String header(String name) {
            return response.getHeader(name).map(header -> header.value()).orElse("");
        }
    }

    Answer get(String path, String... headers) {
        return send(HttpRequest.GET(path), headers);
    }

    Answer post(String path, String body, String... headers) {
        return send(withBody(HttpRequest.POST(path), body), headers);
    }

    Answer put(String path, String body) {
        return send(withBody(HttpRequest.PUT(path), body));
    }

    private static HttpRequest withBody(HttpRequest request, String body) {
        return request.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    }

    Answer method(String method, String path) {
        return send(HttpRequest.create(path).withMethod(HttpMethods.lookup(method).orElseThrow()));
    }

    /** Sends a request; {@code headers} are names and values in turn. */
    Answer send(HttpRequest request, String... headers) {
        HttpRequest sent = request;
        for (int i = 0; i < headers.length; i += 2) {
            sent = sent.addHeader(HttpHeader.parse(headers[i], headers[i + 1]));
        }
        Answer answer = exchange(own(sent));
        document.check(
                new TestingDocument.Exchange(
                        request.method().value(),
                        request.getUri().toRelative().toString(),
                        request.entity() instanceof HttpEntity.Strict body
                                        && !body.getContentType().equals(LINES)
                                ? body.getData().utf8String()
                                : "",
                        answer.status(),
                        answer.mediaType(),
                        name -> answer.response().getHeader(name).map(HttpHeader::value),
                        answer.text()));
        return answer;
    }

    /** Asks again and again until the answer has that status. */
    void awaitStatus(String path, int status) {
        long start = System.nanoTime();
        while (get(path).status() != status) {
            assertThat(System.nanoTime() - start).as(path).isLessThan(30_000_000_000L);
        }
    }

    /** Asks for something, and reads nothing of its body before {@code goOn} is completed. */
    Answer stalled(String path, CompletableFuture<?> goOn) {
        try {
            HttpResponse response =
                    router.apply(own(HttpRequest.GET(path)))
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS);
            var _ =
                    response.entity()
                            .getDataBytes()
                            .mapAsync(1, bytes -> goOn.thenApply(_ -> bytes))
                            .runWith(Sink.ignore(), kit.system());
            return new Answer(response.status().intValue(), "", "", response);
        } catch (Exception e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static HttpRequest own(HttpRequest request) {
        return request.getHeader("Host").isPresent()
                ? request
                : request.addHeader(RawHeader.create("Host", "localhost:8080"));
    }

    private Answer exchange(HttpRequest request) {
        try {
            HttpResponse response =
                    router.apply(request).toCompletableFuture().get(30, TimeUnit.SECONDS);
            HttpEntity.Strict body =
                    response.entity()
                            .toStrict(Duration.ofSeconds(30).toMillis(), kit.system())
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS);
            return new Answer(
                    response.status().intValue(),
                    body.getContentType().mediaType().toString().replaceFirst(";.*", ""),
                    body.getData().utf8String(),
                    response);
        } catch (Exception e) {
            throw new IllegalStateException(request.getUri().toString(), e);
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
