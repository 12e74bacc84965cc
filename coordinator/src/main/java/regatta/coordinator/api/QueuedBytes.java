package regatta.coordinator.api;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes of the specs of unfinished jobs and comparisons, which are in memory until they
 * end. Safe from any thread.
 */
public final class QueuedBytes {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Starts to count, up to a limit. A single submission may exceed it if nothing else is there.
     */
    public QueuedBytes(long most) {
        this.most = most;
    }

    /** Takes room for a submission. Returns why there is none; empty if there is. */
    public Optional<String> take(long bytes) {
        long before = taken.getAndAdd(bytes);
        if (before == 0 || bytes == 0 || before + bytes <= most) {
            return Optional.empty();
        }
        free(bytes);
        return Optional.of(
                "%,d more bytes would pass the limit of %,d bytes of unfinished jobs and comparisons"
                                .formatted(bytes, most)
                        + " (regatta.coordinator.max-queued-bytes)");
    }

    /** Gives back bytes that were taken. */
    public void free(long bytes) {
        taken.addAndGet(-bytes);
    }
}
