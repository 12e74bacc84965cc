package regatta.workload.sharedcounter;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.concurrent.locks.ReentrantLock;
import regatta.workload.BusyWork;
import regatta.workload.TaskContext;

/** Runs one task on a thread. */
final class ThreadCount {
    /**
     * How much work, in nanoseconds, lies between two checks whether the task is to stop. A single
     * addition that takes longer is not interrupted.
     */
    private static final long LOOK_NANOS = 1_000_000;

    private final CountTask task;
    private final TaskContext context;
    private final Counter counter;
    private final Held held;
    private final long looks;
    private long own;

    ThreadCount(CountTask task, TaskContext context, Counter counter) {
        this.task = task;
        this.context = context;
        this.counter = counter;
        this.held = new Held(task.apartNanos());
        this.looks = Math.clamp(LOOK_NANOS / (task.apartNanos() + 1_000), 1, 256);
    }

    /** One addition of 1. */
    private interface Step {
        void add() throws IOException, InterruptedException;
    }

    /**
     * Counts to the end.
     *
     * @param jvm the random number of this JVM
     * @throws InterruptedException if the task is to stop
     */
    Counted run(long jvm) throws IOException, InterruptedException {
        Step step = step();
        for (long done = 0; done < task.increments(); done++) {
            if (done % looks == 0) {
                look();
            }
            step.add();
        }
        long value =
                switch (task.discipline()) {
                    case PARTITIONED -> own;
                    case ADDER -> counter.sum();
                    case NONE, SYNCHRONIZED, LOCK, ATOMIC, FILE_LOCK, ASYNC_LOCK -> counter.read();
                };
        long id = task.discipline().shares() ? counter.id() : 0;
        return new Counted(value, held.heldNanos(), held.waitedNanos(), id, jvm, false);
    }

    private void look() throws InterruptedException {
        if (context.isCancelled() || Thread.interrupted()) {
            throw new InterruptedException("stopped while counting");
        }
    }

    private Step step() {
        return switch (task.discipline()) {
            case NONE -> this::readAndWrite;
            case SYNCHRONIZED -> this::inMonitor;
            case LOCK -> this::inLock;
            case ATOMIC -> this::compareAndSet;
            case ADDER -> this::addToCell;
            case FILE_LOCK -> this::inFileLock;
            case ASYNC_LOCK -> this::lookAndTake;
            case PARTITIONED -> this::addToOwn;
        };
    }

    private void readAndWrite() {
        long seen = counter.read();
        BusyWork.run(task.apartNanos());
        counter.write(seen + 1);
    }

    private void inMonitor() {
        held.asks();
        synchronized (counter.monitor()) {
            held.got();
            readAndWrite();
        }
        held.left();
    }

    private void inLock() throws InterruptedException {
        held.asks();
        ReentrantLock lock = counter.lock();
        lock.lockInterruptibly();
        try {
            held.got();
            readAndWrite();
        } finally {
            lock.unlock();
        }
        held.left();
    }

    private void compareAndSet() throws InterruptedException {
        long seen = counter.read();
        BusyWork.run(task.apartNanos());
        if (!counter.replace(seen, seen + 1)) {
            repeat();
        }
    }

    private void repeat() throws InterruptedException {
        long start = System.nanoTime();
        long seen;
        do {
            look();
            seen = counter.read();
            BusyWork.run(task.apartNanos());
        } while (!counter.replace(seen, seen + 1));
        held.repeated(System.nanoTime() - start);
    }

    private void addToCell() {
        BusyWork.run(task.apartNanos());
        counter.add(task.index());
    }

    private void addToOwn() {
        BusyWork.run(task.apartNanos());
        own++;
    }

    /**
     * Reads and writes under the file's lock. That lock belongs to the whole JVM, so the threads of
     * the JVM take turns at asking for the lock.
     */
    private void inFileLock() throws IOException, InterruptedException {
        held.asks();
        ReentrantLock turn = counter.turnAtFile();
        turn.lockInterruptibly();
        try (FileLock _ = counter.lockFile()) {
            held.got();
            readAndWrite();
        } finally {
            turn.unlock();
        }
        held.left();
    }

    /**
     * Uses the lock of an event loop on threads, where this lock does not work. After a thread has
     * found the lock free, another thread may take the lock before the first thread takes it. On an
     * event loop no other task runs between the check and the taking.
     */
    @SuppressWarnings("ThreadPriorityCheck") // the lock's holder may need the core
    private void lookAndTake() throws InterruptedException {
        held.asks();
        while (counter.isTaken()) {
            Thread.yield();
            look();
        }
        counter.take(true);
        held.got();
        readAndWrite();
        counter.take(false);
        held.left();
    }
}
