package regatta.worker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.time.Duration;
import java.util.List;
import regatta.protocol.NodeAddress;
import regatta.protocol.SlotOffer;

/**
 * The block {@code regatta.worker} of the configuration.
 *
 * @param join coordinators, tried in turn until one welcomes the node
 * @param address where the node accepts connections
 * @param pool the mode that the node's slots serve
 * @param offer the slots that the node offers
 * @param helloInterval the time between two hellos
 * @param unansweredHellos after how many hellos in a row without an answer the node starts a fresh
 *     actor system
 * @param drainLimit for how long a node that was asked to stop may finish what it runs
 */
public record WorkerSettings(
        List<NodeAddress> join,
        NodeAddress address,
        String pool,
        SlotOffer offer,
        Duration helloInterval,
        int unansweredHellos,
        Duration drainLimit) {
    private static final String PATH = "regatta.worker";

    public WorkerSettings {
        join = List.copyOf(join);
        if (join.isEmpty()) {
            throw new IllegalArgumentException(PATH + ".join names no coordinator");
        }
        if (!helloInterval.isPositive() || unansweredHellos < 1 || drainLimit.isNegative()) {
            throw new IllegalArgumentException(
                    PATH
                            + ": hello-interval and unanswered-hellos must be positive, and"
                            + " drain-limit must not be negative");
        }
    }

    /**
     * Reads the block.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static WorkerSettings of(Config root) {
        try {
            Config block = root.getConfig(PATH);
            int slots = block.getInt("slots");
            return new WorkerSettings(
                    block.getStringList("join").stream().map(NodeAddress::parse).toList(),
                    NodeAddress.parse(block.getString("address")),
                    block.getString("pool"),
                    new SlotOffer(
                            0,
                            slots == 0 ? Runtime.getRuntime().availableProcessors() : slots,
                            block.getInt("io-slots")),
                    block.getDuration("hello-interval"),
                    block.getInt("unanswered-hellos"),
                    block.getDuration("drain-limit"));
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    /** Writes the effective configuration for a child JVM: one line of JSON. */
    public static String handDown(Config root) {
        return root.withOnlyPath("regatta").root().render(ConfigRenderOptions.concise());
    }

    /** Reads what {@link #handDown} wrote. Settings that it lacks have this JVM's own defaults. */
    static Config inherit(String line) {
        return ConfigFactory.parseString(line).withFallback(ConfigFactory.load());
    }
}
