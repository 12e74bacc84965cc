package regatta.coordinator.placement;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.protocol.NodeAddress;
import regatta.protocol.WorkerId;

/**
 * Worker nodes in JVMs of this machine, for a comparison that has no others; they join as any node
 * does, and end with this JVM.
 */
public final class LocalNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalNodes.class);

    /** Two show what it costs to be apart; more would take memory and show no more. */
    private static final int NODES = 2;

    private final List<Child> children = new ArrayList<>();

    private LocalNodes() {}

    /**
     * Starts nodes and returns at once, before they have joined.
     *
     * @param settings what their JVMs are started with
     * @param pool the mode that they serve
     * @param slots of all nodes together
     */
    public static LocalNodes start(
            ModeSettings.Processes settings, NodeAddress join, String pool, int slots) {
        LocalNodes nodes = new LocalNodes();
        int left = slots;
        for (int i = 0; left > 0; i++) {
            int share = Math.ceilDiv(left, NODES - i);
            nodes.add(settings, join, pool, i + 1, share);
            left -= share;
        }
        return nodes;
    }

    /** Ends every node at once; returns when they are gone. */
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
                        line -> LOG.info("{}: {}", id, line),
                        how -> LOG.info("worker node {} ended: {}", id, how)));
    }
}
