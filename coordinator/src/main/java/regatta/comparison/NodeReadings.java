package regatta.comparison;

import java.util.List;
import regatta.comparison.plan.NodeGroup;
import regatta.protocol.NodeInfo;

/** Collects what the nodes of one pool on one machine report after each round. */
final class NodeReadings {
    private final String pool;
    private final String host;
    private final NodeInfo before;
    private int nodes;
    private double load = -1;
    private double steal;
    private int steals;

    /**
     * Creates an empty collection.
     *
     * @param before what one of the nodes reported before the node's first round
     */
    NodeReadings(String pool, String host, NodeInfo before) {
        this.pool = pool;
        this.host = host;
        this.before = before;
    }

    void add(List<NodeInfo> after) {
        nodes = Math.max(nodes, after.size());
        for (NodeInfo node : after) {
            load = Math.max(load, node.load());
            if (node.steal() >= 0) {
                steal += node.steal();
                steals++;
            }
        }
    }

    NodeGroup group() {
        return new NodeGroup(pool, host, nodes, before, load, steals == 0 ? -1 : steal / steals);
    }
}
