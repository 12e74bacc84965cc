package regatta.worker;

/** Brings slots to run their attempts; safe from any thread, and never blocks the caller. */
sealed interface SlotDriver extends AutoCloseable permits BlockingDriver, LoopDriver {

    /** Runs what the slot holds until it has nothing more to run now. */
    void go(Slot slot);

    @Override
    void close();
}
