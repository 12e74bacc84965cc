package regatta.worker;

import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a slot's attempts one after the other on a thread of an executor. */
final class BlockingDriver implements SlotDriver {
    private final ExecutorService executor;
    private final Supplier<? extends AttemptMeter> meters;
    private final @Nullable PoolMeter pool;

    private BlockingDriver(
            ExecutorService executor,
            Supplier<? extends AttemptMeter> meters,
            @Nullable PoolMeter pool) {
        this.executor = executor;
        this.meters = meters;
        this.pool = pool;
    }

    /** Makes a driver on an executor with a platform thread for each slot. */
    static BlockingDriver onThreads(ExecutorService executor) {
        return new BlockingDriver(executor, ThreadMeter::ofThisThread, null);
    }

    /** Makes a driver on an executor that makes a virtual thread for each slot with work. */
    static BlockingDriver onCarriers(ExecutorService executor) {
        PoolMeter carriers = PoolMeter.ofCarriers();
        return new BlockingDriver(executor, () -> carriers, carriers);
    }

    @Override
    public @Nullable PoolMeter pool() {
        return pool;
    }

    @Override
    public void go(Slot slot) {
        executor.execute(() -> drain(slot));
    }

    private void drain(Slot slot) {
        Thread self = Thread.currentThread();
        AttemptMeter meter = meters.get();
        meter.begin();
        @Nullable Attempt attempt = slot.begin(self);
        while (attempt != null) {
            var outcome = attempt.run();
            long now = System.nanoTime();
            attempt = slot.endAndBegin(attempt, new Slot.End(outcome, now, meter.lap(now)), self);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
