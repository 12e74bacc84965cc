package regatta.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets the first few repetitions of a warning or error through, and only counts later repetitions,
 * because a lasting fault must not fill the disk. Messages that differ only in digits count as the
 * same message. Safe from any thread.
 */
public final class RepeatedLogs extends TurboFilter {
    static final int LET_THROUGH = 20;
    static final long WINDOW_NANOS = 10_000_000_000L;
    private static final int REMEMBERED = 256;
    private static final int COMPARED = 200;

    private final LongSupplier nanoTime;

    private final Map<String, Window> windows =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
                    return size() > REMEMBERED;
                }
            };

    public RepeatedLogs() {
        this(System::nanoTime);
    }

    RepeatedLogs(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        if (format == null
                || !level.isGreaterOrEqual(Level.WARN)
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        String text = format.substring(0, Math.min(COMPARED, format.length()));
        long left = count(logger.getName() + text.replaceAll("[0-9]+", "#"));
        if (left > 0) {
            logger.warn("left out {} messages like the next one", left);
        }
        return left < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /**
     * Counts a message. Returns −1 if the message must be suppressed; otherwise returns how many
     * equal messages were suppressed since the last equal message that was let through.
     */
    private synchronized long count(String message) {
        long now = nanoTime.getAsLong();
        Window window = windows.computeIfAbsent(message, _ -> new Window(now));
        if (now - window.since >= WINDOW_NANOS) {
            long left = Math.max(0, window.seen - LET_THROUGH);
            window.since = now;
            window.seen = 1;
            return left;
        }
        window.seen++;
        return window.seen > LET_THROUGH ? -1 : 0;
    }

    private static final class Window {
        private long since;
        private long seen;

        Window(long since) {
            this.since = since;
        }
    }
}
