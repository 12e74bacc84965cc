package regatta.tls;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;

/** The block {@code regatta.cluster.tls}: what nodes prove to each other who they are with. */
public final class ClusterTlsSettings {
    /** Where the settings stand. */
    public static final String PATH = "regatta.cluster.tls";

    private static final List<String> KEYS = List.of("certificate", "key", "ca");

    private ClusterTlsSettings() {}

    /**
     * Reads the block; empty where none of its settings is set.
     *
     * @throws IllegalArgumentException when some are set and others are not
     */
    public static Optional<TlsFiles> of(Config root) {
        Config block = root.getConfig(PATH);
        List<String> missing = KEYS.stream().filter(key -> block.getString(key).isBlank()).toList();
        if (missing.size() == KEYS.size()) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s.%s is not set, but others of %s are; TLS between nodes needs all of %s"
                            .formatted(PATH, missing.getFirst(), PATH, KEYS));
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
     * @throws IllegalArgumentException when it is not set
     */
    static TlsFiles of(ActorSystem system) {
        return of(system.settings().config())
                .orElseThrow(() -> new IllegalArgumentException(PATH + " is not set"));
    }
}
