package regatta.comparison.plan;

import regatta.protocol.NodeInfo;

/**
 * The worker nodes of one pool on one machine that ran rounds.
 *
 * @param host their address; empty for the coordinator's machine
 * @param nodes the most that were there at once
 * @param before what one of them said when it was first seen
 * @param loadDuring the highest load average that one of them said after a round; −1 where not
 *     known
 * @param stealDuring the mean part of processor time, 0 to 1, that was stolen after rounds; −1
 *     where not known
 */
public record NodeGroup(
        String pool,
        String host,
        int nodes,
        NodeInfo before,
        double loadDuring,
        double stealDuring) {

    /** Whether these nodes ran on the coordinator's own machine. */
    public boolean here() {
        return host.isEmpty();
    }

    /** The same group, from the first rounds here to the last of some that came later. */
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
