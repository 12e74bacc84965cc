package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a request while the coordinator is busy or restarts. The client waits for a coordinator
 * that has answered before, and treats a coordinator that never answered as absent. The client
 * repeats only requests that change nothing. Confined to one thread.
 */
public final class PatientClient implements Api {
    /**
     * How long to wait for a coordinator. A coordinator with a large store may take this long to
     * start.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Api api;
    private final Duration patience;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private boolean known;
    private long answered;

    /** Waits for a time. */
    @FunctionalInterface
    interface Pause {
        void pass(Duration time) throws InterruptedException;
    }

    /**
     * Creates a patient client.
     *
     * @param patience how long after the coordinator's last answer the client repeats requests
     * @param known whether the coordinator has answered before
     */
    public PatientClient(Api api, Duration patience, boolean known) {
        this(api, patience, known, Thread::sleep, System::nanoTime);
    }

    public PatientClient(
            Api api, Duration patience, boolean known, Pause pause, LongSupplier nanoTime) {
        this.api = api;
        this.patience = patience;
        this.known = known;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.answered = nanoTime.getAsLong();
    }

    /**
     * Sends GET once. If the coordinator is busy or does not answer, waits for the time that the
     * coordinator asked for, and returns empty.
     *
     * @param atMost the longest wait
     * @throws CommandException if the coordinator is absent, refuses the request, or has not
     *     answered for too long
     */
    Optional<JsonNode> ask(String path, Duration atMost) throws IOException, InterruptedException {
        try {
            JsonNode answer = api.send("GET", path, null);
            known = true;
            answered = nanoTime.getAsLong();
            return Optional.of(answer);
        } catch (CommandException failure) {
            known |= failure.exitCode() != Exit.UNREACHABLE;
            Duration without = Duration.ofNanos(nanoTime.getAsLong() - answered);
            Duration wait = failure.retryAfter().orElseThrow(() -> failure);
            if (!known || without.compareTo(patience) >= 0) {
                throw failure;
            }
            pause.pass(wait.compareTo(atMost) < 0 ? wait : atMost);
            return Optional.empty();
        }
    }

    @Override
    public JsonNode send(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        if (!method.equals("GET")) {
            return api.send(method, path, body);
        }
        Optional<JsonNode> answer = ask(path, patience);
        while (answer.isEmpty()) {
            answer = ask(path, patience);
        }
        return answer.get();
    }
}
