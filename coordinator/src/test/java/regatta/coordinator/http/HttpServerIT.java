package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.http.HttpServer;
import regatta.http.HttpSettings;
import regatta.tls.DevelopmentCa;

@Timeout(120)
@Isolated("it looks at the heap")
class HttpServerIT {
    private static final int MIB = 1 << 20;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static TestingApi api;
    private static HttpServer server;

    @BeforeAll
    static void start() throws Exception {
        api =
                new TestingApi(
                        "regatta.http.head-within=2s",
                        "regatta.http.read-within=2s",
                        "regatta.http.max-job-body=8MiB",
                        "regatta.http.event-silence=300ms");
        server = serve();
    }

    private static HttpServer serve(String... settings) throws Exception {
        Config config =
                ConfigFactory.parseString(String.join("\n", settings)).withFallback(api.config);
        return HttpServer.start(api.kit.system(), HttpSettings.of(config), api::router)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        stop(server);
        api.close();
    }

    private static void stop(HttpServer stopped) throws Exception {
        stopped.stop(Duration.ofSeconds(2)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static RawClient connect() throws IOException {
        return new RawClient(server.address());
    }

    private static URI uri(HttpServer at, String path) {
        InetSocketAddress address = at.address();
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(server, path)).build(), BodyHandlers.ofString());
    }

    private static JobView job() {
        TestingWorkload.Spec workload =
                new TestingWorkload.Spec(List.of(BigInteger.TEN), null, null);
        return api.coordinator.add(new JobSpec("testing", workload, "", null, null, 3, null, 0));
    }

