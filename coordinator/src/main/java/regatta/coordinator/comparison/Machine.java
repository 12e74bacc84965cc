package regatta.coordinator.comparison;

import java.util.List;

/**
 * The machine on which the rounds were started, and how busy it was.
 *
 * @param cores processors that the JVM may use
 * @param flags arguments of the JVM
 * @param loadBefore the one-minute load average before the first round; −1 where not known
 * @param loadAfter the same after the last round; −1 where not known
 * @param stealBefore the part of processor time, 0 to 1, that another guest of the same host had
 *     right before the first round; −1 where not known
 * @param stealDuring the same from the first round to the last; −1 where not known
 */
public record Machine(
        int cores,
        String cpu,
        String system,
        String jdk,
        List<String> flags,
        String regatta,
        double loadBefore,
        double loadAfter,
        double stealBefore,
        double stealDuring) {
    public Machine {
        if (cores < 1) {
            throw new IllegalArgumentException("cores: " + cores + " is below 1");
        }
        flags = List.copyOf(flags);
    }

    /** The same machine, whose load was measured before anything was started for the rounds. */
    public Machine withLoadBefore(double load) {
        return new Machine(
                cores, cpu, system, jdk, flags, regatta, load, loadAfter, stealBefore, stealDuring);
    }

    /** The same machine from the first rounds here to the last of some that came later. */
    public Machine until(Machine later) {
        return new Machine(
                cores,
                cpu,
                system,
                jdk,
                flags,
                regatta,
                loadBefore,
                later.loadAfter,
                stealBefore,
                Math.max(stealDuring, later.stealDuring));
    }
}
