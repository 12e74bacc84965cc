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
import regatta.machine.JvmMeter;
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
 * The slots of one worker, and the threads that run attempts in them.
 *
 * <p>The node owns this object, which outlives actor systems. One {@link Worker} at a time calls
 * this object. No method blocks the caller, and no task runs on the caller's thread.
 */
public final class AttemptRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    private record Name(JobId job, TaskAttempt attempt) {}

    private final Workloads workloads;
    private final SlotOffer offer;
    private final SlotDriver driver;
    private final List<Slot> slots;
    private final ConcurrentLinkedQueue<Slot> telling = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Map<Name, Attempt> unconfirmed = new HashMap<>();
    private final JvmUses uses;
    private final @Nullable SystemProbe probe;
    private News apart = new News();

    /**
     * The number of attempts that arrived and that {@link #take} has not returned yet. {@code take}
     * returns an attempt after the attempt has ended, or after a slot has handed the attempt back
     * unstarted.
     */
    private int outstanding;

    private boolean draining;
    private volatile Runnable wakeUp = () -> {};

    /**
     * Makes the slots. Makes each thread only when an attempt first needs the thread.
     *
     * @param name the beginning of the threads' names
     */
    public AttemptRunner(Workloads workloads, SlotOffer offer, Execution execution, String name) {
        this(workloads, offer, driver(execution, name, offer.total()));
    }

    /** Makes slots that run their attempts in actors on a Pekko dispatcher. */
    public AttemptRunner(
            Workloads workloads, SlotOffer offer, DispatcherSettings dispatcher, String name) {
        this(workloads, offer, new DispatcherDriver(dispatcher, name));
    }

    private AttemptRunner(Workloads workloads, SlotOffer offer, SlotDriver driver) {
        this.workloads = workloads;
        this.offer = offer;
        this.driver = driver;
        probe = driver.probe();
        uses =
                new JvmUses(
                        JvmMeter.ofThisJvm()::read,
                        System::nanoTime,
                        probe == null ? null : probe.counts());
        slots =
                IntStream.range(0, offer.total())
                        .mapToObj(_ -> new Slot(driver, this::tell))
                        .toList();
    }

    private static SlotDriver driver(Execution execution, String name, int size) {
        return switch (execution) {
            case THREAD_POOL -> BlockingDriver.onThreads(TaskExecutors.threadPool(name, size));
            case FORK_JOIN -> BlockingDriver.onThreads(TaskExecutors.forkJoin(name, size));
            case VIRTUAL_THREADS -> BlockingDriver.onCarriers(TaskExecutors.virtualThreads(name));
            case EVENT_LOOP -> new LoopDriver(name);
            case DISPATCHER ->
                    throw new IllegalArgumentException("a dispatcher needs a configuration");
        };
    }

    public SlotOffer offer() {
        return offer;
    }

    public Workloads workloads() {
        return workloads;
    }

    /**
     * Sets the callback that tells the worker to call {@link #take}. The callback runs at most once
     * between two calls of {@link #take}.
     */
    void onNews(Runnable wake) {
        wakeUp = wake;
        woken.set(false);
    }

    /**
     * Queues each attempt in the attempt's slot. After {@link #drain}, hands the attempts back to
     * the coordinator instead.
     */
    void enqueue(RunAttempts run) {
        Attempt.Work work =
                new Attempt.Work(run.job(), run.kind(), workloads.find(run.kind()).orElse(null));
        long now = System.nanoTime();
        outstanding += run.attempts().size();
        for (Dispatch dispatch : run.attempts()) {
            Attempt attempt = new Attempt(work, dispatch, now);
            if (draining) {
                apart.returned().add(attempt);
                wake();
            } else if (dispatch.slot() < 0 || dispatch.slot() >= slots.size()) {
                attempt.end(noSuchSlot(dispatch.slot()), now, Spent.UNKNOWN);
                apart.ended().add(attempt);
                wake();
            } else {
                slots.get(dispatch.slot()).enqueue(attempt);
            }
        }
        uses.begin(run.job());
        if (probe != null) {
            probe.want(true);
        }
    }

    /** Deletes the files of a job's tasks on a separate thread, because disks may be slow. */
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
        String message =
                "this worker has no slot %d; it has %d slots".formatted(slot, slots.size());
        return new Outcome.Failed(new Failure(Failure.ERROR, message, true));
    }

    /**
     * Hands back to the coordinator at most {@code count} unstarted attempts of a job, from the end
     * of a slot's queue.
     */
    void recall(JobId job, int slot, int count) {
        if (slot >= 0 && slot < slots.size()) {
            slots.get(slot).recall(job, count);
        }
    }

    /**
     * Cancels the named attempts: ends unstarted attempts immediately, and interrupts running
     * attempts.
     */
    void cancel(JobAttempts attempts) {
        Set<TaskAttempt> names = new HashSet<>(attempts.attempts());
        slots.forEach(slot -> slot.cancel(attempts.job(), names));
    }

    /**
     * Accepts no more attempts from now on, and hands back all unstarted attempts to the
     * coordinator.
     */
    void drain() {
        draining = true;
        slots.forEach(Slot::recallAll);
    }

    boolean isDraining() {
        return draining;
    }

    /** Ends every attempt in the slots as cancelled, even if the attempt's task does not stop. */
    void abandon() {
        slots.forEach(Slot::abandon);
    }

    /**
     * Lets an attempt begin that waited until the coordinator acknowledged the report of the
     * attempt's start.
     */
    void confirm(JobId job, TaskAttempt name) {
        Attempt attempt = unconfirmed.isEmpty() ? null : unconfirmed.remove(new Name(job, name));
        if (attempt != null) {
            slots.get(attempt.slot()).confirm(attempt);
        }
    }

    /**
     * Makes every slot announce the successes that the slot has held back in order to announce
     * several together. The worker calls this method every second.
     */
    void flush() {
        uses.look();
        slots.forEach(Slot::flush);
    }

    /** Returns the attempts that began, ended or were handed back since the last call. */
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
        PoolMeter pool = driver.pool();
        if (pool != null && !news.ended().isEmpty()) {
            Spent share = pool.sinceLast().dividedBy(news.ended().size());
            news.ended().forEach(attempt -> attempt.share(share));
        }
        outstanding -= news.ended().size() + news.returned().size();
        tellUses(news);
        return news;
    }

    private void tellUses(News news) {
        boolean idle = outstanding == 0;
        JobId seen = null;
        for (Attempt attempt : news.ended()) {
            JobId job = attempt.jobId();
            if (!job.equals(seen) && !news.uses().containsKey(job)) {
                uses.since(job, idle).ifPresent(use -> news.uses().put(job, use));
            }
            seen = job;
        }
        if (idle) {
            if (probe != null) {
                probe.want(false);
            }
            uses.end();
        }
    }

    /**
     * Passes to {@code to} every attempt that waits or runs, and every ended or handed-back attempt
     * that {@link #take} has not returned yet.
     */
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

    /** Interrupts running attempts and ends the threads that run attempts. */
    @Override
    public void close() {
        driver.close();
    }
}
