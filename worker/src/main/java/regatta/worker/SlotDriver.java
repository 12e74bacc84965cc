package regatta.worker;

import org.jspecify.annotations.Nullable;

/** Runs the attempts of slots; safe from any thread, and never blocks the caller. */
sealed interface SlotDriver extends AutoCloseable
        permits BlockingDriver, LoopDriver, DispatcherDriver {

    /** Runs the slot's attempts until none of them may run now. */
    void go(Slot slot);

    /**
     * Measures the threads that attempts share; null where each attempt is measured on a thread of
     * its own.
     */
    @Nullable PoolMeter pool();

    /** Measures what an actor system feels that runs the attempts; null where none does. */
    default @Nullable SystemProbe probe() {
        return null;
    }

    @Override
    void close();
}
