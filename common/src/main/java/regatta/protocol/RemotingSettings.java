package regatta.protocol;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("cluster address: unknown host " + host, unknown);
        }
    }
}
