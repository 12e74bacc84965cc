package regatta.protocol;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** The configuration of a node's actor system. */
public final class RemotingSettings {
    private static final String PLAINTEXT = "regatta.cluster.allow-plaintext";

    private RemotingSettings() {}

    /**
     * Lays the block {@code regatta.pekko} over Pekko's defaults and binds the address.
     *
     * @param root the whole configuration
     * @param address where other nodes reach this one; port 0 for any free one
     * @throws IllegalArgumentException when the address is not a loopback address and plain text
     *     was not allowed
     */
    public static Config of(Config root, NodeAddress address) {
        if (!root.getBoolean(PLAINTEXT) && !isLoopback(address.host())) {
            throw new IllegalArgumentException(
                    "cluster address "
                            + address
                            + " is not a loopback address, and nodes neither encrypt nor"
                            + " authenticate yet; "
                            + PLAINTEXT
                            + " = on binds it all the same");
        }
        Config canonical =
                ConfigFactory.parseMap(Map.of("hostname", address.host(), "port", address.port()));
        return canonical
                .atPath("pekko.remote.artery.canonical")
                .withFallback(root.getConfig("regatta.pekko").atPath("pekko"))
                .withFallback(root);
    }

    /**
     * Checks that a node may join coordinators, and that they can reach it.
     *
     * @param root the whole configuration
     * @param own where the node takes connections
     * @throws IllegalArgumentException when a coordinator is not at a loopback address and plain
     *     text was not allowed, or is on another machine and the node at a loopback address
     */
    public static void checkJoin(Config root, NodeAddress own, List<NodeAddress> join) {
        boolean plaintext = root.getBoolean(PLAINTEXT);
        for (NodeAddress coordinator : join) {
            if (!plaintext && !isLoopback(coordinator.host())) {
                throw new IllegalArgumentException(
                        "coordinator "
                                + coordinator
                                + " is not at a loopback address, and nodes neither encrypt nor"
                                + " authenticate yet; "
                                + PLAINTEXT
                                + " = on joins it all the same");
            }
            if (plaintext && isElsewhere(coordinator.host()) && isLoopback(own.host())) {
                throw new IllegalArgumentException(
                        "coordinator "
                                + coordinator
                                + " is on another machine and cannot reach this node at "
                                + own
                                + "; --cluster HOST:PORT (regatta.worker.address) says where it can");
            }
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("cluster address: unknown host " + host, unknown);
        }
    }

    /** Whether a host is known to be another machine; a name may become known later. */
    private static boolean isElsewhere(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return !address.isLoopbackAddress()
                    && NetworkInterface.getByInetAddress(address) == null;
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }
}
