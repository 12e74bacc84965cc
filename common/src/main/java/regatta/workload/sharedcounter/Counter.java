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
 * The counter of one job as one JVM sees it: a number in a mapped file that other JVMs of the
 * machine map as well, and the locks that only threads of this JVM see.
 *
 * <p>Every read and write reaches the memory: the compiler may not keep the number in a register.
 * Safe from any thread, as far as a discipline makes it so.
 */
final class Counter implements AutoCloseable {
    /** A processor hands memory over in lines of 64 bytes, often in pairs. */
    private static final long LINE = 128;

    /** Cells of an adder; more tasks than these share cells. */
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

    /** Maps the file of a counter, which has {@link #BYTES}. */
    static Counter open(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            // A task that does not stop may still count when the job is over: the garbage collector
            // unmaps what nobody uses any more.
            MemorySegment memory =
                    file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto());
            return new Counter(file, memory);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** Its own number, which no other counter has. */
    long id() {
        return (long) NUMBER.getVolatile(memory, LINE);
    }

    /** Gives a new file its number; before anybody else sees it. */
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

    /** The sum of all cells: complete for whoever asks last. */
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

    /** One thread of this JVM at a time asks for the file's lock, which belongs to the JVM. */
    ReentrantLock turnAtFile() {
        return turnAtFile;
    }

    /** Waits until no other process has the file's lock. */
    FileLock lockFile() throws IOException {
        return file.lock();
    }

    /** The file's lock; null while another process has it. */
    @Nullable FileLock tryLockFile() throws IOException {
        return file.tryLock();
    }

    /** Lets one task of an event loop at a time in; for the loop's thread. */
    LoopLock loopLock() {
        return loopLock;
    }

    /** What the lock of an event loop does on threads: it looks, and then it takes. */
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
