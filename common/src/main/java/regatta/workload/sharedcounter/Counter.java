package regatta.workload.sharedcounter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The counter of one job as one JVM sees it. The counter's value is in a mapped file, which other
 * JVMs of the machine map as well. The counter's locks exist only in this JVM.
 *
 * <p>Every read and write reaches the memory, because the compiler may not keep the value in a
 * register. But reads and writes that reach the memory do not make the counter safe for several
 * threads. Tasks also need a {@link Discipline}, such as a lock.
 */
final class Counter implements AutoCloseable {
    /**
     * The distance in bytes between values that should not share a cache line. A cache line has 64
     * bytes, and processors often fetch cache lines in pairs.
     */
    private static final long LINE = 128;

    /**
     * How many cells an adder has. The counter's value is the sum of the cells. If there are more
     * tasks than cells, some tasks share a cell.
     */
    private static final int CELLS = 16;

    private static final long CELLS_AT = 2 * LINE;
    static final long BYTES = CELLS_AT + CELLS * LINE;

    private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();

    private final FileChannel file;
    private final MemorySegment memory;
    private final Object monitor = new Object();
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock turnAtFile = new ReentrantLock();
    private final LoopLock loopLock = new LoopLock();
    private volatile boolean taken;

    private Counter(FileChannel file, MemorySegment memory) {
        this.file = file;
        this.memory = memory;
    }

    /** Maps the file of a counter. The file has {@link #BYTES} bytes. */
    static Counter open(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            // A task that ignores its cancellation may still count after the job has ended. So the
            // garbage collector unmaps the memory when nobody uses it any more.
            MemorySegment memory =
                    file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto());
            return new Counter(file, memory);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** Returns the random number of this counter, which no other counter has. */
    long id() {
        return (long) NUMBER.getVolatile(memory, LINE);
    }

    /** Gives a new file its random number, before anybody else sees the file. */
    void identify(long id) {
        NUMBER.setVolatile(memory, LINE, id);
    }

    long read() {
        return (long) NUMBER.getVolatile(memory, 0L);
    }

    void write(long value) {
        NUMBER.setVolatile(memory, 0L, value);
    }

    boolean replace(long expected, long value) {
        return NUMBER.compareAndSet(memory, 0L, expected, value);
    }

    /** Adds 1 to the cell of a task. */
    void add(int task) {
        long _ = (long) NUMBER.getAndAdd(memory, CELLS_AT + task % CELLS * LINE, 1L);
    }

    /** Returns the sum of all cells. Only the task that asks last gets the final sum. */
    long sum() {
        long sum = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            sum += (long) NUMBER.getVolatile(memory, CELLS_AT + cell * LINE);
        }
        return sum;
    }

    Object monitor() {
        return monitor;
    }

    ReentrantLock lock() {
        return lock;
    }

    /**
     * Returns the lock by which threads of this JVM take turns at the file's lock, which belongs to
     * the whole JVM.
     */
    ReentrantLock turnAtFile() {
        return turnAtFile;
    }

    /** Waits until no other process has the file's lock, and takes the lock. */
    FileLock lockFile() throws IOException {
        return file.lock();
    }

    /** Takes the file's lock. Returns null if another process has the lock. */
    @Nullable FileLock tryLockFile() throws IOException {
        return file.tryLock();
    }

    /**
     * Returns the lock that lets in one task of an event loop at a time. Only the loop's thread may
     * use the lock.
     */
    LoopLock loopLock() {
        return loopLock;
    }

    /**
     * Returns whether a task has taken the counter by {@link #take}. {@code isTaken} and {@code
     * take} imitate the lock of an event loop: a task first checks whether the lock is free, and
     * then takes it.
     */
    boolean isTaken() {
        return taken;
    }

    void take(boolean now) {
        taken = now;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
