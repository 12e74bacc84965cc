package regatta.coordinator.api;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes of what waits or runs and is in memory until it ends: the specs of jobs and of
 * comparisons together. Safe from any thread.
 */
public final class QueuedBytes {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** Starts to count; one submission may be larger when nothing else is there. */
    public QueuedBytes(long most) {
        this.most = most;
    }

    /** Takes room for a submission; says why when there is none. */
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

    /** Gives back what was taken. */
    public void free(long bytes) {
        taken.addAndGet(-bytes);
    }
}
