package regatta.worker;

import org.jspecify.annotations.Nullable;

/** Brings slots to run their attempts; safe from any thread, and never blocks the caller. */
sealed interface SlotDriver extends AutoCloseable permits BlockingDriver, LoopDriver {

    /** Runs what the slot holds until it has nothing more to run now. */
    void go(Slot slot);

    /**
     * Measures the threads that attempts share; null where each attempt is measured on a thread of
     * its own.
     */
    @Nullable PoolMeter pool();

    @Override
    void close();
}
