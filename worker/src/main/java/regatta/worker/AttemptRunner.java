package regatta.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.SlotOffer;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerCommand.Dispatch;
import regatta.protocol.WorkerCommand.RunAttempts;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * The slots of one worker, and the threads that they run attempts on.
 *
 * <p>It belongs to the node and outlives actor systems. One {@link Worker} at a time calls it;
 * nothing here blocks the caller, and no task ever runs on the caller's thread.
 */
public final class AttemptRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    private record Name(JobId job, TaskAttempt attempt) {}

    private final Workloads workloads;
    private final SlotOffer offer;
    private final SlotDriver driver;
    private final @Nullable CpuTime sharedCpu;
    private final List<Slot> slots;
    private final ConcurrentLinkedQueue<Slot> telling = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Map<Name, Attempt> unconfirmed = new HashMap<>();
    private News apart = new News();
    private boolean draining;
    private volatile Runnable wakeUp = () -> {};

    /**
     * Makes the slots; threads are made when they are first needed.
     *
     * @param name the beginning of the names of its threads
     */
    public AttemptRunner(Workloads workloads, SlotOffer offer, Execution execution, String name) {
        this.workloads = workloads;
        this.offer = offer;
        int size = offer.total();
        driver =
                switch (execution) {
                    case THREAD_POOL ->
                            new BlockingDriver(TaskExecutors.threadPool(name, size), true);
                    case FORK_JOIN -> new BlockingDriver(TaskExecutors.forkJoin(name, size), true);
                    case VIRTUAL_THREADS ->
                            new BlockingDriver(TaskExecutors.virtualThreads(name), false);
                    case EVENT_LOOP -> new LoopDriver(name);
                };
        sharedCpu =
                switch (driver) {
                    case LoopDriver loop -> new CpuTime(loop::threads);
                    case BlockingDriver _ ->
                            execution.cpuShared() ? new CpuTime(CpuTime::carriers) : null;
                };
        slots = IntStream.range(0, size).mapToObj(_ -> new Slot(driver, this::tell)).toList();
    }

    public SlotOffer offer() {
        return offer;
    }

    public Workloads workloads() {
        return workloads;
    }

    /**
     * Names who is to be woken when something happened; at most one wake-up is outstanding until
     * the next {@link #take}.
     */
    void onNews(Runnable wake) {
        wakeUp = wake;
        woken.set(false);
    }

    /** Queues attempts, each in its slot; hands them back at once after {@link #drain}. */
    void enqueue(RunAttempts run) {
        Attempt.Work work =
                new Attempt.Work(run.job(), run.kind(), workloads.find(run.kind()).orElse(null));
        long now = System.nanoTime();
        for (Dispatch dispatch : run.attempts()) {
            Attempt attempt = new Attempt(work, dispatch, now);
            if (draining) {
                apart.returned().add(attempt);
                wake();
            } else if (dispatch.slot() < 0 || dispatch.slot() >= slots.size()) {
                attempt.end(noSuchSlot(dispatch.slot()), now, -1);
                apart.ended().add(attempt);
                wake();
            } else {
                slots.get(dispatch.slot()).enqueue(attempt);
            }
        }
    }

    /** Deletes what tasks of a job left on disk, on a thread of its own: disks may be slow. */
    void discardFiles(JobId job, String kind) {
        Workload<?, ?, ?, ?> workload = workloads.find(kind).orElse(null);
        if (workload != null) {
            Thread.ofVirtual()
                    .name("discard-files")
                    .start(() -> {
                        try {
                            workload.discardFiles(job.value());
                        } catch (IOException remain) {
                            LOG.warn("files of job {} cannot be deleted", job, remain);
                        }
                    });
        }
    }

    private Outcome noSuchSlot(int slot) {
        String message = "there is no slot " + slot + " among " + slots.size();
        return new Outcome.Failed(new Failure(Failure.ERROR, message, true));
    }

    /** Hands back up to a number of a job's unstarted attempts from the end of a slot's queue. */
    void recall(JobId job, int slot, int count) {
        if (slot >= 0 && slot < slots.size()) {
            slots.get(slot).recall(job, count);
        }
    }

    /** Ends unstarted attempts at once and interrupts running ones. */
    void cancel(JobAttempts attempts) {
        Set<TaskAttempt> names = new HashSet<>(attempts.attempts());
        slots.forEach(slot -> slot.cancel(attempts.job(), names));
    }

    /** From now on takes nothing, and hands back what has not started. */
    void drain() {
        draining = true;
        slots.forEach(Slot::recallAll);
    }

    boolean isDraining() {
        return draining;
    }

    /** Counts whatever still runs as cancelled, whether it stops or not. */
    void abandon() {
        slots.forEach(Slot::abandon);
    }

    /** The report of this attempt's start was acknowledged. */
    void confirm(JobId job, TaskAttempt name) {
        Attempt attempt = unconfirmed.isEmpty() ? null : unconfirmed.remove(new Name(job, name));
        if (attempt != null) {
            slots.get(attempt.slot()).confirm(attempt);
        }
    }

    /** Has whatever ended told, also what would wait for more to be told with. */
    void flush() {
        slots.forEach(Slot::flush);
    }

    /** Hands over what happened since the last call. */
    News take() {
        woken.set(false);
        News news = apart;
        apart = new News();
        for (Slot slot = telling.poll(); slot != null; slot = telling.poll()) {
            slot.take(news);
        }
        for (Attempt attempt : news.started()) {
            if (!attempt.confirmed()) {
                unconfirmed.put(new Name(attempt.jobId(), attempt.name()), attempt);
            }
        }
        if (sharedCpu != null && !news.ended().isEmpty()) {
            long spent = sharedCpu.sinceLast();
            long share = spent < 0 ? -1 : spent / news.ended().size();
            news.ended().forEach(attempt -> attempt.share(share));
        }
        return news;
    }

    /** Tells of everything that is queued, runs, or was not yet taken. */
    void held(BiConsumer<Attempt, State> to) {
        slots.forEach(slot -> slot.held(to));
        apart.ended().forEach(attempt -> to.accept(attempt, State.ENDED));
        apart.returned().forEach(attempt -> to.accept(attempt, State.ENDED));
    }

    boolean isEmpty() {
        List<Attempt> any = new ArrayList<>();
        held((attempt, _) -> any.add(attempt));
        return any.isEmpty();
    }

    private void tell(Slot slot) {
        telling.add(slot);
        wake();
    }

    private void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            wakeUp.run();
        }
    }

    /** Interrupts whatever runs and ends its threads. */
    @Override
    public void close() {
        driver.close();
    }
}
