package regatta.worker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.Locale;
import org.apache.pekko.actor.ActorSystem;

/**
 * The settings of a Pekko dispatcher that runs tasks. The dispatcher's actor system is separate
 * from the node's own actor system.
 *
 * @param id the path of the dispatcher's block in {@code system}
 * @param system the configuration of the dispatcher's actor system
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

    /**
     * The kind of threads on which a dispatcher runs tasks. The kind decides how processor time is
     * measured.
     */
    public enum Kind {
        /** Platform threads: the threads of a thread pool, or one thread for each slot. */
        THREADS,
        /** The threads of a fork-join pool. */
        FORK_JOIN,
        /** A new virtual thread each time that the dispatcher runs an actor. */
        VIRTUAL_THREADS
    }

    /**
     * Finds a dispatcher's settings in the configuration.
     *
     * @param root the whole configuration of the node
     * @throws IllegalArgumentException if the configuration has no block at the path {@code id}
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
            // Pekko checks the settings of a dispatcher only when somebody looks the dispatcher up.
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
        // If a block names no executor, Pekko uses the default dispatcher's executor: a fork-join
        // pool.
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
