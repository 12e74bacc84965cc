package regatta.cli.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import regatta.machine.Visible;
import regatta.secret.Secrets;

/**
 * Writes an event of the log as one line of JSON: {@code timestamp} (milliseconds since 1970),
 * {@code level}, {@code loggerName}, {@code threadName}, {@code mdc}, {@code formattedMessage},
 * {@code throwable}. Secrets are masked, and control characters escaped. Safe from any thread.
 */
public final class LogJson extends JsonEncoder {
    public LogJson() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMarkers(false);
        setWithMessage(false);
        setWithArguments(false);
        setWithKVPList(false);
        setWithFormattedMessage(true);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = new String(super.encode(event), StandardCharsets.UTF_8).strip();
        // The JSON encoder has already escaped control characters below U+0020. All other control
        // characters are inside strings, where an escape is valid, too.
        return (Visible.of(Secrets.masked(line)) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
