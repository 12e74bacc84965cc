package regatta.workload.sharedcounter;

import java.util.ArrayDeque;
import regatta.workload.EventLoop;

/**
 * A lock of an event loop, like Python's {@code asyncio.Lock}. A task that must wait is called back
 * later, and never blocks the loop. Confined to the loop's thread.
 */
final class LoopLock {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean held;

    /**
     * Runs {@code then} when the caller has the lock: during this call if the lock is free,
     * otherwise after all earlier callers.
     */
    void acquire(Runnable then) {
        if (held) {
            waiting.add(then);
        } else {
            held = true;
            then.run();
        }
    }

    /**
     * Releases the lock, or hands the lock to the next caller that waits. That caller continues in
     * a later turn of the loop.
     */
    void release(EventLoop loop) {
        Runnable next = waiting.poll();
        if (next == null) {
            held = false;
        } else {
            loop.execute(next);
        }
    }
}
