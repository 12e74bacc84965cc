package regatta.workload.sharedcounter;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import regatta.workload.BusyWork;
import regatta.workload.EventLoop;
import regatta.workload.TaskContext;

/**
 * Runs one task on an event loop. Between a read and its write the task waits for a turn of the
 * loop, in which other tasks read and write. Confined to the loop's thread.
 */
final class LoopCount {
    /**
     * How long the task waits before it asks for the file's lock again. Another process holds the
     * lock for about this time.
     */
    private static final Duration RETRY = Duration.ofMillis(1);

    private final CountTask task;
    private final TaskContext context;
    private final Counter counter;
    private final EventLoop loop;
    private final Held held;
    private final CompletableFuture<Counted> end = new CompletableFuture<>();
    private final long jvm;
    private long left;
    private long own;
    private @Nullable FileLock fileLock;

    LoopCount(CountTask task, TaskContext context, Counter counter, EventLoop loop, long jvm) {
        this.task = task;
        this.context = context;
        this.counter = counter;
        this.loop = loop;
        this.jvm = jvm;
        this.held = new Held(task.apartNanos());
        this.left = task.increments();
    }

    /** Counts to the end, one turn of the loop after the other. */
    CompletionStage<Counted> start() {
        guarded(this::next);
        return end;
    }

    private void next() {
        if (context.isCancelled()) {
            end.completeExceptionally(new InterruptedException("stopped while counting"));
        } else if (left == 0) {
            end.complete(counted());
        } else {
            left--;
            increment();
        }
    }

    private Counted counted() {
        long value =
                switch (task.discipline()) {
                    case PARTITIONED -> own;
                    case ADDER -> counter.sum();
                    case NONE, SYNCHRONIZED, LOCK, ATOMIC, FILE_LOCK, ASYNC_LOCK -> counter.read();
                };
        long id = task.discipline().shares() ? counter.id() : 0;
        return new Counted(value, held.heldNanos(), held.waitedNanos(), id, jvm, true);
    }

    private void increment() {
        switch (task.discipline()) {
            case NONE -> readThenWrite(this::next);
            case SYNCHRONIZED -> inMonitors();
            case LOCK -> inLock();
            case ATOMIC -> compareAndSet(System.nanoTime(), true);
            case ADDER ->
                    afterTurn(() -> {
                        counter.add(task.index());
                        next();
                    });
            case PARTITIONED ->
                    afterTurn(() -> {
                        own++;
                        next();
                    });
            case ASYNC_LOCK -> inLoopLock(() -> readThenWrite(this::leaveLoopLock));
            case FILE_LOCK -> inLoopLock(this::askForFile);
        }
    }

    /**
     * Does the work and then the write in a later turn of the loop, so that other tasks have their
     * turns between this task's read and its write.
     */
    private void afterTurn(Runnable then) {
        loop.execute(() ->
                guarded(() -> {
                    BusyWork.run(task.apartNanos());
                    then.run();
                }));
    }

    private void readThenWrite(Runnable then) {
        long seen = counter.read();
        afterTurn(() -> {
            counter.write(seen + 1);
            then.run();
        });
    }

    /**
     * Enters the monitor once for the read and once for the write, because a synchronized block
     * cannot span two turns of the loop.
     */
    private void inMonitors() {
        long seen;
        synchronized (counter.monitor()) {
            seen = counter.read();
        }
        afterTurn(() -> {
            synchronized (counter.monitor()) {
                counter.write(seen + 1);
            }
            next();
        });
    }

    /**
     * Takes the lock for the read and the write. The lock does not keep other tasks out: all tasks
     * run on the same thread, which holds the lock already.
     */
    private void inLock() {
        held.asks();
        counter.lock().lock();
        held.got();
        readThenWrite(() -> {
            counter.lock().unlock();
            held.left();
            next();
        });
    }

    private void compareAndSet(long start, boolean first) {
        long seen = counter.read();
        afterTurn(() -> {
            if (counter.replace(seen, seen + 1)) {
                held.repeated(first ? 0 : System.nanoTime() - start);
                next();
            } else if (context.isCancelled()) {
                next();
            } else {
                compareAndSet(first ? System.nanoTime() : start, false);
            }
        });
    }

    private void inLoopLock(Runnable then) {
        held.asks();
        counter.loopLock()
                .acquire(() -> {
                    held.got();
                    guarded(then);
                });
    }

    private void leaveLoopLock() {
        held.left();
        counter.loopLock().release(loop);
        next();
    }

    private void askForFile() {
        try {
            fileLock = counter.tryLockFile();
            if (fileLock == null && !context.isCancelled()) {
                var _ = loop.schedule(RETRY, () -> guarded(this::askForFile));
            } else if (fileLock == null) {
                leaveLoopLock();
            } else {
                readThenWrite(this::leaveFile);
            }
        } catch (IOException failure) {
            counter.loopLock().release(loop);
            end.completeExceptionally(failure);
        }
    }

    private void leaveFile() {
        try {
            if (fileLock != null) {
                fileLock.release();
            }
            leaveLoopLock();
        } catch (IOException failure) {
            counter.loopLock().release(loop);
            end.completeExceptionally(failure);
        }
    }

    /** Ends the task if a turn throws, because the loop would only log the exception. */
    private void guarded(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException | Error failure) {
            end.completeExceptionally(failure);
        }
    }
}
