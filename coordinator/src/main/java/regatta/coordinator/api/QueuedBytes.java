package regatta.coordinator.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of the specs of unfinished jobs and comparisons. The spec of a job or comparison
 * is in memory until the job or comparison ends. Safe from any thread.
 */
public final class QueuedBytes {
    private final long most;
    private final TokenShare share;
    private final Map<String, Long> byToken = new HashMap<>();
    private long taken;

    /**
     * Creates a count that may grow to {@code most} bytes. If no other bytes are counted, one
     * submission may exceed this limit.
     *
     * @param share the part of the limit that one token may use
     */
    public QueuedBytes(long most, TokenShare share) {
        this.most = most;
        this.share = share;
    }

    /**
     * Counts the bytes of a submission if the limit allows the submission. Returns why the limit
     * does not allow the submission; empty if the bytes are counted.
     *
     * @param token the name of the submission's token; null if the submission has no token
     */
    public synchronized Optional<String> take(@Nullable String token, long bytes) {
        if (bytes == 0) {
            return Optional.empty();
        }
        if (taken > 0 && taken + bytes > most) {
            return Optional.of(
                    "%,d more bytes would exceed the limit of %,d bytes of unfinished jobs and comparisons"
                                    .formatted(bytes, most)
                            + " (regatta.coordinator.max-queued-bytes)");
        }
        long used = token == null ? 0 : byToken.getOrDefault(token, 0L);
        Optional<String> greedy =
                share.refusal(token, used, bytes, most, "bytes of unfinished jobs and comparisons");
        if (greedy.isEmpty()) {
            add(token, bytes);
        }
        return greedy;
    }

    /** Gives back bytes that {@link #take} counted. */
    public synchronized void free(@Nullable String token, long bytes) {
        if (bytes != 0) {
            add(token, -bytes);
        }
    }

    private void add(@Nullable String token, long bytes) {
        taken += bytes;
        if (token != null) {
            byToken.merge(
                    token, bytes, (before, more) -> before + more == 0 ? null : before + more);
        }
    }
}
