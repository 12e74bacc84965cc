package regatta.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.coordinator.CoordinatorNode;
import regatta.coordinator.placement.LocalNodes;
import regatta.coordinator.placement.ModeSettings;
import regatta.secret.OwnerAlone;

/**
 * A coordinator in this JVM that serves one command. The coordinator uses free ports of the
 * loopback address and a temporary folder of its own, so that no other coordinator on the machine
 * is disturbed. When the JVM ends, also by Ctrl-C, the coordinator ends and the folder is deleted.
 */
public final class EmbeddedCoordinator implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private final OwnedFolder folder;
    private final String token;
    private final Optional<ModeSettings.Processes> childJvms;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook = new Thread(this::interrupted, "end-of-command");
    private volatile Runnable beforeInterruption = () -> {};
    private volatile @Nullable CoordinatorNode node;
    private volatile @Nullable LocalNodes nodes;

    private EmbeddedCoordinator(OwnedFolder folder, ModeSettings modes, String token) {
        this.folder = folder;
        this.token = token;
        this.childJvms = modes.processes();
    }

    /**
     * Starts a coordinator.
     *
     * @param effective returns the whole configuration, given the settings ({@code key=value}) that
     *     this class needs
     * @param origin the port of a server on the loopback address from which downloads are allowed;
     *     empty to keep the configured rules for downloads
     * @throws IllegalArgumentException if a setting is wrong
     */
    public static EmbeddedCoordinator start(
            Function<List<String>, Config> effective, OptionalInt origin) throws IOException {
        return start(effective, origin, "", List.of());
    }

    /**
     * Starts a coordinator whose jobs may run any program with the rights of this process.
     * Therefore the coordinator answers only clients that show the {@link #token}, and the nodes
     * run only tasks that the coordinator signed.
     *
     * @throws IllegalArgumentException if a setting is wrong
     */
    public static EmbeddedCoordinator startForPrograms(
            Function<List<String>, Config> effective, OptionalInt origin) throws IOException {
        return start(effective, origin, secret(), List.of());
    }

    /**
     * Starts a coordinator like {@link #startForPrograms} that serves a single job.
     *
     * @param more further settings, besides the settings that separate this coordinator from other
     *     coordinators
     * @throws IllegalArgumentException if a setting is wrong
     */
    static EmbeddedCoordinator startForJob(
            Function<List<String>, Config> effective, List<String> more) throws IOException {
        return start(effective, OptionalInt.empty(), secret(), more);
    }

    private static String secret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static EmbeddedCoordinator start(
            Function<List<String>, Config> effective,
            OptionalInt origin,
            String token,
            List<String> more)
            throws IOException {
        OwnedFolder folder = OwnedFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
        Config root;
        EmbeddedCoordinator starting;
        try {
            List<String> fixed = fixed(folder.path(), origin);
            if (!token.isEmpty()) {
                fixed.addAll(forPrograms(folder.path(), token));
            }
            fixed.addAll(more);
            root = effective.apply(fixed);
            starting = new EmbeddedCoordinator(folder, ModeSettings.of(root), token);
        } catch (IOException | RuntimeException failure) {
            folder.close();
            throw failure;
        }
        // If the JVM ends after this point, the shutdown hook deletes the folder.
        Runtime.getRuntime().addShutdownHook(starting.hook);
        try {
            starting.node = CoordinatorNode.start(root);
            return starting;
        } catch (RuntimeException failure) {
            starting.close();
            throw failure;
        }
    }

    private CoordinatorNode node() {
        return Objects.requireNonNull(node, "it has not started");
    }

    private static List<String> fixed(Path folder, OptionalInt origin) {
        List<String> fixed = new ArrayList<>();
        fixed.add("regatta.http.host=" + LOOPBACK);
        fixed.add("regatta.http.port=0");
        // An operator's tokens and certificate protect addresses that other machines can reach. No
        // other machine can reach this loopback address.
        fixed.add("regatta.auth.token-file=\"\"");
        fixed.add("regatta.http.tls={certificate=\"\",key=\"\"}");
        fixed.add("regatta.cluster.host=" + LOOPBACK);
        fixed.add("regatta.cluster.port=0");
        // The nodes use the loopback address, which an operator's certificate does not name.
        fixed.add("regatta.cluster.tls={certificate=\"\",key=\"\",ca=\"\"}");
        fixed.add("regatta.data-directory=" + ConfigUtil.quoteString(folder.toString()));
        fixed.add(
                "regatta.store.url="
                        + ConfigUtil.quoteString("jdbc:sqlite:" + folder.resolve("regatta.db")));
        fixed.add(
                "regatta.download.directory="
                        + ConfigUtil.quoteString(folder.resolve("downloads").toString()));
        fixed.add(
                "regatta.shared-counter.directory="
                        + ConfigUtil.quoteString(folder.resolve("counters").toString()));
        origin.ifPresent(port -> {
            fixed.add("regatta.download.allowed-networks=[\"" + LOOPBACK + "/32\"]");
            fixed.add("regatta.download.allowed-ports=[" + port + "]");
        });
        return fixed;
    }

    /**
     * Writes a token to a file, and returns settings that allow programs. Only the user of this
     * process can read the folder and the file.
     */
    private static List<String> forPrograms(Path folder, String token) throws IOException {
        Path file = folder.resolve("token");
        OwnerAlone.create(file);
        Files.writeString(file, token + "\n");
        return List.of(
                "regatta.auth.token-file=" + ConfigUtil.quoteString(file.toString()),
                "regatta.command.key=" + secret(),
                "regatta.command.inherit=[\"*\"]");
    }

    /** Returns the token that the HTTP API demands; empty if the API demands no token. */
    public String token() {
        return token;
    }

    public URI uri() {
        return URI.create("http://" + LOOPBACK + ":" + node().httpAddress().getPort());
    }

    /**
     * Starts worker nodes for a pool, with {@code slots} slots in total. The nodes join the
     * coordinator a little later.
     */
    public void startNodes(String pool, int slots) {
        ModeSettings.Processes settings =
                childJvms.orElseThrow(() ->
                        new IllegalArgumentException(
                                "regatta.modes has no block of style local-processes, which"
                                        + " says how worker JVMs are started"));
        nodes = LocalNodes.start(settings, node().clusterAddress(), pool, slots);
    }

    /**
     * Returns whether the coordinator has ended or is ending. If nobody called {@link #close}, the
     * reason is Ctrl-C.
     */
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Ends the coordinator and the nodes, and then deletes the folder. Returns after the deletion.
     */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The JVM is already shutting down. The hook will find nothing to do, or the hook has
            // already ended everything.
        }
    }

    /**
     * Sets the action to run before the coordinator ends, if the JVM shuts down before {@link
     * #close}.
     */
    public void beforeInterruption(Runnable keeping) {
        beforeInterruption = keeping;
    }

    /**
     * Makes the next comparison continue after rounds that ran before an interruption. The
     * comparison follows the plan of these earlier rounds.
     */
    public void goOnAfter(Plan plan, List<Round> rounds) {
        node().goOnAfter(plan, rounds);
    }

    private synchronized void interrupted() {
        if (!closed.get()) {
            beforeInterruption.run();
        }
        end();
    }

    private synchronized void end() {
        if (closed.getAndSet(true)) {
            return;
        }
        LocalNodes started = nodes;
        if (started != null) {
            started.close();
        }
        CoordinatorNode coordinator = node;
        if (coordinator != null) {
            coordinator.close();
        }
        folder.close();
    }
}
