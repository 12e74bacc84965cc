package regatta.workload.sharedcounter;

/**
 * Measures how long one task held the lock of its discipline (or another thing that lets in one
 * task at a time), and how long the task waited to be let in. Reading the clock takes longer than
 * adding 1. So if turns are short, this class measures only one in {@link #SAMPLED} turns, and
 * assumes that the other turns are as long. Confined to one task.
 */
final class Held {
    static final int SAMPLED = 16;

    /** The least work of a turn, in nanoseconds, that takes much longer than reading the clock. */
    private static final long LONG_NANOS = 1_000;

    private final int every;
    private long turn;
    private boolean timed;
    private long askedAt;
    private long gotAt;
    private long heldNanos;
    private long waitedNanos;

    Held(long apartNanos) {
        every = apartNanos >= LONG_NANOS ? 1 : SAMPLED;
    }

    /** Notes that the task asks to be let in. */
    void asks() {
        timed = turn++ % every == 0;
        if (timed) {
            askedAt = System.nanoTime();
        }
    }

    /** Notes that the task was let in. */
    void got() {
        if (timed) {
            gotAt = System.nanoTime();
            waitedNanos += (gotAt - askedAt) * every;
        }
    }

    /** Notes that the task lets other tasks in again. */
    void left() {
        if (timed) {
            heldNanos += (System.nanoTime() - gotAt) * every;
        }
    }

    /** Adds the time of work that had to be repeated. */
    void repeated(long nanos) {
        waitedNanos += nanos;
    }

    long heldNanos() {
        return heldNanos;
    }

    long waitedNanos() {
        return waitedNanos;
    }
}
