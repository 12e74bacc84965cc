package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's library, which its driver unpacks into a file that only an orderly end of the JVM would
 * delete: here it is deleted as soon as it is loaded, so that a coordinator that is killed again
 * and again does not fill the folder of temporary files.
 */
final class NativeLibrary {
    private static final String FOLDER = "org.sqlite.tmpdir";

    /** A library of the operator's own, which is loaded from where it is. */
    private static final String OWN = "org.sqlite.lib.path";

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads it unless it is loaded; the first connection would, too, but leave the file. */
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
            throw new SQLException("SQLite's library cannot be loaded", failure);
        }
    }

    /** Some systems keep a library that is in use; then it stays until the JVM ends. */
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
