package regatta.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedLogsTest {
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = context.getLogger("a.b");
    private long now;

    @BeforeEach
    void listen() {
        context.addTurboFilter(new RepeatedLogs(() -> now));
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
    }

    @Test
    void countsAWarningThatRepeatsItself() {
        for (int i = 0; i < 1_000; i++) {
            log.warn("no descriptor for connection " + i, new IllegalStateException());
        }
        assertThat(lines.list).hasSize(RepeatedLogs.LET_THROUGH);
        log.warn("something else");
        assertThat(lines.list).hasSize(RepeatedLogs.LET_THROUGH + 1);
        now += RepeatedLogs.WINDOW_NANOS;
        lines.list.clear();
        log.warn("no descriptor for connection 7");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "left out "
                                + (1_000 - RepeatedLogs.LET_THROUGH)
                                + " messages like the next one",
                        "no descriptor for connection 7");
    }

    @Test
    void leavesWhatIsNoWarningAlone() {
        for (int i = 0; i < 1_000; i++) {
            log.info("worker {} joined", i);
            log.debug("never shown");
        }
        assertThat(lines.list).hasSize(1_000);
    }
}
