package regatta.worker;

import org.jspecify.annotations.Nullable;

/** Runs the attempts of slots. Safe from any thread, and never blocks the caller. */
sealed interface SlotDriver extends AutoCloseable
        permits BlockingDriver, LoopDriver, DispatcherDriver {

    /** Runs the slot's attempts until none of them may run now. */
    void go(Slot slot);

    /**
     * Returns the meter of the threads that attempts share; null if each attempt has a thread of
     * its own, which is measured by itself.
     */
    @Nullable PoolMeter pool();

    /** Returns the probe of the actor system that runs the attempts; null if none does. */
    default @Nullable SystemProbe probe() {
        return null;
    }

    @Override
    void close();
}
