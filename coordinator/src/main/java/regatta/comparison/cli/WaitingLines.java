package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Prints a line whenever a comparison begins to wait. Used if there is no terminal for a {@link
 * ProgressLine}.
 */
final class WaitingLines implements CompareRun.Listener {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintWriter messages;
    private String last = "";

    WaitingLines(PrintWriter messages) {
        this.messages = messages;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void begins(JsonNode comparison) {}

    @Override
    public void at(JsonNode comparison) {
        String waitingFor = comparison.path("waitingFor").asText("");
        if (!waitingFor.equals(last) && !waitingFor.isEmpty()) {
            messages.println("The comparison waits for " + waitingFor);
            messages.flush();
        }
        last = waitingFor;
    }

    @Override
    public void ended() {}
}
