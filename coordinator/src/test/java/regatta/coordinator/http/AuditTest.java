package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AuditTest {
    private static final String TOKEN = "a-token-for-the-audit-".repeat(2);
    private static final String[] AUTHORIZATION = {"Authorization", "Bearer " + TOKEN};

    private final Logger log = (Logger) LoggerFactory.getLogger("regatta.audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @TempDir private Path folder;
    private TestingApi api;

    /** A token of its own, because the log limits the refusals of all strangers together. */
    @BeforeEach
    void listen() throws IOException {
        Path tokens =
                Files.createFile(
                        folder.resolve("tokens"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, TOKEN + " read,submit,admin auditor\n");
        api = new TestingApi("regatta.auth.token-file=\"" + tokens + "\"");
        log.setLevel(Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        log.setLevel(null);
        api.close();
    }

    @Test
    void tellsWhoSubmittedWhat() {
        api.post(
                "/api/v1/jobs",
                "{\"workload\": {\"kind\": \"testing\", \"targets\": [1]}}",
                AUTHORIZATION);

        assertThat(own())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.INFO);
                    assertThat(line.getFormattedMessage())
                            .matches(
                                    "auditor from .*: POST /api/v1/jobs is 202, /api/v1/jobs/\\w+");
                });
    }

    /** The log limits warnings that repeat, and nothing else. */
    @Test
    void warnsOfNonsenseSoThatTheLogCanLimitIt() {
        api.post("/api/v1/jobs", "nonsense", AUTHORIZATION);
        api.post("/api/v1/jobs/none/cancel", "", AUTHORIZATION);
        api.get("/api/v1/jobs?limit=nonsense", AUTHORIZATION);

        assertThat(own())
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.WARN);
        assertThat(own().getFirst().getFormattedMessage())
                .matches("refused auditor from .*: POST /api/v1/jobs is 400");
    }

    /** Returns the lines about this test's token. Other tests in the same JVM cause others. */
    private List<ILoggingEvent> own() {
        List<ILoggingEvent> all;
        synchronized (lines) {
            all = List.copyOf(lines.list);
        }
        return all.stream().filter(line -> line.getFormattedMessage().contains("auditor")).toList();
    }
}
