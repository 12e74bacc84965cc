package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** The last lines of what happened in a simulation; made only for one that is looked at. */
final class Trace {
    private static final int LINES = 400;

    private final boolean on;
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    Trace(boolean on) {
        this.on = on;
    }

    void add(SimulatedTime time, Supplier<String> line) {
        if (on) {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.add("%12.6f %s".formatted(time.now() / 1e9, line.get()));
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
