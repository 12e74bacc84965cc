package regatta.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads how long one thread was ready to run without getting a core. Linux counts this time ({@code
 * schedstat} in proc(5)); other systems do not count the time.
 *
 * <p>The thread's file stays open until the garbage collector closes the file. Safe from any
 * thread.
 */
public final class SchedStat {
    private static final Path THIS_THREAD = Path.of("/proc/thread-self");
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String FILE = "schedstat";
    private static final int LONGEST = 80;

    private final RandomAccessFile file;
    private final byte[] text = new byte[LONGEST];

    private SchedStat(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * The counts of a thread since the thread began.
     *
     * @param queuedNanos how long the thread was ready without a core, because other threads had
     *     the cores or because a quota was used up
     * @param turns how often the thread got a core
     */
    public record Reading(long queuedNanos, long turns) {
        /** Subtracts an earlier reading of the same thread. */
        public Reading since(Reading earlier) {
            return new Reading(queuedNanos - earlier.queuedNanos, turns - earlier.turns);
        }
    }

    /**
     * Opens the counts of the calling thread, or of its carrier if the thread is virtual. Returns
     * empty if the system has no such counts.
     */
    public static Optional<SchedStat> ofThisThread() {
        return open(THIS_THREAD.resolve(FILE));
    }

    /** Opens the counts of the thread of this process whose id {@link #idOfThisThread} returned. */
    public static Optional<SchedStat> of(long thread) {
        return open(THREADS.resolve(Long.toString(thread)).resolve(FILE));
    }

    /**
     * Returns the kernel's id of the calling thread, or of its carrier if the thread is virtual; −1
     * if the kernel tells no id.
     */
    public static long idOfThisThread() {
        try {
            Path name = Files.readSymbolicLink(THIS_THREAD).getFileName();
            return name == null ? -1 : Long.parseLong(name.toString());
        } catch (IOException | UnsupportedOperationException | NumberFormatException notLinux) {
            return -1;
        }
    }

    /** Reads the counts. Returns empty if the thread has ended. */
    public synchronized Optional<Reading> read() {
        try {
            file.seek(0);
            int length = file.read(text);
            return length <= 0 ? Optional.empty() : parse(length);
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private Optional<Reading> parse(int length) {
        long[] numbers = new long[3];
        int at = 0;
        for (int i = 0; i < length && at < numbers.length; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                numbers[at] = 10 * numbers[at] + text[i] - '0';
            } else {
                at++;
            }
        }
        return at < numbers.length - 1
                ? Optional.empty()
                : Optional.of(new Reading(numbers[1], numbers[2]));
    }

    private static Optional<SchedStat> open(Path path) {
        try {
            SchedStat opened = new SchedStat(new RandomAccessFile(path.toFile(), "r"));
            return opened.read().isPresent() ? Optional.of(opened) : Optional.empty();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }
}
