package regatta.coordinator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The writes that wait for the writer, first come first served. Safe from any thread. */
final class WriteQueue {
    private List<Write> waiting = new ArrayList<>();
    private boolean closed;

    /** Adds a write; returns false if the queue is closed. */
    synchronized boolean add(Write write) {
        if (closed) {
            return false;
        }
        waiting.add(write);
        notifyAll();
        return true;
    }

    /**
     * Takes and returns all waiting writes. If the queue is empty, first waits up to {@code
     * atMostNanos} nanoseconds for a write.
     */
    synchronized List<Write> take(long atMostNanos) throws InterruptedException {
        long deadline = System.nanoTime() + atMostNanos;
        long remaining = atMostNanos;
        while (waiting.isEmpty() && !closed && remaining > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, remaining);
            remaining = deadline - System.nanoTime();
        }
        return drain();
    }

    /** Takes and returns all waiting writes, and waits for none. */
    synchronized List<Write> drain() {
        List<Write> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /**
     * Waits for the given time. A new write does not end the wait. If the queue is closed, the wait
     * ends.
     */
    synchronized void pause(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        long remaining = nanos;
        while (!closed && remaining > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, remaining);
            remaining = deadline - System.nanoTime();
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
