package regatta.coordinator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What waits for the writer, in the order in which it came; safe from any thread. */
final class WriteQueue {
    private List<Write> waiting = new ArrayList<>();
    private boolean closed;

    /** Adds a write; false when the queue is closed. */
    synchronized boolean add(Write write) {
        if (closed) {
            return false;
        }
        waiting.add(write);
        notifyAll();
        return true;
    }

    /** Takes all that gathered; waits for the first of it, but not for longer than that. */
    synchronized List<Write> take(long atMostNanos) throws InterruptedException {
        long deadline = System.nanoTime() + atMostNanos;
        long left = atMostNanos;
        while (waiting.isEmpty() && !closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        return drain();
    }

    /** Takes all that gathered. */
    synchronized List<Write> drain() {
        List<Write> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** Waits, whatever comes meanwhile, but not once the queue is closed. */
    synchronized void pause(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        long left = nanos;
        while (!closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
