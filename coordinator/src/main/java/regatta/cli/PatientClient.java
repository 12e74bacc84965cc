package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks again where a coordinator is busy, or restarts: one that has answered before is expected to
 * come back, one that never did is not there. Only what changes nothing is asked again; for one
 * thread.
 */
public final class PatientClient implements Api {
    /** As long as a coordinator with a large store may take to start. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Api api;
    private final Duration patience;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private boolean known;
    private long answered;

    /** Passes time. */
    @FunctionalInterface
    interface Pause {
        void pass(Duration time) throws InterruptedException;
    }

    /**
     * A client that is patient.
     *
     * @param patience how long to ask again without an answer
     * @param known whether a coordinator has answered already
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
     * Asks once; empty where there was no answer, and what the coordinator asks to wait has passed.
     *
     * @param atMost how long to wait
     * @throws CommandException when there is no hope of an answer, or no patience any more
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
