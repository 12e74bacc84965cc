package regatta.cli;

import regatta.Regatta;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import regatta.coordinator.store.StoreSettings;
import regatta.machine.Secrets;

/**
 * The effective configuration: what the command line says, over the environment, over a file, over
 * the defaults in the jars.
 */
public final class CliSettings {
    static final String COORDINATOR = "coordinator.conf";
    private static final String OPEN_ENDED = "regatta.modes.";

    private CliSettings() {}

    /**
     * Puts the configuration together.
     *
     * @param file the name of the operator's file in {@code config/}; skipped where there is none
     * @param overrides {@code key=value} each, the value in HOCON; later ones win
     * @throws CommandException naming the key or file that is wrong
     */
    public static Config load(String file, List<String> overrides) {
        try {
            Config known = ConfigFactory.load();
            Config set = ConfigFactory.empty();
            for (String override : overrides) {
                set = parse(override, known).withFallback(set);
            }
            return ConfigFactory.load(
                    set.withFallback(environment(known, System.getenv())).withFallback(read(file)));
        } catch (ConfigException wrong) {
            throw new CommandException(Exit.USAGE, "configuration: " + wrong.getMessage());
        }
    }

    /** Where a coordinator listens and keeps its data. */
    record Places(
            InetSocketAddress http,
            InetSocketAddress cluster,
            Path data,
            Path downloads,
            StoreSettings store) {}

    static Places places(List<String> overrides) {
        Config root = load(COORDINATOR, overrides);
        return new Places(
                address(root.getConfig("regatta.http")),
                address(root.getConfig("regatta.cluster")),
                Path.of(root.getString("regatta.data-directory")),
                Path.of(root.getString("regatta.download.directory")),
                StoreSettings.of(root));
    }

    private static InetSocketAddress address(Config block) {
        return new InetSocketAddress(block.getString("host"), block.getInt("port"));
    }

    /**
     * One key of the effective configuration.
     *
     * @param value as HOCON; masked where it may be a secret
     * @param origin where it was set
     */
    public record Entry(String key, String value, String origin) {}

    /** All of Regatta's own keys, in the order of their names. */
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

    /** Says where an override came from in the order of {@link #load}'s precedence. */
    private static Config parse(String override, Config known) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new CommandException(Exit.USAGE, "--set takes key=value, not '" + override + "'");
        }
        String key = override.substring(0, equals).strip();
        try {
            Config parsed =
                    ConfigFactory.parseString(
                            override,
                            ConfigParseOptions.defaults().setOriginDescription("--set " + key));
            boolean exists = known.hasPathOrNull(key) || key.startsWith(OPEN_ENDED);
            if (key.startsWith("regatta.") && !exists) {
                throw new CommandException(
                        Exit.USAGE, "--set: there is no configuration key " + key);
            }
            return parsed;
        } catch (ConfigException wrong) {
            throw new CommandException(Exit.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    /** Each key can be set by a variable: its name in capitals, with underscores. */
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
        return value == null
                ? found
                : ConfigFactory.parseString(
                        prefix + " = " + quoted(value),
                        ConfigParseOptions.defaults().setOriginDescription("variable " + name));
    }

    /** Lists and objects are HOCON, everything else is taken as it stands. */
    private static String quoted(String value) {
        return value.startsWith("[") || value.startsWith("{")
                ? value
                : ConfigUtil.quoteString(value);
    }

    private static Config read(String file) {
        String home = System.getProperty("regatta.home", "");
        Path path = Path.of(home, "config", file);
        return !home.isEmpty() && Files.isReadable(path)
                ? ConfigFactory.parseFile(path.toFile())
                : ConfigFactory.empty();
    }
}
