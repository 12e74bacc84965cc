package regatta.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts open connections by the address of the client; safe from any thread. */
final class Connections {
    private final int mostEach;
    private final Map<InetAddress, Integer> open = new HashMap<>();

    /** Allows at most {@code mostEach} open connections from each address. */
    Connections(int mostEach) {
        this.mostEach = mostEach;
    }

    /**
     * Counts one more connection, and returns whether the connection is allowed. A refused
     * connection does not count.
     */
    synchronized boolean open(InetAddress from) {
        int before = open.getOrDefault(from, 0);
        if (before >= mostEach) {
            return false;
        }
        open.put(from, before + 1);
        return true;
    }

    synchronized void close(InetAddress from) {
        open.computeIfPresent(from, (_, count) -> count > 1 ? count - 1 : null);
    }
}
