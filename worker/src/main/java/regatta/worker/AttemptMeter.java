package regatta.worker;

/**
 * Measures how long attempts are on a processor or wait for a processor. The thread that runs the
 * attempts calls the meter.
 */
interface AttemptMeter {
    /**
     * Notes that the calling thread begins an attempt now. Each later attempt begins when the
     * previous attempt ends.
     */
    void begin();

    /**
     * Notes that one attempt has ended, and that the next attempt begins.
     *
     * @param now the current time in ns on the JVM's monotonic clock
     * @return how much processor time the ended attempt used; {@link Spent#UNKNOWN} if not known
     *     yet
     */
    Spent lap(long now);
}
