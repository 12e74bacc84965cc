package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.workload.download.HostileOrigin;
import regatta.workload.download.Source;
import regatta.workload.download.TlsOrigins;

/** Runs every case of the hostile origin through a coordinator, in three modes, on real nodes. */
@Timeout(240)
class DownloadModesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MODES = List.of("virtual-threads", "async", "cluster");
    private static final String[] SETTINGS = {
        "--set", "regatta.download.allowed-networks=[\"127.0.0.1/32\"]",
        "--set", "regatta.download.connect-timeout=8s",
        "--set", "regatta.download.stall-timeout=3s",
        "--set", "regatta.download.stall-bytes=10000",
        "--set", "regatta.download.total-timeout=60s",
        "--set", "regatta.download.max-retry-after=2s",
        "--set", "regatta.download.max-redirects=3",
        "--set", "regatta.download.max-bytes=100000"
    };

    /** Every secret in this test contains this text. */
    private static final String SECRET = "hush";

    private static final String TOKEN = SECRET + "-token".repeat(6);

    @TempDir static Path folder;
    @TempDir static Path keys;
    private static TestingNode nodes;
    private static TlsOrigins secure;

    @BeforeAll
    static void start() throws Exception {
        secure = new TlsOrigins(keys);
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of("--set", "regatta.download.ca-file=\"" + secure.caFile() + "\""));
        String[] settings = all.toArray(String[]::new);
        nodes = new TestingNode(folder);
        nodes.withToken(TOKEN);
        Path tokens =
                Files.createFile(
                        keys.resolve("tokens"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, TOKEN);
        all.addAll(List.of("--set", "regatta.auth.token-file=\"" + tokens + "\""));
        nodes.startCoordinator(List.of(), all.toArray(String[]::new));
        nodes.startWorker(settings);
        nodes.startWorker(settings);
    }

    @AfterAll
    static void end() throws Exception {
        nodes.close();
        secure.close();
        nobodyElseReadsSecrets();
    }

    @Test
    void everyCaseLeavesTheWholeFileOrNothing() throws Exception {
        for (String mode : MODES) {
            try (HostileOrigin origin = HostileOrigin.ofOneAttempt()) {
                String id = run("all", mode, origin.cases(), 1);
                check(mode, origin.cases(), id, 1);
                for (int i = 0; i < origin.cases().size(); i++) {
                    origin.checkAsked(i);
                }
            }
        }
    }

    @Test
    void acceptsOnlyTrustedCertificates() throws Exception {
        // Submits all at once, because each waits until its time to connect is over.
        Map<String, String> ids = new LinkedHashMap<>();
        for (String mode : MODES) {
            ids.put(mode, submit("tls", mode, secure.cases(), 1));
        }
        for (Map.Entry<String, String> one : ids.entrySet()) {
            JsonNode _ = nodes.awaitEnd(one.getValue());
            check(one.getKey(), secure.cases(), one.getValue(), 1);
        }
    }

    @Test
    void retriesTransientFailures() throws Exception {
        for (String mode : MODES) {
            try (HostileOrigin origin = HostileOrigin.ofTwoAttempts()) {
                check(mode, origin.cases(), run("passing", mode, origin.cases(), 3), 2);
            }
        }
    }

    /**
     * The rate holds in each mode, wherever its slots are, even if the origin could be much faster.
     */
    @Test
    void aJobStaysBelowItsRate() throws Exception {
        byte[] body = new byte[25_000];
        HttpServer origin =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        origin.start();
        try {
            List<String> ids = new ArrayList<>();
            for (String mode : MODES) {
                ids.add(submitWithRate(mode, origin.getAddress().getPort()));
            }
            for (String id : ids) {
                JsonNode ended = nodes.awaitEnd(id);
                assertThat(ended.at("/state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
                assertThat(ended.at("/report/wallSeconds").asDouble())
                        .as(ended.toString())
                        .isGreaterThanOrEqualTo(4 * body.length / 50_000.0);
            }
        } finally {
            origin.stop(0);
        }
    }

    /** Passwords and tokens reach their origin and nothing else. */
    @Test
    void secretsAreNeverShownLoggedOrReadableByOthers() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        HttpServer origin =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext(
                "/",
                exchange -> {
                    for (String name : List.of("Authorization", "X-Key")) {
                        received.addAll(exchange.getRequestHeaders().getOrDefault(name, List.of()));
                    }
                    boolean good = exchange.getRequestURI().getPath().startsWith("/good");
                    try (exchange) {
                        exchange.sendResponseHeaders(good ? 200 : 403, -1);
                    }
                });
        origin.start();
        try {
            String url = "http://127.0.0.1:%d/".formatted(origin.getAddress().getPort());
            TestingNode.Answer accepted = nodes.submit("secrets", withSecrets(url));
            assertThat(accepted.response().body()).doesNotContain(SECRET);
            String id = accepted.json().at("/id").asText();
            JsonNode _ = nodes.awaitEnd(id);
            assertThat(received)
                    .containsExactlyInAnyOrder("Basic dTpodXNoLTE=", "Bearer hush-2", "hush-3");
            for (String part : List.of("", "/spec", "/tasks", "/output", "/report")) {
                assertThat(nodes.get("/api/v1/jobs/" + id + part).response().body())
                        .as("GET %s", part)
                        .doesNotContain(SECRET);
            }
            assertThat(nodes.get("/api/v1/jobs").response().body()).doesNotContain(SECRET);
            TestingNode.Answer refused = nodes.submit("refused", withSecrets("file:///"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.response().body()).doesNotContain(SECRET);
            String compared = compareWithSecrets(url);
            for (String type : List.of("application/json", "text/csv", "text/html")) {
                TestingNode.Answer report = nodes.get(compared + "/report", "Accept", type);
                assertThat(report.status()).as(report.response().body()).isEqualTo(200);
                assertThat(report.response().body()).as(type).doesNotContain(SECRET);
            }
            for (String path : List.of("comparisons", "jobs", "lanes", "workers")) {
                assertThat(nodes.get("/api/v1/" + path).response().body())
                        .as(path)
                        .doesNotContain(SECRET);
            }
            assertThat(nodes.get("/metrics").response().body()).doesNotContain(SECRET);
        } finally {
            origin.stop(0);
        }
    }

    /** Returns the path of a comparison of signed downloads that has ended. */
    private static String compareWithSecrets(String url) throws Exception {
        TestingNode.Answer accepted =
                nodes.post(
                        "/api/v1/comparisons",
                        """
                        {"workload": {"kind": "download", "urls": [
                           {"url": "%1$sgood?X-Amz-Signature=hush-4", "bearer": "hush-5"},
                           {"url": "%1$sgood2?token=hush-6"}]},
                         "modes": ["async", "cluster"], "rounds": 1}
                        """
                                .formatted(url));
        assertThat(accepted.response().body()).doesNotContain(SECRET);
        String path = "/api/v1/comparisons/" + accepted.json().at("/id").asText();
        TestingNode.Answer ended = nodes.get(path + "?wait=PT20S");
        while (ended.json().at("/endedAt").isNull()) {
            ended = nodes.get(path + "?wait=PT20S");
        }
        assertThat(ended.json().at("/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(ended.response().body()).doesNotContain(SECRET);
        return path;
    }

    private static String withSecrets(String url) {
        return """
        {"workload": {"kind": "download", "urls": [
           {"url": "%1$sbasic?sig=hush-7&password=hush-8", "basic": "u:hush-1"},
           {"url": "%1$sbearer", "bearer": "hush-2"},
           {"url": "%1$sheader", "headers": {"X-Key": "hush-3"}}]},
         "mode": "cluster"}
        """
                .formatted(url);
    }

    /**
     * Logs contain no secret. Specs and outputs in the store do, as bytes that only their owner may
     * read; what the store has as text does not.
     */
    private static void nobodyElseReadsSecrets() throws Exception {
        try (Connection store =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("regatta.db"));
                Statement statement = store.createStatement()) {
            for (String table : List.of("job", "comparison", "round", "failed_task")) {
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table);
                int rowsRead = 0;
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        String text =
                                new String(
                                        Objects.requireNonNullElse(rows.getBytes(i), new byte[0]),
                                        StandardCharsets.ISO_8859_1);
                        assertThat(text).as(table).doesNotContain(SECRET);
                    }
                    rowsRead++;
                }
                assertThat(rowsRead).as(table).isPositive();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("regatta.db")) {
                    assertThat(Files.getPosixFilePermissions(file))
                            .as(name)
                            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                } else {
                    // Downloaded files are not text.
                    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                    assertThat(content.contains(SECRET)).as(name).isFalse();
                }
            }
        }
    }

    private static String submitWithRate(String mode, int port) throws Exception {
        String job =
                """
                {"workload": {"kind": "download", "urls": ["http://127.0.0.1:%d/"],
                  "repeat": 4, "rate": 50000}, "mode": "%s", "slots": 2}
                """
                        .formatted(port, mode);
        return nodes.submit("rate" + mode, job).json().at("/id").asText();
    }

    /** Runs the cases as one job to its end, and returns the job's id. */
    private static String run(
            String name, String mode, List<HostileOrigin.Case> cases, int maxAttempts)
            throws Exception {
        String id = submit(name, mode, cases, maxAttempts);
        JsonNode _ = nodes.awaitEnd(id);
        return id;
    }

    private static String submit(
            String name, String mode, List<HostileOrigin.Case> cases, int maxAttempts)
            throws Exception {
        List<Source> urls = cases.stream().map(HostileOrigin.Case::source).toList();
        Map<String, ?> job =
                Map.of(
                        "workload",
                        Map.of("kind", "download", "urls", urls),
                        "mode",
                        mode,
                        "slots",
                        64,
                        "maxAttempts",
                        maxAttempts,
                        "retryFor",
                        "PT0S");
        TestingNode.Answer accepted = nodes.submit(name + mode, JSON.writeValueAsString(job));
        assertThat(accepted.status()).as(accepted.response().body()).isEqualTo(202);
        return accepted.json().at("/id").asText();
    }

    private static void check(String mode, List<HostileOrigin.Case> cases, String job, int attempts)
            throws Exception {
        JsonNode tasks = nodes.get("/api/v1/jobs/" + job + "/tasks?limit=1000").json();
        assertThat(tasks.at("/items")).hasSize(cases.size());
        Set<String> kept = new TreeSet<>();
        Path files = folder.resolve("downloads").resolve(job);
        for (int i = 0; i < cases.size(); i++) {
            HostileOrigin.Case one = cases.get(i);
            JsonNode task = tasks.at("/items/" + i);
            String as = "%s in %s: %s".formatted(one.name(), mode, task);
            // An attempt that was handed back before it began has a number, too.
            assertThat(task.at("/attempts").asInt()).as(as).isBetween(attempts, attempts + 2);
            assertThat(task.at("/failure/kind").asText()).as(as).isEqualTo(one.failure());
            assertThat(task.at("/output/sha256").asText()).as(as).isEqualTo(one.sha256());
            if (!one.sha256().isEmpty()) {
                String file = task.at("/output/file").asText();
                assertThat(sha256(files.resolve(file))).as(as).isEqualTo(one.sha256());
                kept.add(file);
            }
        }
        assertThat(names(files)).containsExactlyInAnyOrderElementsOf(kept);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
