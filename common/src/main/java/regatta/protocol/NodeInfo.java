package regatta.protocol;

import java.util.List;

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
    public NodeInfo {
        if (!(cores > 0) || cores == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("cores: " + cores + " is not above 0");
        }
        // Nodes of earlier versions named nothing but cores.
        processors = processors > 0 ? processors : (int) Math.ceil(cores);
        quota = quota > 0 ? quota : -1;
        flags = Lists.orNone(flags);
        kernels = Lists.orNone(kernels);
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
