package regatta.protocol;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import regatta.tls.ClusterTlsSettings;
import regatta.tls.NodeTls;
import regatta.tls.TlsFiles;

/** Builds and checks the configuration of a node's actor system. */
public final class RemotingSettings {
    private static final String PLAINTEXT = "regatta.cluster.allow-plaintext-for-tests";
    private static final String SAFE =
            ": set certificate, key and ca of "
                    + ClusterTlsSettings.PATH
                    + " (regatta certs makes certificates for a trial)";

    private static final String TRANSPORT = "pekko.remote.artery.transport";
    private static final String TLS_TRANSPORT = "tls-tcp";
    private static final Config TLS =
            ConfigFactory.parseMap(
                    Map.of(
                            TRANSPORT,
                            TLS_TRANSPORT,
                            "pekko.remote.artery.ssl.ssl-engine-provider",
                            NodeTls.class.getName()));

    private RemotingSettings() {}

    /**
     * Returns the configuration of the actor system at an address: the block {@code regatta.pekko},
     * with Pekko's defaults for settings that the block lacks.
     *
     * @param root the whole configuration
     * @param address the address at which other nodes reach this node; port 0 stands for any free
     *     port
     * @throws IllegalArgumentException if the address is not a loopback address and there is no
     *     TLS, or if a certificate or key is wrong
     */
    public static Config of(Config root, NodeAddress address) {
        Optional<TlsFiles> tls = ClusterTlsSettings.of(root);
        if (tls.isEmpty()
                && !root.getBoolean(PLAINTEXT)
                && !isLoopback("--cluster", address.host())) {
            throw new IllegalArgumentException(
                    "cluster address "
                            + address
                            + " is not a loopback address, so nodes need TLS there"
                            + SAFE);
        }
        tls.ifPresent(files -> files.check(address.host(), Instant.now()));
        Config canonical =
                ConfigFactory.parseMap(Map.of("hostname", address.host(), "port", address.port()));
        return canonical
                .atPath("pekko.remote.artery.canonical")
                .withFallback(tls.isPresent() ? TLS : ConfigFactory.empty())
                .withFallback(root.getConfig("regatta.pekko").atPath("pekko"))
                .withFallback(root);
    }

    /** Returns whether an actor system talks to other nodes over TLS. */
    public static boolean usesTls(ActorSystem<?> system) {
        return system.settings().config().getString(TRANSPORT).equals(TLS_TRANSPORT);
    }

    /**
     * Checks that a node may join the coordinators {@code join}, and that these coordinators can
     * reach the node.
     *
     * @param root the whole configuration
     * @param own the address at which the node accepts connections
     * @throws IllegalArgumentException if there is no TLS and a coordinator is not at a loopback
     *     address, or if a coordinator is on another machine but the node is at a loopback address
     */
    public static void checkJoin(Config root, NodeAddress own, List<NodeAddress> join) {
        boolean loopbackOnly = ClusterTlsSettings.of(root).isEmpty() && !root.getBoolean(PLAINTEXT);
        for (NodeAddress coordinator : join) {
            if (loopbackOnly && !isLoopback("--join", coordinator.host())) {
                throw new IllegalArgumentException(
                        "coordinator "
                                + coordinator
                                + " is not at a loopback address, so nodes need TLS"
                                + SAFE);
            }
            if (!loopbackOnly
                    && isElsewhere(coordinator.host())
                    && isLoopback("--cluster", own.host())) {
                throw new IllegalArgumentException(
                        "coordinator "
                                + coordinator
                                + " is on another machine and cannot reach this node at "
                                + own
                                + "; set --cluster HOST:PORT (regatta.worker.address) to an address"
                                + " that it can reach");
            }
        }
    }

    private static boolean isLoopback(String option, String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    option + ": unknown host " + unknown.getMessage(), unknown);
        }
    }

    /**
     * Returns whether a host is known to be another machine. Returns false for a name without an
     * address, because the name may get an address later.
     */
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
