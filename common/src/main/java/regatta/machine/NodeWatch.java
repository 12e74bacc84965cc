package regatta.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.protocol.NodeInfo;
import regatta.secret.Secrets;

/** Measures this JVM and its machine again and again. Confined to one thread. */
public final class NodeWatch {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final String UNKNOWN_CPU = "unknown processor";

    private final String cpu = cpu();
    private final List<String> flags =
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .map(Secrets::shown)
                    .toList();
    private final long againNanos;
    private final List<String> kernels;
    private Cores cores = Cores.ofThisProcess();
    private ProcessorTimes last = ProcessorTimes.now(cores.allowed());
    private long lookedAt = System.nanoTime();
    private @Nullable NodeInfo seen;

    /**
     * Takes a first measurement.
     *
     * @param again how old the last measurement must be before {@link #look} takes a new
     *     measurement
     * @param kernels the kernels, such as {@code sum-of-squares vector}, with which the JVM's
     *     workloads compute
     */
    public NodeWatch(Duration again, List<String> kernels) {
        this.againNanos = again.toNanos();
        this.kernels = List.copyOf(kernels);
    }

    /**
     * Returns the last measurement of the node, or a new measurement if the last measurement is too
     * old. A measurement reports the processor time that was stolen since the previous measurement.
     */
    public NodeInfo look() {
        long nanos = System.nanoTime();
        NodeInfo fresh = seen;
        if (fresh == null || nanos - lookedAt >= againNanos) {
            cores = Cores.ofThisProcess();
            ProcessorTimes now = ProcessorTimes.now(cores.allowed());
            fresh = node(now.stealSince(last));
            last = now;
            lookedAt = nanos;
            // If the stolen time is not known yet, the next call measures again.
            seen = fresh.steal() < 0 ? null : fresh;
        }
        return fresh;
    }

    private NodeInfo node(double steal) {
        return new NodeInfo(
                ProcessHandle.current().pid(),
                cores.usable(),
                cores.machine(),
                cores.allowed().size(),
                cores.quota(),
                cpu,
                "%s %s %s"
                        .formatted(
                                property("os.name"), property("os.version"), property("os.arch")),
                property("java.runtime.version") + " " + property("java.vm.name"),
                flags,
                kernels,
                version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                steal);
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
        String version = NodeWatch.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
