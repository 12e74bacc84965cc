package regatta.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.http.Json;

class LogLineTest {
    private final Logger logger = context().getLogger("regatta.jobs");

    @Test
    void beginsWithDateTimeZoneLevelAndLogger() {
        assertThat(line("job {} accepted", null, "a1"))
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d WARN  regatta\\.jobs: job"
                                + " a1 accepted\\n");
    }

    @Test
    void putsAnErrorAndItsCauseIntoTheSameLine() {
        Exception error = new IllegalStateException("one\ntwo", new RuntimeException("cause"));

        assertThat(line("it failed", error))
                .containsOnlyOnce("\n")
                .contains("it failed | java.lang.IllegalStateException: one\\ntwo | ")
                .contains(" | java.lang.RuntimeException: cause")
                .contains("LogLineTest.java");
    }

    @Test
    void sendsNoControlCharacterAndNoSecret() {
        String hostile = "\u001b[2J\u009b\u202e\r\nGET http://u:p@h/?sig=abcd";

        assertThat(line("name {}", null, hostile))
                .contains("\\u001b[2J\\u009b\\u202e\\r\\nGET http://***@h/?sig=***")
                .containsOnlyOnce("\n");
    }

    @Test
    void isOneLineOfJsonWhereThatIsSet() throws Exception {
        LogJson json = new LogJson();
        json.start();
        String line =
                new String(
                        json.encode(event("job {}", null, "\u009b\n?sig=abcd")),
                        StandardCharsets.UTF_8);

        assertThat(line).containsOnlyOnce("\n").contains("\\u009b");
        assertThat(Json.MAPPER.readTree(line).get("formattedMessage").textValue())
                .isEqualTo("job \u009b\n?sig=***");
        assertThat(Json.MAPPER.readTree(line).get("level").textValue()).isEqualTo("WARN");
        assertThat(Json.MAPPER.readTree(line).get("loggerName").textValue())
                .isEqualTo("regatta.jobs");
    }

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }

    private String line(String format, @Nullable Throwable thrown, Object... arguments) {
        return new LogLine().doLayout(event(format, thrown, arguments));
    }

    private ILoggingEvent event(String format, @Nullable Throwable thrown, Object... arguments) {
        return new LoggingEvent("here", logger, Level.WARN, format, thrown, arguments);
    }
}
