package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.NodeInfo;

/**
 * Where the rounds ran, and how busy it was there.
 *
 * @param before the coordinator before the first round: its load average and the part of processor
 *     time that was stolen right before
 * @param loadDuring the highest one-minute load average of its machine after a round, Regatta's own
 *     work included; −1 where not known
 * @param stealDuring the part of its processor time, 0 to 1, that another guest of the same host
 *     had from the first round to the last; −1 where not known
 * @param nodes those that ran rounds outside of the coordinator's JVM
 */
public record Machine(
        NodeInfo before, double loadDuring, double stealDuring, List<NodeGroup> nodes) {
    public Machine {
        nodes = List.copyOf(nodes);
    }

    double cores() {
        return before.cores();
    }

    /** The same machine, whose load was measured before anything was started for the rounds. */
    public Machine withLoadBefore(double load) {
        return new Machine(before.withLoad(load), loadDuring, stealDuring, nodes);
    }

    /** The same from the first rounds here to the last of some that came later. */
    public Machine until(Machine later) {
        Map<String, NodeGroup> groups = new LinkedHashMap<>();
        List<NodeGroup> all = new ArrayList<>(nodes);
        all.addAll(later.nodes);
        for (NodeGroup group : all) {
            groups.merge(group.pool() + " " + group.host(), group, NodeGroup::until);
        }
        return new Machine(
                before,
                Math.max(loadDuring, later.loadDuring),
                Math.max(stealDuring, later.stealDuring),
                List.copyOf(groups.values()));
    }
}
