package regatta.worker;

/**
 * Measures how long the attempts of one slot are on a processor or wait for one. The thread that
 * runs the attempts calls the meter.
 */
interface AttemptMeter {
    /** Notes that attempts begin now, one right after the other. */
    void begin();

    /**
     * Notes that one attempt has ended, and that the next begins.
     *
     * @param now on the monotonic clock
     * @return what the ended attempt used of the processors, as far as it is known now
     */
    Spent lap(long now);
}
