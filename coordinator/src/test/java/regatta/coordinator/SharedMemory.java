package regatta.coordinator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that the threads of every JVM here write to: side by side, cores take its lines from each
 * other, and the same work takes more processor time. It fits their caches, so that this shows on
 * any machine with two cores, however fast its memory is.
 */
public final class SharedMemory {
    private static final int LINES = 4_096;
    private static final int LINE_BYTES = 64;

    /** Computing between two writes: without any, two cores are many times slower than one. */
    private static final int PAUSE = 90;

    /** Made when it is first needed: most tests do without. */
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

    /** Writes so many times, out of order. */
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
