package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JvmMeterTest {
    private final JvmMeter meter = JvmMeter.ofThisJvm();
    private byte[] garbage = new byte[0];

    @Test
    void agreesWithTheCollectorsOfGarbage() {
        long before = collectedMillis();
        JvmMeter.Reading first = meter.read();
        System.gc();
        JvmMeter.Reading second = meter.read();
        long after = collectedMillis();
        // Other tests of this JVM may have garbage collected between two readings.
        assertThat((second.collectedNanos() - first.collectedNanos()) / 1_000_000)
                .isBetween(0L, after - before);
        assertThat(second.collectedNanos() / 1_000_000).isBetween(before, after);
    }

    @Test
    void countsWhatIsAllocated() {
        long before = meter.read().allocatedBytes();
        garbage = new byte[20 << 20];
        assertThat(meter.read().allocatedBytes() - before).isGreaterThanOrEqualTo(garbage.length);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void knowsTheMemoryThatThisProcessHas() throws Exception {
        long resident = meter.read().residentBytes();
        // The most that this process ever had, after that reading: other tests may take more.
        long kibibytes =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow();
        assertThat(resident).isBetween(10L << 20, (kibibytes + 65_536) << 10);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aThreadWasQueuedForNoLongerThanItLived() throws Exception {
        SchedStat own = SchedStat.ofThisThread().orElseThrow();
        Optional<SchedStat> named = SchedStat.of(SchedStat.idOfThisThread());
        long began = System.nanoTime();
        SchedStat.Reading before = own.read().orElseThrow();
        Thread.onSpinWait();
        SchedStat.Reading since = named.orElseThrow().read().orElseThrow().since(before);
        assertThat(since.queuedNanos()).isBetween(0L, System.nanoTime() - began);
        assertThat(since.turns()).isNotNegative();
    }

    private static long collectedMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
