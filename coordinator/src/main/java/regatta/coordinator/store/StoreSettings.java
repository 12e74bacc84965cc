package regatta.coordinator.store;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings {@code regatta.store}: the location of the store, and how long it keeps ended jobs
 * and comparisons.
 *
 * @param file the database; the log and the lock of the database lie beside it
 * @param synced whether the store syncs each commit; false is for measurements only, because a
 *     power cut then loses accepted jobs
 * @param keepEnded the largest number of ended jobs in the store; if there are more, the store
 *     deletes the job that ended first
 * @param keepFor how long the store keeps an ended job, counting only the time for which
 *     coordinators have the store open
 * @param keepBytes the largest number of bytes in the store; while the store has more bytes, the
 *     store deletes ended jobs
 */
public record StoreSettings(
        Path file, boolean synced, int keepEnded, Duration keepFor, long keepBytes) {
    private static final String SQLITE = "jdbc:sqlite:";

    public StoreSettings {
        if (keepEnded < 0) {
            throw new IllegalArgumentException("regatta.store.keep-ended must not be negative");
        }
        if (keepBytes < 0) {
            throw new IllegalArgumentException("regatta.store.keep-bytes must not be negative");
        }
        if (keepFor.isNegative()) {
            throw new IllegalArgumentException("regatta.store.keep-for must not be negative");
        }
    }

    /**
     * Reads the store's settings from a whole configuration.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the value's key
     */
    public static StoreSettings of(Config root) {
        Config own = root.getConfig("regatta.store");
        return new StoreSettings(
                file(own.getString("url")),
                synced(own.getString("synchronous")),
                own.getInt("keep-ended"),
                own.getDuration("keep-for"),
                own.getBytes("keep-bytes"));
    }

    private static Path file(String url) {
        String path = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
        if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "regatta.store.url must be jdbc:sqlite:FILE, not " + url);
        }
        // A question mark in a folder's name is an ordinary character.
        if (path.substring(path.lastIndexOf('/') + 1).contains("?")) {
            throw new IllegalArgumentException(
                    "regatta.store.url takes no parameters; see regatta.store in reference.conf");
        }
        return Path.of(path);
    }

    private static boolean synced(String synchronous) {
        return switch (synchronous) {
            case "full" -> true;
            case "off" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "regatta.store.synchronous must be full or off, not " + synchronous);
        };
    }
}
