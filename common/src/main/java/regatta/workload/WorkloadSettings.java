package regatta.workload;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A workload's block of the configuration, so that no workload reads configuration itself. */
public final class WorkloadSettings {
    private final Config block;

    private WorkloadSettings(Config block) {
        this.block = block;
    }

    /** The block {@code regatta.<kind>} of a whole configuration; empty where there is none. */
    public static WorkloadSettings of(Config root, String kind) {
        String path = "regatta." + kind;
        return new WorkloadSettings(
                root.hasPath(path) ? root.getConfig(path) : ConfigFactory.empty());
    }

    public boolean has(String key) {
        return block.hasPath(key);
    }

    public String string(String key) {
        return block.getString(key);
    }

    public List<String> strings(String key) {
        return block.getStringList(key);
    }

    public int integer(String key) {
        return block.getInt(key);
    }

    public long number(String key) {
        return block.getLong(key);
    }

    public boolean flag(String key) {
        return block.getBoolean(key);
    }

    /** A size such as {@code 64 MiB}, in bytes. */
    public long bytes(String key) {
        return block.getBytes(key);
    }

    public Duration duration(String key) {
        return block.getDuration(key);
    }

    public Path path(String key) {
        return Path.of(block.getString(key));
    }
}
