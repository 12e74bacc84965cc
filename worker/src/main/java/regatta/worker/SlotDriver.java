package regatta.worker;

import org.jspecify.annotations.Nullable;

/** Runs the attempts of slots. Safe from any thread, and never blocks the caller. */
sealed interface SlotDriver extends AutoCloseable
        permits BlockingDriver, LoopDriver, DispatcherDriver {

    /** Runs the slot's attempts until the slot has no attempt that may run now. */
    void go(Slot slot);

    /**
     * Returns the meter of the threads that attempts share; null if each attempt runs on a platform
     * thread that has its own meter.
     */
    @Nullable PoolMeter pool();

    /**
     * Returns the probe of the actor system that runs the attempts; null if no actor system runs
     * attempts.
     */
    default @Nullable SystemProbe probe() {
        return null;
    }

    @Override
    void close();
}
