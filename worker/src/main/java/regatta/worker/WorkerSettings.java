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
 * @param join the coordinators, which the node tries in turn until one of the coordinators welcomes
 *     the node
 * @param address where the node accepts connections
 * @param pool the mode that the node's slots serve
 * @param offer the slots that the node offers
 * @param helloInterval the time between two hellos
 * @param unansweredHellos the number of unanswered hellos in a row after which the node starts a
 *     fresh actor system
 * @param drainLimit how long a node that was asked to stop may take to finish its running attempts
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
        if (join.stream().anyMatch(coordinator -> coordinator.port() == 0)) {
            throw new IllegalArgumentException(
                    PATH + ".join (--join): port 0 is no coordinator's port");
        }
        if (!helloInterval.isPositive() || unansweredHellos < 1 || drainLimit.isNegative()) {
            throw new IllegalArgumentException(
                    PATH
                            + ": hello-interval and unanswered-hellos must be positive, and"
                            + " drain-limit must not be negative");
        }
    }

    /**
     * Reads the block from the whole configuration.
     *
     * @throws IllegalArgumentException if a setting is wrong; the message names the setting's key
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

    /** Returns the effective configuration as one line of JSON, to be passed to a child JVM. */
    public static String handDown(Config root) {
        return root.withOnlyPath("regatta").root().render(ConfigRenderOptions.concise());
    }

    /**
     * Reads a configuration that {@link #handDown} wrote. If the configuration lacks a setting,
     * this JVM's own default applies.
     */
    static Config inherit(String line) {
        return ConfigFactory.parseString(line).withFallback(ConfigFactory.load());
    }
}
