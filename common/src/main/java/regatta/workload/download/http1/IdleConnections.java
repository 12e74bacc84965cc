package regatta.workload.download.http1;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Holds open connections that no request uses now: at most {@link #MAX} connections, each for a few
 * seconds.
 *
 * <p>Times are nanoseconds of one monotonic clock. Safe from any thread.
 */
final class IdleConnections<C extends Closeable> {
    static final int MAX = 64;

    /**
     * How long a connection may be idle. Common servers keep idle connections for longer, so a
     * server has seldom closed a connection that a request takes.
     */
    static final long MAX_IDLE_NANOS = 4_000_000_000L;

    private final ArrayDeque<Idle<C>> oldestFirst = new ArrayDeque<>();

    /** Takes the most recently used connection to an endpoint. */
    synchronized Optional<C> take(Endpoint endpoint) {
        Iterator<Idle<C>> newestFirst = oldestFirst.descendingIterator();
        while (newestFirst.hasNext()) {
            Idle<C> idle = newestFirst.next();
            if (idle.endpoint().equals(endpoint)) {
                newestFirst.remove();
                return Optional.of(idle.connection());
            }
        }
        return Optional.empty();
    }

    /** Keeps a connection, and closes the oldest connection if there are too many connections. */
    void put(Endpoint endpoint, C connection, long now) {
        List<C> closing = new ArrayList<>();
        synchronized (this) {
            oldestFirst.addLast(new Idle<>(endpoint, connection, now));
            if (oldestFirst.size() > MAX) {
                closing.add(oldestFirst.removeFirst().connection());
            }
        }
        closing.forEach(Sockets::close);
    }

    /** Removes a connection that was closed while it was idle. */
    synchronized void remove(C connection) {
        oldestFirst.removeIf(idle -> idle.connection().equals(connection));
    }

    /**
     * Closes connections that were idle for too long, and returns whether any connections remain.
     */
    boolean expire(long now) {
        List<C> closing = new ArrayList<>();
        boolean left;
        synchronized (this) {
            while (!oldestFirst.isEmpty()
                    && now - oldestFirst.getFirst().since() >= MAX_IDLE_NANOS) {
                closing.add(oldestFirst.removeFirst().connection());
            }
            left = !oldestFirst.isEmpty();
        }
        closing.forEach(Sockets::close);
        return left;
    }

    private record Idle<C>(Endpoint endpoint, C connection, long since) {}
}
