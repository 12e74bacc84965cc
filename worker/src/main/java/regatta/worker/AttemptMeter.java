package regatta.worker;

/** Measures what the attempts of one slot use of the cores. The thread that runs them calls it. */
interface AttemptMeter {
    /** Notes that attempts begin now, one right after the other. */
    void begin();

    /**
     * Notes that one attempt has ended, and that the next begins.
     *
     * @param now on the monotonic clock
     * @return what the ended attempt used, as far as it is known now
     */
    Spent lap(long now);
}
