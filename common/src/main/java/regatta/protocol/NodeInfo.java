package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's report about itself and its machine at one moment.
 *
 * @param pid the id of the node's process
 * @param cores how many cores the node may keep busy; a quota may make this number a fraction
 * @param processors how many processors the node's machine has
 * @param affinity how many processors the CPU affinity of the node's process allows; 0 if not known
 * @param quota the largest number of cores that the node's control groups (cgroups) let it use on
 *     average; −1 if there is no limit
 * @param cpu the model of the processor
 * @param system the operating system
 * @param jdk the Java runtime
 * @param flags the arguments of the node's JVM
 * @param kernels the kernels (implementations) with which the node's workloads compute, such as
 *     {@code sum-of-squares vector}
 * @param regatta the node's version of Regatta
 * @param load the one-minute load average of the node's machine; −1 if the system has no load
 *     average
 * @param steal the part of processor time, 0 to 1, that the hypervisor gave to other virtual
 *     machines since the last measurement; −1 if not known
 */
public record NodeInfo(
        long pid,
        double cores,
        int processors,
        int affinity,
        double quota,
        String cpu,
        String system,
        String jdk,
        List<String> flags,
        List<String> kernels,
        String regatta,
        double load,
        double steal) {
    private static final int MAX_CORES = 1 << 16;

    /**
     * The largest number of characters of a text. Longer texts, or more than {@link #MAX_TEXTS}
     * texts, would only fill the coordinator's memory.
     */
    private static final int MAX_TEXT = 512;

    private static final int MAX_TEXTS = 64;

    public NodeInfo {
        if (!(cores > 0 && cores <= MAX_CORES)) {
            throw new IllegalArgumentException(
                    "cores must be above 0 and at most %,d, not %s".formatted(MAX_CORES, cores));
        }
        Checks.within("processors", processors, 0, MAX_CORES);
        Checks.within("affinity", affinity, 0, MAX_CORES);
        // A node of an earlier version sends {@code cores}, but no other number of processors.
        processors = processors > 0 ? processors : (int) Math.ceil(cores);
        quota = quota > 0 && quota <= MAX_CORES ? quota : -1;
        cpu = Checks.shortened(cpu, MAX_TEXT);
        system = Checks.shortened(system, MAX_TEXT);
        jdk = Checks.shortened(jdk, MAX_TEXT);
        regatta = Checks.shortened(regatta, MAX_TEXT);
        flags = texts(flags);
        kernels = texts(kernels);
        load = Double.isFinite(load) ? load : -1;
        steal = Double.isFinite(steal) ? steal : -1;
    }

    private static List<String> texts(@Nullable List<String> said) {
        return Lists.orNone(said).stream()
                .limit(MAX_TEXTS)
                .map(text -> Checks.shortened(text, MAX_TEXT))
                .toList();
    }

    /** Describes a node that may use every core of its machine. */
    public NodeInfo(
            long pid,
            int cores,
            String cpu,
            String system,
            String jdk,
            List<String> flags,
            String regatta,
            double load,
            double steal) {
        this(
                pid, cores, cores, cores, -1, cpu, system, jdk, flags, List.of(), regatta, load,
                steal);
    }

    /** Returns a copy with another load average. */
    public NodeInfo withLoad(double other) {
        return new NodeInfo(
                pid,
                cores,
                processors,
                affinity,
                quota,
                cpu,
                system,
                jdk,
                flags,
                kernels,
                regatta,
                other,
                steal);
    }
}
