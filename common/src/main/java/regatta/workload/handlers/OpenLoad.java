package regatta.workload.handlers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends requests at a stated rate from one thread, whether or not the service answered earlier
 * requests.
 *
 * <p>A selector is precise only to a millisecond. So the thread polls more often when the start of
 * a request is near.
 */
final class OpenLoad {
    /**
     * How many health checks are sent in each second. If the service answers no health check for a
     * second, about a hundred health checks have a longer latency.
     */
    static final double HEALTH_RATE = 100;

    /**
     * The largest number of connections for requests. A connection takes two file descriptors, one
     * at each end.
     */
    static final int LINKS = 512;

    private static final int HEALTH_LINKS = 256;
    private static final long LEAD_NANOS = 5_000_000;
    private static final long NEAR_NANOS = 1_500_000;
    private static final long LOOK_NANOS = 50_000;
    private static final long MILLI = 1_000_000;
    private static final double NANOS = 1e9;

    private final InetSocketAddress service;
    private final LoadTask task;
    private final Requests work;
    private final Requests health;

    OpenLoad(InetSocketAddress service, LoadTask task) {
        this.service = service;
        this.task = task;
        double seconds = task.durationNanos() / NANOS;
        work = new Requests("/work", task.rate(), seconds, LINKS);
        health = new Requests("/health", HEALTH_RATE, seconds, HEALTH_LINKS);
    }

    /**
     * Sends the load, and waits until every request was answered or the time for answers is over.
     *
     * @param stops returns true if the load is to stop early
     * @throws InterruptedException if {@code stops} returned true before the load was over
     */
    Measured run(BooleanSupplier stops) throws IOException, InterruptedException {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (Selector selector = Selector.open()) {
            long start = System.nanoTime() + LEAD_NANOS;
            work.begin(start);
            health.begin(start);
            send(selector, start + task.durationNanos() + task.graceNanos(), stops);
            long now = System.nanoTime();
            work.giveUp(now);
            health.giveUp(now);
        }
        long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        return Measured.of(work, health, task.ownNanos() / NANOS, used / NANOS);
    }

    private void send(Selector selector, long deadline, BooleanSupplier stops)
            throws IOException, InterruptedException {
        while (!(work.isOver() && health.isOver())) {
            long now = System.nanoTime();
            if (now >= deadline) {
                return;
            }
            if (stops.getAsBoolean()) {
                throw new InterruptedException("stopped while requests were sent");
            }
            // Health checks go first, because a request may first have to open a connection, which
            // takes time.
            health.send(service, selector, now);
            work.send(service, selector, now);
            long next = Math.min(deadline, Math.min(work.next(), health.next()));
            await(selector, next - System.nanoTime());
        }
    }

    private static void await(Selector selector, long nanos) throws IOException {
        if (nanos > NEAR_NANOS) {
            selector.select(OpenLoad::ready, (nanos - LOOK_NANOS) / MILLI);
        } else if (selector.selectNow(OpenLoad::ready) == 0) {
            // If a request is due but lacks a connection, the request waits until an answer frees a
            // connection.
            LockSupport.parkNanos(nanos > 0 ? Math.min(nanos, LOOK_NANOS) : LOOK_NANOS);
        }
    }

    private static void ready(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Link link) {
            link.ready(key, System.nanoTime());
        }
    }
}
