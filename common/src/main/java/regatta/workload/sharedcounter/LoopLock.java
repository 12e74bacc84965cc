package regatta.workload.sharedcounter;

import java.util.ArrayDeque;
import regatta.workload.EventLoop;

/**
 * A lock of an event loop, as Python's {@code asyncio.Lock}: who has to wait is called back and
 * never blocks the loop. Confined to the loop's thread.
 */
final class LoopLock {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean held;

    /** Calls back at once, or when all who came before have released it. */
    void acquire(Runnable then) {
        if (held) {
            waiting.add(then);
        } else {
            held = true;
            then.run();
        }
    }

    /** Hands it to the next one, whose turn of the loop comes later. */
    void release(EventLoop loop) {
        Runnable next = waiting.poll();
        if (next == null) {
            held = false;
        } else {
            loop.execute(next);
        }
    }
}
