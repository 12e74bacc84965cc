package regatta.coordinator.placement;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.protocol.NodeAddress;
import regatta.protocol.WorkerId;

/**
 * Starts worker nodes in JVMs on this machine, for a comparison that has no other nodes. These
 * nodes join as any other node does, and end when this JVM ends.
 */
public final class LocalNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalNodes.class);

    /**
     * The largest number of nodes to start. Two nodes show the cost of distribution; more nodes
     * would take memory and show nothing new.
     */
    private static final int NODES = 2;

    private final List<Child> children = new ArrayList<>();

    private LocalNodes() {}

    /**
     * Starts the nodes and returns before they have joined.
     *
     * @param settings the options for the nodes' JVMs
     * @param pool the mode that the nodes serve
     * @param slots the number of slots of all nodes together
     */
    public static LocalNodes start(
            ModeSettings.Processes settings, NodeAddress join, String pool, int slots) {
        LocalNodes nodes = new LocalNodes();
        int remaining = slots;
        for (int i = 0; remaining > 0; i++) {
            int share = Math.ceilDiv(remaining, NODES - i);
            nodes.add(settings, join, pool, i + 1, share);
            remaining -= share;
        }
        return nodes;
    }

    /** Kills every node, and returns when all nodes have ended. */
    @Override
    public void close() {
        children.forEach(Child::end);
        children.forEach(Child::awaitEnd);
    }

    private void add(
            ModeSettings.Processes settings, NodeAddress join, String pool, int number, int slots) {
        WorkerId id =
                new WorkerId("%s-%d-%d".formatted(pool, number, ProcessHandle.current().pid()));
        children.add(
                Child.start(
                        new ChildCommand(settings, join).lines(id, pool, slots),
                        settings.configuration(),
                        line -> ChildOutput.pass(id, line),
                        how -> LOG.debug("worker node {} ended: {}", id, how)));
    }
}
