package regatta.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import regatta.machine.Visible;
import regatta.secret.Secrets;

/**
 * Writes an event of the log as one line: date, time, zone, level, logger, message, and the error
 * with its stack trace. Secrets are masked, and control characters made visible. Safe from any
 * thread.
 */
public final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    private static final int LONGEST_LEVEL = "ERROR".length();

    private static final int MOST_FRAMES = 40;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        TIME.formatTo(
                Instant.ofEpochMilli(event.getTimeStamp()).atZone(ZoneId.systemDefault()), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).repeat(' ', LONGEST_LEVEL - level.length());
        line.append(' ').append(event.getLoggerName()).append(": ");
        line.append(safe(event.getFormattedMessage()));
        for (IThrowableProxy thrown = event.getThrowableProxy();
                thrown != null;
                thrown = thrown.getCause()) {
            line.append(" | ").append(safe(error(thrown)));
            frames(thrown, line);
        }
        return line.append(System.lineSeparator()).toString();
    }

    /** Masks secrets in a text, and makes its control characters visible. */
    static String safe(@Nullable String text) {
        return text == null ? "" : Visible.of(Secrets.masked(text));
    }

    private static String error(IThrowableProxy thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message;
    }

    private static void frames(IThrowableProxy thrown, StringBuilder text) {
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int shown = Math.min(MOST_FRAMES, frames.length - thrown.getCommonFrames());
        for (int i = 0; i < shown; i++) {
            text.append(" | ").append(frames[i].getSTEAsString());
        }
    }
}
