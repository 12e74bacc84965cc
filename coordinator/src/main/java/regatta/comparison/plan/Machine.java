package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.NodeInfo;

/**
 * The machines that ran the rounds, and how busy they were.
 *
 * @param before the coordinator's node before the first round, with the load average and stolen
 *     time from before the first round
 * @param loadDuring the highest one-minute load average of the coordinator's machine after a round,
 *     Regatta's own work included; −1 if unknown
 * @param stealDuring the part of the machine's processor time, 0 to 1, that the hypervisor gave to
 *     other virtual machines during the rounds; −1 if unknown
 * @param nodes the nodes outside the coordinator's JVM that ran rounds
 */
public record Machine(
        NodeInfo before, double loadDuring, double stealDuring, List<NodeGroup> nodes) {
    public Machine {
        nodes = List.copyOf(nodes);
    }

    double cores() {
        return before.cores();
    }

    /**
     * Returns the same machine with the load average that was read before anything was started for
     * the rounds.
     */
    public Machine withLoadBefore(double load) {
        return new Machine(before.withLoad(load), loadDuring, stealDuring, nodes);
    }

    /**
     * Joins the readings of this record with those of {@code later}, whose rounds ran after the
     * rounds of this record.
     */
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
