package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditTest {
    private final Logger log = (Logger) LoggerFactory.getLogger("regatta.audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final TestingApi api = new TestingApi();

    @BeforeEach
    void listen() {
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
        api.post("/api/v1/jobs", "{\"workload\": {\"kind\": \"testing\", \"targets\": [1]}}");

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.INFO);
                    assertThat(line.getFormattedMessage())
                            .matches(
                                    "anybody from .*: POST /api/v1/jobs is 202, /api/v1/jobs/\\w+");
                });
    }

    /** The log limits warnings that repeat, and nothing else. */
    @Test
    void warnsOfNonsenseSoThatTheLogCanLimitIt() {
        api.post("/api/v1/jobs", "nonsense");
        api.post("/api/v1/jobs/none/cancel", "");
        api.get("/api/v1/jobs?limit=nonsense");

        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.WARN);
        assertThat(lines.list.getFirst().getFormattedMessage())
                .matches("refused anybody from .*: POST /api/v1/jobs is 400");
    }
}
