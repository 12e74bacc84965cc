package regatta.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import regatta.machine.JvmMeter;
import regatta.protocol.Ended;

/**
 * A JVM that runs one script in two slots of every execution, and prints what their attempts say of
 * their time beside what is measured without them, in milliseconds.
 */
final class MeasuredSlots {
    /** Names the file that limits this process once it is warm. */
    static final String QUOTA_FILE = "quota.file";

    /** A fifth of a core, in microseconds of a tenth of a second. */
    private static final String QUOTA = "20000";

    private static final int SLOTS = 2;
    private static final double MILLIS = 1e6;

    private MeasuredSlots() {}

    /** Prints {@code EXECUTION ran cpu ready processCpu throttled} a line. */
    public static void main(String[] script) throws Exception {
        // The first attempts load classes and start threads.
        for (Execution execution : Execution.values()) {
            measure(execution, "compute 50");
        }
        String quotaFile = System.getProperty(QUOTA_FILE);
        if (quotaFile != null) {
            Files.writeString(Path.of(quotaFile), QUOTA);
        }
        for (Execution execution : Execution.values()) {
            System.out.println(measure(execution, String.join(" ", script)));
        }
        System.exit(0);
    }

    private static String measure(Execution execution, String script) throws Exception {
        try (TestingRunner runner = new TestingRunner(execution, SLOTS)) {
            double cpu = processCpu();
            long throttled = JvmMeter.ofThisJvm().read().throttledNanos();
            IntStream.range(0, SLOTS).forEach(slot -> runner.enqueue(slot, script));
            runner.awaitEnded(SLOTS);
            double cpuSince = processCpu() - cpu;
            long throttledSince = JvmMeter.ofThisJvm().read().throttledNanos() - throttled;
            double ran = runner.ended.stream().mapToLong(e -> e.timings().ranNanos()).sum();
            return Stream.of(
                            ran,
                            sum(runner, e -> e.timings().cpuNanos()),
                            sum(runner, e -> e.timings().readyNanos()),
                            cpuSince,
                            (double) throttledSince)
                    .map(nanos -> "%.3f".formatted(nanos / MILLIS))
                    .reduce(execution.name(), (line, number) -> line + " " + number);
        }
    }

    private static double sum(TestingRunner runner, ToLongFunction<Ended> figure) {
        return runner.ended.stream().mapToLong(figure).sum();
    }

    private static double processCpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
