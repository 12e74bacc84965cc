package regatta.machine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Notices that this whole process stood still, because the process was stopped or its machine was
 * frozen.
 *
 * <p>A thread sleeps for a short while, again and again. If the thread wakes up late, and neither a
 * lack of cores nor a garbage collection explains the delay, the process stood still.
 */
final class StandStill {
    /**
     * How long the thread sleeps each time. A stand-still that is shorter than this time does not
     * count.
     */
    static final Duration STEP = Duration.ofMillis(50);

    private final LongSupplier collectedNanos;
    private volatile long stoodNanos;

    private StandStill(LongSupplier collectedNanos) {
        this.collectedNanos = collectedNanos;
    }

    /**
     * Starts to watch this process until this JVM ends.
     *
     * @param collectedNanos returns how long garbage collections have taken so far
     */
    static StandStill watch(LongSupplier collectedNanos) {
        StandStill watch = new StandStill(collectedNanos);
        Thread.ofPlatform().name("stand-still").daemon().start(watch::run);
        return watch;
    }

    /** Returns how long this process stood still since the watch began. */
    long nanos() {
        return stoodNanos;
    }

    /**
     * Returns how long this process stood still during a sleep: the part of the sleep's delay that
     * neither a wait for a core nor the garbage collector explains; 0 if this part is shorter than
     * {@link #STEP}.
     *
     * @param slept how long the sleep took in fact
     * @param queued for which part of {@code slept} the thread was ready but had no core
     * @param collected for which part of {@code slept} the JVM collected garbage
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
