package regatta.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.store.StoreSettings;
import regatta.plugin.PluginSettings;
import regatta.secret.Secrets;

/**
 * Computes the effective configuration. The command line takes precedence over the environment, the
 * environment over the operator's file, and that file over the defaults in the jars.
 */
public final class CliSettings {
    private static final Logger LOG = LoggerFactory.getLogger(CliSettings.class);

    static final String COORDINATOR = "coordinator.conf";
    private static final String DATA = "regatta.data-directory";
    private static final List<String> OPEN_ENDED =
            List.of("regatta.modes.", "regatta.dispatchers.");

    private CliSettings() {}

    /**
     * Computes the configuration.
     *
     * @param file the name of the operator's file in {@code config/}; the file may be missing
     * @param overrides settings of the form {@code key=value}, the value in HOCON; a later setting
     *     takes precedence over an earlier setting
     * @throws CommandException if a key or file is wrong; the message names the key or file
     */
    public static Config load(String file, List<String> overrides) {
        try {
            Config set = ConfigFactory.empty();
            for (String override : overrides) {
                set = parse(override).withFallback(set);
            }
            Config operators = read(file);
            Config plugins = plugins(set, operators);
            Config known = plugins.withFallback(ConfigFactory.load()).resolve();
            overrides.forEach(override -> check(key(override), known));
            return ConfigFactory.load(
                    set.withFallback(environment(known, System.getenv()))
                            .withFallback(operators)
                            .withFallback(plugins));
        } catch (ConfigException wrong) {
            throw new CommandException(Exit.USAGE, "configuration: " + wrong.getMessage());
        }
    }

    /** The addresses where a coordinator listens, and the folders where its data lies. */
    record Places(
            InetSocketAddress http,
            InetSocketAddress cluster,
            Path data,
            Path downloads,
            StoreSettings store) {}

    static Places places(List<String> overrides) {
        Config root = node(COORDINATOR, overrides);
        return new Places(
                address(root.getConfig("regatta.http")),
                address(root.getConfig("regatta.cluster")),
                Path.of(root.getString("regatta.data-directory")),
                Path.of(root.getString("regatta.download.directory")),
                StoreSettings.of(root));
    }

    static InetSocketAddress address(Config block) {
        return new InetSocketAddress(block.getString("host"), block.getInt("port"));
    }

    /**
     * One key of the effective configuration.
     *
     * @param value the value as HOCON, masked if the value may be a secret
     * @param origin the file, variable or option that set the value
     */
    public record Entry(String key, String value, String origin) {}

    /** Lists all of Regatta's own keys, sorted by name. */
    static List<Entry> effective(List<String> overrides) {
        return load(COORDINATOR, overrides).getConfig("regatta").entrySet().stream()
                .map(each -> entry("regatta." + each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Entry::key))
                .toList();
    }

    private static Entry entry(String key, ConfigValue value) {
        String shown = value.render(ConfigRenderOptions.concise());
        return new Entry(key, Secrets.shown(key, shown), value.origin().description());
    }

    /** Returns the default settings of the plug-ins in the folder that the user's settings name. */
    private static Config plugins(Config set, Config operators) {
        Config built = ConfigFactory.load();
        Config named =
                ConfigFactory.load(
                        set.withFallback(environment(built, System.getenv()))
                                .withFallback(operators));
        try {
            return PluginSettings.defaults(named);
        } catch (IllegalArgumentException noFolder) {
            throw new CommandException(Exit.USAGE, String.valueOf(noFolder.getMessage()));
        }
    }

    private static String key(String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new CommandException(Exit.USAGE, "--set takes key=value, not '" + override + "'");
        }
        return override.substring(0, equals).strip();
    }

    /** Parses an override and records its origin for {@link #effective}. */
    private static Config parse(String override) {
        String key = key(override);
        try {
            String value = override.substring(override.indexOf('=') + 1).strip();
            return GivenValue.of(key, value, "--set " + key);
        } catch (ConfigException wrong) {
            throw new CommandException(Exit.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private static void check(String key, Config known) {
        boolean exists = known.hasPathOrNull(key) || OPEN_ENDED.stream().anyMatch(key::startsWith);
        if (key.startsWith("regatta.") && !exists) {
            throw new CommandException(
                    Exit.USAGE,
                    "--set: there is no configuration key "
                            + key
                            + " (the keys of a plug-in are those of its reference.conf)");
        }
    }

    /**
     * Reads the environment. A key's variable is named after the key, in capitals and with
     * underscores.
     */
    static Config environment(Config known, Map<String, String> variables) {
        Config found = ConfigFactory.empty();
        for (String key : known.getConfig("regatta").root().keySet()) {
            found = found.withFallback(environment(known, "regatta." + key, variables));
        }
        return found;
    }

    private static Config environment(Config known, String prefix, Map<String, String> variables) {
        Config found = ConfigFactory.empty();
        if (known.getValue(prefix) instanceof ConfigObject object) {
            for (String key : object.keySet()) {
                String path = prefix + "." + ConfigUtil.quoteString(key);
                found = found.withFallback(environment(known, path, variables));
            }
            return found;
        }
        String name = prefix.replace("\"", "").toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        String value = variables.get(name);
        if (value == null) {
            return found;
        }
        // Lists and objects are HOCON. Every other value is plain text.
        boolean structured = value.startsWith("[") || value.startsWith("{");
        String text = structured ? value : ConfigUtil.quoteString(value);
        return GivenValue.of(prefix, text, "variable " + name);
    }

    private static Config read(String file) {
        String home = System.getProperty("regatta.home", "");
        Path path = Path.of(home, "config", file);
        if (home.isEmpty() || !Files.isReadable(path)) {
            return ConfigFactory.empty();
        }
        try {
            OptionalInt cut = GivenValue.firstComment(Files.readString(path), true);
            if (cut.isPresent()) {
                throw new CommandException(
                        Exit.USAGE,
                        "%s: line %d: # and // begin a comment; put the value into double quotes"
                                .formatted(path, cut.getAsInt()));
            }
        } catch (IOException unreadable) {
            throw new CommandException(
                    Exit.USAGE, "%s: cannot be read: %s".formatted(path, unreadable.getMessage()));
        }
        return ConfigFactory.parseFile(path.toFile());
    }

    /**
     * Computes the configuration of a node, which keeps data in a folder.
     *
     * @throws CommandException if the folder for data would lie in the user's home directory, but
     *     the user has no home directory
     */
    static Config node(String file, List<String> overrides) {
        Config root = load(file, overrides);
        String home = System.getProperty("user.home", "");
        boolean inHome = root.getString(DATA).startsWith(home);
        if (inHome && !Path.of(home).isAbsolute()) {
            throw new CommandException(
                    Exit.USAGE,
                    "this user has no home directory: set HOME, or say where data is kept with"
                            + " --set "
                            + DATA
                            + "=/FOLDER");
        }
        return root;
    }

    /**
     * If downloads go through a proxy, warns that the proxy must refuse private addresses, because
     * the node cannot refuse an address that only the proxy looks up.
     */
    static void warnOfProxy(Config root) {
        String proxy = root.getString("regatta.download.proxy");
        if (!proxy.isEmpty()) {
            LOG.warn(
                    "downloads go through the proxy {}, which looks up names itself: the proxy must"
                            + " refuse the private addresses that this node would refuse",
                    proxy);
        }
    }
}
