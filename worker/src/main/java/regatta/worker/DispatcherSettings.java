package regatta.worker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.Locale;
import org.apache.pekko.actor.ActorSystem;

/**
 * A Pekko dispatcher that runs tasks. Its actor system is not the node's own.
 *
 * @param id the path of the dispatcher's block in {@code system}
 * @param system the configuration of that actor system
 */
public record DispatcherSettings(String id, Config system) {
    private static final Config OWN =
            ConfigFactory.parseString(
                    """
                    pekko {
                      daemonic = on
                      actor.provider = local
                      coordinated-shutdown.exit-jvm = off
                      coordinated-shutdown.run-by-jvm-shutdown-hook = off
                    }
                    """);

    /** The kind of threads that a dispatcher has. It decides how times are measured. */
    public enum Kind {
        /** Platform threads of a pool, or one for each slot. */
        THREADS,
        /** The threads of a fork-join pool. */
        FORK_JOIN,
        /** A virtual thread for each piece of work. */
        VIRTUAL_THREADS
    }

    /**
     * Finds a dispatcher.
     *
     * @param root the whole configuration of the node
     * @throws IllegalArgumentException if there is no such block
     */
    public static DispatcherSettings of(Config root, String id) {
        Config system =
                OWN.withFallback(root.getConfig("regatta.pekko").atPath("pekko"))
                        .withFallback(root);
        try {
            Config _ = system.getConfig(id);
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(
                    "there is no dispatcher \"%s\" in the configuration".formatted(id), wrong);
        }
        return new DispatcherSettings(id, system);
    }

    /**
     * Starts an actor system that has the dispatcher.
     *
     * @throws RuntimeException if the dispatcher's settings are wrong
     */
    ActorSystem start(String name) {
        ActorSystem started = ActorSystem.create(name, system);
        try {
            // Pekko checks the settings of a dispatcher only when somebody looks it up.
            var _ = started.dispatchers().lookup(id);
            return started;
        } catch (RuntimeException | LinkageError wrong) {
            started.terminate();
            throw wrong;
        }
    }

    public Kind kind() {
        Config block = system.getConfig(id);
        if (word(block, "type").contains("pinned")) {
            return Kind.THREADS;
        }
        String executor = word(block, "executor");
        if (executor.startsWith("virtual-thread")) {
            return Kind.VIRTUAL_THREADS;
        }
        // A block without an executor has that of the default dispatcher, a fork-join pool.
        boolean forkJoin =
                executor.isEmpty()
                        || executor.startsWith("default-executor")
                        || executor.startsWith("fork-join");
        return forkJoin ? Kind.FORK_JOIN : Kind.THREADS;
    }

    private static String word(Config block, String key) {
        return block.hasPath(key) ? block.getString(key).toLowerCase(Locale.ROOT) : "";
    }
}
