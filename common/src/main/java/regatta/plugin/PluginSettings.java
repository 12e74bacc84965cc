package regatta.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.workload.WorkloadSettings;

/**
 * The plug-ins in the folder that a configuration names, and the settings of the plug-ins'
 * workloads; immutable.
 */
public final class PluginSettings {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSettings.class);
    private static final String KEY = "regatta.plugins.directory";
    private static final String HOME = "regatta.home";

    /** Names below {@code regatta} that system properties use. No plug-in may use these names. */
    private static final Set<String> PROPERTIES = Set.of("home", "log", "terminal");

    private final Config root;
    private final List<PluginFiles> plugins;
    private final Set<String> reserved;

    private PluginSettings(Config root, List<PluginFiles> plugins, Set<String> reserved) {
        this.root = root;
        this.plugins = plugins;
        this.reserved = reserved;
    }

    /**
     * Finds the plug-ins of a configuration.
     *
     * @param root the whole configuration
     * @throws IllegalArgumentException if the folder that the configuration names does not exist or
     *     cannot be read
     */
    public static PluginSettings of(Config root) {
        List<PluginFiles> plugins = folder(root).map(PluginSettings::in).orElse(List.of());
        Set<String> reserved = reserved();
        return new PluginSettings(
                plugins.isEmpty() ? root : root.withFallback(defaults(plugins, reserved)).resolve(),
                plugins,
                reserved);
    }

    /**
     * Returns the default settings of all plug-ins. The caller adds these settings to its
     * configuration, and then resolves the configuration's substitutions.
     *
     * @param root the configuration that says in which folder the plug-ins are
     */
    public static Config defaults(Config root) {
        List<PluginFiles> plugins = folder(root).map(PluginSettings::in).orElse(List.of());
        return plugins.isEmpty() ? ConfigFactory.empty() : defaults(plugins, reserved());
    }

    /**
     * Returns the folder of plug-ins. Returns empty if the configuration names no folder and
     * Regatta's home has no folder {@code plugins}.
     */
    private static Optional<Path> folder(Config root) {
        String named = root.getString(KEY);
        if (!named.isEmpty()) {
            if (!Files.isDirectory(Path.of(named))) {
                throw new IllegalArgumentException(KEY + ": " + named + " is not a folder");
            }
            return Optional.of(Path.of(named));
        }
        return root.hasPath(HOME)
                ? Optional.of(Path.of(root.getString(HOME), "plugins")).filter(Files::isDirectory)
                : Optional.empty();
    }

    private static List<PluginFiles> in(Path folder) {
        try {
            return PluginFiles.in(folder);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    KEY + ": " + folder + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static Set<String> reserved() {
        Set<String> names = new HashSet<>(PROPERTIES);
        names.addAll(
                ConfigFactory.defaultReferenceUnresolved()
                        .root()
                        .toConfig()
                        .getObject("regatta")
                        .keySet());
        return names;
    }

    private static Config defaults(List<PluginFiles> plugins, Set<String> reserved) {
        Config all = ConfigFactory.empty();
        for (PluginFiles plugin : plugins) {
            all = all.withFallback(defaults(plugin, reserved));
        }
        return all;
    }

    /**
     * Returns the blocks of one plug-in's {@code reference.conf}. Leaves out a block if one of
     * Regatta's own blocks has the same name.
     */
    private static Config defaults(PluginFiles plugin, Set<String> reserved) {
        Config kept = ConfigFactory.empty();
        try {
            String text = plugin.defaults().orElse("");
            String origin = "reference.conf of plug-in " + plugin.name();
            Config said =
                    ConfigFactory.parseString(
                            text, ConfigParseOptions.defaults().setOriginDescription(origin));
            if (said.hasPath("regatta")) {
                for (String block : said.getObject("regatta").keySet()) {
                    if (reserved.contains(block)) {
                        LOG.warn(
                                "{}: regatta.{} belongs to Regatta, so these defaults are ignored",
                                origin,
                                block);
                    } else {
                        String path = "regatta." + ConfigUtil.quoteString(block);
                        kept = kept.withFallback(said.withOnlyPath(path));
                    }
                }
            }
        } catch (UncheckedIOException _) {
            // The archive is unreadable. The attempt to load the archive's classes will fail, too,
            // and report why.
            return kept;
        } catch (ConfigException wrong) {
            LOG.warn("plug-in {} has no default settings: {}", plugin.name(), wrong.getMessage());
        }
        return kept;
    }

    List<PluginFiles> plugins() {
        return plugins;
    }

    /** Returns whether Regatta itself uses the name of a kind for a block or a system property. */
    boolean isReserved(String kind) {
        return reserved.contains(kind);
    }

    WorkloadSettings block(String kind) {
        return BlockSettings.of(root, kind);
    }
}
