package regatta.workload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a workload: the block {@code regatta.<kind>} of the configuration.
 *
 * <p>Keys are relative to the block: {@code "max-rolls"} is {@code regatta.dice.max-rolls}. A file
 * {@code reference.conf} in the jar of a plug-in gives the defaults of the plug-in's keys. Only
 * keys with a default can be set by {@code --set} and by the environment. Safe from any thread.
 *
 * <p>Each method except {@link #has} throws an {@link IllegalArgumentException} if the key is
 * missing or the key's value has another type. The exception's message names the whole key and the
 * origin of the value.
 */
public interface WorkloadSettings {
    boolean has(String key);

    String string(String key);

    List<String> strings(String key);

    int integer(String key);

    long number(String key);

    double decimal(String key);

    boolean flag(String key);

    /** Reads a size such as {@code 64 MiB} and returns the size in bytes. */
    long bytes(String key);

    Duration duration(String key);

    Path path(String key);
}