    static Stream<Arguments> unreadable() {
        String host = "Host: localhost\r\n\r\n";
        return Stream.of(
                Arguments.of("an illegal escape", "GET /%zz HTTP/1.1\r\n" + host, 400),
                Arguments.of("an illegal path", "GET /a b HTTP/1.1\r\n" + host, 400),
                Arguments.of("an illegal query", "GET /api/v1/jobs?%zz=1 HTTP/1.1\r\n" + host, 400),
                Arguments.of(
                        "a long path", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + host, 414),
                Arguments.of("a made-up method", "BREW / HTTP/1.1\r\n" + host, 501),
                Arguments.of("a strange version", "GET / HTTP/7.0\r\n" + host, 505),
                Arguments.of("no host", "GET /api/v1/jobs HTTP/1.1\r\n\r\n", 400),
                Arguments.of("two hosts", "GET / HTTP/1.1\r\nHost: localhost\r\n" + host, 400),
                Arguments.of(
                        "a long header",
                        "GET / HTTP/1.1\r\nX: " + "a".repeat(10_000) + "\r\n" + host,
                        431),
                Arguments.of(
                        "many headers", "GET / HTTP/1.1\r\n" + "X: a\r\n".repeat(100) + host, 431),
                Arguments.of(
                        "many headers that are alike",
                        "GET / HTTP/1.1\r\n" + "Connection: a\r\n".repeat(100_000) + host,
                        431),
                Arguments.of(
                        "two lengths",
                        "POST /api/v1/jobs HTTP/1.1\r\nContent-Length: 2\r\n"
                                + "Transfer-Encoding: chunked\r\n"
                                + host,
                        400),
                Arguments.of(
                        "two million chunks of a byte",
                        "POST /api/v1/jobs HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                                + host
                                + "1\r\n{\r\n".repeat(2_000_000),
                        400),
                Arguments.of(
                        "a negative length",
                        "POST /api/v1/jobs HTTP/1.1\r\nContent-Length: -1\r\n" + host,
                        400),
                Arguments.of(
                        "an illegal media type",
                        "POST /api/v1/jobs HTTP/1.1\r\nContent-Length: 0\r\nContent-Type: /\r\n"
                                + host,
                        400),
                Arguments.of("another protocol", "\u0016\u0003\u0001\u0002\u0000\r\n\r\n", 400),
                Arguments.of("the begin of TLS", "\u0016\u0003\u0001\u0002\u0000", 400),
                Arguments.of("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
                Arguments.of("zeros", "\0\0\0", 400),
                Arguments.of("a method without an end", "G".repeat(100), 400),
                Arguments.of("a strange version and no more", "GET / HTTP/7.0\r\n", 505));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void explainsWhatCannotBeRead(String name, String request, int status) throws Exception {
        try (RawClient client = connect()) {
            String answer = client.send(request).answer();

            assertThat(answer).startsWith("HTTP/1.1 " + status);
            checkProblem(answer);
        }
    }

    @Test
    void answersARequestThoughNonsenseFollows() throws Exception {
        String path = "/api/v1/jobs/" + job().id() + "?wait=PT0.5S";
        try (RawClient client = connect()) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n\0\0\0");

            assertThat(client.answer()).startsWith("HTTP/1.1 200").contains("QUEUED");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesABodyOfAHundredMebibytes(boolean chunked) throws Exception {
        String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + 100 * MIB;
        long before = used();
        long start = System.nanoTime();
        try (RawClient client = connect()) {
            client.send("POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n")
                    .sendMany(100L * MIB, chunked);
            String answer = client.answer();

            assertThat(answer).startsWith("HTTP/1.1 413").contains("regatta.http.max-body");
            checkProblem(answer);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(60));
        }
        assertThat(used() - before).isLessThan(64L * MIB);
    }

    /** The document allows an answer to a request that reached no route. */
    private static void checkProblem(String answer) {
        assertThat(answer).contains("Content-Type: application/problem+json");
        api.document.check(
                new TestingDocument.Exchange(
                        "GET",
                        "/nothing",
                        "",
                        Integer.parseInt(answer.substring(9, 12)),
                        "application/problem+json",
                        _ -> Optional.empty(),
                        answer.substring(answer.indexOf("\r\n\r\n") + 4)));
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void refusesALargeBodyBeforeAClientThatAsksSendsIt() throws Exception {
        try (RawClient client = connect()) {
            String answer =
                    client.send(
                                    "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Expect: 100-continue\r\nContent-Length: "
                                            + 100 * MIB
                                            + "\r\n\r\n")
                            .answer();

            assertThat(answer).startsWith("HTTP/1.1 413");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 104857600", "Transfer-Encoding: chunked"})
    void answersAClientThatStopsInTheMiddle(String length) throws Exception {
        HttpServer impatient = serve("regatta.http.body-within=1500ms");
        try (RawClient client = new RawClient(impatient.address())) {
            String answer =
                    client.send(
                                    "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n"
                                            + length
                                            + "\r\n\r\n")
                            .send("5\r\n{\"a\":\r\n")
                            .answer();

            assertThat(answer).startsWith("HTTP/1.1 4");
            checkProblem(answer);
        } finally {
            stop(impatient);
        }
    }

    @Test
    void answersAProbeWithoutAHost() throws Exception {
        try (RawClient client = connect()) {
            assertThat(client.send("GET /health/live HTTP/1.0\r\n\r\n").answer())
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void throwsAwayABodyThatNobodyReads() throws Exception {
        try (RawClient client = connect()) {
            String head =
                    "GET /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                            + MIB
                            + "\r\n\r\n";
            assertThat(client.send(head).sendMany(MIB, false).answer()).startsWith("HTTP/1.1 200");
            assertThat(client.send(head).sendMany(MIB, false).answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void answersWhileAThousandConnectionsAreIdle() throws Exception {
        List<RawClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                idle.add(connect().send(i % 2 == 0 ? "" : "POST /api/v1/jobs HT"));
            }

            assertThat(get("/api/v1/jobs").statusCode()).isEqualTo(200);
        } finally {
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /api/v1/modes HTTP/1.1\r\nHost: local"})
    void endsAConnectionWhoseHeadDoesNotArrive(String begun) throws Exception {
        try (RawClient client = connect()) {
            String answer = client.send(begun).answer();

            assertThat(answer).startsWith("HTTP/1.1 408").contains("regatta.http.head-within");
            checkProblem(answer);
            assertThat(client.answer()).isEmpty();
        }
    }

    /** Between requests a client may take its time. */
    @Test
    void endsAConnectionThatSendsItsSecondHeadByteByByte() throws Exception {
        String head = "GET /api/v1/modes HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawClient client = connect()) {
            assertThat(client.send(head).answer()).startsWith("HTTP/1.1 200");
            assertThat(client.send(head.substring(0, 20)).answer()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void endsAConnectionThatDoesNotReadItsAnswers() throws Exception {
        byte[] requests =
                "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .repeat(2_000)
                        .getBytes(StandardCharsets.US_ASCII);
        try (RawClient client = connect()) {
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    client.send(requests);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysThatAPortSpeaksHttpsToAClientThatDoesNot(@TempDir Path folder) throws Exception {
        DevelopmentCa authority = authority(folder);
        HttpServer secure = serveSecurely(authority);
        try (RawClient client = new RawClient(secure.address());
                SSLSocket trusting = (SSLSocket) trusting(authority.ca()).createSocket()) {
            String answer = client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();

            assertThat(answer).startsWith("HTTP/1.1 400").contains("this port speaks HTTPS");
            checkProblem(answer);
            assertThat(client.answer()).isEmpty();
            trusting.connect(secure.address(), 10_000);
            trusting.getOutputStream()
                    .write("GET /health/live HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(trusting.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        } finally {
            stop(secure);
        }
    }

    /** The sixth byte of TLS would name the kind of the client's first message. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001\u0002\u0000"})
    void endsAConnectionThatDoesNotFinishTheHandshakeOfTls(String begun, @TempDir Path folder)
            throws Exception {
        HttpServer secure = serveSecurely(authority(folder));
        try (RawClient client = new RawClient(secure.address())) {
            assertThatCode(() -> client.send(begun).rest()).doesNotThrowAnyException();
        } finally {
            secure.stop(Duration.ofSeconds(2)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    /** A client that never answers the server's end of TLS must not keep the connection. */
    @Test
    void endsAConnectionOfTlsThatTheClientLeavesOpen(@TempDir Path folder) throws Exception {
        DevelopmentCa authority = authority(folder);
        HttpServer secure = serveSecurely(authority);
        try (RawClient client = new RawClient(secure.address());
                SSLSocket trusting =
                        (SSLSocket)
                                ((SSLSocketFactory) trusting(authority.ca()))
                                        .createSocket(client.socket(), "127.0.0.1", 1, false)) {
            trusting.getOutputStream()
                    .write("GET /health/live HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(trusting.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");

            assertThat(client.rest()).isEmpty();
        } finally {
            secure.stop(Duration.ofSeconds(2)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private static DevelopmentCa authority(Path folder) throws IOException {
        DevelopmentCa authority = new DevelopmentCa(folder);
        authority.issue("127.0.0.1", 1, "-1H");
        return authority;
    }

    private static HttpServer serveSecurely(DevelopmentCa authority) throws Exception {
        return serve(
                "regatta.http.tls.certificate = \"%s\""
                        .formatted(authority.certificate("127.0.0.1")),
                "regatta.http.tls.key = \"%s\"".formatted(authority.key("127.0.0.1")));
    }

    private static SocketFactory trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** The server sends comments until all buffers are full. */
    @Test
    void endsTheStreamsOfClientsThatReadNoEvents() throws Exception {
        JobView job = job();
        List<RawClient> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                stalled.add(
                        connect()
                                .send(
                                        "GET /api/v1/jobs/%s/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                                .formatted(job.id())));
            }
            api.coordinator.awaitWatchers(job.id(), 5);
            api.coordinator.awaitWatchers(job.id(), 0);

            assertThat(get("/api/v1/jobs/" + job.id()).body()).contains("\"endedAt\":null");
        } finally {
            for (RawClient client : stalled) {
                client.close();
            }
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(uri(server, "/api/v1/modes")).HEAD().build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Server")).contains("regatta");
    }

    @Test
    void tellsProgressUntilTheJobEnds() throws Exception {
        JobView job = job();
        AtomicBoolean ended = new AtomicBoolean();
        List<String> lines = new ArrayList<>();
        HttpResponse<Stream<String>> events =
                CLIENT.send(
                        HttpRequest.newBuilder(uri(server, "/api/v1/jobs/" + job.id() + "/events"))
                                .header("Last-Event-ID", "3")
                                .build(),
                        BodyHandlers.ofLines());

        events.body()
                .forEach(line -> {
                    lines.add(line);
                    if (line.equals("id: 0")) {
                        api.coordinator.progress(job.id(), 2);
                    } else if (line.startsWith(":")
                            && lines.contains("id: 2")
                            && !ended.getAndSet(true)) {
                        api.coordinator.succeed(job.id(), new TestingWorkload.Echo(List.of("100")));
                    }
                });

        api.document.check(
                new TestingDocument.Exchange(
                        "GET",
                        "/api/v1/jobs/" + job.id() + "/events",
                        "",
                        events.statusCode(),
                        events.headers().firstValue("Content-Type").orElse(""),
                        events.headers()::firstValue,
                        String.join("\n", lines)));
        assertThat(lines.stream().filter(line -> line.startsWith("event: ")))
                .containsExactly("event: progress", "event: progress", "event: ended");
        assertThat(lines.stream().filter(line -> line.startsWith("id: ")))
                .containsExactly("id: 0", "id: 2", "id: 4");
        assertThat(lines).anyMatch(line -> line.startsWith(": "));
        assertThat(lines.stream().filter(line -> line.startsWith("data: ")).toList().getLast())
                .contains("\"state\":\"SUCCEEDED\"", "\"sums\":[\"100\"]");
    }

    @Test
    void endsStreamsWhenItStops() throws Exception {
        HttpServer other = serve();
        JobView job = job();
        HttpResponse<Stream<String>> events =
                CLIENT.send(
                        HttpRequest.newBuilder(uri(other, "/api/v1/jobs/" + job.id() + "/events"))
                                .build(),
                        BodyHandlers.ofLines());

        Iterator<String> lines = events.body().iterator();
        assertThat(lines.next()).isEqualTo("event: progress");

        other.stop(Duration.ofSeconds(10)).toCompletableFuture().get(30, TimeUnit.SECONDS);

        lines.forEachRemaining(line -> assertThat(line).doesNotContain("event: ended"));
    }
}
