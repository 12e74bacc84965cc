package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library and deletes its file at once. The driver unpacks the library into a
 * temporary file and deletes that only when the JVM ends normally. Coordinators that are killed
 * again and again would fill the temporary folder.
 */
final class NativeLibrary {
    private static final String FOLDER = "org.sqlite.tmpdir";

    /** The operator may name a library; the driver loads it in place. */
    private static final String OWN = "org.sqlite.lib.path";

    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library once. Call this before the first connection, which would load it and leave
     * the file behind.
     */
    static synchronized void load() throws SQLException {
        if (loaded || System.getProperty(OWN) != null || System.getProperty(FOLDER) != null) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("regatta-sqlite-");
            System.setProperty(FOLDER, folder.toString());
            try {
                SQLiteJDBCLoader.initialize();
                loaded = true;
            } finally {
                System.clearProperty(FOLDER);
                delete(folder);
            }
        } catch (Exception failure) {
            throw new SQLException("cannot load SQLite's library", failure);
        }
    }

    /** Some systems refuse to delete a library in use. Then the JVM deletes it when it ends. */
    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.toList();
        }
        try {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException inUse) {
            folder.toFile().deleteOnExit();
        }
    }
}
