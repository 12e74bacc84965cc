package regatta.workload.sharedcounter;

/**
 * Adds up for how long one task held what lets one at a time in, and waited for it. Reading the
 * clock takes longer than adding 1, so short turns are sampled: one in {@link #SAMPLED} stands for
 * all of these. Confined to one task.
 */
final class Held {
    static final int SAMPLED = 16;

    /** From so much work between a read and its write on, the clock does not weigh. */
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

    /** The task asks to be let in. */
    void asks() {
        timed = turn++ % every == 0;
        if (timed) {
            askedAt = System.nanoTime();
        }
    }

    /** The task is in. */
    void got() {
        if (timed) {
            gotAt = System.nanoTime();
            waitedNanos += (gotAt - askedAt) * every;
        }
    }

    /** The task is out again. */
    void left() {
        if (timed) {
            heldNanos += (System.nanoTime() - gotAt) * every;
        }
    }

    /** Time that went into work that was done in vain. */
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
