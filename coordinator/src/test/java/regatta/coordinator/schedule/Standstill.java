package regatta.coordinator.schedule;

import java.util.ArrayDeque;

/** What one node does, in order; while it stands still everything waits for it. */
final class Standstill {
    private final SimulatedTime time;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private long until;

    Standstill(SimulatedTime time) {
        this.time = time;
    }

    void freeze(long nanos) {
        until = Math.max(until, time.now() + nanos);
        time.at(until, this::catchUp);
    }

    /** Does something now, or as soon as the node goes on. */
    void act(Runnable what) {
        if (time.now() < until || !waiting.isEmpty()) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    private void catchUp() {
        while (time.now() >= until && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
