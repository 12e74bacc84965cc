package regatta.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import regatta.workload.WorkloadSettings;

/**
 * The settings of one workload: the block {@code regatta.<kind>} of the whole configuration.
 * Immutable.
 */
public final class BlockSettings implements WorkloadSettings {
    private final Config root;
    private final String block;

    private BlockSettings(Config root, String block) {
        this.root = root;
        this.block = block;
    }

    /**
     * Returns the settings of a kind of workload. If the configuration has no block of this kind,
     * the settings are empty.
     */
    public static BlockSettings of(Config root, String kind) {
        return new BlockSettings(root, "regatta." + kind + ".");
    }

    @Override
    public boolean has(String key) {
        return root.hasPath(block + key);
    }

    @Override
    public String string(String key) {
        return read(Config::getString, key);
    }

    @Override
    public List<String> strings(String key) {
        return read(Config::getStringList, key);
    }

    @Override
    public int integer(String key) {
        return read(Config::getInt, key);
    }

    @Override
    public long number(String key) {
        return read(Config::getLong, key);
    }

    @Override
    public double decimal(String key) {
        return read(Config::getDouble, key);
    }

    @Override
    public boolean flag(String key) {
        return read(Config::getBoolean, key);
    }

    @Override
    public long bytes(String key) {
        return read(Config::getBytes, key);
    }

    @Override
    public Duration duration(String key) {
        return read(Config::getDuration, key);
    }

    @Override
    public Path path(String key) {
        return Path.of(string(key));
    }

    private <T> T read(BiFunction<Config, String, T> getter, String key) {
        try {
            return getter.apply(root, block + key);
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }
}
