package regatta.worker;

/**
 * Measures what the attempts of one slot have of the cores; called on the thread that runs them.
 */
interface AttemptMeter {
    /** Attempts begin now, one right after the other. */
    void begin();

    /**
     * One attempt has ended, and the next begins.
     *
     * @param now on the monotonic clock
     * @return what the one that ended had, as far as it is known now
     */
    Spent lap(long now);
}
