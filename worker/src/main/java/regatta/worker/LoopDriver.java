package regatta.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Outcome;
import regatta.workload.SelectorLoop;

/**
 * Starts the attempts of all slots on one event loop, so that one attempt runs while other attempts
 * wait for something.
 */
final class LoopDriver implements SlotDriver {
    private final String name;
    private final PoolMeter meter = PoolMeter.of(this::threads);
    private @Nullable SelectorLoop loop;

    LoopDriver(String name) {
        this.name = name;
    }

    @Override
    public void go(Slot slot) {
        SelectorLoop running = loop();
        running.execute(() -> step(slot, running));
    }

    private void step(Slot slot, SelectorLoop running) {
        meter.begin();
        Attempt attempt = slot.begin(null);
        if (attempt != null) {
            attempt.start(running, outcome -> ended(slot, attempt, outcome));
        }
    }

    /**
     * Notes that an attempt ended. The slot's next attempt queues on the loop behind the attempts
     * of other slots.
     */
    private void ended(Slot slot, Attempt attempt, Outcome outcome) {
        if (slot.end(attempt, new Slot.End(outcome, System.nanoTime(), Spent.UNKNOWN))) {
            go(slot);
        }
    }

    @Override
    public PoolMeter pool() {
        return meter;
    }

    /** Returns the loop's only thread; empty if no attempt has needed the loop yet. */
    private synchronized List<Thread> threads() {
        return loop == null ? List.of() : List.of(loop.thread());
    }

    /**
     * Returns the loop. Only the first call makes the loop, so a mode without jobs has no thread.
     */
    private synchronized SelectorLoop loop() {
        if (loop == null) {
            loop = new SelectorLoop(name);
        }
        return loop;
    }

    @Override
    public synchronized void close() {
        if (loop != null) {
            loop.close();
        }
    }
}
