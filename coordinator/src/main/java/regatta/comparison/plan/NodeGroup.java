package regatta.comparison.plan;

import regatta.protocol.NodeInfo;

/**
 * The worker nodes of one pool that ran rounds on one machine.
 *
 * @param host the host of the nodes' address; empty for the coordinator's machine
 * @param nodes the largest number of nodes at the same time
 * @param before the first report of one of these nodes about itself
 * @param loadDuring the highest load average that a node reported after a round; −1 if unknown
 * @param stealDuring the part of processor time, 0 to 1, that the hypervisor gave to other virtual
 *     machines: the mean over readings after rounds; −1 if unknown
 */
public record NodeGroup(
        String pool,
        String host,
        int nodes,
        NodeInfo before,
        double loadDuring,
        double stealDuring) {

    /** Returns whether these nodes ran on the coordinator's machine. */
    public boolean here() {
        return host.isEmpty();
    }

    /**
     * Joins the readings of this record with those of {@code later}, whose rounds ran after the
     * rounds of this record.
     */
    NodeGroup until(NodeGroup later) {
        return new NodeGroup(
                pool,
                host,
                Math.max(nodes, later.nodes),
                before,
                Math.max(loadDuring, later.loadDuring),
                Math.max(stealDuring, later.stealDuring));
    }
}
