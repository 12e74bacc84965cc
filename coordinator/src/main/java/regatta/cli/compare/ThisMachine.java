package regatta.cli.compare;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import regatta.coordinator.comparison.Machine;

/** Reads what is to be known of the machine that this JVM runs on. */
public final class ThisMachine {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private ThisMachine() {}

    /** The one-minute load average; −1 where there is none. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** The machine as it is now; {@code loadBefore} was read before the first round. */
    public static Machine after(double loadBefore) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                cpu(),
                "%s %s %s".formatted(property("os.name"), property("os.version"), architecture()),
                property("java.runtime.version") + " " + property("java.vm.name"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                version(),
                loadBefore,
                load());
    }

    private static String cpu() {
        if (!Files.isReadable(CPUS)) {
            return "unknown processor";
        }
        try (Stream<String> lines = Files.lines(CPUS, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException unreadable) {
            return "unknown processor";
        }
    }

    private static String version() {
        String version = ThisMachine.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    private static String architecture() {
        return property("os.arch");
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
