package regatta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself and of its machine at a moment.
 *
 * @param pid its process
 * @param cores how many cores it may keep busy: a fraction where a quota says so
 * @param processors of its machine
 * @param affinity how many of them its process may run on; 0 where not known
 * @param quota cores' worth of time that control groups allow it; −1 for as much as there is
 * @param flags arguments of its JVM
 * @param kernels what its workloads compute with, where that depends on the JVM
 * @param regatta its version
 * @param load the one-minute load average of its machine; −1 where there is none
 * @param steal the part of processor time, 0 to 1, that another guest of the same host had since it
 *     was last asked; −1 where not known
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

    /** Much longer texts, and more of them, would only fill the coordinator's memory. */
    private static final int MAX_TEXT = 512;

    private static final int MAX_TEXTS = 64;

    public NodeInfo {
        if (!(cores > 0 && cores <= MAX_CORES)) {
            throw new IllegalArgumentException(
                    "cores must be above 0 and at most %,d, not %s".formatted(MAX_CORES, cores));
        }
        Checks.within("processors", processors, 0, MAX_CORES);
        Checks.within("affinity", affinity, 0, MAX_CORES);
        // Nodes of earlier versions named nothing but cores.
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

    /** A node that may use every core of its machine. */
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

    /** The same node, when the load was another. */
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
