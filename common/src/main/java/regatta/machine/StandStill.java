package regatta.machine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Notices that this whole process stood still: it was stopped, or its machine was frozen.
 *
 * <p>A thread sleeps for a short while, again and again. When it wakes up late, the process stood
 * still for as long as neither a lack of cores nor a collection of garbage explains.
 */
final class StandStill {
    /** The shortest pause that counts; the thread sleeps for as long. */
    static final Duration STEP = Duration.ofMillis(50);

    private final LongSupplier collectedNanos;
    private volatile long stoodNanos;

    private StandStill(LongSupplier collectedNanos) {
        this.collectedNanos = collectedNanos;
    }

    /**
     * Starts to watch, for as long as this JVM lives.
     *
     * @param collectedNanos how long garbage was collected so far
     */
    static StandStill watch(LongSupplier collectedNanos) {
        StandStill watch = new StandStill(collectedNanos);
        Thread.ofPlatform().name("stand-still").daemon().start(watch::run);
        return watch;
    }

    /** How long this process stood still since the watch began. */
    long nanos() {
        return stoodNanos;
    }

    /**
     * The part of a sleep that only a stop explains.
     *
     * @param slept how long the thread was away
     * @param queued how long of it the thread was ready and had no core
     * @param collected how long of it garbage was collected
     */
    static long stood(long slept, long queued, long collected) {
        long late = slept - STEP.toNanos();
        long unexplained = late - queued - collected;
        return unexplained >= STEP.toNanos() ? unexplained : 0;
    }

    private void run() {
        Optional<SchedStat> own = SchedStat.ofThisThread();
        long stood = 0;
        while (true) {
            long before = System.nanoTime();
            long queuedBefore = queued(own).orElse(0);
            long collectedBefore = collectedNanos.getAsLong();
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException nobodyDoesThat) {
                return;
            }
            long slept = System.nanoTime() - before;
            if (slept >= 2 * STEP.toNanos()) {
                long queued = queued(own).orElse(0) - queuedBefore;
                long collected = collectedNanos.getAsLong() - collectedBefore;
                stood += stood(slept, queued, collected);
                stoodNanos = stood;
            }
        }
    }

    private static OptionalLong queued(Optional<SchedStat> own) {
        return own.flatMap(SchedStat::read)
                .map(reading -> OptionalLong.of(reading.queuedNanos()))
                .orElse(OptionalLong.empty());
    }
}
