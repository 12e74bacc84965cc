package regatta.worker;

import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Runs a slot's attempts one after the other on a thread of an executor. */
final class BlockingDriver implements SlotDriver {
    private final ExecutorService executor;
    private final boolean ownCpu;

    /**
     * Makes the driver.
     *
     * @param executor has a thread for each slot, or makes one
     * @param ownCpu whether the JVM tells a thread of this executor its own processor time
     */
    BlockingDriver(ExecutorService executor, boolean ownCpu) {
        this.executor = executor;
        this.ownCpu = ownCpu;
    }

    @Override
    public void go(Slot slot) {
        executor.execute(() -> drain(slot));
    }

    private void drain(Slot slot) {
        Thread self = Thread.currentThread();
        @Nullable Attempt attempt = slot.begin(self);
        long cpuBefore = cpu();
        while (attempt != null) {
            var outcome = attempt.run();
            long now = System.nanoTime();
            // One reading an attempt: it costs more than all else here, so the end of one is the
            // beginning of the next.
            long cpu = cpu();
            long spent = cpu < 0 ? -1 : cpu - cpuBefore;
            cpuBefore = cpu;
            attempt = slot.endAndBegin(attempt, new Slot.End(outcome, now, spent), self);
        }
    }

    private long cpu() {
        return ownCpu ? CpuTime.ofThisThread() : -1;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
