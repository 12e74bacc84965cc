package regatta.tls;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;

/** Reads the block {@code regatta.cluster.tls}: the files by which nodes prove who they are. */
public final class ClusterTlsSettings {
    /** The path of the block in the configuration. */
    public static final String PATH = "regatta.cluster.tls";

    private static final List<String> KEYS = List.of("certificate", "key", "ca");

    private ClusterTlsSettings() {}

    /**
     * Reads the block. Returns empty if none of the block's settings is set.
     *
     * @throws IllegalArgumentException if some of the block's settings are set and others are not
     */
    public static Optional<TlsFiles> of(Config root) {
        Config block = root.getConfig(PATH);
        List<String> missing = KEYS.stream().filter(key -> block.getString(key).isBlank()).toList();
        if (missing.size() == KEYS.size()) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s.%s is not set. TLS between nodes needs all of %s"
                            .formatted(PATH, missing.getFirst(), KEYS));
        }
        return Optional.of(
                new TlsFiles(
                        PATH,
                        Path.of(block.getString("certificate")),
                        Path.of(block.getString("key")),
                        Path.of(block.getString("ca"))));
    }

    /**
     * Reads the block of a node that uses TLS.
     *
     * @throws IllegalArgumentException if the block is not set
     */
    static TlsFiles of(ActorSystem system) {
        return of(system.settings().config())
                .orElseThrow(() -> new IllegalArgumentException(PATH + " is not set"));
    }
}
