package regatta.coordinator.rounds;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import regatta.coordinator.comparison.Machine;

/** Reads what is to be known of the machine that this JVM runs on. */
final class ThisMachine {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final Path TIMES = Path.of("/proc/stat");
    private static final String UNKNOWN_CPU = "unknown processor";

    /** Linux counts in hundredths of a second: enough of them for a percent. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** The column of stolen time in the line of all processors, see proc(5). */
    private static final int STEAL = 8;

    /**
     * Time of a guest is contained in user time; the columns up to stolen time are all there is.
     */
    private static final int COLUMNS = 8;

    private ThisMachine() {}

    /**
     * How busy the machine was at a moment.
     *
     * @param load the one-minute load average; −1 where there is none
     * @param steal the part of processor time that was stolen right before; −1 where not known
     * @param times the counters then
     */
    record Before(double load, double steal, Times times) {}

    /** Processor time of all cores since the system started, in ticks; all 0 where not known. */
    record Times(long all, long stolen) {
        double stealSince(Times earlier) {
            long passed = all - earlier.all;
            return passed <= 0 ? -1 : Math.clamp((double) (stolen - earlier.stolen) / passed, 0, 1);
        }
    }

    /** Looks for a quarter of a second. */
    static Before before() throws InterruptedException {
        Times start = times();
        Thread.sleep(LOOK);
        Times now = times();
        return new Before(load(), now.stealSince(start), now);
    }

    /** The machine as it was since then. */
    static Machine since(Before before) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                cpu(),
                "%s %s %s"
                        .formatted(
                                property("os.name"), property("os.version"), property("os.arch")),
                property("java.runtime.version") + " " + property("java.vm.name"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                version(),
                before.load(),
                load(),
                before.steal(),
                times().stealSince(before.times()));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static Times times() {
        try (Stream<String> lines = Files.lines(TIMES, StandardCharsets.UTF_8)) {
            return times(lines.findFirst().orElse(""));
        } catch (IOException notLinux) {
            return new Times(0, 0);
        }
    }

    /** Reads the line {@code cpu user nice system idle iowait irq softirq steal …}. */
    static Times times(String line) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length <= STEAL || !columns[0].equals("cpu")) {
            return new Times(0, 0);
        }
        long all = 0;
        for (int i = 1; i <= COLUMNS; i++) {
            all += Long.parseLong(columns[i]);
        }
        return new Times(all, Long.parseLong(columns[STEAL]));
    }

    private static String cpu() {
        try (Stream<String> lines = Files.lines(CPUS, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN_CPU);
        } catch (IOException unreadable) {
            return UNKNOWN_CPU;
        }
    }

    private static String version() {
        String version = ThisMachine.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
