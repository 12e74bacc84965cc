package regatta.coordinator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that the threads of every test JVM write to. Cores that write side by side take its cache
 * lines from each other, so the same work costs more processor time. It fits the caches, so this
 * shows on any machine with two cores, whatever the speed of its memory.
 */
public final class SharedMemory {
    private static final int LINES = 4_096;
    private static final int LINE_BYTES = 64;

    /**
     * How much a thread computes between two writes. Without it, two cores would be many times
     * slower than one.
     */
    private static final int PAUSE = 90;

    /** Maps the memory on first use, because most tests do not need it. */
    private static final class Holder {
        static final MappedByteBuffer BYTES = map();
    }

    private SharedMemory() {}

    private static MappedByteBuffer map() {
        Path file = Path.of(System.getProperty("java.io.tmpdir", ""), "regatta-test-memory");
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, LINES * LINE_BYTES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes {@code times} times, at scattered places. */
    public static void write(long times) {
        MappedByteBuffer bytes = Holder.BYTES;
        int at = (int) System.nanoTime();
        for (long n = 0; n < times; n++) {
            for (int k = 0; k < PAUSE; k++) {
                at = at * 1_664_525 + 1_013_904_223;
            }
            int line = (at >>> 8) & (LINES - 1);
            bytes.putInt(line * LINE_BYTES, bytes.getInt(line * LINE_BYTES) + at);
        }
    }
}
