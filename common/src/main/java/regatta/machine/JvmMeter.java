package regatta.machine;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what this whole JVM uses. A reading takes microseconds. Safe from any thread. */
public final class JvmMeter {
    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final Path AUXILIARY = Path.of("/proc/self/auxv");
    private static final long PAGE_SIZE_KEY = 6;
    private static final long MILLI = 1_000_000;
    private static final long LIMITS_FOR_NANOS = 1_000_000_000;

    /**
     * The last words of the names of garbage collectors that do not pause the program, because
     * these collectors work while the program runs.
     */
    private static final List<String> CONCURRENT = List.of("ZGC Cycles", "Shenandoah Cycles");

    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .filter(each -> CONCURRENT.stream().noneMatch(each.getName()::endsWith))
                    .toList();
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final StandStill standStill = StandStill.watch(this::collectedNanos);
    private final long pageBytes = pageBytes();
    private final @Nullable RandomAccessFile memory = open();
    private Cgroup group = Cgroup.ofThisProcess();
    private boolean limited = group.quota().isPresent();
    private long groupReadAt = System.nanoTime();

    private JvmMeter() {}

    private static final class Holder {
        private static final JvmMeter ONLY = new JvmMeter();
    }

    /**
     * One reading of this JVM: totals since the JVM began, and its present memory. A value is −1 if
     * the system does not tell the value.
     *
     * @param collectedNanos how long garbage collections stopped the program
     * @param allocatedBytes how many bytes all threads allocated, including the threads that have
     *     ended
     * @param throttledNanos how long a quota of the JVM's control groups (cgroups) held the JVM
     *     back, summed over all cores
     * @param stoodNanos how long the whole process stood still since the first call of {@link
     *     JvmMeter#ofThisJvm}
     * @param residentBytes how many bytes of physical memory the process occupies now
     */
    public record Reading(
            long collectedNanos,
            long allocatedBytes,
            long throttledNanos,
            long stoodNanos,
            long residentBytes) {}

    /**
     * Returns the meter of this JVM. The first call starts a thread that notices when the process
     * stands still.
     */
    public static JvmMeter ofThisJvm() {
        return Holder.ONLY;
    }

    public Reading read() {
        return new Reading(
                collectedNanos(),
                threads.getTotalThreadAllocatedBytes(),
                throttledNanos(),
                standStill.nanos(),
                residentBytes());
    }

    private long collectedNanos() {
        long millis = 0;
        for (GarbageCollectorMXBean each : collectors) {
            millis += Math.max(0, each.getCollectionTime());
        }
        return millis * MILLI;
    }

    /**
     * Returns how long quotas held this JVM back. Reads the times of the JVM's control groups only
     * while a group has a limit, because these times take longer to read than everything else in a
     * reading.
     */
    private synchronized long throttledNanos() {
        long now = System.nanoTime();
        if (now - groupReadAt > LIMITS_FOR_NANOS) {
            groupReadAt = now;
            group = Cgroup.ofThisProcess();
            limited = group.quota().isPresent();
        }
        return limited || group.levels().isEmpty() ? group.throttledNanos() : 0;
    }

    private synchronized long residentBytes() {
        if (memory == null || pageBytes <= 0) {
            return -1;
        }
        try {
            byte[] text = new byte[80];
            memory.seek(0);
            int length = memory.read(text);
            String[] words =
                    new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII)
                            .split(" ", 3);
            return words.length < 3 ? -1 : Long.parseLong(words[1]) * pageBytes;
        } catch (IOException unreadable) {
            return -1;
        }
    }

    private static @Nullable RandomAccessFile open() {
        try {
            return new RandomAccessFile(MEMORY.toFile(), "r");
        } catch (IOException notLinux) {
            return null;
        }
    }

    /**
     * Returns the size of a memory page, which the kernel told this process at its start
     * (getauxval(3)); −1 if the kernel told no size.
     */
    private static long pageBytes() {
        try {
            ByteBuffer pairs =
                    ByteBuffer.wrap(Files.readAllBytes(AUXILIARY)).order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= 2 * Long.BYTES) {
                long key = pairs.getLong();
                long value = pairs.getLong();
                if (key == PAGE_SIZE_KEY) {
                    return value;
                }
            }
            return -1;
        } catch (IOException notLinux) {
            return -1;
        }
    }
}
