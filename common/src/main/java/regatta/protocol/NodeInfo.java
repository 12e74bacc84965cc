package regatta.protocol;

import java.util.List;

/**
 * What a node says of itself and of its machine at a moment.
 *
 * @param pid its process
 * @param cores processors that its JVM may use
 * @param flags arguments of its JVM
 * @param regatta its version
 * @param load the one-minute load average; −1 where there is none
 * @param steal the part of processor time, 0 to 1, that another guest of the same host had since it
 *     was last asked; −1 where not known
 */
public record NodeInfo(
        long pid,
        int cores,
        String cpu,
        String system,
        String jdk,
        List<String> flags,
        String regatta,
        double load,
        double steal) {
    public NodeInfo {
        if (cores < 1) {
            throw new IllegalArgumentException("cores: " + cores + " is below 1");
        }
        flags = Lists.orNone(flags);
    }

    /** The same node, when the load was another. */
    public NodeInfo withLoad(double other) {
        return new NodeInfo(pid, cores, cpu, system, jdk, flags, regatta, other, steal);
    }
}
